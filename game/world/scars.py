"""Signs on what is lesioned, told apart by their shape: a cross for nothing left, an arrow for weaker or stronger, a
zigzag for noise, a bar for the mean. World, metres.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import panda3d.core as p3d
from numpy.typing import ArrayLike, NDArray

from layerwalk.game.world import light, mesh, ribbons
from layerwalk.game.world.mesh import Floats

Sign = Literal["zero", "weaker", "stronger", "noise", "mean"]
Line = tuple[tuple[float, float], ...]

LINES: dict[Sign, tuple[Line, ...]] = {
    "zero": (((-1, -1), (1, 1)), ((-1, 1), (1, -1))),
    "weaker": (((0, 1), (0, -1)), ((-0.75, -0.25), (0, -1), (0.75, -0.25))),
    "stronger": (((0, -1), (0, 1)), ((-0.75, 0.25), (0, 1), (0.75, 0.25))),
    "noise": (((-1, -0.5), (-0.5, 0.65), (0, -0.65), (0.5, 0.65), (1, -0.5)),),
    "mean": (((-1, 0), (1, 0)), ((-1, -0.45), (-1, 0.45)), ((1, -0.45), (1, 0.45))),
}
"""The lines of every sign, in a square from -1 to 1."""
STUMPS: tuple[Line, ...] = (
    ((-0.9, 0), (-0.3, 0)),
    ((0.3, 0), (1, 0)),
    ((-0.3, -0.3), (-0.3, 0.3)),
    ((0.3, -0.3), (0.3, 0.3)),
)
"""A line with a gap, and a bar at both of the gap's ends."""
FRAME: Line = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
HALF, RIM = 0.24, 0.10
"""Half the width of a sign's lines, and of the dark rim round it, beside half of the sign."""
RIMMED = 1024
"""So many signs have rims."""
DARK: light.Colour = (0.035, 0.028, 0.030)
PALE: light.Colour = light.TEXT
SORT = 17
"""Under wires and marks, over all that is solid."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Squares:
    """Hold n squares: middles and half axes to the right and up, (n, 3) each."""

    middles: NDArray[np.float64]
    rights: NDArray[np.float64]
    ups: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.middles)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Strokes:
    """Hold quads (n, 4, 3) of one colour, in the order in which they are drawn; their rims are soft."""

    quads: Floats
    colour: light.Colour


def signs(squares: Squares, sign: Sign) -> list[Strokes]:
    """Draw a sign in every square, with a dark rim round it; of very many it is left out, as it would cost too much."""
    return _inked(squares, LINES[sign], half=HALF, rim=RIM if len(squares) <= RIMMED else 0.0)


def framed(squares: Squares, sign: Sign, *, wide: float = 0.045) -> list[Strokes]:
    """Draw a frame round every square, and the sign over all of it, or, where it would hide values, in a corner."""
    drawn = _inked(squares, (FRAME,), half=wide, rim=wide * 0.6)
    if sign == "zero":
        return drawn + _inked(squares, LINES["zero"], half=wide * 0.7, rim=wide * 0.5)
    corner = 0.22
    shift = 1.0 - wide * 2.5 - corner * 1.3
    small = Squares(
        middles=squares.middles - squares.rights * shift + squares.ups * shift,
        rights=squares.rights * corner,
        ups=squares.ups * corner,
    )
    plates = Strokes(quads=_filled(small, 1.3), colour=DARK)
    return [*drawn, plates, *_inked(small, LINES[sign], half=HALF, rim=0.0)]


def cut(point: ArrayLike, way: ArrayLike, sign: Sign, *, size_m: float) -> list[Strokes]:
    """Draw what is left of a connection to `point` that comes in by `way`: two stumps, and between them the sign.

    Where nothing is left, there is nothing between them.
    """
    start, along = np.asarray(point, np.float64), np.asarray(way, np.float64)
    along = along / max(float(np.linalg.norm(along)), 1e-9)
    across = np.cross(along, (0.0, 0.0, 1.0))
    across /= max(float(np.linalg.norm(across)), 1e-9)
    other = np.cross(across, along)
    # Two sheets that cross each other are seen from everywhere.
    squares = Squares(
        middles=np.array([start + along * size_m] * 2),
        rights=np.array([along * size_m] * 2),
        ups=np.array([across * size_m, other * size_m]),
    )
    drawn = _inked(squares, STUMPS, half=0.085, rim=0.06)
    if sign == "zero":
        return drawn
    middle = Squares(
        middles=(start + along * size_m)[None], rights=across[None] * size_m * 0.2, ups=other[None] * size_m * 0.2
    )
    return [*drawn, *signs(middle, sign)]


def _inked(squares: Squares, lines: Sequence[Line], *, half: float, rim: float) -> list[Strokes]:
    drawn = [Strokes(quads=_lines(squares, lines, half + rim), colour=DARK)] if rim else []
    return [*drawn, Strokes(quads=_lines(squares, lines, half), colour=PALE)]


def _lines(squares: Squares, lines: Sequence[Line], half: float) -> Floats:
    """Return every piece of the lines as a quad (n, 4, 3) in every square; pieces reach over their ends."""
    pieces = [(start, end) for line in lines for start, end in itertools.pairwise(line)]
    starts, ends = (np.array([piece[i] for piece in pieces], np.float64) for i in (0, 1))
    along = ends - starts
    along *= half / np.linalg.norm(along, axis=1, keepdims=True)
    left = np.stack([-along[:, 1], along[:, 0]], axis=1)
    first, last = starts - along, ends + along
    return _placed(squares, np.stack([first - left, last - left, last + left, first + left], axis=1))


def _filled(squares: Squares, scale: float) -> Floats:
    return _placed(squares, np.array([[(-1, -1), (1, -1), (1, 1), (-1, 1)]], np.float64) * scale)


def _placed(squares: Squares, quads: NDArray[np.float64]) -> Floats:
    """Lay flat quads (p, 4, 2) into every square; (n p, 4, 3)."""
    flat = quads.reshape(1, -1, 2, 1)
    sides = np.stack([squares.rights, squares.ups], axis=1)[:, None]
    points: Floats = (squares.middles[:, None] + (flat * sides).sum(axis=2)).reshape(-1, 4, 3).astype(np.float32)
    return points


def build(strokes: Sequence[Strokes], *, name: str, shader: str = "scars") -> p3d.NodePath:
    """Make strokes one mesh: all that is dark first, so that no rim lies over another sign.

    shader: "scars" where neurons may stand up round them, "curve" where all is flat.
    """
    ordered = sorted((each for each in strokes if len(each.quads)), key=lambda each: each.colour != DARK)
    quads = np.concatenate([each.quads for each in ordered]) if ordered else np.zeros((0, 4, 3), np.float32)
    shades = [
        np.tile([*(round(255 * part) for part in each.colour), 255], (len(each.quads) * 4, 1)) for each in ordered
    ]
    colours = np.concatenate(shades).astype(np.uint8) if ordered else np.zeros((0, 4), np.uint8)
    corners = np.arange(len(quads) * 4, dtype=np.uint32).reshape(-1, 4)
    triangles = np.stack([corners[:, [0, 1, 2]], corners[:, [0, 2, 3]]], axis=1).reshape(-1, 3)
    edges = np.tile(np.array([-1, -1, 1, 1], np.float32), len(quads)).reshape(-1, 1)
    columns: list[tuple[str, NDArray[np.generic]]] = [
        ("vertex", quads.reshape(-1, 3)),
        ("color", colours),
        ("edge", edges),
    ]
    return ribbons.drawn(p3d.NodePath(mesh.geom_node(name, columns, triangles)), shader=shader, sort=SORT)
