"""Train a network: a generator that takes one step at a time, seeded and repeatable."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import torch
from torch import Tensor, nn, optim
from torch.nn import functional

from layerwalk.nn.augment import Augmentation, augment


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """Say how to train. The rate rises to `learning_rate` and falls again over all the epochs (one cycle)."""

    epochs: int = 10
    batch: int = 128
    learning_rate: float = 0.003
    optimiser: str = "adamw"
    augmentation: Augmentation | None = None
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Report one step: its number from 1, how many there are, and the batch's mean loss and share of right answers."""

    number: int
    total: int
    epoch: int
    loss: float
    accuracy: float


OPTIMISERS: Mapping[str, Callable[..., optim.Optimizer]] = MappingProxyType(
    {
        "adamw": lambda values, lr: optim.AdamW(values, lr=lr, weight_decay=1e-4),
        "rmsprop": lambda values, lr: optim.RMSprop(values, lr=lr),
        "sgd": lambda values, lr: optim.SGD(values, lr=lr, momentum=0.9, nesterov=True, weight_decay=5e-4),
    }
)


def train(model: nn.Module, pictures: Tensor, labels: Tensor, config: TrainConfig) -> Iterator[Step]:
    """Train `model` in place, yielding after every step; stop at any step by closing the generator.

    pictures: (N, C, H, W) uint8. labels: (N,). The loss is cross-entropy of the logits.
    The same seed, data and starting weights give the same network (on one machine, with one thread).
    Schedule: L. N. Smith and N. Topin, Super-Convergence, 2018.
    """
    generator = torch.Generator().manual_seed(config.seed)
    optimiser = OPTIMISERS[config.optimiser](model.parameters(), config.learning_rate)
    total = config.epochs * -(-len(labels) // config.batch)
    schedule = optim.lr_scheduler.OneCycleLR(
        optimiser, config.learning_rate, total_steps=total, cycle_momentum=config.optimiser == "sgd"
    )
    for number, (epoch, chosen) in enumerate(_batches(len(labels), config, generator), start=1):
        model.train()
        batch = pictures[chosen].float() / 255
        if config.augmentation is not None:
            batch = augment(batch, config.augmentation, generator=generator)
        logits = model(batch)
        loss = functional.cross_entropy(logits, labels[chosen])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
        right = (logits.argmax(dim=1) == labels[chosen]).float().mean()
        yield Step(number=number, total=total, epoch=epoch, loss=loss.item(), accuracy=right.item())


def _batches(count: int, config: TrainConfig, generator: torch.Generator) -> Iterator[tuple[int, Tensor]]:
    """Yield the epoch, from 1, and the batch's indices; every epoch in a new order."""
    for epoch in range(1, config.epochs + 1):
        for chosen in torch.split(torch.randperm(count, generator=generator), config.batch):
            yield epoch, chosen
