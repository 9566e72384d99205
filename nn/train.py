"""Train a network: a generator that takes one step at a time, seeded and repeatable."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils import get_total_norm

from layerwalk.nn import augment, device
from layerwalk.nn import course as courses
from layerwalk.nn.course import OPTIMISERS as OPTIMISERS
from layerwalk.nn.course import Course
from layerwalk.nn.messages import TrainConfig

DIVERGED = 1000.0
"""A loss this many times that of guessing does not come back."""


class DivergedError(ArithmeticError):
    """Say why the training went astray; `why` is the name of a text."""

    def __init__(self, why: str) -> None:
        """Keep the reason."""
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """Say what is made small: the mean error of (N, classes) logits and (N,) labels, and what an even guess costs."""

    measure: Callable[[Tensor, Tensor], Tensor]
    guessing: Callable[[int], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Report one step: its number from 1, how many there are, and the batch's mean loss and share of right answers.

    Both were measured before the step changed the weights.
    """

    number: int
    total: int
    epoch: int
    loss: float
    accuracy: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """Report mean loss and share of right answers so far, over `count` pictures."""

    count: int
    loss: float
    accuracy: float


def mean_squared_error(logits: Tensor, labels: Tensor) -> Tensor:
    """Return the mean square of how far each probability is from 1 for the right class, from 0 for the others."""
    wanted = functional.one_hot(labels, logits.shape[1]).to(logits.dtype)
    return functional.mse_loss(logits.softmax(dim=1), wanted)


LOSSES: Mapping[str, Objective] = MappingProxyType(
    {
        "cross-entropy": Objective(measure=functional.cross_entropy, guessing=math.log),
        "mean-squared-error": Objective(
            measure=mean_squared_error, guessing=lambda classes: (classes - 1) / classes**2
        ),
    }
)


def train(
    model: nn.Module,
    pictures: Tensor,
    labels: Tensor,
    config: TrainConfig,
    *,
    course: Course | None = None,
    breathe: Callable[[], None] = lambda: None,
) -> Iterator[Step]:
    """Train `model` in place, on its device, yielding after every step; stop at any step by closing the generator.

    course: where to go on, by default before the first step; may be looked at between any two steps.
    breathe: called in the middle of a step, with the model in evaluation mode; the model may answer then, and must not
    be changed.

    pictures: (N, C, H, W) uint8. labels: (N,). The model answers in logits. `share`, `validation_share` and `data` of
    the configuration are the caller's business.
    The same seed, data and starting weights give the same network (on one machine, with one thread).
    Raise DivergedError, before the weights change, where the loss or its gradient is not finite or the loss is absurd.
    """
    place, course = device.of(model), course or Course(model, config, count=len(labels))
    limits, measure = augment.REGISTRY[config.augmentation], LOSSES[config.loss].measure
    while (chosen := course.next_batch()) is not None:
        model.train()
        batch, wanted = pictures[chosen].float() / 255, labels[chosen].to(place)
        if limits is not None:
            batch = augment.augment(batch, limits, generator=course.generator)
        logits = model(batch.to(place))
        loss = measure(logits, wanted)
        model.eval()
        breathe()
        course.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        breathe()
        _check(model, loss.item(), guessing=guessing(config, classes=logits.shape[1]))
        course.step()
        right = (logits.argmax(dim=1) == wanted).float().mean()
        yield Step(
            number=course.number,
            total=course.total,
            epoch=course.epoch,
            loss=loss.item(),
            accuracy=right.item(),
        )


def validate(model: nn.Module, pictures: Tensor, labels: Tensor, config: TrainConfig) -> Iterator[Validation]:
    """Measure `model`, yielding after every batch; the last is the result. Shapes as for `train`."""
    count, loss, right, place = 0, 0.0, 0, device.of(model)
    for chosen in torch.split(torch.arange(len(labels)), config.batch):
        model.eval()
        with torch.inference_mode():
            logits, wanted = model(pictures[chosen].to(place).float() / 255), labels[chosen].to(place)
        count += len(chosen)
        loss += LOSSES[config.loss].measure(logits, wanted).item() * len(chosen)
        right += int((logits.argmax(dim=1) == wanted).sum())
        yield Validation(count=count, loss=loss / count, accuracy=right / count)


def steps(count: int, config: TrainConfig) -> int:
    """Return how many steps it takes to train on `count` pictures."""
    return config.epochs * len(courses.sizes(count, config.batch))


def guessing(config: TrainConfig, *, classes: int) -> float:
    """Return the mean loss of an even guess."""
    return LOSSES[config.loss].guessing(max(classes, 2))


def is_absurd(loss: float, *, guessing: float) -> bool:
    """Say whether a mean loss is not finite, or far beyond what guessing costs."""
    return not loss <= DIVERGED * guessing


def _check(model: nn.Module, loss: float, *, guessing: float) -> None:
    if not math.isfinite(loss):
        raise DivergedError("loss")
    if is_absurd(loss, guessing=guessing):
        raise DivergedError("absurd")
    gradients = [value.grad for value in model.parameters() if value.grad is not None]
    if not get_total_norm(gradients).isfinite():
        raise DivergedError("slope")


def warm_up() -> None:
    """Take a step with one weight that belongs to nobody: what torch imports with its first step takes a second."""
    weight = nn.Parameter(torch.zeros(1))
    optimiser = OPTIMISERS["adamw"]([weight], 0.001)
    schedule = courses.schedule(optimiser, TrainConfig(), 2)
    (weight * 2).sum().backward()  # type: ignore[no-untyped-call]
    optimiser.step()
    schedule.step()
