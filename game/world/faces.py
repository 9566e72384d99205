"""A flat face as plain numbers: where a ray meets it costs a microsecond, and no array is made. World, metres."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from layerwalk.game.world.placement import Point
from layerwalk.game.world.rays import Ray

Row = tuple[float, float, float, float]
"""What a point's coordinates are multiplied with, and what is added: together one number."""


@dataclass(frozen=True, slots=True)
class Face:
    """Hold a face, worked out for rays that meet it: what makes a point's own terms of it.

    out: how far it is out of the face, metres. right, down: where it is on the face, in [0, 1].
    """

    out: Row
    right: Row
    down: Row


def face(centre: Iterable[float], right: Iterable[float], up: Iterable[float]) -> Face:
    """Return a face by its middle and its half axes, as its reader sees it."""
    (x, y, z), (a, b, c), (d, e, f) = map(_point, (centre, right, up))
    nx, ny, nz = b * f - c * e, c * d - a * f, a * e - b * d
    long, wide, tall = math.hypot(nx, ny, nz), 2.0 * (a * a + b * b + c * c), -2.0 * (d * d + e * e + f * f)
    return Face(
        (nx / long, ny / long, nz / long, -(nx * x + ny * y + nz * z) / long),
        (a / wide, b / wide, c / wide, 0.5 - (a * x + b * y + c * z) / wide),
        (d / tall, e / tall, f / tall, 0.5 - (d * x + e * y + f * z) / tall),
    )


def meet(ray: Ray, face: Face) -> tuple[float, float, float] | None:
    """Return (distance, u, v) of where a ray meets the plane of a face, perhaps beside it, None where it does not.

    u runs to the right and v down, in [0, 1] on the face. It is met from the side its reader stands on.
    """
    (u, v, out_m), (du, dv, dout) = local(ray, face)
    if dout >= 0.0 or out_m <= 0.0:
        return None
    away_m = -out_m / dout
    return away_m, u + away_m * du, v + away_m * dv


def inside(
    ray: Ray, face: Face, *, two_sided: bool = False, within_m: float = math.inf
) -> tuple[float, float, float] | None:
    """Return (distance, u, v) of where a ray meets a face itself, None where it misses it or is not within so far.

    It is met from the side its reader stands on, or from both.
    """
    (ox, oy, oz), (dx, dy, dz), (nx, ny, nz, start) = ray.origin, ray.direction, face.out
    facing = nx * dx + ny * dy + nz * dz
    if facing >= 0.0 and (facing == 0.0 or not two_sided):
        return None
    away_m = -(nx * ox + ny * oy + nz * oz + start) / facing
    if not 0.0 < away_m < within_m:
        return None
    x, y, z = ox + away_m * dx, oy + away_m * dy, oz + away_m * dz
    a, b, c, start = face.right
    u = a * x + b * y + c * z + start
    if not 0.0 <= u <= 1.0:
        return None
    a, b, c, start = face.down
    v = a * x + b * y + c * z + start
    return (away_m, u, v) if 0.0 <= v <= 1.0 else None


def local(ray: Ray, face: Face) -> tuple[Point, Point]:
    """Return a ray's origin and direction in a face's own terms: u, v, and metres out of it."""
    (ox, oy, oz), (dx, dy, dz) = ray.origin, ray.direction
    (ax, ay, az, a), (bx, by, bz, b), (cx, cy, cz, c) = face.right, face.down, face.out
    return (
        (
            ax * ox + ay * oy + az * oz + a,
            bx * ox + by * oy + bz * oz + b,
            cx * ox + cy * oy + cz * oz + c,
        ),
        (ax * dx + ay * dy + az * dz, bx * dx + by * dy + bz * dz, cx * dx + cy * dy + cz * dz),
    )


def _point(vector: Iterable[float]) -> Point:
    x, y, z = map(float, vector)
    return x, y, z
