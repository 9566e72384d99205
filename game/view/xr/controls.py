"""How far everything on the controllers is pushed: asked of the runtime once a frame, control by control."""

import ctypes
import functools
import itertools
from collections.abc import Callable, Iterator, Mapping
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Control:
    """Hold a trigger or a button: `ask` lets the runtime write its `state`; name: as bindings call it."""

    name: str
    ask: Callable[[], int]
    state: Any


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stick(Control):
    """Hold a stick; or the press of a trackpad, which says nothing unless it is pressed, and the `pad` itself.

    name: that with which the names of its four ways begin.
    """

    pad: Control | None = None


class Controls:
    """Hold the controls of both hands. Main thread."""

    def __init__(self, session: Any, actions: Mapping[str, Any], hands: Mapping[str, int]) -> None:
        """Ask for the states of actions, by name, at the paths of hands, by side."""
        asks = {
            (name, side): _asked(calls.call(function, *(calls.ADDRESS,) * 3), session, kind(), actions[name], path)
            for names, function, kind in KINDS
            for name in names
            for side, path in hands.items()
        }
        self._all = tuple(control for side in profiles.SIDES for control in _of_hand(side, asks))
        self._turns = itertools.cycle(self._all)
        self._seen = (False, False)
        self.expect_all()

    def expect_all(self) -> None:
        """Ask for every control from now on: the hands may hold others."""
        self._expect(self._all)

    def pushed(self, *, seen: tuple[bool, bool]) -> dict[str, float]:
        """Return how far each control is pushed, 0 to 1, of those that are.

        seen: which hands' controllers are; one that comes back may be pushed already.
        """
        if seen != self._seen:
            self._seen = seen
            self.expect_all()
        found: dict[str, float] = {}
        for control in self._pushes:
            control.ask()
            if control.state.current_state > 0 and control.state.is_active:
                _add(found, control.name, control.state.current_state)
        for stick in self._sticks:
            for way, value in _ways(*_tilt(stick)):
                _add(found, f"{stick.name}_{way}", value)
        self._look_at_next()
        return found

    def _look_at_next(self) -> None:
        """See whether a control is there, one a frame: most controllers lack some, and the others sleep and wake."""
        control = next(self._turns)
        is_expected = control in self._there
        if not is_expected:
            control.ask()
        if bool(control.state.is_active) is not is_expected:
            self._expect(tuple(each for each in self._all if each.state.is_active))

    def _expect(self, there: tuple[Control, ...]) -> None:
        self._there = there
        self._sticks = tuple(control for control in there if isinstance(control, Stick))
        self._pushes = tuple(control for control in there if not isinstance(control, Stick))


def _asked(tell: Any, session: Any, state: Any, action: Any, path: int) -> tuple[Callable[[], int], Any]:
    """Return what asks for a state, and where it is written."""
    asked = xr.ActionStateGetInfo(action=action, subaction_path=path)
    return functools.partial(tell, session, ctypes.byref(asked), ctypes.byref(state)), state


def _of_hand(side: str, asks: Mapping[tuple[str, str], tuple[Callable[[], int], Any]]) -> Iterator[Control]:
    names = {name: f"vr_{side}_{name}" for name in profiles.FLOATS}
    names |= {name: profiles.NAMES[side, name] for name in profiles.BUTTONS[1:]}
    for action, name in names.items():
        ask, state = asks[action, side]
        yield Control(name=name, ask=ask, state=state)
    axis = f"vr_{side}"
    ask, state = asks["stick", side]
    yield Stick(name=axis, ask=ask, state=state)
    ask, state = asks["pad", side]
    pad = Control(name=axis, ask=ask, state=state)
    ask, state = asks["pad_press", side]
    yield Stick(name=axis, ask=ask, state=state, pad=pad)


def _tilt(stick: Stick) -> tuple[float, float]:
    """Return how far a stick is pushed to the right and up, or what is pressed of a trackpad."""
    stick.ask()
    if not stick.state.is_active:
        return 0.0, 0.0
    if stick.pad is None:
        tilt = stick.state.current_state
        return live(tilt.x, tilt.y)
    if not stick.state.current_state:
        return 0.0, 0.0
    stick.pad.ask()
    tilt = stick.pad.state.current_state
    return live(tilt.x, tilt.y, dead_zone=PAD_FROM)


def _ways(x: float, y: float) -> Iterator[tuple[str, float]]:
    if x != 0.0:
        yield "x+" if x > 0 else "x-", abs(x)
    if y != 0.0:
        yield "y+" if y > 0 else "y-", abs(y)


def _add(found: dict[str, float], name: str, value: float) -> None:
    found[name] = max(float(value), found.get(name, 0.0))
