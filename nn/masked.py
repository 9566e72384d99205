"""Answer while units of a layer are removed: their values are zeroed in the forward pass, no weight is written."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from layerwalk.nn.messages import Floats
from layerwalk.nn.trace import Traced

BATCH = 64
"""So many rows, at most, are run at once: a stroke waits for no more, and larger ones are no faster."""

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def log_probabilities(traced: Traced, node: str, pictures: Floats, kept: Bools) -> Floats:
    """Return what a network answers while units of one layer are removed, (N, classes) float32, of at most one batch.

    pictures: (N, C, H, W) float32. kept: (N, units), for every picture the units (maps, or neurons of a line) that
    work; the others' values, with all that was folded into the layer, are zero. Runs on the CPU.
    """
    tap, answer = traced.taps[node], traced.taps[traced.spec.answer.name]
    found: list[Tensor] = []

    def remove(operation: str, value: Tensor, read: Tensor | None) -> Tensor:
        if operation != tap:
            return value
        maps = traced.shaped(node, value)
        return (maps * torch.from_numpy(kept).view(kept.shape + (1,) * (maps.ndim - 2))).reshape(value.shape)

    def keep(operation: str, value: Tensor) -> None:
        if operation == answer:
            found.append(value)

    with torch.inference_mode():
        traced.run(torch.from_numpy(pictures), keep, remove)
        return as_log_probabilities(traced, found[-1]).numpy()


def as_log_probabilities(traced: Traced, answer: Tensor) -> Tensor:
    """Return the answer's values as logarithms of probabilities, (N, classes)."""
    scores = answer.flatten(1)
    if "softmax" in traced.spec.answer.folded:
        return scores.clamp_min(torch.finfo(scores.dtype).tiny).log()
    return scores.log_softmax(1)
