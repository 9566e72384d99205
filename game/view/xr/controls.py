"""How far everything on the controllers is pushed: asked of the runtime once a frame, control by control."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from layerwalk.game.move.gamepad import live
from layerwalk.game.view.xr import calls, profiles, states
from layerwalk.game.view.xr.states import Action, Ask, States

PAD_FROM = 0.3
"""Who presses a trackpad nearer to its middle than this pushes nowhere."""


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
        found = dict(states.asks(self._states, session, actions, hands))
        self._all = tuple(control for side in profiles.SIDES for control in _of_hand(side, found))
        self._turns = itertools.cycle(self._all)
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
        # Most controllers lack some, and sleep and wake.
        other = next(self._turns)
        for ask in self._asks if other in self._there else (*self._asks, other.ask):
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
        """Ask for these in every frame, and for the others by turns."""
        self._there = there
        self._asks = tuple(ask for control in there for ask in _asks(control))


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
