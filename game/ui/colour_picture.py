"""Flat pictures in their own colours, grey or RGB, that stand in the world. Main thread."""

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import board
from layerwalk.game.ui.board import Frame
from layerwalk.game.world import dress
from layerwalk.game.world.dress import Slab
from layerwalk.game.world.values import Floats

PLACES = np.array([[0, 1, 0], [1, 1, 0], [1, 0, 0], [0, 0, 0]], np.float32)


class ColourPicture:
    """Hold a picture on a board, or several in as many places, all in one draw; `show` replaces them."""

    def __init__(self, parent: p3d.NodePath, *frames: Frame, size: tuple[int, int]) -> None:
        """Put up pictures of which nothing is to be seen yet; size: rows and columns of each."""
        self._slab = Slab(maps=len(frames), size=size)
        corners = np.concatenate([board.corners(frame) for frame in frames])
        places = np.concatenate([PLACES + np.array([0, 0, number], np.float32) for number, _ in enumerate(frames)])
        self.path = dress.hang(parent, corners, places, self._slab)

    def show(self, *pictures: Floats) -> None:
        """Show a picture in each place, (C, H, W) float32 in [0, 1]; what has not three channels is grey."""
        self._slab.write(0, dress.colours(np.array(pictures)))

    def fill(self, colours: bytes) -> None:
        """Show a colour in each place, four bytes as `Slab` keeps them, where pictures have one pixel."""
        self._slab.fill(colours)

    def close(self) -> None:
        """Take it away, and give back what it holds on the graphics card."""
        self._slab.texture.release_all()
        self.path.remove_node()
