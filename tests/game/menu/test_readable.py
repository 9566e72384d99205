"""What makes a page easy to read: pictures beside texts, notes beside lines, no lonely words, the wrong thing first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game import words
from layerwalk.game.ui.menu import focus, typeset
from layerwalk.game.ui.menu import layout as layouts
from layerwalk.game.ui.menu.items import Button, Page, Row, Text

LONG = "Two layers of convolution look at your digit through ever wider windows, and two choirs argue about it."


def laid(*items, size=1.0):
    return layouts.build(Page(name="p", title="P", items=items), words=words.load(), text_size=size)


def test_a_picture_stands_two_lines_and_a_half_tall_at_the_left_of_its_text():
    made = laid(Text(text=LONG, icon="conv"))
    (drawing,) = made.spots
    assert drawing.rect.height == pytest.approx(2.5 * typeset.LEADING * made.style.body_m)
    assert drawing.rect.right < min(writing.box.left for writing in made.writings)
    middle = (made.writings[0].box.top + made.writings[-1].box.bottom) / 2
    assert middle == pytest.approx(drawing.rect.middle[1], abs=1e-6)


def test_a_picture_beside_a_text_cannot_be_pressed():
    made = laid(Text(text=LONG, icon="conv"), Button(name="b", text="B"))
    assert [spot.name for spot in focus.stops(made)] == ["b"]
    assert made.at(*made.spots[0].rect.middle, scroll_m=0.0) is None


@pytest.mark.parametrize("size", [1.0, 2.0])
def test_a_note_ends_at_the_right_of_its_line(size):
    made = laid(Text(text="Draw, take, press", note="E, click, middle click, right click"), size=size)
    text, note = made.writings[0], made.writings[-1]
    assert note.box.right == pytest.approx(made.view.right)
    assert made.writings[0].box.top == pytest.approx(next(w for w in made.writings if w.ink == "second").box.top)
    assert text.box.right < min(writing.box.left for writing in made.writings if writing.ink == "second")


@pytest.mark.parametrize("size", [1.0, 1.5, 2.0])
def test_the_sign_that_a_button_leads_on_stands_beside_its_text(size):
    made = laid(Button(name="b", text="Go to another world of another network", note="›"), size=size)
    sign = next(writing for writing in made.writings if writing.text == "›")
    assert sign.box.right == pytest.approx(made.spots[0].rect.right - made.style.pad_m)
    assert all(writing is sign or writing.box.right < sign.box.left for writing in made.writings)


@pytest.mark.parametrize("size", [1.0, 2.0])
def test_the_buttons_of_a_row_have_letters_of_one_size(size):
    made = laid(
        Row(buttons=tuple(Button(name=name, text=name) for name in ("Ja", "Zwischendurch", "Durcheinander"))), size=size
    )
    assert len({writing.size_m for writing in made.writings}) == 1


@pytest.mark.parametrize("size", [1.0, 1.5, 2.0])
def test_a_long_help_is_written_hardly_smaller_than_a_short_one(size):
    made = laid(Button(name="b", text="B", help=LONG), size=size)
    assert layouts.help_lines(made, LONG)[0].size_m >= layouts.SMALLEST * made.style.foot_m


def test_a_last_line_of_one_short_word_gets_others():
    text, width = "The network learns which digit is which, one by one of all.", 25.0
    assert len(typeset.wrapped(text, width)[-1]) < 8
    lines = typeset.evened(text, width)
    assert len(lines) == 2
    assert typeset.width_em(lines[-1]) >= typeset.ORPHAN * typeset.widest(lines)


@given(st.text(alphabet="abcdefgh  -", max_size=200), st.floats(2.0, 40.0))
def test_evened_lines_are_as_many_and_say_the_same(text, width):
    before, after = typeset.wrapped(text, width), typeset.evened(text, width)
    assert len(after) == len(before)
    assert typeset.widest(after) <= max(width, typeset.widest(before)) + 1e-9
    assert " ".join(after).split() == " ".join(before).split()


def test_a_page_begins_with_what_is_wrong_and_shows_what_is_said_of_it():
    buttons = [Button(name=f"b{index}", text=f"{index}", fault=index == 12) for index in range(20)]
    items = [*buttons[:13], Text(text=LONG, style="fault"), Button(name="mend", text="Mend it"), *buttons[13:]]
    made = laid(*items)
    begun = focus.begun(made)
    assert begun.name == "b12"
    for name in ("b12", "mend"):
        assert made.view.holds(made.by_name[name].rect.moved(z=begun.scroll_m), slack_m=0.002)
