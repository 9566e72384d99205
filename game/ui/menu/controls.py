"""How toggles, choices and sliders are laid out."""

from dataclasses import replace
from typing import Any

from layerwalk.game.ui.menu import rect as rects
from layerwalk.game.ui.menu import typeset
from layerwalk.game.ui.menu.items import Choice, Slider, Toggle
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.menu.spots import Block, ink_of, spot_of
from layerwalk.game.ui.menu.style import Style
from layerwalk.game.ui.menu.typeset import Writing
from layerwalk.game.words import Words


def _labelled(item: Any, width_m: float, *, style: Style, beside_m: float) -> tuple[float, tuple[Writing, ...]]:
    """Write an item's text at the left of a width of which `beside_m` is taken; return its height too."""
    pad = style.pad_m
    size, lines = typeset.fitted(item.text, size_m=style.body_m, width_m=width_m - 2 * pad - beside_m)
    height = typeset.tall(lines, size) + 1.5 * pad
    return height, typeset.written(lines, left=pad, top=-0.75 * pad, size_m=size, ink=ink_of(item.enabled))


def toggle(item: Toggle, width_m: float, *, style: Style, words: Words) -> Block:
    """Lay a toggle out: its text, and at the right end its state in a word and a switch."""
    pad, unit = style.pad_m, style.body_m
    on, off = words("menu.on"), words("menu.off")
    switch_m = unit * 1.9
    word_m = max(typeset.width_em(on), typeset.width_em(off)) * style.note_m
    height, writings = _labelled(item, width_m, style=style, beside_m=switch_m + word_m + 1.6 * pad)
    right = width_m - pad
    switch = rects.around(right - switch_m / 2, -height / 2, width_m=switch_m, height_m=unit * 1.08)
    writings += typeset.written(
        (on if item.on else off,),
        left=0,
        right=switch.left - 0.6 * pad,
        top=-height / 2 + style.note_m * (typeset.RISE - 0.37),
        size_m=style.note_m,
        align="right",
        ink=ink_of(item.enabled, "second"),
    )
    spot = spot_of(item, "toggle", width_m, height, {"switch": switch})
    return Block(height_m=height, writings=writings, spots=(spot,))


def choice(item: Choice, width_m: float, *, style: Style, words: Words) -> Block:
    """Lay a choice out: its text, and beside it or below it the value between two arrows."""
    pad, unit = style.pad_m, style.body_m
    arrow_m = unit * 1.3
    box_m = max(_longest_m(item, unit) + 2 * arrow_m + pad, unit * 5)
    stacked = _is_stacked(item, width_m, box_m, style=style)
    box_m = width_m - 2 * pad if stacked else box_m
    height, writings = _labelled(item, width_m, style=style, beside_m=0.0 if stacked else box_m + pad)
    chosen = next((text for value, text in item.options if value == item.chosen), str(item.chosen))
    size, lines = typeset.fitted(chosen, size_m=unit, width_m=box_m - 2 * arrow_m)
    value_tall = typeset.tall(lines, size)
    box_tall = max(value_tall + pad * 0.5, unit * 1.35)
    if stacked:
        left, middle = pad, -height - box_tall / 2 + pad * 0.3
        height += box_tall + pad * 0.35
    else:
        height = max(height, box_tall + pad * 0.8)
        left, middle = width_m - pad * 0.6 - box_m, -height / 2
        writings = _centred(writings, height)
    box = rects.around(left + box_m / 2, middle, width_m=box_m, height_m=box_tall)
    top, ink = middle + value_tall / 2, ink_of(item.enabled)
    writings += typeset.written(lines, left=box.left, right=box.right, top=top, size_m=size, align="centre", ink=ink)
    less, more = replace(box, right=box.left + arrow_m), replace(box, left=box.right - arrow_m)
    spot = spot_of(item, "choice", width_m, height, {"box": box, "less": less, "more": more})
    return Block(height_m=height, writings=writings, spots=(spot,))


def _longest_m(item: Choice, unit: float) -> float:
    return max((typeset.width_em(text) for _, text in item.options), default=0.0) * unit


def _is_stacked(item: Choice, width_m: float, box_m: float, *, style: Style) -> bool:
    """Say whether the value stands below the text: beside it one of them would be squeezed."""
    free_m = width_m - box_m - 3 * style.pad_m
    label_m = typeset.width_em(item.text) * style.body_m
    return box_m > 0.62 * width_m or (label_m > free_m and free_m < 0.36 * width_m)


def _centred(writings: tuple[Writing, ...], height_m: float) -> tuple[Writing, ...]:
    """Move letters up or down into the middle of a height."""
    if not writings:
        return writings
    up = -height_m / 2 - (writings[0].box.top + writings[-1].box.bottom) / 2
    return tuple(writing.moved(z=up) for writing in writings)


def slider(item: Slider, width_m: float, *, style: Style, words: Words) -> Block:
    """Lay a slider out: its text and its number, and its track below them."""
    pad, unit = style.pad_m, style.body_m
    size, lines = typeset.fitted(item.shown, size_m=unit, width_m=width_m * 0.5)
    shown_m = max(typeset.widest(lines) * size, width_m * 0.2)
    label_tall, writings = _labelled(item, width_m, style=style, beside_m=shown_m + pad)
    ink = ink_of(item.enabled, "title")
    writings += typeset.written(
        lines, left=0, right=width_m - pad, top=-0.75 * pad, size_m=size, align="right", ink=ink
    )
    foot = -max(label_tall, typeset.tall(lines, size) + 1.5 * pad)
    inset = pad + unit * 0.4
    track = Rect(left=inset, right=width_m - inset, bottom=foot - unit * 0.55, top=foot + unit * 0.25)
    height = -foot + unit * 0.7 + pad * 0.5
    spot = spot_of(item, "slider", width_m, height, {"track": track})
    return Block(height_m=height, writings=writings, spots=(spot,))
