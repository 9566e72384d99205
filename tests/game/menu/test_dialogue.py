"""The menu by keys and by pointers on its panel, without drawing."""

import pytest

from layerwalk.game import words
from layerwalk.game.ui.menu import dialogue
from layerwalk.game.ui.menu.dialogue import Dialogue
from layerwalk.game.ui.menu.items import Button, Choice, Event, Page, Row, Slider, Text, Toggle

TABS = (("a", "First"), ("b", "Second"), ("c", "Third"))


def page(*items, name="page", **options):
    return Page(name=name, title="Title", items=items, **({"tabs": TABS, "tab": "b"} | options))


def button(name, **options):
    return Button(name=name, text=name.title(), **options)


def talk(shown, *keys, size=1.0):
    made = Dialogue(words=words.load(), text_size=size, closes=True)
    made.show(shown)
    press(made, *keys)
    return made


def press(made, *keys):
    for key in keys:
        made.key(key)


def is_seen(made):
    spot = made.layout.by_name[made.focus.name]
    return spot in made.layout.frame_spots or made.layout.view.holds(
        spot.rect.moved(z=made.focus.scroll_m), slack_m=1e-6
    )


def point_at(made, name, pointer="eye", part=None):
    spot = made.layout.by_name[name]
    x, z = (spot.parts[part] if part else spot.rect).middle
    made.point((x, z + (made.focus.scroll_m if spot in made.layout.spots else 0.0)), pointer=pointer)


def click(made, name, **options):
    point_at(made, name, **options)
    made.press(pointer=options.get("pointer", "eye"))
    made.release(pointer=options.get("pointer", "eye"))


def test_focus_begins_at_the_first_thing_that_can_be_pressed():
    made = talk(page(Text(text="Hello"), button("no", enabled=False), button("yes")))
    assert made.focus.name == "yes"


def test_focus_begins_at_the_chosen_button():
    assert talk(page(button("x"), button("y", chosen=True))).focus.name == "y"


def test_focus_skips_what_is_disabled_and_texts():
    made = talk(page(button("x"), Text(text="…"), button("no", enabled=False), button("y")), "down")
    assert made.focus.name == "y"


def test_a_row_is_one_line():
    row = Row(buttons=(button("p"), button("q"), button("r")))
    made = talk(page(button("x"), row, button("y")), "down", "right", "right")
    assert made.focus.name == "r"
    press(made, "left", "down")
    assert made.focus.name == "y"


def test_left_leads_to_the_current_tab_and_right_back_to_where_one_was():
    made = talk(page(button("x"), button("y")), "down", "left")
    assert made.focus.name == "tab b"
    press(made, "up", "right")
    assert made.focus.name == "y"


def test_the_head_is_reached_from_the_top():
    made = talk(page(button("x"), above="home"), "up")
    assert made.focus.name == "back"
    press(made, "right")
    assert made.focus.name == "close"
    press(made, "down")
    assert made.focus.name == "x"


def test_press_says_what_was_pressed():
    made = talk(page(button("x")), "press")
    assert made.events() == [Event(name="x")]
    assert made.events() == []


def test_press_turns_a_toggle_over():
    made = talk(page(Toggle(name="t", text="Light", on=True)), "press")
    assert made.events() == [Event(name="t", value=False)]


def test_left_and_right_change_choices_and_sliders():
    choice = Choice(name="c", text="Kind", options=((1, "one"), (2, "two")), chosen=1)
    slider = Slider(name="s", text="Size", value=3, low=1, high=5, step=1, shown="3", whole=True)
    made = talk(page(choice, slider), "right", "down", "left")
    assert made.events() == [Event(name="c", value=2), Event(name="s", value=2)]


def test_back_leads_to_the_page_above_or_closes():
    assert talk(page(button("x"), above="home"), "back").events() == [Event(name="back")]
    assert talk(page(button("x")), "back").events() == [Event(name="close")]


def test_next_and_previous_go_round_through_the_tabs():
    assert talk(page(button("x")), "next", "previous").events() == [Event(name="tab c"), Event(name="tab a")]
    assert talk(page(button("x"), tab="c"), "next").events() == [Event(name="tab a")]


def test_an_unknown_key_is_refused():
    with pytest.raises(ValueError, match="expected one of: up, down"):
        talk(page()).key("sideways")


def test_a_question_begins_on_no_and_counts_only_with_yes():
    shown = page(button("x"), button("burn", ask="Burn it all?"))
    made = talk(shown, "down", "press")
    assert [w.text for w in made.layout.writings][:2] == ["Burn", "Burn it all?"]
    press(made, "press")
    assert (made.events(), made.focus.name) == ([], "burn")
    press(made, "press", "right", "press")
    assert made.events() == [Event(name="burn")]
    assert made.layout.page is shown


def test_a_question_is_dropped_by_back_by_a_tab_and_by_a_new_page():
    shown = page(button("burn", ask="Burn it all?"))
    made = talk(shown, "press", "back")
    assert (made.events(), made.layout.page) == ([], shown)
    press(made, "press", "next")
    assert (made.events(), made.layout.page) == ([Event(name="tab c")], shown)
    press(made, "press")
    made.show(page(button("y"), name="other"))
    assert made.layout.page.name == "other"


def test_a_question_about_what_has_gone_is_dropped():
    made = talk(page(button("burn", ask="Burn it all?")), "press")
    made.show(page(button("x")))
    assert made.focus.name == "x"


def test_focus_stays_when_a_page_is_rebuilt():
    made = talk(page(button("x"), button("y")), "down")
    made.show(page(button("new"), button("x"), button("y")))
    assert made.focus.name == "y"


def test_a_slider_that_has_gone_while_it_was_held_says_nothing_more():
    slider = Slider(name="s", text="S", value=0.0, low=0, high=1, step=0.1, shown="0")
    made = talk(Page(name="p", title="P", items=(slider,)))
    made.point(made.layout.by_name["s"].rect.middle, pointer="a")
    made.press(pointer="a")
    assert [event.name for event in made.events()] == ["s"]
    made.show(Page(name="p", title="P", items=()))
    made.release(pointer="a")
    assert made.events() == []


def test_focus_goes_to_what_follows_where_its_item_has_gone():
    made = talk(page(button("x"), button("y"), button("z")), "down")
    made.show(page(button("x"), button("z")))
    assert made.focus.name == "z"
    made.show(page(button("x"), button("z", enabled=False)))
    assert made.focus.name == "x"


def test_every_page_keeps_its_own_focus():
    first = page(button("x"), button("y"), name="first")
    made = talk(first, "down")
    made.show(page(button("p"), name="second"))
    assert made.focus.name == "p"
    made.show(first)
    assert made.focus.name == "y"


def test_a_page_that_was_left_by_a_tab_is_entered_in_its_content():
    first = page(button("x"), button("y"), name="first")
    made = talk(first, "down", "left", "down", "press")
    made.show(page(button("p"), name="second"))
    made.show(first)
    assert made.focus.name == "y"


def test_long_lists_scroll_with_the_focus(pages):
    made = talk(pages.many(), *["down"] * 29)
    assert made.focus.name == "item 29"
    assert made.focus.scroll_m == made.layout.range_m
    press(made, *["up"] * 29)
    assert (made.focus.name, made.focus.scroll_m) == ("item 0", 0.0)


def test_a_page_of_prose_can_be_read_to_its_end_by_keys(pages):
    made = talk(pages.prose(), "right")
    for _ in range(60):
        made.key("page_down")
    assert made.focus.scroll_m == made.layout.range_m


def test_leafing_takes_the_focus_along(pages):
    made = talk(pages.many(), "page_down")
    assert is_seen(made)
    assert made.focus.scroll_m > 0.5
    press(made, *["page_down"] * 9)
    assert made.focus.name == "item 29"


def test_a_wheel_scrolls_without_moving_the_focus(pages):
    made = talk(pages.many())
    made.wheel(-2)
    assert (made.focus.name, made.focus.scroll_m) == ("item 0", pytest.approx(2 * dialogue.WHEEL_M))
    made.wheel(9)
    assert made.focus.scroll_m == 0


def test_a_click_counts_when_it_is_released():
    made = talk(page(button("x", help="Does x.")))
    point_at(made, "x")
    assert made.hovered == "x"
    assert made.help == "Does x."
    assert made.press(pointer="eye")
    assert made.events() == []
    made.release(pointer="eye")
    assert made.events() == [Event(name="x")]


def test_a_click_that_is_dragged_away_does_not_count():
    made = talk(page(button("x"), button("y")))
    point_at(made, "x")
    made.press(pointer="eye")
    point_at(made, "y")
    made.release(pointer="eye")
    assert made.events() == []


def test_what_is_disabled_cannot_be_clicked():
    made = talk(page(button("x", enabled=False), button("y")))
    click(made, "x")
    assert made.events() == []


def test_a_slider_is_dragged_and_done_when_it_is_released():
    made = talk(page(Slider(name="s", text="Size", value=0.0, low=0.0, high=1.0, step=0.25, shown="")))
    point_at(made, "s", part="track")
    made.press(pointer="eye")
    made.point((9.0, 0.0), pointer="eye")
    made.release(pointer="eye")
    assert made.events() == [
        Event(name="s", value=0.5, done=False),
        Event(name="s", value=1.0, done=False),
        Event(name="s", value=1.0),
    ]


def test_the_scroll_bar_is_dragged(pages):
    made = talk(pages.many())
    point_at(made, "scroll")
    made.press(pointer="eye")
    assert made.focus.scroll_m == pytest.approx(made.layout.range_m / 2)
    made.point((9.0, -9.0), pointer="eye")
    assert made.focus.scroll_m == made.layout.range_m
    made.release(pointer="eye")
    assert made.events() == []


def test_of_two_pointers_the_last_that_pressed_holds():
    slider = Slider(name="s", text="Size", value=0.0, low=0.0, high=1.0, step=0.25, shown="")
    made = talk(page(slider, button("x")))
    point_at(made, "s", "left hand", part="track")
    made.press(pointer="left hand")
    point_at(made, "x", "right hand")
    made.press(pointer="right hand")
    made.point((9.0, 0.0), pointer="left hand")
    made.release(pointer="left hand")
    made.release(pointer="right hand")
    assert made.events() == [
        Event(name="s", value=0.5, done=False),
        Event(name="s", value=0.5),
        Event(name="x"),
    ]


def test_a_second_pointer_that_only_points_disturbs_nothing():
    made = talk(page(button("x"), button("y")))
    point_at(made, "x", "left hand")
    made.press(pointer="left hand")
    point_at(made, "y", "right hand")
    made.point(None, pointer="right hand")
    made.release(pointer="right hand")
    made.release(pointer="left hand")
    assert made.events() == [Event(name="x")]


def test_the_focus_is_shown_for_keys_and_not_for_pointers():
    made = talk(page(button("x"), button("y")))
    assert made.look().focus == "x"
    point_at(made, "y")
    assert (made.look().focus, made.look().hovered) == ("", frozenset({"y"}))
    made.key("down")
    assert made.look().focus == "y"


def test_a_ray_that_rests_somewhere_does_not_take_the_focus_from_the_keys():
    made = talk(page(button("x"), button("y")))
    point_at(made, "y")
    made.key("down")
    point_at(made, "y")
    assert made.look().focus == "y"


def test_a_question_is_answered_by_clicks():
    made = talk(page(button("burn", ask="Burn it all?")))
    click(made, "burn")
    click(made, "yes, do it")
    assert made.events() == [Event(name="burn")]


def test_a_click_between_two_lays_of_the_page_counts():
    made = talk(page(button("x"), button("y")))
    point_at(made, "x")
    made.press(pointer="eye")
    made.show(page(button("x"), button("y"), Text(text="news")))
    made.release(pointer="eye")
    assert made.events() == [Event(name="x")]
