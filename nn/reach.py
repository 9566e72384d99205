"""Which cells a window covers along one axis of a picture: convolutions and poolings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Describe how a window of `kernel` cells slides along `cells` cells. upwards: a transposed convolution's."""

    cells: int
    kernel: int
    stride: int = 1
    padding: int = 0
    dilation: int = 1
    upwards: bool = False

    def covers(self, place: int) -> tuple[Places, Places]:
        """Return the cells that the output at `place` reads, and for each its place in the window."""
        within = np.arange(self.kernel)
        if self.upwards:
            found, rest = np.divmod(place + self.padding - within * self.dilation, self.stride)
            kept = (rest == 0) & (found >= 0) & (found < self.cells)
        else:
            found = place * self.stride - self.padding + within * self.dilation
            kept = (found >= 0) & (found < self.cells)
        return found[kept], within[kept]

    def covered_by(self, cell: int, *, places: int) -> tuple[Places, Places]:
        """Return which of `places` outputs read `cell`, and for each the cell's place in its window."""
        pairs = [
            (place, within)
            for place in range(places)
            for found, within in zip(*self.covers(place), strict=True)
            if found == cell
        ]
        both = np.array(pairs, np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def divisor(self, place: int) -> int:
        """Return how many cells the window at `place` has, those of the padding included."""
        start = place * self.stride - self.padding
        return min(start + self.kernel, self.cells + self.padding) - start


def axes(module: Any, shape: Sequence[int]) -> tuple[Axis, Axis]:
    """Return the two axes of a convolution or pooling module that reads (C, H, W)."""
    kernel, stride = _pair(module.kernel_size), _pair(module.stride)
    dilation = _pair(getattr(module, "dilation", 1))
    upwards = bool(getattr(module, "transposed", False))
    rows, columns = (
        Axis(
            cells=shape[1 + axis],
            kernel=kernel[axis],
            stride=stride[axis],
            padding=_padding(module.padding, axis, kernel=kernel[axis], dilation=dilation[axis]),
            dilation=dilation[axis],
            upwards=upwards,
        )
        for axis in (0, 1)
    )
    return rows, columns


def _padding(padding: Any, axis: int, *, kernel: int, dilation: int) -> int:
    if isinstance(padding, str):
        return dilation * (kernel - 1) // 2 if padding == "same" else 0
    return _pair(padding)[axis]


def _pair(sizes: Any) -> tuple[int, int]:
    return (sizes, sizes) if isinstance(sizes, int) else (int(sizes[0]), int(sizes[1]))
