"""Measure what lesions do to a network, and how it usually does, a few pictures at a time."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from layerwalk.nn import data, evaluate
from layerwalk.nn.data import Dataset
from layerwalk.nn.graph import Change
from layerwalk.nn.idx import DataError
from layerwalk.nn.lesion import Usual
from layerwalk.nn.lesions.units import LesionError
from layerwalk.nn.messages import Score
from layerwalk.nn.opening import Network
from layerwalk.nn.said import say

USUAL = 512
"""So many pictures tell what is usual."""
BATCH = 16
"""So many pictures in a piece: a stroke waits for no more than that."""


def pictures(network: Network, count: int) -> Dataset:
    """Return at most `count` test pictures of a network's data set, spread evenly over all of them, always the same.

    Raise LesionError where it has none that can be read and fits.
    """
    try:
        if network.blueprint is None:
            raise DataError("there is no blueprint")
        whole = data.load(f"{network.blueprint.data}-test")
    except DataError as error:
        name = network.traced.spec.name
        raise LesionError(f"{name}: there are no test pictures ({error}).", say("lesion_faults.no_data")) from error
    if len(whole.classes) > len(network.traced.spec.classes):
        sentence = f"{whole.name}: has {len(whole.classes)} classes, expected {len(network.traced.spec.classes)}."
        raise LesionError(sentence, say("lesion_faults.no_data"))
    chosen = np.unique(np.linspace(0, len(whole) - 1, min(count, len(whole))).astype(np.int64))
    return replace(whole, pictures=whole.pictures[chosen], labels=whole.labels[chosen])


class Gathering:
    """Find out what is usual for a network, piece by piece."""

    def __init__(self, network: Network, *, place: torch.device) -> None:
        """Begin. Raise LesionError where the network has no data set."""
        self._network, self._place = network, place
        self._dataset = pictures(network, USUAL)
        self._batches = _batches(self._dataset, network, place)
        self._sums: dict[str, Tensor] = {}
        self._squares: dict[str, float] = {}
        self.done = False

    def advance(self) -> None:
        """Run one batch."""
        batch = next(self._batches, None)
        if batch is None:
            self.done = True
            return
        traced = self._network.traced
        nodes = {traced.taps[node.name]: node for node in traced.spec.nodes}

        def keep(operation: str, value: Tensor) -> None:
            if operation in nodes:
                node = nodes[operation]
                self._add(node.name, value.detach().double().reshape(-1, *node.shape))

        with torch.no_grad():
            traced.run(batch[0], keep)

    def _add(self, node: str, values: Tensor) -> None:
        self._sums[node] = values.sum(0) + self._sums.get(node, 0)
        self._squares[node] = float(values.square().mean(0).mean()) * len(values) + self._squares.get(node, 0.0)

    def usual(self) -> Usual:
        """Return what was found."""
        count = len(self._dataset)
        means = {node: total / count for node, total in self._sums.items()}
        spread = {node: self._squares[node] / count - float(mean.mean()) ** 2 for node, mean in means.items()}
        return Usual(
            means={node: mean.float() for node, mean in means.items()},
            deviations={node: max(0.0, variance) ** 0.5 for node, variance in spread.items()},
        )


class Measuring:
    """Measure a network whole and lesioned, piece by piece, on the same pictures."""

    def __init__(self, network: Network, count: int, change: Change | None, *, place: torch.device) -> None:
        """Begin. Raise LesionError where the network has no data set."""
        self._network, self._change = network, change
        self._dataset = pictures(network, count)
        self._batches = _batches(self._dataset, network, place)
        self._right: tuple[list[Tensor], list[Tensor]] = ([], [])
        self.done = False

    @property
    def share(self) -> float:
        """Return how much is done, in [0, 1]."""
        return sum(len(part) for part in self._right[0]) / len(self._dataset)

    def advance(self, breathe: Callable[[], None]) -> None:
        """Run one batch whole and lesioned; breathe: called in between."""
        batch = next(self._batches, None)
        if batch is None:
            self.done = True
            return
        for right, change in zip(self._right, (None, self._change), strict=True):
            right.append((_guesses(self._network, batch[0], change) == batch[1]).cpu())
            breathe()

    def scores(self) -> tuple[Score, Score]:
        """Return how it does whole, and how it does lesioned."""
        name = self._network.traced.spec.name
        whole, lesioned = (evaluate.scored(name, self._dataset, torch.cat(right).numpy()) for right in self._right)
        return whole, lesioned


def _guesses(network: Network, batch: Tensor, change: Change | None) -> Tensor:
    found: dict[str, Tensor] = {}
    with torch.inference_mode():
        network.traced.run(batch, found.__setitem__, change)
    answer = found[network.traced.taps[network.traced.spec.answer.name]]
    return answer.flatten(1).argmax(1)


def _batches(dataset: Dataset, network: Network, place: torch.device) -> Iterator[tuple[Tensor, Tensor]]:
    for start in range(0, len(dataset), BATCH):
        part = slice(start, start + BATCH)
        batch = torch.from_numpy(evaluate.as_input(dataset.pictures[part], network.shape)).to(place)
        yield batch, torch.from_numpy(dataset.labels[part].astype(np.int64)).to(place)
