"""Turning in steps: once for every push, and again while it lasts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.move.snap import REPEAT_S, Snap


def turned(snap, *, left=0.0, right=0.0, begun=0, dt_s=1 / 60):
    return snap.turn(left=left, right=right, begun=begun, dt_s=dt_s)


def test_a_push_turns_once_at_once():
    snap = Snap(45)
    assert turned(snap, left=1.0, begun=1) == 45
    assert turned(snap, left=1.0) == 0
    assert turned(snap) == 0


def test_two_quick_taps_are_two_steps():
    snap = Snap(30)
    assert [turned(snap, right=1.0, begun=-1) for _ in range(2)] == [-30, -30]


@pytest.mark.parametrize("frames_per_s", [30, 60, 144])
def test_a_push_that_lasts_turns_again_and_again(frames_per_s):
    snap, dt_s = Snap(30), 1 / frames_per_s
    total = turned(snap, left=1.0, begun=1, dt_s=dt_s)
    total += sum(turned(snap, left=1.0, dt_s=dt_s) for _ in range(round(3.5 * REPEAT_S / dt_s)))
    assert total == 4 * 30


def test_after_letting_go_one_waits_anew():
    snap = Snap(30)
    turned(snap, left=1.0, begun=1)
    turned(snap, left=1.0, dt_s=REPEAT_S * 0.9)
    turned(snap)
    turned(snap, left=1.0, begun=1)
    assert turned(snap, left=1.0, dt_s=REPEAT_S * 0.9) == 0


def test_a_frame_without_a_push_is_a_letting_go():
    snap = Snap(30)
    turned(snap, left=1.0, begun=1)
    turned(snap, left=1.0, dt_s=REPEAT_S * 0.9)
    snap.rest()
    assert turned(snap, left=1.0, dt_s=REPEAT_S * 0.9) == 0


def test_both_sides_at_once_stand_still():
    snap = Snap(30)
    assert [turned(snap, left=1.0, right=1.0, dt_s=0.1) for _ in range(20)] == [0] * 20


def test_a_stick_that_is_hardly_pushed_does_not_turn():
    snap = Snap(30)
    assert [turned(snap, left=0.4, dt_s=0.1) for _ in range(20)] == [0] * 20


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.sampled_from([-1, 0, 1]), st.floats(0, 0.1))))
def test_a_frame_turns_by_one_step_at_most(frames):
    snap = Snap(30)
    for left, right, begun, dt_s in frames:
        assert turned(snap, left=left, right=right, begun=begun, dt_s=dt_s) in (-30, 0, 30)
