"""How a small plate that turns to the eye goes up or down, so that it hides nothing of the plates there are.

Where it lies is told in tangents: to the right and up of its point, beside how far off that is. World, metres.
"""

import math
from collections.abc import Sequence

from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.world.placement import Point

GAP, STAY = 0.02, 0.07
"""What is left free between two plates; and one that has gone aside stays there until the other is so far away."""
BACK = 1.5
"""It goes to the other side where the way is so much shorter."""
Axes = tuple[Point, Point, Point]


def shift(rect: Rect, point: Point, eye: Point, plates: Sequence[Frame], *, now: float) -> float:
    """Return how far up a plate is to go that lies at `rect` round a point, below 0 down; now: where it has gone."""
    looking = axes(point, eye)
    reach = math.hypot(max(-rect.left, rect.right), max(-rect.bottom, rect.top)) + STAY
    for plate in plates:
        other = _seen(plate, eye, looking, reach=reach)
        if other is not None and rect.grown(STAY if now else GAP).meets(other):
            return _shorter(rect, other, now=now)
    return 0.0


def _shorter(rect: Rect, other: Rect, *, now: float) -> float:
    """Return the way past another plate: down, or up, and then over the point as well."""
    down = other.bottom - GAP - rect.top
    up = max(-rect.top - rect.bottom, other.top + GAP - rect.bottom)
    to_down = -down < up * (BACK if now < 0 else 1 / BACK if now > 0 else 1.0)
    return down if to_down else up


def axes(point: Point, eye: Point) -> Axes:
    """Return what is to the right, ahead and up for an eye that looks at a point, upright."""
    x, y, z = point[0] - eye[0], point[1] - eye[1], point[2] - eye[2]
    flat = max(math.hypot(x, y), 1e-6)
    away = math.hypot(flat, z)
    right, ahead = (y / flat, -x / flat, 0.0), (x / away, y / away, z / away)
    up = (right[1] * ahead[2], -right[0] * ahead[2], right[0] * ahead[1] - right[1] * ahead[0])
    return right, ahead, up


def _seen(plate: Frame, eye: Point, looking: Axes, *, reach: float) -> Rect | None:
    """Return where a plate lies; None for one that is behind the eye, or farther off than `reach`."""
    a, b, c = plate.centre.tolist()
    x, ahead, z = _along((a - eye[0], b - eye[1], c - eye[2]), looking)
    across, upward = _along(plate.right.tolist(), looking), _along(plate.up.tolist(), looking)
    half = abs(across[0]) + abs(upward[0]), abs(across[2]) + abs(upward[2])
    nearest = ahead - abs(across[1]) - abs(upward[1])
    if nearest <= 0 or abs(x) - half[0] > reach * ahead or abs(z) - half[1] > reach * ahead:
        return None
    corners = [
        (x + i * across[0] + j * upward[0], z + i * across[2] + j * upward[2], ahead + i * across[1] + j * upward[1])
        for i in (-1, 1)
        for j in (-1, 1)
    ]
    columns, rows = [right / far for right, _, far in corners], [up / far for _, up, far in corners]
    return Rect(left=min(columns), bottom=min(rows), right=max(columns), top=max(rows))


def _along(vector: Sequence[float], looking: Axes) -> Point:
    (a, b, c), (d, e, f), (g, h, i) = looking
    x, y, z = vector
    return x * a + y * b + z * c, x * d + y * e + z * f, x * g + y * h + z * i
