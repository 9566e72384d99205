"""Lesion a network in its forward pass: values are exchanged as they come, weights are only read.

Nothing stays behind in the network, so that an undone lesion is undone to the bit.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from layerwalk.nn import look
from layerwalk.nn.graph import Change
from layerwalk.nn.lesions import units
from layerwalk.nn.lesions.targets import Edge, Edges, Kind, Lesion, Lesions, Mean, Noise, Scale, Zero
from layerwalk.nn.lesions.units import LesionError
from layerwalk.nn.network import NodeSpec
from layerwalk.nn.said import say
from layerwalk.nn.trace import Traced

Step = Callable[[Tensor, Tensor | None], Tensor]
"""From a batch of values, and what their operation read, to what is left of them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Usual:
    """Say how a network does on a data set: for each node the mean of each value, and the deviation of all of them."""

    means: Mapping[str, Tensor] = field(default_factory=dict)
    deviations: Mapping[str, float] = field(default_factory=dict)


def change(model: nn.Module, traced: Traced, lesions: Lesions, *, usual: Usual | None = None) -> Change | None:
    """Return what lesions do to a forward pass of `traced`, for its `run`; None for no lesions.

    usual: needed for noise and means. Weights of lesioned edges are read in every pass, so that they are those of the
    moment. Raise LesionError where the network has no such thing, or where its edges cannot be told apart.
    """
    if not lesions:
        return None
    units.check(lesions, traced.spec)
    steps: defaultdict[str, list[Step]] = defaultdict(list)
    for lesion in lesions:
        of_edges = isinstance(lesion.target, Edge | Edges)
        operation = (traced.heads if of_edges else traced.taps)[lesion.target.node]
        steps[operation].append((_edges if of_edges else _layer)(model, traced, lesion, usual or Usual()))

    def apply(operation: str, value: Tensor, read: Tensor | None) -> Tensor:
        for step in steps.get(operation, ()):
            value = step(value, read)
        return value

    return apply


def _layer(model: nn.Module, traced: Traced, lesion: Lesion, usual: Usual) -> Step:
    assert not isinstance(lesion.target, Edge | Edges)
    node = traced.spec.node(lesion.target.node)
    hit, left = torch.from_numpy(units.of_layer(lesion.target, node.shape)), _left(lesion.kind, node, usual)

    def step(value: Tensor, read: Tensor | None) -> Tensor:
        shaped = value.reshape(-1, *node.shape)
        return torch.where(hit.to(value.device), left(shaped), shaped).reshape(value.shape)

    return step


def _left(kind: Kind, node: NodeSpec, usual: Usual) -> Callable[[Tensor], Tensor]:
    """Return what a kind of lesion leaves of a batch of a layer's values, (N, shape)."""
    match kind:
        case Zero():
            return torch.zeros_like
        case Scale(factor=factor):
            return lambda value: value * factor
        case Noise(amount=amount, seed=seed):
            drawn = torch.randn(node.shape, generator=torch.Generator().manual_seed(seed))
            off = drawn * (amount * usual.deviations[node.name])
            return lambda value: value + off.to(value)
        case Mean():
            mean = usual.means[node.name]
            return lambda value: mean.to(value).expand_as(value)


def _edges(model: nn.Module, traced: Traced, lesion: Lesion, usual: Usual) -> Step:
    """Return what adds, to one neuron's sum, what its lesioned edges bring more or less than before."""
    target = lesion.target
    assert isinstance(target, Edge | Edges)
    node, source = traced.spec.node(target.node), traced.spec.node(target.source)
    hit, left = torch.from_numpy(units.of_source(target, source.shape)), _left(lesion.kind, source, usual)
    field_of = _receptive_field(model, traced, target)
    at: tuple[slice | int, ...] = (slice(None), *target.index)

    def step(value: Tensor, read: Tensor | None) -> Tensor:
        if read is None or read[0].numel() != hit.numel():
            raise _untold(target)
        before = read.reshape(-1, *source.shape)
        given = torch.where(hit.to(read.device), left(before) - before, 0)
        shaped = value.reshape(-1, *node.shape).clone()
        shaped[at] += (given * field_of().to(given)).flatten(1).sum(1)
        return shaped.reshape(value.shape)

    return step


def _receptive_field(model: nn.Module, traced: Traced, target: Edge | Edges) -> Callable[[], Tensor]:
    """Return what reads the weight that a neuron gives to each value of the layer `source`, in that one's shape."""
    node, source = traced.spec.node(target.node), traced.spec.node(target.source)
    module = look.module_of(model, node.name)
    if len(node.inputs) == 1 and not look.ORDERS & {*source.folded}:
        if isinstance(module, nn.Conv2d) and module.padding_mode == "zeros" and len(source.shape) == 3:
            return lambda: _of_conv(module, source.shape, target.index)
        if isinstance(module, nn.Linear) and len(node.shape) == 1 and module.in_features == source.values:
            return lambda: module.weight.detach()[target.index[0]].reshape(source.shape)
    raise _untold(target)


def _of_conv(conv: nn.Conv2d, shape: tuple[int, ...], index: tuple[int, ...]) -> Tensor:
    """Lay a kernel onto zeros where a neuron at `index` (map, row, column) has it; what lies outside is left off."""
    channels, height, width = shape
    weight, kernel = conv.weight.detach(), conv.weight.shape[2:]
    reads = channels // conv.groups
    first = index[0] // (conv.out_channels // conv.groups) * reads
    laid = weight.new_zeros(shape)
    left, _, top, _ = conv._reversed_padding_repeated_twice
    for row in range(kernel[0]):
        for column in range(kernel[1]):
            y = index[1] * conv.stride[0] - top + row * conv.dilation[0]
            x = index[2] * conv.stride[1] - left + column * conv.dilation[1]
            if 0 <= y < height and 0 <= x < width:
                laid[first : first + reads, y, x] = weight[index[0], :, row, column]
    return laid


def _untold(target: Edge | Edges) -> LesionError:
    named = f"The edges from {target.source} to {target.node}"
    sentence = f"{named} cannot be told apart, expected a plain dense layer or convolution."
    return LesionError(sentence, say("lesion_faults.edges", source=target.source, layer=target.node))
