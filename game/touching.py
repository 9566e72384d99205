"""Which hand touches the easel. Main thread."""

import math

from layerwalk.game.move.grab import Room
from layerwalk.game.ui import touch
from layerwalk.game.ui.board import Frame
from layerwalk.game.view.rig import Hand, Tracked
from layerwalk.game.world.placement import Point
from layerwalk.game.world.rays import Ray

Touches = tuple[Ray | None, Ray | None]


class Touching:
    """Hold which hand touched the board in the last frame; `rays` once a frame."""

    def __init__(self) -> None:
        """Begin with hands that touch nothing."""
        self._touched = (False, False)

    def rays(self, tracked: Tracked, room: Room, board: Frame | None) -> Touches:
        """Return the ray with which each hand touches the board, None for a hand that does not."""
        if board is None or not room.is_life:
            self._touched = (False, False)
            return None, None
        middle, reach_m = room.inward(touch.middle(board)), touch.reach_m(board)
        left, right = (
            _ray(hand, room, board, touches=was) if _is_near(hand, middle, reach_m) else None
            for hand, was in zip(tracked.hands, self._touched, strict=True)
        )
        self._touched = (left is not None, right is not None)
        return left, right


def _is_near(hand: Hand, middle: Point, reach_m: float) -> bool:
    return any(pose is not None and math.dist(pose.point, middle) <= reach_m for pose in (hand.aim, hand.grip))


def _ray(hand: Hand, room: Room, board: Frame, *, touches: bool) -> Ray | None:
    """Return the ray of a touch by what is foremost of a hand: where it aims from, or where it grips."""
    for pose in (hand.aim, hand.grip):
        found = touch.ray(board, room.outward(pose.point), touches=touches) if pose is not None else None
        if found is not None:
            return found
    return None
