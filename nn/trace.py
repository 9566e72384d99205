"""Describe any network: `NetworkSpec` from an nn.Module and an example of what it reads."""

import logging
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, fx, nn

from layerwalk.nn import fold, graph, hooks
from layerwalk.nn.cut import Until
from layerwalk.nn.fold import Op
from layerwalk.nn.graph import Recording, Run
from layerwalk.nn.network import NetworkSpec
from layerwalk.nn.said import SaidError

logger = logging.getLogger(__name__)


class TraceError(SaidError):
    """Say in one sentence why a network cannot be described."""

    KEY = "failed.network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """Hold a network's description and the means to see its values.

    taps: for each node, the operation whose result is the node's value. run: a forward pass that tells every result.
    heads: for each node, the operation that it begins with, before what was folded into it. ops: for each node, that
    operation, then those that were folded into it and change its values. until: a faster forward pass as far as one
    operation, where there is one.
    """

    spec: NetworkSpec
    taps: Mapping[str, str]
    run: Run
    heads: Mapping[str, str] = field(default_factory=dict)
    ops: Mapping[str, tuple[Op, ...]] = field(default_factory=dict)
    until: Until | None = None

    def shaped(self, node: str, value: Tensor) -> Tensor:
        """Return a node's value as (N, *shape): what was folded into it behind a flatten leaves its maps in a line."""
        return value.reshape(-1, *self.spec.node(node).shape)


def trace(model: nn.Module, example: Tensor, *, name: str, classes: Sequence[str] = ()) -> NetworkSpec:
    """Return the description of `model`; see `follow`."""
    return follow(model, example, name=name, classes=classes).spec


def follow(model: nn.Module, example: Tensor, *, name: str, classes: Sequence[str] = ()) -> Traced:
    """Return the description of `model`, and the means to see the values of every node.

    example: what it reads, a batch of one, (1, C, H, W). classes: names of the answers, else their numbers.
    The model is put in evaluation mode and its in-place activations are made ordinary ones, because those overwrite
    the value of the layer before. It is followed by torch.fx; where that fails by torch.export; else by forward hooks.
    Raise TraceError where none can, or where the answer is no line of as many neurons as there are classes.
    """
    model.eval()
    for module in model.modules():
        if getattr(module, "inplace", False) is True:
            module.inplace = False  # type: ignore[assignment]
    recording = _record(model, example, name)
    folded = fold.fold(recording.ops, output=recording.output)
    answer = folded.nodes[-1]
    if answer.kind == fold.INPUT:
        raise TraceError(f"{name}: the network has no layers, expected at least one")
    named = tuple(classes) or tuple(str(number) for number in range(answer.values))
    if len(named) != answer.maps or answer.values != answer.maps:
        raise TraceError(f"{name}: the answer's shape is {answer.shape}, expected ({len(named)},) for its classes")
    spec = NetworkSpec(name=name, nodes=folded.nodes, classes=named)
    return Traced(
        spec=spec,
        taps=folded.taps,
        run=recording.run,
        heads=folded.heads,
        ops=folded.ops,
        until=recording.until,
    )


def _record(model: nn.Module, example: Tensor, name: str) -> Recording:
    """Return the recording of the first way that works; each failure is logged, the last one raised."""
    ways: tuple[Callable[[nn.Module, Tensor], Recording], ...] = (_by_fx, _by_export, hooks.record)
    for way in ways:
        try:
            with torch.inference_mode() if way is not _by_export else torch.no_grad():
                return way(model, example)
        except Exception as error:
            if way is ways[-1]:
                raise TraceError(f"{name}: the network cannot be run on its example ({error})") from error
            logger.info("%s: %s cannot follow the network: %s", name, way.__name__.strip("_"), error)
    raise AssertionError("unreachable")


def _by_fx(model: nn.Module, example: Tensor) -> Recording:
    return graph.record(fx.symbolic_trace(model), model, example)


def _by_export(model: nn.Module, example: Tensor) -> Recording:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exported = torch.export.export(model, (example,)).module()
    assert isinstance(exported, fx.GraphModule)
    return graph.record(exported, model, example)
