"""Keys and mouse buttons of a window, by their place on a US keyboard, whatever the visitor's layout."""

from typing import Any

from layerwalk.game.move import controls
from layerwalk.game.move.intent import Reading

EVENTS = ("layerwalk-down", "layerwalk-up", "layerwalk-raw-down", "layerwalk-raw-up")


class Keyboard:
    """Hold what is pressed; told by the window's button events. Main thread."""

    def __init__(self, thrower: Any, messenger: Any) -> None:
        """Listen to `thrower`, a ButtonThrower, through `messenger`, a DirectObject."""
        node = thrower.node()
        node.set_button_down_event(EVENTS[0])
        node.set_button_up_event(EVENTS[1])
        node.set_raw_button_down_event(EVENTS[2])
        node.set_raw_button_up_event(EVENTS[3])
        self._down: set[str] = set()
        self._pressed: set[str] = set()
        self._has_raw = False
        for event, handler in zip(
            EVENTS, (self._on_down, self._on_up, self._on_raw_down, self._on_raw_up), strict=True
        ):
            messenger.accept(event, handler)

    def read(self) -> Reading:
        """Return what is held now and what was pressed since last asked."""
        pressed, self._pressed = frozenset(self._pressed), set()
        held = dict.fromkeys((*self._down, *pressed), 1.0)
        held |= {name[1:]: 1.0 for name in held if name[1:] in controls.MODIFIERS}
        return Reading(pushed=held, pressed=pressed)

    def forget(self) -> None:
        """Let everything go, as when the window loses the keyboard."""
        self._down.clear()
        self._pressed.clear()

    def _is_key(self, name: str) -> bool:
        return name not in controls.MOUSE_BUTTONS

    def _on_down(self, name: str) -> None:
        # Where the system tells a key's place too, its letter does not count: on AZERTY they differ.
        if not (self._has_raw and self._is_key(name)):
            self._press(name)

    def _on_up(self, name: str) -> None:
        if not (self._has_raw and self._is_key(name)):
            self._down.discard(name)

    def _on_raw_down(self, name: str) -> None:
        self._has_raw = True
        self._press(name)

    def _on_raw_up(self, name: str) -> None:
        self._down.discard(name)

    def _press(self, name: str) -> None:
        self._pressed.add(name)
        if not name.startswith("wheel_"):
            self._down.add(name)
