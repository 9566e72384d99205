"""Frames that the graphics card is told to draw and leaves out, to measure the telling apart from the drawing."""

import ctypes
import time
from typing import Any

import panda3d.core as p3d
from OpenGL.raw.GL.VERSION import GL_1_5, GL_3_0

FIRST, LAST = -2000, 1000
"""Before and after everything else that is drawn into a buffer."""


class Spared:
    """Hold a condition that is never met: while `draws` is False, OpenGL does everything but draw, clear and copy.

    It is conditional rendering by a question that nothing was drawn for (OpenGL 3.0, section 2.18), from before all
    that is drawn into the first buffer to after the last of the window. begun_s: the thread's processor time at which
    that began; own_s: how much of it went into the condition itself.
    """

    draws = True
    begun_s = own_s = 0.0

    def __init__(self, window: Any, first: Any) -> None:
        """Draw the frames of `window` and of the buffers beside it, of which `first` is drawn first."""
        self._window, self._buffer, self._question = window, first, 0
        self._first, self._last = first.make_display_region(), window.make_display_region()
        for region, sort, work in ((self._first, FIRST, self._begin), (self._last, LAST, self._end)):
            region.disable_clears()
            region.set_sort(sort)
            region.set_draw_callback(p3d.PythonCallbackObject(work))

    def close(self) -> None:
        """Draw everything again."""
        for region in (self._first, self._last):
            region.clear_draw_callback()
        self._window.remove_display_region(self._last)
        self._buffer.remove_display_region(self._first)

    def _begin(self, _: Any) -> None:
        self.begun_s = time.thread_time()
        if not self.draws:
            self._question = self._question or _unseen()
            GL_3_0.glBeginConditionalRender(self._question, GL_3_0.GL_QUERY_WAIT)
        self.own_s = time.thread_time() - self.begun_s

    def _end(self, _: Any) -> None:
        began_s = time.thread_time()
        if not self.draws:
            GL_3_0.glEndConditionalRender()
        self.own_s += time.thread_time() - began_s


def _unseen() -> int:
    """Ask whether anything was seen of nothing; return the name of the question."""
    name = ctypes.c_uint()
    GL_1_5.glGenQueries(1, ctypes.byref(name))
    GL_1_5.glBeginQuery(GL_1_5.GL_SAMPLES_PASSED, name.value)
    GL_1_5.glEndQuery(GL_1_5.GL_SAMPLES_PASSED)
    return name.value
