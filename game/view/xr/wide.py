"""Fields of view as matrices: an eye's, seen from the head, and one field that spans both eyes'."""

import math
from collections.abc import Sequence

import panda3d.core as p3d

from layerwalk.game.view.rig import Eye, Pose, rotated
from layerwalk.game.view.xr import poses

WIDEST = 10.0
"""The tangent of about 84 degrees."""
SPARE_M = 0.01
ALIKE = 1e-5
"""Eyes that differ by less, in metres and in radians, differ by rounding alone: a pixel covers a hundred times more."""


def seen_from(eye: Eye, *, head: Pose) -> Eye:
    """Return an eye of the room in the head's frame."""
    turned = poses.relative(eye.pose, to=head)
    return Eye(pose=turned, left=eye.left, right=eye.right, up=eye.up, down=eye.down)


def alike(some: Sequence[Eye], others: Sequence[Eye]) -> bool:
    """Say whether eyes are where others are, and see the same field."""
    return len(some) == len(others) and all(
        math.dist(_numbers(one), _numbers(other)) < ALIKE for one, other in zip(some, others, strict=True)
    )


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


def _numbers(eye: Eye) -> tuple[float, ...]:
    return (*eye.pose.point, *eye.pose.turn, eye.left, eye.right, eye.up, eye.down)


def _corner(eye: Eye, across: float, upward: float) -> tuple[float, float]:
    x, y, z = rotated((across, 1.0, upward), eye.pose.turn)
    if y <= max(abs(x), abs(z)) / WIDEST:
        return (WIDEST if x > 0 else -WIDEST), (WIDEST if z > 0 else -WIDEST)
    return x / y, z / y


def _behind(eye: Eye, left: float, right: float, down: float, up: float) -> float:
    """Return how far behind the head one must be to have the eye itself in the field."""
    x, y, z = eye.pose.point
    return max(x / right, x / left, z / up, z / down) - y
