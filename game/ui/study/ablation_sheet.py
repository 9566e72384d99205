"""The sheet of ANA's experiment: how many filters of each convolution a right answer needs."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from layerwalk.game.ui import strokes, train_texts
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.strokes import Strokes
from layerwalk.game.ui.study import sheet
from layerwalk.game.ui.study.sheet import CONTROL, HUES, MARKS, About, Sheet
from layerwalk.game.words import Words
from layerwalk.game.world.lettering import Entry
from layerwalk.nn.messages import Needed

ROOM = Rect(left=-0.80, bottom=-0.29, right=0.36, top=0.095)
GAP_M = 0.11
MOST_LAYERS = 3
"""So many layers have a chart of their own; of more it is said how many there are."""
GROUPS = 8
"""Who needs so many filters or more is in the last group."""
ORDERS = ("random", "ablation", "gradient")
BAR, STEP = 0.25, 0.28
"""A bar's width and the distance of bars, in shares of a group's width."""
LEGEND = Rect(left=0.45, bottom=-0.36, right=0.97, top=0.27)
ROW_M = 0.13
ANA = ("conv1", "conv2")
"""The layers of which ANA tells, in its small network."""
ANA_NETWORK = "ana-small"


def draw(needed: Sequence[Needed], about: About, words: Words, *, network: str, layers: Sequence[str]) -> Sheet:
    """Return the sheet of what is known by now. network: its name. layers: as people call them, those to come too."""
    names = list(dict.fromkeys(each.layer for each in needed))[:MOST_LAYERS]
    charts = list(zip(names, layers, _rooms(len(layers[:MOST_LAYERS])), strict=False))
    most = _most(needed)
    parts, texts = [*_legend()], [*_head(about, words)]
    for name, title, room in charts:
        rows = {each.order: each for each in needed if each.layer == name}
        groups = min(GROUPS, next(iter(rows.values())).units)
        parts += [*sheet.grid(room, [share / most for share in _ticks(most)]), *_bars(rows, room, groups, most)]
        ana = words(f"studies.ana.{name}") if network == ANA_NETWORK and name in ANA else ""
        texts += [*_chart_texts(rows, title, ana, room, groups, most, words)]
        if room.left == ROOM.left:
            texts += sheet.percents(room, _ticks(most), words, most=most)
    texts += _legend_texts(words, more=len(layers) - MOST_LAYERS)
    return Sheet(drawn=strokes.joined(parts), written=tuple(texts))


def found(needed: Sequence[Needed], layers: Sequence[str], words: Words) -> str:
    """Return the sentence on what was found in the first layer, '' where that is not known yet."""
    first = {each.order: each for each in needed if each.layer == needed[0].layer} if needed else {}
    if len(first) < len(ORDERS):
        return ""
    shares = {order: words("numbers.percent", value=round(100 * first[order].single)) for order in ORDERS}
    return words("studies.found.ablation", layer=layers[0], best=shares["ablation"], random=shares["random"])


def _rooms(count: int) -> list[Rect]:
    wide_m = (ROOM.width - GAP_M * (count - 1)) / max(count, 1)
    lefts = [ROOM.left + index * (wide_m + GAP_M) for index in range(count)]
    return [Rect(left=left, bottom=ROOM.bottom, right=left + wide_m, top=ROOM.top) for left in lefts]


def _shares(needed: Needed, groups: int) -> list[float]:
    """Return the share of runs that needed 1, 2, ... filters; the last of so many groups has all above it too."""
    shares = needed.shares
    return [*map(float, shares[: groups - 1]), float(shares[groups - 1 :].sum())]


def _most(needed: Sequence[Needed]) -> float:
    """Return the upper end of the charts' axis, a multiple of a quarter."""
    highest = max((max(_shares(each, min(GROUPS, each.units))) for each in needed), default=0.5)
    return max(0.5, float(np.ceil(highest * 4 - 1e-6)) / 4)


def _ticks(most: float) -> list[float]:
    return [index / 4 for index in range(round(most * 4) + 1)]


def _bars(rows: dict[str, Needed], room: Rect, groups: int, most: float) -> Iterator[Strokes]:
    wide_m = room.width / groups
    for place, order in enumerate(ORDERS):
        if order not in rows:
            continue
        for group, share in enumerate(_shares(rows[order], groups)):
            middle = room.left + wide_m * (group + 0.5 + (place - 1) * STEP)
            top = float(sheet.up(room, share / most))
            left, right = middle - wide_m * BAR / 2, middle + wide_m * BAR / 2
            yield strokes.bar(left, room.bottom, right, top, **_paint(order))
            if order in MARKS and share > 0:
                radius_m = min(0.0105, wide_m * BAR * 0.5)
                above = [(middle, top + 1.9 * radius_m)]
                yield strokes.marks(MARKS[order], above, radius_m=radius_m, colour=HUES[order])


def _paint(order: str) -> dict[str, Any]:
    """Return an order's colour; chance stays in the background."""
    return {"colour": HUES[order]} if order in HUES else {"colour": CONTROL, "alpha": 0.5}


def _head(about: About, words: Words) -> Iterator[Entry]:
    done = {"pictures": words.count(about.pictures), "draws": words.count(about.draws)}
    told = words("studies.sheet.ablation_about", network=about.title, **done)
    yield from sheet.head(words("studies.sheet.ablation"), told)


def _chart_texts(
    rows: dict[str, Needed], title: str, ana: str, room: Rect, groups: int, most: float, words: Words
) -> Iterator[Entry]:
    above_m = 0.145 if ana else 0.04
    yield train_texts.entry(title, room.left, room.top + above_m, sheet.BODY, width_m=room.width)
    if ana:
        above = Rect(left=room.left, bottom=room.top + 0.03, right=room.right, top=room.top + 0.125)
        yield from train_texts.lines(ana, above, sheet.SMALL)
    wide_m = room.width / groups
    more = next(iter(rows.values())).units > groups
    for group in range(groups):
        number = words.count(group + 1) + ("+" if more and group + 1 == groups else "")
        x = room.left + wide_m * (group + 0.5)
        yield train_texts.entry(number, x, room.bottom - 0.055, sheet.SMALL_MIDDLE)
    across = words("studies.sheet.ablation_across")
    yield train_texts.entry(across, room.middle[0], room.bottom - 0.110, sheet.SMALL_MIDDLE, width_m=room.width)


def _legend_rows() -> Iterator[tuple[str, float]]:
    for index, order in enumerate(ORDERS):
        yield order, LEGEND.top - (index + 0.5) * ROW_M


def _legend() -> Iterator[Strokes]:
    for order, z in _legend_rows():
        left = LEGEND.left + 0.03
        yield strokes.bar(left, z - 0.045, left + 0.028, z + 0.015, **_paint(order))
        if order in MARKS:
            yield strokes.marks(MARKS[order], [(left + 0.014, z + 0.037)], radius_m=0.0135, colour=HUES[order])


def _legend_texts(words: Words, *, more: int) -> Iterator[Entry]:
    for order, z in _legend_rows():
        room = Rect(left=LEGEND.left + 0.115, bottom=z - 0.055, right=LEGEND.right, top=z + 0.055)
        yield from sheet.beside(words(f"studies.sheet.ablation_{order}"), room)
    if more > 0:
        room = Rect(left=LEGEND.left, bottom=-0.36, right=LEGEND.right, top=-0.24)
        yield from sheet.beside(words("studies.sheet.more_layers", count=words.count(more)), room)
