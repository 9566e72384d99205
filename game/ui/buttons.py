"""The faces of buttons that stand side by side: all in one mesh, lit where one is chosen or pointed at. Main thread."""

from collections.abc import Mapping

import panda3d.core as p3d

from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.colour_picture import ColourPicture

LIT = (0.42, 0.29, 0.20)
UNLIT = (0.15, 0.118, 0.108)
HOVERED = 0.10
"""So much brighter is a button that is pointed at."""
LIFT_M = 0.004


def _texel(red: float, green: float, blue: float) -> bytes:
    return bytes([*(round(255 * part) for part in (blue, green, red)), 255])


FACES = tuple(_texel(*(part + lighter for part in colour)) for lighter in (0.0, HOVERED) for colour in (UNLIT, LIT))
"""The faces of buttons, as `ColourPicture.fill` takes them: neither, chosen, pointed at, both."""


class Buttons:
    """Hold the faces of buttons by name."""

    def __init__(self, parent: p3d.NodePath, frames: Mapping[str, Frame]) -> None:
        """Put a face over each of the buttons' boards; `light` lets them be seen."""
        self._names = tuple(frames)
        self._faces = ColourPicture(parent, *(frame.lifted(LIFT_M) for frame in frames.values()), size=(1, 1))
        self._faces.path.set_name("buttons")

    def light(self, *, chosen: str | None, hovered: str | None) -> None:
        """Light the button that is chosen, and a little the one that is pointed at."""
        self._faces.fill(b"".join([FACES[(name == chosen) + 2 * (name == hovered)] for name in self._names]))
