"""A training run as a long job: it advances one small piece at a time and can be steered between any two."""

import math
import time
from collections.abc import Callable, Generator
from typing import get_args

import torch
from torch import nn

from layerwalk.nn import data, messages, snapshots, train
from layerwalk.nn.messages import Action, Progress, Shown, TrainConfig, TrainState
from layerwalk.nn.pace import Pace
from layerwalk.nn.snapshots import Snapshots, Weights
from layerwalk.nn.split import Split
from layerwalk.nn.train import DivergedError, Step, Validation

GOOD = 2.0
"""Weights whose loss is at most this many times that of guessing are worth going back to."""


class TrainError(ValueError):
    """Say in one sentence why something about the training cannot be done."""


def check(config: TrainConfig, model: nn.Module) -> None:
    """Raise TrainError, naming the field, where a value makes no sense or `model` has nothing to train."""
    if not any(True for _ in model.parameters()):
        raise TrainError("The network has no weights, so there is nothing to train.")
    whole = {"epochs": config.epochs, "batch": config.batch}
    for name, value in whole.items():
        if value < 1:
            raise TrainError(f"{name} is {value}, expected a whole number from 1 on.")
    if not 0 <= config.seed < 2**63:
        raise TrainError(f"seed is {config.seed}, expected a whole number from 0 to {2**63 - 1}.")
    if not (config.learning_rate > 0 and math.isfinite(config.learning_rate)):
        raise TrainError(f"learning rate is {config.learning_rate:g}, expected a number above 0.")
    if not 0 < config.share <= 1:
        raise TrainError(f"share is {config.share:g}, expected a number above 0, at most 1.")
    if not 0 <= config.validation_share < 1:
        raise TrainError(f"validation share is {config.validation_share:g}, expected a number from 0, below 1.")
    choices = {
        "optimiser": (config.optimiser, get_args(messages.Optimiser)),
        "loss": (config.loss, get_args(messages.Loss)),
        "schedule": (config.schedule, get_args(messages.Schedule)),
        "augmentation": (config.augmentation, get_args(messages.AugmentationName)),
        "data": (config.data, data.names()),
    }
    for name, (chosen, known) in choices.items():
        if chosen not in known:
            raise TrainError(f"{name} is '{chosen}', expected one of: {', '.join(known)}.")


def begin_anew(model: nn.Module, *, seed: int) -> None:
    """Draw all weights anew, as torch does when the layers are built one after the other; the model stays the same."""
    torch.manual_seed(seed)
    for module in model.modules():
        draw = getattr(module, "reset_parameters", None)
        if draw is not None:
            draw()


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
        torch.manual_seed(config.seed)
        self._model, self._parts, self._config, self._run = model, parts, config, run
        self._classes = classes
        self._steps = train.steps(len(parts.labels), config)
        self._pace = Pace(clock=clock)
        self._snapshots = Snapshots()
        self._snapshots.keep(model, 0)
        self._kept_after = frozenset(snapshots.schedule(self._steps))
        self._good: tuple[int, Weights] = (0, snapshots.copy(model))
        self._latest = self._good
        self._away: Weights | None = None  # the newest weights, while a snapshot is shown
        self._step, self._epoch = 0, 1
        self._until: Action = "resume"
        self._state: TrainState = "training"
        self._sentence = "Training has begun."
        self._pieces = self._run_pieces()

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
    def sentence(self) -> str:
        """Return how the run stands, in words."""
        return self._sentence

    @property
    def step(self) -> int:
        """Return how many steps were taken that count."""
        return self._step

    @property
    def kept(self) -> Weights:
        """Return the weights that are worth keeping now: while it trains the last good ones, else those that answer."""
        return self._good[1] if self.busy else snapshots.copy(self._model)

    def advance(self) -> Progress | None:
        """Take one training step, or measure one batch; return a report where one is due or the state has changed."""
        piece = None
        try:
            piece = next(self._pieces)
        except DivergedError as error:
            self._diverge(str(error))
        self._model.eval()
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
            self._pause("Paused.")
        else:
            self._go_on(action)
        return self.report()

    def stop(self) -> None:
        """End the run with the weights of its last step."""
        if self.ended:
            return
        self._come_back()
        self._end("stopped", f"Stopped after step {self._step}; what was learnt stays.")

    def abandon(self) -> Progress:
        """End the run, and report; the network keeps the weights that it answers with now, also those of a snapshot."""
        self._away = None
        if not self.ended:
            self._state, self._sentence = "stopped", f"Stopped after step {self._step}; something else has begun."
            self._pieces.close()
        return self.report()

    def show(self, index: int | None) -> Shown:
        """Put the weights of a snapshot into the network, or the newest for None; a run that goes on pauses.

        Raise TrainError where there is no such snapshot.
        """
        if index is not None and not 0 <= index < len(self._snapshots.steps):
            raise TrainError(f"There is no snapshot {index}, expected 0 to {len(self._snapshots.steps) - 1}.")
        self._pause("Paused to look back.")
        if index is None:
            self._come_back()
            return Shown(run=self._run, index=None, step=self._step)
        if self._away is None:
            self._away = snapshots.copy(self._model)
        snapshots.restore(self._model, self._snapshots.weights[index])
        return Shown(run=self._run, index=index, step=self._snapshots.steps[index])

    def report(self) -> Progress:
        """Return how the run stands now; what it says of loss and accuracy is not said again."""
        measures = self._pace.take()
        speed = self._pace.steps_per_s
        left_s = None if self.ended or not speed else (self._steps - self._step) / speed
        return Progress(
            run=self._run,
            state=self._state,
            sentence=self._sentence,
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
        parts, per_epoch = self._parts, self._steps // self._config.epochs
        for step in train.train(self._model, parts.pictures, parts.labels, self._config):
            yield step
            if step.number % per_epoch == 0 and len(parts.validation_labels):
                measuring = (parts.validation_pictures, parts.validation_labels)
                yield from train.validate(self._model, *measuring, self._config)

    def _stepped(self, step: Step) -> None:
        self._step, self._epoch = step.number, step.epoch
        self._pace.step(step)
        # The loss was measured with the weights from before the step.
        if step.loss <= GOOD * self._guessing:
            self._good = self._latest
        self._latest = (step.number, snapshots.copy(self._model))
        if not snapshots.are_finite(self._model):
            self._diverge("the weights are no longer numbers")
            return
        if step.number in self._kept_after:
            self._snapshots.keep(self._model, step.number)
        if self._until == "step":
            self._pause(f"Paused after step {step.number}.")
        if not len(self._parts.validation_labels):
            self._epoch_ended()

    def _measured(self, part: Validation) -> None:
        if part.count < len(self._parts.validation_labels):
            return
        if train.is_absurd(part.loss, classes=self._classes):
            self._diverge(f"the error grew to {part.loss:,.0f}")
            return
        self._pace.validation(part, epoch=self._epoch)
        self._epoch_ended()

    def _epoch_ended(self) -> None:
        """Finish after the last epoch, or pause where one epoch was asked for; called where an epoch may be over."""
        if self._step == self._steps:
            self._end("finished", f"Finished after {self._config.epochs} epochs.")
        elif self._until == "epoch" and self._step % (self._steps // self._config.epochs) == 0:
            self._pause(f"Paused after epoch {self._epoch}.")

    def _pause(self, sentence: str) -> None:
        if not self.ended:
            self._state, self._sentence = "paused", sentence

    def _go_on(self, until: Action) -> None:
        if self.ended:
            return
        self._come_back()
        self._until, self._state, self._sentence = until, "training", "Training."
        self._pace.restart(self._step)

    def _diverge(self, why: str) -> None:
        astray = self._step
        self._step, weights = self._good
        snapshots.restore(self._model, weights)
        sentence = (
            f"Training went astray after step {astray}: {why}. The weights of step {self._step} are back; "
            f"try a lower learning rate than {self._config.learning_rate:g}."
        )
        self._end("diverged", sentence)

    def _end(self, state: TrainState, sentence: str) -> None:
        self._state, self._sentence = state, sentence
        self._snapshots.keep(self._model, self._step)
        self._pieces.close()

    def _come_back(self) -> None:
        if self._away is not None:
            snapshots.restore(self._model, self._away)
            self._away = None

    @property
    def _guessing(self) -> float:
        """Return the loss of an even guess."""
        return math.log(max(self._classes, 2))
