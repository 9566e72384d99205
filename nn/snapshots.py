"""Weights as they were: copies in memory, spaced densely early in a run, where the network changes most."""

from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

Weights = dict[str, Tensor]
COUNT = 24


def schedule(steps: int, *, count: int = COUNT) -> tuple[int, ...]:
    """Return after which steps to keep the weights: `count` of them, from 1 to `steps`, spaced geometrically.

    Early on, where the factor comes to less than a step, every step is kept; so is every step of a run of at most
    `count`.
    """
    gaps = max(1, min(count, steps) - 1)
    chosen: list[int] = []
    for number in range(min(count, steps)):
        chosen.append(max(number + 1, round(steps ** (number / gaps))))
    return tuple(chosen)


def copy(model: nn.Module) -> Weights:
    """Return a copy of a network's weights, and of whatever else it remembers."""
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def restore(model: nn.Module, weights: Weights) -> None:
    """Put a copy back, in place: an optimiser of these weights stays valid."""
    model.load_state_dict(weights)


def are_finite(model: nn.Module) -> bool:
    """Say whether all weights are numbers."""
    return all(bool(torch.isfinite(value).all()) for value in model.state_dict().values())


@dataclass(slots=True, kw_only=True)
class Snapshots:
    """Keep a run's weights from before the first step, and from after those that `schedule` names."""

    steps: list[int] = field(default_factory=list)
    weights: list[Weights] = field(default_factory=list)

    def keep(self, model: nn.Module, step: int) -> None:
        """Keep the weights after `step`, in place of those of later steps where there are some."""
        while self.steps and self.steps[-1] >= step:
            self.steps.pop()
            self.weights.pop()
        self.steps.append(step)
        self.weights.append(copy(model))
