"""How long the graphics card draws a frame: asked without waiting, and answered some frames later. Draw thread only."""

import ctypes
from collections import deque

from OpenGL import GL

from layerwalk.game.view.xr import opengl

MOST = 8
"""A card that is so many frames behind is not asked for more."""
TELL = opengl.asking(
    "glGetQueryObjectui64v", opengl.NAME, opengl.NAME, answer=ctypes.c_uint64, extension="GL_ARB_timer_query"
)


class Stopwatch:
    """Hold the questions that the card has not answered yet, and those that can be asked again."""

    def __init__(self) -> None:
        """Time nothing yet; where the driver has no clock, nothing ever."""
        self._names = (ctypes.c_uint * (2 * MOST))()
        self._answer = ctypes.c_uint64()
        self._answer_place = ctypes.byref(self._answer)
        self._free: deque[tuple[int, int]] = deque()
        self._asked: deque[tuple[int, int]] = deque()
        self._is_running = False
        if GL.glQueryCounter:
            GL.glGenQueries(len(self._names), self._names)
            self._free.extend(zip(self._names[::2], self._names[1::2], strict=True))

    def begin(self) -> None:
        """Start timing a frame."""
        if self._free and not self._is_running:
            GL.glQueryCounter(self._free[0][0], GL.GL_TIMESTAMP)
            self._is_running = True

    def end(self) -> None:
        """Stop timing it."""
        if self._is_running:
            GL.glQueryCounter(self._free[0][1], GL.GL_TIMESTAMP)
            self._asked.append(self._free.popleft())
            self._is_running = False

    def read(self) -> float | None:
        """Return the seconds of the last frame that the card has finished since last asked, None for none."""
        seconds, place, answer = None, self._answer_place, self._answer
        while self._asked:
            names = begun, ended = self._asked[0]
            TELL(ended, GL.GL_QUERY_RESULT_AVAILABLE, place)
            if not answer.value:
                break
            TELL(begun, GL.GL_QUERY_RESULT, place)
            begun_ns = answer.value
            TELL(ended, GL.GL_QUERY_RESULT, place)
            seconds = (answer.value - begun_ns) / 1e9
            self._asked.popleft()
            self._free.append(names)
        return seconds

    def close(self) -> None:
        """Forget what was asked."""
        if GL.glQueryCounter:
            GL.glDeleteQueries(len(self._names), self._names)
        self._free.clear()
        self._asked.clear()
