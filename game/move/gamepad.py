"""Gamepads, attached and taken away at any time; all of them do the same."""

from typing import Any

import panda3d.core as p3d

from layerwalk.game.move.intent import Reading

DEAD_ZONE = 0.15
"""Sticks rest a little off their middle: so much does not count."""


def axis_push(value: float) -> float:
    """Return how far an axis is pushed once its dead zone is taken off, -1 to 1."""
    size = abs(value)
    if size <= DEAD_ZONE:
        return 0.0
    share = min(1.0, (size - DEAD_ZONE) / (1.0 - DEAD_ZONE))
    return share if value > 0 else -share


class Gamepads:
    """Hold all gamepads of a device manager. Main thread."""

    def __init__(self, manager: Any) -> None:
        """Read from `manager`, an InputDeviceManager."""
        self._manager = manager
        self._before: frozenset[str] = frozenset()

    def read(self) -> Reading:
        """Return how far each control is pushed, and which buttons were pressed since last asked."""
        self._manager.update()
        pushed: dict[str, float] = {}
        for device in self._manager.get_devices(p3d.InputDevice.DeviceClass.gamepad):
            self._read(device, pushed)
        down = frozenset(name for name, push in pushed.items() if push > 0.5)
        pressed, self._before = down - self._before, down
        return Reading(pushed=pushed, pressed=pressed)

    @staticmethod
    def _read(device: Any, pushed: dict[str, float]) -> None:
        device.poll()
        for button in device.buttons:
            if button.known and button.pressed:
                pushed[str(button.handle.name)] = 1.0
        for axis in device.axes:
            push = axis_push(float(axis.value)) if axis.known else 0.0
            if push:
                pushed[f"{axis.axis.name}{'+' if push > 0 else '-'}"] = abs(push)
