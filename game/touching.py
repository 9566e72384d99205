"""Which hand touches the easel. Main thread."""

import math
from dataclasses import dataclass

from layerwalk.game.move.grab import Room
from layerwalk.game.ui import touch
from layerwalk.game.ui.board import Frame
from layerwalk.game.view.rig import Hand, Tracked
from layerwalk.game.world.placement import Point
from layerwalk.game.world.rays import Ray

Touches = tuple[Ray | None, Ray | None]
NO_TOUCHES: Touches = (None, None)
"""No hand touches anything."""
ARM_M = 2.0
"""No hand is farther from the head to which it belongs, with whatever it holds."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Say where a board is in a room: its middle, and how far from that a hand may touch it at most.

    near_m: how far from it a head is at most whose hand may.
    """

    room: Room
    board: Frame
    middle: Point
    reach_m: float
    near_m: float


class Touching:
    """Hold which hand touched the board in the last frame; `rays` once a frame."""

    def __init__(self) -> None:
        """Begin with hands that touch nothing."""
        self._touched = (False, False)
        self._place: _Place | None = None

    def rays(self, tracked: Tracked, room: Room, board: Frame | None) -> Touches:
        """Return the ray with which each hand touches the board, None for a hand that does not."""
        if board is None or not room.is_life:
            self._touched = (False, False)
            return NO_TOUCHES
        place = self._place
        if place is None or place.room is not room or place.board is not board:
            middle, reach_m = room.inward(touch.middle(board)), touch.reach_m(board)
            self._place = place = _Place(room, board, middle, reach_m, reach_m + ARM_M)
        if math.dist(tracked.head.point, place.middle) > place.near_m:
            self._touched = (False, False)
            return NO_TOUCHES
        (left, right), (was_left, was_right) = tracked.hands, self._touched
        touches = _ray(left, place, touches=was_left), _ray(right, place, touches=was_right)
        self._touched = (touches[0] is not None, touches[1] is not None)
        return touches


def _ray(hand: Hand, place: _Place, *, touches: bool) -> Ray | None:
    """Return the ray of a touch by what is foremost of a hand: where it aims from, or where it grips."""
    for pose in (hand.aim, hand.grip):
        if pose is not None and math.dist(pose.point, place.middle) <= place.reach_m:
            found = touch.ray(place.board, place.room.outward(pose.point), touches=touches)
            if found is not None:
                return found
    return None
