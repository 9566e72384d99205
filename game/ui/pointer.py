"""What a ray points at among boards: easel, rack, buttons. The eye's ray, the mouse's and a controller's alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from layerwalk.game.world import faces
from layerwalk.game.world.faces import Face
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


def face_of(board: Board) -> Face:
    """Return a board worked out for rays; whoever asks of the same one every frame keeps it."""
    return faces.face(board.centre.tolist(), board.right.tolist(), board.up.tolist())


def hit_face(ray: Ray, face: Face) -> Hit | None:
    """Return where `ray` meets the plane of a board from its reader's side, perhaps beside it.

    A stroke that leaves the board ends at its edge in this way, however fast the hand was.
    """
    met = faces.meet(ray, face)
    return Hit(distance_m=met[0], u=met[1], v=met[2]) if met is not None else None


def hit_inside(ray: Ray, face: Face) -> Hit | None:
    """Return where `ray` meets a board, None where it misses it or comes from behind."""
    met = faces.inside(ray, face)
    return Hit(distance_m=met[0], u=met[1], v=met[2]) if met is not None else None


def hit_plane(ray: Ray, board: Board) -> Hit | None:
    """Return where `ray` meets the plane of `board` from its reader's side, perhaps beside the board."""
    return hit_face(ray, face_of(board))


def hit_board(ray: Ray, board: Board) -> Hit | None:
    """Return where `ray` meets the face of `board`, None where it misses it or comes from behind."""
    return hit_inside(ray, face_of(board))


def nearest(ray: Ray, boards: Mapping[str, Board]) -> tuple[str, Hit] | None:
    """Return the name of the first board on the way of `ray`, and where it is met."""
    met = [(name, hit) for name, board in boards.items() if (hit := hit_board(ray, board)) is not None]
    return min(met, key=lambda named: named[1].distance_m, default=None)
