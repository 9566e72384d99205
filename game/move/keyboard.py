"""Keys and mouse buttons, by their place on the keyboard whatever is printed on them. Main thread."""

from collections.abc import Iterable, Mapping
from typing import Any

import panda3d.core as p3d
from direct.showbase.DirectObject import DirectObject

from layerwalk.game.move import controls
from layerwalk.game.move.intent import Reading

PRESSED = "layerwalk-pressed"
TRUSTED = ("space", "escape", "enter")
"""Keys that are the same on every keyboard: a map that moves them is wrong about the rest, too."""


class Keyboard:
    """Hold what is pressed. Needs the events to be processed, which ShowBase does once a frame."""

    def __init__(self, watcher: p3d.NodePath, names: Iterable[str], *, keyboard_map: Any = None) -> None:
        """Watch the keys and mouse buttons of `names` below a MouseWatcher; others in it are left to other devices.

        keyboard_map: the window's ButtonMap; without it every key is where the layout says that it is.
        """
        mine = [name for name in names if name in controls.KEYS or name in controls.MOUSE_BUTTONS]
        self._buttons = {name: button(name, keyboard_map) for name in mine}
        self._names: dict[str, list[str]] = {}
        for name, handle in self._buttons.items():
            self._names.setdefault(handle.get_name(), []).append(name)
        self._watcher: Any = watcher.node()
        thrower = p3d.ButtonThrower("layerwalk keys")
        thrower.set_specific_flag(False)
        thrower.set_button_down_event(PRESSED)
        self._path = watcher.attach_new_node(thrower)
        self._pressed: set[str] = set()
        self._ears = DirectObject()
        self._ears.accept(PRESSED, self._press)

    def pressed(self) -> frozenset[str]:
        """Return what was pressed since the last call, however shortly."""
        pressed = frozenset(self._pressed)
        self._pressed.clear()
        return pressed

    def read(self) -> Reading:
        """Return what is held now, and what was pressed since the last call."""
        pressed = self.pressed()
        held = {name for name, handle in self._buttons.items() if self._watcher.is_button_down(handle)}
        return Reading(pushed=dict.fromkeys(held | pressed, 1.0), pressed=pressed)

    def close(self) -> None:
        """Stop watching."""
        self._ears.ignore_all()
        self._path.remove_node()

    def _press(self, name: str) -> None:
        self._pressed.update(self._names.get(name, ()))


def button(name: str, keyboard_map: Any) -> p3d.ButtonHandle:
    """Return the button that the key at the place of `name` gives on this keyboard: for `w` that is Z on AZERTY."""
    plain = p3d.ButtonRegistry.ptr().find_button(name)
    if keyboard_map is None or any(keyboard_map.get_mapped_button(key).get_name() != key for key in TRUSTED):
        return plain
    mapped: p3d.ButtonHandle = keyboard_map.get_mapped_button(name)
    return plain if mapped.get_name() == "none" else mapped


def labels(names: Iterable[str], keyboard_map: Any) -> Mapping[str, str]:
    """Return what is printed on each key of `names` on this keyboard, for the help."""
    return {name: button(name, keyboard_map).get_name() if name in controls.KEYS else name for name in names}
