"""A short press of the floor, and a long one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.move.handed import Press
from layerwalk.game.move.tapping import LONG_S, Tapping

DT_S = 0.05


def pressed(frames, *, waits, tapping=None):
    """Press for some frames and let go; return in which frames a press begins, and in which it becomes a long one."""
    tapping, begun, long = tapping or Tapping(), [], []
    for frame in range(frames + 3):
        press = Press(main="right", use=frame < frames, begins=frame == 0)
        told, is_long = tapping.read(press, waits=waits, dt_s=DT_S)
        begun += [frame] * told.begins
        long += [frame] * is_long
    return begun, long


@pytest.mark.parametrize("frames", [1, 3, 7])
def test_a_short_press_counts_when_it_is_let_go(frames):
    assert pressed(frames, waits=True) == ([frames], [])


def test_a_long_press_means_the_floor_and_presses_nothing():
    begun, (frame,) = pressed(20, waits=True)
    assert begun == []
    assert frame * DT_S == pytest.approx(LONG_S)


@pytest.mark.parametrize("frames", [1, 3, 20])
def test_what_does_not_lie_on_the_floor_is_pressed_at_once(frames):
    assert pressed(frames, waits=False) == ([0], [])


def test_a_press_that_is_spent_does_nothing_more():
    tapping = Tapping()
    tapping.read(Press(main="left", use=True, begins=True), waits=True, dt_s=DT_S)
    tapping.spend()
    told, is_long = tapping.read(Press(main="left"), waits=False, dt_s=DT_S)
    assert (told.use, told.begins, is_long) == (False, False, False)


@given(st.lists(st.tuples(st.integers(1, 15), st.booleans()), max_size=8))
def test_every_press_does_one_thing(presses):
    tapping = Tapping()
    for frames, waits in presses:
        begun, long = pressed(frames, waits=waits, tapping=tapping)
        assert len(begun) + len(long) == 1
