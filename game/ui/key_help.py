"""The help that shows all keys: pages of columns over a darkened picture. Main thread."""

from collections.abc import Sequence
from dataclasses import dataclass

import panda3d.core as p3d

from layerwalk.game.ui.keys import Group, Texts
from layerwalk.game.world import lettering, light, shaders

EM = 0.046
LINE = 1.36
"""Heights and widths below are in ems of the text."""
HEAD_FOOT, GAP = 0.22, 0.65
KEYS_GAP, COLUMN_GAP = 1.1, 2.0
TITLE_EM = 1.7
TOP, BOTTOM, SIDE = 0.72, -0.84, 0.10
"""Between which heights the columns stand, and how far from the sides; the picture is 2 high."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Place one writing on a page: its left end and base line, in ems from the top left of its column."""

    text: str
    x: float
    z: float
    kind: str


Column = tuple[Piece, ...]


def columns(groups: Sequence[Group], *, tall: float, keys: float) -> tuple[Column, ...]:
    """Put groups one below the other into columns `tall` ems high; `keys` is the width of the keys.

    A group that does not fit below another begins a column; one that is taller than a column goes on in the next.
    """
    made: list[list[Piece]] = [[]]
    at = 0.0
    for group in groups:
        need = LINE * (1 + len(group.lines)) + HEAD_FOOT
        at += GAP if made[-1] else 0.0
        if made[-1] and at + need > tall:
            made.append([])
            at = 0.0
        at += LINE
        made[-1].append(Piece(text=group.title, x=0.0, z=-at, kind="heading"))
        at += HEAD_FOOT
        for line in group.lines:
            if at + LINE > tall:
                made.append([])
                at = 0.0
            at += LINE
            made[-1].append(Piece(text=line.keys, x=0.0, z=-at, kind="keys"))
            made[-1].append(Piece(text=line.title, x=keys + KEYS_GAP, z=-at, kind="title"))
    return tuple(map(tuple, made))


def fitting(groups: Sequence[Group], *, wide: float, tall: float, keys: float, titles: float) -> list[list[Column]]:
    """Return the pages, each as its columns: as few as are needed, all of them of about the same height.

    wide, tall: what a page has, in ems; keys, titles: the widths of the longest keys and titles.
    """
    side_by_side = max(1, int((wide + COLUMN_GAP) / (keys + KEYS_GAP + titles + COLUMN_GAP)))
    needed = len(columns(groups, tall=tall, keys=keys))
    # The lowest height that needs no more columns makes them even.
    heights = [tall * share / 20 for share in range(10, 21)]
    even = next(height for height in heights if len(columns(groups, tall=height, keys=keys)) == needed)
    made = columns(groups, tall=even if needed <= side_by_side else tall, keys=keys)
    return [list(made[first : first + side_by_side]) for first in range(0, len(made), side_by_side)]


class KeyHelp:
    """Hold the help; `root` is two-dimensional, 2 high."""

    def __init__(self, root: p3d.NodePath) -> None:
        """Show nothing yet."""
        self._path = root.attach_new_node("help")
        self._shade = shaded((-4, 4, -1, 1))
        self._shade.reparent_to(root)
        self._shade.set_bin("fixed", 25)
        self._texts: Texts | None = None
        self._page = 0
        self._em, self._aspect = EM, 16 / 9
        self.hide()

    @property
    def is_shown(self) -> bool:
        """Say whether it can be seen."""
        return self._texts is not None

    def fit(self, *, aspect: float, text_size: float) -> None:
        """Follow the picture's shape and the size of texts."""
        self._aspect, self._em = aspect, EM * text_size
        if self._texts is not None:
            self._page = min(self._page, len(self._pages(self._texts)) - 1)
            self._draw(self._texts)

    def turn(self, texts: Texts) -> None:
        """Show the first page, or the one after the page that is shown; hide after the last."""
        self._page = 0 if self._texts is None else self._page + 1
        if self._page >= len(self._pages(texts)):
            self.hide()
            return
        self._texts = texts
        self._draw(texts)

    def hide(self) -> None:
        """Take it away."""
        self._texts = None
        self._path.get_children().detach()
        self._shade.hide()

    def _widths(self, texts: Texts) -> tuple[float, float]:
        lines = [line for group in texts.groups for line in group.lines]
        return max(_width(line.keys) for line in lines), max(_width(line.title) for line in lines)

    def _pages(self, texts: Texts) -> list[list[Column]]:
        keys, titles = self._widths(texts)
        em = self._em_for(keys + KEYS_GAP + titles)
        wide, tall = 2 * (self._aspect - SIDE) / em, (TOP - BOTTOM) / em
        return fitting(texts.groups, wide=wide, tall=tall, keys=keys, titles=titles)

    def _em_for(self, column: float) -> float:
        """Return the size of the letters: as wanted, where a column so many ems wide fits."""
        return min(self._em, 2 * (self._aspect - SIDE) / column)

    def _draw(self, texts: Texts) -> None:
        self._path.get_children().detach()
        self._shade.show()
        pages, (keys, titles) = self._pages(texts), self._widths(texts)
        page = pages[self._page]
        em = self._em_for(keys + KEYS_GAP + titles)
        step = (keys + KEYS_GAP + titles + COLUMN_GAP) * em
        left = -(step * len(page) - COLUMN_GAP * em) / 2
        drawn = lettering.lettered(self._path.attach_new_node("page"))
        drawn.set_bin("fixed", 30)
        for index, column in enumerate(page):
            for piece in column:
                made = _letters(piece, size=em)
                made.reparent_to(drawn)
                made.set_pos(left + index * step + piece.x * em, 0, TOP + piece.z * em)
        self._write(drawn, texts.title, left=left, z=TOP + 0.10, size=TITLE_EM * EM)
        is_last = self._page == len(pages) - 1
        foot = texts.close if is_last else texts.more.format(page=self._page + 1, pages=len(pages))
        self._write(drawn, foot, left=left, z=BOTTOM - 0.12, size=min(em, 1.4 * EM), second=True)
        drawn.flatten_strong()

    @staticmethod
    def _write(parent: p3d.NodePath, text: str, *, left: float, z: float, size: float, second: bool = False) -> None:
        colour, face = (light.SECOND_TEXT, "text") if second else (light.TEXT, "display")
        made = lettering.line(text, size_m=size, face=face, colour=colour, align="left")
        made.reparent_to(parent)
        made.set_pos(left, 0, z)


def _letters(piece: Piece, *, size: float) -> p3d.NodePath:
    if piece.kind == "heading":
        return lettering.line(piece.text, size_m=size * 1.12, face="display", align="left")
    colour = light.TEXT if piece.kind == "keys" else light.SECOND_TEXT
    return lettering.line(piece.text, size_m=size, colour=colour, align="left")


def _width(text: str) -> float:
    """Return how wide `text` is, in ems."""
    node = p3d.TextNode("measure")
    node.set_font(lettering.font("text"))
    return float(node.calc_width(text))


def shaded(frame: tuple[float, float, float, float]) -> p3d.NodePath:
    """Make a rectangle (left, right, bottom, top) that darkens the picture behind letters."""
    card = p3d.CardMaker("shade")
    card.set_frame(*frame)
    path = p3d.NodePath(card.generate())
    shaders.wear(path, "shade")
    path.set_transparency(p3d.TransparencyAttrib.M_alpha)
    return path
