"""The sheet of fooling: how many pictures a network takes for something else, and after how many small steps."""

from collections.abc import Iterator

import numpy as np

from layerwalk.game.ui import strokes, train_texts
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.ui.study import sheet
from layerwalk.game.ui.study.sheet import About, Sheet
from layerwalk.game.words import Words
from layerwalk.game.world.lettering import Entry
from layerwalk.nn.messages import FoolRate

CHART = Rect(left=-0.80, bottom=-0.29, right=0.30, top=0.215)
STEPS = 40
"""The chart is so many steps wide: no picture is given more."""
BAR = 0.72
HUE = sheet.HUES["ablation"]


def draw(rate: FoolRate, about: About, words: Words) -> Sheet:
    """Return the sheet of what is known by now."""
    most = _most(rate)
    ticks = [number / most for number in sheet.numbers(most)]
    parts = [*sheet.grid(CHART, ticks), *_bars(rate, most), *_median(rate)]
    return Sheet(drawn=strokes.joined(parts), written=tuple(_texts(rate, about, words, most)))


def found(rate: FoolRate, words: Words) -> str:
    """Return the sentence on what was found, '' where nothing is known yet."""
    if not rate.pictures:
        return ""
    share = words("numbers.percent", value=round(100 * rate.rate))
    return words("studies.found.fool", share=share, pictures=words.count(rate.pictures))


def _counts(rate: FoolRate) -> np.ndarray:
    """Return how many pictures took 1, 2, ... steps, (STEPS,)."""
    return np.bincount(np.asarray(rate.steps, np.int64), minlength=STEPS + 1)[1:]


def _most(rate: FoolRate) -> int:
    """Return the upper end of the axis: a number that is easily read."""
    highest = max(5, int(_counts(rate).max()))
    ends = (base * int(10**power) for power in range(9) for base in (5, 10, 20))
    return next(end for end in ends if end >= highest)


def _at(step: float) -> float:
    return float(sheet.across(CHART, (step - 0.5) / STEPS))


def _bars(rate: FoolRate, most: int) -> Iterator[Strokes]:
    half_m = CHART.width / STEPS * BAR / 2
    for step, count in enumerate(_counts(rate), start=1):
        if count:
            top = float(sheet.up(CHART, count / most))
            yield strokes.bar(_at(step) - half_m, CHART.bottom, _at(step) + half_m, top, colour=HUE)


def _median(rate: FoolRate) -> Iterator[Strokes]:
    """Draw a dashed line at the median of the steps."""
    if rate.median_steps is not None:
        x = _at(rate.median_steps)
        line = np.array([(x, CHART.bottom), (x, CHART.top)])
        yield from sheet.dashed(line, (0.03, 0.02), width_m=sheet.THIN_M, colour=sheet.CONTROL)
        yield strokes.marks("wedge", [(x, CHART.top)], radius_m=sheet.MARK_M, colour=sheet.CONTROL)


def _texts(rate: FoolRate, about: About, words: Words, most: int) -> Iterator[Entry]:
    yield from sheet.head(words("studies.sheet.fool"), words("studies.sheet.fool_about", network=about.title))
    yield train_texts.entry(words("studies.sheet.fool_up"), CHART.left - 0.14, CHART.top + 0.042, sheet.SMALL)
    for number in sheet.numbers(most):
        z = float(sheet.up(CHART, number / most)) - sheet.CAPITAL * sheet.SMALL.size_m
        yield train_texts.entry(words.count(number), CHART.left - 0.025, z, sheet.SMALL_RIGHT)
    for step in (1, 10, 20, 30, STEPS):
        yield train_texts.entry(words.count(step), _at(step), CHART.bottom - 0.055, sheet.SMALL_MIDDLE)
    across = words("studies.sheet.fool_across")
    yield train_texts.entry(across, CHART.middle[0], CHART.bottom - 0.110, sheet.SMALL_MIDDLE)
    yield from _figures(rate, words)


def _figures(rate: FoolRate, words: Words) -> Iterator[Entry]:
    """Write the rate large, and under it how many pictures and how many steps."""
    share = words("numbers.percent", value=round(100 * rate.rate))
    yield train_texts.entry(share, sheet.RIGHT, 0.09, sheet.LARGE_RIGHT)
    counts = {"fooled": words.count(rate.fooled), "pictures": words.count(rate.pictures)}
    yield train_texts.entry(words("studies.sheet.fool_of", **counts), sheet.RIGHT, 0.01, sheet.SMALL_RIGHT, width_m=0.6)
    if rate.median_steps is not None:
        median = words("studies.sheet.fool_median", steps=words.short(rate.median_steps))
        yield train_texts.entry(median, sheet.RIGHT, -0.06, sheet.SMALL_RIGHT, width_m=0.6)
