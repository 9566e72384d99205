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

FLOATS, VECTORS, BUTTONS = (
    tuple((name, side) for name in names for side in profiles.SIDES)
    for names in (profiles.FLOATS, profiles.VECTORS, profiles.BUTTONS)
)
"""Actions of hands: name and side."""
Action = tuple[str, str]
Ask = Callable[[], int]


class States(ctypes.Structure):
    """Hold what the runtime writes of all actions of both hands, in one piece: it can be compared at once."""

    _fields_ = (
        ("floats", xr.ActionStateFloat * len(FLOATS)),
        ("vectors", xr.ActionStateVector2f * len(VECTORS)),
        ("buttons", xr.ActionStateBoolean * len(BUTTONS)),
    )


KINDS = (
    (FLOATS, "floats", "xrGetActionStateFloat"),
    (VECTORS, "vectors", "xrGetActionStateVector2f"),
    (BUTTONS, "buttons", "xrGetActionStateBoolean"),
)
"""Actions, where their states are, and the runtime's function that tells them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Control:
    """Hold a trigger or a button: `ask` lets the runtime write its `state`; name: as bindings call it."""

    name: str
    ask: Ask
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
        self._states = States()
        found = dict(_all(self._states, session, actions, hands))
        self._all = tuple(control for side in profiles.SIDES for control in _of_hand(side, found))
        self._seen = (False, False)
        self._pushed: Mapping[str, float] = {}
        self.expect_all()

    def expect_all(self) -> None:
        """Ask for every control from now on: the hands may hold others."""
        self._told = b""
        self._expect(self._all)

    def pushed(self, *, seen: tuple[bool, bool]) -> Mapping[str, float]:
        """Return how far each control is pushed, 0 to 1, of those that are.

        seen: which hands' controllers are; one that comes back may be pushed already.
        """
        if seen != self._seen:
            self._seen = seen
            self.expect_all()
        for ask in (*self._asks, next(self._others)):
            refused = ask()
            if refused:
                raise calls.error(refused)
        told = bytes(self._states)
        if told != self._told:
            self._told = told
            self._look()
        return self._pushed

    def _look(self) -> None:
        """Look at what the runtime told, and at what is there of all that could be."""
        there = tuple(control for control in self._all if control.state.is_active)
        if there != self._there:
            self._expect(there)
        found: dict[str, float] = {}
        for control in there:
            if isinstance(control, Stick):
                for way, value in _ways(*_tilt(control)):
                    _add(found, f"{control.name}_{way}", value)
            elif control.state.current_state > 0:
                _add(found, control.name, control.state.current_state)
        self._pushed = found

    def _expect(self, there: tuple[Control, ...]) -> None:
        """Ask for these in every frame, and for one of the others: most controllers lack some, and sleep and wake."""
        self._there = there
        self._asks = tuple(ask for control in there for ask in _asks(control))
        others = [control.ask for control in self._all if control not in there]
        self._others = itertools.cycle(others or self._asks[:1])


def _all(
    states: States, session: Any, actions: Mapping[str, Any], hands: Mapping[str, int]
) -> Iterator[tuple[Action, tuple[Ask, Any]]]:
    """Yield each action of a hand, with what asks for its state, and where that is written."""
    for asked, where, function in KINDS:
        tell = calls.unchecked(function, *(calls.ADDRESS,) * 3)
        for (name, side), state in zip(asked, getattr(states, where), strict=True):
            state.type = type(state)().type
            yield (name, side), (_asking(tell, session, state, actions[name], hands[side]), state)


def _asking(tell: Any, session: Any, state: Any, action: Any, path: int) -> Ask:
    """Return what has a state written."""
    asked = xr.ActionStateGetInfo(action=action, subaction_path=path)
    return functools.partial(tell, session, ctypes.byref(asked), ctypes.byref(state))


def _of_hand(side: str, found: Mapping[Action, tuple[Ask, Any]]) -> Iterator[Control]:
    names = {name: f"vr_{side}_{name}" for name in profiles.FLOATS}
    names |= {name: profiles.NAMES[side, name] for name in profiles.BUTTONS[1:]}
    for action, name in names.items():
        ask, state = found[action, side]
        yield Control(name=name, ask=ask, state=state)
    axis = f"vr_{side}"
    ask, state = found["stick", side]
    yield Stick(name=axis, ask=ask, state=state)
    ask, state = found["pad", side]
    pad = Control(name=axis, ask=ask, state=state)
    ask, state = found["pad_press", side]
    yield Stick(name=axis, ask=ask, state=state, pad=pad)


def _asks(control: Control) -> Iterator[Ask]:
    yield control.ask
    if isinstance(control, Stick) and control.pad:
        yield control.pad.ask


def _tilt(stick: Stick) -> tuple[float, float]:
    """Return how far a stick is pushed to the right and up, or what is pressed of a trackpad."""
    if stick.pad is None:
        tilt = stick.state.current_state
        return live(tilt.x, tilt.y)
    if not stick.state.current_state:
        return 0.0, 0.0
    tilt = stick.pad.state.current_state
    return live(tilt.x, tilt.y, dead_zone=PAD_FROM)


def _ways(x: float, y: float) -> Iterator[tuple[str, float]]:
    if x != 0.0:
        yield "x+" if x > 0 else "x-", abs(x)
    if y != 0.0:
        yield "y+" if y > 0 else "y-", abs(y)


def _add(found: dict[str, float], name: str, value: float) -> None:
    found[name] = max(float(value), found.get(name, 0.0))
