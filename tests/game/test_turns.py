"""Chores that may wait take turns: one in every frame, and none waits too long."""

from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.turns import LONGEST_S, Turns

CHORES = ("page", "board", "label", "telling")
FRAME_S = 1 / 72


def done(turns, asking, *, dt_s=FRAME_S):
    turns.begin(dt_s=dt_s)
    return [chore for chore in asking if turns.take(chore)]


def test_the_only_chore_is_done_at_once_and_again_in_the_next_frame():
    turns = Turns()
    assert [done(turns, ["label"]) for _ in range(3)] == [["label"]] * 3


def test_of_several_chores_each_has_a_frame_in_the_order_of_asking():
    turns = Turns()
    left, order = list(CHORES), []
    while left:
        found = done(turns, reversed(left) if order else left)
        order += found
        left = [chore for chore in left if chore not in found]
        assert len(found) == 1
    assert order == list(CHORES)


def test_who_always_has_something_to_do_lets_others_in():
    turns = Turns()
    found = [done(turns, ["telling", "label"]) for _ in range(4)]
    assert found == [["telling"], ["label"], ["telling"], ["label"]]


def test_who_asks_no_more_holds_nobody_up():
    turns = Turns()
    assert done(turns, ["telling", "page"]) == ["telling"]
    assert done(turns, []) == []
    assert done(turns, ["label"]) == ["label"]


def test_in_a_picture_everything_is_done():
    assert done(Turns(), CHORES, dt_s=0.0) == list(CHORES)


@given(frames=st.lists(st.tuples(st.sets(st.sampled_from(CHORES)), st.floats(0.001, 0.1)), max_size=60))
def test_nobody_waits_longer_than_may_be_and_nobody_is_left_out(frames):
    turns, since_s = Turns(), dict[str, float]()
    for asking, dt_s in frames:
        since_s = {chore: since_s[chore] + dt_s for chore in asking if chore in since_s}
        found = done(turns, sorted(asking), dt_s=dt_s)
        in_time = [chore for chore in found if since_s.get(chore, 0.0) < LONGEST_S - 1e-6]
        assert len(in_time) <= 1
        for chore in asking:
            if chore in found:
                since_s.pop(chore, None)
            else:
                assert since_s.setdefault(chore, 0.0) < LONGEST_S + 1e-6
