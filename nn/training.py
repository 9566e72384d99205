"""A training run as a long job: it advances one small piece at a time and can be steered between any two."""

import math
import time
from collections.abc import Callable, Generator
from typing import get_args

import torch
from torch import nn

from layerwalk.nn import data, messages, snapshots, train
from layerwalk.nn.course import Course
from layerwalk.nn.messages import Action, Progress, Said, Shown, TrainConfig, TrainState
from layerwalk.nn.pace import Pace
from layerwalk.nn.record import Stand
from layerwalk.nn.run_state import RunState
from layerwalk.nn.said import SaidError, say
from layerwalk.nn.snapshots import Snapshots, Weights
from layerwalk.nn.split import Split
from layerwalk.nn.train import DivergedError, Step, Validation

GOOD = 2.0
"""Weights whose loss is at most this many times that of guessing are worth going back to."""


class TrainError(SaidError):
    """Say in one sentence why something about the training cannot be done."""

    KEY = "failed.training"


def check(config: TrainConfig, model: nn.Module) -> None:
    """Raise TrainError, naming the field, where a value makes no sense or `model` has nothing to train.

    Raise DataError where there is no such data set.
    """
    if not any(True for _ in model.parameters()):
        sentence = "The network has no weights, so there is nothing to train."
        raise TrainError(sentence, say("failed.no_weights"))
    _check_numbers(config)
    choices = {
        "optimiser": (config.optimiser, get_args(messages.Optimiser)),
        "loss": (config.loss, get_args(messages.Loss)),
        "schedule": (config.schedule, get_args(messages.Schedule)),
        "augmentation": (config.augmentation, get_args(messages.AugmentationName)),
    }
    for name, (chosen, known) in choices.items():
        if chosen not in known:
            raise _faulty(name, f"'{chosen}'", f"one of: {', '.join(known)}")
    if data.split_name(config.data)[1] != "train":
        raise _faulty("data", f"'{config.data}'", "a data set's part to train with, such as 'mnist-train'")


def _check_numbers(config: TrainConfig) -> None:
    for name, value in {"epochs": config.epochs, "batch": config.batch}.items():
        if value < 1:
            raise _faulty(name, value, "a whole number from 1 on")
    if not 0 <= config.seed < 2**63:
        raise _faulty("seed", config.seed, f"a whole number from 0 to {2**63 - 1}")
    if not (config.learning_rate > 0 and math.isfinite(config.learning_rate)):
        raise _faulty("learning rate", f"{config.learning_rate:g}", "a number above 0")
    if not 0 < config.share <= 1:
        raise _faulty("share", f"{config.share:g}", "a number above 0, at most 1")
    if not 0 <= config.validation_share < 1:
        raise _faulty("validation share", f"{config.validation_share:g}", "a number from 0, below 1")


def _faulty(name: str, value: object, expected: str) -> TrainError:
    field = say(f"failed.field.{name.replace(' ', '_')}")
    return TrainError(f"{name} is {value}, expected {expected}.", say("failed.value", field=field, value=str(value)))


def begin_anew(model: nn.Module, *, seed: int) -> None:
    """Draw all weights anew, as torch does when the layers are built one after the other; the model stays the same."""
    torch.manual_seed(seed)
    for module in model.modules():
        draw = getattr(module, "reset_parameters", None)
        if draw is not None:
            draw()


def _nothing() -> None:
    """Let nobody in between."""


class Training:
    """Hold one run. Lives on the model loop's thread; `model` answers with its current weights between any two calls.

    classes: how many answers it has. clock: seconds, growing. The run seeds torch's own generator too, for dropout.
    """

    def __init__(
        self,
        model: nn.Module,
        parts: Split,
        config: TrainConfig,
        *,
        classes: int,
        run: int = 1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Seed everything, and keep the weights before the first step."""
        torch.manual_seed(config.seed)
        self._model, self._parts, self._config, self._run = model, parts, config, run
        self._guessing = train.guessing(config, classes=classes)
        self._steps = train.steps(len(parts.labels), config)
        self._per_epoch = self._steps // config.epochs
        self._pace = Pace(clock=clock)
        self._snapshots = Snapshots()
        self._snapshots.keep(model, 0)
        self._kept_after = frozenset(snapshots.schedule(self._steps))
        self._good: tuple[int, Weights] = (0, snapshots.copy(model))
        self._latest = self._good
        self._away: Weights | None = None  # the newest weights, while a snapshot is shown
        self._shown: int | None = None  # the step of that snapshot
        self._step, self._epoch = 0, 1
        self._until: Action = "resume"
        self._state: TrainState = "training"
        self._said = say("training.begun")
        self._clock, self._duration_s = clock, 0.0
        self._breathe: Callable[[], None] = _nothing
        self._course = Course(model, config, count=len(parts.labels))
        self._measures = False  # whether an epoch has ended that is not measured yet
        self._pieces = self._run_pieces()

    @property
    def run_state(self) -> RunState:
        """Return all that another one needs to go on from here; only between two pieces."""
        return RunState(
            run=self._run,
            config=self._config,
            state=self._state,
            said=self._said,
            until=self._until,
            step=self._step,
            epoch=self._epoch,
            duration_s=self._duration_s,
            good=self._good,
            latest=self._latest,
            away=self._away,
            shown=self._shown,
            snapshots=tuple(zip(self._snapshots.steps, self._snapshots.weights, strict=True)),
            measures=self._measures,
            gathered=self._pace.gathered,
            course=None if self.ended else self._course.state,
        )

    def go_on(self, state: RunState) -> None:
        """Go on where another one was, with the weights that its network had and its state of torch's generator."""
        self._state, self._said, self._until = state.state, state.said, state.until
        self._step, self._epoch, self._duration_s = state.step, state.epoch, state.duration_s
        self._good, self._latest = state.good, state.latest
        self._snapshots = Snapshots(
            steps=[step for step, _ in state.snapshots], weights=[weights for _, weights in state.snapshots]
        )
        self._away, self._shown, self._measures = state.away, state.shown, state.measures
        self._pace.go_on(state.gathered)
        if state.course is None:
            self._pieces.close()
        else:
            self._course.go_on(state.course)

    @property
    def busy(self) -> bool:
        """Say whether there is something to do now."""
        return self._state == "training"

    @property
    def ended(self) -> bool:
        """Say whether the run is over for good."""
        return self._state not in ("training", "paused")

    @property
    def state(self) -> TrainState:
        """Return how the run stands."""
        return self._state

    @property
    def kept(self) -> Weights:
        """Return the weights that are worth keeping now: while it trains the last good ones, else those that answer."""
        return self._good[1] if self.busy else snapshots.copy(self._model)

    @property
    def stand(self) -> Stand:
        """Return after what the weights in `kept` came to be."""
        step = self._good[0] if self.busy else self._step if self._shown is None else self._shown
        return Stand(
            run=self._run,
            state=self._state,
            step=step,
            steps=self._steps,
            epoch=max(1, -(-step // self._per_epoch)),
            duration_s=self._duration_s,
        )

    def advance(self, breathe: Callable[[], None] = _nothing) -> Progress | None:
        """Take one training step, or measure one batch; return a report where one is due or the state has changed.

        breathe: called in the middle of a step; the model may answer then, and must not be changed.
        """
        piece, start_s, self._breathe = None, self._clock(), breathe
        try:
            piece = next(self._pieces)
        except DivergedError as error:
            self._diverge(error.why)
        self._model.eval()
        self._duration_s += self._clock() - start_s
        if isinstance(piece, Step):
            self._stepped(piece)
        elif piece is not None:
            self._measured(piece)
        return self.report() if self._pace.is_due or not self.busy else None

    def control(self, action: Action) -> Progress:
        """Do what a Control asks, and report. A run that has ended stays so."""
        if action == "stop":
            self.stop()
        elif action == "pause":
            self._pause(say("training.paused"))
        else:
            self._go_on(action)
        return self.report()

    def stop(self) -> None:
        """End the run with the weights of its last step."""
        if self.ended:
            return
        self._come_back()
        self._end("stopped", say("training.stopped", step=self._step))

    def abandon(self) -> Progress:
        """End the run, and report; the network keeps the weights that it answers with now, also those of a snapshot."""
        self._away = None
        if not self.ended:
            self._state, self._said = "stopped", say("training.replaced", step=self._step)
            self._pieces.close()
        return self.report()

    def show(self, index: int | None) -> Shown:
        """Put the weights of a snapshot into the network, or the newest for None; a run that goes on pauses.

        Raise TrainError where there is no such snapshot.
        """
        if index is not None and not 0 <= index < len(self._snapshots.steps):
            last = len(self._snapshots.steps) - 1
            sentence = f"There is no snapshot {index}, expected 0 to {last}."
            raise TrainError(sentence, say("failed.no_snapshot", index=index, last=last))
        self._pause(say("training.paused_back"))
        if index is None:
            self._come_back()
            return Shown(run=self._run, index=None, step=self._step)
        if self._away is None:
            self._away = snapshots.copy(self._model)
        snapshots.restore(self._model, self._snapshots.weights[index])
        self._shown = self._snapshots.steps[index]
        return Shown(run=self._run, index=index, step=self._shown)

    def report(self) -> Progress:
        """Return how the run stands now; what it says of loss and accuracy is not said again."""
        measures = self._pace.take()
        speed = self._pace.steps_per_s
        left_s = None if self.ended or not speed else (self._steps - self._step) / speed
        return Progress(
            run=self._run,
            state=self._state,
            said=self._said,
            step=self._step,
            steps=self._steps,
            epoch=self._epoch,
            epochs=self._config.epochs,
            loss=measures.loss,
            accuracy=measures.accuracy,
            validation_loss=measures.validation_loss,
            validation_accuracy=measures.validation_accuracy,
            validated_epoch=measures.validated_epoch,
            steps_per_s=speed,
            seconds_left=left_s,
            snapshots=tuple(self._snapshots.steps),
        )

    def _run_pieces(self) -> Generator[Step | Validation, None, None]:
        parts = self._parts
        running = train.train(
            self._model,
            parts.pictures,
            parts.labels,
            self._config,
            course=self._course,
            breathe=lambda: self._breathe(),
        )
        if self._measures:
            yield from self._measure()
        for step in running:
            self._measures = step.number % self._per_epoch == 0 and len(parts.validation_labels) > 0
            yield step
            if self._measures:
                yield from self._measure()

    def _measure(self) -> Generator[Validation, None, None]:
        parts = self._parts
        yield from train.validate(self._model, parts.validation_pictures, parts.validation_labels, self._config)

    def _stepped(self, step: Step) -> None:
        self._step, self._epoch = step.number, step.epoch
        self._said = say("training.going")
        self._pace.step(step)
        # The loss was measured with the weights from before the step.
        if step.loss <= GOOD * self._guessing:
            self._good = self._latest
        self._latest = (step.number, snapshots.copy(self._model))
        if not snapshots.are_finite(self._model):
            self._diverge("weights")
            return
        if step.number in self._kept_after:
            self._snapshots.keep(self._model, step.number)
        if self._until == "step":
            self._pause(say("training.paused_step", step=step.number))
        if not len(self._parts.validation_labels):
            self._epoch_ended()

    def _measured(self, part: Validation) -> None:
        if part.count < len(self._parts.validation_labels):
            return
        self._measures = False
        if train.is_absurd(part.loss, guessing=self._guessing):
            self._diverge("absurd")
            return
        self._pace.validation(part, epoch=self._epoch)
        self._epoch_ended()

    def _epoch_ended(self) -> None:
        """Finish after the last epoch, or pause where one epoch was asked for; called where an epoch may be over."""
        if self._step == self._steps:
            epochs = self._config.epochs
            self._end("finished", say("training.finished" if epochs > 1 else "training.finished_one", epochs=epochs))
        elif self._until == "epoch" and self._step % self._per_epoch == 0:
            self._pause(say("training.paused_epoch", epoch=self._epoch))

    def _pause(self, said: Said) -> None:
        if not self.ended:
            self._state, self._said = "paused", said

    def _go_on(self, until: Action) -> None:
        if self.ended:
            return
        self._come_back()
        self._until, self._state, self._said = until, "training", say("training.going")
        self._pace.restart(self._step)

    def _diverge(self, why: str) -> None:
        astray = self._step
        self._step, weights = self._good
        snapshots.restore(self._model, weights)
        reason, rate = say(f"training.why.{why}"), self._config.learning_rate
        self._end("diverged", say("training.diverged", step=astray, why=reason, good=self._step, rate=rate))

    def _end(self, state: TrainState, said: Said) -> None:
        self._state, self._said = state, said
        self._snapshots.keep(self._model, self._step)
        self._pieces.close()

    def _come_back(self) -> None:
        if self._away is not None:
            snapshots.restore(self._model, self._away)
            self._away = self._shown = None
