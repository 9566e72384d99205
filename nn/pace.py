"""What is to be reported of a run, how fast it goes, and when the next report is due."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from layerwalk.nn.train import Step, Validation

REPORT_EVERY_S = 0.1
LEAST_STEPS = 8
"""A mean of fewer steps is not told where there were more."""
MOST_STEPS = 1000
WINDOW = 50
"""Reports over which the speed is measured: about five seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Hold the means since the last report, and the validation that ended since; None where there is nothing."""

    loss: float | None = None
    accuracy: float | None = None
    validation_loss: float | None = None
    validation_accuracy: float | None = None
    validated_epoch: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """Hold what there is to report, and the steps that its means are of."""

    steps: int
    recent: tuple[Step, ...]
    validation: Validation | None
    epoch: int


@dataclass(slots=True, kw_only=True)
class Pace:
    """Gather what happens between two reports. clock: seconds, growing."""

    clock: Callable[[], float]
    _steps: int = 0
    _recent: deque[Step] = field(default_factory=lambda: deque(maxlen=MOST_STEPS))
    _validation: Validation | None = None
    _marks: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=WINDOW))
    _reported_s: float = float("-inf")
    _number: int = 0
    _epoch: int = 0

    def restart(self, number: int) -> None:
        """Measure the speed anew, from step `number` on: time that was spent waiting does not count."""
        self._marks.clear()
        self._marks.append((self.clock(), number))

    @property
    def gathered(self) -> Gathered:
        """Return what was gathered since the last report."""
        return Gathered(steps=self._steps, recent=tuple(self._recent), validation=self._validation, epoch=self._epoch)

    def go_on(self, gathered: Gathered) -> None:
        """Go on with what another one gathered; the speed is measured anew."""
        self._steps, self._validation, self._epoch = gathered.steps, gathered.validation, gathered.epoch
        self._recent.extend(gathered.recent)
        if gathered.recent:
            self.restart(gathered.recent[-1].number)

    def step(self, step: Step) -> None:
        """Note a step."""
        self._steps += 1
        self._recent.append(step)
        self._number = step.number

    def validation(self, validation: Validation, *, epoch: int) -> None:
        """Note the result of an epoch."""
        self._validation, self._epoch = validation, epoch

    @property
    def is_due(self) -> bool:
        """Say whether the last report is long enough ago."""
        return self.clock() - self._reported_s >= REPORT_EVERY_S

    @property
    def steps_per_s(self) -> float:
        """Return the speed over the last reports; 0 where it is not known yet."""
        if not self._marks:
            return 0.0
        (first_s, first), (last_s, last) = self._marks[0], self._marks[-1]
        return (last - first) / (last_s - first_s) if last_s > first_s else 0.0

    def take(self) -> Measures:
        """Return what there is to report, and begin to gather anew."""
        now_s, validation = self.clock(), self._validation
        # A single batch, often a small one at an epoch's end, would say more of its luck than of the network.
        steps = list(self._recent)[-max(LEAST_STEPS, self._steps) :] if self._steps else []
        self._reported_s, self._steps, self._validation = now_s, 0, None
        self._marks.append((now_s, self._number))
        return Measures(
            loss=sum(step.loss for step in steps) / len(steps) if steps else None,
            accuracy=sum(step.accuracy for step in steps) / len(steps) if steps else None,
            validation_loss=validation.loss if validation else None,
            validation_accuracy=validation.accuracy if validation else None,
            validated_epoch=self._epoch if validation else None,
        )
