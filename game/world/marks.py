"""Marks round what is pointed at and what is held: told apart by their shape, never too small to be seen.

A mark is a unit shape that a matrix lays round its place, so that it can follow what grows without being built anew.
"""

import math

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.world import light, ribbons
from layerwalk.game.world.placement import Point
from layerwalk.game.world.spots import Spot

LARGER, LEAST_M, MOST_M = 0.16, 0.008, 0.06
"""How much larger than its neuron a mark is, on every side: so much of half of it, within so many metres."""
LEAST_RAD = 0.011
"""Half the width of the smallest mark as the eye sees it."""
FLAT_M, OVER_M = 0.004, 0.02
"""A mark's depth round what lies flat, and how far it reaches over what stands."""
THIN_M, THICK_M = 0.009, 0.014
CORNER = 0.52
"""How much of a side a bracket's leg takes, beside half of the side."""
RING, RING_M, INSIDE_M = 96, 0.02, 0.12
"""The ring round a layer: its pieces, half its width, how far inside the rim it lies."""
WHITE: light.Colour = (1.0, 0.985, 0.955)

Vectors = NDArray[np.float64]
CORNERS = np.array([(x, y, z) for z in (0.0, 1.0) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))])


class Mark:
    """Hold one mark: a thin frame for what is pointed at, thick brackets for what is held. Main thread."""

    def __init__(self, parent: p3d.NodePath, *, held: bool, name: str = "") -> None:
        """Hang it under `parent`, the world; it is round nothing yet."""
        self.path = parent.attach_new_node(name or ("held" if held else "aimed"))
        lines = _brackets() if held else _frame()
        half_m = THICK_M if held else THIN_M
        ribbons.build(lines, half_m, _white(len(lines)), name="mark").reparent_to(self.path)
        self.path.hide()
        self.spot: Spot | None = None
        """What it is round."""

    def put(self, spot: Spot | None) -> None:
        """Put it round one place, or round nothing."""
        if (spot is None) is not (self.spot is None):
            (self.path.hide if spot is None else self.path.show)()
        self.spot = spot

    def update(self, eye: Point, *, stands_m: float = 0.0) -> None:
        """Lay it round its place as seen from `eye`, world; stands_m: how tall a cell stands up there now."""
        if self.spot is not None:
            self.path.set_mat(_matrix(self.spot, eye, stands_m))


def _matrix(spot: Spot, eye: Point, stands_m: float) -> p3d.LMatrix4:
    """Return what lays the unit shape, x and y from -1 to 1 and z from 0 to 1, round a place."""
    (x, y, z), (a, b, c), (d, e, f) = spot.foot, spot.right, spot.up
    (nx, ny, nz), grown_m = spot.normal, spot.tall_m
    least_m = LEAST_RAD * math.dist((x + grown_m * nx, y + grown_m * ny, z + grown_m * nz), eye)
    wide, high = _larger(math.hypot(a, b, c), least_m), _larger(math.hypot(d, e, f), least_m)
    tall_m = max(grown_m, stands_m)
    out_m = tall_m + OVER_M if tall_m > 0.0 else FLAT_M
    right, up = (a * wide, b * wide, c * wide, 0.0), (d * high, e * high, f * high, 0.0)
    return p3d.LMatrix4(*right, *up, nx * out_m, ny * out_m, nz * out_m, 0.0, x, y, z, 1.0)


def _larger(half_m: float, least_m: float) -> float:
    """Return how many times as long as its neuron's half a mark's half is, `least_m` at least."""
    return max(half_m + min(max(LARGER * half_m, LEAST_M), MOST_M), least_m) / max(half_m, 1e-9)


def _white(count: int) -> NDArray[np.uint8]:
    return np.tile(np.array([*(round(255 * part) for part in WHITE), 255], np.uint8), (count, 1))


def _frame() -> Vectors:
    """Return the twelve edges of a box, (12, 2, 3)."""
    low, high = CORNERS[:4], CORNERS[4:]
    rings = [np.stack([ring, np.roll(ring, -1, axis=0)], axis=1) for ring in (low, high)]
    return np.concatenate([*rings, np.stack([low, high], axis=1)])


def _brackets() -> Vectors:
    """Return three legs at each corner of a box, (24, 2, 3)."""
    legs = []
    for corner in CORNERS:
        for axis, whole in enumerate((2.0, 2.0, 1.0)):
            end = corner.copy()
            inward = -np.sign(corner[axis]) if axis < 2 else 1.0 - 2.0 * corner[axis]
            end[axis] += inward * whole / 2 * CORNER
            legs.append((corner, end))
    return np.array(legs)


def ring(parent: p3d.NodePath, *, centre: Point, radius_m: float, held: bool) -> p3d.NodePath:
    """Lay a ring on the floor round a whole layer, a broken one where it is held."""
    turn = np.linspace(0, 2 * np.pi, RING + 1)
    points = np.stack([np.cos(turn), np.sin(turn), np.zeros(RING + 1)], axis=-1) * (radius_m - INSIDE_M)
    points += np.asarray(centre) + [0, 0, OVER_M]
    path = ribbons.build(points[None], RING_M * (1 + held), _white(1), dashed=held, name="ring")
    path.reparent_to(parent)
    return path
