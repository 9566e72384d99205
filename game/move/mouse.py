"""The mouse as a head that turns: held in the window while walking, free while paused. Main thread."""

import logging
import math
from typing import Any

import panda3d.core as p3d

logger = logging.getLogger(__name__)

WATCHED_READS = 12
"""For so many movements after the pointer was put in the middle, what is seen where it was before is no movement."""
STALE_READS = 4
"""Seen there so often, the pointer was never moved: the window system refuses it."""
REFUSALS = 3
"""After so many refusals the pointer is left alone."""

Pixels = tuple[float, float]


class Mouse:
    """Hold the window's mouse, and give its movements.

    Relative mode is asked for first. Where the window system refuses it, the pointer is confined to the window. In
    every mode the pointer is put back in the middle when it comes near the edge, so that a turn never ends there.
    """

    def __init__(self, window: Any) -> None:
        """Leave the mouse free at first."""
        self._window = window
        self.captured = False
        self._confined = False
        self._last: Pixels | None = None
        self._left: Pixels | None = None
        self._least_leap_px = 0.0
        self._reads = self._stale = self._refused = 0

    def capture(self) -> None:
        """Hide the pointer and hold it in the window; where it was refused to centre it, that is tried again."""
        self.captured, self._confined, self._last, self._left = True, False, None, None
        self._refused = 0
        self._window.clear_rejected_properties()
        self._ask(p3d.WindowProperties.M_relative, hidden=True)

    def release(self) -> None:
        """Show the pointer and let it go where it will."""
        self.captured = False
        self._ask(p3d.WindowProperties.M_absolute, hidden=False)

    def read(self) -> Pixels:
        """Return how far the mouse has moved since the last call, in pixels: right, and towards the visitor.

        Nothing while it is free, while another window has the focus, or in the first call after either.
        """
        properties = self._window.get_properties()
        if not (self.captured and properties.get_foreground()):
            self._last = self._left = None
            return 0.0, 0.0
        self._confine_if_refused()
        pointer = self._window.get_pointer(0)
        now = (float(pointer.get_x()), float(pointer.get_y()))
        moved = self._moved(now)
        self._centre(now, (properties.get_x_size(), properties.get_y_size()))
        return moved

    def _ask(self, mode: Any, *, hidden: bool) -> None:
        wanted = p3d.WindowProperties()
        wanted.set_mouse_mode(mode)
        wanted.set_cursor_hidden(hidden)
        self._window.request_properties(wanted)

    def _confine_if_refused(self) -> None:
        if not self._confined and self._window.get_rejected_properties().has_mouse_mode():
            self._confined = True
            logger.info("The window system has no relative mouse mode; the pointer is centred instead.")
            self._ask(p3d.WindowProperties.M_confined, hidden=True)

    def _moved(self, now: Pixels) -> Pixels:
        if self._is_stale(now):
            return 0.0, 0.0
        last = now if self._last is None else self._last
        self._last = now
        return now[0] - last[0], now[1] - last[1]

    def _is_stale(self, now: Pixels) -> bool:
        """Say whether the pointer has leapt back to where it was before it was centred: late news, or a refusal."""
        if self._left is None or self._last is None or now == self._last:
            return False
        self._reads += 1
        leap_px = math.dist(now, self._last)
        if leap_px > self._least_leap_px and leap_px > math.dist(now, self._left):
            self._left = now
            self._stale += 1
            if self._stale >= STALE_READS:
                self._count_refusal()
            return True
        self._stale = 0
        if self._reads > WATCHED_READS:
            self._left, self._refused = None, 0
        return False

    def _count_refusal(self) -> None:
        self._last, self._left, self._stale = None, None, 0
        self._refused += 1
        if self._refused == REFUSALS:
            logger.warning("The window system does not let the pointer be centred: turns end at the window's edge.")

    def _centre(self, now: Pixels, size: tuple[int, int]) -> None:
        """Put the pointer in the middle once it has left the middle half of the window, unless that is under way."""
        middle = size[0] // 2, size[1] // 2
        is_far = abs(now[0] - middle[0]) > size[0] / 4 or abs(now[1] - middle[1]) > size[1] / 4
        if is_far and self._stale == 0 and self._refused < REFUSALS and self._window.move_pointer(0, *middle):
            self._last, self._left = (float(middle[0]), float(middle[1])), now
            self._least_leap_px = math.dist(middle, now) / 2
            self._reads = self._stale = 0
