"""From a data set to what a run trains on and what it is measured on."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from layerwalk.nn import prepare
from layerwalk.nn.data import Dataset
from layerwalk.nn.messages import TrainConfig
from layerwalk.nn.network import NetworkSpec
from layerwalk.nn.said import SaidError, say

ORDER_SEED = 0


class SplitError(SaidError):
    """Say in one sentence why a network cannot be trained on a data set."""

    KEY = "failed.data"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Split:
    """Hold pictures (N, C, H, W) uint8 and labels (N,) int64: those to train on, and those to measure with."""

    pictures: Tensor
    labels: Tensor
    validation_pictures: Tensor
    validation_labels: Tensor


def split(dataset: Dataset, spec: NetworkSpec, config: TrainConfig) -> Split:
    """Return the part of `dataset` that `config` asks for, as the network reads it; raise SplitError.

    What is kept for measuring is the same for every seed and every `share`, or a part of it: otherwise a run that goes
    on from another one's weights would be measured with pictures that those have seen.
    """
    if len(dataset.classes) > spec.answer.maps:
        raise SplitError(
            f"{dataset.name}: number of classes is {len(dataset.classes)}, "
            f"expected at most {spec.answer.maps} as {spec.name} has",
            say("failed.classes", data=dataset.name, classes=len(dataset.classes), answers=spec.answer.maps),
        )
    order = np.random.default_rng(ORDER_SEED).permutation(len(dataset))
    kept = round(config.validation_share * len(order))
    measuring, training = order[:kept], order[kept:]
    first = max(1, round(config.share * len(training)))
    pictures, labels = _tensors(dataset, training[:first], spec)
    others, other_labels = _tensors(dataset, measuring[: round(config.share * kept)], spec)
    return Split(pictures=pictures, labels=labels, validation_pictures=others, validation_labels=other_labels)


def _tensors(dataset: Dataset, chosen: np.ndarray, spec: NetworkSpec) -> tuple[Tensor, Tensor]:
    channels, height, width = spec.input.shape
    pictures = np.repeat(dataset.pictures[chosen][:, None], channels, axis=1)
    padded = prepare.pad(pictures, (channels, height, width))
    return torch.from_numpy(padded), torch.from_numpy(dataset.labels[chosen].astype(np.int64))
