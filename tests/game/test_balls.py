"""Balls in balls against balls one by one."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from layerwalk.game.world import rays
from layerwalk.game.world.balls import Balls, Columns

spots = st.tuples(*[st.floats(-4, 4)] * 3)


def entered_m(ray, centre, radius):
    """Return where a ray enters a ball by the cosine rule, None where it misses it or only brushes it."""
    way = np.subtract(centre, ray.origin)
    along, away = float(way @ ray.direction), float(np.linalg.norm(way))
    half = radius**2 - (away**2 - along**2)
    # A ball that is only brushed has two right answers.
    assume(abs(half) > 1e-6)
    assume(abs(away - radius) > 1e-6)
    if away < radius:
        return 0.0
    return along - math.sqrt(half) if along > 0.0 and half > 0.0 else None


@given(spots, spots, st.lists(st.tuples(spots, st.floats(0.01, 2)), max_size=60))
def test_ball_in_ball_finds_what_one_by_one_finds(origin, to, balls):
    assume(math.hypot(*to) > 0.1)
    ray = rays.ray(origin, to)
    expected = {number: entered_m(ray, *ball) for number, ball in enumerate(balls)}
    found = Balls([centre for centre, _ in balls], [radius for _, radius in balls]).near(ray)
    assert found == sorted(found)
    assert {number: away_m for away_m, number in found} == pytest.approx(
        {number: away_m for number, away_m in expected.items() if away_m is not None}, abs=1e-6
    )


@given(spots, spots, st.lists(spots, min_size=1, max_size=30), st.floats(0.01, 2), st.floats(0.1, 3))
def test_no_column_that_is_met_is_left_out(origin, to, feet, radius, tall):
    assume(math.hypot(*to) > 0.1)
    ray = rays.ray(origin, to)
    steps = np.arange(0.0, 12.0, 0.05)
    points = np.asarray(ray.origin) + steps[:, None] * np.asarray(ray.direction)
    found = {number: away_m for away_m, number in Columns(feet, radius, tall_m=tall).near(ray)}
    for number, (x, y, z) in enumerate(feet):
        is_in = (
            (np.hypot(points[:, 0] - x, points[:, 1] - y) < radius - 1e-9)
            & (points[:, 2] > z)
            & (points[:, 2] < z + tall)
        )
        assert not is_in.any() or found[number] <= steps[is_in.argmax()]


def test_a_ray_over_all_columns_comes_near_none():
    columns = Columns([(0, 5, 0), (0, 6, 0.5)], 0.3, tall_m=1.0)
    assert columns.near(rays.ray((0, 0, 1.6), (0, 1, 0))) == []
    assert [number for _, number in columns.near(rays.ray((0, 0, 1.4), (0, 1, 0)))] == [0, 1]
    assert [number for _, number in columns.near(rays.ray((0, 6, 9), (0, 0, -1)))] == [1]
    assert columns.near(rays.ray((0, 0, 1.4), (0, 1, 0)), 4.7) == []
