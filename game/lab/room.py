"""Which directions are free: how boards are seen from an eye, and whether they hide each other. World, metres."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.lab.tool import Hall
from layerwalk.game.ui import bearings, board, train_board
from layerwalk.game.ui.bearings import Seen
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.wire_place import Sight
from layerwalk.game.world import furniture, rays
from layerwalk.game.world.picking import Picking
from layerwalk.game.world.placement import Point

WHOLE = ("page", "whole")
"""What tools call a whole board of theirs among what can be pressed on it."""
BESIDE = 0.07
"""So much is left free round plates before the eye: what turns to it comes out larger aside in the picture."""
NEAR_M = 6.0
"""What is farther off may be hidden."""


def taken(hall: Hall, eye: Point, *, heading_deg: float, but: str) -> tuple[Seen, ...]:
    """Return where everything near is seen that can be read or pressed, except what belongs to the tool `but`."""
    near = (frame for frame in _boards(hall, but) if math.dist(eye, tuple(frame.centre)) < NEAR_M)
    return tuple(bearings.seen(frame, eye, heading_deg=heading_deg) for frame in near)


def whole(boards: Mapping[str, Mapping[str, Frame]]) -> tuple[Frame, ...]:
    """Return the whole boards of tools, of all that can be pressed on them."""
    return tuple(frames[name] for frames in boards.values() for name in WHOLE if name in frames)


def wall_m(hall: Hall, eye: Point, frame: Frame) -> float:
    """Return how near a wall comes on the way to any part of a board, 1 being where the board is."""
    nearest, among = math.inf, Picking(hall.placement, hall.state.spec)
    for x, z in itertools.product((-1, 0, 1), repeat=2):
        towards = frame.centre + x * frame.right + z * frame.up - eye
        ray = rays.ray(eye, (float(towards[0]), float(towards[1]), float(towards[2])))
        _, upright_m = among.floor_and_wall_m(ray)
        nearest = min(nearest, upright_m / float(np.linalg.norm(towards)))
    return nearest


def sight(hall: Hall, camera: p3d.NodePath, point: NDArray[np.float64]) -> Sight | None:
    """Return what a camera sees of a point, the tools' boards, and plates; None where the point is behind it."""
    node = camera.node()
    x, ahead, z = camera.get_relative_point(hall.root, p3d.LPoint3(*map(float, point)))
    if ahead <= 0 or not isinstance(node, p3d.LensNode):
        return None
    wide, tall = (math.tan(math.radians(angle / 2)) for angle in node.get_lens().get_fov())
    picture = Rect(left=-wide, bottom=-tall, right=wide, top=tall)
    plates = (rect.grown(BESIDE) for rect in _rects(hall, camera, hall.plates()))
    boards = (*_rects(hall, camera, whole(hall.boards())), *plates)
    return Sight(point=(x / ahead, z / ahead), picture=picture, boards=boards)


def _rects(hall: Hall, camera: p3d.NodePath, frames: Sequence[Frame]) -> Iterator[Rect]:
    """Yield where boards are in the picture that a camera takes; those that reach behind it are none."""
    for frame in frames:
        points = [camera.get_relative_point(hall.root, p3d.LPoint3(*map(float, each))) for each in board.corners(frame)]
        if all(ahead > 0 for _, ahead, _ in points):
            across, along = [x / ahead for x, ahead, _ in points], [z / ahead for _, ahead, z in points]
            yield Rect(left=min(across), bottom=min(along), right=max(across), top=max(along))


def _boards(hall: Hall, but: str) -> Iterator[Frame]:
    boards: Mapping[str, Mapping[str, Frame]] = hall.boards()
    for name, frames in boards.items():
        if name != but:
            yield from frames.values()
    if "board" in boards:
        centre, right, up = furniture.board_frame(hall.placement.board, *train_board.SIZE_M)
        yield Frame(centre=centre, right=right, up=up)
