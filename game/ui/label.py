"""A small plate below where a hand points: what is there, or what the visitor is told. It turns to the eye.

Main thread.
"""

import math
from collections.abc import Callable, Iterator

import panda3d.core as p3d

from layerwalk.game.ui import strokes
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import lettering, light
from layerwalk.game.world.placement import Point

EM_RAD = 0.026
"""How large letters are: 26 mm for every metre from the eye."""
WIDE, PAD, RIM = 17.0, 0.7, 0.06
"""In ems: how long lines are, and what is left free round them; and the rim."""
BELOW = 2.2
"""So many ems below the point its top is."""
NEAR_M = 1.4
"""It is no farther from the eye, so that hardly anything is nearer."""
EVERY_S, BACK_S = 1 / 6, 1 / 3
"""What changes faster than one can read waits, and what is gone does not come back sooner: a hand that trembles at the
edge of something would let the plate flash, and nothing shall more than three times a second."""
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

    def __init__(self, parent: p3d.NodePath) -> None:
        """Hang it, still empty, under `parent`, whose frame is the world's."""
        self.path = parent.attach_new_node("label")
        self.path.set_antialias(p3d.AntialiasAttrib.M_multisample)
        self.path.set_billboard_point_eye()
        self.path.set_depth_test(False)
        self.path.set_shader_input("fog_distance_m", FAR_M)
        self.path.hide(MIRRORED)
        self.path.hide()
        self._back, self._corners = _back()
        self._back.reparent_to(self.path)
        self._letters = lettering.lettered(self.path.attach_new_node("letters"))
        self._letters.set_bin("fixed", BIN + 1)
        self._text = self._hung = ""  # what it says, and what its letters say, which stay when it falls silent
        self._waited_s = BACK_S
        self._work: Iterator[None] | None = None

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
            self._hang(text, _letters(text))
        self._text, self._waited_s = text, 0.0

    def follow(self, text: Callable[[], str] | None, *, turn: Callable[[], bool] = lambda: True, dt_s: float) -> None:
        """Say what `text` returns, which is asked only when it is time to write, or nothing.

        To find it, to make its letters and to hang them would be much for one frame. turn: whether this one is for
        one of that; it is asked while there is something to do.
        """
        self._waited_s += dt_s
        if text is None:
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
            letters = _letters(found)
            yield
            self._hang(found, letters)
        self._text, self._waited_s = found, 0.0

    @property
    def _is_due(self) -> bool:
        return self._waited_s >= (EVERY_S if self._text else BACK_S)

    def _hang(self, text: str, letters: p3d.NodePath) -> None:
        """Hang letters in place of those that were there, on a plate as large as they are."""
        self._hung = text
        self._letters.get_children().detach()
        letters.reparent_to(self._letters)
        self._letters.set_z(0.0)
        low, high = self._letters.get_tight_bounds(self.path)
        self._letters.set_z(-BELOW - PAD - high.z)
        tall = high.z - low.z
        _stretch(self._corners, (low.x - PAD, -BELOW - tall - 2 * PAD, high.x + PAD, -BELOW))

    def stand(self, point: Point | None, *, eye: Point, scale: float = 1.0) -> None:
        """Stand below a point of the world, on the way to it and as large as it is read from `eye`; None: nowhere.

        scale: metres of the world to one of the visitor's room.
        """
        if point is None or not self._text:
            self.path.hide()
            return
        away_m = max(math.dist(point, eye), 1e-3)
        near_m = min(away_m, NEAR_M * scale)
        self.path.set_pos(*(here + near_m / away_m * (there - here) for here, there in zip(eye, point, strict=True)))
        self.path.set_scale(EM_RAD * near_m)
        self.path.show()

    def close(self) -> None:
        """Take it away."""
        self.path.remove_node()


def _letters(text: str) -> p3d.NodePath:
    return lettering.line(text, size_m=1.0, width_m=WIDE)


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
