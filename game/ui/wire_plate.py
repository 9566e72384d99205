"""The small plate beside a neuron: what it is and gives, what its wires' colours stand for, and how many are left out.

It turns to the eye and stays as large as can be read, however far off the neuron is. Main thread.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import strokes, wire_place
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.ui.wire_place import Sight, Spot
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import glyphs, lettering, light, pieces
from layerwalk.game.world.glyphs import Glyphs
from layerwalk.game.world.pieces import Pieces

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
OPACITY = 0.93
Rgb = tuple[int, int, int]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in ems."""


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
        lettering.learn()
        self.path = parent.attach_new_node("wire plate")
        self.path.set_billboard_point_eye()
        self.path.hide(MIRRORED)
        # What both look like is told once: to tell it of every new mesh takes longer than to make that.
        self._shapes = strokes.Drawing(self.path, sort=SORT, depth_offset=0)
        self._letters = lettering.lettered(self.path.attach_new_node("letters"))
        self._letters.set_bin("fixed", SORT + 1)
        self._lines: tuple[Line, ...] = ()
        self._made: dict[Line, tuple[Glyphs, ...]] = {}
        self._size = 0.0, 0.0
        self._wish = False, False
        self._spot = Spot(on_right=False, above=False)
        self._is_read = True
        self.path.hide()

    def write(self, lines: Sequence[Line]) -> None:
        """Show lines, the first one as the title; no lines: nothing. What is shown already is not written anew."""
        pieces.finish(self.writing(lines))

    def writing(self, lines: Sequence[Line]) -> Pieces:
        """Do what `write` does piece by piece; the last one shows it all."""
        wanted = tuple(lines)
        if wanted == self._lines:
            return
        if wanted:
            yield from self._lettering(wanted)
            placed = self._placed(wanted)
            yield
            letters = glyphs.joined(placed)
            yield
            wide, tall = _end(placed) + PAD, PAD + LEADING * len(wanted)
            shapes = _shapes(wanted, (-PAD, -BELOW - PAD - tall, wide, -BELOW))
            yield
            mesh = strokes.meshed(shapes)
            yield
            self._size = wide, 2 * BELOW + PAD + tall
            self._shapes.put(mesh)
            self._letters.get_children().detach()
            self._letters.attach_new_node(letters)
            self._put()
        self._lines = wanted
        self.show(is_read=self._is_read)

    def _lettering(self, lines: Sequence[Line]) -> Pieces:
        """Write anew only those lines that were not there before."""
        made = dict[Line, tuple[Glyphs, ...]]()
        for line in lines:
            known = self._made.get(line)
            made[line] = _letters(line) if known is None else known
            yield
        self._made = made

    def _placed(self, lines: Sequence[Line]) -> list[Glyphs]:
        """Return the letters of all lines where they stand."""
        points = [(SWATCH + GAP if line.colour else 0.0, -0.02, _foot(row)) for row, line in enumerate(lines)]
        return [part.placed(point, 0.0) for line, point in zip(lines, points, strict=True) for part in self._made[line]]

    def show(self, *, is_read: bool) -> None:
        """Show the plate where it can be read and says something, else hide it."""
        self._is_read = is_read
        (self.path.show if is_read and self._lines and self._spot.is_free else self.path.hide)()

    def _put(self) -> None:
        """Put everything on one side of the neuron, above it or below."""
        (wide, tall), (along, upward) = self._size, self._spot.shift
        for part in self.path.get_children():
            part.set_x((ASIDE + PAD if self._spot.on_right else -ASIDE - wide) + along)
            part.set_z((tall if self._spot.above else 0.0) + upward)

    def update(
        self,
        point: np.ndarray,
        eye: np.ndarray,
        *,
        aside_deg: float,
        above: bool,
        text_size: float,
        sight: Sight | None = None,
    ) -> None:
        """Stand beside a point (3,) for an eye (3,), world, that sees it so far right of the middle.

        above: stand over the neuron, where the sky is, and not below it. sight: what else is in the picture; the plate
        goes where there is room, and where there is none it is hidden.
        """
        wish = aside_deg < (LEFT_DEG if self._wish[0] else RIGHT_DEG), above
        spot = Spot(on_right=wish[0], above=wish[1])
        if sight is not None and self._lines:
            # Where there was room before, it stays while there is.
            now = (self._spot.on_right, self._spot.above)
            first = (now, wish) if wish == self._wish else (wish,)
            em, least = EM_RAD * text_size, min(1.0, 1.0 / text_size)
            spot = wire_place.find(sight, self._boxes(), em=em, least=least, first=first)
        self._wish = wish
        if spot != self._spot:
            self._spot = spot
            self._put()
            self.show(is_read=self._is_read)
        self.stand(point, eye, text_size=text_size)

    def stand(self, point: np.ndarray, eye: np.ndarray, *, text_size: float) -> None:
        """Stand on the way from an eye (3,) to a point (3,), world, on the same side of it as before."""
        there, here = point.tolist(), eye.tolist()
        away_m = math.dist(there, here)
        share = min(NEARER, NEAR_M / max(away_m, 1e-6))
        self.path.set_pos(*(a + (b - a) * share for a, b in zip(here, there, strict=True)))
        self.path.set_scale(max(1e-3, self._spot.size * EM_RAD * text_size * share * away_m))

    def _boxes(self) -> dict[tuple[bool, bool], Rect]:
        """Return where the plate lies round its neuron, in ems, by (on the right, above)."""
        wide, tall = self._size
        rows = {False: (BELOW - tall, -BELOW), True: (BELOW, tall - BELOW)}
        columns = {False: (-ASIDE - wide - PAD, -ASIDE), True: (ASIDE, ASIDE + PAD + wide)}
        return {
            (right, above): Rect(left=left, bottom=bottom, right=end, top=top)
            for right, (left, end) in columns.items()
            for above, (bottom, top) in rows.items()
        }


def _foot(row: int) -> float:
    """Return the base line of a row."""
    return -BELOW - PAD - LEADING * (row + 0.72)


def _letters(line: Line) -> tuple[Glyphs, ...]:
    """Write one line."""
    return lettering.spelt(
        line.text,
        size_m=TITLE if line.strong else 1.0,
        face="display" if line.strong else "text",
        colour=light.TEXT if line.strong or line.colour else light.SECOND_TEXT,
        align="left",
    )


def _end(placed: Sequence[Glyphs]) -> float:
    """Return where the longest line ends."""
    return max((float(part.rows[:, 0].max()) for part in placed), default=0.0)


def _shapes(lines: Sequence[Line], box: Box) -> Strokes:
    """Draw the dark plate, its fine rim, and the samples of wires."""
    samples = [part for row, line in enumerate(lines) for part in _sample(line, row)]
    bars = strokes.bar(*box, colour=light.PLATE, alpha=OPACITY), _rim(box), *samples
    return strokes.joined(bars)


def _rim(box: Box) -> Strokes:
    left, bottom, right, top = box
    bars = [(left - RIM, low, right + RIM, high) for low, high in ((bottom - RIM, bottom), (top, top + RIM))]
    bars += [(start, bottom, end, top) for start, end in ((left - RIM, left), (right, right + RIM))]
    return strokes.fields([_corners(bar) for bar in bars], colour=light.AMBER, alpha=0.9)


def _corners(bar: Box) -> list[tuple[float, float]]:
    left, bottom, right, top = bar
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def _sample(line: Line, row: int) -> list[Strokes]:
    """Draw the sample of a wire before a line's text."""
    if line.colour is None:
        return []
    middle = _foot(row) + 0.34
    red, green, blue = (part / 255 for part in line.colour)
    spans = [(0.0, 0.38), (0.62, 1.0)] if line.dashed else [(0.0, 1.0)]
    bars = [(a * SWATCH, middle - SWATCH_TALL / 2, b * SWATCH, middle + SWATCH_TALL / 2) for a, b in spans]
    return [strokes.fields([_corners(bar) for bar in bars], colour=(red, green, blue))]
