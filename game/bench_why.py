"""How long it takes until a stroke's reasons are seen, for every way to ask. Runs in a process of its own."""

import statistics
from collections.abc import Iterator
from typing import Any

import numpy as np

from layerwalk.game import bench_machine, wish
from layerwalk.game.bench_stroke import PAUSE_FRAMES, WARM_UP, Desk
from layerwalk.game.wish import Wish


class Asker(Desk):
    """Stand before the easel and ask with every stroke why it is answered so."""

    def ask(self, wanted: Wish) -> None:
        """Ask in another way from now on."""
        self.studio.scene.session.why.want(wanted)

    @property
    def answered(self) -> bool:
        """Say whether the newest drawing has been answered, and the reasons are there."""
        return super().answered and self.studio.scene.session.why.is_told


def measure(*, network: str, quality: str, count: int, size: tuple[int, int]) -> dict[str, Any]:
    """Return the renderer and a row for each method: from a change on the easel to the end of the frame with its map.

    In ms. made_ms: what the map alone took. Raise RuntimeError where no OpenGL can be had.
    """
    asker = Asker(network=network, quality=quality, size=size)
    try:
        rows = list(_rows(asker, network=network, count=count))
        return {"renderer": asker.studio.screen.renderer, "rows": rows}
    finally:
        asker.studio.close()


def _rows(asker: Asker, *, network: str, count: int) -> Iterator[dict[str, Any]]:
    state = asker.studio.scene.state
    while not state.ready:
        asker.pause(1)
    for method in wish.METHODS:
        wanted = wish.fitting(Wish(method=method), state.spec)
        if wanted is None:
            continue
        asker.ask(wanted)
        for _ in range(WARM_UP):
            asker.stroke()
        strokes_ms, idle_ms, made_ms = [], [], []
        for _ in range(count):
            idle_ms += asker.pause(PAUSE_FRAMES)
            strokes_ms.append(asker.stroke())
            made_ms.append(1e3 * state.attributed.duration_s if state.attributed else 0.0)
        yield {
            "network": network,
            "method": method,
            "strokes": count,
            "median_ms": statistics.median(strokes_ms),
            "p95_ms": float(np.percentile(strokes_ms, 95)),
            "made_ms": statistics.median(made_ms),
            "frame_ms": statistics.median(idle_ms),
            "memory_mb": bench_machine.peak_memory_mb(),
        }
