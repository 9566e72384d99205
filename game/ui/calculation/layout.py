"""Where everything of the page lies: from its head to its foot, in letters as large as there is room for."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from layerwalk.game.ui.calculation import bars, formula, grids
from layerwalk.game.ui.calculation.laid import Laid, joined
from layerwalk.game.ui.calculation.measures import PAD_M, Measures
from layerwalk.game.ui.calculation.parts import Sheet
from layerwalk.game.ui.menu import icons, paint, shapes, typeset
from layerwalk.game.ui.menu import rect as rects
from layerwalk.game.ui.menu.shapes import opaque, plate
from layerwalk.game.words import Words
from layerwalk.game.world import light

CROSS_M = 0.078
AIR_M, LEAST_AIR_M = 0.045, 0.018
"""Between two blocks, and where there is little room."""
CLOSER = 0.94
LEAST = 0.55


def page(
    sheet: Sheet, words: Words, measures: Measures, *, palette_name: str, first: int = 0, hovered: str | None = None
) -> Laid:
    """Lay the page, as tall as it must be; where there is too much of it everything becomes a little smaller.

    first: the place of the first input map that is shown. hovered: the part that is pointed at.
    """
    factor = measures.factor
    while True:
        tried = replace(measures, factor=factor)
        blocks = [block for block in _blocks(sheet, words, tried, palette_name, first, hovered) if block.tall_m]
        between = len(blocks) - 1
        full = 2 * PAD_M + sum(block.tall_m for block in blocks)
        if full + LEAST_AIR_M * between <= measures.tallest_m or factor < LEAST * measures.factor:
            break
        factor *= CLOSER
    air = min(AIR_M * measures.grown, max(0.0, measures.tallest_m - full) / max(1, between))
    tall = full + air * between
    laid = joined([_face(measures, tall), *_stacked(blocks, tall / 2 - PAD_M, air), _cross(measures, tall, hovered)])
    return replace(laid, tall_m=tall)


def _blocks(
    sheet: Sheet, words: Words, measures: Measures, palette_name: str, first: int, hovered: str | None
) -> Iterator[Laid]:
    yield _head(sheet, measures)
    if sheet.grids:
        yield grids.row(sheet.grids, words, measures, palette_name=palette_name)
    if sheet.tiles:
        yield grids.tiles(sheet, measures, first=first, hovered=hovered)
    if sheet.rows:
        yield bars.rows(sheet.rows, measures)
    yield formula.line(sheet.terms, measures, is_centred=len(sheet.grids) == 1)
    if sheet.note:
        yield _note(sheet.note, measures)


def _stacked(blocks: Sequence[Laid], z: float, air: float) -> Iterator[Laid]:
    """Put blocks under each other from `z` down, with the same air between all of them."""
    for block in blocks:
        yield block.moved(z=z)
        z -= block.tall_m + air


def _face(measures: Measures, tall: float) -> Laid:
    face = rects.around(0, 0, width_m=measures.wide_m, height_m=tall)
    fill = plate(face, fill=opaque(paint.FACE), rim=opaque(light.AMBER, 0.55), rim_m=0.003, radius_m=0.026)
    return Laid(shapes=(fill,))


def _head(sheet: Sheet, measures: Measures) -> Laid:
    """Write what neuron it is, and in a sentence how it calculates."""
    room = measures.width - CROSS_M * measures.grown
    title = measures.line(sheet.title, x=measures.left, top=0.0, em=measures.title, room=room, face="display")
    top = -1.35 * measures.title
    if not sheet.sentence:
        return Laid(tall_m=-top, writings=(replace(title, ink="title"),))
    size, lines = typeset.fitted(sheet.sentence, size_m=measures.body, width_m=measures.width)
    told = typeset.written(lines, left=measures.left, top=top, size_m=size, ink="second")
    return Laid(tall_m=-top + typeset.tall(lines, size), writings=(replace(title, ink="title"), *told))


def _cross(measures: Measures, tall: float, hovered: str | None) -> Laid:
    """Draw what puts the page away."""
    side = CROSS_M * measures.grown
    corner = PAD_M * 0.6
    box = rects.around(
        measures.wide_m / 2 - corner - side / 2, tall / 2 - corner - side / 2, width_m=side, height_m=side
    )
    sign = rects.around(*box.middle, width_m=side * 0.62, height_m=side * 0.62)
    drawn = shapes.drawn(icons.SIGNS["close"], sign, light.TEXT)
    return Laid(shapes=(grids.button(box, is_hovered=hovered == "close"), *drawn), parts={"close": box})


def _note(note: str, measures: Measures) -> Laid:
    """Write what is out of the ordinary, beside a mark."""
    em = measures.body
    left = measures.left + 1.6 * em
    size, lines = typeset.fitted(note, size_m=em, width_m=measures.right - left)
    told = typeset.written(lines, left=left, top=0.0, size_m=size, ink="fault")
    side = 1.15 * em
    mark = rects.around(measures.left + side / 2, -0.5 * em, width_m=side, height_m=side)
    drawn = shapes.drawn(icons.SIGNS["fault"], mark, paint.FAULT)
    return Laid(tall_m=typeset.tall(lines, size), shapes=tuple(drawn), writings=told)
