"""Round walls against tiny steps along a ray."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from layerwalk.game.world import rays, walls
from layerwalk.game.world.walls import Round

spots = st.tuples(*[st.floats(-4, 4)] * 3)


def marched(ray, inside, far=30.0, step=0.0005):
    """Return where, walking along the ray in tiny steps, `inside` of the points changes first with a wall there."""
    t = np.arange(step, far, step)
    points = np.asarray(ray.origin) + t[:, None] * np.asarray(ray.direction)
    within, wall = inside(points)
    crossing = np.flatnonzero((within[1:] != within[:-1]) & wall[1:])
    return t[crossing[0]] if len(crossing) else math.inf


def bearing_off(points, centre, heading_deg):
    off = np.degrees(np.arctan2(-(points[:, 0] - centre[0]), points[:, 1] - centre[1])) - heading_deg
    return np.abs((off + 180) % 360 - 180)


@settings(deadline=None, max_examples=60)
@given(spots, spots, st.floats(0.5, 3), st.floats(-180, 180), st.floats(10, 170), st.floats(-60, 0), st.floats(5, 70))
def test_round_walls_stand_where_tiny_steps_find_them(origin, to, radius, heading, azimuth, low, high):
    centre = (0.5, -0.25, 0.1)
    assume(math.hypot(*to) > 0.1)
    ray, part = rays.ray(origin, to), {"heading_deg": heading, "azimuth_deg": azimuth}
    # A ray that only brushes the round has two right answers: met, and not met.
    assume(all(abs(nearest_m(ray, centre, axes) - radius) > 1e-3 for axes in (2, 3)))

    def ball(points, slack):
        away = np.linalg.norm(points - centre, axis=1)
        elevation = np.degrees(np.arcsin(np.clip((points[:, 2] - centre[2]) / np.maximum(away, 1e-9), -1, 1)))
        there = (bearing_off(points, centre, heading) < azimuth + slack) & (elevation > low - slack)
        return away < radius, there & (elevation < high + slack)

    def tube(points, slack):
        away = np.hypot(points[:, 0] - centre[0], points[:, 1] - centre[1])
        height = points[:, 2] / 2
        there = (bearing_off(points, centre, heading) < azimuth + slack) & (height > low / 30 - slack / 30)
        return away < radius, there & (height < high / 30 + slack / 30)

    low_m, high_m = (centre[2] + radius * math.sin(math.radians(edge)) for edge in (low, high))
    dome = walls.Walls(centre, domes=[Round(radius, low_m, high_m)], **part).meet(ray)
    drum = walls.Walls(centre, drums=[Round(radius, low / 15, high / 15)], **part).meet(ray)
    for fast, shape in ((dome, ball), (drum, tube)):
        tight, loose = (marched(ray, lambda points, s=s, shape=shape: shape(points, s)) for s in (-0.5, 0.5))
        assume(tight == loose)
        assert fast == pytest.approx(tight, abs=0.002) or (math.isinf(fast) and math.isinf(tight))


def nearest_m(ray, point, axes):
    """Return how near the whole line of a ray comes to a point, seen in so many axes."""
    along, way = np.asarray(ray.direction[:axes]), np.subtract(point, ray.origin)[:axes]
    length = np.linalg.norm(along)
    if length < 1e-9:
        return np.linalg.norm(way)
    return np.linalg.norm(way - along * (way @ along) / length**2)
