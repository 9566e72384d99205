"""A frame of the headset's from beginning to end: what is begun is always ended, with a picture or without."""

import ctypes
from dataclasses import dataclass
from typing import Any

import xr

from layerwalk.game.view.rig import Eye
from layerwalk.game.view.xr import calls, poses
from layerwalk.game.view.xr.instance import STEREO

SEEN = xr.ViewStateFlags.ORIENTATION_VALID_BIT.value
EYES = 2

WAIT = calls.call("xrWaitFrame", calls.HANDLE, calls.ADDRESS, calls.ADDRESS)
BEGIN = calls.call("xrBeginFrame", calls.HANDLE, calls.ADDRESS, told=(xr.Result.FRAME_DISCARDED,))
"""Discarded: the frame before was waited for and never begun; this one is good."""
END = calls.call("xrEndFrame", calls.HANDLE, calls.ADDRESS)
LOCATE = calls.call(
    "xrLocateViews", calls.HANDLE, calls.ADDRESS, calls.ADDRESS, calls.COUNT, calls.ADDRESS, calls.ADDRESS
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """Hold both eyes, as the runtime says them (until it is asked again) and as we do."""

    told: Any
    eyes: tuple[Eye, ...]


class Frames:
    """Hold the frame that is under way. `wait` and `locate` on the main thread, the others where the context is."""

    def __init__(self, session: Any, *, layer: Any) -> None:
        """Make frames for a session, which show `layer` or nothing."""
        self._session = session
        self._is_begun = self._is_under_way = False
        self.state = xr.FrameState()
        """What the runtime said of the frame under way, an XrFrameState."""
        self._where = xr.ViewLocateInfo(view_configuration_type=STEREO)
        self._seen = xr.ViewState()
        self._views = (xr.View * EYES)(*(xr.View() for _ in range(EYES)))
        self._count = ctypes.c_uint32()
        self._ending = xr.FrameEndInfo(
            environment_blend_mode=xr.EnvironmentBlendMode.OPAQUE, layers=[ctypes.pointer(layer)]
        )

    @property
    def is_under_way(self) -> bool:
        """Say whether a frame was waited for and has not ended."""
        return self._is_under_way

    def wait(self) -> Any:
        """Wait until it is time for the next frame, and return its XrFrameState; the one before must have ended."""
        WAIT(self._session, None, ctypes.byref(self.state))
        self._is_under_way = True
        return self.state

    def locate(self, room: Any) -> Views | None:
        """Return where the eyes will be when the frame is seen, None where that is not known."""
        self._where.space, self._where.display_time = room, self.state.predicted_display_time
        where, seen, count = ctypes.byref(self._where), ctypes.byref(self._seen), ctypes.byref(self._count)
        LOCATE(self._session, where, seen, EYES, count, self._views)
        if not self._seen._view_state_flags & SEEN:
            return None
        return Views(told=self._views, eyes=tuple(poses.eye(view) for view in self._views))

    def begin(self) -> None:
        """Begin the frame that was waited for, if it has not begun."""
        if self._is_under_way and not self._is_begun:
            self._is_begun = True
            BEGIN(self._session, None)

    def end(self, *, shows: bool = False) -> None:
        """End the frame that is under way, if one is, with the layer or without."""
        if not self._is_under_way:
            return
        self.begin()
        self._is_under_way = self._is_begun = False
        self._ending.display_time, self._ending.layer_count = self.state.predicted_display_time, int(shows)
        END(self._session, ctypes.byref(self._ending))
