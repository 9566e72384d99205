"""Weights as a picture: small maps side by side in signed colours, and the legend of these; hangs from anything.

Lengths are in the units of whatever it hangs from; it lies in the X-Z plane and faces -Y, its lower left corner at 0.
"""

import math
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.world import mesh, palette, shaders
from layerwalk.game.world.placement import Point
from layerwalk.game.world.textures import array_texture, steps_of

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Box = tuple[float, float, float, float]
"""Left, right, bottom, top."""

MOST_TILES = 16
GAP = 0.12
"""Between two tiles, as a share of their longer side."""
RAGGED = 0.8
"""A last row that is not full counts as if all tiles were so much smaller."""
WIDE = 2.5
"""A line of weights is folded into rows, about so many times as long as they are many."""
LEGEND, PLATE = -1.0, -2.0
"""What stands in place of a map's number where there is none; see weights.frag."""
OPACITY = 0.86
"""Of the plate, where nothing else is wanted."""


def tiles(weights: Floats) -> Floats:
    """Return weights as they are drawn, (tiles, rows, columns) float32: at most 16 of a stack of maps, a line folded.

    What is left free in the last row of a folded line is not-a-number.
    """
    if weights.ndim == 3:
        return weights[:MOST_TILES]
    columns = _columns(weights.size)
    rows = -(-weights.size // columns)
    folded = np.full(rows * columns, np.nan, np.float32)
    folded[: weights.size] = weights
    return folded.reshape(1, rows, columns)


def _columns(count: int) -> int:
    """Return how many of `count` weights to put in a row: so that the last is full where that is nearly as wide."""
    wanted = max(1, math.ceil(math.sqrt(count * WIDE)))
    even = [columns for columns in range(wanted, 2 * wanted) if count % columns == 0]
    return even[0] if even else wanted


def steps(shown: Floats, *, most: float) -> Bytes:
    """Return the steps of `palette.signed` for values from -most to most: 128 for 0, 0 for not-a-number."""
    share = np.minimum(np.maximum(shown / most, -1), 1) if most > 0 else np.where(np.isnan(shown), np.nan, 0)
    found = np.rint(share * (palette.STEPS - 1 - palette.SIGNED_ZERO) + palette.SIGNED_ZERO)
    # Of a number and not-a-number, fmax takes the number.
    written: Bytes = np.fmax(found, 0).astype(np.uint8)
    return written


def most(weights: Floats) -> float:
    """Return how far the weights reach from 0; what is not a finite number does not count."""
    finite = np.abs(weights[np.isfinite(weights)])
    return float(finite.max()) if finite.size else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Hold how tiles lie: their number in a row, the rows, and the size of one without the gap that follows it."""

    count: int
    columns: int
    wide: float
    tall: float

    @property
    def gap(self) -> float:
        """Return how far tiles are from each other."""
        return GAP * max(self.wide, self.tall)

    @property
    def rows(self) -> int:
        """Count the rows."""
        return -(-self.count // self.columns)

    @property
    def size(self) -> tuple[float, float]:
        """Return the width and height of them all."""
        across = self.columns * (self.wide + self.gap) - self.gap
        return across, self.rows * (self.tall + self.gap) - self.gap

    def boxes(self, *, left: float, top: float) -> list[Box]:
        """Return where each tile is, read like a page from the upper left corner on."""
        found = []
        for index in range(self.count):
            row, column = divmod(index, self.columns)
            x, z = left + column * (self.wide + self.gap), top - row * (self.tall + self.gap)
            found.append((x, x + self.wide, z - self.tall, z))
        return found


def arrange(shape: tuple[int, int, int], *, wide: float, tall: float, most_cell: float) -> Arrangement:
    """Return the largest tiles of `shape` (tiles, rows, columns) within `wide` and `tall`; cells are square.

    most_cell: no cell is larger.
    """
    count, rows, columns = shape
    found = []
    for across in range(1, count + 1):
        down = -(-count // across)
        gap = GAP * max(rows, columns)
        cell = min(most_cell, wide / (across * (columns + gap) - gap), tall / (down * (rows + gap) - gap))
        worth = cell * (RAGGED if count % across else 1.0)
        found.append(
            (worth, down == 1, Arrangement(count=count, columns=across, wide=cell * columns, tall=cell * rows))
        )
    return max(found, key=lambda each: each[:2])[2]


class Picture:
    """Hold the picture; `show` brings it up to date, `lay` puts its parts in their places. Main thread."""

    def __init__(self, parent: p3d.NodePath, *, opacity: float = OPACITY) -> None:
        """Hang nothing under `parent` yet; opacity: of the plate."""
        self.path = parent.attach_new_node("weights")
        shaders.wear(self.path, "weights")
        self.path.set_shader_input("opacity", opacity)
        self.path.set_shader_input("palette", palette.signed_texture())
        self.path.set_transparency(p3d.TransparencyAttrib.M_alpha)
        self._texture: p3d.Texture | None = None

    def show(self, shown: Floats, *, most: float) -> None:
        """Colour `shown`, (tiles, rows, columns), from -most to most."""
        self.write(steps(shown, most=most))

    def write(self, coloured: Bytes) -> None:
        """Show colours, (tiles, rows, columns), that were found with `steps`."""
        layers, rows, columns = coloured.shape
        if self._texture is None or steps_of(self._texture).shape != coloured.shape:
            self._texture = array_texture("weights", rows=rows, columns=columns, layers=layers)
            self.path.set_shader_input("cells", self._texture)
            self.path.set_shader_input("cells_size", p3d.LVecBase2(columns, rows))
        steps_of(self._texture)[:] = coloured

    def lay(self, boxes: list[Box], *, legend: Box, plate: Box) -> None:
        """Put the plate, the tiles and the legend of their colours in their places, as one mesh."""
        self.hang(laid(boxes, legend=legend, plate=plate))

    def hang(self, made: p3d.GeomNode) -> None:
        """Hang what was laid in place of what was there."""
        self.path.get_children().detach()
        self.path.attach_new_node(made)


def laid(boxes: list[Box], *, legend: Box, plate: Box) -> p3d.GeomNode:
    """Return the plate, the tiles and the legend of their colours in their places, as one mesh."""
    parts = [(PLATE, plate), *((float(index), box) for index, box in enumerate(boxes)), (LEGEND, legend)]
    points = [corner for _, box in parts for corner in _corners(box)]
    places = [(u, v, layer) for layer, _ in parts for u, v in ((0, 1), (1, 1), (1, 0), (0, 0))]
    quads = np.arange(4 * len(parts), dtype=np.uint32).reshape(-1, 4)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]], axis=1).reshape(-1, 3)
    columns = [("vertex", np.array(points, np.float32)), ("place", np.array(places, np.float32))]
    return mesh.geom_node("weights", columns, triangles)


def _corners(box: Box) -> tuple[Point, ...]:
    left, right, bottom, top = box
    return (left, 0, bottom), (right, 0, bottom), (right, 0, top), (left, 0, top)
