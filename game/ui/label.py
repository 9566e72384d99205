"""A small plate where a hand points: what is there, or what the visitor is told. It turns to the eye.

Main thread.
"""

import math
from collections.abc import Callable, Generator, Sequence

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import sidestep, strokes
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.menu import typeset
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import glyphs, lettering, light, pieces
from layerwalk.game.world.glyphs import Glyphs
from layerwalk.game.world.pieces import Pieces
from layerwalk.game.world.placement import Point

EM_RAD = 0.026
"""How large letters are at text size 1: 26 mm for every metre from the eye."""
WIDE, PAD, RIM = 17.0, 0.7, 0.06
"""In ems: how long lines are, and what is left free round them; and the rim."""
WIDEST_RAD = 0.70
"""However large the letters are, no plate is wider than 40 degrees."""
BELOW_RAD = 0.057
"""So far below the point its top is, where it does not stand on it."""
NEAR_M = 1.25
"""It is no farther from the eye, so that hardly anything is nearer, and no menu that was just called."""
EVERY_S, BACK_S = 1 / 6, 1 / 3
"""What changes faster than one can read waits, and what is gone does not come back sooner: a hand that trembles at the
edge of something would let the plate flash, and nothing shall more than three times a second."""
LOOK_S = 0.1
"""So often it looks whether it would hide another plate."""
BIN = 64
"""Over the beams, which may end behind it."""
FAR_M = 1.0e9
"""The dusk swallows none of it."""
OPACITY = 0.93

Shape = tuple[float, float, float, float]
"""Left, bottom, right, top."""
EMPTY: Shape = (0.0, 0.0, 0.0, 0.0)


class Label:
    """Hold the plate; every frame `write`, and `stand` where it says something."""

    def __init__(self, parent: p3d.NodePath, *, text_size: float = 1.0, on_point: bool = False) -> None:
        """Hang it, still empty, under `parent`, whose frame is the world's; on_point: its middle, else it is below."""
        self.path = parent.attach_new_node("label")
        self.path.set_antialias(p3d.AntialiasAttrib.M_multisample)
        self.path.set_billboard_point_eye()
        self.path.set_depth_test(False)
        self.path.set_shader_input("fog_distance_m", FAR_M)
        self.path.hide(MIRRORED)
        self.path.hide()
        self._plate = self.path.attach_new_node("plate")
        self._back, self._corners = _back()
        self._back.reparent_to(self._plate)
        self._letters = lettering.lettered(self._plate.attach_new_node("letters"))
        self._letters.set_bin("fixed", BIN + 1)
        self._text = self._hung = ""  # what it says, and what its letters say, which stay when it falls silent
        self._waited_s = BACK_S
        self._work: Pieces | None = None
        self._on_point, self._em_rad = on_point, EM_RAD * max(1.0, text_size)
        self._shape, self._rect = EMPTY, Rect(left=0.0, bottom=0.0, right=0.0, top=0.0)
        self._is_shown, self._shift, self._rest_s = False, 0.0, 0.0

    def set_text_size(self, text_size: float) -> None:
        """Write larger or smaller; `text_size` is a factor, and nothing is smaller than at 1."""
        em_rad = EM_RAD * max(1.0, text_size)
        if em_rad == self._em_rad:
            return
        self._em_rad, self._work, self._hung = em_rad, None, ""
        if self._text:
            self._hang(self._text, pieces.finish(self._making(self._text)))

    @property
    def width_em(self) -> float:
        """Return how long its lines may be."""
        return min(WIDE, WIDEST_RAD / self._em_rad - 2 * PAD)

    @property
    def text(self) -> str:
        """Return what it says."""
        return self._text

    def write(self, text: str, *, dt_s: float) -> None:
        """Say `text`, or nothing; it is written anew only when it is another one, and not too often."""
        self._waited_s += dt_s
        if text == self._text or (text and dt_s > 0 and not self._is_due):
            return
        if text and text != self._hung:
            self._hang(text, pieces.finish(self._making(text)))
        self._text, self._waited_s = text, 0.0

    def follow(self, text: Callable[[], str] | None, *, turn: Callable[[], bool] = lambda: True, dt_s: float) -> None:
        """Say what `text` returns, which is asked only when it is time to write, or nothing.

        To find it, to make its letters and to hang them would be much for one frame. turn: whether this one is for
        one of that; it is asked while there is something to do. In a picture, after no time, all of it is done.
        """
        self._waited_s += dt_s
        if text is None:
            if self._text or self._work is not None:
                self._work = None
                self.write("", dt_s=0.0)
        elif (self._work is not None or self._is_due) and (dt_s == 0 or turn()):
            self._work = self._work or self._writing(text)
            if not pieces.go_on(self._work, for_s=0.0 if dt_s else math.inf):
                self._work = None

    def keep(self, *, dt_s: float) -> None:
        """Go on to say what it says, or nothing."""
        self._waited_s += dt_s
        self._work = None

    def _writing(self, text: Callable[[], str]) -> Pieces:
        self._waited_s = 0.0
        found = text()
        if found == self._text:
            return
        yield
        if found and found != self._hung:
            letters = yield from self._making(found)
            yield
            self._hang(found, letters)
        self._text, self._waited_s = found, 0.0

    @property
    def _is_due(self) -> bool:
        return self._waited_s >= (EVERY_S if self._text else BACK_S)

    def _making(self, text: str) -> Generator[None, None, p3d.GeomNode]:
        """Make letters, row by row."""
        parts = list[Glyphs]()
        for row in lettering.spelt_rows(typeset.wrapped(text, self.width_em)):
            parts += row
            yield
        return glyphs.joined(parts)

    def _hang(self, text: str, letters: p3d.GeomNode) -> None:
        """Hang letters in place of those that were there, on a plate as large as they are."""
        self._hung = text
        self._letters.get_children().detach()
        self._letters.attach_new_node(letters)
        self._letters.set_z(0.0)
        low, high = self._letters.get_tight_bounds(self._plate)
        tall = high.z - low.z + 2 * PAD
        top = tall / 2 if self._on_point else -BELOW_RAD / self._em_rad
        self._letters.set_z(top - PAD - high.z)
        self._shape = low.x - PAD, top - tall, high.x + PAD, top
        left, bottom, right, top = (each * self._em_rad for each in self._shape)
        self._rect = Rect(left=left, bottom=bottom, right=right, top=top)
        _stretch(self._corners, self._shape)

    @property
    def half_deg(self) -> float:
        """Return how far it reaches over and under its middle."""
        return math.degrees(math.atan(self._rect.height / 2))

    def stand(
        self,
        point: Point | None,
        *,
        eye: Point,
        scale: float = 1.0,
        plates: Sequence[Frame] = (),
        dt_s: float = math.inf,
    ) -> None:
        """Stand at a point of the world, on the way to it and as large as it is read from `eye`; None: nowhere.

        scale: metres of the world to one of the visitor's room. plates: what it should not hide; dt_s: since it stood
        the last time, for it looks at them now and then.
        """
        if point is None or not self._text:
            if self._is_shown:
                self._is_shown = False
                self.path.hide()
            return
        if not self._is_shown:
            self._is_shown, self._rest_s = True, 0.0
            self.path.show()
        away_m = max(math.dist(point, eye), 1e-3)
        near_m = min(away_m, NEAR_M * scale)
        share, (x, y, z) = near_m / away_m, eye
        self.path.set_pos(x + share * (point[0] - x), y + share * (point[1] - y), z + share * (point[2] - z))
        self.path.set_scale(self._em_rad * near_m)
        if plates or self._shift:
            self._rest_s -= dt_s
            if self._rest_s <= 0:
                self._rest_s = LOOK_S
                self._go(sidestep.shift(self._rect, point, eye, plates, now=self._shift))

    def _go(self, shift: float) -> None:
        if shift != self._shift:
            self._shift = shift
            self._plate.set_z(shift / self._em_rad)

    def frame(self, eye: Point) -> Frame:
        """Return where it is, for an eye to which it is turned."""
        right, _, up = sidestep.axes(tuple(self.path.get_pos()), eye)
        size_m, rect = float(self.path.get_scale().x) / self._em_rad, self._rect
        middle = (rect.top + rect.bottom) / 2 + self._shift
        return Frame(
            centre=np.array(self.path.get_pos(), np.float64) + size_m * middle * np.array(up),
            right=size_m * rect.width / 2 * np.array(right),
            up=size_m * rect.height / 2 * np.array(up),
        )

    def close(self) -> None:
        """Take it away."""
        self.path.remove_node()


def _back() -> tuple[p3d.NodePath, p3d.GeomVertexData]:
    """Return a dark plate with a fine amber rim, and the corners of both, which are still to be put in their places."""
    bars = (
        strokes.bar(*EMPTY, colour=light.AMBER, alpha=0.9),
        strokes.bar(*EMPTY, colour=light.PLATE, alpha=OPACITY),
    )
    path = strokes.plate(strokes.joined(bars), sort=BIN)
    path.node().set_bounds(p3d.OmniBoundingVolume())
    return path, path.node().modify_geom(0).modify_vertex_data()


def _stretch(corners: p3d.GeomVertexData, inner: Shape) -> None:
    """Put the corners of a plate, and of the rim round it, in their places."""
    left, bottom, right, top = inner
    writer = p3d.GeomVertexWriter(corners, "vertex")
    for a, b, c, d in ((left - RIM, bottom - RIM, right + RIM, top + RIM), inner):
        for x, z in ((a, b), (c, b), (c, d), (a, d)):
            writer.set_data3(x, 0.0, z)
