"""Run a network on a picture and keep the value of every layer."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.func import functional_call

from layerwalk.nn import device
from layerwalk.nn.device import CPU
from layerwalk.nn.graph import Change
from layerwalk.nn.messages import Floats
from layerwalk.nn.network import NodeSpec
from layerwalk.nn.snapshots import Weights
from layerwalk.nn.trace import Traced


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Capture:
    """Hold one forward pass: for every node its value, (shape) float32, read-only, and the classes' probabilities."""

    activations: dict[str, Floats]
    probabilities: Floats


def capture(traced: Traced, picture: Floats, *, place: torch.device = CPU, change: Change | None = None) -> Capture:
    """Return the values of every node of `traced` for one picture, (C, H, W) float32. place: of the network.

    change: what is lesioned, where something is (see `lesion.change`).
    A node's value is that of its layer with what was folded into it; the input's is the picture itself, the answer's
    the probabilities. Nodes that this pass did not run (a branch that was not taken) are all zeros.
    """
    nodes = {traced.taps[node.name]: node for node in traced.spec.nodes}
    found: dict[str, Floats] = {}

    def keep(operation: str, value: Tensor) -> None:
        if operation in nodes:
            found[nodes[operation].name] = _copy(value, nodes[operation])

    with torch.inference_mode():
        traced.run(torch.from_numpy(picture.copy()).to(place)[None], keep, change)
    spec = traced.spec
    activations = {node.name: found.get(node.name, _frozen(np.zeros(node.shape, np.float32))) for node in spec.nodes}
    probabilities = _probabilities(activations[spec.answer.name], spec.answer)
    activations[spec.input.name] = _frozen(picture.copy())
    activations[spec.answer.name] = probabilities
    return Capture(activations=activations, probabilities=probabilities.reshape(-1))


def answerer(model: nn.Module, weights: Weights | None = None) -> Callable[[Floats], Floats]:
    """Return a function from pictures (N, C, H, W) float32 to the network's scores (N, classes).

    weights: in place of the network's own, which stay as they are.
    """
    place, used = device.of(model), weights or {}

    def answer(pictures: Floats) -> Floats:
        with torch.inference_mode():
            scores: Tensor = functional_call(model, used, (torch.from_numpy(pictures).to(place),))
        return scores.flatten(1).cpu().numpy()

    return answer


def _copy(value: Tensor, node: NodeSpec) -> Floats:
    """Copy at once, because an in-place operation further on may overwrite the value."""
    return _frozen(value.detach().to("cpu", torch.float32, copy=True).reshape(node.shape).numpy())


def _probabilities(scores: Floats, answer: NodeSpec) -> Floats:
    """Return probabilities that sum to 1: the scores where the network ends in softmax, else their softmax."""
    if "softmax" in answer.folded:
        return scores
    shifted = np.exp(scores.astype(np.float64) - scores.max())
    return _frozen((shifted / shifted.sum()).astype(np.float32))


def _frozen(values: Floats) -> Floats:
    values.flags.writeable = False
    return values
