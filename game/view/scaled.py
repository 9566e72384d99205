"""Draw the world with fewer pixels than the window has, and stretch it: for machines that draw slowly."""

from typing import Any

import panda3d.core as p3d


class Scaled:
    """Hold a buffer of `factor` times a window's size, shown over the whole window."""

    def __init__(self, window: Any, flat: p3d.NodePath, *, factor: float, size: tuple[int, int]) -> None:
        """Open the buffer and hang its picture under `flat`, a two-dimensional root."""
        self._factor = factor
        texture = p3d.Texture("scaled")
        texture.set_minfilter(p3d.SamplerState.FT_linear)
        texture.set_magfilter(p3d.SamplerState.FT_linear)
        self._buffer = window.make_texture_buffer("scaled", *self._shape(size), texture)
        if self._buffer is None:
            raise RuntimeError("The graphics driver gave no buffer to draw with fewer pixels.")
        self._buffer.set_sort(-5)
        card = p3d.CardMaker("scaled")
        card.set_frame_fullscreen_quad()
        self._card = flat.attach_new_node(card.generate())
        self._card.set_texture(texture)
        self._card.set_bin("background", 0)
        self._card.set_depth_test(False)
        self._card.set_depth_write(False)

    @property
    def output(self) -> Any:
        """Return what cameras draw into."""
        return self._buffer

    def _shape(self, size: tuple[int, int]) -> tuple[int, int]:
        return max(1, round(size[0] * self._factor)), max(1, round(size[1] * self._factor))

    def resize(self, size: tuple[int, int]) -> None:
        """Follow the window's size."""
        self._buffer.set_size(*self._shape(size))
