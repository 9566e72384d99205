"""Where things of the page lie: shapes, cells, writings, and what can be pressed. Metres from its middle, z up."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.menu.shapes import Shape
from layerwalk.game.ui.menu.typeset import Writing
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.world.mesh import Floats, Ints

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cells:
    """Hold coloured cells: colours (h, w, 3) uint8; gap: between two of them, as a share of one; soft: their rims."""

    rect: Rect
    colours: Bytes
    gap: float = 0.06
    soft: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Laid:
    """Hold a block of the page whose upper edge is at z = 0, or the page; tall_m: how far it reaches down."""

    tall_m: float = 0.0
    shapes: tuple[Shape, ...] = ()
    cells: tuple[Cells, ...] = ()
    writings: tuple[Writing, ...] = ()
    parts: Mapping[str, Rect] = field(default_factory=lambda: MappingProxyType({}))

    def moved(self, *, z: float) -> "Laid":
        """Return it moved up."""
        return replace(
            self,
            shapes=tuple(replace(shape, z=shape.z + z) for shape in self.shapes),
            cells=tuple(replace(cells, rect=cells.rect.moved(z=z)) for cells in self.cells),
            writings=tuple(_raised(writing, z) for writing in self.writings),
            parts={name: rect.moved(z=z) for name, rect in self.parts.items()},
        )


def _raised(writing: Writing, z: float) -> Writing:
    """Return it moved up; made directly, for there are many of them in a page that is written anew while one draws."""
    return Writing(
        text=writing.text, x=writing.x, z=writing.z + z, size_m=writing.size_m, face=writing.face, ink=writing.ink
    )


def joined(blocks: list[Laid]) -> Laid:
    """Put blocks together as they lie."""
    return Laid(
        tall_m=max((block.tall_m for block in blocks), default=0.0),
        shapes=tuple(shape for block in blocks for shape in block.shapes),
        cells=tuple(cells for block in blocks for cells in block.cells),
        writings=tuple(writing for block in blocks for writing in block.writings),
        parts={name: rect for block in blocks for name, rect in block.parts.items()},
    )


def strokes_of(cells: Cells) -> Strokes:
    """Return cells as triangles."""
    rows, columns = cells.colours.shape[:2]
    corners, triangles = _corners(rows, columns, cells.gap)
    rect = cells.rect
    colours = np.full((rows * columns, 4), 255, np.uint8)
    colours[:, :3] = cells.colours.reshape(-1, 3)
    return Strokes(
        points=corners * np.array([rect.width, -rect.height], np.float32) + np.array([rect.left, rect.top], np.float32),
        edges=np.tile(np.array([-1, -1, 1, 1], np.float32) * cells.soft, rows * columns),
        colours=np.repeat(colours, 4, axis=0),
        triangles=triangles,
    )


@functools.lru_cache(maxsize=64)
def _corners(rows: int, columns: int, gap: float) -> tuple[Floats, Ints]:
    """Return the corners of cells (4 n, 2) in a square from 0 to 1, z down, and their triangles; read-only."""
    across, down = np.meshgrid(np.arange(columns), np.arange(rows))
    low, high = gap / 2, 1 - gap / 2
    around = np.array([(low, high), (high, high), (high, low), (low, low)])
    corners = np.stack([across, down], axis=-1).reshape(-1, 1, 2) + around
    starts = 4 * np.arange(rows * columns, dtype=np.uint32).reshape(-1, 1, 1)
    triangles = (starts + np.array([[[0, 1, 2], [0, 2, 3]]], np.uint32)).reshape(-1, 3)
    made: Floats = (corners.reshape(-1, 2) / np.array([columns, rows])).astype(np.float32)
    for array in (made, triangles):
        array.flags.writeable = False
    return made, triangles
