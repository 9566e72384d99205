"""Which standing cell of the near maps a ray meets: the cubes of `cubes.py`, by arithmetic."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from layerwalk.game.world import cubes, rays
from layerwalk.game.world.placement import Point, Shell
from layerwalk.game.world.rays import Doubles, Ray

FLAT_M = 0.012
"""How tall the smallest neuron stands."""
FILL = 0.86
"""A cube's side beside its cell's; this and what follows as in cube.vert."""
FULL_SHARE = 0.62
"""Up to this part of `cubes.REACH_M` round the eye the cubes stand fully."""


def pick(ray: Ray, shell: Shell, shares: NDArray[np.float32], *, focus: Point) -> tuple[float, int, int, int] | None:
    """Return (distance, panel, row, column) of the first standing cell on the way of `ray`, None where there is none.

    shares: (panels, rows, columns) in [0, 1]. Cells stand round `focus`, the eye, and sink towards `cubes.REACH_M`.
    """
    near = _near(shell, focus)
    rows, columns = shares.shape[1:]
    origins, directions = _local(ray, shell, near, rows, columns)
    room = np.array([columns, rows, FLAT_M + cubes.TALL_SHARE * shell.face_m])
    found: list[tuple[float, int, int, int]] = []
    for i, panel in enumerate(map(int, near)):
        window = _window(origins[i], directions[i], room)
        if window:
            heights = _heights(shell, panel, shares[panel], window, focus)
            distance, row, column = _first(origins[i], directions[i], window, heights)
            found += [(distance, panel, row, column)] if np.isfinite(distance) else []
    return min(found, default=None)


def _near(shell: Shell, focus: Point) -> NDArray[np.intp]:
    away = np.linalg.norm(shell.centres - np.asarray(focus), axis=1)
    return np.flatnonzero(away < cubes.REACH_M + shell.face_m)


def _local(ray: Ray, shell: Shell, near: NDArray[np.intp], rows: int, columns: int) -> tuple[Doubles, Doubles]:
    """Return the ray in each near panel's own terms: columns to the right, rows down, metres out of its face."""
    right, up = shell.rights[near].astype(np.float64), shell.ups[near].astype(np.float64)
    normal = np.cross(right, up)
    scales = (
        right * (columns / 2) / (right * right).sum(axis=1, keepdims=True),
        -up * (rows / 2) / (up * up).sum(axis=1, keepdims=True),
        normal / np.linalg.norm(normal, axis=1, keepdims=True),
    )
    away = np.asarray(ray.origin) - (shell.centres[near] - right + up)
    origins = np.stack([(away * scale).sum(axis=1) for scale in scales], axis=1)
    directions = np.stack([scale @ np.asarray(ray.direction) for scale in scales], axis=1)
    return origins, directions


def _window(origin: Doubles, direction: Doubles, room: Doubles) -> tuple[slice, slice] | None:
    """Return the rows and columns that the ray passes over within the room of the standing cells."""
    with np.errstate(all="ignore"):
        ends = np.stack([-origin / direction, (room - origin) / direction])
    ends = np.where(np.isnan(ends), np.array([[-np.inf], [np.inf]]), ends)
    enter, leave = max(0.0, float(ends.min(axis=0).max())), float(ends.max(axis=0).min())
    if not enter <= leave < np.inf:
        return None
    spots = origin + np.outer((enter, leave), direction)
    low = np.clip(np.floor(spots.min(axis=0)[:2]).astype(int), 0, room[:2].astype(int) - 1)
    high = np.clip(np.floor(spots.max(axis=0)[:2]).astype(int), 0, room[:2].astype(int) - 1)
    return slice(int(low[1]), int(high[1]) + 1), slice(int(low[0]), int(high[0]) + 1)


def _heights(
    shell: Shell, panel: int, shares: NDArray[np.float32], window: tuple[slice, slice], focus: Point
) -> Doubles:
    """Return how tall the cells of `window` stand, in metres."""
    rows, columns = shares.shape
    down = (np.arange(rows)[window[0]] + 0.5)[:, None, None] * 2.0 / rows - 1.0
    across = (np.arange(columns)[window[1]] + 0.5)[None, :, None] * 2.0 / columns - 1.0
    middles = shell.centres[panel] + across * shell.rights[panel] - down * shell.ups[panel]
    return stands_m(middles, shares[window], face_m=shell.face_m, focus=focus)


def stands_m(middles: Doubles, shares: NDArray[np.float32], *, face_m: float, focus: ArrayLike) -> Doubles:
    """Return how tall cells stand on a panel of side `face_m` before the eye at `focus`; middles (..., 3)."""
    away = np.linalg.norm(middles - np.asarray(focus), axis=-1) / cubes.REACH_M
    t = np.clip((away - FULL_SHARE) / (1.0 - FULL_SHARE), 0.0, 1.0)
    full: Doubles = 1.0 - t * t * (3.0 - 2.0 * t)
    return full * (FLAT_M + cubes.TALL_SHARE * face_m * shares)


def _first(
    origin: Doubles, direction: Doubles, window: tuple[slice, slice], heights: Doubles
) -> tuple[float, int, int]:
    """Return (distance, row, column) of the first box that the ray meets, at an infinite distance where it misses."""
    gap = (1.0 - FILL) / 2.0
    row, column = np.mgrid[window]
    lows = np.stack([column + gap, row + gap, np.zeros(row.shape)], axis=-1)
    highs = np.stack([column + 1.0 - gap, row + 1.0 - gap, heights], axis=-1)
    distances = np.where(heights > 0.0, rays.boxes(origin, direction, lows, highs), np.inf)
    best = np.unravel_index(int(np.argmin(distances)), distances.shape)
    return float(distances[best]), int(row[best]), int(column[best])
