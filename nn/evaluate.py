"""Measure a network on labelled pictures. numpy only: the network comes as a function."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn import prepare
from layerwalk.nn.data import Dataset
from layerwalk.nn.idx import DataError
from layerwalk.nn.messages import Floats
from layerwalk.nn.score import Score

BATCH = 256


def evaluate(
    network: str,
    answer: Callable[[Floats], Floats],
    dataset: Dataset,
    *,
    shape: tuple[int, int, int],
    progress: Callable[[float], None] = lambda share: None,
) -> Score:
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
    return scored(network, dataset, guesses == dataset.labels)


def scored(network: str, dataset: Dataset, right: NDArray[np.bool_]) -> Score:
    """Return the score of a network from which of the pictures (N,) it got right."""
    of_class = [dataset.labels == label for label in range(len(dataset.classes))]
    per_class = tuple(
        (name, int(right[chosen].sum()), int(chosen.sum()))
        for name, chosen in zip(dataset.classes, of_class, strict=True)
    )
    return Score(network=network, data=dataset.name, right=int(right.sum()), count=len(right), per_class=per_class)


def as_input(pictures: NDArray[np.uint8], shape: tuple[int, int, int]) -> Floats:
    """Return uint8 pictures (N, h, w) as a network reads them: (N, C, H, W) float32 in [0, 1], padded with zeros."""
    scaled = pictures.astype(np.float32)[:, None] / np.float32(255)
    return prepare.pad(np.repeat(scaled, shape[0], axis=1), shape)
