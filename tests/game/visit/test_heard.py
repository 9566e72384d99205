"""What a visit gives to be heard, told as the guest does things; off-screen nobody plays it."""

import pytest

from layerwalk.game.move.intent import Intent
from layerwalk.game.sound import FILES
from layerwalk.game.world import rays

PRESS, LET_GO = Intent(use=True, actions=("use",)), Intent()


@pytest.fixture(scope="module")
def guest(arrive):
    arrived = arrive("ana-small", by_rays=True)
    arrived.until(lambda: arrived.state.ready and arrived.state.probabilities is not None)
    arrived.frames(30)
    return arrived


def heard(guest, do):
    """Return every sound of the frames that pass while `do` is done."""
    sounds, step = [], guest.studio.step

    def listen(**options):
        step(**options)
        sounds.extend(guest.visit.sounds)

    guest.studio.step = listen
    try:
        do()
    finally:
        guest.studio.step = step
    assert set(sounds) <= set(FILES)
    return sounds


def test_the_menu_is_heard_when_it_comes_and_when_it_goes(guest):
    assert heard(guest, guest.call_menu) == ["page"]
    assert heard(guest, lambda: guest.tap("escape")) == ["page"]


def test_a_tab_ticks_when_it_is_pointed_at_and_rustles_when_it_is_pressed(guest):
    guest.call_menu()
    guest.press("tab world")
    assert heard(guest, lambda: guest.press("tab settings")) == ["hover", "page"]


def test_a_press_in_vain_is_refused(guest):
    guest.call_menu()
    guest.press("tab train")
    name = next(name for name, spot in guest.spot.items() if not spot.enabled)
    point = guest.menu.where(name)
    assert point is not None
    ray = guest.ray_to(point)
    sounds = heard(guest, lambda: [guest.frame(intent, ray=ray) for intent in (PRESS, LET_GO)])
    assert "refusal" in sounds
    assert "press" not in sounds


def test_another_tool_is_heard(guest):
    guest.leave_menu()
    guest.visit.pad.tool = "pen"
    guest.frame()
    assert heard(guest, lambda: guest.tap("2")) == ["press"]


def test_a_new_drawing_chimes_when_its_guess_stays(guest):
    guest.leave_menu()
    guest.visit.pad.tool = "pen"
    guest.visit.pad.clear()
    guest.frames(30)
    guest.draw((0.5, 0.15), (0.5, 0.5), (0.5, 0.85))
    assert heard(guest, lambda: guest.frames(60)) == ["answer"]


def test_who_only_looks_about_hears_nothing(guest):
    guest.leave_menu()
    sky = rays.ray((0, 0, 50), (0, 0, 1))
    guest.frames(30)
    assert heard(guest, lambda: [guest.frame(ray=sky) for _ in range(30)]) == []
