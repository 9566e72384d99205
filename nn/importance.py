"""Tell how much each unit of a layer matters: by removing it, by its gradient, or by how strongly it answers.

Every way is a generator that yields the share of the work done, in [0, 1], and returns (N, units) float32: for each
picture how important each unit (map, or neuron of a line) is. All run on the CPU.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import torch
from torch import Tensor

from layerwalk.nn import masked
from layerwalk.nn.masked import BATCH, Ints
from layerwalk.nn.messages import Floats
from layerwalk.nn.pieces import Job
from layerwalk.nn.trace import Traced


def by_ablation(traced: Traced, node: str, pictures: Floats, labels: Ints) -> Job[Floats]:
    """Return how much the loss (cross-entropy) rises when one unit alone is removed."""
    units, count = traced.spec.node(node).maps, len(labels)
    result = np.zeros((count, units), np.float32)
    for start in range(0, count, BATCH):
        rows = slice(start, start + BATCH)
        whole = _right(traced, node, pictures[rows], labels[rows], removed=None)
        for unit in range(units):
            result[rows, unit] = whole - _right(traced, node, pictures[rows], labels[rows], removed=unit)
            yield (start + BATCH * (unit + 1) / units) / (count + BATCH)
    return result


def by_gradient(traced: Traced, node: str, pictures: Floats, labels: Ints) -> Job[Floats]:
    """Return minus the gradient of the loss times the activation, summed over a unit's values.

    To first order that is what the loss rises by when the unit is removed (Molchanov et al. 2017, section 2.2, with
    its sign kept).
    """
    return (yield from _over_values(traced, node, pictures, labels, _gradient_times_activation, torch.sum))


def by_activation(traced: Traced, node: str, pictures: Floats, labels: Ints) -> Job[Floats]:
    """Return how strongly a unit answers: the mean size of its values."""
    return (
        yield from _over_values(traced, node, pictures, labels, lambda value, loss: value.detach().abs(), torch.mean)
    )


Way = Callable[[Traced, str, Floats, Ints], Job[Floats]]
WAYS: Mapping[str, Way] = MappingProxyType(
    {"ablation": by_ablation, "gradient": by_gradient, "activation": by_activation}
)


def _right(traced: Traced, node: str, pictures: Floats, labels: Ints, *, removed: int | None) -> Floats:
    """Return the logarithm of the right class's probability, (N,) float32."""
    kept = np.ones((len(labels), traced.spec.node(node).maps), bool)
    if removed is not None:
        kept[:, removed] = False
    answers = masked.log_probabilities(traced, node, pictures, kept)
    return np.asarray(answers[np.arange(len(labels)), labels])


def _over_values(
    traced: Traced,
    node: str,
    pictures: Floats,
    labels: Ints,
    measure: Callable[[Tensor, Tensor], Tensor],
    put_together: Callable[[Tensor, int], Tensor],
) -> Job[Floats]:
    """Run once over all pictures and return what is measured of each value, put together for each unit."""
    parts = []
    for start in range(0, len(labels), BATCH):
        value, loss = _value_and_loss(traced, node, pictures[start : start + BATCH], labels[start : start + BATCH])
        units = traced.shaped(node, measure(value, loss))
        parts.append(put_together(units.reshape(*units.shape[:2], -1), 2).numpy())
        yield min(1.0, (start + BATCH) / len(labels))
    return np.concatenate(parts)


def _value_and_loss(traced: Traced, node: str, pictures: Floats, labels: Ints) -> tuple[Tensor, Tensor]:
    """Return a layer's value and the summed loss, both with their graph."""
    found: dict[str, Tensor] = {}
    with torch.enable_grad():
        traced.run(torch.from_numpy(pictures).requires_grad_(), found.__setitem__)
        answer = masked.as_log_probabilities(traced, found[traced.taps[traced.spec.answer.name]])
        loss = -answer.gather(1, torch.from_numpy(labels)[:, None]).sum()
    return found[traced.taps[node]], loss


def _gradient_times_activation(value: Tensor, loss: Tensor) -> Tensor:
    (gradient,) = torch.autograd.grad(loss, value)
    return -(gradient * value).detach()
