"""All devices of a window together: one intent a frame from keyboard, mouse and gamepads. Main thread."""

from typing import Any

from layerwalk.game.move import intent, look
from layerwalk.game.move.bindings import Bindings
from layerwalk.game.move.gamepad import Gamepads
from layerwalk.game.move.intent import Intent
from layerwalk.game.move.keyboard import Keyboard
from layerwalk.game.move.look import Look
from layerwalk.game.move.mouse import Mouse

QUIET = ("pause", "use", "help")
"""What still counts while paused."""


class Devices:
    """Hold the devices of a window; `read` once a frame."""

    def __init__(self, base: Any, bindings: Bindings, *, how: Look) -> None:
        """Listen to the devices of `base`, a ShowBase, for the controls of `bindings`, and take the mouse."""
        self._bindings, self._look = bindings, how
        names = {name for controls in bindings.values() for name in controls}
        self._keyboard = Keyboard(base.mouseWatcher, names, keyboard_map=base.win.get_keyboard_map())
        self._mouse = Mouse(base.win)
        self._pads = Gamepads(base.devices)
        self.capture()

    def read(self, *, dt_s: float, paused: bool) -> Intent:
        """Return what the visitor wants in this frame; while paused, only to go on or to be helped."""
        turn_deg, look_deg = look.turned(self._look, *self._mouse.read())
        readings = (self._keyboard.read(), self._pads.read())
        wanted = intent.compose(
            self._bindings, readings, dt_s=dt_s, turn_deg=turn_deg, look_deg=look_deg, invert_y=self._look.invert_y
        )
        if not paused:
            return wanted
        return Intent(actions=tuple(action for action in wanted.actions if action in QUIET))

    def capture(self) -> None:
        """Take the mouse."""
        self._mouse.capture()

    def release(self) -> None:
        """Free the mouse."""
        self._mouse.release()

    def close(self) -> None:
        """Stop listening and free the mouse."""
        self._keyboard.close()
        self.release()
