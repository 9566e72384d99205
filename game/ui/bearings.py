"""In which directions boards are seen from an eye, and whether they hide each other. World, metres."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from layerwalk.game.ui import board
from layerwalk.game.ui.board import Frame
from layerwalk.game.world.placement import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Say where something is seen from an eye: to the right of a heading, and above the horizon."""

    left_deg: float
    right_deg: float
    low_deg: float
    high_deg: float

    def hides_deg(self, other: "Seen") -> float:
        """Return how much, from left to right, is seen in the same direction as something else."""
        if self.low_deg >= other.high_deg or other.low_deg >= self.high_deg:
            return 0.0
        return max(0.0, min(self.right_deg, other.right_deg) - max(self.left_deg, other.left_deg))


def seen(frame: Frame, eye: Point, *, heading_deg: float) -> Seen:
    """Return where a board is seen by an eye that looks along a heading."""
    middle = _turn_deg(frame.centre, eye, heading_deg=heading_deg)
    # Corners are told from the board's middle: one behind the eye may lie on both sides.
    turns = [middle + _wrapped(_turn_deg(each, eye, heading_deg=heading_deg) - middle) for each in board.corners(frame)]
    away = board.corners(frame) - np.asarray(eye)
    heights = np.degrees(np.arctan2(away[:, 2], np.hypot(away[:, 0], away[:, 1])))
    return Seen(left_deg=min(turns), right_deg=max(turns), low_deg=float(heights.min()), high_deg=float(heights.max()))


def freest(now: float, places: Mapping[float, Seen], taken: Collection[Seen]) -> float:
    """Return in which place something hides least of what is there: where it is now, or else the first of such."""
    hidden_deg = {each: sum(seen.hides_deg(other) for other in taken) for each, seen in places.items()}
    return min(places, key=lambda each: (hidden_deg[each], each != now))


def _turn_deg(point: np.ndarray, eye: Point, *, heading_deg: float) -> float:
    """Return how far to the right of a heading a point is."""
    return _wrapped(math.degrees(math.atan2(point[0] - eye[0], point[1] - eye[1])) + heading_deg)


def _wrapped(turn_deg: float) -> float:
    return (turn_deg + 180.0) % 360.0 - 180.0
