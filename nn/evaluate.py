"""Measure a network on labelled pictures. numpy only: the network comes as a function."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn import prepare
from layerwalk.nn.data import Dataset
from layerwalk.nn.idx import DataError
from layerwalk.nn.messages import Floats

BATCH = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Say how many pictures a network got right; `per_class` holds (name, right, of how many) for each class."""

    network: str
    data: str
    right: int
    count: int
    per_class: tuple[tuple[str, int, int], ...]

    @property
    def accuracy(self) -> float:
        """Return the share of right answers, in [0, 1]."""
        return self.right / self.count


def evaluate(
    network: str,
    answer: Callable[[Floats], Floats],
    dataset: Dataset,
    *,
    shape: tuple[int, int, int],
    progress: Callable[[float], None] = lambda share: None,
) -> Evaluation:
    """Return how well `answer` does on every picture of `dataset`, in batches of 256.

    answer: (N, C, H, W) float32 in [0, 1] -> (N, classes) scores. shape: what the network reads, (C, H, W).
    progress: told the share done, in (0, 1], after every batch. Raise DataError where the network has fewer classes.
    """
    guesses = np.empty(len(dataset), np.int64)
    for start in range(0, len(dataset), BATCH):
        batch = as_input(dataset.pictures[start : start + BATCH], shape)
        scores = answer(batch)
        if scores.shape[1] < len(dataset.classes):
            raise DataError(
                f"{dataset.name}: number of classes is {len(dataset.classes)}, "
                f"expected at most {scores.shape[1]} as {network} has"
            )
        guesses[start : start + len(batch)] = scores.argmax(axis=1)
        progress(min(1.0, (start + BATCH) / len(dataset)))
    right = guesses == dataset.labels
    per_class = tuple(
        (name, int(right[dataset.labels == label].sum()), int((dataset.labels == label).sum()))
        for label, name in enumerate(dataset.classes)
    )
    return Evaluation(
        network=network, data=dataset.name, right=int(right.sum()), count=len(dataset), per_class=per_class
    )


def as_input(pictures: NDArray[np.uint8], shape: tuple[int, int, int]) -> Floats:
    """Return uint8 pictures (N, h, w) as a network reads them: (N, C, H, W) float32 in [0, 1], padded with zeros."""
    scaled = pictures.astype(np.float32)[:, None] / np.float32(255)
    return prepare.pad(np.repeat(scaled, shape[0], axis=1), shape)
