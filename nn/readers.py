"""Which neurons of a layer read a given neuron, and what they multiply it with."""

from collections.abc import Iterator, Mapping

import numpy as np
from torch import nn

from layerwalk.nn import reach
from layerwalk.nn.explained import Floats
from layerwalk.nn.reading import CONVS, Index, Layer, Link, is_picture, numbers, read


def reading(layer: Layer, node: str, index: Index, activations: Mapping[str, Floats]) -> Link | None:
    """Return the neurons of `layer` that read the one at `index` of `node`, its weight in each of their sums.

    None where how the layer calculates is not known. In a largest-of pooling the weight is 1 where it wins, else 0.
    """
    if read(layer, (0,) * len(layer.node.shape), activations) is None:
        return None
    module = layer.module
    if isinstance(module, CONVS):
        return _conv(module, layer, index)
    if isinstance(module, nn.Linear):
        column = int(np.ravel_multi_index(index, layer.sources[0].shape))
        return Link(
            node=layer.node.name,
            indices=np.arange(layer.node.shape[0])[:, None],
            weights=numbers(module.weight[:, column]),
        )
    return _one_by_one(layer, node, index, activations)


def _conv(module: nn.Conv2d | nn.ConvTranspose2d, layer: Layer, index: Index) -> Link:
    vertical, horizontal = reach.axes(module, layer.sources[0].shape)
    rows, above = vertical.covered_by(index[1], places=layer.node.shape[1])
    columns, left = horizontal.covered_by(index[2], places=layer.node.shape[2])
    group, place = divmod(index[0], module.in_channels // module.groups)
    makes = module.out_channels // module.groups
    maps = np.arange(group * makes, (group + 1) * makes)
    mine = module.weight[group * makes : (group + 1) * makes, place]
    weights = numbers(module.weight[index[0]] if module.transposed else mine)[:, above][:, :, left]
    grid = np.meshgrid(maps, rows, columns, indexing="ij")
    return Link(
        node=layer.node.name, indices=np.stack([each.ravel() for each in grid], axis=1), weights=weights.ravel()
    )


def _one_by_one(layer: Layer, node: str, index: Index, activations: Mapping[str, Floats]) -> Link:
    """Ask each neuron that might read it: for layers where that is only a few."""
    found: list[tuple[Index, float]] = []
    for candidate in _candidates(layer, node, index):
        reads = read(layer, candidate, activations)
        for link in reads.links if reads else ():
            here = (link.indices == np.array(index)).all(axis=1) if link.node == node else np.zeros(0, bool)
            found.extend((candidate, float(weight)) for weight in link.weights[here.nonzero()])
    places = np.array([place for place, _ in found], np.int64).reshape(-1, len(layer.node.shape))
    return Link(node=layer.node.name, indices=places, weights=np.array([weight for _, weight in found], np.float64))


def _candidates(layer: Layer, node: str, index: Index) -> Iterator[Index]:
    shape, module = layer.node.shape, layer.module
    if layer.op.kind == "concat":
        names = [source.name for source in layer.sources]
        yield (index[0] + sum(source.shape[0] for source in layer.sources[: names.index(node)]), *index[1:])
    elif isinstance(module, nn.MaxPool2d | nn.AvgPool2d) and is_picture(layer):
        vertical, horizontal = reach.axes(module, layer.sources[0].shape)
        for row in vertical.covered_by(index[1], places=shape[1])[0]:
            for column in horizontal.covered_by(index[2], places=shape[2])[0]:
                yield index[0], int(row), int(column)
    elif layer.op.kind in ("pool", "mean"):
        yield from ((index[0], *map(int, place)) for place in np.ndindex(*shape[1:]))
    else:
        yield index
