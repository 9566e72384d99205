"""From activations to what is drawn: palette steps and block means, in numpy.

The rule is ANA's (SEEDS): c = (v - min) / (max - min), 0 where they are equal; steps are 0 to 255, the palette's index.
"""

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layerwalk.game.world import pieces

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

STEPS = 255.0
AT_ONCE = 1 << 15
"""Values that are turned into steps at once: many enough to be quick, few enough to stay in the processor's cache."""
LEAST_SPAN = 1e-36
"""What float32 can still stretch to `STEPS`."""
BLOCKS = 16
"""Maps with longer sides are summarised in at most this many blocks a side for the far level of detail."""
GLOW = 0.30 + 1.6 * np.linspace(0, 1, 256)
"""How much light a cell of each palette step gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalisation:
    """Say what counts as minimum and maximum: 'layer', 'map', or 'fixed' with its range."""

    mode: str = "layer"
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taken:
    """Hold a layer's values, in its own shape, and the limits between which they are shown, as `limits` has them."""

    values: Floats
    low: Floats
    high: Floats

    def share(self, index: tuple[int, ...]) -> float:
        """Return one value as it is shown, in [0, 1]; a layer's limits are one for each map, or one for all."""
        map = index[0] if self.low.size > 1 else 0
        value, low, high = self.values.item(index), self.low.item(map), self.high.item(map)
        share = (value - low) / (high - low) if high > low else 0.0
        return 0.0 if math.isnan(share) else min(1.0, max(0.0, share))


def as_stack(values: Floats) -> Floats:
    """View activations as (maps, rows, columns): a line becomes one row of one map, a table one map."""
    if values.ndim < 3:
        return values.reshape(1, -1, values.shape[-1])
    return values.reshape(values.shape[0], values.shape[1], -1)


def parts(stack: Floats) -> Iterator[slice]:
    """Cut the maps of a layer into parts of `AT_ONCE` values, or of one map where that has more."""
    maps = max(1, AT_ONCE // max(1, stack[:1].size))
    for start in range(0, len(stack), maps):
        yield slice(start, start + maps)


def limits(stack: Floats, *, how: Normalisation) -> tuple[Floats, Floats]:
    """Return minimum and maximum as (maps or 1, 1, 1) arrays; values that are not finite do not count."""
    return pieces.finish(limits_by_parts(stack, how=how))


def limits_by_parts(stack: Floats, *, how: Normalisation) -> Generator[int, None, tuple[Floats, Floats]]:
    """Find the limits part by part, and return them; yield 0, the values that were copied, after each."""
    if how.mode == "fixed":
        return np.full((1, 1, 1), how.low, np.float32), np.full((1, 1, 1), how.high, np.float32)
    found = []
    for part in parts(stack):
        found.append(_map_limits(stack[part]))
        yield 0
    low, high = (np.concatenate(ends) for ends in zip(*found, strict=True))
    if how.mode != "map":
        low, high = np.fmin.reduce(low, axis=0, keepdims=True), np.fmax.reduce(high, axis=0, keepdims=True)
    return np.where(np.isnan(low), np.float32(0), low), np.where(np.isnan(high), np.float32(0), high)


def _map_limits(stack: Floats) -> tuple[Floats, Floats]:
    """Return minimum and maximum of every map, (maps, 1, 1); not-a-number where it has no finite value."""
    low, high = stack.min(axis=(1, 2), keepdims=True), stack.max(axis=(1, 2), keepdims=True)
    if np.isfinite(low).all() and np.isfinite(high).all():
        return low, high
    finite = np.where(np.isfinite(stack), stack, np.float32(np.nan))
    return np.fmin.reduce(finite, axis=(1, 2), keepdims=True), np.fmax.reduce(finite, axis=(1, 2), keepdims=True)


@np.errstate(over="ignore", invalid="ignore")
def write_steps(stack: Floats, low: Floats, high: Floats, *, out: Bytes) -> None:
    """Write the palette step of every value into `out` (maps, rows, columns) uint8; not-a-number becomes 0.

    Limits that are nearer to each other than `LEAST_SPAN` count as equal.
    """
    span = high.astype(np.float64) - low
    scale = np.where(span > LEAST_SPAN, STEPS / np.maximum(span, LEAST_SPAN), 0).astype(np.float32)
    for part in parts(stack):
        own = part if len(low) > 1 else slice(None)
        share = (stack[part] - low[own]) * scale[own] + np.float32(0.5)
        # Of a number and not-a-number, fmax takes the number.
        np.fmin(np.fmax(share, 0.5, out=share), STEPS + 0.5, out=share)
        out[part] = share


def block_size(rows: int, columns: int) -> int:
    """Return how many cells a side are summarised in one block; 1 where the map is small or a line."""
    return 1 if rows == 1 else -(-max(rows, columns) // BLOCKS)


@np.errstate(over="ignore", invalid="ignore")
def blocks(stack: Floats, *, size: int) -> Floats:
    """Average blocks of `size` x `size` cells, those at the edge over what there is; (maps, rows', columns')."""
    if size == 1:
        return stack
    total, heights = _summed(stack, size)
    total, widths = _summed(total.swapaxes(1, 2), size)
    mean: Floats = (total.swapaxes(1, 2) / (heights[:, None] * widths)).astype(np.float32)
    return mean


def _summed(stack: Floats, size: int) -> tuple[Floats, NDArray[np.int64]]:
    """Sum up every so many rows, and return how many rows each sum has; quicker than `np.add.reduceat`."""
    total, counts = stack[:, ::size].copy(), np.ones(-(-stack.shape[1] // size), np.int64)
    for first in range(1, min(size, stack.shape[1])):
        part = stack[:, first::size]
        total[:, : part.shape[1]] += part
        counts[: part.shape[1]] += 1
    return total, counts


def mean_by_parts(stack: Floats) -> Generator[int, None, Floats]:
    """Average a layer over its maps part by part, and return it; yield 0, the values that were copied, after each."""
    total = np.zeros(stack.shape[1:], np.float32)
    for part in parts(stack):
        total = _added(total, stack[part])
        yield 0
    return total / np.float32(len(stack))


@np.errstate(over="ignore", invalid="ignore")
def _added(total: Floats, maps: Floats) -> Floats:
    added: Floats = total + maps.sum(axis=0, dtype=np.float32)
    return added


def mean_light(steps: Bytes, colours: Bytes) -> tuple[float, float, float]:
    """Return the light that what is shown throws on its stage, in [0, 1]: bright cells give most of it."""
    share = np.bincount(steps.reshape(-1), minlength=256) / max(steps.size, 1)
    red, green, blue = (share * GLOW) @ (colours.astype(np.float64) / 255.0)
    return float(red), float(green), float(blue)
