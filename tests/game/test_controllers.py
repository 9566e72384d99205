"""What every kind of controllers can do: nothing that a visit needs is out of reach with any of them."""

import pytest

from layerwalk.game.move import sticks
from layerwalk.game.move.bindings import DEFAULTS
from layerwalk.game.ui import actions
from layerwalk.game.view.xr import profiles
from layerwalk.game.view.xr.profiles import SIDES

ALL = frozenset(name.partition("/")[2].partition("_")[0] for name in profiles.PROFILES)
STEERED = ALL - {"simple"}
LETTERED = frozenset({"touch", "index"})
REACHED = {
    "use": ALL,
    "menu": ALL,
    "teleport": STEERED,  # else a press on bare floor
    "look_left": STEERED,  # else by one's own body
    "look_right": STEERED,
    "forward": STEERED,  # else a press on bare floor
    "grab": STEERED,  # else `table` in the menu, and stepping in by a press
    "recentre": STEERED - {"vive"},  # else in the menu
    "menu_scroll_up": STEERED,  # else by the menu's own bar
    "menu_scroll_down": STEERED,
    "pull_out": LETTERED,  # else in the menu
    "undo": LETTERED,  # else in the menu
}
"""Action -> whose controllers have something for it."""


def with_stick(told):
    """Return the hands whose controllers can be steered with."""
    return frozenset(side for side, found in profiles.parts(told).items() if "stick" in found)


def controls(profile):
    """Return every control that a pair of controllers has."""
    found = set()
    for side, table in zip(SIDES, profiles.PROFILES[profile], strict=True):
        found |= {f"vr_{side}_{name}" for name in profiles.FLOATS if name in table}
        found |= {profiles.NAMES[side, name] for name in profiles.BUTTONS if name in table and name != "pad_press"}
        if side in with_stick({side: profiles.path(profile)}):
            found |= set(sticks.names(side))
    return found


@pytest.mark.parametrize("profile", profiles.PROFILES)
def test_what_controllers_have_is_what_bindings_know(profile):
    assert controls(profile) <= profiles.CONTROLS


@pytest.mark.parametrize("action", REACHED)
def test_every_action_has_something_on_the_controllers_that_are_said_to(action):
    names = frozenset(
        profile.partition("/")[2].partition("_")[0]
        for profile in profiles.PROFILES
        if controls(profile) & set(DEFAULTS[action])
    )
    assert names == REACHED[action]


def test_nothing_that_a_headset_can_do_is_left_out_of_the_table():
    bound = {name for name, own in DEFAULTS.items() if any(control.startswith("vr_") for control in own)}
    assert bound - {"back", "left", "right"} == set(REACHED)


@pytest.mark.parametrize("action", ["recentre", "table", "pull_out", "undo"])
def test_what_some_controllers_lack_is_in_the_menu(action):
    assert actions.BY_NAME[action].menu


@pytest.mark.parametrize("profile", profiles.PROFILES)
def test_a_hand_that_can_steer_is_told_from_one_that_cannot(profile):
    told = {"left": profiles.path(profile), "right": ""}
    assert with_stick(told) == (frozenset() if "simple" in profile else {"left"})
