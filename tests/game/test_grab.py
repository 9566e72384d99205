"""The world in both hands: what is held stays between them, at every size."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.move import grab
from layerwalk.game.move.grab import LIFE, TABLE, Room

ANGLES = st.floats(-180, 180)
PLACES = st.tuples(st.floats(-50, 50), st.floats(-50, 50), st.floats(0, 20))
HANDS = st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.5, 2))
ROOMS = st.builds(Room, point=PLACES, heading_deg=ANGLES, scale=st.floats(LIFE, TABLE))


def beside(hand, angle, apart):
    """Return the other hand, at the same height."""
    turn = math.radians(angle)
    return hand[0] + apart * math.cos(turn), hand[1] + apart * math.sin(turn), hand[2]


@given(ROOMS, PLACES)
def test_what_is_at_a_place_of_the_room_is_there_in_both_ways(room, point):
    assert room.inward(room.outward(point)) == pytest.approx(point, abs=1e-6)


@given(ROOMS, HANDS, ANGLES, st.floats(0.1, 1), HANDS, ANGLES, st.floats(0.5, 2))
def test_what_is_grabbed_stays_under_the_hands(room, first, angle, apart, then, turned, spread):
    hands = (first, beside(first, angle, apart))
    held = tuple(room.outward(hand) for hand in hands)
    after = (then, beside(then, turned, apart * spread))
    found = grab.grabbed(held, after, now=room)
    scale = room.scale / spread
    if LIFE <= scale <= TABLE:
        assert found.scale == pytest.approx(scale)
        for hand, point in zip(after, held, strict=True):
            assert found.outward(hand) == pytest.approx(point, abs=1e-5)


@given(ROOMS, HANDS, HANDS, HANDS, HANDS)
def test_the_middle_stays_under_the_hands_whatever_they_do(room, one, two, three, four):
    held = room.outward(one), room.outward(two)
    found = grab.grabbed(held, (three, four), now=room)
    middle = [(a + b) / 2 for a, b in zip(three, four, strict=True)]
    assert found.outward(tuple(middle)) == pytest.approx([(a + b) / 2 for a, b in zip(*held, strict=True)], abs=1e-5)
    assert LIFE <= found.scale <= TABLE
    assert -180 <= found.heading_deg < 180


@given(ROOMS, HANDS, HANDS)
def test_hands_that_keep_still_change_nothing(room, one, two):
    found = grab.grabbed((room.outward(one), room.outward(two)), (one, two), now=room)
    assert found.scale == pytest.approx(room.scale)
    assert math.cos(math.radians(found.heading_deg - room.heading_deg)) == pytest.approx(1)
    assert found.point == pytest.approx(room.point, abs=1e-4)


def test_hands_together_make_a_table_of_the_world_and_no_smaller():
    held = (-0.5, 0.0, 1.0), (0.5, 0.0, 1.0)
    assert grab.grabbed(held, ((-0.01, 0, 1), (0.02, 0, 1)), now=Room()).scale == pytest.approx(1 / 0.03)
    far = (-5.0, 0.0, 1.0), (5.0, 0.0, 1.0)
    assert grab.grabbed(far, ((-0.02, 0, 1), (0.03, 0, 1)), now=Room()).scale == TABLE


def test_one_hand_over_the_other_turns_nothing():
    found = grab.grabbed(((0, 0, 1), (0.01, 0, 2)), ((0, 0, 1), (0, 0.01, 1.5)), now=Room(heading_deg=20.0))
    assert found.heading_deg == pytest.approx(20)


@given(ROOMS, PLACES, ANGLES)
def test_who_is_turned_stays_where_they_are(room, head, angle):
    about = room.outward(head)
    assert grab.turned(room, about, angle).outward(head) == pytest.approx(about, abs=1e-4)


def test_a_room_is_moved():
    room = Room(point=(1.0, 2.0, 3.0), heading_deg=90.0, scale=2.0)
    assert grab.moved(room, (1.0, 0.0, -1.0)) == Room(point=(2.0, 2.0, 2.0), heading_deg=90.0, scale=2.0)
    assert Room().is_life
    assert not room.is_life
