"""Fields of view as matrices: an eye's, seen from the head, and one field that spans both eyes'."""

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import panda3d.core as p3d
import xr

from layerwalk.game.view.rig import Pose, multiplied, rotated
from layerwalk.game.view.xr import poses

WIDEST = 10.0
"""The tangent of about 84 degrees."""
SPARE_M = 0.01
COUNT = 11
VIEW = struct.Struct(f"{COUNT}f")
"""An XrPosef and an XrFovf."""
VIEW_AT = xr.View.pose.offset

Numbers = tuple[float, ...]
"""Of one eye: its point, its turn, and the angles to the left, the right, the top and the bottom of its field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Eye:
    """Hold what one eye sees: its pose in the head, and the tangents of its field; left and down are negative."""

    pose: Pose
    left: float
    right: float
    up: float
    down: float


NOWHERE: Numbers = (math.inf,) * COUNT


def seen_from(view: Any, *, head: Pose) -> Numbers:
    """Return an XrView of the room in the head's frame."""
    a, b, c, w, x, y, z, left, right, up, down = VIEW.unpack_from(view, VIEW_AT)
    (ox, oy, oz), (hw, hx, hy, hz) = head.point, head.turn
    back = hw, -hx, -hy, -hz
    point, turn = rotated((x - ox, -z - oy, y - oz), back), multiplied(back, (w, a, -c, b))
    return *point, *turn, left, right, up, down


def eye(numbers: Numbers) -> Eye:
    """Return an eye of which these are the numbers."""
    x, y, z, a, b, c, d, *angles = numbers
    left, right, up, down = (math.tan(angle) for angle in angles)
    return Eye(pose=Pose(point=(x, y, z), turn=poses.unit((a, b, c, d))), left=left, right=right, up=up, down=down)


def lens(eye: Eye, *, near_m: float, far_m: float) -> p3d.PerspectiveLens:
    """Return a lens with the eye's field, which need not be the same to all sides, and that looks from where it is."""
    made = p3d.PerspectiveLens()
    made.set_focal_length(1.0)
    made.set_film_size(eye.right - eye.left, eye.up - eye.down)
    made.set_film_offset((eye.right + eye.left) / 2, (eye.up + eye.down) / 2)
    made.set_near_far(near_m, far_m)
    view = p3d.LMatrix4(p3d.LMatrix3.ident_mat())
    p3d.LQuaternion(*eye.pose.turn).extract_to_matrix(view)
    view.set_row(3, p3d.LVecBase3(*eye.pose.point))
    made.set_view_mat(view)
    return made


def projection(eye: Eye, *, near_m: float, far_m: float) -> p3d.LMatrix4:
    """Return the matrix from the head's frame into the eye's picture."""
    return p3d.LMatrix4(lens(eye, near_m=near_m, far_m=far_m).get_projection_mat())


def spanning(eyes: Sequence[Eye]) -> Eye:
    """Return an eye, not turned from the head, that sees all that any of `eyes` see: somewhat behind them.

    Fields that reach to the side of the head or behind it are cut at 84 degrees from straight ahead.
    """
    corners = [
        _corner(eye, across, upward)
        for eye in eyes
        for across in (eye.left, eye.right)
        for upward in (eye.up, eye.down)
    ]
    across, upward = ([corner[side] for corner in corners] for side in (0, 1))
    left, right, down, up = min(across), max(across), min(upward), max(upward)
    back_m = SPARE_M + max(0.0, *(_behind(eye, left, right, down, up) for eye in eyes))
    return Eye(pose=Pose(point=(0.0, -back_m, 0.0)), left=left, right=right, up=up, down=down)


def _corner(eye: Eye, across: float, upward: float) -> tuple[float, float]:
    x, y, z = rotated((across, 1.0, upward), eye.pose.turn)
    if y <= max(abs(x), abs(z)) / WIDEST:
        return (WIDEST if x > 0 else -WIDEST), (WIDEST if z > 0 else -WIDEST)
    return x / y, z / y


def _behind(eye: Eye, left: float, right: float, down: float, up: float) -> float:
    """Return how far behind the head one must be to have the eye itself in the field."""
    x, y, z = eye.pose.point
    return max(x / right, x / left, z / up, z / down) - y
