"""Gamepads: any number of them, plugged in and out at any time; all of them do the same. Main thread."""

import logging
import math
from collections.abc import Iterator
from typing import Any

import panda3d.core as p3d

from layerwalk.game.move import controls
from layerwalk.game.move.intent import SILENT, Reading

logger = logging.getLogger(__name__)

GAMEPAD = p3d.InputDevice.DeviceClass.gamepad
DEAD_ZONE = 0.18
"""Sticks at rest are rarely quite at zero."""
PRESSED = 0.5
"""A half axis that is pushed so far counts as pressed."""
LET_GO = 0.35
"""And no longer below this: a stick that trembles at the limit is one push."""


class Gamepads:
    """Hold what was down on all gamepads together at the last call."""

    def __init__(self, manager: Any) -> None:
        """Read from `manager`, an InputDeviceManager."""
        self._manager = manager
        self._known: set[str] = set()
        self._down: frozenset[str] = frozenset()

    def read(self) -> Reading:
        """Return how far everything is pushed, the furthest of all gamepads, and what has newly been pressed."""
        self._manager.update()
        found = self._manager.get_devices(GAMEPAD)
        if not found and not self._known:
            return SILENT
        devices = list(found)
        self._tell({str(device.name) for device in devices})
        pushed: dict[str, float] = {}
        for device in devices:
            device.poll()
            for name, value in (*_buttons(device), *_axes(device)):
                pushed[name] = max(value, pushed.get(name, 0.0))
        down = frozenset(name for name, value in pushed.items() if value > (LET_GO if name in self._down else PRESSED))
        pressed, self._down = down - self._down, down
        return Reading(pushed=pushed, pressed=pressed)

    def _tell(self, names: set[str]) -> None:
        for name in sorted(names - self._known):
            logger.info("The gamepad %r is there.", name)
        for name in sorted(self._known - names):
            logger.info("The gamepad %r is gone.", name)
        self._known = names


def live(x: float, y: float, *, dead_zone: float = DEAD_ZONE) -> tuple[float, float]:
    """Return a stick's (x, y) with its dead zone taken out, growing from 0 at its edge to 1, in the same direction."""
    length = math.hypot(x, y)
    if not dead_zone < length < math.inf:
        return 0.0, 0.0
    scale = min(1.0, (length - dead_zone) / (1.0 - dead_zone)) / length
    return x * scale, y * scale


def _buttons(device: Any) -> Iterator[tuple[str, float]]:
    for state in device.buttons:
        if state.known and state.pressed and state.handle.get_name() in controls.PAD_BUTTONS:
            yield state.handle.get_name(), 1.0


def _axes(device: Any) -> Iterator[tuple[str, float]]:
    values = {state.axis.name: float(state.value) for state in device.axes if state.known}
    for side in ("left", "right"):
        x, y = live(values.get(f"{side}_x", 0.0), values.get(f"{side}_y", 0.0))
        yield from _halves(f"{side}_x", x)
        yield from _halves(f"{side}_y", y)
    for trigger in controls.TRIGGERS:
        yield from _halves(trigger, live(values.get(trigger, 0.0), 0.0)[0])


def _halves(axis: str, value: float) -> Iterator[tuple[str, float]]:
    if value != 0.0:
        yield axis + ("+" if value > 0.0 else "-"), abs(value)
