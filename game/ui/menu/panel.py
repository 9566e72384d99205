"""The panel as it is drawn: a wooden slab, shapes, letters; redrawn only where something has changed. Main thread."""

from collections.abc import Sequence
from dataclasses import dataclass

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
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import furniture, light, shaders, signs

WOOD_M = 0.022
"""How far the slab reaches beyond the face."""
THICK_M = 0.04
FADE_M = 0.022
ROOM_M = 0.009
"""Content is seen so far beyond its window, so that the frame of what has the focus is whole."""
READ_M = 40.0
"""From farther off no letters are drawn: the largest would be two pixels tall."""
BIN = 40
"""The panel's first place among what is drawn last; the letters of the world are drawn at 20."""


class Panel:
    """Hold the drawn panel; `show` brings it up to date."""

    def __init__(self, parent: p3d.NodePath) -> None:
        """Hang an empty panel under `parent`."""
        self.path = parent.attach_new_node("menu")
        self.path.hide(MIRRORED)
        self._slab = _slab()
        self._slab.reparent_to(self.path)
        self._slab.set_bin("fixed", BIN)
        # The shaders move what scrolls, and show none of it beyond the panel's edge.
        self.path.node().set_bounds(self._slab.get_bounds())
        self.path.node().set_final(True)
        self._shapes = _Layer(self.path, "menu shapes", order=1)
        near = self.path.attach_new_node(p3d.LODNode("readable"))
        near.node().add_switch(READ_M, 0.0)
        self._letters = _Layer(near, "menu letters", order=2)
        self._content_letters = letters.NONE
        self._frame_shapes = self._content_shapes = _Laid([], shapes.NONE)
        self._shown: tuple[Layout, Look, str] | None = None
        letters.warm_up()

    def stand(self, frame: Frame, *, over: bool) -> None:
        """Stand at `frame`; `over` draws it over everything else.

        Called before the visitor it must be read even where a wall stands nearer than it; on its pillar it is one of
        the world's things.
        """
        moved = board.writing(self.path, frame)
        self.path.set_mat(moved.get_mat())
        moved.remove_node()
        self.path.set_depth_test(not over)
        self._slab.set_depth_write(not over)

    def show(self, layout: Layout, look: Look, help_text: str) -> None:
        """Show a page in a state, with a sentence at its foot."""
        before = self._shown
        if before == (layout, look, help_text):
            return
        self._shown = (layout, look, help_text)
        fresh = before is None or before[0] is not layout
        if fresh or before is None or before[2] != help_text:
            self._write(layout, help_text, fresh=fresh)
        if fresh or before is None or before[1] != look:
            self._paint(layout, look)

    def _write(self, layout: Layout, help_text: str, *, fresh: bool) -> None:
        still = letters.laid((*layout.frame_writings, *help_lines(layout, help_text)), paint.INKS)
        if fresh:
            self._content_letters = letters.laid(layout.writings, paint.INKS)
            for layer in (self._shapes, self._letters):
                layer.look_through(layout.view.grown(ROOM_M))
        self._letters.draw(letters.geom_node(still, self._content_letters))

    def _paint(self, layout: Layout, look: Look) -> None:
        before = self._frame_shapes, self._content_shapes
        self._frame_shapes = before[0].of(paint.frame(layout, look))
        self._content_shapes = before[1].of(paint.content(layout, look))
        if before != (self._frame_shapes, self._content_shapes):
            self._shapes.draw(shapes.geom_node(self._frame_shapes.rows, self._content_shapes.rows, name="shapes"))
        for layer in (self._shapes, self._letters):
            layer.scroll(look.scroll_m)


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """Hold shapes and how they were laid."""

    made: Sequence[Shape]
    rows: shapes.Laid

    def of(self, made: Sequence[Shape]) -> "_Laid":
        """Lay shapes, unless they are those that are laid."""
        return self if made == self.made else _Laid(made, shapes.laid(made))


class _Layer:
    """Hold the mesh of all shapes, or of all letters: what stands still and what scrolls."""

    def __init__(self, parent: p3d.NodePath, shader: str, *, order: int) -> None:
        self._node = p3d.GeomNode(shader)
        self._path = parent.attach_new_node(self._node)
        shaders.wear(self._path, shader)
        self._path.set_transparency(p3d.TransparencyAttrib.M_alpha)
        self._path.set_depth_write(False)
        self._path.set_depth_offset(order * 8)
        self._path.set_bin("fixed", BIN + order)
        self._path.set_attrib(p3d.CullFaceAttrib.make(p3d.CullFaceAttrib.M_cull_clockwise))
        self._path.set_shader_input("fade_m", FADE_M)

    def draw(self, made: p3d.GeomNode) -> None:
        """Draw this and nothing else."""
        self._node.remove_all_geoms()
        self._node.add_geoms_from(made)

    def look_through(self, window: Rect) -> None:
        """Show what scrolls only where it lies in a window of the panel."""
        self._path.set_shader_input("seen", p3d.LVecBase4(window.left, window.bottom, window.right, window.top))

    def scroll(self, by_m: float) -> None:
        """Move what scrolls up."""
        self._path.set_shader_input("scrolled_m", by_m)


def _slab() -> p3d.NodePath:
    """Build the wooden slab behind the panel's face, in the panel's own frame, which is read from -Y."""
    right, up = np.array([PANEL_M[0] / 2 + WOOD_M, 0, 0]), np.array([0, 0, PANEL_M[1] / 2 + WOOD_M])
    made = furniture.slab(np.array([0, 0.004, 0]), right, up, thick_m=THICK_M, colour=light.WOOD)
    return signs.stone_path(made, name="menu slab")
