"""Work where the graphics card's context is current: at the begin and at the end of every frame, or once."""

from collections.abc import Callable
from typing import Any

import panda3d.core as p3d

Work = Callable[[], None]
LAST = -6
"""Drawn after both eyes, when their picture is complete, and before the window."""
FIRST = -1000


class Hook:
    """Hold two places in every frame's drawing. Main thread, which draws."""

    def __init__(self, window: Any, eyes: Any, *, begin: Work, end: Work) -> None:
        """Call `begin` before the buffer `eyes` is drawn, while it is, and `end` after it, in every frame.

        What they raise comes out of `check`.
        """
        self._engine = window.get_engine()
        self._error: BaseException | None = None
        self._jobs: list[Work] = []
        self._regions: list[Any] = []
        self.buffer = window.make_texture_buffer("headset", 1, 1)
        self.buffer.set_sort(LAST)
        self.buffer.disable_clears()
        self._begin, self._end = begin, end
        self._listen(eyes, self._begun)
        self._listen(self.buffer, self._ended)

    def run(self, job: Work) -> None:
        """Do a job once within a frame that is drawn now, and raise what it raises."""
        self._jobs.append(job)
        self._engine.render_frame()
        self.check()

    def check(self) -> None:
        """Raise what was raised while the last frames were drawn."""
        error, self._error = self._error, None
        if error is not None:
            raise error

    def close(self) -> None:
        """Be called no more."""
        for region in self._regions:
            # Panda3D holds the callback, and the callback what holds the region: nobody else would part them.
            region.clear_draw_callback()
        self._engine.remove_window(self.buffer)

    def _begun(self, _: Any) -> None:
        self._guard(self._begin)

    def _ended(self, _: Any) -> None:
        self._guard(self._end)
        while self._jobs:
            self._guard(self._jobs.pop(0))

    def _listen(self, buffer: Any, called: Callable[[Any], None]) -> None:
        region = buffer.make_display_region()
        region.disable_clears()
        # What is copied while it is drawn shall not be cut.
        region.set_scissor_enabled(False)
        region.set_sort(FIRST)
        self._regions.append(region)
        region.set_draw_callback(p3d.PythonCallbackObject(called))

    def _guard(self, work: Work) -> None:
        """Keep an error for `check`: Panda3D would only print it."""
        try:
            work()
        except BaseException as error:
            self._error = self._error or error
