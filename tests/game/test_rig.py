"""Head and hands of a visitor, from the tracked room into the world."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.view import rig as rigs
from layerwalk.game.view.rig import Hand, Pose, Tracked

ANGLES = st.floats(-180, 180)
PLACES = st.tuples(*[st.floats(-50, 50)] * 3)


@given(ANGLES)
def test_a_heading_is_counted_counter_clockwise_from_the_north(angle):
    x, y, z = rigs.rotated((0.0, 1.0, 0.0), rigs.headed(angle))
    assert (x, y, z) == pytest.approx((-math.sin(math.radians(angle)), math.cos(math.radians(angle)), 0), abs=1e-9)
    assert math.cos(math.radians(rigs.heading_deg(rigs.headed(angle)) - angle)) == pytest.approx(1)


def test_who_looks_straight_down_has_the_heading_of_their_feet():
    half = math.radians(-90) / 2
    down = rigs.multiplied(rigs.headed(30), (math.cos(half), math.sin(half), 0.0, 0.0))
    assert rigs.rotated((0.0, 1.0, 0.0), down) == pytest.approx((0, 0, -1), abs=1e-9)
    assert rigs.heading_deg(down) == pytest.approx(30)


@given(PLACES, ANGLES, PLACES, st.floats(0.05, 1))
def test_what_is_at_the_rooms_origin_is_at_the_rigs(point, angle, where, scale):
    origin = Pose(point=point, turn=rigs.headed(angle))
    assert rigs.placed(Pose(), origin=origin, scale=scale).point == pytest.approx(point)
    away = rigs.placed(Pose(point=where), origin=origin, scale=scale).point
    assert math.dist(away, point) == pytest.approx(scale * math.dist(where, (0, 0, 0)), abs=1e-6)


def test_a_hand_points_where_it_aims_in_the_world():
    tracked = Tracked(
        head=Pose(point=(0, 0, 1.6)), hands=(Hand(), Hand(aim=Pose(point=(0.2, 0.3, 1.2), turn=rigs.headed(-90))))
    )
    placed = rigs.rig(tracked, origin=Pose(point=(10, 0, 2), turn=rigs.headed(90)))
    assert placed.head.point == pytest.approx((10, 0, 3.6))
    assert placed.pointers[0] is None
    assert placed.pointers[1].origin == pytest.approx((9.7, 0.2, 3.2))
    assert placed.pointers[1].direction == pytest.approx((0, 1, 0), abs=1e-9)
