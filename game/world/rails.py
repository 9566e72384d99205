"""One thin handrail with few posts, along every edge that one could step over."""

from collections.abc import Sequence

import numpy as np

from layerwalk.game.world import light, mesh
from layerwalk.game.world.mesh import Mesh
from layerwalk.game.world.placement import Disc, Walkway

RAIL_M = 1.05
POST_EVERY_M = 3.0
THIN_M = 0.045
STEP_DEG = 5.0


def along_walkway(way: Walkway, discs: Sequence[Disc], *, stage: int) -> Mesh:
    """Build the two handrails of a bridge, outside the discs that it joins."""
    start, end = np.asarray(way.start), np.asarray(way.end)
    free = _outside(start, end, discs, margin_m=0.0)
    if free is None:
        return mesh.of(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3)))
    a, b = start + (end - start) * free[0], start + (end - start) * free[1]
    along = (b - a) / np.linalg.norm(b - a)
    side = np.array([along[1], -along[0], 0.0])
    side *= (way.width_m / 2 - 0.06) / np.linalg.norm(side)
    posts = max(2, int(np.linalg.norm(b - a) / POST_EVERY_M) + 1)
    line = a + np.linspace(0, 1, posts)[:, None] * (b - a)
    return mesh.tagged(mesh.joined([_fence(line + side * sign) for sign in (-1.0, 1.0)]), stage=stage)


def _outside(
    start: np.ndarray, end: np.ndarray, discs: Sequence[Disc], *, margin_m: float
) -> tuple[float, float] | None:
    steps = np.linspace(0, 1, 201)
    points = start + steps[:, None] * (end - start)
    outside = np.ones(len(steps), bool)
    for floor in discs:
        if abs(floor.centre[2] - start[2]) > 0.2 and abs(floor.centre[2] - end[2]) > 0.2:
            continue
        away = np.linalg.norm(points[:, :2] - np.asarray(floor.centre[:2]), axis=1)
        outside &= away > floor.radius_m + margin_m
    return (float(steps[outside][0]), float(steps[outside][-1])) if outside.sum() > 3 else None


def round_disc(floor: Disc, gaps: Sequence[tuple[float, float]], *, stage: int) -> Mesh:
    """Build the railing round a disc, leaving out `gaps`: (middle, half width) in degrees from +X."""
    bearings = np.arange(0.0, 360.0, STEP_DEG)
    closed = [not any(abs(_turn(bearing - middle)) < half for middle, half in gaps) for bearing in bearings]
    runs = _runs(closed)
    radius = floor.radius_m - 0.12
    fences = []
    for first, count in runs:
        turn = np.radians((first + np.arange(count)) * STEP_DEG)
        points = np.stack([np.cos(turn) * radius, np.sin(turn) * radius, 0 * turn], axis=1) + np.asarray(floor.centre)
        fences.append(_fence(points, post_every=max(1, round(POST_EVERY_M / (radius * np.radians(STEP_DEG))))))
    empty = mesh.of(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3)))
    return mesh.tagged(mesh.joined(fences) if fences else empty, stage=stage)


def _turn(degrees: float) -> float:
    return (degrees + 180.0) % 360.0 - 180.0


def _runs(closed: Sequence[bool]) -> list[tuple[int, int]]:
    count = len(closed)
    if all(closed):
        return [(0, count + 1)]
    starts = [i for i in range(count) if closed[i] and not closed[i - 1]]
    runs = []
    for start in starts:
        length = 1
        while closed[(start + length) % count]:
            length += 1
        if length > 1:
            runs.append((start, length))
    return runs


def _fence(points: np.ndarray, *, post_every: int = 1) -> Mesh:
    rail = light.with_alpha(light.RAIL, receives=0.15)
    chosen = sorted({*range(0, len(points), post_every), len(points) - 1})
    posts = mesh.boxes(points[chosen] + [0, 0, RAIL_M / 2], (0.018, 0.018, RAIL_M / 2), colour=rail)
    return mesh.joined([_handrail(points + np.array([0, 0, RAIL_M]), rail), posts])


def _handrail(line: np.ndarray, colour: tuple[float, float, float, float]) -> Mesh:
    """Run a square bar along a line: corners are shared between its pieces, for it is long and thin."""
    along = np.gradient(line, axis=0)
    side = np.stack([along[:, 1], -along[:, 0], 0 * along[:, 0]], axis=1)
    side *= THIN_M / 2 / np.linalg.norm(side, axis=1, keepdims=True)
    up = np.array([0, 0, THIN_M / 2])
    section = [-side - up, side - up, side + up, -side + up, -side - up]
    return mesh.flipped(mesh.sheet(np.stack([line + corner for corner in section], axis=1), colour=colour))
