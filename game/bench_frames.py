"""How long frames take at the places of a fixed path through one network. Runs in a process of its own."""

import statistics
import time
from typing import Any

import numpy as np
import panda3d.core as p3d

from layerwalk.game import begin, bench_draws, bench_machine, level_file
from layerwalk.game.level import Level
from layerwalk.game.settings import Settings
from layerwalk.game.shot import Studio

PLACES = {"court": "court", "stage": "stage", "cubes": "cubes", "island": "output", "above": "above"}
"""The path: a place, and the level's view in which it begins."""
DT_S = 1 / 30
WARM_UP = 8
SWAY_M = 0.5
SWAY_DEG = 8.0


def level(network: str) -> Level:
    """Return a world of `network`, shipped or synthetic, as a level's file would describe it."""
    data = level_file.default_data(network, None)
    return Level(format=1, title=network, text="A world to be measured.", network=network, data=data)


def measure(*, network: str, quality: str, count: int, size: tuple[int, int]) -> dict[str, Any]:
    """Return the renderer and a row for each place: times of `count` frames in ms, values, draw calls, memory.

    Raise RuntimeError where no OpenGL can be had.
    """
    world = level(network)
    studio = Studio(world, settings=Settings(), size=size, quality=quality, finish=True)
    try:
        studio.look("court")
        begin.begin(studio.scene.pad, world, None)
        studio.settle()
        rows = [_place(studio, place, count=count) for place in PLACES]
        about = {"network": network, "values": studio.scene.state.spec.values}
        memory = {"memory_mb": bench_machine.peak_memory_mb()}
        return {"renderer": studio.screen.renderer, "rows": [{**about, **row, **memory} for row in rows]}
    finally:
        studio.close()


def _place(studio: Studio, place: str, *, count: int) -> dict[str, Any]:
    studio.look(PLACES[place])
    # A copy: what Panda3D gives out is gone once the camera has moved.
    stand, heading = p3d.LMatrix4(studio.screen.camera.get_mat()), studio.screen.camera.get_h()
    for _ in range(WARM_UP):
        _frame(studio)
    draws = bench_draws.count(studio.screen.render)
    took_ms = []
    cpu_s = time.process_time()
    for share in np.linspace(0.0, 1.0, count):
        _sway(studio.screen.camera, stand, heading, float(np.sin(2 * np.pi * share)))
        took_ms.append(_frame(studio))
    cpu_ms = (time.process_time() - cpu_s) * 1e3 / count
    return {
        "place": place,
        "frames": count,
        "median_ms": statistics.median(took_ms),
        "p95_ms": float(np.percentile(took_ms, 95)),
        "cpu_ms": cpu_ms,
        "draw_calls": draws,
    }


def _frame(studio: Studio) -> float:
    """Draw a frame to its end and return how long it took, in ms; no pixels are read back."""
    began_s = time.perf_counter()
    studio.step(dt_s=DT_S)
    studio.screen.render()
    return (time.perf_counter() - began_s) * 1e3


def _sway(camera: p3d.NodePath, stand: p3d.LMatrix4, heading_deg: float, amount: float) -> None:
    """Step aside and turn from where the camera stood, as someone does who looks round; `amount` is in [-1, 1]."""
    camera.set_mat(stand)
    camera.set_pos(camera, SWAY_M * amount, 0.0, 0.0)
    camera.set_h(heading_deg + SWAY_DEG * amount)
