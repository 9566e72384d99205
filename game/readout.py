"""What is said of the neuron that the visitor points at: where it stands, what it gives, the most in its layer."""

from collections.abc import Iterator, Mapping

import numpy as np

from layerwalk.game import selected as selecting
from layerwalk.game.selected import Selected
from layerwalk.game.state import State
from layerwalk.game.words import Words
from layerwalk.game.world import picking, values
from layerwalk.game.world.picking import Picked
from layerwalk.game.world.placement import Placement
from layerwalk.game.world.rays import Ray
from layerwalk.game.world.values import Floats, Normalisation
from layerwalk.nn.network import NetworkSpec


class Shares(Mapping[str, Floats]):
    """Give a layer's values as they are shown, in [0, 1]; each layer is worked out when it is first asked for."""

    def __init__(self, activations: Mapping[str, Floats], *, answer: str, how: Normalisation) -> None:
        """Look at `activations`, of which the node `answer` shows its probabilities as they are."""
        self._activations, self._answer, self._how = activations, answer, how
        self._known: dict[str, Floats] = {}

    def __getitem__(self, node: str) -> Floats:
        if node not in self._known:
            self._known[node] = self._share(node)
        return self._known[node]

    def _share(self, node: str) -> Floats:
        shown = self._activations[node]
        if node == self._answer:
            return shown
        stack = values.as_stack(shown)
        low, high = values.limits(stack, how=self._how)
        span = np.where(high > low, high - low, 1.0)
        share: Floats = np.clip(np.nan_to_num((stack - low) / span * (high > low)), 0, 1).astype(np.float32)
        return share.reshape(shown.shape)

    def __iter__(self) -> Iterator[str]:
        return iter(self._activations)

    def __len__(self) -> int:
        return len(self._activations)


def meet(ray: Ray, placement: Placement, state: State, *, shares: Shares | None = None) -> Picked | None:
    """Return the neuron that `ray` meets, None where it meets none or nothing was answered yet."""
    if not state.activations:
        return None
    met = picking.pick(ray, placement, state.spec, shares=shares, focus=ray.origin if shares else None)
    return met if met is not None and met.node in state.activations else None


def selected(picked: Picked | None, spec: NetworkSpec) -> Selected | None:
    """Return what a ray met; the mean of all maps stands for the layer."""
    if picked is None:
        return None
    shape = spec.node(picked.node).shape
    if picked.map is None:
        return Selected(node=picked.node)
    if len(shape) == 1:
        return Selected(node=picked.node, index=(picked.map,))
    if len(shape) == 2:
        return Selected(node=picked.node, index=(picked.row, picked.column))
    inner = np.unravel_index(picked.column, shape[2:])  # the sizes after the rows stand side by side
    return Selected(node=picked.node, index=(picked.map, picked.row, *map(int, inner)))


def tell(met: Picked, state: State, words: Words) -> str:
    """Return a line about a neuron of the network that was answered with."""
    shown = state.activations[met.node]
    node = state.spec.node(met.node)
    title = selecting.layer_title(node, state.spec, words)
    most = words.number(float(shown.max()))
    if node is state.spec.answer:
        index = met.map or 0
        name = words.class_name(state.spec.classes[index])
        return words("readout.answer", name=name, value=words.number(float(shown[index])), most=most)
    if len(node.shape) == 1:
        neuron = met.map or 0
        value = words.number(float(shown[neuron]))
        return words("readout.line", title=title, neuron=neuron + 1, value=value, most=most)
    place = {"title": title, "row": met.row + 1, "column": met.column + 1, "most": most}
    stack = values.as_stack(shown)
    if met.map is None:
        return words("readout.mean", **place, value=words.number(float(stack[:, met.row, met.column].mean())))
    value = words.number(float(stack[met.map, met.row, met.column]))
    return words("readout.cell", **place, map=met.map + 1, value=value)
