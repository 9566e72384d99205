"""Which hand pushes what, and for how long."""

from collections.abc import Iterable

from layerwalk.game.move import controls
from layerwalk.game.move.handed import HELD, Press, Side
from layerwalk.game.move.intent import Reading

LONG_S = 1.0
"""What is held for so long is meant."""
MENU_S = 0.7
"""A hand without buttons presses upwards for so long to call the menu."""


class Pushes:
    """Hold what has to be remembered of the controls; main thread."""

    def __init__(self) -> None:
        """Begin with hands that push nothing."""
        self._held_s = 0.0
        self._waited_s: float | None = None

    def note(self, raw: Reading, *, long: Iterable[str], dt_s: float) -> bool:
        """Take note of a frame; return whether one of the controls `long` has now been held for long, once."""
        before, self._held_s = self._held_s, 0.0
        if raw.pushed and any(raw.pushed.get(name, 0.0) > HELD for name in long):
            self._held_s = before + dt_s
        return before < LONG_S <= self._held_s

    def of(self, raw: Reading, names: Iterable[str], side: Side, *, main: Side) -> float:
        """Return how far a hand pushes one of some controls; what lies in neither hand is the main one's."""
        if raw.pushed.keys().isdisjoint(names):
            return 0.0
        mine = (name for name in names if name in raw.pushed and controls.device(name) == "headset")
        return max((raw.pushed[name] for name in mine if (controls.hand(name) or main) == side), default=0.0)

    def rest(self) -> None:
        """Take note of a frame in which nothing is pressed that could call the menu."""
        self._waited_s = None

    def waits(self, press: Press, *, is_free: bool, dt_s: float) -> bool:
        """Return whether a press that began where it is free has now been held for long enough to call the menu."""
        if press.begins:
            self._waited_s = 0.0 if is_free else None
        elif not is_free:
            self._waited_s = None
        if self._waited_s is None:
            return False
        self._waited_s += dt_s
        if self._waited_s < MENU_S:
            return False
        self._waited_s = None
        return True
