"""Few upright pillars as plain numbers: a ray that passes them by costs a microsecond each. World, metres."""

import math
from dataclasses import dataclass

from layerwalk.game.world import rays
from layerwalk.game.world.placement import Point
from layerwalk.game.world.rays import Ray


@dataclass(frozen=True, slots=True)
class Post:
    """Hold a pillar, worked out for rays: its foot in its middle, cosine and sine of its heading, half its sides."""

    foot: Point
    cos: float
    sin: float
    wide: float
    deep: float


def post(foot: Point, heading_deg: float, *, width_m: float, depth_m: float) -> Post:
    """Return a pillar of no height yet."""
    turn = math.radians(heading_deg)
    return Post(foot, math.cos(turn), math.sin(turn), width_m / 2, depth_m / 2)


def meet(ray: Ray, post: Post, *, tall_m: float) -> float:
    """Return the distance to a pillar of some height, infinite where a ray misses it or begins in it."""
    (ox, oy, oz), (dx, dy, dz), (fx, fy, fz) = ray.origin, ray.direction, post.foot
    x, y, cos, sin = ox - fx, oy - fy, post.cos, post.sin
    sides = (
        (oz - fz, dz, 0.0, tall_m),
        (x * cos + y * sin, dx * cos + dy * sin, -post.wide, post.wide),
        (y * cos - x * sin, dy * cos - dx * sin, -post.deep, post.deep),
    )
    enter, leave = 0.0, math.inf
    for start, way, low, high in sides:
        first, last = rays.between(start, way, low, high)
        enter, leave = max(enter, first), min(leave, last)
        if leave < enter:
            return math.inf
    return enter if enter > 0.0 else math.inf
