"""The mouse as the visitor's head: captured while walking, free while paused."""

import logging
from typing import Any

import panda3d.core as p3d

from layerwalk.game.move import look
from layerwalk.game.move.look import Look

logger = logging.getLogger(__name__)


class Mouse:
    """Hold a window's mouse. Main thread.

    Asks for relative movement; where the system refuses it, the pointer is put back to the middle at every frame.
    """

    def __init__(self, window: Any, *, how: Look) -> None:
        """Leave the mouse free; `capture` takes it."""
        self._window, self._look = window, how
        self._last: tuple[float, float] | None = None
        self.captured = False

    def capture(self) -> None:
        """Hide the pointer and take its movements."""
        self._request(p3d.WindowProperties.M_relative, hidden=True)
        self.captured, self._last = True, None

    def release(self) -> None:
        """Show the pointer and leave it alone."""
        self._request(p3d.WindowProperties.M_absolute, hidden=False)
        self.captured, self._last = False, None

    def _request(self, mode: Any, *, hidden: bool) -> None:
        wanted = p3d.WindowProperties()
        wanted.set_mouse_mode(mode)
        wanted.set_cursor_hidden(hidden)
        self._window.request_properties(wanted)

    def read(self) -> tuple[float, float]:
        """Return (degrees to the left, degrees up) since the last frame; nothing while the mouse is free."""
        if not self.captured:
            return 0.0, 0.0
        dx, dy = self._moved()
        return look.turned(self._look, dx, dy)

    def _moved(self) -> tuple[float, float]:
        pointer = self._window.get_pointer(0)
        now = (pointer.get_x(), pointer.get_y())
        before, self._last = self._last, now
        if not self._is_relative():
            self._centre()
        if before is None or (not pointer.get_in_window() and not self._is_relative()):
            return 0.0, 0.0
        return now[0] - before[0], now[1] - before[1]

    def _is_relative(self) -> bool:
        return bool(self._window.get_properties().get_mouse_mode() == p3d.WindowProperties.M_relative)

    def _centre(self) -> None:
        properties = self._window.get_properties()
        x, y = properties.get_x_size() // 2, properties.get_y_size() // 2
        if self._window.move_pointer(0, x, y):
            self._last = (x, y)
