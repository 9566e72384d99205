from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game import words
from layerwalk.game.ui.menu import answers
from layerwalk.game.ui.menu import layout as layouts
from layerwalk.game.ui.menu.items import Choice, Page, Slider


def spot_of(item):
    page = Page(name="p", title="t", items=(item,))
    return layouts.build(page, words=words.load()).by_name[item.name]


def slider(**values):
    how = {"value": 0.5, "low": 0.0, "high": 1.0, "step": 0.1, "shown": ""} | values
    return Slider(name="s", text="Size", **how)


def choice(chosen, *options, enabled=True):
    return spot_of(Choice(name="c", text="Size", options=options, chosen=chosen, enabled=enabled))


def test_a_choice_goes_round():
    spot = choice(3, (1, "one"), (2, "two"), (3, "three"))
    assert answers.stepped(spot, 1).value == 1
    assert answers.stepped(spot, -1).value == 2


def test_a_choice_whose_value_is_none_of_its_options_goes_to_its_ends():
    spot = choice(9, (1, "one"), (2, "two"))
    assert answers.stepped(spot, 1).value == 1
    assert answers.stepped(spot, -1).value == 2


def test_a_choice_is_pressed_onwards_except_on_its_left_arrow():
    spot = choice(2, (1, "one"), (2, "two"), (3, "three"))
    assert answers.pressed(spot).value == 3
    assert answers.pressed(spot, x=spot.parts["box"].middle[0]).value == 3
    assert answers.pressed(spot, x=spot.parts["less"].middle[0]).value == 1


def test_what_is_disabled_answers_nothing():
    assert answers.stepped(choice(1, (1, "one"), (2, "two"), enabled=False), 1) is None


def test_a_choice_of_one_says_nothing():
    assert answers.stepped(choice(1, (1, "one")), 1) is None


def test_a_slider_steps_and_stops_at_its_ends():
    assert answers.stepped(spot_of(slider()), 1).value == 0.6
    assert answers.stepped(spot_of(slider(value=0.0)), -1) is None
    assert answers.stepped(spot_of(slider(value=1.0)), 1) is None


def test_whole_numbers_stay_whole():
    value = answers.stepped(spot_of(slider(value=3, low=1, high=20, step=1, whole=True)), 1).value
    assert (value, type(value)) == (4, int)


def test_a_knob_is_where_its_value_is():
    spot = spot_of(slider(low=1, high=5, step=1))
    track = spot.parts["track"]
    assert answers.slid(spot, track.left) == 1
    assert answers.slid(spot, track.right + 1) == 5
    assert answers.slid(spot, track.left + answers.share(spot.item, 4) * track.width) == 4


@given(st.floats(-5, 5), st.floats(0.001, 10), st.floats(0.001, 3), st.floats(-20, 20))
def test_a_slider_never_leaves_its_range_and_reaches_its_end(low, span, step, value):
    made = slider(low=low, high=low + span, step=step, value=low)
    assert made.low <= answers.snapped(made, value) <= made.high
    assert answers.snapped(made, made.high) == made.high
    assert abs(made.low - answers.snapped(made, made.low)) < 1e-8
