"""The formula at the foot of the page: numbers with the signs between them, each over a few words about it."""

from collections.abc import Sequence
from dataclasses import replace

from layerwalk.game.ui.calculation.laid import Laid, joined
from layerwalk.game.ui.calculation.measures import Measures
from layerwalk.game.ui.calculation.parts import Term
from layerwalk.game.ui.menu import paint, typeset
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.menu.shapes import opaque, plate
from layerwalk.game.ui.menu.typeset import Ink, Writing

GAP = 0.42
"""Round a sign, in ems."""
NARROWEST = 0.8
"""A formula is written so much smaller at most to keep it on one line."""


def line(terms: Sequence[Term], measures: Measures, *, is_centred: bool = False) -> Laid:
    """Set the numbers in a line, or in several, each over what it is, under a thin rule."""
    measures = _narrower(terms, measures)
    gap = GAP * measures.number
    rule = Rect(left=measures.left, right=measures.right, top=0.0, bottom=-0.0022)
    blocks = [Laid(shapes=(plate(rule, fill=opaque(paint.RIM, 0.9), radius_m=0.0),))]
    free = measures.width - _wide(terms, measures)
    x, top = measures.left + (free / 2 if is_centred and free > 0 else 0.0), -0.55 * measures.number
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
    share = measures.width / _wide(terms, measures)
    return replace(measures, factor=measures.factor * share * 0.999) if NARROWEST <= share < 1 else measures


def _wide(terms: Sequence[Term], measures: Measures) -> float:
    """Return how wide a formula is on one line."""
    between = GAP * measures.number * (2 * len(terms) - 2)
    return sum(sum(_widths(term, measures)) for term in terms) + between


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
