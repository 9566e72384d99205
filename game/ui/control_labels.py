"""Labels beside the hands that say what each button does, with a line to it. Main thread. Metres of the room."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d

from layerwalk.game.move.handed import Side
from layerwalk.game.ui.control_names import Named
from layerwalk.game.ui.menu import typeset
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.view.rig import Pose
from layerwalk.game.world import glyphs, lettering, light, mesh, pieces, ribbons, shaders
from layerwalk.game.world.glyphs import Glyphs
from layerwalk.game.world.pieces import Pieces
from layerwalk.game.world.placement import Point

EM_RAD = 0.0255
"""How large letters are at text size 1: 25.5 mm for every metre from the eye."""
TALLEST_RAD = 0.85
"""Larger letters grow no farther than all labels of a hand can be seen at once."""
WIDE = 12.5
"""How long lines are, in ems; so is all that follows."""
PAD, GAP = 0.45, 0.30
RISE, FALL = 0.80, 0.24
"""How far letters reach over and under their base line."""
NEAREST_M = 0.15
ASIDE_M = 0.075
"""So far beside the middle of the hand labels begin."""
LINE_HALF_M = 0.0009
FAR_M = 1.0e9
BIN = 61
"""Over the world, the menu and beams, and under the plate where one points."""
BACK = (*light.PLATE, 0.93)
Box = tuple[float, float, float, float]
"""Left, right, low, high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """Hold a label's letters, in ems from where its first base line begins; how wide they are, and fall below it."""

    parts: tuple[Glyphs, ...]
    wide: float
    fall: float

    def placed(self, foot: Point) -> Iterator[Glyphs]:
        """Yield the letters with their base line at a place."""
        return (part.placed(foot, 0.0) for part in self.parts)


class ControlLabels:
    """Hold the labels of one hand; `write` what they say, and `stand` once a frame while they are seen."""

    def __init__(self, room: p3d.NodePath, side: Side, *, text_size: float = 1.0) -> None:
        """Hang them, still empty, under `room`, whose frame is that of the visitor's room."""
        self.path = room.attach_new_node(f"{side} labels")
        self.path.set_shader_input("fog_distance_m", FAR_M)
        self.path.set_depth_test(False)
        self.path.hide(MIRRORED)
        self.path.hide()
        self._outward = -1 if side == "left" else 1
        self._block = self.path.attach_new_node("block")
        self._line = _line()
        self._lines: list[tuple[str, p3d.LPoint3, p3d.NodePath]] = []
        self.named: tuple[Named, ...] = ()
        """What they say."""
        self._factor, self._tall = max(1.0, text_size), 0.0

    def set_text_size(self, text_size: float) -> None:
        """Write larger or smaller; `text_size` is a factor, and nothing is smaller than at 1."""
        self._factor = max(1.0, text_size)

    def write(self, named: tuple[Named, ...]) -> None:
        """Say what each part does; it is written anew only when it is something else."""
        pieces.finish(self.writing(named))

    def writing(self, named: tuple[Named, ...]) -> Pieces:
        """Do what `write` does piece by piece; what was said before is seen until all is done."""
        if named == self.named:
            return
        written = []
        for each in named:
            written.append(_written(each))
            yield
        laid = self._laid(written)
        letters = glyphs.joined(
            part for each, (foot, _) in zip(written, laid, strict=True) for part in each.placed(foot)
        )
        yield
        backs = _backs([plate for _, plate in laid])
        yield
        self._hang(named, letters, backs, laid)

    def stand(self, hand: Point, places: Mapping[str, Point], *, head: Pose) -> None:
        """Stand beside a hand, upright for the head and as large as it is read from there, with lines to the places."""
        em_rad = max(EM_RAD, min(EM_RAD * self._factor, TALLEST_RAD / max(1.0, self._tall)))
        turn, scale = p3d.LQuaternion(*head.turn), em_rad * max(NEAREST_M, math.dist(hand, head.point))
        at = p3d.LPoint3(*hand) + turn.get_right() * (self._outward * ASIDE_M)
        self._block.set_pos_quat_scale(at, turn, p3d.LVecBase3(scale))
        for part, end, line in self._lines:
            start = p3d.LPoint3(*places[part])
            there = at + turn.xform(end * scale)
            line.set_pos(start)
            line.look_at(self.path, there)
            line.set_scale(1, max(1e-4, (there - start).length()), 1)
        self.path.show()

    def hide(self) -> None:
        """Show nothing."""
        self.path.hide()

    def close(self) -> None:
        """Take them away."""
        self.path.remove_node()

    def _laid(self, written: Sequence[_Written]) -> list[tuple[Point, Box]]:
        """Return one plate under the other beside the origin, and the left end of each one's first base line."""
        wide = max((each.wide for each in written), default=0.0)
        talls = [RISE + FALL + each.fall + 2 * PAD for each in written]
        top, left = (sum(talls) + GAP * (len(talls) - 1)) / 2, PAD if self._outward > 0 else -PAD - wide
        laid = []
        for tall in talls:
            laid.append(((left, 0.0, top - PAD - RISE), (left - PAD, left + wide + PAD, top - tall, top)))
            top -= tall + GAP
        return laid

    def _hang(
        self, named: tuple[Named, ...], letters: p3d.GeomNode, backs: p3d.NodePath, laid: list[tuple[Point, Box]]
    ) -> None:
        """Hang what was made in place of what was there, with a line to the middle of each plate."""
        self.named = named
        self._block.get_children().detach()
        for *_, line in self._lines:
            line.remove_node()
        lettered = lettering.lettered(self._block.attach_new_node("letters"))
        lettered.set_bin("fixed", BIN + 1)
        lettered.attach_new_node(letters)
        backs.reparent_to(self._block)
        plates = [plate for _, plate in laid]
        self._tall = plates[0][3] - plates[-1][2] if plates else 0.0
        self._lines = [
            (each.part, p3d.LPoint3(0, 0, (low + high) / 2), self._line.copy_to(self.path))
            for each, (_, _, low, high) in zip(named, plates, strict=True)
        ]


def _written(named: Named) -> _Written:
    """Write what a part does in lines that break where they would be too long."""
    leading = float(lettering.font("text").get_line_height())
    rows = typeset.wrapped(named.text, WIDE)
    parts = tuple(part for row in lettering.spelt_rows(rows, align="left") for part in row)
    wide = max((float(part.rows[:, 0].max()) for part in parts), default=0.0)
    return _Written(parts=parts, wide=wide, fall=leading * (len(rows) - 1))


def _line() -> p3d.NodePath:
    """Return a fine line of amber along +Y from 0 to 1."""
    line = np.zeros((1, 2, 3))
    line[0, 1, 1] = 1.0
    path = ribbons.build(line, LINE_HALF_M, _bytes((*light.AMBER, 0.9))[None], name="line")
    path.set_bin("fixed", BIN)
    return path


def _backs(plates: list[Box]) -> p3d.NodePath:
    """Return dark plates, each with an amber edge on the hand's side, in one mesh."""
    corners = np.array(
        [[(left, 0, low), (right, 0, low), (right, 0, high), (left, 0, high)] for left, right, low, high in plates],
        np.float32,
    ).reshape(-1, 3)
    columns = [
        ("vertex", corners),
        ("color", np.tile(_bytes(BACK), (len(corners), 1))),
        ("edge", np.zeros((len(corners), 1), np.float32)),
    ]
    first = np.arange(len(plates), dtype=np.uint32)[:, None, None] * 4
    triangles = (first + np.array([[0, 1, 2], [0, 2, 3]], np.uint32)).reshape(-1, 3)
    path = p3d.NodePath(mesh.geom_node("plates", columns, triangles))
    shaders.wear(path, "curve")
    path.set_transparency(p3d.TransparencyAttrib.M_alpha)
    path.set_depth_write(False)
    path.set_two_sided(True)
    path.set_bin("fixed", BIN)
    return path


def _bytes(colour: tuple[float, float, float, float]) -> np.ndarray:
    return np.array([round(255 * part) for part in colour], np.uint8)
