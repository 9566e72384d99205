"""How long the graphics card draws a frame: asked without waiting, and answered some frames later. Draw thread only."""

import ctypes
from collections import deque

from OpenGL import GL

MOST = 8
"""A card that is so many frames behind is not asked for more."""


class Stopwatch:
    """Hold the questions that the card has not answered yet."""

    def __init__(self) -> None:
        """Time nothing yet; where the driver has no clock, nothing ever."""
        self._can = bool(GL.glQueryCounter)
        self._asked: deque[tuple[int, int]] = deque()
        self._begun = 0

    def begin(self) -> None:
        """Start timing a frame."""
        if self._can and not self._begun and len(self._asked) < MOST:
            self._begun = _now()

    def end(self) -> None:
        """Stop timing it."""
        if self._begun:
            self._asked.append((self._begun, _now()))
            self._begun = 0

    def read(self) -> float | None:
        """Return the seconds of the last frame that the card has finished since last asked, None for none."""
        seconds = None
        while self._asked and _answer(self._asked[0][1], GL.GL_QUERY_RESULT_AVAILABLE):
            begun, ended = self._asked.popleft()
            seconds = (_answer(ended) - _answer(begun)) / 1e9
            _forget(begun, ended)
        return seconds

    def close(self) -> None:
        """Forget what was asked."""
        for pair in self._asked:
            _forget(*pair)
        if self._begun:
            _forget(self._begun)
        self._asked.clear()
        self._begun = 0


def _now() -> int:
    name = ctypes.c_uint()
    GL.glGenQueries(1, ctypes.byref(name))
    GL.glQueryCounter(name.value, GL.GL_TIMESTAMP)
    return name.value


def _answer(name: int, question: int = GL.GL_QUERY_RESULT) -> int:
    answer = ctypes.c_uint64()
    GL.glGetQueryObjectui64v(name, question, ctypes.byref(answer))
    return int(answer.value)


def _forget(*names: int) -> None:
    GL.glDeleteQueries(len(names), (ctypes.c_uint * len(names))(*names))
