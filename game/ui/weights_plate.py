"""The weights of what is pointed at, on a plate in the lower right corner of the picture. Main thread."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass

import panda3d.core as p3d

from layerwalk.game.ui import weights_texts
from layerwalk.game.ui.menu import typeset
from layerwalk.game.ui.weights_texts import Texts
from layerwalk.game.words import Words
from layerwalk.game.world import glyphs, lettering, light
from layerwalk.game.world import weights as drawn
from layerwalk.game.world.glyphs import Glyphs
from layerwalk.nn.messages import Weights

EM = 0.042
TITLE, LINE, PAD = 1.25, 1.5, 0.8
"""In ems: the title's letters, from line to line, round everything."""
WIDE, TALL, MOST_CELL = 1.0, 0.40, 0.10
"""How much room the tiles have at text size 1, and how large a cell may be; the picture is 2 high."""
NEAR = 0.45
"""How much nearer than a base line anything else may be to letters, in ems."""
GROWTH = 1.2
"""Tiles grow with the texts up to so much."""
LEGEND = 0.55
"""How tall the legend's colours are, in ems."""
SLACK = 0.1
"""Lines may be longer than their column by so many ems: the longest one has made it as wide as it is."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Hold what is made of a plate, until it is seen: its letters, the mesh of its picture, its width and height."""

    letters: p3d.GeomNode
    picture: p3d.GeomNode
    size: tuple[float, float]


class WeightsPlate:
    """Hold the plate; `root` is two-dimensional, 2 high."""

    def __init__(self, root: p3d.NodePath, *, opacity: float = drawn.OPACITY) -> None:
        """Show nothing yet; opacity: of the plate."""
        self.path = root.attach_new_node("weights plate")
        self._picture = drawn.Picture(self.path, opacity=opacity)
        self._picture.path.set_bin("fixed", 15)
        self._letters = lettering.lettered(self.path.attach_new_node("letters"))
        self._right, self._room, self._factor = 1.6, 3.2, 1.0
        self._shown: tuple[Weights | None, Words | None, str] = (None, None, "")
        self._laid: tuple[Texts, tuple[int, ...]] | None = None
        self.box: Box | None = None
        """Where it is over its foot, once there is something on it: left, bottom, right, top."""
        self.path.hide()

    def fit(self, *, right: float, room: float, factor: float) -> None:
        """End at `right` and be no wider than `room`, with letters larger by `factor`."""
        if (right, room, factor) != (self._right, self._room, self._factor):
            self._right, self._room, self._factor = right, room, factor
            self._laid = None
            for _ in self._drawing():
                pass

    def stand(self, *, foot: float) -> None:
        """Stand with the lower edge at a height, from -1 to 1."""
        self.path.set_z(foot)

    def show(self, weights: Weights | None, words: Words, *, kind: str = "") -> None:
        """Show weights where there are some, else nothing; kind: of their layer. What is shown is not drawn anew."""
        for _ in self.showing(weights, words, kind=kind):
            pass

    def showing(self, weights: Weights | None, words: Words, *, kind: str = "") -> Iterator[None]:
        """Show weights as `show` does, but in pieces of work; what was there is seen until all is done."""
        if (weights, words, kind) != self._shown:
            self._shown = weights, words, kind
            yield from self._drawing()

    def _drawing(self) -> Iterator[None]:
        weights, words, kind = self._shown
        if weights is None or weights.weights is None or words is None:
            self.path.hide()
            return
        tiles = drawn.tiles(weights.weights)
        written = weights_texts.texts(weights.weights, bias=weights.bias, kind=kind, words=words)
        yield
        coloured = drawn.steps(tiles, most=drawn.most(weights.weights))
        yield
        if (written, tiles.shape) != self._laid:
            self._hang((yield from self._laying(written, tiles.shape)))
            self._laid = written, tiles.shape
        self._picture.write(coloured)
        self.path.show()

    def _laying(self, written: Texts, shape: tuple[int, int, int]) -> Generator[None, None, _Layout]:
        """Find the place of everything, from the foot up, in columns as wide as a longest line that need not break."""
        growth, em = min(self._factor, GROWTH), EM * self._factor
        room = self._room - 2 * PAD * em
        laid = drawn.arrange(shape, wide=min(WIDE * growth, room), tall=TALL * growth, most_cell=MOST_CELL * growth)
        head = TITLE * _width(written.title) + (1 + _width(written.more) if written.more else 0)
        wide = max(laid.size[0], min(room, em * max(_width(written.caption), _width(written.sum), head)))
        yield
        letters = _Letters(left=PAD * em, wide=wide, em=em)
        sum_top = letters.write(written.sum, foot=PAD * em)
        yield
        legend_z = letters.write(written.low, foot=sum_top, colour=light.TEXT) - NEAR * em
        letters.write("0", foot=sum_top, align="centre", colour=light.TEXT)
        yield
        letters.write(written.high, foot=sum_top, align="right", colour=light.TEXT)
        tiles_z = legend_z + (LEGEND + PAD) * em
        tiles_top = tiles_z + laid.size[1]
        yield
        title_z = letters.write(written.caption, foot=tiles_top + PAD * em)
        yield
        letters.write(written.more, foot=title_z, align="right")
        top = letters.write(written.title, foot=title_z, size=TITLE, colour=light.TEXT)
        yield
        joined = glyphs.joined(letters.parts)
        yield
        wide += 2 * PAD * em
        tall = top - NEAR * em + PAD * em / 2
        picture = drawn.laid(
            laid.boxes(left=(wide - laid.size[0]) / 2, top=tiles_top),
            legend=(PAD * em, wide - PAD * em, legend_z, legend_z + LEGEND * em),
            plate=(0.0, wide, 0.0, tall),
        )
        yield
        return _Layout(letters=joined, picture=picture, size=(wide, tall))

    def _hang(self, layout: _Layout) -> None:
        self._letters.get_children().detach()
        self._letters.attach_new_node(layout.letters)
        self._picture.hang(layout.picture)
        wide, tall = layout.size
        self.path.set_x(self._right - wide)
        self.box = self._right - wide, 0.0, self._right, tall


class _Letters:
    """Write lines that break where a column ends, one above the other; `parts` are their letters."""

    def __init__(self, *, left: float, wide: float, em: float) -> None:
        self.parts: list[Glyphs] = []
        self._left, self._wide, self._em = left, wide, em

    def write(
        self,
        text: str,
        *,
        foot: float,
        size: float = 1.0,
        align: str = "left",
        colour: light.Colour = light.SECOND_TEXT,
    ) -> float:
        """Write `text` so that its last base line is at `foot`; return where the base line above it may be."""
        if not text:
            return foot
        em = self._em * size
        leading = float(lettering.font("text").get_line_height()) * em
        x = {"left": self._left, "centre": self._left + self._wide / 2, "right": self._left + self._wide}[align]
        z = foot
        for row in reversed(typeset.wrapped(text, self._wide / em + SLACK)):
            letters = lettering.spelt(row, size_m=em, face="text", colour=colour, align=align)
            self.parts += [part.placed((x, 0.0, z), 0.0) for part in letters]
            z += leading
        return z - leading + LINE * em


def _width(text: str) -> float:
    """Return how wide `text` is, in ems."""
    return 1.0 / lettering.fitting(text, size_m=1e6, width_m=1.0, face="text")
