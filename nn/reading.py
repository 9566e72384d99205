"""What one neuron reads: which values of which layers, and what it multiplies them with, before any activation."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

from layerwalk.nn import reach
from layerwalk.nn.explained import Floats
from layerwalk.nn.fold import Op, Role
from layerwalk.nn.look import ORDERS
from layerwalk.nn.network import NodeSpec
from layerwalk.nn.reach import Places

Index = tuple[int, ...]
Doubles = NDArray[np.float64]
CONVS = (nn.Conv2d, nn.ConvTranspose2d)
ADAPTIVE = (nn.AdaptiveAvgPool2d, nn.AdaptiveMaxPool2d)
POOLS = (nn.MaxPool2d, nn.AvgPool2d, *ADAPTIVE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Link:
    """Hold what is read of one layer: (n, d) places there, and (n,) weights."""

    node: str
    indices: Places
    weights: Doubles


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """Hold all that a neuron sums up; patch and filter of a convolution, the winner of a largest-of pooling."""

    links: tuple[Link, ...]
    bias: float | None = None
    patch: Floats | None = None
    filter: Floats | None = None
    winner: Index | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layer:
    """Hold a layer of a network, its first operation and that one's module, and the layers that it reads."""

    node: NodeSpec
    op: Op
    module: nn.Module | None
    sources: tuple[NodeSpec, ...]


def read(layer: Layer, index: Index, activations: Mapping[str, Floats]) -> Reading | None:
    """Return what the neuron at `index` reads; None where how the layer calculates is not known."""
    if not layer.sources or any(ORDERS & {*source.folded} for source in layer.sources):
        return None
    module, source = layer.module, layer.sources[0]
    if len(layer.sources) > 1:
        return _joined(layer, index)
    if isinstance(module, CONVS) and is_picture(layer) and module.padding_mode == "zeros":
        return _conv(module, source, index, activations[source.name])
    if isinstance(module, nn.Linear) and len(layer.node.shape) == 1 and module.in_features == source.values:
        places = np.stack(np.unravel_index(np.arange(source.values), source.shape), axis=1)
        return _alone(source, places, numbers(module.weight[index[0]]), bias=bias(module.bias, index[0]))
    if isinstance(module, POOLS) and is_picture(layer):
        return _pool(module, layer, index, activations[source.name])
    if layer.op.kind == "mean" and len(source.shape) == 3 and layer.node.values == source.shape[0]:
        return _shares(source, index[0], np.arange(source.shape[1]), np.arange(source.shape[2]))
    if layer.op.role is Role.VALUE and source.shape == layer.node.shape:
        return _alone(source, np.array([index]), np.ones(1))
    return None


def is_picture(layer: Layer) -> bool:
    """Say whether a layer reads maps and makes maps."""
    return len(layer.node.shape) == 3 == len(layer.sources[0].shape)


def numbers(values: Tensor) -> Doubles:
    """Return a tensor's values, float64."""
    found: Doubles = values.detach().to("cpu").double().numpy()
    return found


def bias(values: Tensor | None, map: int) -> float | None:
    """Return one of a layer's biases."""
    return None if values is None else float(values.detach()[map])


def kernel(module: nn.Conv2d | nn.ConvTranspose2d, map: int) -> tuple[Doubles, int]:
    """Return a map's kernel (C, h, w), and the first of the C maps that it reads."""
    group, place = divmod(map, module.out_channels // module.groups)
    reads = module.in_channels // module.groups
    if module.transposed:
        return numbers(module.weight[group * reads : (group + 1) * reads, place]), group * reads
    return numbers(module.weight[map]), group * reads


def _conv(module: nn.Conv2d | nn.ConvTranspose2d, source: NodeSpec, index: Index, values: Floats) -> Reading:
    weights, first = kernel(module, index[0])
    vertical, horizontal = reach.axes(module, source.shape)
    (rows, above), (columns, left) = vertical.covers(index[1]), horizontal.covers(index[2])
    maps = np.arange(first, first + len(weights))
    patch = np.zeros(weights.shape, np.float32)
    patch[np.ix_(maps - first, above, left)] = values[np.ix_(maps, rows, columns)]
    link = Link(
        node=source.name,
        indices=_grid(maps, rows, columns),
        weights=weights[np.ix_(maps - first, above, left)].ravel(),
    )
    return Reading(
        links=(link,), bias=bias(module.bias, index[0]), patch=patch, filter=weights.astype(np.float32, copy=True)
    )


def _pool(module: nn.Module, layer: Layer, index: Index, values: Floats) -> Reading | None:
    source, (map, row, column) = layer.sources[0], index
    if isinstance(module, ADAPTIVE):
        rows = _region(row, cells=source.shape[1], places=layer.node.shape[1])
        columns = _region(column, cells=source.shape[2], places=layer.node.shape[2])
    elif isinstance(module, nn.MaxPool2d | nn.AvgPool2d):
        vertical, horizontal = reach.axes(module, source.shape)
        rows, columns = vertical.covers(row)[0], horizontal.covers(column)[0]
    else:
        return None
    if isinstance(module, nn.MaxPool2d | nn.AdaptiveMaxPool2d):
        return _largest(source, _grid(np.array([map]), rows, columns), values)
    if not isinstance(module, nn.AvgPool2d):
        return _shares(source, map, rows, columns)
    whole = vertical.divisor(row) * horizontal.divisor(column) if module.count_include_pad else None
    return _shares(source, map, rows, columns, among=module.divisor_override or whole)


def _largest(source: NodeSpec, places: Places, values: Floats) -> Reading:
    """Give the winner, the first of equals, all the weight."""
    best = int(np.argmax(values[tuple(places.T)]))
    winner = tuple(int(place) for place in places[best])
    weights = (np.arange(len(places)) == best).astype(np.float64)
    return Reading(links=(Link(node=source.name, indices=places, weights=weights),), winner=winner)


def _shares(source: NodeSpec, map: int, rows: Places, columns: Places, *, among: int | None = None) -> Reading:
    places = _grid(np.array([map]), rows, columns)
    return _alone(source, places, np.full(len(places), 1.0 / (among or len(places))))


def _joined(layer: Layer, index: Index) -> Reading | None:
    """Read where branches join: the same place of each that is added, or of the one that was put there."""
    shapes, shape = [source.shape for source in layer.sources], layer.node.shape
    if layer.op.kind == "add" and set(shapes) == {shape} and "sub" not in layer.op.name:
        links = (Link(node=each.name, indices=np.array([index]), weights=np.ones(1)) for each in layer.sources)
        return Reading(links=tuple(links))
    one_behind_the_other = {each[1:] for each in shapes} == {shape[1:]} and sum(each[0] for each in shapes) == shape[0]
    if layer.op.kind != "concat" or not one_behind_the_other:
        return None
    place = index[0]
    for source in layer.sources:
        if place < source.shape[0]:
            return _alone(source, np.array([(place, *index[1:])]), np.ones(1))
        place -= source.shape[0]
    return None


def _alone(source: NodeSpec, indices: Places, weights: Doubles, *, bias: float | None = None) -> Reading:
    return Reading(links=(Link(node=source.name, indices=indices, weights=weights),), bias=bias)


def _grid(maps: Places, rows: Places, columns: Places) -> Places:
    """Return (n, 3) places, in the order of (C, H, W)."""
    found: Places = np.stack([each.ravel() for each in np.meshgrid(maps, rows, columns, indexing="ij")], axis=1)
    return found


def _region(place: int, *, cells: int, places: int) -> Places:
    """Return the cells of one region, as adaptive pooling divides them."""
    return np.arange(place * cells // places, math.ceil((place + 1) * cells / places))
