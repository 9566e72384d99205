"""Two hands that press: the last one counts, and nothing is held by both."""

from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.move.handed import Handed, Press, other


def presses(*frames, main="right"):
    hands = Handed(main)
    return [hands.press(left, right) for left, right in frames]


def test_the_main_hand_presses_and_lets_go():
    assert presses((0, 0), (0, 1), (0, 1), (0, 0)) == [
        Press(main="right"),
        Press(main="right", use=True, begins=True),
        Press(main="right", use=True),
        Press(main="right"),
    ]


def test_the_other_hand_becomes_the_main_one_when_it_presses():
    assert presses((1, 0))[-1] == Press(main="left", use=True, begins=True)
    assert presses((1, 0), (0, 0))[-1] == Press(main="left")


def test_what_one_hand_holds_is_let_go_before_the_other_presses():
    assert presses((0, 1), (1, 1), (1, 1), (1, 0), (0, 0))[1:] == [
        Press(main="right"),
        Press(main="left", use=True, begins=True),
        Press(main="left", use=True),
        Press(main="left"),
    ]


def test_a_trigger_that_trembles_presses_once():
    found = presses((0, 0.55), (0, 0.45), (0, 0.55), (0, 0.3))
    assert [press.begins for press in found] == [True, False, False, False]
    assert [press.use for press in found] == [True, True, True, False]


def test_a_press_beside_what_the_main_hand_holds_lets_nothing_go():
    hands = Handed("right")
    hands.press(0, 1)
    assert hands.press(1, 1, beside=True) == Press(main="right", use=True, beside=True, begins_beside=True)
    assert hands.press(1, 1, beside=True) == Press(main="right", use=True, beside=True)
    assert hands.press(1, 0) == Press(main="right", beside=True)
    assert hands.press(1, 1) == Press(main="right", use=True, begins=True, beside=True)
    assert hands.press(0, 1) == Press(main="right", use=True)


def test_beside_a_hand_that_holds_nothing_one_presses_as_ever():
    hands = Handed("right")
    assert hands.press(1, 0, beside=True) == Press(main="left", use=True, begins=True)


PUSHES = st.lists(st.tuples(st.sampled_from([0.0, 0.4, 1.0]), st.sampled_from([0.0, 0.4, 1.0])), max_size=30)


@given(PUSHES)
def test_every_press_begins_once_and_ends_before_the_next(frames):
    holds = False
    for press, (left, right) in zip(presses(*frames), frames, strict=True):
        if press.begins:
            assert not holds
        if press.use and not press.begins:
            assert holds
        if press.use:
            assert {"left": left, "right": right}[press.main] > 0.35
        holds = press.use


@given(PUSHES, st.lists(st.booleans(), min_size=30, max_size=30))
def test_however_hands_press_beside_each_other_each_press_is_begun_and_held(frames, besides):
    hands, holds, before = Handed("right"), False, Press(main="right")
    for (left, right), beside in zip(frames, besides, strict=False):
        press = hands.press(left, right, beside=beside)
        pushed = {"left": left, "right": right}
        assert not (press.begins and holds)
        assert press.begins or holds or not press.use
        assert not press.beside or pushed[other(press.main)] > 0.35
        if press.beside:
            assert press.begins_beside or before.beside
            assert press.begins_beside or press.main == before.main
        holds, before = press.use, press
