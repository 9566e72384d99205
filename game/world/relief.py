"""Which standing cell of the near maps a ray meets: the cubes of `cubes.py`, by arithmetic."""

import math
from typing import Any, Protocol

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
Floats = NDArray[np.float32]


class Share(Protocol):
    """A layer's values as they are shown, in [0, 1]; an array of them will do."""

    def reshape(self, shape: tuple[int, ...], /) -> "Share":
        """Return them in another shape."""

    def __getitem__(self, index: Any, /) -> Floats:
        """Return a part of them."""


class Standing:
    """Hold the panels of a shell, of so many rows and columns, worked out for rays among what stands up from them."""

    def __init__(self, shell: Shell, size: tuple[int, int]) -> None:
        """Take the panels as they hang, in their own terms: columns to the right, rows down, metres out of the face."""
        self._shell, (rows, columns) = shell, size
        centre, right, up = (np.asarray(part, np.float64) for part in (shell.centres, shell.rights, shell.ups))
        normal = np.cross(right, up)
        axes = (
            right * (columns / 2) / (right * right).sum(axis=1, keepdims=True),
            -up * (rows / 2) / (up * up).sum(axis=1, keepdims=True),
            normal / np.linalg.norm(normal, axis=1, keepdims=True),
        )
        self._axes = np.stack(axes, axis=1)
        self._corners = (self._axes * (centre - right + up)[:, None]).sum(axis=2)
        self._room = np.array([columns, rows, FLAT_M + cubes.TALL_SHARE * shell.face_m])
        self._centres = centre
        away = np.linalg.norm(centre - np.asarray(shell.eye), axis=1)
        self._reach_m = cubes.REACH_M + shell.face_m
        self._between_m = float(away.min()), float(away.max())

    def pick(
        self, ray: Ray, shares: Share, first: int, *, focus: Point, within_m: float
    ) -> tuple[float, int, int, int] | None:
        """Return (distance, panel, row, column) of the first standing cell on the way of `ray`, None for none.

        shares: (maps, rows, columns) in [0, 1], of which the panels show those from `first` on. Cells stand round
        `focus`, the eye, and sink towards `cubes.REACH_M`. within_m: what is farther off does not count.
        """
        near = self._near(focus)
        axes = self._axes[near]
        origins, directions = axes @ ray.origin - self._corners[near], axes @ ray.direction
        best: tuple[float, int, int, int] | None = None
        for enter, leave, i in _passed(origins, directions, self._room):
            if enter >= (best[0] if best else within_m):
                break
            window = self._window(origins[i], directions[i], enter, leave)
            panel = int(near[i])
            heights = _heights(
                self._shell, panel, self._room, shares[first + panel, window[0], window[1]], window, focus
            )
            distance, row, column = _first(origins[i], directions[i], window, heights)
            if distance < (best[0] if best else within_m):
                best = distance, panel, row, column
        return best

    def is_near(self, focus: Point) -> bool:
        """Say whether anything may stand up round an eye."""
        away_m = math.dist(focus, self._shell.eye)
        return self._between_m[0] - self._reach_m < away_m < self._between_m[1] + self._reach_m

    def _near(self, focus: Point) -> NDArray[np.intp]:
        away = self._centres - focus
        return np.flatnonzero((away * away).sum(axis=1) < self._reach_m**2)

    def _window(self, origin: Doubles, direction: Doubles, enter: float, leave: float) -> tuple[slice, slice]:
        """Return the rows and columns that the ray passes over within the room of the standing cells."""
        (x, y, _), (dx, dy, _), (columns, rows, _) = origin.tolist(), direction.tolist(), self._room.tolist()
        return _span(y + enter * dy, y + leave * dy, rows), _span(x + enter * dx, x + leave * dx, columns)


def _passed(origins: Doubles, directions: Doubles, room: Doubles) -> list[tuple[float, float, int]]:
    """Return where a ray comes into and leaves the rooms that it passes through, and which they are, in order."""
    with np.errstate(all="ignore"):
        first, second = -origins / directions, (room - origins) / directions
    first, second = np.where(np.isnan(first), -np.inf, first), np.where(np.isnan(second), np.inf, second)
    enter = np.maximum(np.minimum(first, second).max(axis=1), 0.0)
    leave = np.maximum(first, second).min(axis=1)
    met = np.flatnonzero((enter <= leave) & (leave < np.inf))
    return sorted(zip(enter[met].tolist(), leave[met].tolist(), met.tolist(), strict=True))


def _span(one: float, other: float, count: float) -> slice:
    """Return the cells, of so many, from one place to another."""
    low, high = (max(0, min(int(count) - 1, math.floor(place))) for place in (min(one, other), max(one, other)))
    return slice(low, high + 1)


def _heights(
    shell: Shell, panel: int, room: Doubles, shares: Floats, window: tuple[slice, slice], focus: Point
) -> Doubles:
    """Return how tall the cells of `window` stand, in metres, by their shares."""
    columns, rows, _ = room.tolist()
    down = (np.arange(window[0].start, window[0].stop) + 0.5)[:, None, None] * 2.0 / rows - 1.0
    across = (np.arange(window[1].start, window[1].stop) + 0.5)[None, :, None] * 2.0 / columns - 1.0
    middles = shell.centres[panel] + across * shell.rights[panel] - down * shell.ups[panel]
    return stands_m(middles, shares, face_m=shell.face_m, focus=focus)


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
