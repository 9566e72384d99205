"""How often a network is fooled over the test pictures, and in how many steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from layerwalk.nn import data, evaluate, fool, opening
from layerwalk.nn.aim import Aim, FoolConfig
from layerwalk.nn.idx import DataError
from layerwalk.nn.messages import Floats

BATCH = 250
CONFIG = FoolConfig(step="pgd", epsilon=0.1, rate=0.01, steps=40)
"""What the study of a shipped network is done with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoolRate:
    """Say how a network stood up to being fooled.

    pictures: of the test set, only those that it got right. fooled: so many of them. steps: for each that was fooled
    the steps it took, in rising order.
    """

    network: str
    pictures: int
    fooled: int
    steps: tuple[int, ...]

    @property
    def rate(self) -> float:
        """Return the share that was fooled, in [0, 1]; 0 where no picture was right."""
        return self.fooled / self.pictures if self.pictures else 0.0

    @property
    def median_steps(self) -> float | None:
        """Return the median of the steps of those that were fooled; None where none was."""
        return float(np.median(self.steps)) if self.steps else None

    def plain(self) -> dict[str, Any]:
        """Return it as plain numbers, for a table or JSON."""
        return {
            "network": self.network,
            "right": self.pictures,
            "fooled": self.fooled,
            "rate": self.rate,
            "median_steps": self.median_steps,
            "most_steps": max(self.steps, default=None),
        }


def study(
    name: str,
    dataset: data.Dataset,
    config: FoolConfig,
    *,
    count: int = 1000,
    seed: int = 1,
    progress: Callable[[float], None] = lambda share: None,
) -> FoolRate:
    """Fool a shipped network on up to `count` test pictures, spread evenly over the set, that it gets right.

    Where it is targeted, towards another class for each, drawn from `seed`. progress: told the share done, in (0, 1].
    Raise StoreError where there is no such network, DataError where there are no pictures.
    """
    if count < 1:
        raise DataError(f"number of pictures is {count}, expected 1 or more")
    network = opening.open_network(name)
    chosen = np.arange(0, len(dataset), -(-len(dataset) // count))
    labels = dataset.labels[chosen].astype(np.int64)
    classes = network.traced.spec.answer.maps
    others = (labels + np.random.default_rng(seed).integers(1, classes, len(labels))) % classes
    right, steps = 0, list[int]()
    for start in range(0, len(chosen), BATCH):
        part = slice(start, start + BATCH)
        pictures = evaluate.as_input(dataset.pictures[chosen[part]], network.shape)
        found = _steps(network, pictures, labels[part], others[part] if config.targeted else labels[part], config)
        right += len(found)
        steps += [step for step in found if step is not None]
        progress(min(1.0, (start + BATCH) / len(chosen)))
    return FoolRate(network=name, pictures=right, fooled=len(steps), steps=tuple(sorted(steps)))


def _steps(
    network: opening.Network,
    pictures: Floats,
    labels: np.ndarray[tuple[int], np.dtype[np.int64]],
    wanted: np.ndarray[tuple[int], np.dtype[np.int64]],
    config: FoolConfig,
) -> list[int | None]:
    """Return for each picture that is right the number of steps until it is fooled; None where it never is."""
    aims = [Aim(node=network.traced.spec.answer.name, index=(int(place),)) for place in wanted]
    found: list[int | None] = [None] * len(aims)
    right = np.zeros(len(aims), bool)
    for fooled in fool.fool(network.traced, aims, pictures, config):
        if fooled.step == 0:
            right = fooled.strongest.numpy() == labels
        for place in np.flatnonzero(fooled.reached.numpy()):
            found[place] = fooled.step if found[place] is None else found[place]
    return [steps for steps, was_right in zip(found, right, strict=True) if was_right]
