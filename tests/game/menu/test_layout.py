"""Every page fits its panel: nothing is cut, nothing lies over something else, whatever the letters' size."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game import words
from layerwalk.game.ui.menu import layout as layouts
from layerwalk.game.ui.menu import rect as rects
from layerwalk.game.ui.menu import style, typeset
from layerwalk.game.ui.menu.items import Button, Page, Row, Slider, Text

NAMES = ("layers", "training", "long_words", "many", "prose", "bare")
SIZES = (0.75, 1.0, 1.3, 1.65, 2.0)
PANEL = rects.around(0, 0, width_m=style.PANEL_M[0], height_m=style.PANEL_M[1])

everything = pytest.mark.parametrize(("name", "size"), [(name, size) for name in NAMES for size in SIZES])


def laid(page, size=1.0, language="en", **options):
    return layouts.build(page, words=words.load(language), text_size=size, **options)


@everything
def test_letters_stay_where_they_belong(pages, name, size):
    made = laid(getattr(pages, name)(), size, "de")
    inner = PANEL.grown(-style.EDGE_M / 2)
    for writing in (*made.frame_writings, *layouts.help_lines(made, "Eine lange Hilfe. " * 12)):
        assert inner.holds(writing.box), writing
    for writing in made.writings:
        assert made.view.left - 1e-6 <= writing.box.left, writing
        assert writing.box.right <= made.view.right + 1e-6, writing


@everything
def test_no_two_lines_of_letters_lie_over_each_other(pages, name, size):
    made = laid(getattr(pages, name)(), size)
    for group in (made.frame_writings, made.writings):
        for first, second in combinations(group, 2):
            assert not first.box.meets(second.box), (first, second)


@everything
def test_no_two_things_to_press_lie_over_each_other(pages, name, size):
    made = laid(getattr(pages, name)(), size)
    for group in (made.frame_spots, made.spots):
        for first, second in combinations(group, 2):
            assert not first.rect.meets(second.rect), (first.name, second.name)


@everything
def test_the_letters_of_a_thing_lie_within_it_and_its_parts_too(pages, name, size):
    made = laid(getattr(pages, name)(), size)
    for spot in made.spots:
        for part in spot.parts.values():
            assert spot.rect.holds(part), spot.name
        for writing in made.writings:
            if spot.rect.meets(writing.box):
                assert spot.rect.holds(writing.box, slack_m=0.002), (spot.name, writing)
                for part in ("icon", "mark", "switch", "less", "more", "track"):
                    assert part not in spot.parts or not spot.parts[part].meets(writing.box), (spot.name, part, writing)


@everything
def test_content_scrolls_exactly_as_far_as_its_last_item(pages, name, size):
    made = laid(getattr(pages, name)(), size)
    bottoms = [spot.rect.bottom for spot in made.spots] + [writing.box.bottom for writing in made.writings]
    assert min(bottoms) + made.range_m >= made.view.bottom - 1e-6
    assert any(spot.kind == "scroll" for spot in made.frame_spots) == (made.range_m > 0)


@everything
def test_frame_and_content_keep_apart(pages, name, size):
    made = laid(getattr(pages, name)(), size)
    assert PANEL.holds(made.view)
    assert not made.view.meets(made.foot)
    for spot in made.frame_spots:
        assert not spot.rect.meets(made.view), spot.name
    for writing in made.frame_writings:
        assert not writing.box.meets(made.view), writing
        assert not writing.box.meets(made.foot), writing


def test_body_text_is_read_from_the_middle_distance():
    assert style.style(1.0).body_m >= 0.024 * 1.6


def test_twice_the_text_size_is_twice_the_letters(pages):
    sizes = [max(w.size_m for w in laid(pages.layers(), size).writings if w.text == "10") for size in (1.0, 2.0)]
    assert sizes[1] == pytest.approx(2 * sizes[0])


@pytest.mark.parametrize("size", [0.5, 2.5])
def test_a_text_size_out_of_range_is_refused(pages, size):
    with pytest.raises(ValueError, match=r"expected 0.75 to 2"):
        laid(pages.bare(), size)


def test_a_row_takes_more_lines_where_its_words_are_long():
    row = Row(buttons=tuple(Button(name=f"b{i}", text="Zurücksetzen") for i in range(4)))
    page = Page(name="p", title="t", tabs=(("a", "Welt"),), tab="a", items=(row,))
    lines = {size: {spot.line for spot in laid(page, size).spots} for size in (1.0, 2.0)}
    assert len(lines[1.0]) < len(lines[2.0])


def test_a_page_without_tabs_has_the_whole_width(pages):
    assert laid(pages.bare()).view.width > laid(pages.many()).view.width + 0.2


def test_the_cross_is_there_only_when_the_menu_can_be_put_away(pages):
    assert "close" in laid(pages.bare()).by_name
    assert "close" not in laid(pages.bare(), closes=False).by_name


def test_the_arrow_is_there_only_where_there_is_a_page_above(pages):
    assert "back" in laid(pages.layers()).by_name
    assert "back" not in laid(pages.many()).by_name


def test_what_is_pointed_at_follows_the_scroll(pages):
    made = laid(pages.many())
    spot = made.by_name["item 3"]
    x, z = spot.rect.middle
    assert made.at(x, z, scroll_m=0.0) is spot
    step = made.by_name["item 2"].rect.top - spot.rect.top
    assert made.at(x, z, scroll_m=step).name == "item 4"


def test_what_is_scrolled_out_of_the_window_cannot_be_pointed_at(pages):
    made = laid(pages.many())
    last = made.spots[-1].rect.middle
    assert last[1] < made.view.bottom
    assert made.at(*last, scroll_m=0.0) is None


@pytest.mark.parametrize("name", ["same", "back", "tab world", ""])
def test_clashing_names_are_refused(name):
    items = (Button(name="same", text="a"), Button(name=name, text="b"))
    with pytest.raises(ValueError, match="expected one that nothing else has"):
        laid(Page(name="p", title="t", items=items))


def test_faults_may_be_many():
    laid(Page(name="p", title="t", items=(Text(text="a", style="fault"), Text(text="b", style="fault"))))


def test_a_slider_without_words_and_an_empty_page_are_laid_out():
    slider = Slider(name="s", text="", value=0, low=0, high=0, step=0, shown="")
    assert laid(Page(name="p", title="", items=(slider,))).by_name["s"]
    assert laid(Page(name="p", title="", items=())).tall_m == 0


@given(st.text(max_size=60), st.floats(1.5, 20))
def test_wrapping_loses_no_word_and_fits(text, width):
    lines = typeset.wrapped(text, width)
    assert [c for c in "".join(lines) if c not in " -\n"] == [c for c in text if c not in " -\n"]
    for line in lines:
        assert typeset.width_em(line) <= width + 1e-6 or len(line) <= 2


def test_long_german_words_break_between_syllables():
    assert typeset.broken("Normalisierungsschicht", 7.0) == ["Normalisie-", "rungsschicht"]
    assert typeset.broken("Trainings-Einstellungen", 7.0)[0] == "Trainings-"


def test_a_text_that_is_a_little_too_long_shrinks_instead_of_breaking():
    width = typeset.width_em("Zurücksetzen") * 0.04 * 0.9
    size, lines = typeset.fitted("Zurücksetzen", size_m=0.04, width_m=width)
    assert lines == ("Zurücksetzen",)
    assert size == pytest.approx(0.036)
