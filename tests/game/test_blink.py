"""The dark moment while one is set down elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.view.blink import Blink


def passed(blink, time_s, *, dt_s=0.01):
    """Let time pass, and return how dark it was frame by frame."""
    dark = []
    for _ in range(round(time_s / dt_s)):
        blink.update(dt_s=dt_s)
        dark.append(blink.darkness)
    return dark


def test_it_happens_in_the_dark():
    blink, done = Blink(), []
    blink.begin(lambda: done.append(blink.darkness), length_s=0.2)
    assert done == []
    dark = passed(blink, 0.25)
    assert done == [1.0]
    assert dark[4] == pytest.approx(0.5)
    assert max(dark) == 1
    assert dark[-1] == 0


def test_without_a_dark_moment_it_happens_at_once():
    blink, done = Blink(), []
    blink.begin(lambda: done.append("there"), length_s=0.0)
    assert done == ["there"]
    assert passed(blink, 0.1) == [0] * 10


def test_one_opens_the_eyes_after_what_has_happened():
    blink = Blink()
    blink.open(length_s=0.2)
    assert blink.darkness == 1
    assert passed(blink, 0.12)[-1] == 0


@given(st.lists(st.tuples(st.booleans(), st.floats(0.0, 0.4), st.integers(0, 20)), max_size=40))
def test_it_never_flashes_more_than_three_times_a_second(asked):
    blink, done, dark = Blink(), [], []
    for begins, length_s, frames in asked:
        before = len(done)
        if begins:
            blink.begin(lambda: done.append(1), length_s=length_s)
            assert blink.is_closing or len(done) == before + 1
        else:
            blink.open(length_s=length_s)
        dark += [blink.darkness]
        dark += passed(blink, frames / 90, dt_s=1 / 90)
    dark += passed(blink, 1.0, dt_s=1 / 90)
    assert dark[-1] == 0
    falls = [index for index in range(1, len(dark)) if dark[index - 1] == 1 and dark[index] < 1]
    assert all(sum(first <= other < first + 80 for other in falls) <= 3 for first in falls)
