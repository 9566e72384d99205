"""A flat picture that stands in the world: the easel, the network's view, the rack. World, metres."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.world import light, mesh, shaders

Vector = NDArray[np.float64]
Bytes = NDArray[np.uint8]

RIM_M = 0.006
"""How wide the amber line round a plate is."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """Hold where a board is: its middle and half axes, right and up as its reader sees it."""

    centre: Vector
    right: Vector
    up: Vector

    @property
    def normal(self) -> Vector:
        """Return the unit vector out of the board's face."""
        # By hand: for one vector numpy's own product takes ten times as long, and this is asked many times a frame.
        (a, b, c), (d, e, f) = self.right.tolist(), self.up.tolist()
        x, y, z = b * f - c * e, c * d - a * f, a * e - b * d
        length = math.sqrt(x * x + y * y + z * z)
        return np.array([x / length, y / length, z / length])

    def part(self, u0: float, v0: float, u1: float, v1: float) -> "Frame":
        """Return the frame of a part, in shares of this one's width and height: u to the right, v down."""
        middle = self.centre + self.right * (u0 + u1 - 1) + self.up * (1 - v0 - v1)
        return Frame(centre=middle, right=self.right * (u1 - u0), up=self.up * (v1 - v0))

    def lifted(self, height_m: float) -> "Frame":
        """Return the same frame nearer to its reader."""
        return Frame(centre=self.centre + self.normal * height_m, right=self.right, up=self.up)


class Picture:
    """Hold a grey picture on a board; `show` replaces it. Main thread."""

    def __init__(
        self,
        parent: p3d.NodePath,
        frame: Frame,
        *,
        size: tuple[int, int],
        ink: tuple[float, float, float],
        paper: tuple[float, float, float],
        also: Sequence[Frame] = (),
        cells: bool = False,
        smooth: bool = True,
    ) -> None:
        """Put an empty picture of `size` (columns, rows) up; `cells` draws the grid between its pixels.

        also: more places; each shows an equal share of the picture, from left to right.
        """
        self.frame = frame
        self._texture = p3d.Texture("picture")
        self._texture.setup_2d_texture(*size, p3d.Texture.T_unsigned_byte, p3d.Texture.F_red)
        kind = p3d.SamplerState.FT_linear if smooth else p3d.SamplerState.FT_nearest
        self._texture.set_minfilter(kind)
        self._texture.set_magfilter(kind)
        self._texture.set_wrap_u(p3d.SamplerState.WM_clamp)
        self._texture.set_wrap_v(p3d.SamplerState.WM_clamp)
        np.frombuffer(self._texture.modify_ram_image(), np.uint8)[:] = 0
        self.path = quad(parent, frame, *also)
        shaders.wear(self.path, "picture")
        self.path.set_shader_input("picture", self._texture)
        self.path.set_shader_input("ink", p3d.LVecBase3(*ink))
        self.path.set_shader_input("paper", p3d.LVecBase3(*paper))
        self.path.set_shader_input("cells_size", p3d.LVecBase2(*(size if cells else (0, 0))))

    @property
    def texture(self) -> p3d.Texture:
        """Return the picture as it is on the graphics card, one byte a pixel."""
        return self._texture

    def show(self, picture: Bytes) -> None:
        """Show a picture (rows, columns) uint8, its first row on top."""
        np.frombuffer(self._texture.modify_ram_image(), np.uint8)[:] = picture.reshape(-1)


TRIANGLES = np.array([[0, 1, 2], [0, 2, 3]], np.uint32)


def corners(frame: Frame) -> NDArray[np.float32]:
    """Return a board's corners (4, 3): lower left, lower right, upper right, upper left."""
    centre, right, up = frame.centre, frame.right, frame.up
    return np.array([centre - right - up, centre + right - up, centre + right + up, centre - right + up], np.float32)


def quad(parent: p3d.NodePath, *frames: Frame) -> p3d.NodePath:
    """Build the face of a board, or of several; `place` runs right and down from the first one's upper left corner."""
    points = np.concatenate([corners(frame) for frame in frames])
    ends = [(number / len(frames), (number + 1) / len(frames)) for number in range(len(frames))]
    places = np.array([[(a, 1), (b, 1), (b, 0), (a, 0)] for a, b in ends], np.float32).reshape(-1, 2)
    index = np.concatenate([TRIANGLES + 4 * number for number in range(len(frames))]).astype(np.uint32)
    return parent.attach_new_node(mesh.geom_node("board", [("vertex", points), ("place", places)], index))


def writing(parent: p3d.NodePath, frame: Frame) -> p3d.NodePath:
    """Return a node in whose X-Z plane letters lie on the board: origin in its middle, metres."""
    path = parent.attach_new_node("writing")
    right, up = (vector / np.linalg.norm(vector) for vector in (frame.right, frame.up))
    back = -frame.normal
    rows = [*map(float, right), 0.0, *map(float, back), 0.0, *map(float, up), 0.0, *map(float, frame.centre), 1.0]
    path.set_mat(p3d.LMatrix4(*rows))
    return path


def rim(frame: Frame) -> mesh.Mesh:
    """Build the fine amber line round a plate."""
    wide, tall = (RIM_M / 2 / float(np.linalg.norm(axis)) for axis in (frame.right, frame.up))
    parts = []
    for u0, v0, u1, v1 in ((0, 0, 1, tall), (0, 1 - tall, 1, 1), (0, 0, wide, 1), (1 - wide, 0, 1, 1)):
        part = frame.part(u0, v0, u1, v1).lifted(0.002)
        low, up = part.centre - part.right - part.up, part.centre - part.right + part.up
        grid = np.array([[low, low + 2 * part.right], [up, up + 2 * part.right]])
        parts.append(mesh.sheet(grid, colour=light.with_alpha(light.AMBER)))
    return mesh.tagged(mesh.joined(parts), stage=0, emission=0.9)
