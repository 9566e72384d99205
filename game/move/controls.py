"""The names of everything that can be pressed or pushed, as Panda3D calls it: keys, mouse buttons, gamepads.

A key is named by its place on a US keyboard, so that `w` is the same finger on AZERTY.
"""

import string
from collections.abc import Iterable

MODIFIERS = ("shift", "control", "alt", "meta")
"""Keys that exist twice: `shift` means `lshift` or `rshift`."""

KEYS = frozenset(
    [character for character in string.printable.strip() if not character.isupper()]
    + [f"arrow_{side}" for side in ("left", "right", "up", "down")]
    + [f"f{number}" for number in range(1, 17)]
    + [side + modifier for side in ("", "l", "r") for modifier in MODIFIERS]
    + ["space", "tab", "enter", "escape", "backspace", "delete", "insert", "home", "end", "page_up", "page_down"]
    + ["pause", "print_screen", "scroll_lock", "num_lock", "caps_lock", "menu", "help"]
)
MOUSE_BUTTONS = frozenset(
    [f"mouse{number}" for number in range(1, 6)] + [f"wheel_{side}" for side in ("up", "down", "left", "right")]
)
PAD_BUTTONS = frozenset(
    [f"face_{letter}" for letter in "abcxyz12"]
    + [f"dpad_{side}" for side in ("up", "down", "left", "right")]
    + [side + part for side in "lr" for part in ("shoulder", "trigger", "stick", "grip")]
    + ["start", "back", "guide"]
)
STICKS = ("left_x", "left_y", "right_x", "right_y")
TRIGGERS = ("left_trigger", "right_trigger")
PAD_AXES = frozenset([stick + sign for stick in STICKS for sign in "+-"] + [trigger + "+" for trigger in TRIGGERS])
"""Halves of a gamepad's axes: `left_y+` is the left stick pushed away, `right_x-` the right stick to the left."""

PAD = PAD_BUTTONS | PAD_AXES
ALL = KEYS | MOUSE_BUTTONS | PAD


def is_pad(control: str) -> bool:
    """Say whether `control` belongs to a gamepad."""
    return control in PAD


def same(first: str, second: str) -> bool:
    """Say whether pressing one control can press the other: `lshift` presses `shift`."""
    return second in family(first)


def family(control: str) -> tuple[str, ...]:
    """Return every control that can be pressed together with `control` by one finger, itself among them."""
    if control in MODIFIERS:
        return control, f"l{control}", f"r{control}"
    return (control, control[1:]) if control[1:] in MODIFIERS else (control,)


def choice(pressed: Iterable[str]) -> str | None:
    """Return the one control that a visitor meant who was asked to press one, None where nothing was pressed.

    Of `shift` and `lshift`, which come together, it is `shift`.
    """
    return min(pressed, key=lambda name: (len(family(name)) == 2, name), default=None)
