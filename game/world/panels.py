"""What shows a layer's values on its stage: panels and their far sheet, pillars, the mosaic in the floor."""

import numpy as np
import panda3d.core as p3d

from layerwalk.game.world import light, mesh, shaders, shells
from layerwalk.game.world.placement import Choir, Shell, Stage
from layerwalk.game.world.textures import LayerTextures

SIDE_SHADES = (0.80, 0.62, 0.74, 0.56)
MOSAIC_LIFT_M = 0.03
NO_MAP = np.array([0, 0, -1], np.float32)
"""The place of what belongs to no map."""
MOSAIC_PLACES = np.array([[0, 1, -2], [1, 1, -2], [1, 0, -2], [0, 0, -2]], np.float32)
"""The places of the mean of all maps; see panel.vert."""
QUAD = np.array([[0, 1, 2], [0, 2, 3]], np.uint32)


def panels_node(shell: Shell, *, is_framed: bool, mosaic: Stage | None) -> p3d.GeomNode:
    """Build panels as one mesh, see panel.vert, in which their frames are, too, where it is to be framed.

    mosaic: the stage whose mosaic is in it as well.
    """
    points, places, triangles = shells.faces(shell)
    if mosaic is not None:
        triangles = np.concatenate([triangles, QUAD + np.uint32(len(points))])
        points = np.concatenate([points, _mosaic_corners(mosaic)])
        places = np.concatenate([places, MOSAIC_PLACES])
    if not is_framed:
        return mesh.geom_node("panels", [("vertex", points), ("place", places)], triangles)
    frames = shells.frames(shell)
    columns = [
        ("vertex", np.concatenate([points, frames.positions])),
        ("place", np.concatenate([places, np.tile(NO_MAP, (len(frames.positions), 1))])),
        ("color", np.concatenate([np.zeros((len(points), 4), np.uint8), light.seen(frames)])),
    ]
    triangles = np.concatenate([triangles, frames.triangles + np.uint32(len(points))])
    return mesh.geom_node("framed panels", columns, triangles)


def shown(
    node: p3d.GeomNode, textures: LayerTextures, *, shader: str, fine: bool, mean: LayerTextures | None
) -> p3d.NodePath:
    """Give a mesh of panels its shader and its textures; mean: those of the mosaic that is in it."""
    if mean is None:
        return values_node(node, textures, shader=shader, fine=fine)
    path = values_node(node, textures, shader=f"{shader} and mosaic", fine=fine)
    # The mean map is as large as every other one, and so are its blocks.
    path.set_shader_input("cells_size", _size(mean.cells))
    path.set_shader_input("mean_cells", mean.cells)
    path.set_shader_input("mean_blocks", mean.blocks)
    return path


def values_node(node: p3d.GeomNode, textures: LayerTextures, *, shader: str, fine: bool) -> p3d.NodePath:
    """Give a mesh of quads its shader and its layer's textures."""
    path = p3d.NodePath(node)
    shaders.wear(path, shader)
    path.set_shader_input("blocks", textures.blocks)
    # Not a whole number where the blocks at the edge are smaller than the others.
    path.set_shader_input("blocks_size", _size(textures.cells) / textures.block)
    if fine:
        path.set_shader_input("cells", textures.cells)
        path.set_shader_input("cells_size", _size(textures.cells))
    return path


def _size(cells: p3d.Texture) -> p3d.LVecBase2:
    return p3d.LVecBase2(cells.get_x_size(), cells.get_y_size())


def _mosaic_corners(stage: Stage) -> np.ndarray:
    """Return the corners of a layer's mean map, a square in the floor, read by someone who faces the shell."""
    origin, right, down = mosaic_frame(stage)
    return np.array([origin + down, origin + down + right, origin + right, origin], np.float32)


def mosaic_frame(stage: Stage) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the mosaic's top left corner and its whole sides to the right and down, world metres."""
    forward = mesh.forward(stage.heading_deg)
    right = np.array([forward[1], -forward[0], 0], np.float32)
    centre = np.asarray(stage.floor.centre, np.float32) + np.array([0, 0, MOSAIC_LIFT_M], np.float32)
    side = stage.mosaic_m
    return centre + (forward - right) * (side / 2), right * side, -forward * side


def build_pillars(
    feet: np.ndarray,
    headings_deg: np.ndarray,
    cells: p3d.Texture,
    *,
    width_m: float,
    low_m: float,
    tall_m: float,
    depth_m: float | None = None,
    far: bool = False,
) -> p3d.NodePath:
    """Build one pillar per neuron; their heights and colours are read from `cells` when they are drawn.

    feet: (n, 3), headings: the way each pillar's front looks away from its reader. far: fronts and tops only.
    """
    corners, places = _pillar(width_m, depth_m or width_m, far=far)
    count = len(feet)
    turn = np.radians(headings_deg)[:, None]
    x = corners[:, 0] * np.cos(turn) - corners[:, 1] * np.sin(turn)
    y = corners[:, 0] * np.sin(turn) + corners[:, 1] * np.cos(turn)
    points = np.stack([x, y, np.zeros_like(x)], axis=-1) + feet[:, None, :]
    place = np.broadcast_to(places, (count, *places.shape)).copy()
    place[..., 0] = np.arange(count)[:, None]
    quads = np.arange(count * len(corners), dtype=np.uint32).reshape(-1, 4)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    columns = [("vertex", points.reshape(-1, 3).astype(np.float32)), ("place", place.reshape(-1, 3).astype(np.float32))]
    node = mesh.geom_node("pillars", columns, triangles)
    node.set_bounds(_room(points, low_m + tall_m))
    node.set_final(True)
    path = p3d.NodePath(node)
    shaders.wear(path, "pillars")
    path.set_shader_input("cells", cells)
    path.set_shader_input("low_m", low_m)
    path.set_shader_input("tall_m", tall_m)
    return path


def _pillar(width: float, depth: float, *, far: bool) -> tuple[np.ndarray, np.ndarray]:
    w, d = width / 2, depth / 2
    ring = [(-w, -d), (w, -d), (w, d), (-w, d)]
    corners: list[tuple[float, float]] = []
    places: list[tuple[float, float, float]] = []
    for side in range(1 if far else 4):
        a, b = ring[side], ring[(side + 1) % 4]
        corners += [a, b, b, a]
        places += [(0, height, SIDE_SHADES[side]) for height in (0, 0, 1, 1)]
    corners += ring
    places += [(0, 1, 1)] * 4
    return np.array(corners), np.array(places, float)


def _room(points: np.ndarray, tall_m: float) -> p3d.BoundingBox:
    low, high = points.reshape(-1, 3).min(axis=0), points.reshape(-1, 3).max(axis=0)
    return p3d.BoundingBox(p3d.LPoint3(*map(float, low)), p3d.LPoint3(*map(float, high + [0, 0, tall_m])))


def choir_pillars(choir: Choir, textures: LayerTextures, *, far: bool) -> p3d.NodePath:
    """Build the pillars of a choir."""
    return build_pillars(
        choir.feet,
        choir.headings_deg,
        textures.cells,
        width_m=choir.width_m,
        low_m=choir.low_m,
        tall_m=choir.tall_m,
        far=far,
    )
