"""Finding a layer or a map through the menu, by rays and by the keyboard, and standing before it."""

import math

import pytest

from layerwalk.game.menus import writing
from layerwalk.game.selected import Selected


@pytest.mark.parametrize("by_rays", [True, False])
def test_a_name_is_written_and_what_it_names_is_gone_to(arrive, by_rays):
    guest = arrive("ana-small", by_rays=by_rays)
    guest.go("examine.find")
    guest.press("search")
    for letter in "conv":
        guest.press(f"letter {letter}")
    guest.press("writing space")
    guest.press("letter 3")
    guest.press("letter 3")
    guest.press("writing erase")
    guest.press("writing done")
    assert guest.visit.plan.sought == "conv 3"
    guest.press("goto conv2")
    assert guest.state.selected == Selected(node="conv2")
    stage = next(stage for stage in guest.scene.placement.stages if stage.node == "conv2")
    assert math.dist(guest.visit.visitor.body.position, stage.floor.centre) < stage.floor.radius_m


def test_what_is_typed_is_written_and_does_nothing_else(arrive):
    guest = arrive("ana-small")
    guest.go("examine.find")
    guest.press("search")
    assert guest.visit.controls["menu"][:2] == ("tab", "start"), "m writes an m"
    guest.visit.type(frozenset({"m"}), {"m": "m"})
    guest.visit.type(frozenset({"y"}), {"y": "z"})
    guest.visit.type(frozenset({"escape"}), {})
    assert guest.visit.plan.writing.text == "mz"
    guest.visit.type(frozenset({"backspace"}), {})
    assert guest.visit.plan.writing.text == "m"
    guest.press("writing leave")
    assert guest.visit.plan.writing is None
    assert guest.visit.plan.sought == ""
    assert guest.visit.controls["menu"][:3] == ("m", "tab", "start")


def test_a_text_that_is_too_long_ends_where_there_is_no_more_room(arrive):
    guest = arrive("ana-small")
    guest.go("examine.find")
    guest.press("search")
    for _ in range(writing.LONGEST + 5):
        guest.visit.type(frozenset({"x"}), {})
    assert len(guest.visit.plan.writing.text) == writing.LONGEST
