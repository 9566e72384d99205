"""Small line drawings of what each kind of layer does, on a grid of 24 by 24, x to the right and y up."""

import functools
import itertools
import math
from dataclasses import dataclass

SIDE = 24.0
LINE = 1.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """Hold a rounded bar of a drawing, which is also its lines, dots, squares and rings.

    x, y: its middle; half_x, half_y: half its sides before it is turned; line: 0 where it is filled, else the width
    of its outline. light: how strongly it is drawn, 0 to 1.
    """

    x: float
    y: float
    half_x: float
    half_y: float
    turn_deg: float = 0.0
    radius: float = 0.0
    line: float = 0.0
    light: float = 1.0


def bar(x0: float, y0: float, x1: float, y1: float, *, width: float = LINE, light: float = 1.0) -> Stroke:
    """Draw a line with round ends."""
    half = width / 2
    return Stroke(
        x=(x0 + x1) / 2,
        y=(y0 + y1) / 2,
        half_x=math.hypot(x1 - x0, y1 - y0) / 2 + half,
        half_y=half,
        turn_deg=math.degrees(math.atan2(y1 - y0, x1 - x0)),
        radius=half,
        light=light,
    )


def path(*points: tuple[float, float], width: float = LINE, light: float = 1.0) -> tuple[Stroke, ...]:
    """Draw lines from point to point."""
    return tuple(bar(*a, *b, width=width, light=light) for a, b in itertools.pairwise(points))


def square(x: float, y: float, side: float, *, line: float = 0.0, light: float = 1.0, radius: float = 0.8) -> Stroke:
    """Draw a square round its middle, filled or as an outline."""
    return Stroke(x=x, y=y, half_x=side / 2, half_y=side / 2, radius=radius, line=line, light=light)


def dot(x: float, y: float, radius: float, *, line: float = 0.0, light: float = 1.0) -> Stroke:
    """Draw a dot, or a ring."""
    return Stroke(x=x, y=y, half_x=radius, half_y=radius, radius=radius, line=line, light=light)


def arrow(x0: float, x1: float, y: float) -> tuple[Stroke, ...]:
    """Draw an arrow to the right."""
    return (*path((x0, y), (x1, y)), *path((x1 - 2.4, y + 2.4), (x1, y), (x1 - 2.4, y - 2.4)))


def _input() -> tuple[Stroke, ...]:
    """A picture in its frame: a seven."""
    frame = Stroke(x=12, y=12, half_x=9.5, half_y=9.5, radius=2.0, line=LINE, light=0.65)
    return (frame, *path((8, 16.2), (15.8, 16.2), (10.8, 7.2), width=2.3))


def _conv() -> tuple[Stroke, ...]:
    """A small window that slides over a grid of numbers."""
    places = (4.0, 9.33, 14.67, 20.0)
    dots = tuple(dot(x, y, 1.35, light=0.95 if x < 11 and y > 13 else 0.5) for x in places for y in places)
    window = Stroke(x=6.67, y=17.33, half_x=5.6, half_y=5.6, radius=1.6, line=LINE)
    return (*dots, window, *path((15.2, 9.8), (20.0, 4.9)), *path((16.4, 4.6), (20.2, 4.6), (20.2, 8.4)))


def _residual() -> tuple[Stroke, ...]:
    """A way through a layer, a short cut over it, and the sum of both."""
    through = (*path((1.5, 7), (7, 7)), square(10, 7, 6, line=LINE), *path((13, 7), (16, 7)))
    over = path((3.8, 7), (3.8, 14), (6.3, 17.4), (16.4, 17.4), (18.9, 14), (18.9, 10.4), light=0.75)
    plus = (
        dot(18.9, 7, 3.6, line=LINE),
        *path((17.4, 7), (20.4, 7), width=1.4),
        *path((18.9, 5.5), (18.9, 8.5), width=1.4),
    )
    return (*over, *through, *plus)


def _four(lights: tuple[float, float, float, float]) -> tuple[Stroke, ...]:
    places = ((3.1, 15.4), (9.9, 15.4), (3.1, 8.6), (9.9, 8.6))
    return tuple(square(x, y, 6.0, light=light) for (x, y), light in zip(places, lights, strict=True))


def _max_pool() -> tuple[Stroke, ...]:
    """Of four numbers the largest stays."""
    return (*_four((0.3, 1.0, 0.3, 0.3)), *arrow(14.0, 17.0, 12), square(20.9, 12, 6.0))


def _average_pool() -> tuple[Stroke, ...]:
    """Four numbers become their mean."""
    return (*_four((0.85, 0.3, 0.5, 0.7)), *arrow(14.0, 17.0, 12), square(20.9, 12, 6.0, light=0.58))


def _batch_norm() -> tuple[Stroke, ...]:
    """A bell that stands in the middle, neither too wide nor too narrow."""
    xs = [2.5 + 19.0 * i / 10 for i in range(11)]
    bell = path(*((x, 5.5 + 13.5 * math.exp(-(((x - 12) / 4.6) ** 2))) for x in xs), width=2.0)
    return (*path((1.5, 3.4), (22.5, 3.4), light=0.6), *path((12, 3.4), (12, 14.5), width=1.2, light=0.6), *bell)


def _dropout() -> tuple[Stroke, ...]:
    """Neurons of which some are switched off."""
    off = {(0, 1), (1, 2), (2, 0), (2, 2)}
    places = (4.5, 12.0, 19.5)
    dots = []
    for i, x in enumerate(places):
        for j, y in enumerate(places):
            gone = (i, j) in off
            dots.append(dot(x, y, 2.7, line=1.1 if gone else 0.0, light=0.5 if gone else 1.0))
    return tuple(dots)


def _flatten() -> tuple[Stroke, ...]:
    """A square of numbers becomes a line."""
    grid = tuple(square(x, y, 4.4) for x in (3.4, 8.6) for y in (9.4, 14.6))
    column = tuple(square(20.8, y, 4.4) for y in (3.9, 9.3, 14.7, 20.1))
    return (*grid, *arrow(12.6, 16.8, 12), *column)


def _dense() -> tuple[Stroke, ...]:
    """Every neuron linked with every other."""
    left, right = ((4.0, y) for y in (4.0, 12.0, 20.0)), [(20.0, y) for y in (4.0, 12.0, 20.0)]
    starts = list(left)
    links = tuple(bar(*a, *b, width=0.9, light=0.6) for a in starts for b in right)
    return (*links, *(dot(x, y, 2.7) for x, y in (*starts, *right)))


def _answer() -> tuple[Stroke, ...]:
    """Columns, one of them the tallest."""
    columns = ((4.2, 5.0, 0.5), (9.4, 8.0, 0.5), (14.6, 17.5, 1.0), (19.8, 3.5, 0.5))
    bars = tuple(
        Stroke(x=x, y=4.6 + tall / 2, half_x=1.8, half_y=tall / 2, radius=0.8, light=light)
        for x, tall, light in columns
    )
    return (*bars, *path((1.5, 2.6), (22.5, 2.6), light=0.7))


DRAWINGS = {
    "input": _input,
    "conv": _conv,
    "residual": _residual,
    "max-pool": _max_pool,
    "average-pool": _average_pool,
    "batch-norm": _batch_norm,
    "dropout": _dropout,
    "flatten": _flatten,
    "dense": _dense,
    "answer": _answer,
}
"""One for every kind of layer that a blueprint has, and for its two ends."""

SIGNS = {
    "back": path((15, 5.5), (8.5, 12), (15, 18.5), width=2.4),
    "close": (*path((6, 6), (18, 18), width=2.4), *path((6, 18), (18, 6), width=2.4)),
    "less": path((14.5, 6.5), (9, 12), (14.5, 17.5), width=2.6),
    "more": path((9.5, 6.5), (15, 12), (9.5, 17.5), width=2.6),
    "chosen": path((5, 12.2), (10, 7.2), (19, 17.2), width=2.8),
    "fault": (
        Stroke(x=12, y=12, half_x=10.5, half_y=10.5, radius=10.5, line=2.0),
        *path((12, 17.2), (12, 11.4), width=2.8),
        dot(12, 6.9, 1.7),
    ),
}
"""What stands for itself: arrows, the cross, the mark of what is chosen, the mark of what is wrong."""


@functools.cache
def drawing(name: str) -> tuple[Stroke, ...]:
    """Return the drawing of a layer's kind; raise ValueError where there is none."""
    if name not in DRAWINGS:
        raise ValueError(f"icon is {name!r}, expected one of: {', '.join(DRAWINGS)}")
    return DRAWINGS[name]()
