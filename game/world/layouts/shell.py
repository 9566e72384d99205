"""Feature maps as panels on a sphere: the grid they form, and where each one stands."""

import math
from dataclasses import dataclass

import numpy as np

from layerwalk.game.world.placement import Point, Shell, floats

FACE = 0.90
"""A panel's side, as a part of the pitch."""
LOW_DEG = -4.0
SINGLE_ROW_DEG = 4.0
HIGH_DEG = 46.0
HIGH_MANY_DEG = 60.0
MANY = 256
WORTH = 1.12
"""One more row is taken only where it makes the panels grow by more than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Rows and columns of panels, and their pitch as an angle seen from the eye, in radians."""

    rows: int
    columns: int
    pitch: float

    @property
    def low(self) -> float:
        """Return the elevation of the lower edge of the lowest row, in radians."""
        return math.radians(SINGLE_ROW_DEG) - self.pitch / 2 if self.rows == 1 else math.radians(LOW_DEG)

    def elevation(self, row: int) -> float:
        """Return the elevation of the middle of a row, 0 the highest, in radians."""
        return self.low + (self.rows - 0.5 - row) * self.pitch

    def azimuth_step(self, row: int) -> float:
        """Return the azimuth between neighbours in a row, so that flat faces do not touch, in radians."""
        elevation = abs(self.elevation(row))
        return 2 * math.atan2(self.pitch / 2, math.cos(elevation) - FACE / 2 * self.pitch * math.sin(elevation))

    @property
    def half_azimuth_deg(self) -> float:
        """Return half the azimuth that the widest row, the highest, spans."""
        return math.degrees(self.columns * self.azimuth_step(0) / 2)


def best_grid(maps: int, *, half_deg: float, most_pitch: float) -> Grid:
    """Return the grid with the fewest rows, one more only where panels grow by over 12 %.

    half_deg: the shell may span this azimuth to either side. most_pitch: angle of the largest panel, in radians.
    """
    best = fit(1, maps, maps=maps, half_deg=half_deg, most_pitch=most_pitch)
    for rows in range(2, maps + 1):
        if _tallest(maps) / rows <= WORTH * best.pitch:
            break
        grid = fit(rows, math.ceil(maps / rows), maps=maps, half_deg=half_deg, most_pitch=most_pitch)
        if grid.pitch > WORTH * best.pitch:
            best = grid
    return best


def fit(rows: int, columns: int, *, maps: int, half_deg: float, most_pitch: float) -> Grid:
    """Return the grid of these rows and columns with the largest pitch that stays within the shell."""
    least, most = 0.0, min(most_pitch, _tallest(maps) / rows)
    if Grid(rows=rows, columns=columns, pitch=most).half_azimuth_deg <= half_deg:
        return Grid(rows=rows, columns=columns, pitch=most)
    for _ in range(30):
        middle = (least + most) / 2
        fits = Grid(rows=rows, columns=columns, pitch=middle).half_azimuth_deg <= half_deg
        least, most = (middle, most) if fits else (least, middle)
    return Grid(rows=rows, columns=columns, pitch=least)


def _tallest(maps: int) -> float:
    """Return what the rows may span together, in radians."""
    return math.radians((HIGH_DEG if maps <= MANY else HIGH_MANY_DEG) - LOW_DEG)


def build(maps: int, *, grid: Grid, eye: Point, radius_m: float, heading_deg: float) -> Shell:
    """Return the shell of `maps` panels round `eye`, its middle at `heading_deg`."""
    index = np.arange(maps)
    row, column = index // grid.columns, index % grid.columns
    elevation = np.array([grid.elevation(r) for r in range(grid.rows)])[row]
    step = np.array([grid.azimuth_step(r) for r in range(grid.rows)])[row]
    heading = math.radians(heading_deg) + ((grid.columns - 1) / 2 - column) * step
    ahead = np.stack([-np.sin(heading), np.cos(heading), np.zeros(maps)], axis=1)
    flat, rise = np.cos(elevation)[:, None], np.sin(elevation)[:, None]
    overhead = np.array([0.0, 0.0, 1.0])
    face_m = FACE * grid.pitch * radius_m
    rights = np.stack([np.cos(heading), np.sin(heading), np.zeros(maps)], axis=1)
    return Shell(
        centres=floats(np.asarray(eye) + radius_m * (flat * ahead + rise * overhead)),
        rights=floats(face_m / 2 * rights),
        ups=floats(face_m / 2 * (flat * overhead - rise * ahead)),
        rows=grid.rows,
        columns=grid.columns,
        face_m=face_m,
        eye=eye,
        radius_m=radius_m,
        azimuth_deg=grid.half_azimuth_deg,
        low_deg=math.degrees(grid.low),
        high_deg=math.degrees(grid.low + grid.rows * grid.pitch),
    )
