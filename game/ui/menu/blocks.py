"""How an item is laid out: texts here, everything else by its own kind."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from layerwalk.game.ui.menu import buttons, controls, typeset
from layerwalk.game.ui.menu import rect as rects
from layerwalk.game.ui.menu.items import Button, Choice, Item, Row, Slider, Text, Toggle
from layerwalk.game.ui.menu.spots import Block, Spot, down
from layerwalk.game.ui.menu.style import Style
from layerwalk.game.ui.menu.typeset import Face, Ink
from layerwalk.game.words import Words


def block(item: Item, width_m: float, *, style: Style, words: Words) -> Block:
    """Lay an item out in a width."""
    build: Callable[..., Block] = BUILDERS[type(item)]
    return build(item, width_m, style=style, words=words)


ICON = 2.5 * typeset.LEADING
"""A picture's side beside a text, in ems of the text."""


def _text(item: Text, width_m: float, *, style: Style, words: Words) -> Block:
    if item.icon:
        return _illustrated(item, width_m, style=style, words=words)
    if item.note:
        return _noted(item, width_m, style=style)
    faulty = item.style == "fault"
    size_m = {"heading": style.heading_m, "note": style.note_m}.get(item.style, style.body_m)
    ink: Ink = {"heading": "title", "fault": "fault", "note": "second"}.get(item.style, "text")  # type: ignore[assignment]
    face: Face = "display" if item.style == "heading" else "text"
    mark_m = style.body_m * 1.1 + style.pad_m * 1.6 if faulty else 0.0
    size, lines = typeset.fitted(item.text, size_m=size_m, width_m=width_m - mark_m - style.pad_m * faulty, face=face)
    pad = style.pad_m * 0.8 if faulty else 0.0
    writings = typeset.written(lines, left=mark_m, top=-pad, size_m=size, face=face, ink=ink)
    height = typeset.tall(lines, size) + 2 * pad
    if not faulty:
        return Block(height_m=height, writings=writings)
    mark = rects.around(mark_m / 2, -pad - size / 2, width_m=style.body_m * 1.1, height_m=style.body_m * 1.1)
    spot = Spot(name="", kind="fault", rect=down(width_m, height), parts={"mark": mark}, item=item)
    return Block(height_m=height, writings=writings, spots=(spot,))


def _illustrated(item: Text, width_m: float, *, style: Style, words: Words) -> Block:
    """Lay a text out beside its picture, both with the same middle."""
    side, gap = style.body_m * ICON, style.pad_m * 1.2
    text = _text(replace(item, icon=""), width_m - side - gap, style=style, words=words)
    height = max(side, text.height_m)
    beside = text.moved(x=side + gap, z=-(height - text.height_m) / 2)
    drawing = rects.around(side / 2, -height / 2, width_m=side, height_m=side)
    spot = Spot(name="", kind="drawing", rect=drawing, parts={"icon": drawing}, item=item)
    return Block(height_m=height, writings=beside.writings, spots=(spot, *beside.spots))


def _noted(item: Text, width_m: float, *, style: Style) -> Block:
    """Lay a text out over the left part of a width, its note over the right part."""
    size = style.note_m
    note_size, notes = typeset.fitted(item.note, size_m=size, width_m=width_m * 0.42)
    room_m = width_m - typeset.widest(notes) * note_size - style.pad_m
    size, lines = typeset.fitted(item.text, size_m=size, width_m=room_m)
    writings = typeset.written(lines, left=0.0, top=0.0, size_m=size)
    writings += typeset.written(notes, left=0, right=width_m, top=0.0, size_m=note_size, align="right", ink="second")
    return Block(height_m=max(typeset.tall(lines, size), typeset.tall(notes, note_size)), writings=writings)


BUILDERS: Mapping[type, Callable[..., Block]] = {
    Text: _text,
    Button: buttons.button,
    Toggle: controls.toggle,
    Choice: controls.choice,
    Slider: controls.slider,
    Row: buttons.row,
}
