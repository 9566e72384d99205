"""The page as it stands in the world: a slab, shapes, cells, letters; drawn anew only where it changes. Main thread."""

from collections.abc import Mapping

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import board, strokes
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.calculation.laid import Laid, strokes_of
from layerwalk.game.ui.menu import letters, paint, shapes
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.menu.typeset import Ink
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import furniture, light, shaders, signs
from layerwalk.game.world.light import Colour

WOOD_M = 0.016
"""How far the slab reaches beyond the face."""
THICK_M = 0.03
BIN = 30
"""Drawn after the letters of the world, before the menu."""
INKS: Mapping[Ink, Colour] = {**paint.INKS, "dark": paint.FACE}
EVERYWHERE = p3d.LVecBase4(-9, -9, 9, 9)
NO_FADE_M = 1e-4
LIFTED_M = 0.003
"""What can be pressed is so much nearer to the reader than the page, and so is met first."""


class Page:
    """Hold the drawn page; `show` brings it up to date."""

    def __init__(self, parent: p3d.NodePath) -> None:
        """Hang an empty page under `parent`, out of sight."""
        self.path = parent.attach_new_node("calculation")
        self.path.hide(MIRRORED)
        self._face: p3d.NodePath | None = None
        self.frames: Mapping[str, Frame] = {}
        """What can be pressed; 'page' is what is left of it."""
        self.size_m = (0.0, 0.0)
        """What it stands for now; see `stand`."""

    def stand(self, frame: Frame, *, size_m: tuple[float, float]) -> None:
        """Stand at `frame`, empty; size_m: what it is laid out for, which the frame may show smaller or larger."""
        self.path.get_children().detach()
        self._frame, self.size_m = frame, size_m
        self._face = board.writing(self.path, frame)
        self._face.set_scale(2 * float(np.linalg.norm(frame.right)) / size_m[0])
        right, up = np.array([size_m[0] / 2 + WOOD_M, 0, 0]), np.array([0, 0, size_m[1] / 2 + WOOD_M])
        slab = furniture.slab(np.array([0, 0.004, 0]), right, up, thick_m=THICK_M, colour=light.WOOD)
        signs.stone_path(slab, name="calculation slab").reparent_to(self._face)
        self._shapes = self._layer("menu shapes", order=0)
        self._cells = strokes.Drawing(self._face)
        self._cells.path.set_bin("fixed", BIN + 1)
        self._cells.path.set_depth_offset(8)
        self._letters = self._layer("menu letters", order=2)

    def _layer(self, shader: str, *, order: int) -> p3d.NodePath:
        assert self._face is not None
        path = self._face.attach_new_node(shader)
        shaders.wear(path, shader)
        path.set_transparency(p3d.TransparencyAttrib.M_alpha)
        path.set_depth_write(False)
        path.set_depth_offset(4 * (order + 1))
        path.set_bin("fixed", BIN + order)
        path.set_attrib(p3d.CullFaceAttrib.make(p3d.CullFaceAttrib.M_cull_clockwise))
        for name, value in (("seen", EVERYWHERE), ("fade_m", NO_FADE_M), ("scrolled_m", 0.0)):
            path.set_shader_input(name, value)
        return path

    def show(self, laid: Laid) -> None:
        """Show what was laid and nothing else."""
        self._shapes.get_children().detach()
        self._shapes.attach_new_node(shapes.geom_node(shapes.laid(laid.shapes), name="shapes"))
        self._cells.show(strokes.joined([strokes_of(cells) for cells in laid.cells]))
        self._letters.get_children().detach()
        # The page faces its reader, and software that filters glyphs well drops parts of letters.
        self._letters.attach_new_node(letters.geom_node(letters.laid(laid.writings, INKS), plainly=True))
        lifted = self._frame.lifted(LIFTED_M)
        self.frames = {**{name: self._part(lifted, rect) for name, rect in laid.parts.items()}, "page": self._frame}

    def _part(self, whole: Frame, rect: Rect) -> Frame:
        wide, tall = self.size_m
        left, right = 0.5 + rect.left / wide, 0.5 + rect.right / wide
        return whole.part(left, 0.5 - rect.top / tall, right, 0.5 - rect.bottom / tall)
