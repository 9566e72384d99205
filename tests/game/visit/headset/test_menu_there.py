"""The menu in a headset: where it stands, how large its letters are, what it names."""

import math
from dataclasses import replace

import pytest

from layerwalk.game import words
from layerwalk.game.menus import registry
from layerwalk.game.settings import Settings, View
from layerwalk.game.ui.menu import layout as layouts
from layerwalk.game.ui.menu import standing, style
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.rig import Pose
from layerwalk.game.visit import HEADSET_TEXT

BODY_DMM = 24
"""Body text, in thousandths of the distance from which it is read."""


def called(wearer):
    wearer.frame(1, menu=1.0)
    wearer.frame(2)
    assert wearer.visit.menu.is_open
    return wearer.visit.menu.frame


@pytest.mark.parametrize(("at", "turn_deg"), [((0.0, 0.0, 1.65), 0.0), ((0.5, -0.3, 1.1), 130.0)])
def test_it_faces_the_head_between_one_and_two_metres_away(wearer, at, turn_deg):
    wearer.head = Pose(point=at, turn=rigs.headed(turn_deg))
    wearer.frame(2)
    frame, head = called(wearer), wearer.rig.head
    away = [there - here for there, here in zip(head.point, frame.centre, strict=True)]
    assert standing.NEAREST_M <= math.hypot(*away) <= standing.FARTHEST_M
    facing = sum(a * n for a, n in zip(away, frame.normal, strict=True)) / math.hypot(*away)
    assert facing == pytest.approx(1, abs=0.01)


def test_it_stands_in_the_world_and_not_before_the_head(wearer):
    frame = called(wearer)
    before = [tuple(part) for part in (frame.centre, frame.right, frame.up)]
    for turn in range(0, 90, 5):
        wearer.head = Pose(point=(0.01 * turn, 0.0, 1.65), turn=rigs.headed(float(turn)))
        wearer.frame()
    after = wearer.visit.menu.frame
    assert [tuple(part) for part in (after.centre, after.right, after.up)] == before


@pytest.mark.parametrize("text_size", [0.75, 1.0, 1.5, 2.0])
def test_its_text_is_large_enough_to_be_read(wearer, text_size):
    wearer.visit.set_settings(Settings(view=View(text_size=text_size)))
    frame = called(wearer)
    away_m = math.dist(frame.centre, wearer.rig.head.point)
    written = wearer.visit.menu.text_size
    assert written >= text_size
    assert 1000 * style.style(written).body_m / away_m >= BODY_DMM


@pytest.mark.parametrize("language", words.languages())
def test_everything_on_every_page_is_large_enough_to_be_read_from_where_it_opens(wearer, language):
    frame, facts = called(wearer), replace(wearer.visit.facts, words=words.load(language))
    away_m = math.dist(frame.centre, wearer.rig.head.point)
    smallest = {}
    for name in registry.PAGES:
        page = registry.page(replace(facts, plan=replace(facts.plan, page=name)))
        made = layouts.build(page, words=facts.words, text_size=wearer.visit.menu.text_size)
        written = [*made.writings, *made.frame_writings, *helped(made)]
        smallest[name] = 1000 * min(writing.size_m for writing in written) / away_m
    assert {name: dmm for name, dmm in smallest.items() if dmm < BODY_DMM} == {}


def helped(made):
    """Return what is written at a page's foot, whatever is pointed at."""
    return [writing for spot in made.by_name.values() for writing in layouts.help_lines(made, spot.help)]


def test_at_the_desk_its_text_is_as_small_as_one_wants(guest, wear):
    wearer = wear()
    guest.visit.set_settings(Settings(view=View(text_size=0.75)))
    assert guest.visit.menu.text_size == HEADSET_TEXT
    wearer.wearing.close()
    assert guest.visit.menu.text_size == 0.75
    guest.visit.set_settings(Settings())


def test_it_names_the_headsets_controls(wearer):
    assert wearer.visit.facts.keys["undo"] == "X"
    wearer.wearing.close()
    assert wearer.visit.facts.keys["undo"] == "Z"
