"""A sheet with a study on it: strokes and texts, and the parts that all sheets share. Metres from its middle, Z up."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from layerwalk.game.ui import curves, strokes, train_texts
from layerwalk.game.ui.menu import typeset
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.ui.train_texts import Style
from layerwalk.game.words import Words
from layerwalk.game.world import light
from layerwalk.game.world.lettering import Entry
from layerwalk.game.world.light import Colour

SIZE_M = (2.08, 1.17)
LEFT, RIGHT = -0.96, 0.96
HEAD = Rect(left=LEFT, bottom=0.325, right=RIGHT, top=0.53)
"""Where the title stands, and what was done."""
FOOT = Rect(left=LEFT, bottom=-0.545, right=0.46, top=-0.445)
"""Where it is said what was found; beside it there is room for buttons."""
HUES: dict[str, Colour] = {**dict(zip(("ablation", "gradient", "activation"), curves.HUES, strict=False))}
CONTROL = curves.HUES[-1]
MARKS = {"ablation": "square", "gradient": "diamond", "activation": "triangle"}
"""A mark for every order, for those who cannot tell its colour from another."""
DASHES = {"ablation": (), "gradient": (0.045, 0.022), "activation": (0.016, 0.018)}
"""A line's pieces and gaps, for the same reason; none for a whole line."""
LINE_M, THIN_M, MARK_M, GRID_M = 0.0105, 0.0075, 0.015, 0.0036
APART_M = 0.085
"""Marks on a curve stand at least so far apart."""
BAND = 0.24
"""How strongly a band is laid over the ground."""
TITLE = Style(size_m=0.072, face="display")
BODY, SECOND = Style(size_m=0.046), Style(size_m=0.042, colour=light.SECOND_TEXT)
SMALL = Style(size_m=0.038, colour=light.SECOND_TEXT)
SMALL_RIGHT = Style(size_m=0.038, colour=light.SECOND_TEXT, align="right")
SMALL_MIDDLE = Style(size_m=0.038, colour=light.SECOND_TEXT, align="centre")
LARGE_RIGHT = Style(size_m=0.19, face="display", align="right")
CAPITAL = 0.37
"""Half the height of a capital, in ems."""
MOST_NUMBERS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Hold what is drawn and what is written on a sheet."""

    drawn: Strokes
    written: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Say what was studied. title: of the network; layer: as people call it."""

    title: str
    layer: str = ""
    pictures: int = 0
    draws: int = 0


def across(rect: Rect, shares: ArrayLike) -> np.ndarray:
    """Return the places of shares of a chart's width."""
    return np.asarray(rect.left + np.asarray(shares, np.float64) * rect.width)


def up(rect: Rect, shares: ArrayLike) -> np.ndarray:
    """Return the heights of shares of a chart's height."""
    return np.asarray(rect.bottom + np.asarray(shares, np.float64) * rect.height)


def grid(rect: Rect, shares: Sequence[float]) -> Iterator[Strokes]:
    """Draw a chart's lines, and a stronger one at its foot."""
    for share in shares:
        z = float(up(rect, share))
        yield strokes.line([(rect.left, z), (rect.right, z)], width_m=GRID_M, colour=light.TEXT, alpha=0.20)
    foot = [(rect.left, rect.bottom), (rect.right, rect.bottom)]
    yield strokes.line(foot, width_m=GRID_M * 1.4, colour=light.SECOND_TEXT, alpha=0.8)


def percents(rect: Rect, shares: Sequence[float], words: Words, *, most: float = 1.0) -> Iterator[Entry]:
    """Write shares beside a chart, whose upper end is the share `most`."""
    for share in shares:
        z = float(up(rect, share / most)) - CAPITAL * SMALL.size_m
        yield train_texts.entry(words("numbers.percent", value=round(share * 100)), rect.left - 0.035, z, SMALL_RIGHT)


def numbers(most: int) -> list[int]:
    """Return the numbers below a chart: few and round, from none to `most`."""
    rounds = (base * 10**power for power in range(9) for base in (1, 2, 5))
    step = next(step for step in rounds if most / step <= MOST_NUMBERS)
    return [number for number in range(0, most, step) if most - number >= step * 0.6] + [most]


def curve(places: ArrayLike, name: str) -> Iterator[Strokes]:
    """Draw the curve of an order through (n, 2), with its marks as close as they can be told apart."""
    path = np.asarray(places, np.float64)
    yield from dashed(path, DASHES[name], width_m=LINE_M, colour=HUES[name])
    # The orders' marks stand at different places where there are too many for all of them.
    every = max(1, math.ceil(APART_M / max(float(np.diff(path[:, 0]).min(initial=1.0)), 1e-6)))
    first = tuple(MARKS).index(name) * every // len(MARKS)
    yield from marked(path[first::every], name)


def marked(places: ArrayLike, name: str) -> Iterator[Strokes]:
    """Draw an order's marks, with a dark rim that parts them from the lines."""
    yield strokes.marks(MARKS[name], places, radius_m=MARK_M * 1.45, colour=light.PLATE)
    yield strokes.marks(MARKS[name], places, radius_m=MARK_M, colour=HUES[name])


def dashed(places: np.ndarray, dash: tuple[float, ...], *, width_m: float, colour: Colour) -> Iterator[Strokes]:
    """Draw a line in pieces; dash: their length and that of the gaps, () for a whole line."""
    if len(places) < 2:
        return
    if not dash:
        yield strokes.line(places, width_m=width_m, colour=colour)
        return
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(places, axis=0), axis=1))])
    ends = np.concatenate([np.arange(start, way[-1], sum(dash)) for start in (0.0, dash[0])])
    stops = np.unique(np.concatenate([way, ends]))
    seen = (stops[1:] + stops[:-1]) / 2 % sum(dash) < dash[0]
    path = np.stack([np.interp(stops, way, places[:, axis]) for axis in (0, 1)], axis=1).astype(np.float32)
    yield strokes.pieces(path[:-1][seen], path[1:][seen], width_m=width_m, colour=colour)


def band(low: ArrayLike, high: ArrayLike, *, colour: Colour) -> Iterator[Strokes]:
    """Fill what lies between two lines of as many places, (n, 2) each, from left to right."""
    below, above = np.asarray(low, np.float32), np.asarray(high, np.float32)
    corners = np.stack([below[:-1], below[1:], above[1:], above[:-1]], axis=1)
    yield strokes.fields(corners, colour=colour, alpha=BAND)


def head(title: str, about: str) -> Iterator[Entry]:
    """Write the title, and below it what was done."""
    yield train_texts.entry(title, HEAD.left, HEAD.top - 0.062, TITLE, width_m=HEAD.width)
    room = Rect(left=HEAD.left, bottom=HEAD.bottom, right=HEAD.right, top=HEAD.top - 0.093)
    yield from train_texts.lines(about, room, SECOND)


def with_foot(sheet: Sheet, text: str) -> Sheet:
    """Return a sheet on which it is also written what was found."""
    return replace(sheet, written=(*sheet.written, *train_texts.lines(text, FOOT, BODY))) if text else sheet


def beside(text: str, room: Rect) -> Iterator[Entry]:
    """Write a legend's text in one line or two round the middle of its room."""
    size, parts = typeset.boxed(text, room, size_m=SMALL.size_m)
    top = room.middle[1] + typeset.tall(parts, size) / 2
    for line in typeset.written(parts, left=room.left, top=top, size_m=size):
        yield train_texts.entry(line.text, line.x, line.z, replace(SMALL, size_m=size, colour=light.TEXT))
