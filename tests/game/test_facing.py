"""Which way one looks on arrival: as a stick points, or as a wrist is rolled."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.move import facing, look
from layerwalk.game.view import rig as rigs
from layerwalk.game.world import rays

NORTH = rays.ray((0, 0, 1), (0, 1, 0))
ANGLES = st.floats(-180, 180)


def rolled(heading_deg, pitch_deg, roll_deg):
    """Return the turn of one who looks along a heading and upwards, rolled clockwise."""
    pitch, roll = math.radians(pitch_deg) / 2, math.radians(roll_deg) / 2
    turn = rigs.multiplied(rigs.headed(heading_deg), (math.cos(pitch), math.sin(pitch), 0.0, 0.0))
    return rigs.multiplied(turn, (math.cos(roll), 0.0, math.sin(roll), 0.0))


@pytest.mark.parametrize(
    ("stick", "expected"),
    [((0, 1), None), ((0.3, 0.9), None), ((0, 0), None), ((1, 0), -90), ((-1, 0), 90), ((0, -1), -180)],
)
def test_the_stick_chooses_where_one_looks_beside_the_arc(stick, expected):
    assert facing.heading_deg(facing.by_stick(stick), NORTH) == expected


@pytest.mark.parametrize(("roll_deg", "expected"), [(0, None), (20, None), (50, -90), (-50, 90), (80, -180)])
def test_the_wrist_chooses_it_too(roll_deg, expected):
    assert facing.heading_deg(facing.by_wrist(roll_deg), NORTH) == expected


@given(ANGLES, st.floats(-70, 70), ANGLES)
def test_however_a_hand_points_its_roll_is_told(heading_deg, pitch_deg, roll_deg):
    found = rigs.roll_deg(rolled(heading_deg, pitch_deg, roll_deg))
    assert look.heading(found - roll_deg) == pytest.approx(0, abs=1e-6)


@given(st.floats(-179, 179))
def test_left_and_right_are_mirror_images_and_nothing_jumps(roll_deg):
    here, there = (facing.by_wrist(sign * roll_deg) for sign in (1, -1))
    assert (here is None) == (there is None)
    if here is not None:
        assert here == pytest.approx(-there)
        assert here * roll_deg < 0, "who rolls to the right looks to the right"
        assert abs(here) <= 180
        assert abs(here) <= facing.GAIN * (abs(roll_deg) - facing.STILL_DEG) + 1e-9


@given(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), ANGLES, ANGLES)
def test_a_heading_is_always_one(stick, roll_deg, heading_deg):
    x, y = -math.sin(math.radians(heading_deg)), math.cos(math.radians(heading_deg))
    for chosen in (facing.by_stick(stick), facing.by_wrist(roll_deg)):
        found = facing.heading_deg(chosen, rays.ray((0, 0, 1), (x, y, -0.5)))
        assert (found is None) == (chosen is None)
        if found is not None:
            assert -180 <= found < 180
            assert math.cos(math.radians(found - heading_deg - chosen)) == pytest.approx(1)
