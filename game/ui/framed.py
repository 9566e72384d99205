"""A feature map in a frame of its own: its cells, its name, and what can be pressed on it. Main thread.

It is built round the middle of its cells, facing -Y, in metres, and brought anywhere by `pose`.
"""

from collections.abc import Mapping

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui.board import Frame
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import lettering, light, mesh, panels, signs
from layerwalk.game.world.lettering import Entry
from layerwalk.game.world.textures import LayerTextures
from layerwalk.game.world.values import Floats

RIM_SHARE, NAME_SHARE, STRIP_SHARE = 0.030, 0.120, 0.135
"""How wide the rim, how tall the name's strip above and the buttons' below are, beside the side of the map."""
NAME_EM, BUTTON_EM = 0.066, 0.060
LARGEST_STRIP_M = 1.8
"""The strips grow with their map up to this side."""
BUTTONS = (("smaller", 0.24), ("larger", 0.24), ("back", 0.48))
"""From left to right, with their shares of the strip."""
GAP_SHARE = 0.016
THICK_M, PLATE_Y, FACE_Y, MARK_Y = 0.022, -0.003, -0.006, -0.009
POLE_M, FOOT_M = 0.018, 0.17
LIT: light.Colour = (0.42, 0.29, 0.20)
UNLIT: light.Colour = (0.215, 0.168, 0.150)
HALF_EM = 0.36
HAND_DEPTH = 0.1
"""What is in the hand takes up so much of the range of depths, before all that is farther back in it."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


class Framed:
    """Hold what is drawn of one map that was pulled out."""

    def __init__(self, parent: p3d.NodePath, *, name: str, labels: Mapping[str, str], size: tuple[int, int]) -> None:
        """Hang it under `parent`; labels: of its buttons, by their parts. size: (rows, columns) of the map."""
        self.path = parent.attach_new_node("pulled out")
        self.path.hide(MIRRORED)
        self._name, self._labels = name, dict(labels)
        rows, columns = size
        self._textures = LayerTextures("pulled out", first=0, maps=1, rows=rows, columns=columns)
        self._shape = (columns / max(rows, columns), rows / max(rows, columns))
        self._letters = lettering.Lines(self.path)
        self._built: tuple[float, float, bool, str | None] | None = None
        self._solid = self._face = self._foot = self.path.attach_new_node("nothing")
        self._signs = self.path.attach_new_node("no signs")
        self._size_m = 1.0
        self._frame: Frame | None = None

    def build(
        self, *, size_m: float, over_floor_m: float = 0.0, in_hand: bool = False, hovered: str | None = None
    ) -> None:
        """Build it with a side of `size_m`, on a stand where its middle is over a floor; hovered: what is lit.

        in_hand: without buttons, because none of them can be pressed there.
        """
        wanted = (size_m, over_floor_m, in_hand, hovered)
        if wanted == self._built:
            return
        before, self._built, self._size_m = self._built, wanted, size_m
        self._solid.remove_node()
        self._solid = signs.stone_path(self._stone(hovered), name="frame")
        self._solid.reparent_to(self.path)
        if before is None or before[:3] != wanted[:3]:
            self._build_face()
            self._place_signs()
            self._build_foot(over_floor_m)
            self._letters.write(self._entries())
            if in_hand:
                # It is before everything, also before cells that stand up; so are the letters on it.
                self.path.set_attrib(p3d.DepthOffsetAttrib.make(0, 0.0, HAND_DEPTH), 1)
            else:
                self.path.clear_attrib(p3d.DepthOffsetAttrib)

    def show(self, stack: Floats, map: int, low: Floats, high: Floats) -> None:
        """Show a map of a layer's values, (maps, rows, columns), between limits as for `values.write_steps`."""
        own = slice(map, map + 1) if len(low) > 1 else slice(None)
        self._textures.show(stack[map : map + 1], low[own], high[own])
        self._textures.write(cells=True)

    def mark(self, signs: p3d.NodePath | None) -> None:
        """Hang signs over its cells, which were drawn on a square from -1 to 1; None for none."""
        self._signs.remove_node()
        self._signs = signs or p3d.NodePath("no signs")
        self._signs.reparent_to(self.path)
        self._place_signs()

    def _place_signs(self) -> None:
        half_x, half_z = self._half
        self._signs.set_pos_hpr_scale(0, MARK_Y, 0, 0, 0, 0, half_x, 1, half_z)

    def pose(self, frame: Frame, *, stands: bool) -> None:
        """Bring its cells to where `frame` is, as large as that is wide; stands: with its foot."""
        self._frame = frame
        (self._foot.show if stands else self._foot.hide)()
        right, up = (vector / np.linalg.norm(vector) for vector in (frame.right, frame.up))
        scale = 2 * float(np.linalg.norm(frame.right)) / (self._size_m * self._shape[0])
        rows = [scale * right, -scale * frame.normal, scale * up]
        cells = [part for row in rows for part in (*map(float, row), 0.0)]
        self.path.set_mat(p3d.LMatrix4(*cells, *map(float, frame.centre), 1.0))

    @property
    def face(self) -> Frame | None:
        """Return where its cells are now; None before they are anywhere."""
        return self._frame

    @property
    def frames(self) -> dict[str, Frame]:
        """Return where one can press: its buttons, and the 'grip' by which it is taken."""
        if self._frame is None or self._in_hand:
            return {}
        return {part: self._in_world(box) for part, box in self._boxes().items()}

    def face_frame(self, centre: np.ndarray, right: np.ndarray, up: np.ndarray, *, size_m: float) -> Frame:
        """Return the frame of the cells round a middle, along two unit vectors, with a longer side of `size_m`."""
        wide, tall = self._shape
        return Frame(centre=centre, right=right * (wide * size_m / 2), up=up * (tall * size_m / 2))

    def close(self) -> None:
        """Take it away, and give back what it holds on the graphics card."""
        self._textures.release()
        self.path.remove_node()

    @property
    def _in_hand(self) -> bool:
        return self._built is not None and self._built[2]

    @property
    def _half(self) -> tuple[float, float]:
        return self._shape[0] * self._size_m / 2, self._shape[1] * self._size_m / 2

    @property
    def _unit(self) -> float:
        return min(self._size_m, LARGEST_STRIP_M)

    def _whole(self) -> Box:
        return whole(self._half, size_m=self._size_m)

    def _boxes(self) -> dict[str, Box]:
        left, bottom, right, top = self._whole()
        gap, strip_m = GAP_SHARE * self._unit, STRIP_SHARE * self._unit
        # On a large map the buttons stay as wide as on one of 1.8 m, in its middle.
        room = min(right - left, LARGEST_STRIP_M) - 2 * gap
        boxes, x = {}, (left + right - room) / 2
        for part, share in BUTTONS:
            boxes[part] = (x, bottom + gap, x + share * room, bottom + strip_m - gap)
            x += (share + 0.02) * room
        return {"grip": (left, top - NAME_SHARE * self._unit, right, top), **boxes}

    def _in_world(self, box: Box) -> Frame:
        assert self._frame is not None
        left, bottom, right, top = box
        half_x, half_z = self._half
        across, along = self._frame.right / half_x, self._frame.up / half_z
        centre = self._frame.centre + across * (left + right) / 2 + along * (bottom + top) / 2
        return Frame(centre=centre, right=across * (right - left) / 2, up=along * (top - bottom) / 2)

    def _stone(self, hovered: str | None) -> mesh.Mesh:
        left, bottom, right, top = self._whole()
        back = _slab(self._whole(), y=THICK_M / 2, half_y=THICK_M / 2, colour=light.WOOD)
        parts = [mesh.tagged(back, stage=0), _flat(self._whole(), y=PLATE_Y, colour=light.PLATE, emission=1.0)]
        parts += _rim((left, bottom, right, top), lit=hovered == "grip")
        boxes = self._boxes()
        for part, _ in () if self._in_hand else BUTTONS:
            colour = LIT if hovered == part else UNLIT
            parts.append(_flat(boxes[part], y=FACE_Y, colour=colour, emission=1.0))
        return mesh.joined(parts)

    def _build_face(self) -> None:
        self._face.remove_node()
        half_x, half_z = self._half
        corners = np.array([(x, FACE_Y, z) for x, z in _ring((-half_x, -half_z, half_x, half_z))], np.float32)
        places = np.array([[0, 1, 0], [1, 1, 0], [1, 0, 0], [0, 0, 0]], np.float32)
        node = mesh.geom_node("map", [("vertex", corners), ("place", places)], np.array([[0, 1, 2], [0, 2, 3]]))
        self._face = panels.values_node(node, self._textures, shader="panels", fine=True)
        self._face.reparent_to(self.path)

    def _build_foot(self, over_floor_m: float) -> None:
        """Build the slender stand below the plate."""
        self._foot.remove_node()
        _, bottom, _, _ = self._whole()
        tall = over_floor_m + bottom
        wood, y = light.with_alpha(light.WOOD), THICK_M
        if tall <= 0:
            self._foot = self.path.attach_new_node("no foot")
            return
        pole = mesh.box((0, y, bottom - tall / 2), (POLE_M, POLE_M, tall / 2), colour=wood)
        floor_z = -over_floor_m
        side = mesh.ring((0, y, floor_z), (FOOT_M, FOOT_M), (0.0, 0.025), segments=28, colour=wood)
        top = mesh.ring((0, y, floor_z), (0.0, FOOT_M), (0.025, 0.025), segments=28, colour=wood)
        self._foot = signs.stone_path(mesh.tagged(mesh.joined([pole, side, top]), stage=0), name="foot")
        self._foot.reparent_to(self.path)

    def _entries(self) -> list[Entry]:
        boxes, unit = self._boxes(), self._unit
        written = [_entry(self._name, boxes["grip"], em_m=NAME_EM * unit, colour=light.TEXT)]
        for part, _ in () if self._in_hand else BUTTONS:
            written.append(_entry(self._labels[part], boxes[part], em_m=BUTTON_EM * unit, colour=light.SECOND_TEXT))
        return written


def whole(half_m: tuple[float, float], *, size_m: float) -> Box:
    """Return the plate round the middle of its cells: these, the rim round them, and the strips above and below."""
    (half_x, half_z), unit = half_m, min(size_m, LARGEST_STRIP_M)
    rim = RIM_SHARE * unit
    return -half_x - rim, -half_z - STRIP_SHARE * unit, half_x + rim, half_z + NAME_SHARE * unit


def _entry(text: str, box: Box, *, em_m: float, colour: light.Colour) -> Entry:
    """Write a text in the middle of a box, smaller where it is too long."""
    left, bottom, right, top = box
    size_m = lettering.fitting(text, size_m=em_m, width_m=0.92 * (right - left), face="text")
    point = ((left + right) / 2, MARK_Y, (bottom + top) / 2 - HALF_EM * size_m)
    return Entry(text=text, point=point, size_m=size_m, face="text", colour=colour)


def _ring(box: Box) -> tuple[tuple[float, float], ...]:
    left, bottom, right, top = box
    return (left, bottom), (right, bottom), (right, top), (left, top)


def _flat(box: Box, *, y: float, colour: light.Colour, emission: float) -> mesh.Mesh:
    """Make a face towards -Y."""
    points = [(x, y, z) for x, z in _ring(box)]
    made = mesh.of(points, (0, -1, 0), np.array([[0, 1, 2], [0, 2, 3]]), colour=light.with_alpha(colour))
    return mesh.tagged(made, stage=0, emission=emission)


def _slab(box: Box, *, y: float, half_y: float, colour: light.Colour) -> mesh.Mesh:
    left, bottom, right, top = box
    centre = ((left + right) / 2, y, (bottom + top) / 2)
    return mesh.box(centre, ((right - left) / 2, half_y, (top - bottom) / 2), colour=light.with_alpha(colour))


def _rim(box: Box, *, lit: bool) -> list[mesh.Mesh]:
    """Run a fine line round a plate, wider where it is pointed at."""
    left, bottom, right, top = box
    wide = 0.011 if lit else 0.006
    sides = [
        (left - wide, bottom - wide, right + wide, bottom),
        (left - wide, top, right + wide, top + wide),
        (left - wide, bottom, left, top),
        (right, bottom, right + wide, top),
    ]
    return [_flat(side, y=PLATE_Y, colour=light.AMBER, emission=1.0) for side in sides]
