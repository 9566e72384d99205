"""A map or a layer summed up: one picture of it, its mean, its most, how its values are spread, how many are 0."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from layerwalk.game.selected import Selected
from layerwalk.nn.messages import DeadCounted, LookedOver
from layerwalk.nn.network import NodeSpec

Floats = NDArray[np.float32]
Merge = Literal["mean", "most"]

BINS = 28
WIDEST = 2.2
"""A line of neurons is folded into rows, at most about so many times as long as they are many."""


@dataclass(slots=True, kw_only=True)
class Overview:
    """Hold what is shown of a selected map or layer, beside its values. Main thread.

    on: whether the board is wanted at all; away: what it was put away from; it comes back with another selection.
    merge: how the maps of a layer become one picture. weights: of what is selected. dead: which neurons never answer;
    what was counted for weights that are no more is None again.
    """

    on: bool = True
    away: Selected | None = None
    merge: Merge = "mean"
    weights: LookedOver | None = None
    dead: DeadCounted | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Summary:
    """Hold what values have in common; those that are not finite do not count.

    counts: (28,) int64, how many values lie in each of as many equal steps from `least` to `most`. zeros: how many
    are exactly 0, of `count`.
    """

    mean: float
    least: float
    most: float
    zeros: int
    count: int
    counts: NDArray[np.int64]

    @property
    def zero_share(self) -> float:
        """Return the share of values that are 0, in [0, 1]."""
        return self.zeros / max(1, self.count)


def part(values: Floats, index: tuple[int, ...]) -> Floats:
    """Return the values of a map, or of the whole layer for ()."""
    chosen: Floats = values[index]
    return chosen


def summary(values: Floats) -> Summary:
    """Sum up values of any shape."""
    finite = values[np.isfinite(values)].astype(np.float64)
    if not finite.size:
        return Summary(mean=0.0, least=0.0, most=0.0, zeros=0, count=0, counts=np.zeros(BINS, np.int64))
    least, most = float(finite.min()), float(finite.max())
    # Where all values are alike there is one bar, in the middle.
    room = (least, most) if most > least else (least - 0.5, most + 0.5)
    counts, _ = np.histogram(finite, bins=BINS, range=room)
    return Summary(
        mean=float(finite.mean()),
        least=least,
        most=most,
        zeros=int((finite == 0).sum()),
        count=int(finite.size),
        counts=counts.astype(np.int64),
    )


@np.errstate(over="ignore", invalid="ignore")
def merged(values: Floats, index: tuple[int, ...], *, merge: Merge = "mean") -> Floats:
    """Return a map as it is, a stack's mean or maximum over its maps, a line folded; (rows, columns) float32.

    What is left free in the last row of a folded line is not-a-number.
    """
    chosen = part(values, index)
    if chosen.ndim == 1:
        return folded(chosen)
    if chosen.ndim > 2 and not index:
        stack = chosen.reshape(len(chosen), chosen.shape[1], -1)
        made: Floats = stack.mean(axis=0, dtype=np.float32) if merge == "mean" else stack.max(axis=0)
        return made
    return chosen.reshape(chosen.shape[0], -1)


def folded(line: Floats) -> Floats:
    """Fold a line into rows, nearly a square, the last row full where that can be."""
    least = max(1, math.ceil(math.sqrt(line.size)))
    full = [columns for columns in range(least, int(least * math.sqrt(WIDEST)) + 1) if line.size % columns == 0]
    columns = full[0] if full else least
    rows = max(1, -(-line.size // columns))
    made = np.full(rows * columns, np.nan, np.float32)
    made[: line.size] = line
    return made.reshape(rows, columns)


def dead(told: DeadCounted | None, selected: Selected, node: NodeSpec) -> tuple[int, int] | None:
    """Return how many neurons of what is selected never answered, and of how many; None where it is not known."""
    counts = told.dead.get(selected.node) if told is not None and told.state == "finished" else None
    if counts is None or len(counts) != node.maps:
        return None
    if len(selected.index) == 1:
        return int(counts[selected.index[0]]), node.values // node.maps
    return int(counts.sum()), node.values


def mosaic(weights: Floats, *, wide: float, tall: float) -> Floats:
    """Lay weights side by side as one picture with gaps of not-a-number, (rows, columns) float32.

    (n, h, w), the filters of one map, fill a room as wide and tall as is said as well as they can; (maps, n, h, w) is
    a table of filters: a map in each column, or in each row where that fits better. Of a table, (neurons, inputs),
    every row becomes a strip, folded where it would be too long.
    """
    if weights.ndim == 2:
        return _strips(weights, shape=wide / tall)
    if weights.ndim == 3:
        count, rows, columns = weights.shape
        across = _across(count, rows, columns, wide / tall)
        grid = np.full((-(-count // across) * across, rows, columns), np.nan, np.float32)
        grid[:count] = weights
        return _tiled(grid.reshape(-1, across, rows, columns))
    maps, inputs, rows, columns = weights.shape
    lying = abs(math.log(maps * columns / (inputs * rows) / (wide / tall)))
    standing = abs(math.log(inputs * columns / (maps * rows) / (wide / tall)))
    return _tiled(weights.transpose(1, 0, 2, 3) if lying <= standing else weights)


def _strips(table: Floats, *, shape: float) -> Floats:
    """Fold the rows of a table into strips, so that all of them are about `shape` times as wide as tall."""
    neurons, inputs = table.shape
    rows = max(1, round(math.sqrt(inputs / (neurons * shape))))
    if rows == 1:
        return table
    columns = -(-inputs // rows)
    folds = np.full((neurons, rows * columns), np.nan, np.float32)
    folds[:, :inputs] = table
    return _tiled(folds.reshape(neurons, 1, rows, columns))


def _across(count: int, rows: int, columns: int, shape: float) -> int:
    """Return how many tiles in a row make the cells largest in a room `shape` times as wide as tall."""

    def cell(across: int) -> float:
        down = -(-count // across)
        return min(shape / (across * (columns + 1) - 1), 1 / (down * (rows + 1) - 1))

    return max(range(1, count + 1), key=cell)


def _tiled(grid: Floats) -> Floats:
    """Put tiles (down, across, rows, columns) into one picture, a free cell between any two."""
    down, across, rows, columns = grid.shape
    made = np.full((down, rows + 1, across, columns + 1), np.nan, np.float32)
    made[:, :rows, :, :columns] = grid.transpose(0, 2, 1, 3)
    return made.reshape(down * (rows + 1), across * (columns + 1))[:-1, :-1]
