"""Read the weights that one map or one neuron has now, shaped as what it looks at."""

import math
import re
from dataclasses import dataclass

from torch import Tensor, nn
from torch.nn.modules.conv import _ConvNd

from layerwalk.nn import kinds
from layerwalk.nn.fold import Role
from layerwalk.nn.messages import Floats
from layerwalk.nn.network import NetworkSpec, NodeSpec

AGAIN = re.compile(r" \(\d+\)$")
"""What the name of a node ends in that uses the module of another one again."""
ORDERS = frozenset(
    kind.label for kind in (*kinds.FUNCTIONS.values(), *(kind for _, kind in kinds.MODULES)) if kind.role is Role.ORDER
)
"""What is folded into a layer whose values are handed on in another order or number."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Own:
    """Hold what a map or a neuron multiplies its inputs with and then adds: read-only, None where it has none."""

    weights: Floats | None = None
    bias: float | None = None


def own_weights(model: nn.Module, spec: NetworkSpec, *, node: str, map: int | None) -> Own:
    """Return the weights of a feature map or a neuron as the module has them at this moment.

    Of a convolution (C, h, w) float32, the kernel of one map over all maps that it reads; of a dense layer what one
    neuron gives each value before it: (C, H, W) where those are a stack of maps in its order, else (N,). A batch norm
    that belongs to the layer is not multiplied into them. What has no weights of its own (the picture, a pooling, a
    sum, the mean over all maps), or is not in this network, has None.
    """
    found = next((each for each in spec.nodes if each.name == node), None)
    module = module_of(model, node)
    if found is None or module is None or map is None or not 0 <= map < found.maps:
        return Own()
    if isinstance(module, _ConvNd):
        return Own(weights=_frozen(_kernel(module, map)), bias=_bias(module.bias, map))
    if isinstance(module, nn.Linear) and len(found.shape) == 1:
        weights = _frozen(module.weight[map])
        return Own(weights=weights.reshape(_shape_read(spec, found, weights.size)), bias=_bias(module.bias, map))
    return Own()


def module_of(model: nn.Module, node: str) -> nn.Module | None:
    """Return the module that a node stands for; None where it is a function's."""
    try:
        return model.get_submodule(AGAIN.sub("", node))
    except AttributeError:
        return None


def _kernel(module: _ConvNd, map: int) -> Tensor:
    """Return (inputs, h, w): a kernel of one dimension has one row, one of three has its slices side by side."""
    if module.transposed:
        group, place = divmod(map, module.out_channels // module.groups)
        reads = module.in_channels // module.groups
        kernel = module.weight[group * reads : (group + 1) * reads, place]
    else:
        kernel = module.weight[map]
    rows = kernel.shape[1] if kernel.ndim > 2 else 1
    return kernel.reshape(len(kernel), rows, -1)


def _shape_read(spec: NetworkSpec, node: NodeSpec, count: int) -> tuple[int, ...]:
    """Return the shape of the layer that a dense one reads, where its `count` inputs are that layer's in its order."""
    before = spec.node(node.inputs[0]) if len(node.inputs) == 1 else None
    if before is None or len(before.shape) != 3 or math.prod(before.shape) != count:
        return (count,)
    return (count,) if ORDERS & {*before.folded} else before.shape


def _bias(bias: Tensor | None, map: int) -> float | None:
    return None if bias is None else float(bias.detach()[map])


def _frozen(weights: Tensor) -> Floats:
    values: Floats = weights.detach().to("cpu", copy=True).float().numpy()
    values.flags.writeable = False
    return values
