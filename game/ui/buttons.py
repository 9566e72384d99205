"""The faces of buttons that stand side by side: all in one mesh, lit where one is chosen or pointed at. Main thread."""

from collections.abc import Mapping

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.colour_picture import ColourPicture
from layerwalk.game.world import dress

LIT = (0.42, 0.29, 0.20)
UNLIT = (0.15, 0.118, 0.108)
HOVERED = 0.10
"""So much brighter is a button that is pointed at."""
LIFT_M = 0.004
FACES = dress.colours(
    np.array([UNLIT, LIT, *(np.add(colour, HOVERED) for colour in (UNLIT, LIT))], np.float32).reshape(4, 3, 1, 1)
)
"""The face of a button that is neither, chosen, pointed at, and both."""


class Buttons:
    """Hold the faces of buttons by name."""

    def __init__(self, parent: p3d.NodePath, frames: Mapping[str, Frame]) -> None:
        """Put a face over each of the buttons' boards; `light` lets them be seen."""
        self._names = tuple(frames)
        self._faces = ColourPicture(parent, *(frame.lifted(LIFT_M) for frame in frames.values()), size=(1, 1))
        self._faces.path.set_name("buttons")

    def light(self, *, chosen: str | None, hovered: str | None) -> None:
        """Light the button that is chosen, and a little the one that is pointed at."""
        self._faces.paint(FACES[[(name == chosen) + 2 * (name == hovered) for name in self._names]])
