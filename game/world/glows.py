"""Light that is added to what lies behind it, one mesh for all of a world: columns, pools, the halo, the thread."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d

from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import furniture, light, mesh, shaders
from layerwalk.game.world.mesh import Floats, Ints
from layerwalk.game.world.placement import Placement, Point

QUAD = np.array([[0, 1, 2], [0, 2, 3]], np.uint32)
CORNERS = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)
LIFT_M = 0.03
GHOST_LIGHT, HALO_LIGHT, POOL_LIGHT = 0.36, 0.34, 0.17
HALO_TINT: light.Colour = (1.0, 0.62, 0.30)
POOL_TINT: light.Colour = (1.0, 0.64, 0.38)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Glow:
    """Hold quads of light: points (V, 3), places (V, 2), from whose (0, 0) it fades to nothing at 1, and one colour.

    faces_m: where it is more than 0, the points of a quad are one, and it reaches so far from there and faces the eye.
    flows: it is the thread of light instead, and its places are metres across it and along it.
    """

    points: Floats
    places: Floats
    colour: light.Colour
    faces_m: float = 0.0
    flows: bool = False


def ghosts(placement: Placement) -> Glow:
    """Build the faint columns up to 100 % behind the real ones, with marks at one half and at the whole."""
    width = placement.plinth_m
    points: list[np.ndarray] = []
    places: list[tuple[float, float]] = []
    for pose in placement.plinths:
        forward = -mesh.forward(pose.heading_deg).astype(np.float64)
        back, right = forward * (width * 0.5), np.array([forward[1], -forward[0], 0]) * width / 2
        foot = np.asarray(pose.point) + back + [0, 0, furniture.PLINTH_TALL_M + furniture.PLINTH_TOP_M]
        for low, high, strength in ((0, 1, 0.55), (0.492, 0.508, 0.0), (0.985, 1.0, 0.0)):
            a, b = (foot + [0, 0, share * furniture.COLUMN_TALL_M] for share in (low, high))
            points += [a - right, a + right, b + right, b - right]
            places += [(0.0, strength), (0.0, strength), (0.0, strength + 0.2 * (strength > 0)), (0.0, strength)]
    colour = _dimmed(light.AMBER, GHOST_LIGHT)
    return Glow(points=np.array(points, np.float32), places=np.array(places, np.float32), colour=colour)


def halo(centre: Point, radius_m: float) -> Glow:
    """Build a soft glow in the air that always faces the eye."""
    points = np.tile(np.array(centre, np.float32), (4, 1))
    return Glow(points=points, places=CORNERS, colour=_dimmed(HALO_TINT, HALO_LIGHT), faces_m=radius_m)


def pool(centre: Point, radius_m: float) -> Glow:
    """Build a pool of warm light on the lake round a floor."""
    middle = np.array([*centre[:2], LIFT_M], np.float32)
    points = middle + np.column_stack([CORNERS * np.float32(radius_m), np.zeros(4, np.float32)])
    return Glow(points=points, places=CORNERS, colour=_dimmed(POOL_TINT, POOL_LIGHT))


def _dimmed(colour: light.Colour, strength: float) -> light.Colour:
    red, green, blue = (strength * part for part in colour)
    return red, green, blue


def joined(parts: Iterable[Glow]) -> p3d.NodePath:
    """Return all of them as one mesh: it is drawn faster than one for each."""
    glows = list(parts)
    points = np.concatenate([glow.points for glow in glows])
    glow = np.concatenate(
        [np.tile(np.array([*each.colour, each.faces_m], np.float32), (len(each.points), 1)) for each in glows]
    )
    flows = np.repeat(np.array([each.flows for each in glows], np.float32), [len(each.points) for each in glows])
    places = np.concatenate([each.places for each in glows])
    columns = [("vertex", points), ("place", places), ("glow", glow), ("flows", flows.reshape(-1, 1))]
    node = mesh.geom_node("glows", columns, _quads(len(points) // 4))
    node.set_bounds(_room(points, glow[:, 3:]))
    node.set_final(True)
    path = p3d.NodePath(node)
    path.set_two_sided(True)
    shaders.wear(path, "glow")
    path.set_attrib(p3d.ColorBlendAttrib.make(p3d.ColorBlendAttrib.M_add))
    path.set_depth_write(False)
    path.set_bin("fixed", 8)
    path.hide(MIRRORED)
    return path


def _quads(count: int) -> Ints:
    starts = 4 * np.arange(count, dtype=np.uint32)[:, None, None]
    quads: Ints = (starts + QUAD).reshape(-1, 3)
    return quads


def _room(points: Floats, reach_m: Floats) -> p3d.BoundingBox:
    low, high = (points - reach_m).min(axis=0), (points + reach_m).max(axis=0)
    return p3d.BoundingBox(p3d.LPoint3(*low.tolist()), p3d.LPoint3(*high.tolist()))
