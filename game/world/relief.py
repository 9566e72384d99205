"""Which standing cell of the near maps a ray meets: the cubes of `cubes.py`, by arithmetic."""

import math
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from layerwalk.game.world import cubes, faces, rays
from layerwalk.game.world.faces import Face
from layerwalk.game.world.placement import Point, Shell
from layerwalk.game.world.rays import Doubles, Ray

FLAT_M = 0.012
"""How tall the smallest neuron stands."""
FILL = 0.86
"""A cube's side beside its cell's; this and what follows as in cube.vert."""
FULL_SHARE = 0.62
"""Up to this part of `cubes.REACH_M` round the eye the cubes stand fully."""
Floats = NDArray[np.float32]


class Share(Protocol):
    """A layer's values as they are shown, in [0, 1]; an array of them will do."""

    def reshape(self, shape: tuple[int, ...], /) -> "Share":
        """Return them in another shape."""

    def __getitem__(self, index: Any, /) -> Floats:
        """Return a part of them."""


class Standing:
    """Hold the panels of a shell, of so many rows and columns, for rays among what stands up from them."""

    def __init__(self, shell: Shell, size: tuple[int, int]) -> None:
        """Take the panels as they hang."""
        self._shell, (self._rows, self._columns) = shell, size
        self.tall_m = FLAT_M + cubes.TALL_SHARE * shell.face_m
        """How far the tallest cell stands out."""
        self._middles: list[Point] = shell.centres.tolist()
        self._reach_m = cubes.REACH_M + shell.face_m

    def is_round(self, focus: Point, panel: int) -> bool:
        """Say whether cells of a panel may stand up round an eye."""
        return math.dist(focus, self._middles[panel]) < self._reach_m

    def pick(
        self, ray: Ray, panel: int, face: Face, share: Share, map: int, *, focus: Point, within_m: float
    ) -> tuple[float, int, int] | None:
        """Return (distance, row, column) of the first standing cell of a panel on the way of `ray`, None for none.

        share: (maps, rows, columns) in [0, 1]; of these the panel shows `map`. Cells stand round `focus`, the eye, and
        sink towards `cubes.REACH_M`. within_m: what is farther off does not count.
        """
        (u, v, out_m), (du, dv, dout) = faces.local(ray, face)
        origin = u * self._columns, v * self._rows, out_m
        direction = du * self._columns, dv * self._rows, dout
        enter, leave = _passed(origin, direction, (self._columns, self._rows, self.tall_m))
        if not enter <= leave < math.inf or enter >= within_m:
            return None
        rows, columns = (
            _span(origin[axis], direction[axis], enter, leave, count)
            for axis, count in ((1, self._rows), (0, self._columns))
        )
        heights = self._heights(panel, share[map, rows, columns], (rows, columns), focus)
        distance, row, column = _first(np.array(origin), np.array(direction), (rows, columns), heights)
        return (distance, row, column) if distance < within_m else None

    def _heights(self, panel: int, shares: Floats, window: tuple[slice, slice], focus: Point) -> Doubles:
        """Return how tall the cells of `window` stand, in metres, by their shares."""
        rows, columns = window
        down = (np.arange(rows.start, rows.stop) + 0.5)[:, None, None] * (2.0 / self._rows) - 1.0
        across = (np.arange(columns.start, columns.stop) + 0.5)[None, :, None] * (2.0 / self._columns) - 1.0
        shell = self._shell
        middles = shell.centres[panel] + across * shell.rights[panel] - down * shell.ups[panel]
        return stands_m(middles, shares, face_m=shell.face_m, focus=focus)


def _passed(origin: Point, direction: Point, room: Point) -> tuple[float, float]:
    """Return from where to where a ray is in a room; it leaves before it enters where it is never in it."""
    enter, leave = 0.0, math.inf
    for start, way, high in zip(origin, direction, room, strict=True):
        first, last = rays.between(start, way, 0.0, high)
        enter, leave = max(enter, first), min(leave, last)
    return enter, leave


def _span(start: float, way: float, enter: float, leave: float, count: int) -> slice:
    """Return the cells, of so many, over which something goes on its way."""
    one, other = math.floor(start + enter * way), math.floor(start + leave * way)
    low, high = (max(0, min(count - 1, place)) for place in (min(one, other), max(one, other)))
    return slice(low, high + 1)


def stands_m(middles: Doubles, shares: NDArray[np.float32], *, face_m: float, focus: ArrayLike) -> Doubles:
    """Return how tall cells stand on a panel of side `face_m` before the eye at `focus`; middles (..., 3)."""
    away = np.linalg.norm(middles - np.asarray(focus), axis=-1) / cubes.REACH_M
    t = np.clip((away - FULL_SHARE) / (1.0 - FULL_SHARE), 0.0, 1.0)
    full: Doubles = 1.0 - t * t * (3.0 - 2.0 * t)
    return full * (FLAT_M + cubes.TALL_SHARE * face_m * shares)


def cell_stands_m(middle: Point, share: float, *, face_m: float, focus: Point) -> float:
    """Return how tall one cell stands, as `stands_m` does of many."""
    away = math.dist(middle, focus) / cubes.REACH_M
    t = min(1.0, max(0.0, (away - FULL_SHARE) / (1.0 - FULL_SHARE)))
    return (1.0 - t * t * (3.0 - 2.0 * t)) * (FLAT_M + cubes.TALL_SHARE * face_m * share)


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
