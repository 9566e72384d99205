"""Boards that hang in one plane: a ray is compared with the plane, and only then with them. World, metres."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from layerwalk.game.ui.board import Frame, Vector
from layerwalk.game.ui.pointer import Hit
from layerwalk.game.world import faces
from layerwalk.game.world.faces import Face
from layerwalk.game.world.rays import Ray

ASIDE_M = 1e-4
"""What is so near to a plane lies in it."""
ALIKE = 1.0 - 1e-8
"""Boards are turned alike where the cosine between them is larger."""


@dataclass(frozen=True, slots=True)
class Plane:
    """Hold boards in one plane, turned alike, worked out for rays.

    face: of the rectangle round all of them. ball: round that, its middle and its radius times itself. boards: the
    edges of each in shares of the rectangle (left, right, top, bottom), and its name.
    """

    face: Face
    ball: tuple[float, float, float, float]
    boards: tuple[tuple[float, float, float, float, str], ...]


def planes(boards: Mapping[str, Frame]) -> tuple[Plane, ...]:
    """Return boards by the planes in which they hang."""
    groups: list[dict[str, Frame]] = []
    for name, frame in boards.items():
        group = next((group for group in groups if _hangs_beside(frame, next(iter(group.values())))), None)
        if group is None:
            groups.append({name: frame})
        else:
            group[name] = frame
    return tuple(map(_plane, groups))


def first(ray: Ray, among: Iterable[Plane]) -> tuple[str, Hit] | None:
    """Return the name of the first board on the way of `ray`, and where it is met."""
    found: tuple[str, Hit] | None = None
    within_m = math.inf
    (ox, oy, oz), (dx, dy, dz) = ray.origin, ray.direction
    for plane in among:
        x, y, z, square = plane.ball
        x, y, z = x - ox, y - oy, z - oz
        along = x * dx + y * dy + z * dz
        if along * along < x * x + y * y + z * z - square:
            continue  # Most rays pass by most boards, and that is seen sooner than where they meet a plane.
        met = faces.inside(ray, plane.face, within_m=within_m)
        if met is None:
            continue
        away_m, u, v = met
        for left, right, top, bottom, name in plane.boards:
            if left <= u <= right and top <= v <= bottom:
                hit = Hit(u=(u - left) / (right - left), v=(v - top) / (bottom - top), distance_m=away_m)
                found, within_m = (name, hit), away_m
                break
    return found


def _hangs_beside(frame: Frame, other: Frame) -> bool:
    """Say whether two boards lie in one plane, turned alike."""
    ways = ((frame.right, other.right), (frame.up, other.up))
    is_alike = all(float(one @ two) > ALIKE * math.sqrt(one @ one) * math.sqrt(two @ two) for one, two in ways)
    return is_alike and abs(float(other.normal @ (frame.centre - other.centre))) < ASIDE_M


def _plane(boards: Mapping[str, Frame]) -> Plane:
    """Return boards that lie in one plane."""
    frames = tuple(boards.values())
    start, across, along = frames[0].centre, _unit(frames[0].right), _unit(frames[0].up)
    middles = np.array([frame.centre for frame in frames], np.float64) - start
    x, y = middles @ across, middles @ along
    wide_m, tall_m = (np.linalg.norm(sides, axis=1) for sides in zip(*((f.right, f.up) for f in frames), strict=True))
    low_x, low_y = (x - wide_m).min(), (y - tall_m).min()
    width_m, height_m = (x + wide_m).max() - low_x, (y + tall_m).max() - low_y
    middle = start + across * (low_x + width_m / 2) + along * (low_y + height_m / 2)
    u, v = (x - low_x) / width_m, 1.0 - (y - low_y) / height_m
    half_u, half_v = wide_m / width_m, tall_m / height_m
    edges = np.column_stack([u - half_u, u + half_u, v - half_v, v + half_v]).tolist()
    return Plane(
        faces.face(middle, across * (width_m / 2), along * (height_m / 2)),
        (*middle.tolist(), float(width_m * width_m + height_m * height_m) / 4 + ASIDE_M),
        tuple((left, right, top, bottom, name) for (left, right, top, bottom), name in zip(edges, boards, strict=True)),
    )


def _unit(vector: Vector) -> Vector:
    unit: Vector = vector / math.sqrt(vector @ vector)
    return unit
