"""Read a layer's values so that a gradient leads back to the picture. Weights and modules stay untouched."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from torch.overrides import TorchFunctionMode

from layerwalk.nn.aim import Aim
from layerwalk.nn.graph import Change, first_tensor
from layerwalk.nn.network import NetworkSpec
from layerwalk.nn.said import SaidError
from layerwalk.nn.trace import Traced


class AimError(SaidError):
    """Say in one sentence why nothing is aimed at."""


class _Reached(BaseException):
    """Leave a forward pass: what comes after the layer need not be computed.

    No Exception, because torch.fx writes a log of each of those, which takes longer than the pass.
    """


def check(spec: NetworkSpec, aim: Aim) -> None:
    """Raise AimError where `aim` is at nothing in `spec`."""
    node = next((each for each in spec.nodes if each.name == aim.node), None)
    if node is None:
        raise AimError(f"{spec.name}: there is no layer '{aim.node}', expected one of its layers")
    for index in (aim.index, *([aim.minus] if aim.minus is not None else [])):
        fits = len(index) in (0, 1, len(node.shape))
        if not fits or any(not 0 <= place < size for place, size in zip(index, node.shape, strict=False)):
            raise AimError(f"{spec.name}: '{aim.node}' has the shape {node.shape}, and no part {index}")


def values(
    traced: Traced, batch: Tensor, *, node: str, rescued: Tensor | None = None, change: Change | None = None
) -> Tensor:
    """Return a node's values, (N, *shape), for `batch`, (N, C, H, W), with the graph that leads back to it.

    What comes after the node is not computed. rescued: (N,) bool, the pictures for which the gradient passes silent
    ReLUs as if they were not there: a neuron that is silent everywhere has no gradient of its own. change: what is
    lesioned (see `lesion.change`).
    """
    with _Passing(rescued) if rescued is not None else nullcontext():
        made = _computed(traced, batch, traced.taps[node], change)
    if made is None:
        raise AimError(f"{traced.spec.name}: '{node}' was not computed for this picture")
    shape = (len(batch), *traced.spec.node(node).shape)
    return made if made.shape == shape else made.reshape(shape)


def _computed(traced: Traced, batch: Tensor, operation: str, change: Change | None) -> Tensor | None:
    """Return an operation's result, the first tensor of several; None where this pass does not come by."""
    if change is None and traced.until is not None:
        result = traced.until(operation)(batch)
        return result if isinstance(result, Tensor) else first_tensor(result)
    found = list[Tensor]()

    def keep(name: str, value: Tensor) -> None:
        if name == operation:
            found.append(value)
            raise _Reached

    try:
        traced.run(batch, keep, change)
    except _Reached:
        return found[0]
    return None


def means(values: Tensor, indices: Sequence[tuple[int, ...]]) -> Tensor:
    """Return for each of N pictures the mean of its own part of its values, (N,); indices: one per picture."""
    return averaging(indices, place=values.device)(values)


def averaging(indices: Sequence[tuple[int, ...]], *, place: torch.device) -> Callable[[Tensor], Tensor]:
    """Return `means` for the same indices again and again. place: of the values."""
    depth = len(indices[0])
    if any(len(index) != depth for index in indices):
        return lambda values: torch.stack([values[(row, *index)].mean() for row, index in enumerate(indices)])
    if depth == 0:
        return lambda values: values.flatten(1).mean(1)
    places = (torch.arange(len(indices), device=place), *torch.tensor(indices, device=place).T)

    def averages(values: Tensor) -> Tensor:
        chosen = values[places]
        return chosen if chosen.ndim == 1 else chosen.flatten(1).mean(1)

    return averages


class _Pass(torch.autograd.Function):
    """Be a ReLU whose gradient may pass where it is silent, for the pictures that are rescued.

    It passes at the last ReLU, which silences what is aimed at, and at an earlier one only where nothing else does.
    """

    @staticmethod
    def forward(context: Any, read: Tensor, passing: "_Passing") -> Tensor:
        made = torch.relu(read)
        context.save_for_backward(made)
        context.passing = passing
        return made

    @staticmethod
    def backward(context: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        (made,), gradient, passing = context.saved_tensors, gradients[0], context.passing
        own: Tensor = torch.ops.aten.threshold_backward(gradient, made, 0)
        rows = passing.rows
        # Only the few rows that are rescued are looked at: the others pass as they would without.
        let, given = own[rows], gradient[rows]
        silent = (let.flatten(1) == 0).all(1) if passing.passed else torch.ones_like(rows, dtype=torch.bool)
        own[rows] = torch.where(silent.reshape(-1, *(1,) * (own.ndim - 1)), given, let)
        passing.passed = True
        return own, None


class _Passing(TorchFunctionMode):
    """While it is entered, put _Pass in the place of every ReLU."""

    RELUS = frozenset({functional.relu, torch.relu, Tensor.relu})

    def __init__(self, rescued: Tensor) -> None:
        super().__init__()
        self.rows, self.passed = rescued.nonzero().flatten(), False

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        if func in self.RELUS:
            read: Tensor = args[0] if args else (kwargs or {})["input"]
            return _Pass.apply(read, self)  # type: ignore[no-untyped-call]
        return func(*args, **(kwargs or {}))
