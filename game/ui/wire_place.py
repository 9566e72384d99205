"""Where the plate beside a neuron finds room: within the picture, beside boards and not over its neuron.

Places in the picture are tangents: to the right and up, beside how far something lies ahead.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from layerwalk.game.ui.menu.rect import Rect

EDGE = 0.012
"""So much of the picture is left free at its edges."""
OUTSIDE = 0.3
"""The plate of a neuron that is so little outside the picture comes into it."""
SIZES = (1.0, 0.85, 0.7, 0.6, 0.5)
"""Where there is little room the plate is smaller, in these steps, but never smaller than usual letters make it."""
MOST_HIDDEN = 0.2
"""A plate of which boards would hide a larger share is not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Hold what an eye sees: the neuron, the whole picture, and the boards in it, all as tangents."""

    point: tuple[float, float]
    picture: Rect
    boards: tuple[Rect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Say where the plate stands: on which side, how far it is moved on from there (ems), and its size."""

    on_right: bool
    above: bool
    shift: tuple[float, float] = (0.0, 0.0)
    size: float = 1.0
    is_free: bool = True


def find(
    sight: Sight, boxes: dict[tuple[bool, bool], Rect], *, em: float, least: float, first: Sequence[tuple[bool, bool]]
) -> Spot:
    """Return the first place with room for a plate, as large as possible.

    boxes: where the plate lies round its neuron, in ems, by (on the right, above). em: of the plate, as a tangent.
    least: the smallest size that is tried, beside `em`. first: the sides to try before the others.
    """
    sides = list(dict.fromkeys([*first, *((not right, above) for right, above in first), *boxes]))
    sizes = [size for size in SIZES if size >= least - 1e-9] or [1.0]
    tried: list[tuple[float, int, Spot]] = []
    for size, (on_right, above) in itertools.product(sizes, sides):
        box = boxes[on_right, above]
        placed, shift = _placed(box, sight, em=em * size)
        hidden = _hidden(placed, sight)
        spot = Spot(on_right=on_right, above=above, shift=shift, size=size, is_free=hidden <= MOST_HIDDEN)
        if hidden == 0:
            return spot
        tried.append((hidden, len(tried), spot))
    return min(tried, key=lambda each: each[:2])[2]


def _placed(box: Rect, sight: Sight, *, em: float) -> tuple[Rect, tuple[float, float]]:
    """Return where a box lies in the picture, moved into it, and by how many ems it was moved."""
    x, z = sight.point
    placed = Rect(left=x + em * box.left, bottom=z + em * box.bottom, right=x + em * box.right, top=z + em * box.top)
    if not _is_near(sight):
        return placed, (0.0, 0.0)
    inner = sight.picture.grown(-EDGE)
    along = _into((placed.left, placed.right), (inner.left, inner.right))
    upward = _into((placed.bottom, placed.top), (inner.bottom, inner.top))
    return placed.moved(x=along, z=upward), (along / em, upward / em)


def _is_near(sight: Sight) -> bool:
    """Say whether a neuron is in the picture, or so little outside that its plate is wanted in it."""
    return sight.picture.grown(OUTSIDE).has(*sight.point)


def _into(span: tuple[float, float], room: tuple[float, float]) -> float:
    """Return how far a span must be moved to lie within a room; where it is too long, it begins where the room does."""
    return max(room[0] - span[0], min(0.0, room[1] - span[1]))


def _hidden(placed: Rect, sight: Sight) -> float:
    """Return what share of a plate boards hide, or the picture's edge cuts off; 1 where it hides its own neuron."""
    if placed.has(*sight.point):
        return 1.0
    within = _common(placed, sight.picture) if _is_near(sight) else 1.0
    return min(1.0, 1.0 - within + sum(_common(placed, board) for board in sight.boards))


def _common(placed: Rect, other: Rect) -> float:
    """Return what share of a rectangle lies in another."""
    across = min(placed.right, other.right) - max(placed.left, other.left)
    along = min(placed.top, other.top) - max(placed.bottom, other.bottom)
    share = max(0.0, across) * max(0.0, along) / (placed.width * placed.height)
    return 1.0 if share > 1 - 1e-9 else share
