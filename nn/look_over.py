"""Read the weights of a whole layer at once, or of one of its maps."""

import numpy as np
from torch import nn

from layerwalk.nn import look
from layerwalk.nn.dead_talk import LookedOver, LookOver
from layerwalk.nn.network import NetworkSpec

MOST_MAPS, MOST_INPUTS = 128, 512
"""Of larger layers only so many are sent: more could not be told apart in a picture."""


def look_over(model: nn.Module, spec: NetworkSpec, request: LookOver) -> LookedOver:
    """Return the weights that `request` asks for, as the module has them at this moment."""
    node = next((each for each in spec.nodes if each.name == request.node), None)
    name = request.node
    if node is None:
        return LookedOver(network=spec.name, node=name, map=request.map)
    first = look.own_weights(model, spec, node=name, map=0 if request.map is None else request.map).weights
    if first is None:
        return LookedOver(network=spec.name, node=name, map=request.map, count=node.maps)
    inputs = first.size if node.is_line else len(first)
    if request.map is not None:
        return LookedOver(network=spec.name, node=name, map=request.map, weights=first, count=1, inputs=inputs)
    own = (look.own_weights(model, spec, node=name, map=index).weights for index in range(min(MOST_MAPS, node.maps)))
    rows = [each.reshape(inputs, -1) if node.is_line else each for each in own if each is not None]
    weights = np.stack([row[:MOST_INPUTS] for row in rows]).astype(np.float32)
    weights = weights[..., 0] if node.is_line else weights
    weights.flags.writeable = False
    return LookedOver(network=spec.name, node=name, map=None, weights=weights, count=node.maps, inputs=inputs)
