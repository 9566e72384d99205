"""The board about a map or a layer as it stands in the world: its picture, its numbers, its weights. Main thread."""

from collections.abc import Mapping

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import board, overview_face, strokes
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.overview_face import Told
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.words import Words
from layerwalk.game.world import furniture, lettering, light, mesh, panels, signs
from layerwalk.game.world import weights as drawn
from layerwalk.game.world.textures import LayerTextures
from layerwalk.game.world.values import Floats
from layerwalk.game.world.weights import Box

WOOD_M, THICK_M, FACE_Y = 0.014, 0.03, -0.004
RIM_M = 0.004
LIFTED_M = 0.004
"""What can be pressed is so much nearer to the reader than the board, and so is met first."""
NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)


class OverviewBoard:
    """Hold what is drawn of the board; each part is drawn anew only where it changes."""

    def __init__(self, parent: p3d.NodePath, frame: Frame, *, words: Words, palette_name: str) -> None:
        """Stand at `frame`, which may be smaller or larger than the board's own size, empty."""
        self.path = parent.attach_new_node("overview")
        self.path.hide(MIRRORED)
        self._frame, self._words = frame, words
        self._face = board.writing(self.path, frame)
        self._face.set_scale(2 * float(np.linalg.norm(frame.right)) / overview_face.SIZE_M[0])
        signs.stone_path(_stone(), name="overview plate").reparent_to(self._face)
        self._drawing = strokes.Drawing(self._face)
        self._still, self._live = lettering.Lines(self._face), lettering.Lines(self._face)
        self._legend = overview_face.legend(palette_name, overview_face.LEGEND)
        self._picture = self._face.attach_new_node("no picture")
        self._textures: LayerTextures | None = None
        self._cover: list[Strokes] = []
        self._weights = drawn.Picture(self._face)
        self._weights.path.set_transparency(p3d.TransparencyAttrib.M_none)
        self._weights.path.set_y(FACE_Y)
        self._weighed: Floats | None = None
        self.frames: Mapping[str, Frame] = {"whole": frame}

    def show_picture(self, merged: Floats, low: Floats, high: Floats) -> None:
        """Show a picture, (rows, columns), between limits as for `values.write_steps`; not-a-number is left free."""
        rows, columns = merged.shape
        if self._textures is None or self._textures.cells.get_x_size() != columns or self._rows != rows:
            self._hang_picture(rows, columns)
        assert self._textures is not None
        self._textures.show(merged[None], low, high)
        self._textures.write(cells=True)
        self._cover = _covers(merged, self._box)

    def _hang_picture(self, rows: int, columns: int) -> None:
        if self._textures is not None:
            self._textures.release()
        self._picture.remove_node()
        self._rows, self._box = rows, _fitted(overview_face.PICTURE, columns / rows)
        self._textures = LayerTextures("overview", first=0, maps=1, rows=rows, columns=columns)
        left, right, bottom, top = self._box
        corners = np.array([(x, FACE_Y, z) for x, z in ((left, bottom), (right, bottom), (right, top), (left, top))])
        places = np.array([[0, 1, 0], [1, 1, 0], [1, 0, 0], [0, 0, 0]], np.float32)
        columns_of = [("vertex", corners.astype(np.float32)), ("place", places)]
        node = mesh.geom_node("merged", columns_of, board.TRIANGLES)
        self._picture = panels.values_node(node, self._textures, shader="panels", fine=True)
        self._picture.reparent_to(self._face)

    def show_weights(self, mosaic: Floats | None, *, most: float) -> None:
        """Show weights as one picture, (rows, columns), its colours from -most to most; None for none."""
        if mosaic is self._weighed:
            return
        self._weighed = mosaic
        if mosaic is None:
            self._weights.path.hide()
            return
        self._weights.path.show()
        self._weights.show(mosaic[None], most=most)
        box = _fitted(overview_face.WEIGHTS, mosaic.shape[1] / mosaic.shape[0])
        self._weights.lay([box], legend=overview_face.WEIGHTS_LEGEND, plate=NOWHERE)

    def show(self, told: Told, *, hovered: str | None) -> None:
        """Write and draw what is told, and light what is pointed at."""
        self._still.write(overview_face.still_texts(told, self._words))
        self._live.write(overview_face.live_texts(told, self._words))
        face = overview_face.drawing(told, hovered=hovered)
        self._drawing.show(strokes.joined([face, self._legend, *self._cover]))
        self.frames = {
            **{name: self._part(rect) for name, rect in overview_face.parts(told).items()},
            "whole": self._frame,
        }

    def close(self) -> None:
        """Take it away, and give back what it holds on the graphics card."""
        if self._textures is not None:
            self._textures.release()
        self.path.remove_node()

    def _part(self, rect: Rect) -> Frame:
        wide, tall = overview_face.SIZE_M
        u0, v0 = 0.5 + rect.left / wide, 0.5 - rect.top / tall
        return self._frame.part(u0, v0, u0 + rect.width / wide, v0 + rect.height / tall).lifted(LIFTED_M)


def _stone() -> mesh.Mesh:
    half_x, half_z = (side / 2 for side in overview_face.SIZE_M)
    right, up = np.array([half_x + WOOD_M, 0, 0]), np.array([0, 0, half_z + WOOD_M])
    slab = mesh.tagged(furniture.slab(np.array([0, 0.006, 0]), right, up, thick_m=THICK_M, colour=light.WOOD), stage=0)
    rim = _flat(half_x + RIM_M, half_z + RIM_M, y=0.002, colour=light.AMBER)
    return mesh.joined([slab, rim, _flat(half_x, half_z, y=0.0, colour=light.PLATE)])


def _flat(half_x: float, half_z: float, *, y: float, colour: light.Colour) -> mesh.Mesh:
    points = [(-half_x, y, -half_z), (half_x, y, -half_z), (half_x, y, half_z), (-half_x, y, half_z)]
    made = mesh.of(points, (0, -1, 0), board.TRIANGLES, colour=light.with_alpha(colour))
    return mesh.tagged(made, stage=0, emission=1.0)


def _fitted(box: Box, aspect: float) -> Box:
    """Return the largest box within `box`, at its upper left, that is `aspect` times as wide as tall."""
    left, right, bottom, top = box
    wide = min(right - left, (top - bottom) * aspect)
    return left, left + wide, top - wide / aspect, top


def _covers(merged: Floats, box: Box) -> list[Strokes]:
    """Cover the free end of the last row with the board's own colour."""
    free = int(np.isnan(merged[-1]).sum()) if np.isnan(merged[-1, -1]) else 0
    if not free or free == merged.shape[1]:
        return []
    left, right, bottom, top = box
    wide, tall = (right - left) / merged.shape[1], (top - bottom) / merged.shape[0]
    return [strokes.bar(right - free * wide, bottom, right, bottom + tall, colour=light.PLATE)]
