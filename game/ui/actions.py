"""Everything that a visitor can do: the one registry from which controls, menus, key help and README are made.

Titles and help are in the language files, as `actions.NAME.title` and `actions.NAME.help`; those that ask before they
count have their question in `actions.NAME.ask`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Context = Literal["world", "menu", "both"]
Menu = Literal["", "world", "network", "data", "train", "input", "examine", "settings", "help"]

MENUS: tuple[Menu, ...] = ("world", "network", "data", "train", "input", "examine", "settings", "help")


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that a visitor can do.

    menu: on whose page it can be pressed, '' for none. controls: what does it, where the settings say nothing else.
    context: 'menu' counts while the menu is open, and then hides what its controls do in the world; 'world' counts
    always where it is not hidden; 'both' is never hidden. condition: a field of `situation.Situation`, or 'always'.
    asks: it destroys something, so the menu asks first.
    """

    name: str
    controls: tuple[str, ...] = ()
    menu: Menu = ""
    context: Context = "world"
    condition: str = "always"
    asks: bool = False


def _body(name: str, *controls: str) -> Action:
    return Action(name=name, controls=controls)


def _menu(name: str, *controls: str) -> Action:
    return Action(name=name, controls=controls, context="menu")


def _world(name: str, *controls: str, condition: str = "always") -> Action:
    return Action(name=name, controls=controls, menu="world", condition=condition)


def _network(name: str, *, condition: str = "always", asks: bool = False) -> Action:
    return Action(name=name, menu="network", condition=condition, asks=asks)


def _train(name: str, *controls: str, condition: str = "always") -> Action:
    return Action(name=name, controls=controls, menu="train", condition=condition)


def _input(name: str, *controls: str, condition: str = "always") -> Action:
    return Action(name=name, controls=controls, menu="input", condition=condition)


def _examine(name: str, *controls: str, condition: str = "always", asks: bool = False) -> Action:
    return Action(name=name, controls=controls, menu="examine", condition=condition, asks=asks)


def _help(name: str, *controls: str, condition: str = "always", asks: bool = False) -> Action:
    return Action(name=name, controls=controls, menu="help", condition=condition, asks=asks)


VR_USE = ("vr_right_trigger", "vr_left_trigger", "vr_right_pinch", "vr_left_pinch")
VR_HELD = ("vr_left_stick", "vr_right_stick")
"""Pressed down and held for a while, so that nobody does it by chance."""

ACTIONS: tuple[Action, ...] = (
    _body("forward", "w", "arrow_up", "left_y+", "vr_left_y+"),
    _body("left", "a", "arrow_left", "left_x-", "vr_left_x-"),
    _body("back", "s", "arrow_down", "left_y-", "vr_left_y-"),
    _body("right", "d", "arrow_right", "left_x+", "vr_left_x+"),
    _body("look_up", "i", "right_y+"),
    _body("look_left", "j", "right_x-", "vr_right_x-"),
    _body("look_down", "k", "right_y-"),
    _body("look_right", "l", "right_x+", "vr_right_x+"),
    _body("teleport", "vr_right_y+"),
    _body("fast", "shift", "lstick"),
    _body("crouch", "c", "face_b"),
    _body("up", "space", "face_a"),
    _body("down", "q", "left_trigger+", "ltrigger"),
    Action(name="use", controls=("e", "mouse1", "face_x", "right_trigger+", "rtrigger", *VR_USE), context="both"),
    _body("grab", "vr_left_squeeze", "vr_right_squeeze"),
    Action(name="menu", controls=("m", "tab", "start", "vr_b", "vr_y", "vr_menu"), context="both"),
    _menu("menu_up", "arrow_up", "dpad_up"),
    _menu("menu_left", "arrow_left", "dpad_left"),
    _menu("menu_down", "arrow_down", "dpad_down"),
    _menu("menu_right", "arrow_right", "dpad_right"),
    _menu("menu_press", "enter", "space", "face_a"),
    _menu("menu_back", "backspace", "face_b"),
    _menu("menu_previous", "page_up", "lshoulder"),
    _menu("menu_next", "page_down", "rshoulder"),
    _menu("menu_scroll_up", "wheel_up", "vr_right_y+"),
    _menu("menu_scroll_down", "wheel_down", "vr_right_y-"),
    _menu("menu_close", "escape"),
    _world("fly", "f", "face_y"),
    _world("court", "home", "h", "back"),
    _world("next_level", condition="other_levels"),
    _network("preset"),
    _network("edit", condition="editable"),
    _network("build"),
    _network("undo_edit", condition="can_undo_edit"),
    _network("redo_edit", condition="can_redo_edit"),
    _network("load_weights", condition="has_saved"),
    _network("save_weights", condition="network_ready"),
    _network("save_as", condition="network_ready"),
    _network("revert_weights", condition="weights_changed", asks=True),
    _network("export_level", condition="editable"),
    _network("export_script", condition="editable"),
    _train("train_start", "t", condition="can_train"),
    _train("train_pause", "p", condition="run_open"),
    _train("train_step", condition="can_train"),
    _train("train_epoch", condition="can_train"),
    _train("train_stop", condition="run_open"),
    _train("train_from_here", condition="can_continue"),
    _train("values_good"),
    _train("values_ana"),
    _input("pen", "1", "rshoulder"),
    _input("eraser", "2", "lshoulder"),
    _input("clear", "delete", "backspace", "rstick"),
    _input("undo", "z", "vr_x", condition="can_undo"),
    _input("brush_smaller", "[", "dpad_down"),
    _input("brush_bigger", "]", "dpad_up"),
    _input("grey_darker", "-"),
    _input("grey_lighter", "="),
    _input("centre"),
    _input("previous_picture", "page_up", "wheel_up", "dpad_left"),
    _input("next_picture", "page_down", "wheel_down", "dpad_right"),
    _input("random_picture", "r"),
    _examine("select", "x", condition="can_select"),
    _examine("wider", "g", condition="has_selected"),
    _examine("outgoing", "o"),
    _examine("dream", "y", condition="has_selected"),
    _examine("dream_layer", condition="has_selected"),
    _examine("dream_everywhere", condition="network_ready"),
    _examine("why", "v", condition="network_ready"),
    _examine("pull_out", "b", "vr_a", condition="can_pull"),
    _examine("lesion", "n", condition="can_lesion"),
    _examine("undo_lesion", "u", condition="can_undo_lesion"),
    _examine("redo_lesion", condition="can_redo_lesion"),
    _examine("clear_lesions", condition="has_lesions", asks=True),
    _examine("measure_lesions", condition="has_lesions"),
    Action(name="language", menu="settings"),
    Action(name="headset", controls=("f2",), menu="settings", condition="at_desk"),
    Action(name="recentre", controls=VR_HELD, menu="settings", condition="in_headset"),
    Action(name="table", menu="settings", condition="in_headset"),
    Action(name="turn_left", menu="settings", condition="in_headset"),
    Action(name="turn_right", menu="settings", condition="in_headset"),
    _help("show_controls", condition="in_headset"),
    _help("help", "f1"),
    _help("screenshot", "f12"),
    _help("pause", "escape"),
    _help("quit", condition="at_desk", asks=True),
)

BY_NAME: Mapping[str, Action] = MappingProxyType({action.name: action for action in ACTIONS})


def of(menu: Menu) -> tuple[Action, ...]:
    """Return the actions that can be pressed on a menu's page, in their order."""
    return tuple(action for action in ACTIONS if action.menu == menu and menu)


def needs_headset(action: Action) -> bool:
    """Say whether an action has no sense at the desk."""
    by_hands_alone = bool(action.controls) and all(control.startswith("vr_") for control in action.controls)
    return by_hands_alone or action.condition == "in_headset"


def meet(first: Action, second: Action) -> bool:
    """Say whether two actions can count at the same time, so that no control may do both."""
    return {first.context, second.context} != {"world", "menu"}
