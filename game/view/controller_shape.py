"""The shape of a controller in a hand: a handle, a head with stick and buttons, a trigger below. Metres, once built.

Its axes are those of the grip: +Y goes through the fist from the little finger to the thumb, +Z is where the thumb is.
The two are mirror images, and the left one has two rings where the right one has one.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from layerwalk.game.move.handed import Side
from layerwalk.game.world import light, mesh
from layerwalk.game.world.mesh import Mesh
from layerwalk.game.world.placement import Point

BODY: light.Colour = (0.120, 0.104, 0.106)
HEAD: light.Colour = (0.150, 0.131, 0.130)
BUTTON: light.Colour = (0.470, 0.390, 0.345)
HANDLE = (
    (-0.0725, 0.0010, 0.0012), (-0.0720, 0.0060, 0.0070), (-0.0695, 0.0115, 0.0130), (-0.060, 0.0150, 0.0170),
    (-0.030, 0.0158, 0.0180), (0.000, 0.0150, 0.0165), (0.026, 0.0140, 0.0145), (0.046, 0.0125, 0.0110),
)  # fmt: skip
"""From its foot on: how far along +Y, half as wide, half as high."""
FACE: tuple[Point, float] = ((0.004, 0.050, 0.009), 16.0)
"""The middle of the head, of the right hand, and by how much its face leans towards the thumb's tip, in degrees."""
HEAD_HALF: Point = (0.0285, 0.0310, 0.0110)
BELOW: Mapping[str, tuple[Point, Point]] = MappingProxyType(
    {
        "trigger": ((0.001, 0.046, -0.0140), (0.0085, 0.0150, 0.0125)),
        "squeeze": ((-0.0140, 0.006, -0.0060), (0.0035, 0.0160, 0.0065)),
    }
)
"""What lies under the head and along the handle: its middle, and half as large as it is."""
ON_FACE: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {
        "stick": (-0.0105, 0.0050, 0.0090),
        "primary": (0.0125, -0.0060, 0.0048),
        "secondary": (0.0140, 0.0095, 0.0048),
        "menu": (-0.0040, -0.0185, 0.0030),
    }
)
"""What lies on the head's face: across it, along it, and its radius."""
STICK_TALL_M, BUTTON_TALL_M = 0.0110, 0.0032
RINGS: Mapping[Side, tuple[float, ...]] = MappingProxyType({"left": (-0.0475, -0.0530), "right": (-0.0500,)})
RING_HALF_M = 0.0008
ROUND = 20


def built(side: Side, *, parts: frozenset[str]) -> Mesh:
    """Return the controller of a hand with what it has; a colour's fourth value: how much light it gives itself."""
    made = mesh.joined([*_right(parts), *map(_hoop, RINGS[side])])
    return made if side == "right" else _mirrored(made)


def place(part: str, side: Side) -> Point:
    """Return where on a hand's controller something is: 'trigger', 'squeeze', 'stick', 'primary' and so on."""
    x, y, z = BELOW[part][0] if part in BELOW else _on_face(part)
    return (x if side == "right" else -x), y, z


def _right(parts: frozenset[str]) -> Iterator[Mesh]:
    """Make the pieces of the right hand's controller."""
    yield _tube(HANDLE, colour=light.with_alpha(BODY))
    yield _ellipsoid(FACE[0], HEAD_HALF, colour=HEAD, lean_deg=FACE[1])
    for part, shape in BELOW.items():
        if part in parts:
            yield _ellipsoid(*shape, colour=BUTTON)
    for part, (_, _, radius) in ON_FACE.items():
        if part in parts:
            tall = STICK_TALL_M if part == "stick" else BUTTON_TALL_M
            yield _ellipsoid(_on_face(part), (radius, radius, tall), colour=BUTTON, lean_deg=FACE[1])


def _on_face(part: str) -> Point:
    across, along, _ = ON_FACE[part]
    height = HEAD_HALF[2] * math.sqrt(max(0.0, 1 - (across / HEAD_HALF[0]) ** 2 - (along / HEAD_HALF[1]) ** 2))
    x, y, z = (np.asarray(FACE[0]) + _lean(FACE[1]) @ [across, along, height]).tolist()
    return x, y, z


def _lean(deg: float) -> np.ndarray:
    """Return the turn about X that lets what faces up lean towards +Y."""
    c, s = math.cos(math.radians(deg)), math.sin(math.radians(deg))
    return np.array([[1, 0, 0], [0, c, s], [0, -s, c]])


def _tube(sections: ArrayLike, *, colour: tuple[float, float, float, float]) -> Mesh:
    along, wide, high = np.asarray(sections, float).T[:, :, None]
    turn = np.linspace(0, -2 * np.pi, ROUND + 1) - np.pi / 2
    grid = np.stack([wide * np.cos(turn), along + 0 * turn, high * np.sin(turn)], axis=-1)
    return mesh.sheet(grid, colour=colour)


def _ellipsoid(middle: ArrayLike, half: ArrayLike, *, colour: light.Colour, lean_deg: float = 0.0) -> Mesh:
    up = np.linspace(-np.pi / 2, np.pi / 2, ROUND // 2 + 1)[:, None]
    turn = np.linspace(0, 2 * np.pi, ROUND + 1)
    ball = np.stack([np.cos(up) * np.cos(turn), np.cos(up) * np.sin(turn), np.sin(up) + 0 * turn], axis=-1)
    lean = _lean(lean_deg)
    made = mesh.sheet(np.asarray(middle) + (ball * np.asarray(half)) @ lean.T, colour=light.with_alpha(colour))
    # A ball's own normals are exact at its seam and its poles, where a grid's are not.
    out = (ball / np.asarray(half)).reshape(-1, 3)
    normals = (out / np.linalg.norm(out, axis=-1, keepdims=True)) @ lean.T
    return replace(made, normals=normals.astype(np.float32))


def _hoop(along_m: float) -> Mesh:
    """Make a fine ring of amber round the handle that shines by itself."""
    wide, high = (float(np.interp(along_m, *np.asarray(HANDLE).T[[0, part]])) for part in (1, 2))
    out = 2 * RING_HALF_M
    sections = [
        (along_m + y * RING_HALF_M, wide + x * out, high + x * out) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
    return _tube(sections, colour=(*light.AMBER, 1.0))


def _mirrored(made: Mesh) -> Mesh:
    """Return the mirror image at the plane x = 0."""
    flip = np.array([-1, 1, 1], np.float32)
    return replace(
        made, positions=made.positions * flip, normals=made.normals * flip, triangles=made.triangles[:, ::-1]
    )
