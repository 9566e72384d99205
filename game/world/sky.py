"""The dusk over the lake, and the lake itself; both follow the eye."""

import numpy as np
import panda3d.core as p3d

from layerwalk.game import files
from layerwalk.game.world import mesh, shaders

COLUMNS = 72
SKY_ROWS = 20
WATER_ROWS = 48
BACKDROP = "backdrop"
"""The bin of what is drawn after everything solid and before everything blended."""
BACKDROP_SORT = 25


def sky_texture() -> p3d.Texture:
    """Load the painted sky: azimuth runs right, its middle is north; elevation up, as its square root."""
    texture = p3d.TexturePool.load_texture(p3d.Filename.from_os_specific(str(files.asset("sky", "dusk.png"))))
    texture.set_wrap_u(p3d.SamplerState.WM_repeat)
    texture.set_wrap_v(p3d.SamplerState.WM_clamp)
    texture.set_minfilter(p3d.SamplerState.FT_linear)
    texture.set_magfilter(p3d.SamplerState.FT_linear)
    return texture


def _grid(name: str, rows: np.ndarray, *, dome: bool) -> p3d.NodePath:
    u, v = np.meshgrid(np.linspace(0, 1, COLUMNS + 1), rows)
    azimuth = (u - 0.5) * 2 * np.pi
    elevation = np.radians(90.0) * v * np.abs(v)
    flat = np.cos(elevation) if dome else np.ones_like(v)
    points = np.stack([np.sin(azimuth) * flat, np.cos(azimuth) * flat, np.sin(elevation) * dome], axis=-1)
    made = mesh.sheet(points)
    places = np.stack([u, v], axis=-1).reshape(-1, 2).astype(np.float32)
    node = mesh.geom_node(name, [("vertex", made.positions), ("place", places)], made.triangles)
    node.set_bounds(p3d.OmniBoundingVolume())
    node.set_final(True)
    path = p3d.NodePath(node)
    path.set_two_sided(True)
    return path


def _backdrop() -> str:
    """Return the name of the bin for water and sky: drawn late, only those pixels are shaded that stay free."""
    bins = p3d.CullBinManager.get_global_ptr()
    if bins.find_bin(BACKDROP) < 0:
        bins.add_bin(BACKDROP, p3d.CullBinManager.BT_fixed, BACKDROP_SORT)
    return BACKDROP


def build_sky(texture: p3d.Texture) -> p3d.NodePath:
    """Build the dome; it is drawn after everything solid, so that only what stays free is shaded."""
    rows = np.append(-0.12, np.linspace(0.004, 1, SKY_ROWS + 1))
    path = _grid("sky", rows, dome=True)
    shaders.wear(path, "sky")
    path.set_shader_input("sky", texture)
    path.set_depth_write(False)
    path.set_bin(_backdrop(), 1)
    path.set_attrib(p3d.DepthTestAttrib.make(p3d.RenderAttrib.M_less_equal))
    return path


def build_water(texture: p3d.Texture, mirror: p3d.Texture | None) -> p3d.NodePath:
    """Build the lake at height 0; with `mirror`, it shows the world upside down."""
    rows = np.linspace(0.004, 1, WATER_ROWS + 1)
    path = _grid("water", rows, dome=False)
    shaders.wear(path, "water mirror" if mirror else "water")
    path.set_shader_input("sky", texture)
    path.set_shader_input("time_s", 0.0)
    path.set_bin(_backdrop(), 0)
    if mirror:
        path.set_shader_input("mirror", mirror)
    return path
