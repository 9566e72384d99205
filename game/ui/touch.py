"""A hand that touches a board: it draws without a trigger, as a finger on a pane does. World, metres."""

import math

import numpy as np

from layerwalk.game.ui import pointer
from layerwalk.game.ui.board import Frame
from layerwalk.game.world import rays
from layerwalk.game.world.placement import Point
from layerwalk.game.world.rays import Ray

NEAR_M = 0.03
"""What comes so near to a board touches it."""
OFF_M = 0.045
"""What touches it lets go farther off than this."""
BEHIND_M = 0.12
"""So far may a hand reach through the board, which nobody feels."""
BEFORE_M = 0.05
"""The ray of a touch begins so far before the board."""


def ray(board: Frame, point: Point, *, touches: bool) -> Ray | None:
    """Return the ray straight onto the board with which a hand at `point` touches it, None where it does not.

    touches: whether it did in the frame before.
    """
    if math.dist(point, middle(board)) > reach_m(board):
        return None
    away, normal = np.asarray(point, np.float64) - board.centre, board.normal
    off_m = float(away @ normal)
    if not -BEHIND_M <= off_m <= (OFF_M if touches else NEAR_M):
        return None
    start = np.asarray(point, np.float64) + normal * (BEFORE_M - off_m)
    straight = rays.ray(_point(start), _point(-normal))
    return straight if pointer.hit_board(straight, board) is not None else None


def middle(board: Frame) -> Point:
    """Return the middle of a board."""
    return _point(board.centre)


def reach_m(board: Frame) -> float:
    """Return how far from the middle of a board a hand may touch it at most."""
    return math.hypot(*board.right.tolist(), *board.up.tolist()) + BEHIND_M


def _point(vector: pointer.Vector) -> Point:
    x, y, z = vector.tolist()
    return x, y, z
