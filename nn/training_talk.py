"""What is said about training: requests, how to train, and how it goes; part of `messages`."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Literal

from layerwalk.nn.telling import Said

Optimiser = Literal["rmsprop", "sgd", "adam", "adamw"]
Loss = Literal["cross-entropy", "mean-squared-error"]
AugmentationName = Literal["none", "gentle", "harley"]
Schedule = Literal["one-cycle", "constant"]
Start = Literal["new", "shown"]
Action = Literal["pause", "resume", "step", "epoch", "stop"]
TrainState = Literal["training", "paused", "finished", "stopped", "diverged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """Say how to train, whatever the network.

    schedule: 'one-cycle' lets the rate rise to `learning_rate` and fall again over all the epochs; 'constant' keeps it.
    share: of the data, in (0, 1]. validation_share: of that, what is kept from training to measure it, in [0, 1).
    """

    epochs: int = 5
    batch: int = 128
    learning_rate: float = 0.003
    optimiser: Optimiser = "adamw"
    loss: Loss = "cross-entropy"
    schedule: Schedule = "one-cycle"
    augmentation: AugmentationName = "none"
    seed: int = 1
    data: str = "mnist-train"
    share: float = 1.0
    validation_share: float = 0.05


PRESETS: Mapping[str, TrainConfig] = MappingProxyType(
    {
        "good": TrainConfig(),
        "ana": TrainConfig(learning_rate=0.01, optimiser="rmsprop", batch=320, schedule="constant"),
    }
)
"""Ways to train by name: good defaults, and the values of ANA, the Artificial Neuroscientist Application, 2019."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Train:
    """Ask to train the network that is loaded; a run that goes on ends.

    start: 'new' draws the weights anew from the seed, 'shown' goes on from those that answer now.
    run: chosen by who asks; comes back with every Progress, so that runs can be told apart.
    """

    key: ClassVar[str] = "train"
    config: TrainConfig
    start: Start = "new"
    run: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """Steer the training. 'step' and 'epoch' go on for that long and pause; 'stop' ends the run for good.

    After a Show, going on and stopping first bring the newest weights back. A run that has ended stays so.
    """

    key: ClassVar[None] = None
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """Ask for the network as it was in the snapshot `index` of this run, or as it is for None; the training pauses."""

    key: ClassVar[str] = "show"
    index: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Tell how the training stands: at most 10 times a second, and in answer to Train and Control.

    loss, accuracy: means over the training steps since the last report, at least the last eight; None for no step.
    validation_loss, validation_accuracy: of `validated_epoch`, which ended since the last report, else None.
    seconds_left: None where it is not known yet. said: how it stands, for the visitor. snapshots: the step of each,
    from 0 on.
    """

    run: int
    state: TrainState
    said: Said
    step: int
    steps: int
    epoch: int
    epochs: int
    loss: float | None = None
    accuracy: float | None = None
    validation_loss: float | None = None
    validation_accuracy: float | None = None
    validated_epoch: int | None = None
    steps_per_s: float = 0.0
    seconds_left: float | None = None
    snapshots: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Say that the network is now as it was after `step`; `index` is the snapshot's, None for the newest weights."""

    run: int
    index: int | None
    step: int
