"""A short press of something on the floor, and a long one: the short one presses it, the long one means the floor."""

from dataclasses import replace

from layerwalk.game.move.handed import Press

LONG_S = 0.35
"""What is held for so long is no short press any more."""


class Tapping:
    """Hold for how long a press of the floor has lasted; `read` once a frame."""

    def __init__(self) -> None:
        """Begin with nothing pressed."""
        self._waited_s: float | None = None
        self._keeps = False

    def read(self, press: Press, *, waits: bool, dt_s: float) -> tuple[Press, bool]:
        """Return what is pressed now, and whether a press that waits has become a long one in this frame.

        waits: whether a press that begins now may become one. It presses nothing until it is let go, and then, if it
        was short, for one frame.
        """
        if press.begins:
            self._waited_s, self._keeps = (0.0 if waits else None), waits
        elif not press.use:
            return self._let_go(press), False
        if not self._keeps:
            return press, False
        kept = replace(press, use=False, begins=False)
        if self._waited_s is None:
            return kept, False
        self._waited_s += 0.0 if press.begins else dt_s
        if self._waited_s < LONG_S:
            return kept, False
        self.spend()
        return kept, True

    def spend(self) -> None:
        """Let the press that waits do nothing when it is let go."""
        self._waited_s = None

    def _let_go(self, press: Press) -> Press:
        was_short = self._waited_s is not None
        self._waited_s, self._keeps = None, False
        return replace(press, use=True, begins=True) if was_short else press
