"""Which key does what: one table for keyboard, mouse and gamepad, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

from layerwalk.game.move import controls

Bindings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something that a visitor can do: its name in the settings file, a title for the help, its default controls."""

    name: str
    title: str
    controls: tuple[str, ...]


def _action(name: str, title: str, *names: str) -> Action:
    return Action(name=name, title=title, controls=names)


ACTIONS: tuple[Action, ...] = (
    _action("forward", "Walk forward", "w", "arrow_up", "left_y+"),
    _action("back", "Walk back", "s", "arrow_down", "left_y-"),
    _action("left", "Step left", "a", "arrow_left", "left_x-"),
    _action("right", "Step right", "d", "arrow_right", "left_x+"),
    _action("look_left", "Look left", "right_x-"),
    _action("look_right", "Look right", "right_x+"),
    _action("look_up", "Look up", "right_y+"),
    _action("look_down", "Look down", "right_y-"),
    _action("fast", "Move fast", "shift", "lstick"),
    _action("crouch", "Crouch", "c", "face_b"),
    _action("up", "Jump, or rise when flying", "space", "face_a"),
    _action("down", "Sink when flying", "q", "left_trigger+", "ltrigger"),
    _action("fly", "Fly, or land", "f", "face_y"),
    _action("use", "Use, draw, take", "e", "mouse1", "face_x", "right_trigger+", "rtrigger"),
    _action("pause", "Free the mouse and pause", "escape", "start"),
    _action("court", "Back to the court", "home", "h", "back"),
    _action("pen", "Pen", "1", "rshoulder"),
    _action("eraser", "Eraser", "2", "lshoulder"),
    _action("clear", "Clear the drawing", "delete", "backspace", "rstick"),
    _action("undo", "Undo the last stroke", "z"),
    _action("brush_smaller", "Smaller brush", "[", "dpad_down"),
    _action("brush_bigger", "Bigger brush", "]", "dpad_up"),
    _action("grey_darker", "Darker grey", "-"),
    _action("grey_lighter", "Lighter grey", "="),
    _action("previous_picture", "Previous picture", "page_up", "wheel_up", "dpad_left"),
    _action("next_picture", "Next picture", "page_down", "wheel_down", "dpad_right"),
    _action("screenshot", "Save a picture of the screen", "f12"),
    _action("help", "Show the keys", "f1"),
)

DEFAULTS: Bindings = MappingProxyType({action.name: action.controls for action in ACTIONS})


def faults(overrides: Mapping[str, Sequence[str]]) -> list[str]:
    """Return one sentence for every entry of the settings' [bindings] table that cannot be used."""
    found = []
    for name, names in overrides.items():
        if name not in DEFAULTS:
            found.append(f"bindings.{name}: there is no such action, expected one of {', '.join(DEFAULTS)}")
        elif not isinstance(names, list | tuple):
            found.append(f"bindings.{name}: expected a list of controls such as ['w', 'arrow_up'], found {names!r}")
        else:
            found += [
                f"bindings.{name}: there is no control {control!r}, expected a key such as 'w' or 'space', "
                "a mouse button such as 'mouse1' or a gamepad control such as 'face_a'"
                for control in names
                if not isinstance(control, str) or control not in controls.ALL
            ]
    return found


def merge(defaults: Bindings, overrides: Mapping[str, Sequence[str]]) -> Bindings:
    """Return `defaults` with `overrides` laid over them; raise ValueError where an override cannot be used.

    A list that names keys or mouse buttons replaces those alone, and the gamepad's controls stay; likewise the other
    way round. An empty list takes every control from an action.
    """
    sentences = faults(overrides)
    if sentences:
        raise ValueError("; ".join(sentences))
    replaced = {name: _replace(defaults[name], tuple(names)) for name, names in overrides.items()}
    return MappingProxyType({**defaults, **replaced})


def clashes(bindings: Bindings) -> list[str]:
    """Return one sentence for every control that would do two things at once, and if no key is left for pause."""
    found = []
    for (first, first_names), (second, second_names) in combinations(bindings.items(), 2):
        shared = [name for name in first_names if any(controls.same(name, other) for other in second_names)]
        found += [f"bindings.{second}: {name!r} already stands for {first!r}, expected another key" for name in shared]
    if "pause" in bindings and not any(name in controls.KEYS for name in bindings["pause"]):
        found.append("bindings.pause: no key is left for it, expected one, because it frees the mouse")
    return found


def _replace(default: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    if not names:
        return ()
    has_pad = any(controls.is_pad(name) for name in names)
    has_keys = any(not controls.is_pad(name) for name in names)
    kept = (name for name in default if not (has_pad if controls.is_pad(name) else has_keys))
    return tuple(dict.fromkeys((*names, *kept)))


SHORT = MappingProxyType(
    {
        "mouse1": "click",
        "wheel_up": "wheel",
        "wheel_down": "wheel",
        "delete": "Del",
        "backspace": "Back",
        "arrow_up": "↑",
        "arrow_down": "↓",
        "arrow_left": "←",
        "arrow_right": "→",
        "escape": "Esc",
        "page_up": "PgUp",
        "page_down": "PgDn",
    }
)
"""Keys as their caps say it, where that is not their name."""


def help_rows(bindings: Bindings) -> list[tuple[str, str]]:
    """Return (keys, title) for every action that keyboard or mouse can do, for the help."""
    rows = []
    for action in ACTIONS:
        keys = [name for name in bindings[action.name] if not controls.is_pad(name)][:2]
        if keys:
            rows.append((", ".join(SHORT.get(key, key.capitalize()) for key in keys), action.title))
    return rows
