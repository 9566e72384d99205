"""What a ray points at among boards: easel, rack, buttons. The eye's ray, the mouse's and a controller's alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from layerwalk.game.world.placement import Point
from layerwalk.game.world.rays import Ray

Vector = NDArray[np.float64]


class Board(Protocol):
    """A flat face in the world, metres."""

    @property
    def centre(self) -> Vector:
        """Return its middle, (3,)."""

    @property
    def right(self) -> Vector:
        """Return the half axis to its reader's right, (3,)."""

    @property
    def up(self) -> Vector:
        """Return the half axis upwards, at right angles to the other, (3,)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Where a ray meets a board: u to the right and v down, 0 to 1 on the board."""

    u: float
    v: float
    distance_m: float

    @property
    def is_inside(self) -> bool:
        """Say whether the board itself is met, and not the air beside it."""
        return 0.0 <= self.u <= 1.0 and 0.0 <= self.v <= 1.0


def hit_plane(ray: Ray, board: Board) -> Hit | None:
    """Return where `ray` meets the plane of `board` from its reader's side, perhaps beside the board.

    A stroke that leaves the board ends at its edge in this way, however fast the hand was.
    """
    right, up = _point(board.right), _point(board.up)
    normal = (
        right[1] * up[2] - right[2] * up[1],
        right[2] * up[0] - right[0] * up[2],
        right[0] * up[1] - right[1] * up[0],
    )
    centre = _point(board.centre)
    facing = _dot(normal, ray.direction)
    if facing >= 0.0:
        return None
    distance = (_dot(normal, centre) - _dot(normal, ray.origin)) / facing
    if distance <= 0.0:
        return None
    x, y, z = ray.at(distance)
    away = x - centre[0], y - centre[1], z - centre[2]
    u, v = _dot(away, right) / _dot(right, right), _dot(away, up) / _dot(up, up)
    return Hit(u=(1.0 + u) / 2.0, v=(1.0 - v) / 2.0, distance_m=distance)


def hit_board(ray: Ray, board: Board) -> Hit | None:
    """Return where `ray` meets the face of `board`, None where it misses it or comes from behind."""
    hit = hit_plane(ray, board)
    return hit if hit is not None and hit.is_inside else None


def nearest(ray: Ray, boards: Mapping[str, Board]) -> tuple[str, Hit] | None:
    """Return the name of the first board on the way of `ray`, and where it is met."""
    hits = ((name, hit_board(ray, board)) for name, board in boards.items())
    met = [(name, hit) for name, hit in hits if hit is not None]
    return min(met, key=lambda pair: pair[1].distance_m, default=None)


def _point(vector: Vector) -> Point:
    x, y, z = vector.tolist()
    return x, y, z


def _dot(first: Point, second: Point) -> float:
    return first[0] * second[0] + first[1] * second[1] + first[2] * second[2]
