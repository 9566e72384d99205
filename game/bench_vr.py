"""What a frame in a headset costs the application: needs an OpenXR runtime and a window. Runs in a process of its own.

Every other frame is told to the graphics card and left out by it (`view.xr.spared`): its processor time is that of the
application alone. What the frames between take longer is the drawing itself, where that is done by the processor.
Frames in which the host of a virtual machine took a processor away do not count: what it takes from a thread counts as
the thread's own time.
"""

import contextlib
import statistics
from collections.abc import Sequence
from typing import Any

import numpy as np

from layerwalk.game import bench_awake, bench_machine
from layerwalk.game.bench_frames import PLACES
from layerwalk.game.bench_wearer import Took, Visitor

PARTS = ("headset", "simulation", "culling", "submission")


def measure(*, network: str, quality: str, count: int, awake: bool) -> dict[str, Any]:
    """Return the renderer, the size of an eye, and two rows, without training and with it: milliseconds a frame.

    count: frames at each of five places, in each of the rows. awake: whether the processors are kept from sleeping
    until the next frame. Raise PlainError where there is no headset.
    """
    with bench_awake.awake() if awake else contextlib.nullcontext():
        return _measured(Visitor(network=network, quality=quality), network=network, count=count, awake=awake)


def _measured(visitor: Visitor, *, network: str, count: int, awake: bool) -> dict[str, Any]:
    """Return what `measure` does of somebody who puts the headset on, and closes it."""
    try:
        visitor.settle()
        visitor.train()
        still: list[Took] = []
        training: list[Took] = []
        for view in PLACES.values():
            visitor.stand(view)
            still += visitor.frames(count)
            visitor.steer("resume")
            training += visitor.frames(count)
            visitor.steer("pause")
        values, processors = visitor.scene.state.spec.values, "kept awake" if awake else "may sleep"
        about = {"network": network, "values": values, "processors": processors}
        memory = {"memory_mb": bench_machine.peak_memory_mb()}
        rows = [
            {**about, "training": word, **_row(found), **memory} for word, found in (("no", still), ("yes", training))
        ]
        return {"renderer": visitor.renderer, "eye": visitor.size, "rows": rows}
    finally:
        visitor.close()


def _row(found: Sequence[Took]) -> dict[str, Any]:
    alone, drawn = (_calm([took for took in found if took.is_drawn is is_drawn]) for is_drawn in (False, True))
    any_ms = [took.total for took in found if not took.is_drawn]
    submission_ms = statistics.median(took.submission for took in alone)
    disturbed = len(found) - len(alone) - len(drawn)
    row: dict[str, Any] = {"frames": len(found), "disturbed": disturbed, **_times("app", [t.total for t in alone])}
    row["app_any_p99_ms"] = _times("app", any_ms)["app_p99_ms"]
    for name in PARTS:
        row |= _times(name, [getattr(took, name) for took in alone])
    return row | _times("drawing", [took.submission - submission_ms for took in drawn])


def _calm(found: Sequence[Took]) -> Sequence[Took]:
    """Return those that were not disturbed by the machine's host, all of them where every single one was."""
    return [took for took in found if took.is_calm] or found


def _times(name: str, took_ms: Sequence[float]) -> dict[str, float]:
    shares = {"median": 50, "p95": 95, "p99": 99, "max": 100}
    return {f"{name}_{word}_ms": float(np.percentile(took_ms, share)) for word, share in shares.items()}
