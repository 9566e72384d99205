"""Lines in the air that turn their broad side to the eye, many in one mesh. World, metres."""

import functools
from collections.abc import Generator
from typing import Any

import numpy as np
import panda3d.core as p3d
from numpy.typing import ArrayLike, NDArray

from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import mesh, pieces, shaders

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
SORT = 18
"""After all that is solid and before letters."""


def build(
    lines: ArrayLike, halves_m: ArrayLike, colours: Bytes, *, dashed: ArrayLike = False, name: str = "ribbons"
) -> p3d.NodePath:
    """Build n lines of k points each.

    lines: (n, k, 3). halves_m: (n, k), half the width at every point. colours: (n, 4) uint8, or (n, k, 4) for every
    point. dashed: (n,) or one for all. What comes first is drawn first, so that later ones lie over it.
    """
    return drawn(p3d.NodePath(pieces.finish(building(lines, halves_m, colours, dashed=dashed, name=name))))


def building(
    lines: ArrayLike, halves_m: ArrayLike, colours: Bytes, *, dashed: ArrayLike = False, name: str = "ribbons"
) -> Generator[None, None, p3d.GeomNode]:
    """Build piece by piece what `build` returns; whatever it hangs under is to be `drawn`."""
    points = np.asarray(lines, np.float32)
    count, length = points.shape[:2]
    columns: list[tuple[str, NDArray[np.generic]]] = [
        ("vertex", _doubled(points)),
        ("color", _doubled(np.broadcast_to(_each(colours), (count, length, 4)))),
        ("along", _doubled(_ways(points))),
        ("ribbon", _ribbon(points, np.broadcast_to(np.asarray(halves_m, np.float32), (count, length)), dashed)),
    ]
    yield
    return mesh.geom_node(name, columns, _triangles(count, length))


def drawn(path: p3d.NodePath, *, shader: str = "ribbons", sort: int = SORT) -> p3d.NodePath:
    """Make a node of ribbons or signs drawable: blended over what is solid, not seen in the lake."""
    shaders.wear(path, shader)
    path.set_transparency(p3d.TransparencyAttrib.M_alpha)
    path.set_depth_write(False)
    path.set_two_sided(True)
    path.set_bin("fixed", sort)
    path.hide(MIRRORED)
    return path


def _each(colours: Bytes) -> Bytes:
    """Return colours as (n, k, 4), where k may be 1."""
    found = np.asarray(colours, np.uint8)
    return found[:, None] if found.ndim == 2 else found


def _doubled(values: NDArray[Any]) -> NDArray[Any]:
    """Return (n, k, c) as (n k 2, c): what holds for both sides of a line."""
    return np.repeat(values.reshape(-1, values.shape[-1]), 2, axis=0)


def _ways(points: Floats) -> Floats:
    """Return the way that each line goes at each of its points, (n, k, 3), of any length."""
    ways = np.empty_like(points)
    ways[:, 1:-1] = points[:, 2:] - points[:, :-2]
    ways[:, 0], ways[:, -1] = points[:, 1] - points[:, 0], points[:, -1] - points[:, -2]
    return ways


def _ribbon(points: Floats, halves_m: Floats, dashed: ArrayLike) -> Floats:
    """Return side, half width, end and metres of dashes for every corner, (n k 2, 4); see ribbon.vert."""
    count, length = halves_m.shape
    steps = np.linalg.norm(np.diff(points, axis=1), axis=-1)
    along = np.concatenate([np.zeros((count, 1), np.float32), np.cumsum(steps, axis=1)], axis=1)
    along[~np.broadcast_to(np.asarray(dashed, bool), (count,))] = -1.0
    end = np.zeros(length, np.float32)
    end[0], end[-1] = -1.0, 1.0
    made = np.empty((count, length, 2, 4), np.float32)
    made[..., 0] = (-1.0, 1.0)
    made[..., 1] = halves_m[..., None]
    made[..., 2] = end[:, None]
    made[..., 3] = along[..., None]
    return made.reshape(-1, 4)


@functools.lru_cache(maxsize=16)
def _triangles(count: int, length: int) -> NDArray[np.uint32]:
    index = np.arange(count * length * 2, dtype=np.uint32).reshape(count, length, 2)
    a, b, c, d = index[:, :-1, 0], index[:, :-1, 1], index[:, 1:, 1], index[:, 1:, 0]
    triangles: NDArray[np.uint32] = np.stack([a, b, c, a, c, d], axis=-1).reshape(-1, 3)
    triangles.flags.writeable = False
    return triangles
