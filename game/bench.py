"""Measure how fast Layerwalk draws, answers and starts on this machine; each network in a process of its own."""

import json
import logging
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from layerwalk.game import bench_machine, bench_python, session
from layerwalk.game.errors import PlainError
from layerwalk.game.level import DEFAULT

logger = logging.getLogger(__name__)

QUALITY = "software"
SIZE = (1280, 720)
FRAMES, STROKES, STARTS = 60, 50, 5
VR_FRAMES, VR_NETWORKS = 200, (DEFAULT, "synthetic-10m")
TRAINING_S, TRAINING_SIZE, TRAINING_NETWORK = 20.0, (640, 360), "cerny-kopecka"
CHILD = "layerwalk.game.bench_child"

COLUMNS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "frames": {
            "network": "network",
            "place": "place",
            "values": "values",
            "draw_calls": "draw calls",
            "median_ms": "median ms",
            "p95_ms": "p95 ms",
            "cpu_ms": "CPU ms a frame",
            "memory_mb": "memory MB",
        },
        "stroke": {
            "network": "network",
            "values": "values",
            "strokes": "strokes",
            "median_ms": "median ms",
            "p95_ms": "p95 ms",
            "frame_ms": "frame without one, ms",
            "memory_mb": "memory MB",
        },
        "why": {
            "network": "network",
            "method": "method",
            "strokes": "strokes",
            "median_ms": "median ms",
            "p95_ms": "p95 ms",
            "made_ms": "the map alone, ms",
            "frame_ms": "frame without one, ms",
            "memory_mb": "memory MB",
        },
        "start": {
            "network": "network",
            "imported_s": "imported s",
            "built_s": "world built s",
            "picture_s": "first picture s",
            "answer_s": "first answer s",
            "memory_mb": "memory MB",
        },
        "training": {
            "network": "network",
            "host": "host",
            "alone_steps_per_s": "steps/s alone",
            "world_steps_per_s": "in the world",
            "share": "share",
            "still_median_ms": "frame without, median ms",
            "still_p95_ms": "p95",
            "still_p99_ms": "p99",
            "still_max_ms": "max",
            "training_median_ms": "frame with, median ms",
            "training_p95_ms": "p95",
            "training_p99_ms": "p99",
            "training_max_ms": "max",
            "p95_factor": "p95 with / without",
            "slow_frames": "frames over 100 ms",
            "stroke_median_ms": "stroke, median ms",
            "stroke_p95_ms": "p95",
            "memory_mb": "memory MB",
        },
        "vr": {
            "network": "network",
            "values": "values",
            "processors": "processors",
            "training": "training",
            "app_median_ms": "application, median CPU ms",
            "app_p95_ms": "p95",
            "app_p99_ms": "p99",
            "app_any_p99_ms": "p99 with disturbed frames",
            "headset_median_ms": "of it asking the headset, median",
            "headset_p99_ms": "p99",
            "simulation_median_ms": "simulation, median",
            "simulation_p99_ms": "p99",
            "culling_median_ms": "culling, median",
            "culling_p99_ms": "p99",
            "submission_median_ms": "submission, median",
            "submission_p99_ms": "p99",
            "drawing_median_ms": "drawing, median CPU ms",
            "drawing_p95_ms": "p95",
            "drawing_p99_ms": "p99",
            "memory_mb": "memory MB",
            "disturbed": "disturbed frames",
        },
    }
)
"""What the table of each measurement shows: a row's key and its heading."""
WORDED = ("network", "method", "place", "host", "processors", "training")
"""Columns of words; the others are numbers."""


def frames(
    *,
    networks: Sequence[str] = (),
    quality: str | None = None,
    count: int = FRAMES,
    size: tuple[int, int] = SIZE,
) -> dict[str, Any]:
    """Return how long frames take at the places of a fixed path, one row per network and place.

    networks: by default all shipped and all synthetic ones. count: frames per place. size: in pixels.
    The times of a row are milliseconds a frame; `cpu_ms` is that of all threads. Raise PlainError, in one sentence.
    """
    chosen = _chosen(networks, default=_shipped() + _synthetic())
    job = {"quality": quality or QUALITY, "count": count, "size": size}
    found = [_child("frames", {"network": name, **job}) for name in chosen]
    return _result("frames", found, quality=quality, size=size)


def stroke(
    *,
    networks: Sequence[str] = (),
    quality: str | None = None,
    count: int = STROKES,
    size: tuple[int, int] = SIZE,
) -> dict[str, Any]:
    """Return how long it takes from a change on the easel to the finished frame that shows its answer, in ms.

    networks: by default all shipped ones. count: strokes. Raise PlainError, in one sentence.
    """
    chosen = _chosen(networks, default=_shipped())
    job = {"quality": quality or QUALITY, "count": count, "size": size}
    found = [_child("stroke", {"network": name, **job}) for name in chosen]
    return _result("stroke", found, quality=quality, size=size)


def why(
    *,
    networks: Sequence[str] = (),
    quality: str | None = None,
    count: int = STROKES,
    size: tuple[int, int] = SIZE,
) -> dict[str, Any]:
    """Return how long it takes from a change on the easel to the finished frame that shows why, in ms.

    A row for each network and way to ask. networks: by default all shipped ones. count: strokes. Raise PlainError, in
    one sentence.
    """
    chosen = _chosen(networks, default=_shipped())
    job = {"quality": quality or QUALITY, "count": count, "size": size}
    found = [_child("why", {"network": name, **job}) for name in chosen]
    return _result("why", found, quality=quality, size=size)


def start(
    *,
    networks: Sequence[str] = (),
    quality: str | None = None,
    count: int = STARTS,
    size: tuple[int, int] = SIZE,
) -> dict[str, Any]:
    """Return how long it takes from the start of a process to its first picture and to its first answer, in seconds.

    networks: by default the default level's. count: processes per network; a row holds the medians.
    Raise PlainError, in one sentence.
    """
    chosen = _chosen(networks, default=(DEFAULT,))
    job = {"quality": quality or QUALITY, "size": size}
    found = []
    for name in chosen:
        runs = [_child("start", {"network": name, "began_s": time.time(), **job}) for _ in range(count)]
        found.append({"renderer": runs[0]["renderer"], "rows": [_median([run["rows"][0] for run in runs])]})
    return _result("start", found, quality=quality, size=size)


def training(
    *,
    networks: Sequence[str] = (),
    quality: str | None = None,
    seconds: float = TRAINING_S,
    size: tuple[int, int] = TRAINING_SIZE,
    hosts: Sequence[str] = tuple(session.HOSTS),
) -> dict[str, Any]:
    """Return how training and a world that is drawn 60 times a second slow each other down, a row for each host.

    networks: by default the one with the most weights of those that a visitor would train. seconds: for each of the
    four measurements of a row. Raise PlainError, in one sentence.
    """
    chosen = _chosen(networks, default=(TRAINING_NETWORK,))
    job = {"quality": quality or QUALITY, "seconds": seconds, "size": size}
    found = [_child("training", {"network": name, "host": host, **job}) for name in chosen for host in hosts]
    return _result("training", found, quality=quality, size=size)


def vr(*, networks: Sequence[str] = (), quality: str | None = None, count: int = VR_FRAMES) -> dict[str, Any]:
    """Return the processor time of a frame for both eyes, in ms: the application's, and apart from it the drawing's.

    Four rows for each network: with processors that may sleep between frames and with such that are kept awake, and
    of each one without training and one with it; by default for the first network and for the largest world there
    is. count: frames at each of five places. Raise PlainError, in one sentence, also where there is no headset.
    """
    chosen = _chosen(networks, default=VR_NETWORKS)
    job = {"quality": quality or QUALITY, "count": count}
    found = [_child("vr", {"network": name, "awake": awake, **job}) for name in chosen for awake in (False, True)]
    return _result("vr", found, quality=quality, size=tuple(found[0]["eye"]))


def table(result: Mapping[str, Any]) -> str:
    """Return a result as Markdown: the machine in a sentence, then a table."""
    columns, machine = COLUMNS[result["what"]], result["machine"]
    width, height = result["size"]
    lines = [
        f"{machine['cpu']}, {machine['cores']} cores, {machine['renderer']}, {bench_python.told(machine)}, "
        f"Panda3D {machine['panda3d']}; {width}x{height}, preset {result['quality']}.",
        "",
        f"| {' | '.join(columns.values())} |",
        f"|{'|'.join('---' if key in WORDED else '---:' for key in columns)}|",
    ]
    return "\n".join([*lines, *(f"| {' | '.join(_cell(row[key]) for key in columns)} |" for row in result["rows"])])


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _shipped() -> tuple[str, ...]:
    return tuple(sorted(session.network_names(), key=lambda name: name != DEFAULT))


def _synthetic() -> tuple[str, ...]:
    return tuple(name for name in session.network_names(with_synthetic=True) if name not in session.network_names())


def _chosen(networks: Sequence[str], *, default: tuple[str, ...]) -> tuple[str, ...]:
    known = session.network_names(with_synthetic=True)
    for name in networks:
        if name not in known:
            raise PlainError(f"There is no network {name!r}, expected one of: {', '.join(known)}.")
    return tuple(networks) or default


def _child(what: str, job: Mapping[str, Any]) -> dict[str, Any]:
    """Run one measurement in a fresh process and return what it found: 'renderer' and 'rows'; raise PlainError."""
    logger.info("bench %s: %s", what, job["network"])
    words = [sys.executable, "-m", CHILD, what, json.dumps(job)]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        logger.debug("%s", done.stderr)
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise PlainError(f"The measurement of {job['network']} ended with status {done.returncode}: {last}")
    found: dict[str, Any] = json.loads(done.stdout)
    if "trouble" in found:
        raise PlainError(found["trouble"])
    return found


def _median(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return one row with the median of every number in rows of one network."""
    first = rows[0]
    numbers = [key for key, value in first.items() if isinstance(value, float)]
    return {**first, **{key: statistics.median(row[key] for row in rows) for key in numbers}, "runs": len(rows)}


def _result(
    what: str, found: Sequence[Mapping[str, Any]], *, quality: str | None, size: tuple[int, int]
) -> dict[str, Any]:
    machine = {**bench_machine.describe(), "renderer": found[0]["renderer"]}
    rows = [row for part in found for row in part["rows"]]
    return {"what": what, "machine": machine, "quality": quality or QUALITY, "size": list(size), "rows": rows}
