"""How buttons are laid out: over the whole width, or side by side in a row."""

from dataclasses import replace
from typing import Literal

from layerwalk.game.ui.menu import rect as rects
from layerwalk.game.ui.menu import typeset
from layerwalk.game.ui.menu.items import Button, Row
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.menu.spots import Block, Spot, down, ink_of, spot_of
from layerwalk.game.ui.menu.style import Style
from layerwalk.game.ui.menu.typeset import Writing
from layerwalk.game.words import Words

ICON = 1.75
"""An icon's side, in ems of its text."""


def button(item: Button, width_m: float, *, style: Style, words: Words) -> Block:
    """Lay a button out over the whole width: icon, text, and at the right end note and mark."""
    pad, unit = style.pad_m, style.body_m
    parts: dict[str, Rect] = {}
    left, right = pad, width_m - pad
    icon_m = unit * ICON
    if item.icon:
        left += icon_m + pad * 0.6
    if item.chosen or item.fault:
        right -= unit + pad * 0.5
    note_m = typeset.width_em(item.note) * style.note_m
    is_sign = len(item.note) == 1
    room = right - left - (note_m + pad * 0.5 if is_sign else 0.0)
    under = bool(item.note) and not is_sign and typeset.width_em(item.text) * unit + note_m + pad > room
    size, lines = typeset.fitted(item.text, size_m=unit, width_m=room)
    note_size = style.note_m
    notes: tuple[str, ...] = (item.note,) if item.note else ()
    if under:
        note_size, notes = typeset.fitted(item.note, size_m=style.note_m, width_m=room)
    note_tall = style.note_m * 0.3 + typeset.tall(notes, note_size) if under else 0.0
    text_tall = typeset.tall(lines, size)
    height = max(text_tall + note_tall + 1.5 * pad, icon_m + pad * 0.6 if item.icon else 0.0)
    top = -(height - text_tall - note_tall) / 2
    writings = typeset.written(lines, left=left, top=top, size_m=size, ink=ink_of(item.enabled))
    if notes:
        note_top = top - text_tall - style.note_m * 0.3 if under else top - typeset.RISE * (size - note_size)
        align: Literal["left", "right"] = "left" if under else "right"
        ink = ink_of(item.enabled, "second")
        writings += typeset.written(notes, left=left, right=right, top=note_top, size_m=note_size, align=align, ink=ink)
    if item.icon:
        parts["icon"] = rects.around(pad + icon_m / 2, -height / 2, width_m=icon_m, height_m=icon_m)
    if item.chosen or item.fault:
        parts["mark"] = rects.around(width_m - pad - unit / 2, -height / 2, width_m=unit, height_m=unit)
    return Block(height_m=height, writings=writings, spots=(spot_of(item, "button", width_m, height, parts),))


def _cell(item: Button, width_m: float, *, style: Style, size_m: float) -> Block:
    """Lay a button of a row out in letters of a size: everything in its middle, its mark along its foot."""
    pad = style.pad_m
    icon_m = style.body_m * ICON if item.icon else 0.0
    beside = icon_m + pad * 0.5 if item.icon else 0.0
    size, lines = typeset.fitted(item.text, size_m=size_m, width_m=width_m - pad - beside)
    note_size = style.note_m
    notes: tuple[str, ...] = ()
    if item.note:
        note_size, notes = typeset.fitted(item.note, size_m=style.note_m, width_m=width_m - pad)
    note_tall = typeset.tall(notes, note_size) + style.note_m * 0.3 if notes else 0.0
    text_tall = max(typeset.tall(lines, size), icon_m)
    height = text_tall + note_tall + 1.5 * pad
    start = (width_m - beside - typeset.widest(lines) * size) / 2
    top = -0.75 * pad - (text_tall - typeset.tall(lines, size)) / 2
    text = typeset.written(
        lines, left=beside, right=width_m, top=top, size_m=size, align="centre", ink=ink_of(item.enabled)
    )
    note = typeset.written(
        notes,
        left=0,
        right=width_m,
        top=-0.75 * pad - text_tall - style.note_m * 0.3,
        size_m=note_size,
        align="centre",
        ink=ink_of(item.enabled, "second"),
    )
    parts = {}
    if item.icon:
        parts["icon"] = rects.around(start + icon_m / 2, -0.75 * pad - text_tall / 2, width_m=icon_m, height_m=icon_m)
    return Block(height_m=height, writings=text + note, spots=(spot_of(item, "cell", width_m, height, parts),))


def row(item: Row, width_m: float, *, style: Style, words: Words) -> Block:
    """Lay buttons out side by side, on as few lines as their longest words allow."""
    columns = len(item.buttons)
    while columns > 1 and not all(_fits(button, _column_m(width_m, columns, style), style) for button in item.buttons):
        columns -= 1
    columns = -(-len(item.buttons) // -(-len(item.buttons) // columns))
    column_m = _column_m(width_m, columns, style)
    sizes = [
        typeset.fitted(button.text, size_m=style.body_m, width_m=_free_m(button, column_m, style))[0]
        for button in item.buttons
    ]
    height = 0.0
    writings: tuple[Writing, ...] = ()
    spots: tuple[Spot, ...] = ()
    for line, first in enumerate(range(0, len(item.buttons), columns)):
        cells = [
            _cell(button, column_m, style=style, size_m=min(sizes)) for button in item.buttons[first : first + columns]
        ]
        tallest = max(cell.height_m for cell in cells)
        height += style.gap_m if line else 0.0
        for index, cell in enumerate(cells):
            placed = _stretched(cell, tallest).moved(x=index * (column_m + style.gap_m), z=-height, line=line)
            writings, spots = writings + placed.writings, spots + placed.spots
        height += tallest
    return Block(height_m=height, writings=writings, spots=spots)


def _column_m(width_m: float, columns: int, style: Style) -> float:
    return (width_m - (columns - 1) * style.gap_m) / columns


def _fits(button: Button, column_m: float, style: Style) -> bool:
    longest = max(typeset.width_em(word) for word in button.text.split(" "))
    return longest * style.body_m * typeset.SHRINK <= _free_m(button, column_m, style)


def _free_m(button: Button, column_m: float, style: Style) -> float:
    """Return how much of a column is free for a button's text."""
    return column_m - style.pad_m - (style.body_m * ICON + style.pad_m * 0.5 if button.icon else 0.0)


def _stretched(cell: Block, height_m: float) -> Block:
    """Return a cell made taller, its contents still in its middle."""
    moved = cell.moved(z=-(height_m - cell.height_m) / 2)
    spots = tuple(replace(spot, rect=down(spot.rect.width, height_m)) for spot in moved.spots)
    return Block(height_m=height_m, writings=moved.writings, spots=spots)
