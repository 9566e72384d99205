"""What lies before the eye: it breaks into lines, stays in the picture, and turns its pages."""

import pytest

from layerwalk.game import words
from layerwalk.game.move import bindings
from layerwalk.game.ui import key_help, keys
from layerwalk.game.ui.keys import Group, Line

ASPECTS = (16 / 9, 4 / 3, 21 / 9)
LONG = "A sentence that nobody would call a short one, because it goes on and on · and on, until it must break."


def texts(language="en"):
    return keys.texts(words.load(language), bindings.DEFAULTS)


def group(name, count):
    return Group(title=name, lines=tuple(Line(keys=f"{n}", pad="", title=f"{name} {n}") for n in range(count)))


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("text_size", [1.0, 2.0])
def test_readout_and_notice_stay_in_the_picture(aspect, text_size, open_hud, box):
    root, hud = open_hud(aspect=aspect, text_size=text_size)
    hud.read(LONG)
    hud.notify(LONG)
    for name in ("readout", "notice"):
        left, right, bottom, top = box(root, name)
        assert -1 < left < right < 1
        assert -1 < bottom < top < 1


def test_a_readout_of_two_lines_grows_upwards(open_hud, box):
    root, hud = open_hud(text_size=2.0)
    hud.read("short")
    _, _, foot, head = box(root, "readout")
    hud.read(LONG)
    _, _, new_foot, new_head = box(root, "readout")
    assert new_foot == pytest.approx(foot, abs=0.03)
    assert new_head > head + 0.1


def test_larger_texts_are_larger_at_once(open_hud, box):
    root, hud = open_hud()
    hud.read("short")
    left, right, _, _ = box(root, "readout")
    hud.set_text_size(2.0)
    new_left, new_right, _, _ = box(root, "readout")
    assert new_right - new_left == pytest.approx(2 * (right - left), rel=0.02)


def test_an_empty_text_leaves_no_plate(open_hud):
    root, hud = open_hud()
    hud.read("short")
    hud.read("")
    assert root.find("**/readout").get_num_children() == 0


@pytest.mark.parametrize("language", words.languages())
@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("text_size", [0.75, 1.0, 2.0])
def test_every_page_of_the_help_stays_in_the_picture(language, aspect, text_size, open_hud, box):
    root, hud = open_hud(aspect=aspect, text_size=text_size)
    pages = 0
    while hud.turn_help(texts(language)):
        pages += 1
        left, right, bottom, top = box(root, "page")
        assert -1 < left < right < 1
        assert -1 < bottom < top < 1
    assert 1 <= pages <= 6


def test_the_keys_of_a_wide_picture_are_on_one_page(open_hud):
    _, hud = open_hud()
    assert [hud.turn_help(texts()), hud.turn_help(texts())] == [True, False]


def test_the_help_can_be_taken_away_and_begins_anew(open_hud, box):
    root, hud = open_hud(text_size=2.0)
    hud.turn_help(texts())
    first = box(root, "page")
    hud.turn_help(texts())
    hud.hide_help()
    assert root.find("**/page").is_empty()
    hud.turn_help(texts())
    assert box(root, "page") == first


def test_groups_stay_whole_where_they_fit():
    made = key_help.columns([group("a", 5), group("b", 5)], tall=10.0, keys=3.0)
    assert [[piece.text for piece in column if piece.kind == "heading"] for column in made] == [["a"], ["b"]]


def test_a_group_that_is_too_tall_goes_on_in_the_next_column():
    made = key_help.columns([group("a", 20)], tall=10.0, keys=3.0)
    assert sum(piece.kind == "title" for column in made for piece in column) == 20
    assert all(piece.z >= -10.0 for column in made for piece in column)
    assert len(made) > 1


def test_columns_of_one_page_are_even():
    groups = [group(name, 4) for name in "abcdef"]
    (page,) = key_help.fitting(groups, wide=60.0, tall=30.0, keys=3.0, titles=10.0)
    heads = [sum(piece.kind == "heading" for piece in column) for column in page]
    assert heads == [3, 3]
