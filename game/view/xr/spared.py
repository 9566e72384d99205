"""Frames that the graphics card is told to draw and leaves out, to measure the telling apart from the drawing."""

import ctypes

from OpenGL import GL


class Spared:
    """Hold a condition that is never met. Between `begin` and `end` OpenGL does everything but draw, clear and copy.

    It is conditional rendering by a question that nothing was drawn for (OpenGL 3.0, section 2.18). Draw thread only.
    """

    def __init__(self) -> None:
        """Ask whether anything was seen of nothing."""
        name = ctypes.c_uint()
        GL.glGenQueries(1, ctypes.byref(name))
        self._question = name.value
        self._is_on = False
        GL.glBeginQuery(GL.GL_SAMPLES_PASSED, self._question)
        GL.glEndQuery(GL.GL_SAMPLES_PASSED)

    def begin(self) -> None:
        """Draw nothing from here on."""
        GL.glBeginConditionalRender(self._question, GL.GL_QUERY_WAIT)
        self._is_on = True

    def end(self) -> None:
        """Draw again, if nothing was drawn."""
        if self._is_on:
            GL.glEndConditionalRender()
            self._is_on = False
