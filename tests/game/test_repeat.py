"""What is held in the menu counts as pressed again and again, as a typewriter's keys do; elsewhere nothing does."""

from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.move import bindings as bound
from layerwalk.game.move import intent
from layerwalk.game.move.intent import Reading
from layerwalk.game.move.repeat import EVERY_S, FIRST_S, Repeat

FRAME_S = 0.01
QUIET = Reading()


def held(*names, push=1.0):
    return Reading(pushed=dict.fromkeys(names, push))


def pressed(*names):
    return Reading(pushed=dict.fromkeys(names, 1.0), pressed=frozenset(names))


def times(readings, *, dt_s=FRAME_S, menu_open=True, repeat=None):
    """Return when, in seconds after the first frame, something counted as pressed again."""
    repeat = repeat or Repeat()
    found = [repeat.read((one,), bound.DEFAULTS, dt_s=dt_s, menu_open=menu_open).pressed for one in readings]
    return [round(frame * dt_s, 6) for frame, again in enumerate(found) if again]


def test_a_held_arrow_waits_and_then_goes_on():
    found = times([pressed("arrow_down"), *[held("arrow_down")] * 80])
    assert abs(found[0] - FIRST_S) <= FRAME_S
    assert found[1:4] == [round(found[0] + count * EVERY_S, 6) for count in (1, 2, 3)]


def test_every_control_that_moves_in_the_menu_goes_on():
    for name in ("arrow_left", "dpad_up", "page_down", "lshoulder"):
        assert times([pressed(name), *[held(name)] * 50])


def test_what_chooses_or_leaves_counts_once():
    for name in ("enter", "space", "face_a", "backspace", "escape", "m"):
        assert times([pressed(name), *[held(name)] * 200]) == []


def test_letting_go_ends_it_and_a_new_press_waits_again():
    first = [pressed("arrow_down"), *[held("arrow_down")] * 60]
    assert times([*first, *[QUIET] * 100])[-1] <= 0.61
    repeat = Repeat()
    times(first, repeat=repeat)
    assert times([QUIET, *first], repeat=repeat)[0] >= FIRST_S


def test_a_key_that_was_tapped_between_two_frames_waits_again():
    repeat = Repeat()
    times([pressed("arrow_down"), *[held("arrow_down")] * 44], repeat=repeat)
    assert times([pressed("arrow_down"), *[held("arrow_down")] * 44], repeat=repeat) == []


def test_nothing_goes_on_outside_the_menu():
    assert times([pressed("arrow_down"), *[held("arrow_down")] * 200], menu_open=False) == []


def test_who_walks_with_a_key_while_the_menu_opens_does_not_move_in_it():
    repeat = Repeat()
    times([pressed("arrow_up"), *[held("arrow_up")] * 100], menu_open=False, repeat=repeat)
    assert times([held("arrow_up")] * 200, repeat=repeat) == []


def test_a_stick_that_is_hardly_pushed_does_not_count_as_held():
    bindings = {**bound.DEFAULTS, "menu_up": ("left_y+",)}
    repeat = Repeat()
    readings = [pressed("left_y+"), *[held("left_y+", push=0.4)] * 100]
    assert not any(repeat.read((one,), bindings, dt_s=FRAME_S, menu_open=True).pressed for one in readings)


def test_the_menu_hears_it_as_another_press():
    repeat = Repeat()
    repeat.read((pressed("dpad_down"),), bound.DEFAULTS, dt_s=0.0, menu_open=True)
    again = repeat.read((held("dpad_down"),), bound.DEFAULTS, dt_s=FIRST_S, menu_open=True)
    wanted = intent.compose(bound.DEFAULTS, (held("dpad_down"), again), dt_s=FRAME_S, menu_open=True)
    assert wanted.actions == ("menu_down",)


@given(st.lists(st.floats(0.0, 3.0), max_size=40))
def test_long_frames_are_not_made_up_for(frames):
    repeat = Repeat()
    repeat.read((pressed("arrow_down"),), bound.DEFAULTS, dt_s=0.0, menu_open=True)
    count = sum(
        len(repeat.read((held("arrow_down"),), bound.DEFAULTS, dt_s=dt_s, menu_open=True).pressed) for dt_s in frames
    )
    assert count <= max(0.0, sum(frames) - FIRST_S) / EVERY_S + 1
