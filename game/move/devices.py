"""All devices of a window together: one intent a frame from keyboard, mouse and gamepads. Main thread."""

from collections.abc import Mapping
from typing import Any

from layerwalk.game.move import controls, intent, keyboard, look
from layerwalk.game.move.bindings import Bindings
from layerwalk.game.move.gamepad import Gamepads
from layerwalk.game.move.intent import IDLE, Intent, Reading
from layerwalk.game.move.keyboard import Keyboard
from layerwalk.game.move.look import Look
from layerwalk.game.move.mouse import Mouse
from layerwalk.game.move.repeat import Repeat
from layerwalk.game.move.snap import Snap

QUIET = ("use", "menu", "help", "screenshot", "pause", "quit", "headset")
"""What still counts while paused."""
PADS_EVERY = 4
"""While somebody wears a headset gamepads at the desk are asked once in so many frames: nobody presses more shortly."""


class Devices:
    """Hold the devices of a window; `read` once a frame."""

    def __init__(self, base: Any, bindings: Bindings, *, how: Look) -> None:
        """Listen to the devices of `base`, a ShowBase, and take the mouse."""
        self._bindings = bindings
        self.set_look(how)
        keyboard_map = base.win.get_keyboard_map()
        self._keyboard = Keyboard(base.mouseWatcher, controls.KEYS | controls.MOUSE_BUTTONS, keyboard_map=keyboard_map)
        self.labels: Mapping[str, str] = keyboard.labels(controls.KEYS, keyboard_map)
        """What is printed on every key of this keyboard, by the key's name on a US keyboard."""
        self._mouse = Mouse(base.win)
        self._pads = Gamepads(base.devices)
        self._repeat = Repeat()
        self._heard = 0
        self.pressed: frozenset[str] = frozenset()
        """Every control that was newly pressed in the last frame, bound or not."""
        self.capture()

    def bind(self, bindings: Bindings) -> None:
        """Do from now on what `bindings` say."""
        self._bindings = bindings

    def set_look(self, how: Look) -> None:
        """Turn the head from now on as `how` says."""
        self._look = how
        self._snap = Snap(how.snap_deg) if how.snap_deg else None

    def read(self, *, dt_s: float, paused: bool, menu_open: bool = False) -> Intent:
        """Return what the visitor wants in this frame; while paused, only to go on, to be helped or to leave."""
        turn_deg, look_deg = look.turned(self._look, *self._mouse.read())
        readings = (self._keyboard.read(), self._pads.read())
        self.pressed = readings[0].pressed | readings[1].pressed
        again = self._repeat.read(readings, self._bindings, dt_s=dt_s, menu_open=menu_open)
        wanted = intent.compose(
            self._bindings,
            (*readings, again),
            dt_s=dt_s,
            turn_deg=turn_deg,
            look_deg=look_deg,
            stick_deg_s=self._look.turn_deg_s,
            snap=self._snap,
            invert_y=self._look.invert_y,
            menu_open=menu_open,
        )
        return _quiet(wanted) if paused else wanted

    def hear(self) -> Intent:
        """Return what somebody wants who stands at these devices while another wears a headset; see `QUIET`."""
        self.pressed = self._keyboard.pressed()
        self._heard = (self._heard + 1) % PADS_EVERY
        if not self._heard:
            self.pressed |= self._pads.read().pressed
        if not self.pressed:
            return IDLE
        return _quiet(intent.compose(self._bindings, [Reading(pressed=self.pressed)], dt_s=0.0))

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


def _quiet(wanted: Intent) -> Intent:
    return Intent(actions=tuple(action for action in wanted.actions if action in QUIET))
