"""Charts of training runs: their scales, and the runs' curves drawn into them. Board, metres: X to the right, Z up."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from layerwalk.game.runs import Curve, Run, Runs
from layerwalk.game.ui import strokes
from layerwalk.game.ui.strokes import Kept, Strokes
from layerwalk.game.world import light
from layerwalk.game.world.light import Colour

HUES: tuple[Colour, ...] = (
    (0.36, 0.74, 1.00),
    (1.00, 0.47, 0.72),
    (0.42, 0.90, 0.62),
    (0.72, 0.62, 1.00),
    (0.96, 0.95, 0.55),
    (0.90, 0.92, 0.96),
)
"""A colour for every run: none is the amber of paths, and they differ in lightness too."""
MARKS = ("disc", "square", "triangle", "diamond", "wedge", "cross")
"""A mark for every run, for those who cannot tell its colour from another."""
FAINT = 0.68
"""The line of what was measured while learning is so much of its hue, the rest is the board's."""
THIN_M, THICK_M, MARK_M = 0.0075, 0.0105, 0.0145
GRID_M, CURSOR_M, TICK_M = 0.0036, 0.0070, 0.0105
BINS = 140
"""What was measured while learning is drawn as so many means at most: single handfuls of pictures jump about."""
FLOORS = (0.98, 0.9, 0.5)
"""The accuracy's chart begins at the first of these that no run is below, else at 0."""
FLOOR_STEPS = {0.98: 0.005, 0.9: 0.02, 0.5: 0.1, 0.0: 0.25}
LOSSES = (0.1, 2.0)
"""The loss's chart before anything was measured."""
DEEPEST = 1e-5
"""A loss is drawn down to this part of the largest one."""
MOST_TICKS = 6

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Hold the range of an axis, whether it is logarithmic, and the values that are written at it."""

    low: float
    high: float
    ticks: tuple[float, ...]
    logarithmic: bool = False

    def share(self, values: Floats | float) -> Floats:
        """Return where values lie between the ends, 0 to 1."""
        if self.logarithmic:
            low, high = math.log(self.low), math.log(self.high)
            return np.asarray((np.log(np.maximum(values, self.low * 1e-3)) - low) / (high - low))
        return np.asarray((np.asarray(values, np.float64) - self.low) / (self.high - self.low))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Hold a chart's rectangle, and which column of a curve's points it draws: 1 the loss, 2 the accuracy."""

    left: float
    bottom: float
    right: float
    top: float
    column: int

    def across(self, share: Floats | float) -> Floats:
        """Return the places of shares of the axis along the bottom."""
        return np.asarray(self.left + np.asarray(share) * (self.right - self.left))

    def up(self, share: Floats | float) -> Floats:
        """Return the heights of shares of the axis at the left."""
        return np.asarray(self.bottom + np.asarray(share) * (self.top - self.bottom))


def epochs(runs: Runs) -> Scale:
    """Return the axis along the bottom: whole epochs, as many as the longest run has, at least one."""
    most = max(1, *(math.ceil(run.epochs - 1e-9) for run in runs)) if len(runs) else 1
    step = next(step for step in _nice(1.0) if most / step <= MOST_TICKS)
    ticks = tuple(float(tick) for tick in np.arange(0, most + 1, step))
    return Scale(low=0.0, high=float(most), ticks=ticks)


def losses(runs: Runs) -> Scale:
    """Return the axis of the loss, logarithmic: from 1, 2 or 5 times a power of ten to another."""
    known = [value for run in runs for curve in (run.train, run.validation) for value in _ends(curve)] or [*LOSSES]
    high = max(known)
    low = max(min(known), high * DEEPEST)
    numbers = _round_numbers(low, high)
    for keep in ((1, 2, 5), (1, 5), (1,)):
        ticks = tuple(number for number in numbers if _mantissa(number) in keep)
        if 2 <= len(ticks) <= MOST_TICKS:
            break
    return Scale(low=numbers[0], high=numbers[-1], ticks=ticks or numbers[:: len(numbers) - 1], logarithmic=True)


def accuracies(runs: Runs) -> Scale:
    """Return the axis of the accuracy, 0 to 1; it begins higher up where every run is good by now."""
    newest = [worst for run in runs if (worst := _worst(run)) is not None]
    low = next((floor for floor in FLOORS if newest and min(newest) >= floor), 0.0)
    step = FLOOR_STEPS[low]
    ticks = tuple(round(low + index * step, 6) for index in range(round((1 - low) / step) + 1))
    return Scale(low=low, high=1.0, ticks=ticks)


def _worst(run: Run) -> float | None:
    """Return the least accuracy after an epoch, or the newest while learning where none has ended; None for none."""
    points = run.validation.points if len(run.validation) else run.train.points[-1:]
    return float(points[:, 2].min()) if len(points) else None


def _ends(curve: Curve) -> tuple[float, ...]:
    """Return the least and the largest loss above nothing, if there is one."""
    found = curve.points[:, 1]
    found = found[found > 0]
    return (float(found.min()), float(found.max())) if len(found) else ()


def _nice(start: float) -> Iterable[float]:
    """Yield 1, 2, 5, 10, 20, ... times `start`."""
    while True:
        yield from (start, 2 * start, 5 * start)
        start *= 10


def _round_numbers(low: float, high: float) -> tuple[float, ...]:
    """Return the numbers 1, 2 and 5 times a power of ten from the last below `low` to the first above `high`."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    every = [float(f"{digit}e{power}") for power in range(first, last + 1) for digit in (1, 2, 5)]
    below = max((index for index, number in enumerate(every) if number <= low), default=0)
    above = next(index for index, number in enumerate(every) if number >= high and index > below)
    return tuple(every[below : above + 1])


def _mantissa(number: float) -> int:
    return int(f"{number:e}"[0])


def draw(chart: Chart, runs: Runs, *, across: Scale, up: Scale, kept: Kept) -> list[Strokes]:
    """Draw the grid, every run's curves, and what can be looked back on along the bottom axis."""
    scales = (chart, across, up)
    parts = [kept(lambda: _grid(chart, up), "grid", *scales)]
    for run in runs:
        key = ("train", run.number, run.train.version, run.steps_per_epoch)
        parts.append(kept(partial(_train_line, chart, run, across, up), *key, *scales))
    for run in runs:
        key = ("validation", run.number, run.validation.version, run.steps_per_epoch)
        parts.append(kept(partial(_validation_line, chart, run, across, up), *key, *scales))
    held = runs.held
    if held is not None and held.snapshots:
        taken = ("snapshots", held.number, held.snapshots, held.shown, held.steps_per_epoch)
        parts.append(kept(lambda: _snapshots(chart, held, across), *taken, *scales))
    return parts


def _grid(chart: Chart, up: Scale) -> Iterable[Strokes]:
    for tick in up.ticks:
        z = float(chart.up(up.share(tick)))
        yield strokes.line([(chart.left, z), (chart.right, z)], width_m=GRID_M, colour=light.TEXT, alpha=0.22)
    foot = [(chart.left, chart.bottom), (chart.right, chart.bottom)]
    yield strokes.line(foot, width_m=GRID_M * 1.4, colour=light.SECOND_TEXT, alpha=0.8)


def _places(chart: Chart, points: Floats, run: Run, across: Scale, up: Scale) -> Floats:
    x = chart.across(across.share(points[:, 0] / run.steps_per_epoch))
    z = chart.up(np.minimum(up.share(points[:, chart.column]), 1.0))
    return np.stack([x, z], axis=1)


def _train_line(chart: Chart, run: Run, across: Scale, up: Scale) -> Iterable[Strokes]:
    if len(run.train) > 1:
        places = _places(chart, means(run.train.points, BINS), run, across, up)
        yield strokes.line(places, width_m=THIN_M, colour=_faint(HUES[run.colour]), low=chart.bottom)


def means(points: Floats, most: int) -> Floats:
    """Return at most `most` means over as many neighbours each; the first point and the last stay what they are."""
    size = math.ceil((len(points) - 2) / max(most - 2, 1))
    if size <= 1:
        return points
    starts = np.arange(1, len(points) - 1, size)
    counts = np.diff([*starts, len(points) - 1])
    inner = np.add.reduceat(points[:-1], starts, axis=0) / counts[:, None]
    return np.concatenate([points[:1], inner, points[-1:]])


def _validation_line(chart: Chart, run: Run, across: Scale, up: Scale) -> Iterable[Strokes]:
    if not len(run.validation):
        return
    places = _places(chart, run.validation.points, run, across, up)
    hue = HUES[run.colour]
    yield strokes.line(places, width_m=THICK_M, colour=hue, low=chart.bottom)
    inside = places[places[:, 1] >= chart.bottom]
    yield from mark(MARKS[run.colour], inside, hue=hue)


def mark(name: str, points: ArrayLike, *, hue: Colour) -> Iterable[Strokes]:
    """Draw marks (n, 2) with a dark rim that parts them from the lines."""
    yield strokes.marks(name, points, radius_m=MARK_M * 1.5, colour=light.PLATE)
    yield strokes.marks(name, points, radius_m=MARK_M, colour=hue)


def _faint(hue: Colour) -> Colour:
    red, green, blue = (FAINT * part + (1 - FAINT) * dark for part, dark in zip(hue, light.PLATE, strict=True))
    return red, green, blue


def _snapshots(chart: Chart, run: Run, across: Scale) -> Iterable[Strokes]:
    """Draw a tick for every snapshot under the bottom axis, and a line where the one that is shown was taken."""
    x = chart.across(across.share(np.asarray(run.snapshots, np.float64) / run.steps_per_epoch))
    ticks = np.stack([x, np.full_like(x, chart.bottom - TICK_M)], axis=1)
    yield strokes.marks("triangle", ticks, radius_m=TICK_M * 0.8, colour=light.SECOND_TEXT, alpha=0.85)
    if run.shown is not None and run.shown < len(x):
        at = float(x[run.shown])
        yield strokes.line([(at, chart.bottom), (at, chart.top)], width_m=CURSOR_M, colour=light.TEXT)
        yield strokes.marks("triangle", [(at, chart.bottom - TICK_M)], radius_m=TICK_M * 2, colour=light.TEXT)
