"""How far everything on the controllers is pushed: asked of the runtime once a frame, control by control."""

import ctypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import xr

from layerwalk.game.move.gamepad import live
from layerwalk.game.view.xr import calls, profiles

PAD_FROM = 0.3
"""Who presses a trackpad nearer to its middle than this pushes nowhere."""

KINDS = (
    (profiles.FLOATS, "xrGetActionStateFloat", xr.ActionStateFloat),
    (profiles.VECTORS, "xrGetActionStateVector2f", xr.ActionStateVector2f),
    (profiles.BUTTONS, "xrGetActionStateBoolean", xr.ActionStateBoolean),
)
"""Names of actions, the runtime's function that tells their states, and the structure into which it does."""


@dataclass(frozen=True, slots=True)
class Control:
    """Hold a control: the function that tells its state, what it is asked, and where it writes the state."""

    tell: Any
    asked: Any
    place: Any
    state: Any


class Controls:
    """Hold the controls of both hands. Main thread."""

    def __init__(self, session: Any, actions: Mapping[str, Any], hands: Mapping[str, int]) -> None:
        """Ask for the states of actions, by name, at the paths of hands, by side."""
        self._session = session
        self._controls = {
            (name, side): _control(calls.call(function, *(calls.ADDRESS,) * 3), kind, actions[name], path)
            for names, function, kind in KINDS
            for name in names
            for side, path in hands.items()
        }

    def pushed(self) -> dict[str, float]:
        """Return how far each control is pushed, 0 to 1, of those that are."""
        found: dict[str, float] = {}
        for name, value in (part for side in profiles.SIDES for part in self._side(side)):
            if value > 0:
                found[name] = max(value, found.get(name, 0.0))
        return found

    def _side(self, side: str) -> Iterator[tuple[str, float]]:
        for name in profiles.FLOATS:
            state = self._state(name, side)
            yield f"vr_{side}_{name}", state.current_state if state.is_active else 0.0
        for name in profiles.BUTTONS[1:]:
            yield profiles.NAMES[side, name], float(self._is_down(name, side))
        yield from _halves(f"vr_{side}", *live(*self._vector("stick", side)))
        if self._is_down("pad_press", side):
            yield from _halves(f"vr_{side}", *live(*self._vector("pad", side), dead_zone=PAD_FROM))

    def _is_down(self, name: str, side: str) -> bool:
        state = self._state(name, side)
        return bool(state.is_active and state.current_state)

    def _vector(self, name: str, side: str) -> tuple[float, float]:
        state = self._state(name, side)
        return (state.current_state.x, state.current_state.y) if state.is_active else (0.0, 0.0)

    def _state(self, name: str, side: str) -> Any:
        control = self._controls[name, side]
        control.tell(self._session, control.asked, control.place)
        return control.state


def _control(tell: Any, kind: Any, action: Any, path: int) -> Control:
    state = kind()
    asked = xr.ActionStateGetInfo(action=action, subaction_path=path)
    return Control(tell, ctypes.byref(asked), ctypes.byref(state), state)


def _halves(axis: str, x: float, y: float) -> Iterator[tuple[str, float]]:
    for name, value in (("x", x), ("y", y)):
        if value != 0.0:
            yield f"{axis}_{name}{'+' if value > 0 else '-'}", abs(value)
