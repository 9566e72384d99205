"""How a long job of a known length is shown on a terminal: a bar that moves, and nothing where nobody watches."""

import time
from collections.abc import Callable
from typing import TextIO

from layerwalk.game.train_bar import WIDTH

EVERY_S = 0.1
"""The bar moves no more often than this."""


class ShareBar:
    """Show the share of a job that is done on `out` as it grows."""

    def __init__(self, out: TextIO, *, clock_s: Callable[[], float] = time.monotonic) -> None:
        """Show nothing yet; clock_s: seconds, growing. The bar moves only on a terminal."""
        self._out, self._moves, self._clock_s = out, out.isatty(), clock_s
        self._began_s = clock_s()
        self._next_s, self._shown = self._began_s, ""

    def show(self, share: float) -> None:
        """Show the share done, in [0, 1]."""
        now_s = self._clock_s()
        if self._moves and now_s >= self._next_s:
            self._next_s = now_s + EVERY_S
            text = line(share, passed_s=now_s - self._began_s)
            print(f"\r{text:<{len(self._shown)}}", end="", file=self._out, flush=True)
            self._shown = text

    def close(self) -> None:
        """Leave the bar as it stands; whatever comes next begins on a new line."""
        if self._shown:
            print(file=self._out, flush=True)
            self._shown = ""


def line(share: float, *, passed_s: float) -> str:
    """Return one line with a bar, and how long the rest takes at the pace so far."""
    filled = round(share * WIDTH)
    bar = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {share:4.0%}"
    return f"{bar}, {passed_s * (1 - share) / share:.0f} s left" if share > 0 else bar
