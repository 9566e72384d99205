"""A flat face as plain numbers: where a ray meets it costs a microsecond, and no array is made. World, metres."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from layerwalk.game.world.placement import Point
from layerwalk.game.world.rays import Ray


@dataclass(frozen=True, slots=True)
class Face:
    """Hold a face, worked out for rays that meet it.

    normal: out of its face, of any length; distance: along the normal from the world's origin to its plane.
    across, along: the half axes to its reader's right and upwards, divided by the squares of their lengths, so that
    they measure in shares of themselves; middle: of the face, measured so.
    """

    normal: Point
    distance: float
    across: Point
    along: Point
    middle: tuple[float, float]


def face(centre: Iterable[float], right: Iterable[float], up: Iterable[float]) -> Face:
    """Return a face by its middle and its half axes, as its reader sees it."""
    (cx, cy, cz), (a, b, c), (d, e, f) = map(_point, (centre, right, up))
    normal = (b * f - c * e, c * d - a * f, a * e - b * d)
    wide, tall = a * a + b * b + c * c, d * d + e * e + f * f
    across, along = (a / wide, b / wide, c / wide), (d / tall, e / tall, f / tall)
    return Face(
        normal,
        normal[0] * cx + normal[1] * cy + normal[2] * cz,
        across,
        along,
        (across[0] * cx + across[1] * cy + across[2] * cz, along[0] * cx + along[1] * cy + along[2] * cz),
    )


def meet(ray: Ray, face: Face, *, two_sided: bool = False) -> tuple[float, float, float] | None:
    """Return (distance, u, v) of where a ray meets the plane of a face, perhaps beside it, None where it does not.

    u runs to the right and v down, in [0, 1] on the face. It is met from the side its reader stands on, or from both.
    """
    return inside(ray, face, two_sided=two_sided, beside=math.inf)


def inside(
    ray: Ray, face: Face, *, two_sided: bool = False, within_m: float = math.inf, beside: float = 0.0
) -> tuple[float, float, float] | None:
    """Return (distance, u, v) of where a ray meets a face itself, None where it misses it or is not within so far.

    beside: so much of u and v beside the face counts, too.
    """
    (ox, oy, oz), (dx, dy, dz), (nx, ny, nz) = ray.origin, ray.direction, face.normal
    facing = nx * dx + ny * dy + nz * dz
    if facing >= 0.0 and (facing == 0.0 or not two_sided):
        return None
    away_m = (face.distance - nx * ox - ny * oy - nz * oz) / facing
    if not 0.0 < away_m < within_m:
        return None
    x, y, z = ox + away_m * dx, oy + away_m * dy, oz + away_m * dz
    (ax, ay, az), (bx, by, bz), (middle_u, middle_v) = face.across, face.along, face.middle
    u = (1.0 + ax * x + ay * y + az * z - middle_u) / 2.0
    if not -beside <= u <= 1.0 + beside:
        return None
    v = (1.0 + middle_v - bx * x - by * y - bz * z) / 2.0
    return (away_m, u, v) if -beside <= v <= 1.0 + beside else None


def local(ray: Ray, face: Face) -> tuple[Point, Point]:
    """Return a ray's origin and direction in a face's own terms: u, v, and metres out of it."""
    (ox, oy, oz), (dx, dy, dz), (nx, ny, nz) = ray.origin, ray.direction, face.normal
    (ax, ay, az), (bx, by, bz), (u, v) = face.across, face.along, face.middle
    long = math.sqrt(nx * nx + ny * ny + nz * nz)
    return (
        (
            (1.0 + ax * ox + ay * oy + az * oz - u) / 2.0,
            (1.0 + v - bx * ox - by * oy - bz * oz) / 2.0,
            (nx * ox + ny * oy + nz * oz - face.distance) / long,
        ),
        (
            (ax * dx + ay * dy + az * dz) / 2.0,
            -(bx * dx + by * dy + bz * dz) / 2.0,
            (nx * dx + ny * dy + nz * dz) / long,
        ),
    )


def _point(vector: Iterable[float]) -> Point:
    x, y, z = map(float, vector)
    return x, y, z
