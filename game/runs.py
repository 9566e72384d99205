"""The training runs that the board remembers: their curves, what each was trained with, which snapshot is shown."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn.messages import Progress, Said, Shown, TrainConfig, TrainState

MOST_RUNS = 6
"""When one more begins, the oldest goes."""
MOST_POINTS = 600
"""A longer curve is thinned out to half as many points."""
LIVE: tuple[TrainState, ...] = ("training", "paused")

Floats = NDArray[np.float64]


class Curve:
    """Hold points (step, loss, accuracy) in the order of their steps; many of them become means over neighbours."""

    def __init__(self) -> None:
        """Begin without a point."""
        self._room = np.zeros((MOST_POINTS + 2, 3))
        self._count = 0
        self._stride = 1
        self._waits = 0
        self._mean = 0.0, 0.0  # of the loss and the accuracy that the last point stands for
        self.version = 0
        """Grows with every point that is added."""

    def __len__(self) -> int:
        """Count the points."""
        return self._count

    @property
    def points(self) -> Floats:
        """Return the points, (n, 3): step, loss, accuracy in [0, 1]."""
        return self._room[: self._count].copy()

    def add(self, step: float, loss: float, accuracy: float) -> None:
        """Add what was measured at `step`; the last point is always the newest, at its own step."""
        self.version += 1
        self._waits += 1
        if self._waits == 1:
            self._count += 1
            self._mean = loss, accuracy
        else:
            mean_loss, mean_accuracy = self._mean
            share = 1 / self._waits
            self._mean = mean_loss + share * (loss - mean_loss), mean_accuracy + share * (accuracy - mean_accuracy)
        self._room[self._count - 1] = step, *self._mean
        if self._waits >= self._stride or self._count == 1:
            self._waits = 0
            if self._count > MOST_POINTS:
                self._thin()

    def _thin(self) -> None:
        """Put pairs of neighbours into one; the first point and the last stay what they are."""
        first, inner, last = np.split(self.points, [1, self._count - 1])
        paired = len(inner) // 2 * 2
        kept = np.concatenate([first, (inner[0:paired:2] + inner[1:paired:2]) / 2, inner[paired:], last])
        self._count = len(kept)
        self._room[: self._count] = kept
        self._stride *= 2


class Run:
    """Hold one training run."""

    def __init__(self, number: int, *, config: TrainConfig, title: str, colour: int) -> None:
        """Begin a run of the network called `title`; `colour` tells it apart from the other runs, from 0 on."""
        self.number, self.config, self.title, self.colour = number, config, title, colour
        self.train, self.validation = Curve(), Curve()
        self.progress: Progress | None = None
        """The last report."""
        self.shown: int | None = None
        """The snapshot that the world shows, None for the newest weights."""

    @property
    def is_live(self) -> bool:
        """Say whether the run goes on, or pauses."""
        return self.progress is not None and self.progress.state in LIVE

    @property
    def snapshots(self) -> tuple[int, ...]:
        """Return the step of every snapshot."""
        return self.progress.snapshots if self.progress else ()

    @property
    def steps_per_epoch(self) -> float:
        """Return how many steps go once through the data."""
        return self.progress.steps / max(self.progress.epochs, 1) if self.progress else 1.0

    @property
    def epochs(self) -> float:
        """Return how long the curve is to be: all its epochs while it goes on, those that it got to afterwards."""
        if self.progress is None:
            return 0.0
        return float(self.progress.epochs) if self.is_live else self.progress.step / self.steps_per_epoch

    def hear(self, progress: Progress) -> None:
        """Take a report; what is not a number makes no point."""
        if progress.state == "training" or (self.is_live and progress.state not in LIVE):
            self.shown = None  # to go on, or to end, brings the newest weights back
        self.progress = progress
        _add(self.train, progress.step, progress.loss, progress.accuracy)
        if progress.validated_epoch is not None:
            step = progress.validated_epoch * self.steps_per_epoch
            _add(self.validation, step, progress.validation_loss, progress.validation_accuracy)


def _add(curve: Curve, step: float, loss: float | None, accuracy: float | None) -> None:
    if loss is not None and accuracy is not None and math.isfinite(loss) and math.isfinite(accuracy):
        curve.add(step, loss, accuracy)


class Runs:
    """Hold the newest runs. Main thread."""

    def __init__(self) -> None:
        """Begin without a run."""
        self._runs: dict[int, Run] = {}
        self._held: int | None = None
        self.version = 0
        """Grows with every change."""

    def __iter__(self) -> Iterator[Run]:
        """Go through the runs, the oldest first."""
        return iter(self._runs.values())

    def __len__(self) -> int:
        """Count the runs."""
        return len(self._runs)

    @property
    def current(self) -> Run | None:
        """Return the newest run, which the board tells about."""
        return next(reversed(self._runs.values()), None)

    @property
    def held(self) -> Run | None:
        """Return the run whose weights the model loop still has, so that it can be steered and looked back on."""
        return self._runs.get(self._held) if self._held is not None else None

    def begin(self, run: int, *, config: TrainConfig, title: str) -> None:
        """Begin to remember a run that was asked for; with too many of them the oldest goes."""
        self._runs.pop(run, None)
        while len(self._runs) >= MOST_RUNS:
            del self._runs[next(iter(self._runs))]
        taken = {other.colour for other in self._runs.values()}
        colour = next(index for index in range(MOST_RUNS) if index not in taken)
        self._runs[run] = Run(run, config=config, title=title, colour=colour)
        self._held = run
        self.version += 1

    def hear(self, progress: Progress) -> None:
        """Take a report; one of a run that is not remembered changes nothing."""
        if progress.run in self._runs:
            self._runs[progress.run].hear(progress)
            self.version += 1

    def hear_shown(self, shown: Shown) -> None:
        """Take note of which snapshot the world shows."""
        if shown.run in self._runs:
            self._runs[shown.run].shown = shown.index
            self.version += 1

    def lose(self, said: Said) -> None:
        """Take note that a run that went on is over, although nobody reports it any more; said: why."""
        run = self.held
        if run is not None and run.is_live and run.progress is not None:
            self.hear(
                replace(run.progress, state="stopped", said=said, seconds_left=None, loss=None, validated_epoch=None)
            )

    def let_go(self) -> None:
        """Take note that the model loop has other weights now: the curves stay, but no run can be looked back on."""
        if self._held is not None:
            self._held = None
            self.version += 1

    def remove(self, run: int) -> None:
        """Forget a run; one that is not remembered changes nothing."""
        if self._runs.pop(run, None) is not None:
            self.version += 1
