"""What the visitor wants to do in one frame, whichever device, headset or script it comes from."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from layerwalk.game.move import bindings as bound
from layerwalk.game.move import controls
from layerwalk.game.move.bindings import Bindings
from layerwalk.game.move.snap import Snap

STICK_TURN_DEG_S = 120.0
"""How fast a fully pushed stick turns the visitor."""

MOTIONS = frozenset(
    ["forward", "back", "left", "right", "up", "down", "fast", "crouch"]
    + [f"look_{side}" for side in ("left", "right", "up", "down")]
)
"""Actions that last as long as their control is held; of these only `up` is also told once, for the jump."""
HELD = (*MOTIONS, "use")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """Hold one frame's wishes.

    forward, right, up: in [-1, 1], as the visitor sees it. turn_deg: to the left; look_deg: upwards; both for this
    frame. swing_deg: how much of the two comes from keys and sticks that turn smoothly. use: held now, as while
    drawing. actions: names of actions that began in this frame, in the table's order.
    """

    forward: float = 0.0
    right: float = 0.0
    up: float = 0.0
    turn_deg: float = 0.0
    look_deg: float = 0.0
    swing_deg: float = 0.0
    fast: bool = False
    crouch: bool = False
    use: bool = False
    actions: tuple[str, ...] = ()


IDLE = Intent()
"""Nothing is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Hold what one device says: how far each control is pushed (0 to 1), and which were pressed since last asked."""

    pushed: Mapping[str, float] = field(default_factory=dict)
    pressed: frozenset[str] = frozenset()


SILENT = Reading()
"""Nothing is pushed."""


def compose(
    bindings: Bindings,
    readings: Iterable[Reading],
    *,
    dt_s: float,
    turn_deg: float = 0.0,
    look_deg: float = 0.0,
    stick_deg_s: float = STICK_TURN_DEG_S,
    snap: Snap | None = None,
    invert_y: bool = False,
    menu_open: bool = False,
) -> Intent:
    """Return the intent of one frame of `dt_s` from the devices' readings and the mouse's turn and look.

    stick_deg_s: how fast keys and sticks turn; with a `snap` they turn to the sides as that says. invert_y turns the
    stick's look round; the mouse's has been turned already. menu_open: the menu's controls do what they do there, and
    not what they do in the world.
    """
    told = [reading for reading in readings if reading.pushed or reading.pressed]
    if not told:
        if snap:
            snap.rest()
        return Intent(turn_deg=turn_deg, look_deg=look_deg) if turn_deg or look_deg else IDLE
    pushed = _together(told)
    pressed = frozenset[str]().union(*(reading.pressed for reading in told))
    # Nothing of the menu's lasts as long as it is held, so that with the menu closed only what begins is in question.
    now = bound.active(bindings, menu_open=menu_open) if pressed or menu_open else bindings
    push = {name: _push(now.get(name, ()), pushed) for name in HELD}
    stick_deg = stick_deg_s * dt_s
    swing_deg = 0.0 if snap else stick_deg * (push["look_left"] - push["look_right"])
    tilt_deg = stick_deg * (push["look_up"] - push["look_down"]) * (-1 if invert_y else 1)
    steps_deg = _steps_deg(snap, push, now, pressed, dt_s=dt_s) if snap else 0.0
    return Intent(
        forward=push["forward"] - push["back"],
        right=push["right"] - push["left"],
        up=push["up"] - push["down"],
        turn_deg=turn_deg + swing_deg + steps_deg,
        look_deg=look_deg + tilt_deg,
        swing_deg=math.hypot(swing_deg, tilt_deg),
        fast=push["fast"] > 0.5,
        crouch=push["crouch"] > 0.5,
        use=push["use"] > 0.5,
        actions=_begun(now, pressed),
    )


def _steps_deg(snap: Snap, push: Mapping[str, float], now: Bindings, pressed: frozenset[str], *, dt_s: float) -> float:
    begun = _is_begun(now.get("look_left", ()), pressed) - _is_begun(now.get("look_right", ()), pressed)
    return snap.turn(left=push["look_left"], right=push["look_right"], begun=begun, dt_s=dt_s)


def _together(readings: Iterable[Reading]) -> Mapping[str, float]:
    """Return how far each control is pushed that is, by whatever device pushes it farthest."""
    pushed: dict[str, float] = {}
    for reading in readings:
        for name, far in reading.pushed.items():
            if far > pushed.get(name, 0.0):
                pushed[name] = far
    return pushed


def _push(names: tuple[str, ...], pushed: Mapping[str, float]) -> float:
    return 0.0 if pushed.keys().isdisjoint(names) else max(pushed[name] for name in names if name in pushed)


def _begun(bindings: Bindings, pressed: frozenset[str]) -> tuple[str, ...]:
    if not pressed:
        return ()
    told = (name for name in bindings if name == "up" or name not in MOTIONS)
    return tuple(name for name in told if _is_begun(bindings[name], pressed))


def _is_begun(names: tuple[str, ...], pressed: frozenset[str]) -> bool:
    return any(controls.same(mine, other) for mine in names for other in pressed)
