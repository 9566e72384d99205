"""What a visitor points at or holds: a neuron, a map or a whole layer."""

from dataclasses import dataclass
from typing import Literal

from layerwalk.game.words import Words
from layerwalk.nn.network import NetworkSpec, NodeSpec

Extent = Literal["neuron", "map", "layer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """Name a part of a network; index as in `nn.aim.Aim`.

    () is the whole layer, (map,) a map, or a neuron of a line, (map, row, column) a neuron of a stack.
    """

    node: str
    index: tuple[int, ...] = ()


def extent(selected: Selected, spec: NetworkSpec) -> Extent:
    """Say whether a neuron, a map or a layer is selected."""
    if not selected.index:
        return "layer"
    return "neuron" if len(selected.index) == len(spec.node(selected.node).shape) else "map"


def wider(selected: Selected, spec: NetworkSpec) -> Selected:
    """Return the map of a neuron, the layer of a map; the layer of a layer."""
    shape = spec.node(selected.node).shape
    is_neuron_of_a_map = len(selected.index) == len(shape) > 2
    return Selected(node=selected.node, index=selected.index[:1] if is_neuron_of_a_map else ())


def fits(selected: Selected, spec: NetworkSpec) -> bool:
    """Say whether a network has what is selected."""
    node = next((node for node in spec.nodes if node.name == selected.node), None)
    if node is None or len(selected.index) > len(node.shape):
        return False
    return all(0 <= place < size for place, size in zip(selected.index, node.shape, strict=False))


def layer_title(node: NodeSpec, spec: NetworkSpec, words: Words) -> str:
    """Say which layer it is, as its stage does: 'Convolution 1'."""
    title = words.kind(node.kind)[0]
    if node in (spec.input, spec.answer):
        return words("selected.answer" if node is spec.answer else "selected.input")
    return words("selected.layer", title=title, number=spec.nodes.index(node))


def title(selected: Selected, spec: NetworkSpec, words: Words) -> str:
    """Say what is selected: 'Convolution 1, map 3, row 4, column 7'."""
    node, index = spec.node(selected.node), selected.index
    layer = layer_title(node, spec, words)
    if not index:
        return layer
    if node is spec.answer and len(index) == 1:
        return words("selected.class", name=words.class_name(spec.classes[index[0]]))
    if len(node.shape) == 1:
        return words("selected.neuron", layer=layer, neuron=index[0] + 1)
    if len(index) == 1:
        return words("selected.map", layer=layer, map=index[0] + 1)
    row, column = (each + 1 for each in index[-2:])
    if len(node.shape) == 2 or node.maps == 1:
        return words("selected.cell", layer=layer, row=row, column=column)
    return words("selected.place", layer=layer, map=index[0] + 1, row=row, column=column)
