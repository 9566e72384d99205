"""How far a training run has come: all that its steps change besides the weights, so that it can go on elsewhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import torch
from torch import Tensor, nn, optim

from layerwalk.nn.messages import TrainConfig

OPTIMISERS: Mapping[str, Callable[..., optim.Optimizer]] = MappingProxyType(
    {
        # Keras's smoothing, with which ANA trained: torch's own, 0.99, makes the first steps three times as large.
        "rmsprop": lambda values, lr: optim.RMSprop(values, lr=lr, alpha=0.9, eps=1e-7),
        "sgd": lambda values, lr: optim.SGD(values, lr=lr, momentum=0.9, nesterov=True, weight_decay=5e-4),
        "adam": lambda values, lr: optim.Adam(values, lr=lr),
        "adamw": lambda values, lr: optim.AdamW(values, lr=lr, weight_decay=1e-4),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CourseState:
    """Hold where a course is, between two steps. number: of the last step. order: of the pictures in this epoch.

    optimiser, schedule: their own states. generator: the state of the one that orders and varies the pictures.
    """

    number: int
    order: Tensor
    optimiser: dict[str, Any]
    schedule: dict[str, Any]
    generator: Tensor


class Course:
    """Lead a run from step to step. Schedule: L. N. Smith and N. Topin, Super-Convergence, 2018."""

    def __init__(self, model: nn.Module, config: TrainConfig, *, count: int) -> None:
        """Begin before the first step. count: of the pictures."""
        self.generator = torch.Generator().manual_seed(config.seed)
        self.optimiser = OPTIMISERS[config.optimiser](model.parameters(), config.learning_rate)
        self.number = 0
        self._count, self._sizes = count, sizes(count, config.batch)
        self.total = config.epochs * len(self._sizes)
        self._schedule = schedule(self.optimiser, config, self.total)
        self._order = torch.empty(0, dtype=torch.int64)

    @property
    def epoch(self) -> int:
        """Return the epoch of the last step, from 1."""
        return max(1, -(-self.number // len(self._sizes)))

    def next_batch(self) -> Tensor | None:
        """Return which pictures the next step learns from, None after the last; every epoch has a new order."""
        if self.number == self.total:
            return None
        done = self.number % len(self._sizes)
        if done == 0:
            self._order = torch.randperm(self._count, generator=self.generator)
        self.number += 1
        return torch.split(self._order, self._sizes)[done]

    def step(self) -> None:
        """Change the weights by their gradients, and the rate by the schedule."""
        self.optimiser.step()
        self._schedule.step()

    @property
    def state(self) -> CourseState:
        """Return where it is; only between two steps."""
        return CourseState(
            number=self.number,
            order=self._order,
            optimiser=self.optimiser.state_dict(),
            schedule=self._schedule.state_dict(),
            generator=self.generator.get_state(),
        )

    def go_on(self, state: CourseState) -> None:
        """Go on from where another one was, with the weights of that moment."""
        self.number, self._order = state.number, state.order
        self._schedule.load_state_dict(state.schedule)
        self.optimiser.load_state_dict(state.optimiser)
        self.generator.set_state(state.generator)


def sizes(count: int, batch: int) -> list[int]:
    """Return how many pictures each step of an epoch takes.

    A single one that would be left over goes with those before it, because batch norm cannot learn from one.
    """
    whole, rest = divmod(count, batch)
    if rest == 1 and whole and batch > 1:
        return [*[batch] * (whole - 1), batch + 1]
    return [batch] * whole + [rest] * (rest > 0)


def schedule(optimiser: optim.Optimizer, config: TrainConfig, total: int) -> optim.lr_scheduler.LRScheduler:
    """Return what sets the rate of every step. total: of the steps."""
    if config.schedule == "constant":
        return optim.lr_scheduler.ConstantLR(optimiser, factor=1.0)
    momentum = config.optimiser == "sgd"
    return optim.lr_scheduler.OneCycleLR(optimiser, config.learning_rate, total_steps=total, cycle_momentum=momentum)
