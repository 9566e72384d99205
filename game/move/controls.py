"""The names of everything that can be pressed or pushed, as Panda3D calls it: keys, mouse buttons, gamepads.

What a headset's controllers and hands do has names of our own, which begin with `vr_`.
A key is named by its place on a US keyboard, so that `w` is the same finger on AZERTY.
"""

import string
from collections.abc import Iterable
from typing import Literal

Device = Literal["keys", "pad", "headset"]

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
HEADSET = frozenset(
    [f"vr_{side}_{part}" for side in ("left", "right") for part in ("trigger", "squeeze", "stick", "pinch")]
    + [f"vr_{side}_{axis}{sign}" for side in ("left", "right") for axis in "xy" for sign in "+-"]
    + [f"vr_{button}" for button in ("a", "b", "x", "y", "menu")]
)
"""The controls of a headset: `vr_left_y+` is the left stick pushed away, `vr_left_stick` the left stick pressed down.

A and B are the right hand's, X and Y the left hand's.
"""
ALL = KEYS | MOUSE_BUTTONS | PAD | HEADSET


def device(control: str) -> Device:
    """Return what `control` belongs to: keyboard and mouse, a gamepad, or a headset."""
    if control in HEADSET:
        return "headset"
    return "pad" if control in PAD else "keys"


def hand(control: str) -> Literal["left", "right", ""]:
    """Return the hand that a headset's control lies in, '' for either."""
    if control.startswith("vr_left") or control in ("vr_x", "vr_y"):
        return "left"
    return "right" if control.startswith("vr_right") or control in ("vr_a", "vr_b") else ""


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
