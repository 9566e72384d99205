"""What is said of the neuron that the visitor points at: where it stands, what it gives, the most in its layer."""

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from layerwalk.game import selected as selecting
from layerwalk.game.selected import Selected
from layerwalk.game.state import State
from layerwalk.game.words import Words
from layerwalk.game.world import values
from layerwalk.game.world.picking import Picked, Picking
from layerwalk.game.world.rays import Ray
from layerwalk.game.world.relief import Share
from layerwalk.game.world.values import Floats, Normalisation, Taken
from layerwalk.nn.network import NetworkSpec


class LayerShares:
    """Hold a layer's values as they are shown, in [0, 1]; each part is worked out when it is asked for."""

    def __init__(self, shown: Floats, limits: Callable[[], tuple[Floats, Floats]]) -> None:
        """Show values between limits (maps or 1, 1, 1), which are asked for when the first part is."""
        self._shown, self._limits = shown, limits

    def reshape(self, shape: tuple[int, ...], /) -> "LayerShares":
        """Return the same in another shape."""
        return LayerShares(self._shown.reshape(shape), self._limits)

    def __getitem__(self, index: Any, /) -> Floats:
        part = self._shown[index]
        low, high = (self._limit(limit, index) for limit in self._limits())
        span = np.where(high > low, high - low, 1.0)
        # Of a number and not-a-number, fmax takes the number.
        share: Floats = np.fmin(np.fmax((part - low) / span * (high > low), 0), 1).astype(np.float32)
        return share

    def _limit(self, limit: Floats, index: Any) -> Floats:
        """Return a limit for each of the values of a part."""
        if limit.size == 1:
            return limit.reshape(())
        whole = np.broadcast_to(limit, values.as_stack(self._shown).shape).reshape(self._shown.shape)
        part: Floats = whole[index]
        return part


class Shares(Mapping[str, Share]):
    """Give a layer's values as they are shown, in [0, 1]."""

    def __init__(
        self,
        activations: Mapping[str, Floats],
        *,
        answer: str,
        how: Normalisation,
        standing: Callable[[str], Taken | None] = lambda node: None,
    ) -> None:
        """Look at `activations`, of which the node `answer` shows its probabilities as they are.

        standing: returns what stands on a layer's stage, which may be a little older and whose limits are known; None
        where nothing does.
        """
        self._activations, self._answer, self._how, self._standing = activations, answer, how, standing
        self._known: dict[str, tuple[Taken | None, LayerShares]] = {}

    def __getitem__(self, node: str) -> Share:
        shown = self._activations[node]
        if node == self._answer:
            return shown
        stands, known = self._standing(node), self._known.get(node)
        if known is None or known[0] is not stands:
            known = self._known[node] = (stands, self._shares(node, shown, stands))
        return known[1]

    def _shares(self, node: str, shown: Floats, stands: Taken | None) -> LayerShares:
        if stands is not None:
            return LayerShares(stands.values, lambda: (stands.low, stands.high))
        return LayerShares(shown, functools.cache(functools.partial(self._limits, node)))

    def _limits(self, node: str) -> tuple[Floats, Floats]:
        return values.limits(values.as_stack(self._activations[node]), how=self._how)

    def __iter__(self) -> Iterator[str]:
        return iter(self._activations)

    def __len__(self) -> int:
        return len(self._activations)


def meet(ray: Ray, picking: Picking, state: State, *, shares: Shares | None = None) -> Picked | None:
    """Return the neuron that `ray` meets, None where it meets none or nothing was answered yet."""
    if not state.activations:
        return None
    met = picking.pick(ray, shares=shares, focus=ray.origin if shares else None)
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
    if len(shape) == 3:
        return Selected(node=picked.node, index=(picked.map, picked.row, picked.column))
    inner = np.unravel_index(picked.column, shape[2:])  # the sizes after the rows stand side by side
    return Selected(node=picked.node, index=(picked.map, picked.row, *map(int, inner)))


def tell(met: Picked, state: State, words: Words, *, stands: Taken | None = None) -> str:
    """Return a line about a neuron of the network that was answered with.

    stands: what stands on its stage between the limits of its whole layer, where that is so: it may be a little older
    than the answer, but the most of it is known, which takes half a millisecond to find in a large layer.
    """
    shown = state.activations[met.node]
    is_known = stands is not None and shown.ndim > 1 and stands.values.shape == shown.shape
    shown, greatest = (stands.values, stands.high) if stands is not None and is_known else (shown, shown)
    node = state.spec.node(met.node)
    title = selecting.layer_title(node, state.spec, words)
    most = words.number(float(greatest.max()))
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
