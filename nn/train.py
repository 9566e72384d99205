"""Train a network: a generator that takes one step at a time, seeded and repeatable."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import torch
from torch import Tensor, nn, optim
from torch.nn import functional
from torch.nn.utils import get_total_norm

from layerwalk.nn import augment
from layerwalk.nn.messages import TrainConfig

DIVERGED = 1000.0
"""A loss this many times that of guessing does not come back."""


class DivergedError(ArithmeticError):
    """Say in one sentence that the training went astray."""


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


OPTIMISERS: Mapping[str, Callable[..., optim.Optimizer]] = MappingProxyType(
    {
        # Keras's smoothing, with which ANA trained: torch's own, 0.99, makes the first steps three times as large.
        "rmsprop": lambda values, lr: optim.RMSprop(values, lr=lr, alpha=0.9, eps=1e-7),
        "sgd": lambda values, lr: optim.SGD(values, lr=lr, momentum=0.9, nesterov=True, weight_decay=5e-4),
        "adam": lambda values, lr: optim.Adam(values, lr=lr),
        "adamw": lambda values, lr: optim.AdamW(values, lr=lr, weight_decay=1e-4),
    }
)

LOSSES: Mapping[str, Callable[[Tensor, Tensor], Tensor]] = MappingProxyType(
    {"cross-entropy": functional.cross_entropy},
)


def train(model: nn.Module, pictures: Tensor, labels: Tensor, config: TrainConfig) -> Iterator[Step]:
    """Train `model` in place, yielding after every step; stop at any step by closing the generator.

    pictures: (N, C, H, W) uint8. labels: (N,). The model answers in logits. `share`, `validation_share` and `data` of
    the configuration are the caller's business.
    The same seed, data and starting weights give the same network (on one machine, with one thread).
    Raise DivergedError, before the weights change, where the loss or its gradient is not finite or the loss is absurd.
    Schedule: L. N. Smith and N. Topin, Super-Convergence, 2018.
    """
    generator = torch.Generator().manual_seed(config.seed)
    optimiser = OPTIMISERS[config.optimiser](model.parameters(), config.learning_rate)
    total = steps(len(labels), config)
    schedule = _schedule(optimiser, config, total)
    limits = augment.REGISTRY[config.augmentation]
    for number, (epoch, chosen) in enumerate(_batches(len(labels), config, generator), start=1):
        model.train()
        batch = pictures[chosen].float() / 255
        if limits is not None:
            batch = augment.augment(batch, limits, generator=generator)
        logits = model(batch)
        loss = LOSSES[config.loss](logits, labels[chosen])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        _check(model, loss.item(), classes=logits.shape[1])
        optimiser.step()
        schedule.step()
        right = (logits.argmax(dim=1) == labels[chosen]).float().mean()
        yield Step(number=number, total=total, epoch=epoch, loss=loss.item(), accuracy=right.item())


def validate(model: nn.Module, pictures: Tensor, labels: Tensor, config: TrainConfig) -> Iterator[Validation]:
    """Measure `model`, yielding after every batch; the last is the result. Shapes as for `train`."""
    count, loss, right = 0, 0.0, 0
    for chosen in torch.split(torch.arange(len(labels)), config.batch):
        model.eval()
        with torch.inference_mode():
            logits = model(pictures[chosen].float() / 255)
        count += len(chosen)
        loss += LOSSES[config.loss](logits, labels[chosen]).item() * len(chosen)
        right += int((logits.argmax(dim=1) == labels[chosen]).sum())
        yield Validation(count=count, loss=loss / count, accuracy=right / count)


def steps(count: int, config: TrainConfig) -> int:
    """Return how many steps it takes to train on `count` pictures."""
    return config.epochs * -(-count // config.batch)


def is_absurd(loss: float, *, classes: int) -> bool:
    """Say whether a mean loss is not finite, or far beyond what any guessing costs."""
    return not loss <= DIVERGED * math.log(max(classes, 2))


def _check(model: nn.Module, loss: float, *, classes: int) -> None:
    if not math.isfinite(loss):
        raise DivergedError("the error is no longer a number")
    if is_absurd(loss, classes=classes):
        raise DivergedError(f"the error grew to {loss:,.0f}")
    gradients = [value.grad for value in model.parameters() if value.grad is not None]
    if not get_total_norm(gradients).isfinite():
        raise DivergedError("the slope of the error is no longer a number")


def _schedule(optimiser: optim.Optimizer, config: TrainConfig, total: int) -> optim.lr_scheduler.LRScheduler:
    if config.schedule == "constant":
        return optim.lr_scheduler.ConstantLR(optimiser, factor=1.0)
    momentum = config.optimiser == "sgd"
    return optim.lr_scheduler.OneCycleLR(optimiser, config.learning_rate, total_steps=total, cycle_momentum=momentum)


def _batches(count: int, config: TrainConfig, generator: torch.Generator) -> Iterator[tuple[int, Tensor]]:
    """Yield the epoch, from 1, and the batch's indices; every epoch in a new order."""
    for epoch in range(1, config.epochs + 1):
        for chosen in torch.split(torch.randperm(count, generator=generator), config.batch):
            yield epoch, chosen
