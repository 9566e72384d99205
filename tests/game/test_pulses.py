"""What a hand feels: short ticks, never a rattle."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.pulses import SHORTEST_GAP_S, Felt, Pulses

DT_S = 1 / 90


def felt(*moments, dt_s=0.1):
    pulses = Pulses()
    return [pulses.feel(now, dt_s=dt_s) for now in moments]


def right(**more):
    return Felt(hand="right", **more)


def test_nothing_is_felt_of_what_stays_as_it_is():
    assert felt(right(on="easel pen"), right(on="easel pen"), right()) == [[], [], []]


def test_what_is_pointed_at_ticks_and_what_is_pressed_ticks_more():
    _, hover, press = felt(right(), right(on="easel pen"), right(on="easel pen", pressed=True))
    assert hover[0].hand == press[0].hand == "right"
    assert hover[0].strength < press[0].strength


def test_each_neuron_that_is_passed_ticks():
    found = felt(*(right(neuron=("conv1", 0, 0, column)) for column in range(5)))
    assert [len(each) for each in found] == [0, 1, 1, 1, 1]


def test_nothing_is_felt_of_a_press_on_nothing():
    assert felt(right(), right(pressed=True)) == [[], []]


def test_another_hand_that_becomes_the_main_one_feels_nothing_by_that():
    assert felt(right(on="easel pen"), Felt(hand="left", on="easel clear")) == [[], []]


def test_an_arc_that_comes_to_a_place_to_stand_ticks():
    assert [len(each) for each in felt(right(arc=False), right(arc=True), right())] == [0, 1, 0]


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.booleans()), max_size=60))
def test_there_is_time_between_two_ticks(moments):
    found = felt(*(right(pressed=a, on=f"{b}", arrived=c) for a, b, c in moments), dt_s=DT_S)
    ticks = [index * DT_S for index, each in enumerate(found) if each]
    assert all(later - sooner >= SHORTEST_GAP_S - 1e-9 for sooner, later in pairwise(ticks))
    assert all(0 < pulse.strength <= 1 and 0 < pulse.seconds <= 0.1 for each in found for pulse in each)
