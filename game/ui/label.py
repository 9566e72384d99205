"""A small plate where a hand points: what is there, or what the visitor is told. It turns to the eye.

Main thread.
"""

import math
from collections.abc import Callable, Iterator

import panda3d.core as p3d

from layerwalk.game.ui import bearings, strokes
from layerwalk.game.ui.bearings import Seen
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import lettering, light
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
GAP_DEG, STAY_DEG = 1.0, 4.0
"""What is left free between two plates; and one that gave way to another stays there until it is so far beside it."""
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
        self._work: Iterator[None] | None = None
        self._on_point, self._em_rad = on_point, EM_RAD * max(1.0, text_size)
        self._shape = EMPTY
        self._point: Point | None = None
        self._lowered = 0.0

    def set_text_size(self, text_size: float) -> None:
        """Write larger or smaller; `text_size` is a factor, and nothing is smaller than at 1."""
        em_rad = EM_RAD * max(1.0, text_size)
        if em_rad == self._em_rad:
            return
        self._em_rad, self._work, self._hung = em_rad, None, ""
        if self._text:
            self._hang(self._text, self._made(self._text))

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
            self._hang(text, self._made(text))
        self._text, self._waited_s = text, 0.0

    def follow(self, text: Callable[[], str] | None, *, turn: Callable[[], bool] = lambda: True, dt_s: float) -> None:
        """Say what `text` returns, which is asked only when it is time to write, or nothing.

        To find it, to make its letters and to hang them would be much for one frame. turn: whether this one is for
        one of that; it is asked while there is something to do.
        """
        self._waited_s += dt_s
        if text is None:
            if self._text or self._work is not None:
                self._work = None
                self.write("", dt_s=0.0)
        elif (self._work is not None or self._is_due) and turn():
            self._work = self._work or self._writing(text)
            self._work = self._work if next(self._work, True) is None else None

    def _writing(self, text: Callable[[], str]) -> Iterator[None]:
        self._waited_s = 0.0
        found = text()
        if found == self._text:
            return
        yield
        if found and found != self._hung:
            letters = self._made(found)
            yield
            self._hang(found, letters)
        self._text, self._waited_s = found, 0.0

    @property
    def _is_due(self) -> bool:
        return self._waited_s >= (EVERY_S if self._text else BACK_S)

    def _made(self, text: str) -> p3d.NodePath:
        """Return letters in lines so long that the plate is not too wide."""
        return lettering.line(text, size_m=1.0, width_m=min(WIDE, WIDEST_RAD / self._em_rad - 2 * PAD))

    def _hang(self, text: str, letters: p3d.NodePath) -> None:
        """Hang letters in place of those that were there, on a plate as large as they are."""
        self._hung = text
        self._letters.get_children().detach()
        letters.reparent_to(self._letters)
        self._letters.set_z(0.0)
        low, high = self._letters.get_tight_bounds(self._plate)
        tall = high.z - low.z + 2 * PAD
        top = tall / 2 if self._on_point else -BELOW_RAD / self._em_rad
        self._letters.set_z(top - PAD - high.z)
        self._shape = low.x - PAD, top - tall, high.x + PAD, top
        _stretch(self._corners, self._shape)

    @property
    def half_deg(self) -> float:
        """Return how far it reaches over and under its middle."""
        _, bottom, _, top = self._shape
        return math.degrees(math.atan((top - bottom) / 2 * self._em_rad))

    def stand(self, point: Point | None, *, eye: Point, scale: float = 1.0, under: "Label | None" = None) -> None:
        """Stand at a point of the world, on the way to it and as large as it is read from `eye`; None: nowhere.

        scale: metres of the world to one of the visitor's room. under: another plate; this one stands lower where it
        would hide some of that.
        """
        if point is None or not self._text:
            if self._point is not None:
                self._point = None
                self.path.hide()
            return
        if self._point is None:
            self.path.show()
        self._point = point
        away_m = max(math.dist(point, eye), 1e-3)
        near_m = min(away_m, NEAR_M * scale)
        share, (x, y, z) = near_m / away_m, eye
        self.path.set_pos(x + share * (point[0] - x), y + share * (point[1] - y), z + share * (point[2] - z))
        self.path.set_scale(self._em_rad * near_m)
        if self._lowered or (under is not None and under._point is not None):
            self._lower(self._under(under, eye))

    def _under(self, other: "Label | None", eye: Point) -> float:
        """Return by how many ems it must be lower to hide nothing of another one."""
        if other is None or other._point is None or self._point is None:
            return 0.0
        heading_deg = math.degrees(math.atan2(eye[0] - other._point[0], other._point[1] - eye[1]))
        theirs = bearings.facing(other._rect, other._point, eye, heading_deg=heading_deg)
        mine = bearings.facing(self._rect, self._point, eye, heading_deg=heading_deg)
        margin_deg = STAY_DEG if self._lowered else GAP_DEG
        if not _grown(mine, margin_deg).hides_deg(theirs):
            return 0.0
        top = self._rect[3]
        lower_deg = mine.high_deg - theirs.low_deg + GAP_DEG
        return (top - math.tan(math.atan(top) - math.radians(lower_deg))) / self._em_rad

    def _lower(self, ems: float) -> None:
        if ems != self._lowered:
            self._lowered = ems
            self._plate.set_z(-ems)

    @property
    def _rect(self) -> Shape:
        """Return where it is seen round its point, as tangents, if it is not lowered."""
        left, bottom, right, top = self._shape
        return left * self._em_rad, bottom * self._em_rad, right * self._em_rad, top * self._em_rad

    def close(self) -> None:
        """Take it away."""
        self.path.remove_node()


def _grown(seen: Seen, by_deg: float) -> Seen:
    return Seen(
        left_deg=seen.left_deg - by_deg,
        right_deg=seen.right_deg + by_deg,
        low_deg=seen.low_deg - by_deg,
        high_deg=seen.high_deg + by_deg,
    )


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
