"""Where everything of the page lies: from its head to its foot, in letters as large as there is room for."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from layerwalk.game.ui.calculation import bars, grids
from layerwalk.game.ui.calculation.laid import Laid, joined
from layerwalk.game.ui.calculation.measures import PAD_M, Measures
from layerwalk.game.ui.calculation.parts import Sheet, Term
from layerwalk.game.ui.menu import icons, paint, shapes, typeset
from layerwalk.game.ui.menu import rect as rects
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.menu.shapes import opaque, plate
from layerwalk.game.ui.menu.typeset import Ink, Writing
from layerwalk.game.words import Words
from layerwalk.game.world import light

CROSS_M = 0.078
AIR_M, LEAST_AIR_M = 0.045, 0.018
"""Between two blocks, and where there is little room."""
CLOSER = 0.94
LEAST = 0.55
NARROWEST = 0.8
"""A formula is written so much smaller at most to keep it on one line."""


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
    yield _head(sheet if measures.tells_all or not sheet.tiles else replace(sheet, sentence=""), measures)
    if sheet.grids:
        yield grids.row(sheet.grids, words, measures, palette_name=palette_name)
    if sheet.tiles:
        yield grids.tiles(sheet, measures, first=first, hovered=hovered)
    if sheet.rows:
        yield bars.rows(sheet.rows, measures)
    yield _formula(sheet.terms, measures)
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


def _formula(terms: Sequence[Term], measures: Measures) -> Laid:
    """Set the numbers in a line, or in several, each over what it is, under a thin rule."""
    measures = _narrower(terms, measures)
    gap = 0.42 * measures.number
    rule = Rect(left=measures.left, right=measures.right, top=0.0, bottom=-0.0022)
    blocks = [Laid(shapes=(plate(rule, fill=opaque(paint.RIM, 0.9), radius_m=0.0),))]
    x, top = measures.left, -0.5 * measures.number
    tall = 1.15 * measures.number + 1.3 * measures.caption
    for term in terms:
        wide, sign_wide = _widths(term, measures)
        lead = sign_wide + gap if term.sign else 0.0
        if x > measures.left and x + lead + wide > measures.right + 1e-6:
            x, top = measures.left, top - tall - 0.25 * measures.number
        blocks.append(_term(term, x, x + lead, top, measures))
        x += lead + wide + gap
    return joined([*blocks, Laid(tall_m=tall - top)])


def _narrower(terms: Sequence[Term], measures: Measures) -> Measures:
    """Return measures at which a formula fits on one line, where a little less is enough for that."""
    between = 0.42 * measures.number * (2 * len(terms) - 2)
    share = measures.width / (sum(sum(_widths(term, measures)) for term in terms) + between)
    return replace(measures, factor=measures.factor * share * 0.999) if NARROWEST <= share < 1 else measures


def _widths(term: Term, measures: Measures) -> tuple[float, float]:
    """Return how wide a number is, with what stands under it, and how wide the sign before it is."""
    number = typeset.width_em(term.text, "display") * measures.number
    caption = typeset.width_em(term.caption) * measures.caption
    return max(number, caption), typeset.width_em(term.sign, "display") * measures.number


def _term(term: Term, sign_x: float, x: float, top: float, measures: Measures) -> Laid:
    wide, _ = _widths(term, measures)
    ink: Ink = "title" if term.last else "text"
    em = measures.number
    number = measures.line(term.text, x=x, top=top, em=em, face="display", ink=ink)
    under = top - 1.15 * em
    caption = measures.line(term.caption, x=x, top=under, em=measures.caption, ink="second")
    signs: tuple[Writing, ...] = ()
    if term.sign:
        signs = (measures.line(term.sign, x=sign_x, top=top, em=em, face="display", ink="second"),)
    if not term.last:
        return Laid(writings=(*signs, number, caption))
    box = Rect(
        left=x - 0.22 * em, right=x + wide + 0.22 * em, top=top + 0.24 * em, bottom=under - 1.2 * measures.caption
    )
    frame = plate(box, fill=opaque(paint.CHOSEN, 0.75), radius_m=paint.CORNER_M)
    return Laid(shapes=(frame,), writings=(*signs, number, caption))


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
