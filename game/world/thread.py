"""The thread of light in the floor, from the picture to the answer, and the wave that runs along it."""

import itertools
from collections.abc import Sequence

import numpy as np
import panda3d.core as p3d

from layerwalk.game.world import light, mesh, shaders
from layerwalk.game.world.placement import Point

HALF_WIDTH_M = 0.85
LIFT_M = 0.022
PIECE_M = 2.5


def build(lines: Sequence[Sequence[Point]]) -> p3d.NodePath:
    """Build ribbons along `lines`; their texture place is (metres across, metres along from the start)."""
    points, places, triangles = [], [], []
    count = 0
    for line in lines:
        ribbon, place = _ribbon(np.asarray(line, np.float64))
        grid = np.arange(count, count + len(ribbon) * 2, dtype=np.uint32).reshape(-1, 2)
        count += len(ribbon) * 2
        points.append(ribbon.reshape(-1, 3))
        places.append(place.reshape(-1, 2))
        a, b, c, d = grid[:-1, 0], grid[:-1, 1], grid[1:, 1], grid[1:, 0]
        triangles.append(np.stack([a, b, c, a, c, d], axis=1).reshape(-1, 3))
    node = mesh.geom_node(
        "thread",
        [("vertex", np.concatenate(points).astype(np.float32)), ("place", np.concatenate(places).astype(np.float32))],
        np.concatenate(triangles),
    )
    path = p3d.NodePath(node)
    shaders.wear(path, "thread")
    path.set_shader_input("thread_colour", p3d.LVecBase3(*light.AMBER))
    path.set_shader_input("wave_m", -1000.0)
    path.set_attrib(p3d.ColorBlendAttrib.make(p3d.ColorBlendAttrib.M_add))
    path.set_depth_write(False)
    path.set_two_sided(True)
    path.set_bin("fixed", 5)
    return path


def _ribbon(line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    fine = [line[0]]
    for a, b in itertools.pairwise(line):
        pieces = max(1, int(np.ceil(np.linalg.norm(b - a) / PIECE_M)))
        fine += [a + (b - a) * (i + 1) / pieces for i in range(pieces)]
    middle = np.array(fine)
    steps = np.linalg.norm(np.diff(middle, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    heading = np.diff(middle[:, :2], axis=0) / np.maximum(steps[:, None], 1e-6)
    # The mitre at a corner: the mean of the two sides, lengthened so that the ribbon keeps its width.
    side = np.stack([heading[:, 1], -heading[:, 0]], axis=1)
    before, after = np.vstack([side[:1], side]), np.vstack([side, side[-1:]])
    mitre = before + after
    mitre /= np.maximum(np.linalg.norm(mitre, axis=1, keepdims=True), 1e-6)
    stretch = 1.0 / np.clip((mitre * after).sum(axis=1, keepdims=True), 0.5, 1.0)
    offset = np.column_stack([mitre * stretch, np.zeros(len(mitre))]) * HALF_WIDTH_M
    lifted = middle + [0, 0, LIFT_M]
    ribbon = np.stack([lifted - offset, lifted + offset], axis=1)
    place = np.stack(
        [
            np.column_stack([np.full(len(along), -HALF_WIDTH_M), along]),
            np.column_stack([np.full(len(along), HALF_WIDTH_M), along]),
        ],
        axis=1,
    )
    return ribbon, place


def length_m(line: Sequence[Point]) -> float:
    """Return the length of a line of points in metres."""
    return float(np.linalg.norm(np.diff(np.asarray(line), axis=0), axis=1).sum())


def place_m(line: Sequence[Point], point: Point) -> float:
    """Return how far along `line` (metres) it comes nearest to `point`."""
    points = np.asarray(line, np.float64)
    starts, steps = points[:-1], np.diff(points, axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    share = ((np.asarray(point) - starts) * steps).sum(axis=1) / np.maximum(lengths**2, 1e-9)
    share = np.clip(share, 0, 1)
    away = np.linalg.norm(starts + steps * share[:, None] - np.asarray(point), axis=1)
    nearest = int(away.argmin())
    return float(lengths[:nearest].sum() + lengths[nearest] * share[nearest])
