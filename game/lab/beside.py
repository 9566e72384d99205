"""Where a page stands beside what is held: before the visitor, turned to them, and not before a wall."""

import itertools
import math
from dataclasses import dataclass, replace

import numpy as np
import panda3d.core as p3d

from layerwalk.game import selected as selections
from layerwalk.game.lab.tool import Hall
from layerwalk.game.selected import Selected
from layerwalk.game.ui import pointer
from layerwalk.game.ui.board import Frame
from layerwalk.game.world import furniture, mesh, places, rays
from layerwalk.game.world.picking import Picking
from layerwalk.game.world.placement import Point, Pose
from layerwalk.game.world.places import Places

ASIDE_DEG, LEAST_DEG = 22.0, 8.0
"""The page stands so far to the right of what the visitor looks at; so far at least where the picture is narrow."""
AIR_DEG = 1.0
"""So much is left free beside it."""
AWAY_M, NEAREST_M = 1.6, 0.6
BEFORE_M = 0.14
"""It stands so far before a wall, where there is one; it is smaller then, and looks as large as ever."""
TALL = 0.75
"""How tall a page is beside its width, more or less."""
BELOW_M, STEEPEST_DEG = 0.07, 26.0
"""Its middle is so far below what is looked at; it never stands higher or lower than `STEEPEST_DEG`."""
RIGHT_DEG, SEEN_DEG = 4.0, 60.0
"""What is held and seen farther to the right than this is left free: then the page stands to the left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Say from where the page is read: the eye, where it is seen from there, and how far off it is.

    pitch_deg: of the gaze. room_m: how far a page made for 1.6 m can reach above and below the gaze and be seen whole.
    """

    eye: Point
    heading_deg: float
    pitch_deg: float
    away_m: float
    room_m: float

    def frame(self, size_m: tuple[float, float]) -> Frame:
        """Return where a page of a size made for 1.6 m stands, facing the eye; it is smaller where it is too tall."""
        half_m = size_m[1] / 2
        share = self.away_m / AWAY_M * min(1.0, self.room_m / half_m)
        below_deg = math.degrees(math.atan(min(BELOW_M, max(0.0, self.room_m - half_m)) / AWAY_M))
        pitch_deg = min(STEEPEST_DEG, max(-STEEPEST_DEG, self.pitch_deg - below_deg))
        along = mesh.forward(self.heading_deg) + [0.0, 0.0, np.tan(np.radians(pitch_deg))]
        x, y, z = (float(each) for each in np.asarray(self.eye) + along * self.away_m)
        pose = Pose(point=(x, y, z), heading_deg=self.heading_deg + 180.0, tilt_deg=-pitch_deg)
        centre, right, up = furniture.board_frame(pose, size_m[0] * share, size_m[1] * share)
        return Frame(centre=centre, right=right, up=up)


def spot(hall: Hall, camera: p3d.NodePath, held: Selected, *, wide_m: float) -> Spot:
    """Return where a page stands beside what the camera looks at, nearer where a wall is in its way.

    wide_m: of the page; it stands to the right, or to the left where it would cover what is held.
    """
    eye = camera.get_pos(hall.root)
    half_deg = float(np.degrees(np.arctan2(wide_m / 2, AWAY_M)))
    at = eye.x, eye.y, eye.z
    aside_deg = _aside_deg(camera, half_deg)
    heading_deg = camera.get_h(hall.root) - _side(hall, camera, held) * aside_deg
    room_m = _room_m(camera, aside_deg, wide_m=wide_m)
    free = Spot(eye=at, heading_deg=heading_deg, pitch_deg=camera.get_p(hall.root), away_m=AWAY_M, room_m=room_m)
    return replace(free, away_m=_free_m(hall, free, wide_m=wide_m))


def _free_m(hall: Hall, spot: Spot, *, wide_m: float) -> float:
    """Return how far off a page can stand before it meets a wall, or the easel."""
    frame = spot.frame((wide_m, TALL * wide_m))
    free_m, among = AWAY_M, Picking(hall.placement, hall.state.spec)
    for x, z in itertools.product((-1, 0, 1), repeat=2):
        towards = frame.centre + x * frame.right + z * frame.up - spot.eye
        ray = rays.ray(spot.eye, tuple(towards))
        met = among.pick(ray)
        board = pointer.nearest(ray, hall.easel.frames)
        near_m = min(met.distance_m if met else math.inf, board[1].distance_m if board else math.inf)
        free_m = min(free_m, near_m / float(np.linalg.norm(towards)) * AWAY_M - BEFORE_M)
    return max(NEAREST_M, free_m)


def _side(hall: Hall, camera: p3d.NodePath, held: Selected) -> int:
    """Return 1 for the right, -1 for the left."""
    place = _place(hall, held)
    if place is None:
        return 1
    at = camera.get_relative_point(hall.root, p3d.LPoint3(*map(float, place.feet[0])))
    right_deg = float(np.degrees(np.arctan2(at.x, at.y)))
    return -1 if RIGHT_DEG < right_deg < SEEN_DEG else 1


def _place(hall: Hall, held: Selected) -> Places | None:
    match selections.extent(held, hall.state.spec):
        case "neuron":
            return places.place_of(hall.placement, hall.state.spec, held.node, held.index)
        case "map":
            return places.panel_of(hall.placement, held.node, held.index[0])
        case _:
            return None


def _aside_deg(camera: p3d.NodePath, half_deg: float) -> float:
    """Return how far to the right a page can stand and still be seen; half_deg: so much it takes up on either side."""
    node = camera.node()
    if not isinstance(node, p3d.LensNode):
        return ASIDE_DEG
    return min(ASIDE_DEG, max(LEAST_DEG, float(node.get_lens().get_hfov()) / 2 - half_deg - AIR_DEG))


def _room_m(camera: p3d.NodePath, aside_deg: float, *, wide_m: float) -> float:
    """Return how far a page 1.6 m away can reach above and below the gaze: its outer corners are seen nearest."""
    node = camera.node()
    if not isinstance(node, p3d.LensNode):
        return math.inf
    turn = math.radians(aside_deg)
    deep_m = AWAY_M * math.cos(turn) - wide_m / 2 * math.sin(turn)
    return deep_m * math.tan(math.radians(float(node.get_lens().get_vfov()) / 2 - AIR_DEG))
