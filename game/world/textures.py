"""A layer's values on the graphics card: one array texture of cells, one of block means; one byte a value.

Palette steps in bytes are exact for 256 colours, and four times faster to write from numpy than half floats.
"""

from collections.abc import Iterator

import numpy as np
import panda3d.core as p3d

from layerwalk.game.world import values
from layerwalk.game.world.values import Bytes, Floats

MAX_LAYERS = 256
"""What OpenGL 3.2 guarantees; larger layers are split into slabs."""


def array_texture(name: str, *, rows: int, columns: int, layers: int) -> p3d.Texture:
    """Make an array texture of bytes, without filtering, all zero."""
    texture = p3d.Texture(name)
    texture.setup_2d_texture_array(columns, rows, layers, p3d.Texture.T_unsigned_byte, p3d.Texture.F_red)
    texture.set_minfilter(p3d.SamplerState.FT_nearest)
    texture.set_magfilter(p3d.SamplerState.FT_nearest)
    texture.set_keep_ram_image(True)
    texture.set_clear_color(p3d.LColor(0, 0, 0, 0))
    np.frombuffer(texture.modify_ram_image(), np.uint8)[:] = 0
    return texture


def steps_of(texture: p3d.Texture) -> Bytes:
    """View a texture's memory as (layers, rows, columns) for writing; ask anew at every update."""
    return np.frombuffer(texture.modify_ram_image(), np.uint8).reshape(shape_of(texture))


def shape_of(texture: p3d.Texture) -> tuple[int, int, int]:
    """Return how many layers, rows and columns an array texture has."""
    return texture.get_z_size(), texture.get_y_size(), texture.get_x_size()


class LayerTextures:
    """Hold the textures of one slab of a layer and rewrite them only when they are about to be seen.

    `show` keeps the newest values; `write` copies what is asked for, once. Main thread.
    """

    def __init__(self, name: str, *, first: int, maps: int, rows: int, columns: int) -> None:
        """Make the textures for `maps` maps of rows x columns, from map `first` of the layer on."""
        self.first, self.maps = first, maps
        self.block = values.block_size(rows, columns)
        self.cells = array_texture(f"{name} cells", rows=rows, columns=columns, layers=maps)
        self.blocks = self.cells
        if self.block > 1:
            shape = (-(-rows // self.block), -(-columns // self.block))
            self.blocks = array_texture(f"{name} blocks", rows=shape[0], columns=shape[1], layers=maps)
        self._stack: Floats | None = None
        self._limits: tuple[Floats, Floats] | None = None
        self._old: set[str] = set()

    def show(self, stack: Floats, low: Floats, high: Floats) -> None:
        """Take new values (all maps of the layer, rows, columns) and their limits; nothing is copied yet."""
        part = slice(self.first, self.first + self.maps)
        self._stack = stack[part]
        self._limits = (low[part], high[part]) if len(low) > 1 else (low, high)
        self._old = {"cells", "blocks"} if self.block > 1 else {"cells"}

    def write(self, *, cells: bool) -> int:
        """Bring the block means up to date, and the cells too if asked; return how many values were written."""
        return sum(self.writing(cells=cells))

    def writing(self, *, cells: bool) -> Iterator[int]:
        """Do what `write` does part by part, each texture to be seen once all its parts are there.

        Yield how many values each part has. Nothing new may be shown before the last.
        """
        if "blocks" in self._old:
            yield from self._writing(self.blocks, self.block)
            self._old.discard("blocks")
            yield 0
        if "cells" in self._old and (cells or self.block == 1):
            yield from self._writing(self.cells, 1)
            self._old.discard("cells")

    def _writing(self, texture: p3d.Texture, size: int) -> Iterator[int]:
        if self._stack is None or self._limits is None:
            return
        low, high = self._limits
        steps = np.empty(shape_of(texture), np.uint8)
        for part in values.parts(self._stack):
            maps, own = self._stack[part], part if len(low) > 1 else slice(None)
            values.write_steps(values.blocks(maps, size=size), low[own], high[own], out=steps[part])
            yield maps.size
        # Panda3D uploads a texture whole whenever it was touched: it is touched once.
        np.copyto(steps_of(texture), steps)

    def current_blocks(self) -> Bytes:
        """Return a copy of the block means as palette steps."""
        memory = self.blocks.get_ram_image()
        return np.frombuffer(memory, np.uint8).copy()

    def release(self) -> None:
        """Give the textures' memory on the graphics card back."""
        self.cells.release_all()
        self.blocks.release_all()


def slabs(first: int, count: int, *, limit: int = MAX_LAYERS) -> list[tuple[int, int]]:
    """Split `count` maps from `first` on into (first, count) pieces that an array texture can hold."""
    return [(start, min(limit, first + count - start)) for start in range(first, first + count, limit)]
