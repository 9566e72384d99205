"""From a drawing to the picture that a network reads: shrink it, centre it as MNIST does, pad it. numpy only."""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn.attribution_talk import Window
from layerwalk.nn.idx import DataError

Floats = NDArray[np.float32]
Value = TypeVar("Value", bound=np.generic)
SIDE_PX, BOX_PX = 28, 20
"""Of a digit of MNIST, and of the box that its ink fills."""
BLANK = 1e-3
ENLARGEMENT = 3.0


def prepare(drawing: Floats, *, centre: bool, shape: tuple[int, int, int], side_px: int = SIDE_PX) -> Floats:
    """Return the picture (C, H, W) float32 in [0, 1] that a network of input `shape` reads for a drawing.

    drawing: (H, W) in [0, 1], 1 = ink, both sides the same whole multiple of `side_px`, that of the data's pictures.
    centre: place the ink as MNIST does, in pictures of 28×28; else the drawing is only shrunk. A picture drawn with its
    pixels enlarged comes back to the bit where `centre` is off.
    Raise DataError where the drawing is faulty, or where the pictures are larger than what the network reads.
    """
    length = drawing.shape[0]
    if drawing.ndim != 2 or drawing.shape != (length, length) or length == 0 or length % side_px:
        raise DataError(f"drawing: sizes are {drawing.shape}, expected a square whole multiple of {side_px}")
    if not (drawing.min() >= 0 and drawing.max() <= 1):
        raise DataError(f"drawing: values go from {drawing.min():g} to {drawing.max():g}, expected 0 to 1")
    if centre and side_px != SIDE_PX:
        raise DataError(f"drawing: it is to be centred at {side_px} px, expected {SIDE_PX} as the digits of MNIST have")
    field = centred(drawing) if centre else shrink(drawing, side_px=side_px)
    return pad(np.broadcast_to(field, (shape[0], side_px, side_px)), shape)


def window(drawing: Floats, *, centre: bool, shape: tuple[int, int, int], side_px: int = SIDE_PX) -> Window:
    """Return where in a drawing the edges of the picture lie that `prepare` makes of it; they may lie beyond it."""
    length, (top, left) = drawing.shape[0], _margins((side_px, side_px), shape)
    scale, down, across = side_px / length, 0.0, 0.0
    placed = _placed(drawing) if centre else None
    if placed is not None:
        scale = placed.scale
        down, across = placed.first[0] - placed.start[0] * scale, placed.first[1] - placed.start[1] * scale
    edges = (-left - across, -top - down, shape[2] - left - across, shape[1] - top - down)
    left_edge, upper, right, lower = (edge / (scale * length) for edge in edges)
    return (left_edge, upper, right, lower)


def shrink(drawing: Floats, *, side_px: int = SIDE_PX) -> Floats:
    """Return a drawing as (side_px, side_px) float32: each pixel the mean of its square of the drawing."""
    factor = drawing.shape[0] // side_px
    squares = drawing.reshape(side_px, factor, side_px, factor)
    means: Floats = squares.mean(axis=(1, 3), dtype=np.float64).astype(np.float32)
    return means


def pad(pictures: NDArray[Value], shape: tuple[int, int, int]) -> NDArray[Value]:
    """Return pictures (..., h, w) with zeros all round, so that they measure the (H, W) of `shape`.

    Raise DataError where they are larger than that.
    """
    high, wide = shape[1] - pictures.shape[-2], shape[2] - pictures.shape[-1]
    if high < 0 or wide < 0:
        raise DataError(f"picture: sizes are {pictures.shape[-2:]}, expected at most {shape[1:]}")
    top, left = _margins(pictures.shape[-2:], shape)
    edges = [(0, 0)] * (pictures.ndim - 2) + [(top, high - top), (left, wide - left)]
    return np.pad(pictures, edges)


def centred(drawing: Floats) -> Floats:
    """Return a drawing as MNIST normalises its digits: (28, 28) float32 in [0, 1], all zeros for an empty drawing.

    The ink's bounding box is scaled, keeping its aspect, until its longer side is 20 px, by averaging areas of the
    full drawing; then it is moved by whole pixels until its centre of mass is in pixel 14, counted from 0, where it
    is in the digits of MNIST. Small ink grows to three times its size at most, so that the first touch of a pen stays
    a dot.
    Source: LeCun, Cortes and Burges, The MNIST database of handwritten digits.
    """
    placed = _placed(drawing)
    if placed is None:
        return np.zeros((SIDE_PX, SIDE_PX), np.float32)
    ink, scale, (down, across) = placed.ink, placed.scale, placed.first
    field = _overlaps(ink.shape[0], scale, down) @ ink @ _overlaps(ink.shape[1], scale, across).T
    return np.clip(field, 0, 1).astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Placed:
    """Say how ink (h, w) comes into the field: start, the drawing's row and column where it begins; scale, pixels of
    the field for one of the drawing; first, the field's row and column where it begins."""

    ink: NDArray[np.float64]
    start: tuple[int, int]
    scale: float
    first: tuple[int, int]


def _placed(drawing: Floats) -> _Placed | None:
    inked = np.nonzero(drawing > BLANK)
    if not len(inked[0]):
        return None
    rows, columns = (slice(where.min(), where.max() + 1) for where in inked)
    ink = drawing[rows, columns].astype(np.float64)
    scale = min(BOX_PX / max(ink.shape), ENLARGEMENT * SIDE_PX / len(drawing))
    down, across = (math.ceil(SIDE_PX / 2 - _middle(ink.sum(axis=axis)) * scale) for axis in (1, 0))
    return _Placed(ink=ink, start=(int(rows.start), int(columns.start)), scale=scale, first=(down, across))


def _margins(size: tuple[int, ...], shape: tuple[int, int, int]) -> tuple[int, int]:
    """Return how many rows and columns of zeros lie before pictures of a size."""
    return (shape[1] - size[0]) // 2, (shape[2] - size[1]) // 2


def _middle(mass: NDArray[np.float64]) -> float:
    """Return the centre of mass along one axis, in pixels from the first pixel's edge."""
    return float((mass * (np.arange(len(mass)) + 0.5)).sum() / mass.sum())


def _overlaps(length: int, scale: float, first: int) -> NDArray[np.float64]:
    """Return (28, length) weights of a box filter that scales one axis and lets it begin at pixel `first`.

    Row i holds how much of field pixel i each of the ink's pixels covers.
    """
    edges = np.arange(length + 1) * scale + first
    cells = np.arange(SIDE_PX)[:, None]
    low = np.maximum(edges[:-1], cells)
    high = np.minimum(edges[1:], cells + 1)
    covered: NDArray[np.float64] = np.maximum(high - low, 0)
    return covered
