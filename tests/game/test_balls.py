"""Balls in balls against balls one by one."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from layerwalk.game.world import rays
from layerwalk.game.world.balls import Balls

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
