"""The panel as it is drawn: a wooden slab, shapes, letters; redrawn only where something has changed. Main thread."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import board
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.menu import letters, paint, shapes
from layerwalk.game.ui.menu.layout import Layout, help_lines
from layerwalk.game.ui.menu.paint import Look
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.menu.shapes import Shape
from layerwalk.game.ui.menu.style import PANEL_M
from layerwalk.game.ui.menu.typeset import Writing
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import furniture, light, shaders, signs

WOOD_M = 0.022
"""How far the slab reaches beyond the face."""
THICK_M = 0.04
EVERYWHERE = p3d.LVecBase4(-9, -9, 9, 9)
NO_FADE_M = 1e-4
FADE_M = 0.022
ROOM_M = 0.009
"""Content is seen so far beyond its window, so that the frame of what has the focus is whole."""
BIN = 40
"""The panel's first place among what is drawn last; the letters of the world are drawn at 20."""


class Panel:
    """Hold the drawn panel; `show` brings it up to date."""

    def __init__(self, parent: p3d.NodePath) -> None:
        """Hang an empty panel under `parent`."""
        self.path = parent.attach_new_node("menu")
        self.path.hide(MIRRORED)
        self._writing: p3d.NodePath = self.path.attach_new_node("face")
        self._slab = _slab()
        self._slab.reparent_to(self._writing)
        self._slab.set_bin("fixed", BIN)
        self._frame_shapes = _Layer(self._writing, "menu shapes", order=1)
        self._shapes = _Layer(self._writing, "menu shapes", order=2)
        self._frame_letters = _Layer(self._writing, "menu letters", order=3)
        self._letters = _Layer(self._writing, "menu letters", order=4)
        self._shown: tuple[Layout, Look, str] | None = None
        letters.warm_up()

    def stand(self, frame: Frame, *, over: bool) -> None:
        """Stand at `frame`; `over` draws it over everything else.

        Called before the visitor it must be read even where a wall stands nearer than it; on its pillar it is one of
        the world's things.
        """
        moved = board.writing(self.path, frame)
        self._writing.set_mat(moved.get_mat())
        moved.remove_node()
        self._writing.set_depth_test(not over)
        self._slab.set_depth_write(not over)

    def show(self, layout: Layout, look: Look, help_text: str) -> None:
        """Show a page in a state, with a sentence at its foot."""
        before = self._shown
        if before == (layout, look, help_text):
            return
        self._shown = (layout, look, help_text)
        fresh = before is None or before[0] is not layout
        if fresh or before is None or before[2] != help_text:
            self._frame_letters.write((*layout.frame_writings, *help_lines(layout, help_text)))
        if fresh:
            self._letters.write(layout.writings)
            for layer in (self._shapes, self._letters):
                layer.look_through(layout.view.grown(ROOM_M))
        if fresh or before is None or before[1] != look:
            self._frame_shapes.draw(paint.frame(layout, look))
            self._shapes.draw(paint.content(layout, look))
            for layer in (self._shapes, self._letters):
                layer.scroll(look.scroll_m)


class _Layer:
    """Hold one mesh of shapes, or the meshes of letters."""

    def __init__(self, parent: p3d.NodePath, shader: str, *, order: int) -> None:
        self._path = parent.attach_new_node(shader)
        shaders.wear(self._path, shader)
        self._path.set_transparency(p3d.TransparencyAttrib.M_alpha)
        self._path.set_depth_write(False)
        self._path.set_depth_offset(order * 4)
        self._path.set_bin("fixed", BIN + order)
        self._path.set_attrib(p3d.CullFaceAttrib.make(p3d.CullFaceAttrib.M_cull_clockwise))
        # The shader moves what is drawn when it scrolls: what lies below the panel may be seen all the same.
        self._path.node().set_bounds(p3d.OmniBoundingVolume())
        self._path.node().set_final(True)
        self._path.set_shader_input("seen", EVERYWHERE)
        self._path.set_shader_input("fade_m", NO_FADE_M)
        self._path.set_shader_input("scrolled_m", 0.0)
        self._drawn: Any = None

    def draw(self, made: Sequence[Shape]) -> None:
        """Draw shapes and nothing else."""
        if made == self._drawn:
            return
        self._drawn = made
        self._path.get_children().detach()
        if made:
            self._path.attach_new_node(shapes.geom_node(made, name="shapes"))

    def write(self, writings: Sequence[Writing]) -> None:
        """Write lines of text and nothing else."""
        self._path.get_children().detach()
        for node in letters.nodes(writings, paint.INKS):
            node.reparent_to(self._path)

    def look_through(self, window: Rect) -> None:
        """Show only what lies in a window of the panel."""
        self._path.set_shader_input("seen", p3d.LVecBase4(window.left, window.bottom, window.right, window.top))
        self._path.set_shader_input("fade_m", FADE_M)

    def scroll(self, by_m: float) -> None:
        """Move everything up."""
        self._path.set_shader_input("scrolled_m", by_m)


def _slab() -> p3d.NodePath:
    """Build the wooden slab behind the panel's face, in the panel's own frame, which is read from -Y."""
    right, up = np.array([PANEL_M[0] / 2 + WOOD_M, 0, 0]), np.array([0, 0, PANEL_M[1] / 2 + WOOD_M])
    made = furniture.slab(np.array([0, 0.004, 0]), right, up, thick_m=THICK_M, colour=light.WOOD)
    return signs.stone_path(made, name="menu slab")
