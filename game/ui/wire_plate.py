"""The small plate beside a neuron: what it is and gives, what its wires' colours stand for, and how many are left out.

It turns to the eye and stays as large as can be read, however far off the neuron is. Main thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import lettering, light, mesh, shaders

EM_RAD = 0.024
"""How large letters are: 24 mm for every metre from the eye."""
LEADING, TITLE, PAD = 1.55, 1.12, 0.75
"""In ems: from line to line, the title's letters, round everything."""
ASIDE, BELOW = 1.2, 1.6
"""How far left of its neuron the plate ends, and how far below it begins, in ems."""
SWATCH, SWATCH_TALL, GAP = 2.6, 0.30, 0.6
"""A sample of a wire: how long and how thick, and what is left free after it, in ems."""
RIM = 0.07
NEARER, NEAR_M = 0.5, 2.0
"""It stands so far on the way to its neuron, but so near that hardly anything stands before it or cuts into it."""
RIGHT_DEG, LEFT_DEG = -15.0, -6.0
"""Beside a neuron that is so far left in the picture it stands on the right, until that is no longer so far left."""
SORT = 21
BACK = (*light.PLATE, 0.93)
Rgb = tuple[int, int, int]
Quad = tuple[tuple[float, float, float, float], tuple[float, ...]]
"""A bar on the plate, left, right, bottom, top, and its colour with its opacity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Hold a line of the plate; colour: of the sample before it, None for none; dashed: of the sample."""

    text: str
    colour: Rgb | None = None
    dashed: bool = False
    strong: bool = False


class WirePlate:
    """Hold the plate under a node of the world."""

    def __init__(self, parent: p3d.NodePath) -> None:
        """Show nothing yet."""
        self.path = parent.attach_new_node("wire plate")
        self.path.set_billboard_point_eye()
        self.path.hide(MIRRORED)
        self._lines: tuple[Line, ...] = ()
        self._made: dict[Line, p3d.NodePath] = {}
        self._size = 0.0, 0.0
        self._on_right = self._above = False
        self._is_read = True
        self.path.hide()

    def write(self, lines: Sequence[Line]) -> None:
        """Show lines, the first one as the title; no lines: nothing. What is shown already is not written anew."""
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        self.path.get_children().detach()
        self.show(is_read=self._is_read)
        if not self._lines:
            return
        letters = self._write()
        _, high = letters.get_tight_bounds()
        wide = float(high.x) + PAD
        shapes = _shapes(self._lines, (-PAD, wide, -BELOW - 2 * PAD - LEADING * len(self._lines), -BELOW))
        for part in (shapes, letters):
            part.reparent_to(self.path)
        self._size = wide, 2 * BELOW + 2 * PAD + LEADING * len(self._lines)
        self._put()

    def _write(self) -> p3d.NodePath:
        """Write all lines as one mesh, anew only those that were not there before."""
        self._made = {line: self._made.get(line) or _letters(line) for line in self._lines}
        path = lettering.lettered(p3d.NodePath("letters"))
        joined = path.attach_new_node("joined")
        for row, line in enumerate(self._lines):
            placed = self._made[line].copy_to(joined)
            placed.set_pos(SWATCH + GAP if line.colour else 0.0, -0.02, _foot(row))
        joined.flatten_strong()
        path.set_bin("fixed", SORT + 1)
        return path

    def show(self, *, is_read: bool) -> None:
        """Show the plate where it can be read and says something, else hide it."""
        self._is_read = is_read
        (self.path.show if is_read and self._lines else self.path.hide)()

    def _put(self) -> None:
        """Put everything on one side of the neuron, above it or below."""
        wide, tall = self._size
        for part in self.path.get_children():
            part.set_x(ASIDE + PAD if self._on_right else -ASIDE - wide)
            part.set_z(tall if self._above else 0.0)

    def update(self, point: np.ndarray, eye: np.ndarray, *, aside_deg: float, above: bool, text_size: float) -> None:
        """Stand beside a point (3,) for an eye (3,), world, that sees it so far right of the middle.

        above: stand over the neuron, where the sky is, and not below it.
        """
        on_right = aside_deg < (LEFT_DEG if self._on_right else RIGHT_DEG)
        if (on_right, above) != (self._on_right, self._above):
            self._on_right, self._above = on_right, above
            self._put()
        at = eye + (point - eye) * min(NEARER, NEAR_M / max(float(np.linalg.norm(point - eye)), 1e-6))
        self.path.set_pos(*map(float, at))
        self.path.set_scale(max(1e-3, EM_RAD * text_size * float(np.linalg.norm(at - eye))))


def _foot(row: int) -> float:
    """Return the base line of a row."""
    return -BELOW - PAD - LEADING * (row + 0.72)


def _letters(line: Line) -> p3d.NodePath:
    """Write one line."""
    return lettering.line(
        line.text,
        size_m=TITLE if line.strong else 1.0,
        face="display" if line.strong else "text",
        colour=light.TEXT if line.strong or line.colour else light.SECOND_TEXT,
        align="left",
    )


def _shapes(lines: Sequence[Line], box: tuple[float, float, float, float]) -> p3d.NodePath:
    """Build the dark plate, its fine rim, and the samples of wires."""
    left, right, foot, top = box
    amber = (*light.AMBER, 0.9)
    quads: list[Quad] = [(box, BACK)]
    quads += [((left - RIM, right + RIM, *ends), amber) for ends in ((foot - RIM, foot), (top, top + RIM))]
    quads += [((*ends, foot, top), amber) for ends in ((left - RIM, left), (right, right + RIM))]
    for row, line in enumerate(lines):
        if line.colour:
            middle = _foot(row) + 0.34
            paint = (*(part / 255 for part in line.colour), 1.0)
            spans = [(0.0, 0.38), (0.62, 1.0)] if line.dashed else [(0.0, 1.0)]
            for start, end in spans:
                across = start * SWATCH, end * SWATCH
                quads.append(((*across, middle - SWATCH_TALL / 2, middle + SWATCH_TALL / 2), paint))
    path = p3d.NodePath(_quads(quads))
    path.set_shader(shaders.load("curve"))
    path.set_transparency(p3d.TransparencyAttrib.M_alpha)
    path.set_depth_write(False)
    path.set_two_sided(True)
    path.set_bin("fixed", SORT)
    return path


def _quads(quads: Sequence[Quad]) -> p3d.GeomNode:
    points = np.array([[(a, 0, c), (b, 0, c), (b, 0, d), (a, 0, d)] for (a, b, c, d), _ in quads], np.float32)
    colours = np.repeat(np.array([paint for _, paint in quads], np.float32), 4, axis=0)
    index = np.arange(4 * len(quads), dtype=np.uint32).reshape(-1, 4)
    columns: list[tuple[str, NDArray[np.generic]]] = [
        ("vertex", points.reshape(-1, 3)),
        ("color", np.round(255 * colours).astype(np.uint8)),
        ("edge", np.zeros((4 * len(quads), 1), np.float32)),
    ]
    return mesh.geom_node("plate", columns, index[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3))
