"""All devices together: one intent a frame from keyboard, mouse and gamepads."""

from typing import Any

from direct.showbase.DirectObject import DirectObject

from layerwalk.game.move import intent
from layerwalk.game.move.bindings import Bindings
from layerwalk.game.move.gamepad import Gamepads
from layerwalk.game.move.intent import Intent
from layerwalk.game.move.keyboard import Keyboard
from layerwalk.game.move.look import Look
from layerwalk.game.move.mouse import Mouse

QUIET = ("pause", "use", "help")
"""What still counts while paused."""


class Devices:
    """Hold the devices of a window; `read` once a frame. Main thread."""

    def __init__(self, base: Any, bindings: Bindings, *, how: Look) -> None:
        """Listen to the devices of `base`, a ShowBase, and take the mouse."""
        self._events = DirectObject()
        self._bindings, self._look = bindings, how
        self._keyboard = Keyboard(base.buttonThrowers[0], self._events)
        self._mouse = Mouse(base.win, how=how)
        self._pads = Gamepads(base.devices)
        self.capture()

    def read(self, *, dt_s: float, paused: bool) -> Intent:
        """Return what the visitor wants in this frame; while paused, only to go on or to be helped."""
        turn_deg, look_deg = self._mouse.read()
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
        """Free the mouse and let every key go."""
        self._keyboard.forget()
        self._mouse.release()

    def close(self) -> None:
        """Stop listening and free the mouse."""
        self._events.ignore_all()
        self.release()
