"""What the overview board says and draws, and where: plain texts and strokes. Board, metres, origin in its middle."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from layerwalk.game.overview import Merge, Summary
from layerwalk.game.ui import strokes, train_texts
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.ui.train_texts import Style
from layerwalk.game.words import Words
from layerwalk.game.world import light, palette
from layerwalk.game.world.lettering import Entry
from layerwalk.game.world.weights import Box

SIZE_M = (1.36, 1.24)
LEFT, RIGHT = -0.62, 0.62
COLUMN = -0.13
"""Where the right column begins."""
PICTURE: Box = (LEFT, -0.20, 0.012, 0.432)
LEGEND: Box = (LEFT, -0.20, -0.078, -0.054)
CHART = Rect(left=-0.045, bottom=-0.098, right=RIGHT, top=0.095)
WEIGHTS: Box = (LEFT, 0.20, -0.582, -0.307)
WEIGHTS_LEGEND: Box = (0.27, RIGHT, -0.365, -0.341)
SUM = Rect(left=0.27, bottom=-0.59, right=RIGHT, top=-0.425)
"""What the colours of the weights mean."""
TITLE_Z, SHAPE_Z, CAPTION_Z, LIMITS_Z, SPREAD_Z, TENFOLD_Z, RULE_Z, WEIGHTS_Z = (
    *(0.530, 0.468, -0.026, -0.114),
    *(0.118, -0.186, -0.235, -0.283),
)
FACTS_Z, FACT_M, NOTE_M = 0.395, 0.060, 0.044
LABELS_M, VALUES_M = 0.42, 0.31
BUTTON = Rect(left=LEFT, bottom=-0.205, right=-0.20, top=-0.142)
"""The button under the picture, or two in its place."""
COUNT = Rect(left=0.42, bottom=0.188, right=RIGHT, top=0.246)
CLOSE = Rect(left=0.558, bottom=0.518, right=RIGHT, top=0.580)
LINE_M, HAIR_M = 0.004, 0.002
TITLE = Style(size_m=0.058, face="display")
TEXT = Style(size_m=0.0385)
LABEL = Style(size_m=0.0385, colour=light.SECOND_TEXT)
VALUE = Style(size_m=0.0385, align="right")
SMALL = Style(size_m=0.0385, colour=light.SECOND_TEXT)
SMALL_RIGHT = Style(size_m=0.0385, colour=light.SECOND_TEXT, align="right")
SMALL_MIDDLE = Style(size_m=0.0385, colour=light.SECOND_TEXT, align="centre")
PRESSED = Style(size_m=0.0385, align="centre")
LIT: light.Colour = (0.42, 0.29, 0.20)
UNLIT: light.Colour = (0.215, 0.168, 0.150)
CHOSEN: light.Colour = (0.34, 0.245, 0.185)
HALF_EM = 0.36
ONE = 0.35
"""A bar of a single neuron is as tall as this part of the step from 1 to 10."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """Hold what the board tells.

    caption: what the picture is. low, high: what its darkest and its brightest colour stand for. merge: how a layer's
    maps are one picture; None for what is no stack of maps. pulls: the map can be pulled out; is_out: it is.
    dead: how many neurons never answered, of how many. counting: how far that is known, in [0, 1]; None where nobody
    counts. pictures: how many were shown. weights: what the lower picture is; most: how far its colours reach from 0,
    None without weights.
    """

    title: str
    shape: str
    caption: str
    summary: Summary
    low: float
    high: float
    merge: Merge | None
    pulls: bool
    is_out: bool
    dead: tuple[int, int] | None
    counting: float | None
    pictures: int
    weights: str
    most: float | None


def parts(told: Told) -> dict[str, Rect]:
    """Return what can be pressed now."""
    found = {"close": CLOSE}
    if told.merge is not None:
        middle = (BUTTON.left + BUTTON.right) / 2
        found["mean"] = Rect(left=BUTTON.left, bottom=BUTTON.bottom, right=middle - 0.01, top=BUTTON.top)
        found["most"] = Rect(left=middle + 0.01, bottom=BUTTON.bottom, right=BUTTON.right, top=BUTTON.top)
    elif told.pulls:
        found["pull"] = BUTTON
    if told.dead is None:
        found["count"] = COUNT
    return found


def still_texts(told: Told, words: Words) -> list[Entry]:
    """Return what is written that seldom changes."""
    return [*_head(told), *_labels(told, words), *_weights_texts(told, words), *_button_texts(told, words)]


def live_texts(told: Told, words: Words) -> list[Entry]:
    """Return what is written that changes with every drawing."""
    return [*_limits(told, words), *_values(told, words), *_axes(told.summary, words)]


def _head(told: Told) -> Iterator[Entry]:
    yield train_texts.entry(told.title, LEFT, TITLE_Z, TITLE, width_m=1.14)
    yield train_texts.entry(told.shape, LEFT, SHAPE_Z, LABEL, width_m=1.2)


def _limits(told: Told, words: Words) -> Iterator[Entry]:
    left, right, _, _ = PICTURE
    yield train_texts.entry(words.number(told.low), left, LIMITS_Z, SMALL)
    yield train_texts.entry(words.number(told.high), right, LIMITS_Z, SMALL_RIGHT)


def _labels(told: Told, words: Words) -> Iterator[Entry]:
    """Return what the picture, the numbers and the chart are called."""
    left, right, _, _ = PICTURE
    yield train_texts.entry(told.caption, left, CAPTION_Z, SMALL, width_m=right - left)
    for row, name in enumerate(("mean", "most", "zero", "dead")):
        yield train_texts.entry(words(f"overview.{name}"), COLUMN, FACTS_Z - row * FACT_M, LABEL, width_m=LABELS_M)
    yield train_texts.entry(words("overview.spread"), COLUMN, SPREAD_Z, SMALL, width_m=RIGHT - COLUMN)
    yield train_texts.entry(words("overview.tenfold"), COLUMN, TENFOLD_Z, SMALL, width_m=RIGHT - COLUMN)
    z = FACTS_Z - 3 * FACT_M
    if told.dead is not None:
        count, whole = (words.count(number) for number in told.dead)
        yield _value(words("overview.dead_of", share=count, count=whole), z)
        note = words("overview.dead_note", pictures=words.count(told.pictures))
        yield train_texts.entry(note, RIGHT, z - NOTE_M, SMALL_RIGHT)
    elif told.counting is not None:
        note = words("overview.counting", share=words.percent(told.counting))
        yield train_texts.entry(note, COLUMN, z - NOTE_M, SMALL)
    else:
        yield train_texts.entry(words("overview.not_asked"), COLUMN, z - NOTE_M, SMALL)


def _values(told: Told, words: Words) -> Iterator[Entry]:
    summary = told.summary
    zeros = words("overview.dead_of", share=words.count(summary.zeros), count=words.count(summary.count))
    for row, text in enumerate((words.number(summary.mean), words.number(summary.most), zeros)):
        yield _value(text, FACTS_Z - row * FACT_M)


def _value(text: str, z: float) -> Entry:
    return train_texts.entry(text, RIGHT, z, VALUE, width_m=VALUES_M)


def _axes(summary: Summary, words: Words) -> Iterator[Entry]:
    for power in _powers(summary):
        z = _height(10**power, summary) - HALF_EM * SMALL.size_m
        yield train_texts.entry(words.count(10**power), CHART.left - 0.012, z, SMALL_RIGHT, width_m=0.085)
    z = CHART.bottom - 0.040
    yield train_texts.entry(words.number(summary.least), CHART.left, z, SMALL)
    if summary.least < 0 < summary.most:
        yield train_texts.entry("0", _across(0.0, summary), z, SMALL_MIDDLE)
    yield train_texts.entry(words.number(summary.most), CHART.right, z, SMALL_RIGHT)


def _weights_texts(told: Told, words: Words) -> Iterator[Entry]:
    yield train_texts.entry(told.weights, LEFT, WEIGHTS_Z, TEXT, width_m=RIGHT - LEFT)
    if told.most is None:
        return
    left, right, bottom, _ = WEIGHTS_LEGEND
    yield train_texts.entry(words.number(-told.most), left, bottom - 0.038, SMALL)
    yield train_texts.entry("0", (left + right) / 2, bottom - 0.038, SMALL_MIDDLE)
    yield train_texts.entry(f"+{words.number(told.most)}", right, bottom - 0.038, SMALL_RIGHT)
    yield from train_texts.lines(words("weights.sum"), SUM, SMALL)


def _button_texts(told: Told, words: Words) -> Iterator[Entry]:
    labels = {
        "mean": words("overview.as_mean"),
        "most": words("overview.as_most"),
        "pull": words("overview.back" if told.is_out else "overview.pull"),
        "count": words("overview.find_out" if told.counting is None else "overview.stop"),
    }
    for name, rect in parts(told).items():
        if name in labels:
            x, z = rect.middle
            z -= HALF_EM * PRESSED.size_m
            yield train_texts.entry(labels[name], x, z, PRESSED, width_m=0.94 * rect.width)


def drawing(told: Told, *, hovered: str | None) -> Strokes:
    """Return the chart, the buttons and the fine lines."""
    line = strokes.line([(LEFT, RULE_Z), (RIGHT, RULE_Z)], width_m=HAIR_M, colour=light.FRAME)
    return strokes.joined([line, *_chart(told.summary), *_buttons(told, hovered)])


def _buttons(told: Told, hovered: str | None) -> Iterator[Strokes]:
    for name, rect in parts(told).items():
        is_chosen = name == told.merge
        colour = LIT if name == hovered else CHOSEN if is_chosen else UNLIT
        yield strokes.bar(rect.left, rect.bottom, rect.right, rect.top, colour=colour)
        if is_chosen:
            yield strokes.bar(rect.left, rect.bottom, rect.right, rect.bottom + 2 * LINE_M, colour=light.AMBER)
        if name == "close":
            x, z = rect.middle
            for sign in (-1, 1):
                ends = [(x - 0.015, z - 0.015 * sign), (x + 0.015, z + 0.015 * sign)]
                yield strokes.line(ends, width_m=LINE_M, colour=light.TEXT)


def _chart(summary: Summary) -> Iterator[Strokes]:
    for power in _powers(summary):
        z = _height(10**power, summary)
        ends = [(CHART.left, z), (CHART.right, z)]
        yield strokes.line(ends, width_m=HAIR_M, colour=light.FRAME, alpha=0.7)
    step = CHART.width / len(summary.counts)
    for place, count in enumerate(summary.counts):
        if count:
            left = CHART.left + place * step
            top = _height(int(count), summary)
            yield strokes.bar(left + 0.1 * step, CHART.bottom, left + 0.9 * step, top, colour=light.SECOND_TEXT)
    foot = [(CHART.left, CHART.bottom), (CHART.right, CHART.bottom)]
    yield strokes.line(foot, width_m=HAIR_M, colour=light.SECOND_TEXT)
    if summary.least < 0 < summary.most:
        x = _across(0.0, summary)
        zero = [(x, CHART.bottom - 0.008), (x, CHART.top)]
        yield strokes.line(zero, width_m=HAIR_M, colour=light.TEXT, alpha=0.8)


def _powers(summary: Summary) -> range:
    """Return the powers of ten that have a line."""
    most = int(summary.counts.max(initial=0))
    return range(len(str(most)) if most else 0)


def _height(count: int, summary: Summary) -> float:
    """Return how high up a count is, in steps of ten times as many."""
    most = max(10, int(summary.counts.max(initial=1)))
    return CHART.bottom + CHART.height * (ONE + math.log10(count)) / (ONE + math.log10(most))


def _across(value: float, summary: Summary) -> float:
    span = summary.most - summary.least
    return CHART.left + CHART.width * ((value - summary.least) / span if span else 0.5)


def legend(palette_name: str, box: Box, *, steps: int = 48) -> Strokes:
    """Return the colours of a palette from left to right."""
    left, right, bottom, top = box
    colours = palette.look_up(np.linspace(0, 1, steps), name=palette_name) / 255.0
    edges = np.linspace(left, right, steps + 1)
    return strokes.joined(
        [
            strokes.bar(float(a), bottom, float(b), top, colour=(float(red), float(green), float(blue)))
            for a, b, (red, green, blue) in zip(edges[:-1], edges[1:], colours, strict=True)
        ]
    )
