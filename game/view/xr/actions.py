"""What the controllers say: how far everything is pushed, and in which spaces they are; what is told them: a pulse."""

import ctypes
import logging
from collections.abc import Mapping
from typing import Any

import xr

from layerwalk.game.view.xr import calls, profiles
from layerwalk.game.view.xr.controls import Controls

logger = logging.getLogger(__name__)

KINDS = {
    **dict.fromkeys(profiles.FLOATS, xr.ActionType.FLOAT_INPUT),
    **dict.fromkeys(profiles.VECTORS, xr.ActionType.VECTOR2F_INPUT),
    **dict.fromkeys(profiles.BUTTONS, xr.ActionType.BOOLEAN_INPUT),
    **dict.fromkeys(profiles.POSES, xr.ActionType.POSE_INPUT),
    profiles.PULSE: xr.ActionType.VIBRATION_OUTPUT,
}
SYNC = calls.call("xrSyncActions", calls.HANDLE, calls.ADDRESS, told=(xr.Result.SESSION_NOT_FOCUSED,))
APPLY = calls.call(
    "xrApplyHapticFeedback", calls.HANDLE, calls.ADDRESS, calls.ADDRESS, told=(xr.Result.SESSION_NOT_FOCUSED,)
)


class Actions:
    """Hold the actions of a session, bound to whatever controllers there are. Main thread."""

    def __init__(self, instance: Any, session: Any) -> None:
        """Suggest bindings for all controllers that we know, and attach the actions to the session."""
        self._instance, self._session = instance, session
        self._hands = {side: xr.string_to_path(instance, profiles.hand(side)) for side in profiles.SIDES}
        self._set = xr.create_action_set(
            instance, xr.ActionSetCreateInfo(action_set_name="visit", localized_action_set_name="Visit", priority=0)
        )
        self._actions = {name: self._make(name, kind) for name, kind in KINDS.items()}
        for profile in profiles.PROFILES:
            self._suggest(profile)
        xr.attach_session_action_sets(session, xr.SessionActionSetsAttachInfo(action_sets=[self._set]))
        self._controls = Controls(session, self._actions, self._hands)
        self.spaces = tuple(self._space(name, side) for side in profiles.SIDES for name in profiles.POSES)
        """Where the left hand's controller aims and grips, then the right hand's: XrSpaces."""
        self._shaken = {side: self._pulsed(path) for side, path in self._hands.items()}
        self._shake = xr.HapticVibration(frequency=xr.FREQUENCY_UNSPECIFIED)
        self._active = ctypes.byref(
            xr.ActionsSyncInfo(active_action_sets=[xr.ActiveActionSet(self._set, xr.NULL_PATH)])
        )

    def sync(self) -> bool:
        """Take over what the controllers say now; False where the visitor's input is not for us."""
        return not SYNC(self._session, self._active)

    def expect_all(self) -> None:
        """Ask for every control from now on: the hands hold others."""
        self._controls.expect_all()

    def pushed(self, *, seen: tuple[bool, bool]) -> Mapping[str, float]:
        """Return how far each control is pushed, 0 to 1, of those that are; seen: which hands' controllers are."""
        return self._controls.pushed(seen=seen)

    def pulse(self, side: str, *, seconds: float, strength: float) -> None:
        """Let a hand's controller tremble; strength from 0 to 1."""
        self._shake.duration, self._shake.amplitude = int(seconds * 1e9), min(max(strength, 0.0), 1.0)
        APPLY(self._session, ctypes.byref(self._shaken[side]), ctypes.byref(self._shake))

    def profiles(self) -> Mapping[str, str]:
        """Return which profile each hand's controller has now, '' for none."""
        found = {}
        for side, path in self._hands.items():
            profile = xr.get_current_interaction_profile(self._session, path).interaction_profile
            found[side] = xr.path_to_string(self._instance, profile) if profile != xr.NULL_PATH else ""
        return found

    def close(self) -> None:
        """Give the actions back."""
        xr.destroy_action_set(self._set)

    def _make(self, name: str, kind: Any) -> Any:
        about = xr.ActionCreateInfo(
            action_name=name,
            action_type=kind,
            subaction_paths=list(self._hands.values()),
            localized_action_name=name.replace("_", " ").capitalize(),
        )
        return xr.create_action(self._set, about)

    def _suggest(self, profile: str) -> None:
        bindings = [
            xr.ActionSuggestedBinding(
                self._actions[name], xr.string_to_path(self._instance, f"{profiles.hand(side)}/{where}")
            )
            for side, table in zip(profiles.SIDES, profiles.PROFILES[profile], strict=True)
            for name, where in table.items()
        ]
        wanted = xr.InteractionProfileSuggestedBinding(
            interaction_profile=xr.string_to_path(self._instance, profiles.path(profile)), suggested_bindings=bindings
        )
        try:
            xr.suggest_interaction_profile_bindings(self._instance, wanted)
        except xr.PathUnsupportedError:
            logger.info("The runtime does not know controllers of the kind %r.", profile)

    def _pulsed(self, path: int) -> Any:
        return xr.HapticActionInfo(action=self._actions[profiles.PULSE], subaction_path=path)

    def _space(self, name: str, side: str) -> Any:
        about = xr.ActionSpaceCreateInfo(action=self._actions[name], subaction_path=self._hands[side])
        return xr.create_action_space(self._session, about)
