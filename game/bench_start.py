"""How long the way from a new process to the first picture and the first answer is. Runs in a process of its own."""

import time
from typing import Any

from layerwalk.game import begin, bench_machine, session
from layerwalk.game.bench_frames import DT_S, level
from layerwalk.game.settings import Settings
from layerwalk.game.shot import Studio

PATIENCE_S = 120.0


def measure(*, network: str, quality: str, size: tuple[int, int], began_s: float) -> dict[str, Any]:
    """Return the renderer and one row: seconds since `began_s`, when the process was started (time.time).

    imported_s: Python and every module stand ready; built_s: the world does; picture_s: the first frame is finished;
    answer_s: the frame is finished that shows the first answer. Raise RuntimeError where no OpenGL can be had.
    """
    row: dict[str, Any] = {"network": network, "imported_s": time.time() - began_s}
    world = level(network)
    studio = Studio(world, settings=Settings(), size=size, quality=quality, finish=True, later=True)
    try:
        studio.look("court")
        begin.begin(studio.scene.pad, world, None)
        row["built_s"] = time.time() - began_s
        _frame(studio)
        row["picture_s"] = time.time() - began_s
        # As the application does: torch is loaded when there is something to see.
        studio.scene.session.connect(session.HOSTS[Settings().model.host]())
        while not _frame(studio):
            if time.time() - began_s > PATIENCE_S:
                raise RuntimeError(f"No answer within {PATIENCE_S:g} s.")
        row["answer_s"] = time.time() - began_s
        row["memory_mb"] = bench_machine.peak_memory_mb()
        return {"renderer": studio.screen.renderer, "rows": [row]}
    finally:
        studio.close()


def _frame(studio: Studio) -> bool:
    """Draw a frame to its end; return whether it shows the answer."""
    studio.step(dt_s=DT_S)
    if studio.scene.state.notice:
        raise RuntimeError(studio.scene.state.notice)
    shown = not studio.scene.session.waiting
    studio.screen.render()
    return shown
