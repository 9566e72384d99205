"""What labels beside a controller's buttons say: in words of the registry, and nothing that is not so."""

import pytest

from layerwalk.game import words as wordings
from layerwalk.game.move import bindings as bound
from layerwalk.game.ui import control_names
from layerwalk.game.view.xr import profiles

TOUCH = "oculus/touch_controller"
EVERYTHING = frozenset(control_names.PARTS)


@pytest.fixture(params=["en", "de"])
def words(request):
    return wordings.load(request.param)


def told(words, side, *, parts=EVERYTHING, bindings=bound.DEFAULTS, **more):
    """Return what is told of each part, line by line."""
    found = {}
    for each in control_names.named(words, bindings, side, parts=parts, **more):
        found[each.part] = f"{found[each.part]}\n{each.text}" if each.part in found else each.text
    return found


def title(words, name):
    return words(f"actions.{name}.title")


def test_every_button_is_told_by_the_title_of_what_it_does(words):
    left, right = (told(words, side) for side in ("left", "right"))
    assert left["trigger"] == right["trigger"] == title(words, "use")
    assert left["primary"] == f"X: {title(words, 'undo')}"
    assert right["secondary"] == f"B: {title(words, 'menu')}"
    assert right["squeeze"] == title(words, "grab")


def test_a_stick_tells_what_it_does_to_whom_it_belongs_now(words):
    walks, goes = (told(words, "left", steers=side)["stick"] for side in ("left", "right"))
    assert words("keys.rows.walk") in walks
    assert title(words, "teleport") in goes
    assert words("keys.rows.look") in goes
    assert title(words, "recentre") in walks


def test_what_does_nothing_is_not_told_of(words):
    none = {**bound.DEFAULTS, "pull_out": ("b",)}
    assert "primary" not in told(words, "right", bindings=none)


def test_other_keys_are_told_as_they_are(words):
    moved = {**bound.DEFAULTS, "pull_out": ("b",), "why": ("vr_a",)}
    assert told(words, "right", bindings=moved)["primary"] == f"A: {title(words, 'why')}"


@pytest.mark.parametrize("profile", profiles.PROFILES)
@pytest.mark.parametrize("side", profiles.SIDES)
def test_only_what_a_controller_has_is_told_of(words, profile, side):
    (parts,) = profiles.parts({side: profiles.path(profile)}).values()
    assert set(told(words, side, parts=parts)) <= parts
    assert "trigger" in parts


def test_the_menu_button_of_touch_is_on_its_left_hand_alone():
    parts = profiles.parts(dict.fromkeys(profiles.SIDES, profiles.path(TOUCH)))
    assert "menu" in parts["left"]
    assert "menu" not in parts["right"]
    assert profiles.parts({"left": ""}) == {"left": frozenset()}


def test_a_hand_without_a_stick_is_told_how_to_go_and_to_call_the_menu_by_its_trigger(words):
    lines = told(words, "right", parts={"trigger", "menu"})["trigger"].split("\n")
    assert lines[0] == title(words, "use")
    assert title(words, "teleport") in lines[1]
    assert title(words, "menu") in lines[2]


def test_a_bare_hand_is_told_how_to_press_to_go_and_to_call_the_menu(words):
    texts = [each.text for each in control_names.pinches(words, bound.DEFAULTS, "right")]
    assert texts[0] == title(words, "use")
    assert title(words, "teleport") in texts[1]
    assert title(words, "menu") in texts[2]
