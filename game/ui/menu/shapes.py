"""Rounded bars with soft edges, all of a panel in one mesh: plates, rims, knobs, lines and drawings."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.ui.menu.icons import SIDE, Stroke
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.world import mesh
from layerwalk.game.world.light import Colour

MARGIN_M = 0.003
"""Air round every bar, in which its edge fades."""
CORNERS = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)

Paint = tuple[float, float, float, float]
CLEAR: Paint = (0.0, 0.0, 0.0, 0.0)

Laid = NDArray[np.float32]
"""Shapes as rows: x, z, cosine and sine of the turn, half sides, radius, width of the rim, fill, rim."""
WIDE = 16
NONE: Laid = np.zeros((0, WIDE), np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Hold a bar with round corners: middle, half sides, turn, colours; the rim runs inside its edge."""

    x: float
    z: float
    half_x: float
    half_z: float
    turn_deg: float = 0.0
    radius_m: float = 0.0
    fill: Paint = CLEAR
    rim: Paint = CLEAR
    rim_m: float = 0.0


def opaque(colour: Colour, alpha: float = 1.0) -> Paint:
    """Return a colour that covers what is behind it."""
    return (*colour, alpha)


def plate(rect: Rect, *, fill: Paint = CLEAR, rim: Paint = CLEAR, rim_m: float = 0.0, radius_m: float = 0.012) -> Shape:
    """Make a rectangle a shape."""
    x, z = rect.middle
    radius = min(radius_m, rect.width / 2, rect.height / 2)
    return Shape(
        x=x,
        z=z,
        half_x=rect.width / 2,
        half_z=rect.height / 2,
        radius_m=radius,
        fill=fill,
        rim=rim if rim_m else fill,
        rim_m=rim_m,
    )


def drawn(strokes: Sequence[Stroke], rect: Rect, colour: Colour, *, alpha: float = 1.0) -> list[Shape]:
    """Draw strokes into a square rectangle."""
    scale = min(rect.width, rect.height) / SIDE
    x0, z0 = rect.middle[0] - SIDE / 2 * scale, rect.middle[1] - SIDE / 2 * scale
    return [_stroke(stroke, x0, z0, scale, (*colour, alpha * stroke.light)) for stroke in strokes]


def _stroke(stroke: Stroke, x0: float, z0: float, scale: float, paint: Paint) -> Shape:
    hollow = stroke.line > 0
    return Shape(
        x=x0 + stroke.x * scale,
        z=z0 + stroke.y * scale,
        half_x=stroke.half_x * scale,
        half_z=stroke.half_y * scale,
        turn_deg=stroke.turn_deg,
        radius_m=stroke.radius * scale,
        fill=(*paint[:3], 0.0) if hollow else paint,
        rim=paint,
        rim_m=stroke.line * scale,
    )


def laid(shapes: Sequence[Shape]) -> Laid:
    """Return shapes as rows."""
    rows = [_row(shape) for shape in shapes]
    return np.array(rows, np.float32).reshape(-1, WIDE)


def _row(shape: Shape) -> tuple[float, ...]:
    turn = math.radians(shape.turn_deg)
    sides = shape.half_x, shape.half_z, shape.radius_m, shape.rim_m
    return (shape.x, shape.z, math.cos(turn), math.sin(turn), *sides, *shape.fill, *shape.rim)


def geom_node(still: Laid, scrolling: Laid = NONE, *, name: str) -> p3d.GeomNode:
    """Build the mesh of shapes, the first lowest, in the X-Z plane; `scrolling` lie over those that stand still.

    place: (4 n, 2) metres from a bar's own middle; form: (4 n, 4) half sides, radius, rim in metres.
    """
    rows = np.concatenate([still, scrolling])
    corners = np.repeat(rows[:, None], 4, axis=1)
    at, form, colours = corners[..., :4], corners[..., 4:8], corners[..., 8:]
    place = (form[..., :2] + np.float32(MARGIN_M)) * CORNERS
    vertex = np.zeros((len(rows), 4, 3), np.float32)
    vertex[..., 0] = at[..., 0] + place[..., 0] * at[..., 2] - place[..., 1] * at[..., 3]
    vertex[..., 2] = at[..., 1] + place[..., 0] * at[..., 3] + place[..., 1] * at[..., 2]
    bytes_of = np.clip(colours * 255 + 0.5, 0, 255).astype(np.uint8)
    columns = [
        ("vertex", vertex.reshape(-1, 3)),
        ("place", place.reshape(-1, 2)),
        ("form", form.reshape(-1, 4)),
        ("fill", bytes_of[..., :4].reshape(-1, 4)),
        ("rim", bytes_of[..., 4:].reshape(-1, 4)),
        ("scrolls", (np.arange(4 * len(rows)) >= 4 * len(still)).astype(np.float32).reshape(-1, 1)),
    ]
    return mesh.geom_node(name, columns, quads(len(rows)))


def quads(count: int) -> mesh.Ints:
    """Return the triangles of so many quads, (2 count, 3)."""
    starts = np.arange(count, dtype=np.uint32).reshape(-1, 1, 1) * 4
    return (starts + np.array([[[0, 1, 2], [0, 2, 3]]], np.uint32)).reshape(-1, 3)
