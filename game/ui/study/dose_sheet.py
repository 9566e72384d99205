"""The sheet of a dose-response curve: how the accuracy falls as more and more parts of a layer are removed."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from layerwalk.game.ui import strokes, train_texts
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.ui.study import sheet
from layerwalk.game.ui.study.sheet import CONTROL, MARKS, About, Sheet
from layerwalk.game.words import Words
from layerwalk.game.world.lettering import Entry

CHART = Rect(left=-0.80, bottom=-0.29, right=0.36, top=0.215)
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
LEGEND = Rect(left=0.45, bottom=-0.36, right=0.97, top=0.27)
SAMPLE_M, ROW_M = 0.085, 0.122

Curves = Mapping[str, Sequence[float]]
"""Columns by name as they are written to a table; not a number where nothing is known yet."""


def draw(curves: Curves, about: About, words: Words) -> Sheet:
    """Return the sheet of `curves`."""
    parts = [*sheet.grid(CHART, SHARES), *_curves(curves), *_legend(curves)]
    return Sheet(drawn=strokes.joined(parts), written=tuple(_texts(curves, about, words)))


def halved(curves: Curves, name: str) -> int | None:
    """Return how many parts are gone when half of the right answers are; None where that is not known."""
    column = np.asarray(curves[name])
    if np.isnan(column).any():
        return None
    under = np.flatnonzero(column <= column[0] / 2)
    return int(curves["removed"][under[0]]) if len(under) else None


def found(curves: Curves, words: Words) -> str:
    """Return the sentence on what was found, '' where that is not known yet."""
    units, chance = int(curves["removed"][-1]), halved(curves, "random")
    orders = [order for order in MARKS if order in curves]
    first = halved(curves, orders[0]) if orders else None
    if chance is None:
        return ""
    values = {"units": words.count(units), "random": words.count(chance)}
    if first is None:
        return words("studies.found.dose_random", **values)
    return words("studies.found.dose", count=words.count(first), **values)


def _places(curves: Curves, name: str) -> np.ndarray:
    """Return the places of what is known of a curve, (n, 2)."""
    removed, column = np.asarray(curves["removed"], np.float64), np.asarray(curves[name], np.float64)
    places = np.stack([sheet.across(CHART, removed / removed[-1]), sheet.up(CHART, column)], axis=1)
    return np.asarray(places[~np.isnan(column)])


def _curves(curves: Curves) -> Iterator[Strokes]:
    yield from sheet.band(_places(curves, "random_low"), _places(curves, "random_high"), colour=CONTROL)
    yield from sheet.dashed(_places(curves, "random"), (), width_m=sheet.THIN_M, colour=CONTROL)
    for order in MARKS:
        if order in curves:
            yield from sheet.curve(_places(curves, order), order)


def _rows(curves: Curves) -> Iterator[tuple[str, float]]:
    """Yield what the legend explains, and the height of its middle."""
    names = [*(order for order in MARKS if order in curves), "random", "band"]
    for index, name in enumerate(names):
        yield name, LEGEND.top - (index + 0.5) * ROW_M


def _legend(curves: Curves) -> Iterator[Strokes]:
    for name, z in _rows(curves):
        start, end = LEGEND.left, LEGEND.left + SAMPLE_M
        line = np.array([(start, z), (end, z)])
        if name == "band":
            yield from sheet.band(line - [0, 0.022], line + [0, 0.022], colour=CONTROL)
        elif name == "random":
            yield strokes.line(line, width_m=sheet.THIN_M, colour=CONTROL)
        else:
            yield from sheet.dashed(line, sheet.DASHES[name], width_m=sheet.LINE_M, colour=sheet.HUES[name])
            yield from sheet.marked([line.mean(axis=0)], name)


def _texts(curves: Curves, about: About, words: Words) -> Iterator[Entry]:
    units = int(curves["removed"][-1])
    done = {"pictures": words.count(about.pictures), "draws": words.count(about.draws)}
    yield from sheet.head(words("study.title", layer=about.layer), words("study.about", network=about.title, **done))
    yield train_texts.entry(words("study.up"), CHART.left - 0.14, CHART.top + 0.032, sheet.SMALL)
    yield from sheet.percents(CHART, SHARES, words)
    for number in sheet.numbers(units):
        x = float(sheet.across(CHART, number / units))
        yield train_texts.entry(words.count(number), x, CHART.bottom - 0.055, sheet.SMALL_MIDDLE)
    label = words("study.across", units=words.count(units))
    yield train_texts.entry(label, CHART.middle[0], CHART.bottom - 0.110, sheet.SMALL_MIDDLE)
    for name, z in _rows(curves):
        room = Rect(left=LEGEND.left + SAMPLE_M + 0.03, bottom=z - 0.05, right=LEGEND.right, top=z + 0.05)
        yield from sheet.beside(words(f"study.{name}"), room)
