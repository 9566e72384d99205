"""Triangles as arrays: shapes are made and joined in numpy, lit once, and become one Geom.

World, metres, Z up; counter-clockwise triangles face their viewer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import panda3d.core as p3d
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.uint32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mesh:
    """Hold triangles: positions, normals (V, 3), colours (V, 4) in [0, 1], extras (V, 2), triangles (T, 3).

    A colour's fourth value says how much of its stage's light a vertex receives; extras are (stage, emission).
    """

    positions: Floats
    normals: Floats
    colours: Floats
    extras: Floats
    triangles: Ints


def of(
    positions: ArrayLike, normals: ArrayLike, triangles: ArrayLike, *, colour: Sequence[float] = (1, 1, 1, 0)
) -> Mesh:
    """Make a mesh of one colour from points, normals and triangles."""
    points = np.asarray(positions, np.float32).reshape(-1, 3)
    return Mesh(
        positions=points,
        normals=np.broadcast_to(np.asarray(normals, np.float32), points.shape).copy(),
        colours=np.broadcast_to(np.asarray(colour, np.float32), (len(points), 4)).copy(),
        extras=np.zeros((len(points), 2), np.float32),
        triangles=np.asarray(triangles, np.uint32).reshape(-1, 3),
    )


def sheet(points: ArrayLike, *, colour: Sequence[float] = (1, 1, 1, 0), smooth: bool = True) -> Mesh:
    """Make a mesh from a grid of points (R, C, 3); its front is where rows go right and columns go up."""
    grid = np.asarray(points, np.float32)
    rows, columns = grid.shape[:2]
    index = np.arange(rows * columns, dtype=np.uint32).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    triangles = np.stack([a, b, c, a, c, d], axis=-1).reshape(-1, 3)
    along = np.gradient(grid, axis=1) if columns > 1 else np.zeros_like(grid)
    up = np.gradient(grid, axis=0) if rows > 1 else np.zeros_like(grid)
    normals = _unit(np.cross(along, up))
    mesh = of(grid.reshape(-1, 3), normals.reshape(-1, 3), triangles, colour=colour)
    return mesh if smooth else flat(mesh)


def flat(mesh: Mesh) -> Mesh:
    """Give each triangle its own corners and normal, so that edges are crisp."""
    index = mesh.triangles.reshape(-1)
    corners = mesh.positions[index].reshape(-1, 3, 3)
    normals = _unit(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]))
    return Mesh(
        positions=mesh.positions[index],
        normals=np.repeat(normals, 3, axis=0),
        colours=mesh.colours[index],
        extras=mesh.extras[index],
        triangles=np.arange(len(index), dtype=np.uint32).reshape(-1, 3),
    )


def box(
    centre: ArrayLike, half: ArrayLike, *, heading_deg: float = 0.0, colour: Sequence[float] = (1, 1, 1, 0)
) -> Mesh:
    """Make a box from its middle and half sizes, turned about Z."""
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], np.float32)
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    corners = signs * np.asarray(half, np.float32)
    points = np.concatenate([corners[list(face)] for face in faces])
    quads = np.arange(24, dtype=np.uint32).reshape(6, 4)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    normals = np.repeat(np.array([[-1, 0, 0], [1, 0, 0], [0, -1, 0], [0, 1, 0], [0, 0, -1], [0, 0, 1]]), 4, axis=0)
    return moved(of(points, normals, triangles, colour=colour), by=centre, heading_deg=heading_deg)


def beam(start: ArrayLike, end: ArrayLike, *, width_m: float, height_m: float, colour: Sequence[float]) -> Mesh:
    """Make a straight bar between two points, upright in section, `height_m` tall and centred on the line."""
    a, b = np.asarray(start, np.float32), np.asarray(end, np.float32)
    along = _unit(b - a)
    side = _unit(np.cross(along, np.array([0, 0, 1], np.float32))) * (width_m / 2)
    up = np.cross(side, along)
    up = _unit(up) * (height_m / 2)
    ring = np.stack([-side - up, side - up, side + up, -side + up, -side - up])
    skin = sheet(np.stack([a + ring, b + ring]), colour=colour, smooth=False)
    return skin if float(np.dot(_first_normal(skin), -up)) > 0 else flipped(skin)


def ring(centre: ArrayLike, radii: Sequence[float] | Floats, heights: Sequence[float] | Floats, **options: Any) -> Mesh:
    """Turn a profile (radius, height) round a vertical axis; see `arc`."""
    return arc(centre, radii, heights, from_deg=0.0, to_deg=360.0, **options)


def arc(
    centre: ArrayLike,
    radii: Sequence[float] | Floats,
    heights: Sequence[float] | Floats,
    *,
    from_deg: float,
    to_deg: float,
    segments: int = 64,
    colour: Sequence[float] = (1, 1, 1, 0),
    smooth: bool = True,
) -> Mesh:
    """Turn a profile round a vertical axis between two angles (degrees from +X, counter-clockwise).

    A profile that goes outward at one height is seen from above; one that goes up is seen from outside.
    """
    turn = np.radians(np.linspace(from_deg, to_deg, segments + 1))
    radius, height = np.asarray(radii, np.float64)[:, None], np.asarray(heights, np.float64)[:, None]
    grid = np.stack([radius * np.cos(turn), radius * np.sin(turn), height + 0 * turn], axis=-1)
    made = sheet(grid + np.asarray(centre, np.float64), colour=colour)
    # Outward profiles come out facing down and rising ones facing out: turn the flat ones over.
    rises = abs(heights[-1] - heights[0]) > abs(radii[-1] - radii[0])
    made = made if rises else flipped(made)
    return made if smooth else flat(made)


def flipped(mesh: Mesh) -> Mesh:
    """Turn the mesh inside out."""
    return replace(mesh, normals=-mesh.normals, triangles=mesh.triangles[:, [0, 2, 1]])


def moved(mesh: Mesh, *, by: ArrayLike = (0, 0, 0), heading_deg: float = 0.0) -> Mesh:
    """Turn the mesh about Z, then shift it."""
    turn = about_z(heading_deg)
    offset = np.asarray(by, np.float32)
    return replace(mesh, positions=mesh.positions @ turn.T + offset, normals=mesh.normals @ turn.T)


def about_z(heading_deg: float) -> Floats:
    """Return the 3 x 3 rotation of a heading (counter-clockwise seen from above)."""
    c, s = np.cos(np.radians(heading_deg)), np.sin(np.radians(heading_deg))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]], np.float32)


def forward(heading_deg: float) -> Floats:
    """Return the unit vector that a heading looks along: 0 is +Y."""
    turn = np.radians(heading_deg)
    return np.array([-np.sin(turn), np.cos(turn), 0.0], np.float32)


def joined(meshes: Iterable[Mesh]) -> Mesh:
    """Put meshes into one."""
    parts = list(meshes)
    starts = np.cumsum([0, *(len(part.positions) for part in parts[:-1])]).astype(np.uint32)
    return Mesh(
        positions=np.concatenate([part.positions for part in parts]),
        normals=np.concatenate([part.normals for part in parts]),
        colours=np.concatenate([part.colours for part in parts]),
        extras=np.concatenate([part.extras for part in parts]),
        triangles=np.concatenate([part.triangles + start for part, start in zip(parts, starts, strict=True)]),
    )


def tagged(mesh: Mesh, *, stage: int, emission: float = 0.0) -> Mesh:
    """Say which stage's light falls on the mesh, and how much light it gives itself."""
    extras = np.broadcast_to(np.array([stage, emission], np.float32), mesh.extras.shape).copy()
    return replace(mesh, extras=extras)


def _unit(vectors: ArrayLike) -> Floats:
    array = np.asarray(vectors, np.float32)
    length = np.linalg.norm(array, axis=-1, keepdims=True)
    unit: Floats = array / np.maximum(length, 1e-9)
    return unit


def _first_normal(mesh: Mesh) -> Floats:
    normal: Floats = mesh.normals[0]
    return normal


def geom_node(name: str, columns: Sequence[tuple[str, NDArray[np.generic]]], triangles: Ints) -> p3d.GeomNode:
    """Make a GeomNode from named vertex columns and triangles.

    columns: ('vertex', (V, 3) float32) first; 'color' as (V, 4) uint8; others (V, 1 to 4) float32.
    """
    layout = p3d.GeomVertexArrayFormat()
    fields = []
    for column, values in columns:
        if values.dtype == np.uint8:
            layout.add_column(column, 4, p3d.Geom.NT_uint8, p3d.Geom.C_color)
        else:
            contents = p3d.Geom.C_point if column == "vertex" else p3d.Geom.C_other
            layout.add_column(column, values.shape[1], p3d.Geom.NT_float32, contents)
        fields.append((column, values.dtype.str, (values.shape[1],)))
    packed = np.empty(len(columns[0][1]), np.dtype(fields))
    for column, values in columns:
        packed[column] = values
    form = p3d.GeomVertexFormat.register_format(p3d.GeomVertexFormat(layout))
    data = p3d.GeomVertexData(name, form, p3d.Geom.UH_static)
    data.unclean_set_num_rows(len(packed))
    memoryview(data.modify_array(0)).cast("B")[:] = packed.tobytes()
    return _with_triangles(name, data, triangles)


def _with_triangles(name: str, data: p3d.GeomVertexData, triangles: Ints) -> p3d.GeomNode:
    primitive = p3d.GeomTriangles(p3d.Geom.UH_static)
    primitive.set_index_type(p3d.Geom.NT_uint32)
    index = primitive.modify_vertices()
    index.unclean_set_num_rows(triangles.size)
    memoryview(index).cast("B")[:] = np.ascontiguousarray(triangles, np.uint32).tobytes()
    geom = p3d.Geom(data)
    geom.add_primitive(primitive)
    node = p3d.GeomNode(name)
    node.add_geom(geom)
    return node
