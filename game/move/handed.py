"""Two hands, one of which is the main one: the one that pressed last. What both press, one after the other.

Save where the other one's press is nothing to the main one's: then it presses beside it, and the main one stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
HELD = 0.5
"""From here on a trigger counts as pressed."""
LET_GO = 0.35
"""And no longer below this."""


def other(side: Side) -> Side:
    """Return the other hand."""
    return "right" if side == "left" else "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Say which hand is the main one now, whether it presses, and whether it began to in this frame.

    beside: whether the other one presses meanwhile; begins_beside: whether it began to in this frame.
    """

    main: Side
    use: bool = False
    begins: bool = False
    beside: bool = False
    begins_beside: bool = False


RESTING = {side: Press(main=side) for side in SIDES}
HOLDING = {side: Press(main=side, use=True) for side in SIDES}


class Handed:
    """Hold which hand presses; `press` once a frame."""

    def __init__(self, main: Side) -> None:
        """Begin with a hand as the main one that has pressed nothing."""
        self.main: Side = main
        self._down = {"left": False, "right": False}
        self._uses = False
        self._next: Side | None = None
        self._beside: Side | None = None
        self._rests = False

    def press(self, left: float, right: float, *, beside: bool = False) -> Press:
        """Return what the hands press that are so far closed, 0 to 1.

        A hand that presses while the other one holds something has the other one let go first, in this frame, and
        presses in the next. beside: it presses beside it, and nothing is let go.
        """
        if self._rests and not (left or right):
            return RESTING[self.main]
        self._rests = not (left or right)
        begun = [side for side, pushed in zip(SIDES, (left, right), strict=True) if self._begins(side, pushed)]
        begins = beside and self._uses and self._down[self.main] and other(self.main) in begun
        if begins:
            self._beside = other(self.main)
            begun.remove(self._beside)
        elif self._beside is not None and not self._down[self._beside]:
            self._beside = None
        press = self._press(begun)
        return press if self._beside is None else replace(press, beside=True, begins_beside=begins)

    def _press(self, begun: Sequence[Side]) -> Press:
        """Return what the hands press one after the other. begun: those that began to in this frame."""
        wanted = self._next if self._next is not None and self._down[self._next] else None
        self._next = None
        for side in begun:
            if self._uses and side != self.main:
                self._next, self._uses = side, False
                return RESTING[self.main]
            wanted = side
        if wanted is not None:
            self.main, self._uses = wanted, True
            return Press(main=wanted, use=True, begins=True)
        self._uses = self._uses and self._down[self.main]
        return (HOLDING if self._uses else RESTING)[self.main]

    def _begins(self, side: Side, pushed: float) -> bool:
        was = self._down[side]
        self._down[side] = pushed > (LET_GO if was else HELD)
        return self._down[side] and not was
