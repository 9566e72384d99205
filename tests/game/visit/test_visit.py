"""A visit as a whole: who gets the ray, when the menu comes and goes, what is said and for how long."""

from dataclasses import replace

import numpy as np
import pytest

from layerwalk.game.move.intent import Intent
from layerwalk.game.notices import NOTICE_S
from layerwalk.game.settings import Settings
from layerwalk.game.ui.menu import standing
from layerwalk.game.ui.menu.style import PANEL_M
from layerwalk.game.visit import LEFT_M

PRESS, HOLD, LET_GO = Intent(use=True, actions=("use",)), Intent(use=True), Intent()


@pytest.fixture(scope="module")
def arrived(arrive):
    return arrive("ana-small")


@pytest.fixture
def guest(arrived):
    arrived.by_rays = False
    arrived.leave_menu()
    arrived.visit.do("court")
    arrived.visit.pad.clear()
    arrived.frame(dt_s=60.0)
    arrived.visit.wishes.clear()
    return arrived


def point_of(guest, name):
    """Return where something on the panel is, as it stands now."""
    x, z = guest.spot[name].rect.middle
    frame = guest.menu.frame
    return frame.centre + frame.right * (2 * x / PANEL_M[0]) + frame.up * (2 * z / PANEL_M[1])


def test_one_key_brings_the_menu_before_the_eyes_and_puts_it_away_again(guest):
    guest.tap("m")
    assert guest.menu.is_open
    away = guest.menu.frame.centre - np.asarray(guest.visit.visitor.body.eye)
    assert 1.3 <= np.linalg.norm(away) <= 2.0
    assert np.dot(away, guest.visit.visitor.body.gaze) > 1.2, "it is where one looks"
    guest.tap("m")
    assert not guest.menu.is_open
    guest.tap("m", "escape")
    assert not guest.menu.is_open
    assert guest.visit.wishes == [], "Esc puts the menu away and does not pause as well"


def test_away_it_stands_on_its_pillar_and_can_be_pressed_there(guest):
    home = standing.on_pillar(guest.scene.placement.pillar)
    assert guest.menu.frame.centre == pytest.approx(home.centre)
    guest.visit.plan.page = "network"
    guest.frame(dt_s=60.0)
    eye = home.centre + home.normal * 2.0
    guest.visit.visitor.body = replace(guest.visit.visitor.body, position=(eye[0], eye[1], eye[2] - 1.62))
    guest.frame(dt_s=60.0)
    ray = guest.ray_to(point_of(guest, "tab train"))
    guest.frame(PRESS, ray=ray)
    guest.frame(LET_GO, ray=ray)
    assert guest.visit.plan.page == "train"
    assert not guest.menu.is_open


def test_whoever_walks_away_from_the_menu_leaves_it_behind(guest):
    guest.call_menu()
    start = guest.menu.frame.centre
    for _ in range(400):
        guest.frame(Intent(forward=-1.0))
        if not guest.menu.is_open:
            break
    assert not guest.menu.is_open
    assert np.linalg.norm(np.asarray(guest.visit.visitor.body.eye) - start) > LEFT_M


def test_what_stands_behind_the_open_menu_is_not_drawn_on(guest):
    guest.call_menu()
    guest.visit.plan.page = "help"
    guest.frames()
    before = guest.visit.pad.version
    through = guest.ray_to(guest.menu.frame.centre)
    for intent in (PRESS, HOLD, LET_GO):
        guest.frame(intent, ray=through)
        assert guest.visit.pointing_at_menu
        assert guest.scene.hands.hovered is None
    assert guest.visit.pad.version == before


def test_a_stroke_that_is_being_drawn_is_not_cut_off_by_the_panel_on_its_pillar(guest):
    board = guest.scene.easel.frames["board"]
    ray = guest.ray_to(board.centre)
    assert guest.scene.hands.distance_m(ray) < 14
    guest.frame(PRESS, ray=ray)
    guest.frame(HOLD, ray=guest.ray_to(board.centre + board.right * 0.5))
    guest.frame(LET_GO, ray=ray)
    assert not guest.visit.pad.is_empty
    assert not guest.visit.pointing_at_menu


def test_with_the_menu_open_its_keys_do_not_also_do_what_they_do_in_the_world(guest):
    guest.call_menu()
    body, page = guest.visit.visitor.body, guest.scene.rack.page
    guest.tap("arrow_down", "arrow_up", "page_down", "page_up", "space", "backspace")
    assert guest.visit.visitor.body.position == body.position
    assert guest.visit.pad.is_empty
    assert guest.scene.rack.page == page


def test_one_walks_with_the_letters_while_the_menu_is_open(guest):
    guest.call_menu()
    before = guest.visit.visitor.body.position
    guest.tap("s")
    assert guest.visit.visitor.body.position != before
    assert guest.menu.is_open


def test_the_tabs_go_round_by_two_keys(guest):
    guest.call_menu()
    guest.press("tab help")
    guest.tap("page_down")
    assert guest.visit.plan.page == "world"
    guest.tap("page_up", "page_up")
    assert guest.visit.plan.page == "settings"


def test_back_leads_up_and_at_the_top_puts_the_menu_away(guest):
    guest.go("settings.sound")
    guest.tap("backspace")
    assert guest.visit.plan.page == "settings"
    guest.tap("backspace")
    assert not guest.menu.is_open


def test_what_only_a_window_can_do_is_wished_for(guest):
    guest.go("help")
    guest.press("screenshot")
    guest.press("quit")
    assert guest.visit.wishes == ["screenshot", "quit"]


def test_a_question_that_is_answered_with_no_changes_nothing(guest):
    guest.go("help")
    guest._press("quit")
    assert guest.menu.layout.page.name == "help?"
    guest._press("no, do not")
    assert guest.visit.wishes == []


def test_to_the_desk_and_into_the_air_through_the_menu(guest):
    guest.go("world")
    guest.press("fly")
    assert guest.visit.visitor.body.flying
    guest.press("fly")
    guest.press("court")
    assert guest.visit.visitor.body.position == guest.visit.visitor.moves.spawn


def test_what_is_said_goes_away_after_a_while_and_is_said_in_the_language_of_the_moment(guest):
    guest.visit.say("notice.saved", file="a")
    guest.frame()
    assert guest.visit.notice == "Saved as a."
    guest.visit.set_settings(replace(Settings(), language="de"))
    assert guest.visit.notice == guest.visit.words("notice.saved", file="a") != "Saved as a."
    guest.visit.set_settings(Settings())
    guest.frame(dt_s=NOTICE_S)
    assert guest.visit.notice == ""


def test_the_drawing_menu_works_on_the_easel(guest):
    guest.go("input")
    guest.choose("tool", "eraser")
    guest.slide("brush", 3)
    guest.slide("grey", 0.4)
    guest.switch("centre", on=not guest.visit.pad.centre)
    pad = guest.visit.pad
    assert (pad.tool, pad.brush, round(pad.grey, 1)) == ("eraser", 3, 0.4)
    guest.press("random_picture")
    guest.frames()
    assert not pad.is_empty
    guest.press("clear")
    assert pad.is_empty
    guest.press("undo")
    assert not pad.is_empty
    guest.choose("tool", "pen")
    guest.slide("grey", 1.0)


def test_another_layout_keeps_one_on_the_stage_where_one_stands(guest):
    stage = guest.scene.placement.stages[1]
    guest.visit.visitor.body = replace(guest.visit.visitor.body, position=stage.floor.centre)
    guest.go("world")
    for name in (*(name for name in guest.visit.facts.layouts if name != "cove"), "cove"):
        guest.choose("layout", name)
        guest.frames()
        now = next(other for other in guest.scene.placement.stages if other.node == stage.node)
        assert guest.visit.visitor.body.position[:2] == pytest.approx(now.floor.centre[:2], abs=0.01)
        assert guest.menu.is_open
        away = np.linalg.norm(guest.menu.frame.centre - np.asarray(guest.visit.visitor.body.eye))
        assert 1.3 <= away <= 2.0


def test_hidden_from_the_start_is_what_the_settings_hide(arrive):
    hidden = replace(Settings().shown, titles=False)
    guest = arrive("ana-small", settings=replace(Settings(), shown=hidden))
    assert guest.scene.shown == hidden
