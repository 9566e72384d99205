"""A headset's sticks: whichever hand is the main one, bindings see the same."""

from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.move import sticks
from layerwalk.game.move.intent import Reading


def arranged(pushed, **more):
    return dict(sticks.arranged(Reading(pushed=pushed), **{"main": "right", "walks": True, **more}).pushed)


def test_one_stick_walks_and_the_other_turns():
    assert arranged({"vr_left_y+": 1.0, "vr_right_x-": 0.5}) == {"vr_left_y+": 1.0, "vr_right_x-": 0.5}


def test_the_left_handed_turn_with_the_left_stick():
    assert arranged({"vr_left_x-": 1.0, "vr_right_y+": 0.5}, main="left") == {"vr_right_x-": 1.0, "vr_left_y+": 0.5}


def test_who_does_not_walk_turns_with_both():
    assert arranged({"vr_left_x-": 0.2, "vr_right_x-": 0.5}, walks=False) == {"vr_right_x-": 0.5}


def test_a_single_controller_walks_and_turns():
    assert arranged({"vr_left_y-": 1.0, "vr_left_x+": 0.7}, alone="left") == {"vr_left_y-": 1.0, "vr_right_x+": 0.7}
    assert arranged({"vr_left_y+": 1.0}, alone="left", walks=False) == {"vr_right_y+": 1.0}


def test_what_was_pressed_is_arranged_as_well():
    reading = Reading(pressed=frozenset({"vr_left_x+", "vr_a"}))
    assert sticks.arranged(reading, main="right", walks=False).pressed == {"vr_right_x+", "vr_a"}


def test_where_a_stick_is():
    assert sticks.of(Reading(pushed={"vr_left_x-": 0.5, "vr_left_y+": 1.0}), "left") == (-0.5, 1.0)


@given(
    st.dictionaries(st.sampled_from([*sticks.names("left"), *sticks.names("right")]), st.floats(0, 1)),
    st.sampled_from(["left", "right"]),
    st.booleans(),
)
def test_nothing_is_pushed_further_than_it_is(pushed, main, walks):
    found = arranged(pushed, main=main, walks=walks)
    assert max(found.values(), default=0) == max(pushed.values(), default=0)
