"""What has failed is tried again soon, then less often, and not for ever."""

from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.retry import LONGEST_S, PATIENCE_S, Retry


def tries(retry, seconds, *, dt_s=0.25):
    """Return when it was tried, in seconds."""
    return [step * dt_s for step in range(1, int(seconds / dt_s) + 1) if retry.is_due(dt_s=dt_s)]


def test_it_is_tried_after_two_seconds_and_then_after_twice_as_long_each_time():
    retry = Retry()
    retry.begin()
    assert tries(retry, 130) == [2, 6, 14, 30, 60, 90, 120]


def test_nothing_is_tried_that_did_not_fail():
    assert tries(Retry(), 60) == []


def test_after_some_minutes_it_has_no_sense_any_more():
    retry = Retry()
    retry.begin()
    tries(retry, PATIENCE_S - 1)
    assert not retry.is_over
    tries(retry, 1)
    assert retry.is_over


def test_what_fails_again_at_once_has_no_more_patience_than_was_left():
    retry = Retry()
    retry.begin()
    tries(retry, 60)
    retry.end()
    assert tries(retry, 60) == []
    retry.begin()
    assert tries(retry, 60) == [30, 60]


def test_what_went_well_is_forgotten():
    retry = Retry()
    retry.begin()
    tries(retry, 60)
    retry.forget()
    retry.begin()
    assert tries(retry, 5) == [2]


@given(st.lists(st.floats(0.0, 5.0), max_size=60))
def test_however_time_passes_no_two_tries_come_closer_than_two_seconds(steps):
    retry, now_s, before_s = Retry(), 0.0, 0.0
    retry.begin()
    for dt_s in steps:
        now_s += dt_s
        if retry.is_due(dt_s=dt_s):
            assert now_s - before_s >= 2 - 1e-9
            before_s = now_s
    assert now_s - before_s <= LONGEST_S + 5
