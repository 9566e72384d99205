"""Dense layers as a choir: pillars in rising rows round the stage's middle."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layerwalk.game.world.placement import Choir, Point, floats

STEP_M = 0.38
DEPTH_M = 0.78
WIDTH_M = 0.25
LOW_M = 0.16
TALL_M = 1.7
RIM_M = 0.45
"""Free floor between the last row and the edge of the stage."""
INNERMOST = 0.42
"""The first row keeps this part of the stage's radius free."""
MARGIN_DEG = 3.0
SPARSE_PITCH_M = 0.9
"""A few neurons stand together in the middle, this far apart at most, rather than at the choir's ends."""


def rows_for(neurons: int, *, radius_m: float, half_deg: float) -> tuple[int, float]:
    """Return the number of rows and their depth in metres.

    Many neurons stand in shallower rows, so that a pillar's room stays about half as wide as deep.
    """
    outer_m, inner_m = radius_m - RIM_M, INNERMOST * radius_m
    room_m = outer_m - inner_m
    for rows, most in ((1, 24), (2, 60), (3, 200), (4, 250)):
        if neurons <= most:
            return rows, min(DEPTH_M, room_m / rows)
    arc_m = 2 * math.radians(half_deg) * (outer_m + inner_m) / 2
    rows = max(5, math.ceil(math.sqrt(0.45 * room_m * neurons / arc_m)))
    return rows, min(DEPTH_M, room_m / rows)


def build(neurons: int, *, centre: Point, radius_m: float, heading_deg: float, half_deg: float) -> Choir:
    """Return the choir of `neurons` pillars on a stage of `radius_m` round `centre`."""
    rows, depth_m = rows_for(neurons, radius_m=radius_m, half_deg=half_deg)
    first_m = radius_m - RIM_M - rows * depth_m
    radii = first_m + depth_m * (np.arange(rows) + 0.5)
    counts = _shares(neurons, radii)
    pitch_m = min(SPARSE_PITCH_M, 2 * math.radians(half_deg) * float(np.min(radii / counts)))
    width_m = min(WIDTH_M, 0.8 * pitch_m, 0.6 * depth_m)
    tall_m = min(TALL_M, 7 * width_m)
    rise_m = STEP_M * depth_m / DEPTH_M
    span_deg = math.degrees(float(np.max(counts / radii)) * pitch_m / 2) + MARGIN_DEG
    row = np.repeat(np.arange(rows), counts)
    place = np.arange(neurons) - np.repeat(np.cumsum(counts) - counts, counts)
    headings = math.radians(heading_deg) + ((counts[row] - 1) / 2 - place) * pitch_m / radii[row]
    offsets = np.stack([-radii[row] * np.sin(headings), radii[row] * np.cos(headings), rise_m * (row + 1)], axis=1)
    return Choir(
        feet=floats(np.asarray(centre) + offsets),
        headings_deg=floats(np.degrees(headings)),
        width_m=width_m,
        low_m=LOW_M * tall_m / TALL_M,
        tall_m=tall_m,
        steps=tuple((first_m + k * depth_m, first_m + (k + 1) * depth_m, rise_m * (k + 1)) for k in range(rows)),
        azimuth_deg=min(half_deg, span_deg),
    )


def _shares(neurons: int, radii: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    """Share the neurons among the rows by their length, largest remainder first."""
    exact = neurons * radii / radii.sum()
    counts: NDArray[np.int64] = np.floor(exact).astype(np.int64)
    order = np.argsort(counts - exact, kind="stable")
    counts[order[: neurons - int(counts.sum())]] += 1
    return counts
