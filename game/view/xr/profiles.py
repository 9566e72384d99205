"""What controllers there are, and where on each our actions are: data that needs nothing of OpenXR.

`CONTROLS` names everything that a headset's hands can push, as bindings call it. A stick, or a
trackpad that is pressed, is `vr_left_x+` and so on; A and B are the right hand's buttons, X and Y the left hand's,
whatever a maker writes on them.
"""

from collections.abc import Mapping

SIDES = ("left", "right")

FLOATS = ("trigger", "squeeze")
VECTORS = ("stick", "pad")
BUTTONS = ("pad_press", "stick_press", "primary", "secondary", "menu")
POSES = ("aim", "grip")
PULSE = "pulse"
PINCH = "pinch"

NAMES: Mapping[tuple[str, str], str] = {
    ("left", "primary"): "vr_x",
    ("left", "secondary"): "vr_y",
    ("right", "primary"): "vr_a",
    ("right", "secondary"): "vr_b",
    ("left", "menu"): "vr_menu",
    ("right", "menu"): "vr_menu",
    ("left", "stick_press"): "vr_left_stick",
    ("right", "stick_press"): "vr_right_stick",
}
"""Side and button -> control."""

CONTROLS = frozenset(
    [f"vr_{side}_{part}" for side in SIDES for part in (*FLOATS, PINCH, "x+", "x-", "y+", "y-")] + [*NAMES.values()]
)

COMMON = {"aim": "input/aim/pose", "grip": "input/grip/pose", PULSE: "output/haptic"}

SIMPLE = {**COMMON, "trigger": "input/select/click", "menu": "input/menu/click"}
TOUCH = {
    **COMMON,
    "trigger": "input/trigger/value",
    "squeeze": "input/squeeze/value",
    "stick": "input/thumbstick",
    "stick_press": "input/thumbstick/click",
}
INDEX = {**TOUCH, "primary": "input/a/click", "secondary": "input/b/click"}
MOTION = {
    **COMMON,
    "trigger": "input/trigger/value",
    "squeeze": "input/squeeze/click",
    "stick": "input/thumbstick",
    "stick_press": "input/thumbstick/click",
    "pad": "input/trackpad",
    "pad_press": "input/trackpad/click",
    "menu": "input/menu/click",
}
VIVE = {
    **COMMON,
    "trigger": "input/trigger/value",
    "squeeze": "input/squeeze/click",
    "pad": "input/trackpad",
    "pad_press": "input/trackpad/click",
    "menu": "input/menu/click",
}

PROFILES: Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]] = {
    "khr/simple_controller": (SIMPLE, SIMPLE),
    "oculus/touch_controller": (
        {**TOUCH, "primary": "input/x/click", "secondary": "input/y/click", "menu": "input/menu/click"},
        INDEX,
    ),
    "valve/index_controller": (INDEX, INDEX),
    "microsoft/motion_controller": (MOTION, MOTION),
    "htc/vive_controller": (VIVE, VIVE),
}
"""Profile -> for the left and the right hand: action -> path under the hand's."""


def parts(told: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return what each hand's controller has of 'trigger', 'squeeze', 'stick' and its buttons; a trackpad is a stick.

    told: side -> the full path of its profile, or ''.
    """
    tables = {path(profile): dict(zip(SIDES, both, strict=True)) for profile, both in PROFILES.items()}
    return {side: _parts(tables.get(profile, {}).get(side, {})) for side, profile in told.items()}


def _parts(table: Mapping[str, str]) -> frozenset[str]:
    found = {"stick" if name in VECTORS else name for name in table}
    return frozenset(found & {*FLOATS, "stick", "primary", "secondary", "menu"})


def path(profile: str) -> str:
    """Return the full path of a profile."""
    return f"/interaction_profiles/{profile}"


def hand(side: str) -> str:
    """Return the full path of a hand."""
    return f"/user/hand/{side}"
