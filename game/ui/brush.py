"""Paint on an array: antialiased capsules, the marks that a round brush leaves on a straight way."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rect:
    """A part of an array: rows top to bottom - 1, columns left to right - 1."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """Return the index of this part."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


def capsule(
    start: tuple[float, float], end: tuple[float, float], *, radius: float, side: int
) -> tuple[Rect, Floats] | None:
    """Return what a brush of `radius` covers on its way, as (part, coverage in [0, 1]); None beside the array.

    start, end: (x, y) in cells of a (side, side) array, x to the right, y down; cell (0, 0) lies between 0 and 1.
    """
    rect = _bounds(start, end, reach=radius + 0.5, side=side)
    if rect is None:
        return None
    x = np.arange(rect.left, rect.right, dtype=np.float32)[None, :] + np.float32(0.5 - start[0])
    y = np.arange(rect.top, rect.bottom, dtype=np.float32)[:, None] + np.float32(0.5 - start[1])
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = np.clip((x * dx + y * dy) / max(dx * dx + dy * dy, 1e-9), 0.0, 1.0)
    distance = np.hypot(x - along * dx, y - along * dy)
    return rect, np.clip(radius + 0.5 - distance, 0.0, 1.0).astype(np.float32)


def _bounds(start: tuple[float, float], end: tuple[float, float], *, reach: float, side: int) -> Rect | None:
    (left, right), (top, bottom) = (
        (max(0, math.floor(min(a, b) - reach)), min(side, math.ceil(max(a, b) + reach)))
        for a, b in zip(start, end, strict=True)
    )
    return Rect(top=top, bottom=bottom, left=left, right=right) if left < right and top < bottom else None
