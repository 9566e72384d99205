"""Explain one neuron: its edges and its calculation, with the numbers of one forward pass."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from torch import nn

from layerwalk.nn import readers, reading, steps
from layerwalk.nn.explained import Edges, Explained, Floats, Step
from layerwalk.nn.fold import Role
from layerwalk.nn.forward import Capture
from layerwalk.nn.network import NodeSpec
from layerwalk.nn.reading import Doubles, Index, Layer, Link, Reading
from layerwalk.nn.trace import Traced

OUTGOING = 256
"""So many edges to one layer, at most, are told one by one."""
SOFTMAX = "softmax"


def explain(
    model: nn.Module,
    traced: Traced,
    capture: Capture,
    *,
    node: str,
    index: Index,
    outgoing: bool = False,
    serial: int = 0,
) -> Explained:
    """Return the edges and the calculation of the neuron at `index` of `node`.

    The inputs are the captured values, the weights those that the model has now; the sums are float64. index:
    (map, row, column) or (neuron,). serial: of the drawing that was captured.
    """
    named = Explained(network=traced.spec.name, serial=serial, node=node, index=index)
    found = next((each for each in traced.spec.nodes if each.name == node), None)
    if found is None or not _is_in(index, found.shape):
        return named
    return _Explainer(model, traced, capture).explain(named, found, outgoing=outgoing)


class _Explainer:
    """Hold what one explanation reads."""

    def __init__(self, model: nn.Module, traced: Traced, capture: Capture) -> None:
        self._model, self._traced, self._values = model, traced, capture.activations

    def explain(self, named: Explained, node: NodeSpec, *, outgoing: bool) -> Explained:
        index, values = named.index, self._values[node.name]
        layer = self._layer(node)
        found = reading.read(layer, index, self._values)
        total = self._sum(found) if found else None
        following = self._steps(layer, index, total) if total is not None else ()
        told = found if following is not None else None
        return Explained(
            network=named.network,
            serial=named.serial,
            node=named.node,
            index=index,
            output=float(values[index]),
            layer_max=float(values.max()),
            incoming=self._incoming(told) if told else (),
            bias=told.bias if told else None,
            total=total if told else None,
            steps=following or (),
            patch=_frozen(told.patch) if told else None,
            filter=_frozen(told.filter) if told else None,
            product=_product(told) if told else None,
            winner=told.winner if told else None,
            outgoing=tuple(self._outgoing(node, index)) if outgoing else None,
        )

    def _layer(self, node: NodeSpec) -> Layer:
        spec, op = self._traced.spec, self._traced.ops[node.name][0]
        sources = tuple(spec.node(name) for name in node.inputs)
        return Layer(node=node, op=op, module=self._module(op.title), sources=sources)

    def _module(self, path: str) -> nn.Module | None:
        try:
            return self._model.get_submodule(path)
        except AttributeError:
            return None  # a function's work

    def _sum(self, found: Reading) -> float:
        parts = (float(link.weights @ self._read(link)) for link in found.links)
        return sum(parts) + (found.bias or 0.0)

    def _read(self, link: Link) -> Doubles:
        found: Doubles = self._values[link.node][tuple(link.indices.T)].astype(np.float64)
        return found

    def _steps(self, layer: Layer, index: Index, total: float) -> tuple[Step, ...] | None:
        """Return what follows the sum; None where one of the steps is not known."""
        found = self._folded(layer, index, total)
        if found is None or layer.node != self._traced.spec.answer:
            return found
        scores = [self._score(layer, place, index, found, total) for place in np.ndindex(layer.node.shape)]
        known = [score for score in scores if score is not None]
        if len(known) < len(scores):
            return None
        own = found[-1].value if found else total
        largest = max(known)
        probability = float(np.exp(own - largest) / np.exp(np.array(known) - largest).sum())
        return (*found, Step(label=SOFTMAX, value=probability))

    def _score(self, layer: Layer, place: Index, index: Index, found: tuple[Step, ...], total: float) -> float | None:
        """Return a class's score before the softmax."""
        if place == index:
            return found[-1].value if found else total
        reads = reading.read(layer, place, self._values)
        other = self._sum(reads) if reads else None
        following = self._folded(layer, place, other) if other is not None else None
        return None if following is None else following[-1].value if following else other

    def _folded(self, layer: Layer, index: Index, total: float) -> tuple[Step, ...] | None:
        """Return the steps up to a softmax, which needs all the classes."""
        first, *others = self._traced.ops[layer.node.name]
        found: list[Step] = []
        value = total
        for op in (first, *others) if first.role is Role.VALUE else others:
            if op.label == SOFTMAX and layer.node == self._traced.spec.answer:
                break
            after = steps.apply(op, self._module(op.title), value, node=layer.node, index=index)
            if after is None:
                return None
            value = after
            found.append(Step(label=op.label, value=value))
        return tuple(found)

    def _incoming(self, found: Reading) -> tuple[Edges, ...]:
        values = [self._read(link) for link in found.links]
        return _edges(found.links, values)

    def _outgoing(self, node: NodeSpec, index: Index) -> Iterator[Edges]:
        links = []
        for reader in self._traced.spec.nodes:
            if node.name in reader.inputs:
                link = readers.reading(self._layer(reader), node.name, index, self._values)
                links.extend([link] if link else [])
        own = float(self._values[node.name][index])
        yield from _edges(links, [np.full(len(link.weights), own) for link in links], most=OUTGOING)


def _edges(links: Sequence[Link], values: Sequence[Doubles], *, most: int | None = None) -> tuple[Edges, ...]:
    contributions = [link.weights * value for link, value in zip(links, values, strict=True)]
    everything = np.concatenate([np.zeros(1), *contributions])
    high, low = float(everything.max()), float(everything.min())
    return tuple(
        _sorted(link, value, contribution, high=high, low=low, most=most)
        for link, value, contribution in zip(links, values, contributions, strict=True)
    )


def _sorted(link: Link, values: Doubles, contributions: Doubles, *, high: float, low: float, most: int | None) -> Edges:
    order = np.lexsort((-np.abs(link.weights), -np.abs(contributions)))
    kept, left_out = order[:most], order[len(order) if most is None else most :]
    shown = contributions[kept]
    return Edges(
        node=link.node,
        indices=_read_only(link.indices[kept].astype(np.int32)),
        weights=_floats(link.weights[kept]),
        values=_floats(values[kept]),
        contributions=_floats(shown),
        strengths=_floats(shown / (max(high, -low) or 1.0)),
        strengths_by_sign=_floats(np.where(shown > 0, shown / (high or 1.0), shown / (-low or 1.0))),
        left_out=len(left_out),
        left_out_sum=float(contributions[left_out].sum()),
    )


def _is_in(index: Index, shape: tuple[int, ...]) -> bool:
    return len(index) == len(shape) and all(0 <= place < size for place, size in zip(index, shape, strict=True))


def _product(found: Reading) -> Floats | None:
    if found.patch is None or found.filter is None:
        return None
    return _frozen(found.patch * found.filter)


def _floats(values: Doubles) -> Floats:
    found: Floats = _read_only(values.astype(np.float32))
    return found


def _frozen(values: Floats | None) -> Floats | None:
    return None if values is None else _read_only(values)


def _read_only(values: Any) -> Any:
    values.flags.writeable = False
    return values
