"""Which pixels of a picture speak for an answer, over the picture itself: a face for boards and floors. Main thread."""

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.ui import board
from layerwalk.game.ui.board import Frame
from layerwalk.game.world import mesh, palette, shaders, weights

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Window = tuple[float, float, float, float]
WHOLE: Window = (0.0, 0.0, 1.0, 1.0)


def grey_texture(name: str, *, rows: int, columns: int, smooth: bool) -> p3d.Texture:
    """Make a texture of bytes, all zero."""
    texture = p3d.Texture(name)
    texture.setup_2d_texture(columns, rows, p3d.Texture.T_unsigned_byte, p3d.Texture.F_red)
    kind = p3d.SamplerState.FT_linear if smooth else p3d.SamplerState.FT_nearest
    texture.set_minfilter(kind)
    texture.set_magfilter(kind)
    texture.set_wrap_u(p3d.SamplerState.WM_clamp)
    texture.set_wrap_v(p3d.SamplerState.WM_clamp)
    _write(texture, np.zeros((rows, columns), np.uint8))
    return texture


def _write(texture: p3d.Texture, values: Bytes) -> None:
    np.frombuffer(texture.modify_ram_image(), np.uint8)[:] = values.reshape(-1)


class Reasons:
    """Hold a map and the picture that it belongs to as textures, and the faces that show them."""

    def __init__(self, parent: p3d.NodePath, *, rows: int, columns: int) -> None:
        """Hang nothing to be seen under `parent` yet."""
        self.path = parent.attach_new_node("reasons")
        self.size = rows, columns
        self.ink = grey_texture("reasons' picture", rows=rows, columns=columns, smooth=True)
        self._steps = grey_texture("reasons", rows=rows, columns=columns, smooth=False)
        shaders.wear(self.path, "reasons")
        self.path.set_shader_input("palette", palette.signed_texture())
        self.path.set_shader_input("reasons", self._steps)
        self.path.set_shader_input("reasons_size", p3d.LVecBase2(columns, rows))
        self.path.set_shader_input("edges", p3d.LVecBase4(*WHOLE))
        self.path.set_shader_input("drawn", self.ink)
        self.path.set_depth_offset(2)

    def show(self, map: Floats, picture: Floats, *, most: float) -> None:
        """Show a map (rows, columns) over its picture (C, rows, columns) in [0, 1]. most: what is brightest."""
        _write(self._steps, weights.steps(map, most=most))
        _write(self.ink, (picture.mean(axis=0) * 255 + 0.5).astype(np.uint8))

    def face(self, frame: Frame, *, ink: p3d.Texture | None = None) -> p3d.NodePath:
        """Put a face up; ink: what it shows in place of the picture, then see `set_window`."""
        path = board.quad(self.path, frame)
        if ink is not None:
            path.set_shader_input("drawn", ink)
        return path

    def floor(self, centre: tuple[float, float, float], *, side_m: float, heading_deg: float) -> p3d.NodePath:
        """Lay a face in the floor, to be read by someone who looks along the heading."""
        forward = mesh.forward(heading_deg).astype(np.float64)
        right = np.array([forward[1], -forward[0], 0.0])
        half = side_m / 2
        return self.face(Frame(centre=np.asarray(centre, float), right=right * half, up=forward * half))


def set_window(face: p3d.NodePath, window: Window) -> None:
    """Say where on a face the picture lies that the map belongs to."""
    face.set_shader_input("edges", p3d.LVecBase4(*window))
