"""What is said of the neuron that the visitor points at: where it stands, what it gives, the most in its layer."""

import numpy as np

from layerwalk.game.state import State
from layerwalk.game.words import Words
from layerwalk.game.world import picking
from layerwalk.game.world.placement import Placement
from layerwalk.game.world.rays import Ray
from layerwalk.game.world.signs import number


def read(ray: Ray, placement: Placement, state: State, words: Words) -> str:
    """Return a line about the neuron that `ray` meets, '' where it meets none or nothing was answered yet."""
    if not state.activations:
        return ""
    met = picking.pick(ray, placement, state.spec)
    if met is None or met.node not in state.activations:
        return ""
    values = state.activations[met.node]
    node = state.spec.node(met.node)
    title = words.kind(node.kind)[0]
    most = number(float(values.max()))
    if node is state.spec.answer:
        return words("readout.answer", name=state.spec.classes[met.map or 0], value=number(float(values[met.map or 0])))
    if node.is_line:
        neuron = met.map or 0
        return words("readout.line", title=title, neuron=neuron + 1, value=number(float(values[neuron])), most=most)
    place = {"title": title, "row": met.row + 1, "column": met.column + 1, "most": most}
    if met.map is None:
        mean = float(np.asarray(values).reshape(node.shape)[:, met.row, met.column].mean())
        return words("readout.mean", **place, value=number(mean))
    value = float(np.asarray(values).reshape(node.shape)[met.map, met.row, met.column])
    return words("readout.cell", **place, map=met.map + 1, value=number(value))
