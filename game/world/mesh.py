"""Triangles as arrays: shapes are made and joined in numpy, lit once, and become one Geom.

World, metres, Z up; counter-clockwise triangles face their viewer.
"""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import panda3d.core as p3d
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.uint32]
Column = tuple[str, NDArray[np.generic]]
"""A vertex column by its name."""


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
    normals = _unit(_cross(_slope(grid, 1), _slope(grid, 0)))
    mesh = of(grid.reshape(-1, 3), normals.reshape(-1, 3), _grid_triangles(*grid.shape[:2]), colour=colour)
    return mesh if smooth else flat(mesh)


@functools.lru_cache(maxsize=64)
def _grid_triangles(rows: int, columns: int) -> Ints:
    index = np.arange(rows * columns, dtype=np.uint32).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    triangles: Ints = np.stack([a, b, c, a, c, d], axis=-1).reshape(-1, 3)
    triangles.flags.writeable = False
    return triangles


def _slope(grid: Floats, axis: int) -> Floats:
    """Return the way from each point's neighbour before to the one after it; at the edges the point stands in."""
    count = grid.shape[axis]
    place = np.arange(count)
    slope: Floats = grid.take(np.minimum(place + 1, count - 1), axis) - grid.take(np.maximum(place - 1, 0), axis)
    return slope


def _cross(a: Floats, b: Floats) -> Floats:
    """Return the cross product over the last axis; numpy's own is several times slower for small arrays."""
    ax, ay, az = a[..., 0], a[..., 1], a[..., 2]
    bx, by, bz = b[..., 0], b[..., 1], b[..., 2]
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=-1)


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
    return boxes(np.asarray(centre, np.float32)[None], half, heading_deg=heading_deg, colour=colour)


def boxes(
    centres: ArrayLike, half: ArrayLike, *, heading_deg: float = 0.0, colour: Sequence[float] = (1, 1, 1, 0)
) -> Mesh:
    """Make a box at each of the middles (n, 3), all of the same half sizes, turned about Z."""
    axes = np.diag(np.asarray(half, np.float32)) @ about_z(heading_deg).T
    middles = np.asarray(centres, np.float32)
    return _bricks(middles, np.broadcast_to(axes, (len(middles), 3, 3)), SIDES, colour)


def beam(start: ArrayLike, end: ArrayLike, *, width_m: float, height_m: float, colour: Sequence[float]) -> Mesh:
    """Make a straight bar between two points, upright in section, `height_m` tall and centred on the line."""
    a, b = np.asarray(start, np.float32)[None], np.asarray(end, np.float32)[None]
    return beams(a, b, width_m=width_m, height_m=height_m, colour=colour)


def beams(starts: ArrayLike, ends: ArrayLike, *, width_m: float, height_m: float, colour: Sequence[float]) -> Mesh:
    """Make a bar, open at its ends, from each of the points (n, 3) to its fellow in `ends`; see `beam`."""
    a, b = np.asarray(starts, np.float32), np.asarray(ends, np.float32)
    along = _unit(b - a)
    left = _unit(_cross(np.broadcast_to(np.array([0, 0, 1], np.float32), along.shape), along))
    up = _cross(along, left)
    axes = np.stack([(b - a) * np.float32(0.5), left * (width_m / 2), up * (height_m / 2)], axis=1)
    return _bricks((a + b) * np.float32(0.5), axes, SIDES[2:], colour)


CORNERS = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], np.float32)
SIDES = np.array([(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)])
"""A brick's sides by the corners round them: against and along each of its three axes."""


def _bricks(centres: Floats, axes: Floats, sides: Ints, colour: Sequence[float]) -> Mesh:
    """Make the named sides of bricks with these middles (n, 3) and half axes (n, 3 axes, 3), right-handed."""
    corners = centres[:, None] + CORNERS @ axes
    normals = np.repeat(_unit(CORNERS[sides].mean(axis=1) @ axes)[:, :, None], 4, axis=2)
    quads = np.arange(len(centres) * len(sides) * 4, dtype=np.uint32).reshape(-1, 4)
    triangles = np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])
    return of(corners[:, sides].reshape(-1, 3), normals.reshape(-1, 3), triangles, colour=colour)


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


def around(mesh: Mesh, count: int) -> Mesh:
    """Repeat the mesh `count` times round the Z axis, in equal steps."""
    turns = np.stack([about_z(360.0 * k / count) for k in range(count)]).transpose(0, 2, 1)
    starts = np.arange(count, dtype=np.uint32)[:, None, None] * np.uint32(len(mesh.positions))
    return Mesh(
        positions=(mesh.positions @ turns).reshape(-1, 3),
        normals=(mesh.normals @ turns).reshape(-1, 3),
        colours=np.tile(mesh.colours, (count, 1)),
        extras=np.tile(mesh.extras, (count, 1)),
        triangles=(mesh.triangles + starts).reshape(-1, 3),
    )


def frozen(mesh: Mesh) -> Mesh:
    """Make the mesh's arrays read-only, so that it can be kept and used again."""
    for array in (mesh.positions, mesh.normals, mesh.colours, mesh.extras, mesh.triangles):
        array.flags.writeable = False
    return mesh


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


def geom_node(name: str, columns: Sequence[Column], triangles: Ints) -> p3d.GeomNode:
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
