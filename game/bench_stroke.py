"""How long the answer to a stroke takes to be seen. Runs in a process of its own."""

import statistics
import time
from typing import Any

import numpy as np

from layerwalk.game import bench_machine, session
from layerwalk.game.bench_frames import level
from layerwalk.game.settings import Settings
from layerwalk.game.shot import Studio

WARM_UP = 5
PAUSE_FRAMES = 4
PATIENCE_S = 60.0


class Desk:
    """Stand before the easel and draw frame after frame, as fast as they come, before the usual host."""

    def __init__(self, *, network: str, quality: str, size: tuple[int, int]) -> None:
        """Open the world of `network` in the court; raise RuntimeError where no OpenGL can be had."""
        settings = Settings()
        host = session.HOSTS[settings.model.host]()
        self.studio = Studio(level(network), settings=settings, size=size, quality=quality, host=host, finish=True)
        self.studio.look("court")
        self._last_s = time.perf_counter()
        self._pen = 0

    @property
    def answered(self) -> bool:
        """Say whether the newest drawing has been answered; raise RuntimeError where the network failed."""
        if self.studio.visit.notice:
            raise RuntimeError(self.studio.visit.notice)
        return not self.studio.scene.session.waiting

    def frame(self) -> bool:
        """Draw a frame to its end; return whether it shows the answer to the newest drawing."""
        now_s = time.perf_counter()
        self.studio.step(dt_s=now_s - self._last_s)
        self._last_s = now_s
        shown = self.answered
        self.studio.screen.render()
        return shown

    def stroke(self) -> float:
        """Change the drawing, draw frames until one shows its answer, and return how long that took, in ms."""
        began_s = time.perf_counter()
        self.studio.scene.pad.stroke(*spot(self._pen), *spot(self._pen + 1))
        self._pen += 1
        while not self.frame():
            if time.perf_counter() - began_s > PATIENCE_S:
                raise RuntimeError(f"No answer to a stroke within {PATIENCE_S:g} s.")
        return (time.perf_counter() - began_s) * 1e3

    def pause(self, frames: int) -> list[float]:
        """Draw frames in which nothing changes; return how long each took, in ms."""
        took_ms = []
        for _ in range(frames):
            began_s = time.perf_counter()
            self.frame()
            took_ms.append((time.perf_counter() - began_s) * 1e3)
        return took_ms


def measure(*, network: str, quality: str, count: int, size: tuple[int, int]) -> dict[str, Any]:
    """Return the renderer and one row: from a change on the easel to the end of the frame that shows it, in ms.

    frame_ms: the median of the frames between, in which nothing changes. Raise RuntimeError where no OpenGL can be had.
    """
    desk = Desk(network=network, quality=quality, size=size)
    try:
        for _ in range(WARM_UP):
            desk.stroke()
        strokes_ms, idle_ms = [], []
        for _ in range(count):
            idle_ms += desk.pause(PAUSE_FRAMES)
            strokes_ms.append(desk.stroke())
        row = {
            "network": network,
            "values": desk.studio.scene.state.spec.values,
            "strokes": count,
            "median_ms": statistics.median(strokes_ms),
            "p95_ms": float(np.percentile(strokes_ms, 95)),
            "frame_ms": statistics.median(idle_ms),
            "memory_mb": bench_machine.peak_memory_mb(),
        }
        return {"renderer": desk.studio.screen.renderer, "rows": [row]}
    finally:
        desk.studio.close()


def spot(number: int) -> tuple[float, float]:
    """Return the pen's place after so many strokes, on a curve that covers the board bit by bit."""
    turn = 0.37 * number
    return 0.5 + 0.32 * float(np.cos(turn)), 0.5 + 0.32 * float(np.sin(1.31 * turn))
