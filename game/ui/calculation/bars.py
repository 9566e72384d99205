"""The strongest contributions on the page: whose, from what product, and a bar to the side on which it counts."""

from collections.abc import Iterator, Sequence

import numpy as np

from layerwalk.game.ui.calculation.laid import Laid, joined
from layerwalk.game.ui.calculation.measures import Measures
from layerwalk.game.ui.calculation.parts import Row
from layerwalk.game.ui.menu import paint, typeset
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.menu.shapes import Shape, opaque, plate
from layerwalk.game.world import palette
from layerwalk.game.world.light import Colour

PITCH = 1.72
"""From row to row, in ems."""
LEAST_BAR_M = 0.24
GAP = 0.9
"""Between two columns, in ems."""


def rows(rows: Sequence[Row], measures: Measures) -> Laid:
    """Lay rows under each other: name, product, bar, contribution."""
    em = measures.body * 0.92
    products, gives = (_widest(texts) * em for texts in zip(*((row.product, row.text) for row in rows), strict=True))
    gap = GAP * em
    before = gap + products if products else 0.0
    names = _widest([row.name for row in rows if row.product or not products]) * em
    names = min(names, measures.width - before - gives - 2 * gap - LEAST_BAR_M * measures.grown)
    zero, unit = _scale([row.share for row in rows if row.share is not None])
    blocks = []
    for place, row in enumerate(rows):
        top = -place * PITCH * em
        end = measures.left + names + before
        name = measures.line(row.name, x=measures.left, top=top, em=em, room=names if row.product else names + before)
        product = measures.line(row.product, x=end, top=top, em=em, align="right", ink="second")
        text = measures.line(row.text, x=measures.right, top=top, em=em, align="right")
        room = Rect(left=end + gap, right=measures.right - gives - gap, top=top + 0.12 * em, bottom=top - 1.02 * em)
        blocks.append(Laid(shapes=tuple(_bar(row, room, zero=zero, unit=unit)), writings=(name, product, text)))
    return joined([*blocks, Laid(tall_m=(len(rows) - 1) * PITCH * em + em)])


def _widest(texts: Sequence[str]) -> float:
    return max(typeset.width_em(text) for text in texts)


def _scale(shares: Sequence[float]) -> tuple[float, float]:
    """Return where 0 is, and how long a share of 1 is, as shares of the bars' room; both ends are in use."""
    low, high = min(0.0, *shares), max(0.0, *shares)
    unit = 1.0 / ((high - low) or 1.0)
    return -low * unit, unit


def _bar(row: Row, room: Rect, *, zero: float, unit: float) -> Iterator[Shape]:
    """Draw a bar from 0 on, to the right for what adds, to the left for what takes away."""
    middle = room.left + zero * room.width
    axis = Rect(left=middle - 0.0012, right=middle + 0.0012, top=room.top + 0.2 * room.height, bottom=room.bottom)
    yield plate(axis, fill=opaque(paint.RIM), radius_m=0.0)
    if row.share is None:
        return
    end = middle + row.share * unit * room.width
    left, right, inset = min(middle, end), max(middle, end), 0.14 * room.height
    bar = Rect(left=left, right=max(right, left + 0.002), top=room.top - inset, bottom=room.bottom + inset)
    yield plate(bar, fill=opaque(_colour(row.share)), radius_m=0.003)


def _colour(share: float) -> Colour:
    step = round(share * (palette.STEPS - 1 - palette.SIGNED_ZERO) + palette.SIGNED_ZERO)
    red, green, blue = (float(part) for part in palette.signed()[np.clip(step, 1, palette.STEPS - 1)] / 255)
    return red, green, blue
