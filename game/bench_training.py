"""What training costs the frames, and the frames cost training. Runs in a process of its own, for each host.

The same training run goes on and pauses again and again, alone and in the world, so that what else the machine does
hits all measurements alike. Nothing of the data is kept for validation, so that every moment of it is a step.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from layerwalk.game import begin, bench_machine, session
from layerwalk.game.bench_frames import level
from layerwalk.game.bench_stroke import PATIENCE_S, spot
from layerwalk.game.settings import Settings
from layerwalk.game.shot import Studio
from layerwalk.nn.messages import Control, Failed, Infer, Progress, Reply, Request, Restarted, TrainConfig

TICK_S = 1 / 60
ROUNDS = 5
WARM_UP_S = 3.0
WARM_UP_STROKES = 5
STROKE_EVERY_TICKS = 7
SLOW_MS = 100.0
CONFIG = TrainConfig(epochs=10_000, validation_share=0.0)


class Overheard:
    """Stand between a session and its host, pass everything on, and note what is asked and told."""

    def __init__(self, host: session.Host) -> None:
        """Listen to what goes to and comes from `host`."""
        self._host = host
        self.serial = 0
        self.progress: Progress | None = None

    def submit(self, request: Request) -> None:
        """Pass a request on, and note which drawing is the newest."""
        if isinstance(request, Infer):
            self.serial = request.serial
        self._host.submit(request)

    def poll(self, *, wait_s: float = 0.0) -> list[Reply]:
        """Pass the replies on, and note how the training stands; raise RuntimeError where something has failed."""
        replies = self._host.poll(wait_s=wait_s)
        for reply in replies:
            if isinstance(reply, Progress):
                self.progress = reply
            elif isinstance(reply, Failed):
                raise RuntimeError(reply.sentence)
            elif isinstance(reply, Restarted):
                raise RuntimeError("The model's process was lost.")
        return replies

    def close(self) -> None:
        """Close the host."""
        self._host.close()


@dataclass(slots=True, kw_only=True)
class Found:
    """Gather what is measured: steps and seconds of training, and milliseconds of frames and strokes."""

    alone: list[tuple[int, float]] = field(default_factory=list)
    world: list[tuple[int, float]] = field(default_factory=list)
    still_ms: list[float] = field(default_factory=list)
    training_ms: list[float] = field(default_factory=list)
    strokes_ms: list[float] = field(default_factory=list)
    slow_frames: int = 0


class Hall:
    """Stand in the court, sixty frames a second, while the model loop trains or pauses."""

    def __init__(self, *, network: str, host: str, quality: str, size: tuple[int, int]) -> None:
        """Open the world of `network` before a host; raise RuntimeError where no OpenGL can be had."""
        self.host = Overheard(session.HOSTS[host]())
        world = level(network)
        self.studio = Studio(world, settings=Settings(), size=size, quality=quality, host=self.host, finish=True)
        self.studio.look("court")
        begin.begin(self.studio.scene.pad, world, None)
        self.slow_frames = 0
        self._next_s = time.perf_counter()
        self._pen = 0

    def warm_up(self, *, seconds: float = WARM_UP_S) -> None:
        """Go on until what is slow at first, on either side, is over; the training has begun then, and pauses."""
        self._until_answered()
        built = self.studio.scene.state.blueprint
        config = replace(CONFIG, data=f"{built.data}-train") if built else CONFIG
        self.studio.scene.session.train(config, start="new")
        self._until("training")
        self.frames(seconds)
        for _ in range(WARM_UP_STROKES):
            self.stroke()
        self.steer("pause")
        self.slow_frames = 0

    def alone(self, seconds: float) -> tuple[int, float]:
        """Train for so long and draw nothing; return the steps, and the seconds that they took."""
        began, began_s = self.steer("resume").step, time.perf_counter()
        while time.perf_counter() - began_s < seconds:
            self.host.poll(wait_s=TICK_S)
        return self.steer("pause").step - began, time.perf_counter() - began_s

    def training(self, seconds: float) -> tuple[tuple[int, float], list[float]]:
        """Train for so long in the world; return the steps and their seconds, and how long frames took, in ms."""
        began, began_s = self.steer("resume").step, time.perf_counter()
        took_ms = self.frames(seconds)
        return (self.steer("pause").step - began, time.perf_counter() - began_s), took_ms

    def strokes(self, seconds: float) -> list[float]:
        """Draw on the easel for so long while it trains; return how long answers took to be seen, in ms."""
        self.steer("resume")
        took_ms, began_s = [], time.perf_counter()
        while time.perf_counter() - began_s < seconds:
            took_ms.append(self.stroke())
            for _ in range(STROKE_EVERY_TICKS):
                self._tick()
        self.steer("pause")
        return took_ms

    def frames(self, seconds: float) -> list[float]:
        """Draw frames for so long; return how long each took, in ms, without the time until it was due."""
        took_ms, began_s = [], time.perf_counter()
        while time.perf_counter() - began_s < seconds:
            took_ms.append(self._tick())
        return took_ms

    def stroke(self) -> float:
        """Change the drawing as a frame begins; return how long it took until one showed its answer, in ms."""
        self._pace()
        began_s = time.perf_counter()
        self.studio.scene.pad.stroke(*spot(self._pen), *spot(self._pen + 1))
        self._pen += 1
        self._until_answered()
        return (time.perf_counter() - began_s) * 1e3

    def steer(self, action: Any) -> Progress:
        """Let the training go on ('resume') or pause ('pause'); wait until it does, and return its report."""
        self.host.progress = None
        self.host.submit(Control(action=action))
        return self._until("paused" if action == "pause" else "training")

    def _until(self, state: str) -> Progress:
        end_s = time.perf_counter() + PATIENCE_S
        while (told := self.host.progress) is None or told.state != state:
            if time.perf_counter() > end_s:
                raise RuntimeError(f"The training was not {state} within {PATIENCE_S:g} s.")
            self.host.poll(wait_s=TICK_S)
        self._next_s = time.perf_counter()
        return told

    def _until_answered(self) -> None:
        """Draw a frame, and go on until one shows the answer to the drawing that this frame has asked about."""
        end_s = time.perf_counter() + PATIENCE_S
        self._draw()
        asked = self.host.serial
        while self.studio.scene.state.serial < asked:
            if time.perf_counter() > end_s:
                raise RuntimeError(f"No answer to a drawing within {PATIENCE_S:g} s.")
            self._tick()

    def _tick(self) -> float:
        self._pace()
        return self._draw()

    def _pace(self) -> None:
        """Wait for the next sixtieth of a second; those that are over are left out."""
        now_s = time.perf_counter()
        self._next_s += TICK_S
        if self._next_s < now_s:
            self._next_s = now_s
        else:
            time.sleep(self._next_s - now_s)

    def _draw(self) -> float:
        began_s = time.perf_counter()
        self.studio.step(dt_s=TICK_S)
        self.studio.screen.render()
        took_ms = (time.perf_counter() - began_s) * 1e3
        self.slow_frames += took_ms > SLOW_MS
        return took_ms


def measure(*, network: str, host: str, quality: str, seconds: float, size: tuple[int, int]) -> dict[str, Any]:
    """Return the renderer and one row: training steps per second alone and in the world, ms of frames and strokes.

    seconds: for each of four measurements, spread over `ROUNDS`: training alone, frames without training, frames with
    it, strokes with it. Raise RuntimeError where no OpenGL can be had.
    """
    hall = Hall(network=network, host=host, quality=quality, size=size)
    try:
        hall.warm_up()
        found = Found()
        for _ in range(ROUNDS):
            found.alone.append(hall.alone(seconds / ROUNDS))
            found.still_ms += hall.frames(seconds / ROUNDS)
            steps, took_ms = hall.training(seconds / ROUNDS)
            found.world.append(steps)
            found.training_ms += took_ms
            found.strokes_ms += hall.strokes(seconds / ROUNDS)
        found.slow_frames = hall.slow_frames
        row = {"network": network, "host": host, **_row(found), "memory_mb": bench_machine.peak_memory_mb()}
        return {"renderer": hall.studio.screen.renderer, "rows": [row]}
    finally:
        hall.studio.close()


def _row(found: Found) -> dict[str, Any]:
    alone, world = _speed(found.alone), _speed(found.world)
    still, training = _times("still", found.still_ms), _times("training", found.training_ms)
    return {
        "alone_steps_per_s": alone,
        "world_steps_per_s": world,
        "share": world / alone,
        **still,
        **training,
        "p95_factor": training["training_p95_ms"] / still["still_p95_ms"],
        "frames": len(found.still_ms) + len(found.training_ms),
        "slow_frames": found.slow_frames,
        "strokes": len(found.strokes_ms),
        "stroke_median_ms": float(np.percentile(found.strokes_ms, 50)),
        "stroke_p95_ms": float(np.percentile(found.strokes_ms, 95)),
    }


def _speed(parts: Sequence[tuple[int, float]]) -> float:
    """Return steps per second over all parts, each (steps, seconds)."""
    return sum(steps for steps, _ in parts) / sum(seconds for _, seconds in parts)


def _times(name: str, took_ms: Sequence[float]) -> dict[str, float]:
    numbers = {"median": 50, "p95": 95, "p99": 99, "max": 100}
    return {f"{name}_{word}_ms": float(np.percentile(took_ms, share)) for word, share in numbers.items()}
