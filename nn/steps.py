"""What follows a neuron's sum: batch norms and activation functions that were folded into its layer, on one value."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from layerwalk.nn.fold import Op
from layerwalk.nn.network import NodeSpec
from layerwalk.nn.reading import Index

ELEMENTWISE = (
    *(nn.ReLU, nn.ReLU6, nn.LeakyReLU, nn.ELU, nn.SELU, nn.CELU, nn.GELU, nn.SiLU, nn.Mish, nn.Tanh, nn.Sigmoid),
    *(nn.Hardswish, nn.Hardsigmoid, nn.Hardtanh, nn.Softplus, nn.Softsign, nn.LogSigmoid),
)
FUNCTIONS: Mapping[str, Callable[[Tensor], Tensor]] = MappingProxyType(
    {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}
)


def apply(op: Op, module: nn.Module | None, value: float, *, node: NodeSpec, index: Index) -> float | None:
    """Return what an operation makes of one value, as in evaluation mode; None where that is not known."""
    if isinstance(module, _BatchNorm):
        return _batch_norm(module, value, node=node, index=index)
    function = module if isinstance(module, ELEMENTWISE) else FUNCTIONS.get(op.label) if module is None else None
    if function is None:
        return None
    with torch.inference_mode():
        return float(function(torch.tensor(value, dtype=torch.float64)))


def _batch_norm(module: _BatchNorm, value: float, *, node: NodeSpec, index: Index) -> float | None:
    """Source: S. Ioffe and C. Szegedy, Batch Normalization, 2015, algorithm 2."""
    if module.running_mean is None or module.running_var is None:
        return None
    flat = int(np.ravel_multi_index(index, node.shape))
    channel = index[0] if module.num_features == node.shape[0] else flat
    mean, variance = float(module.running_mean[channel]), float(module.running_var[channel])
    scaled = (value - mean) / float(np.sqrt(variance + module.eps))
    if not module.affine:
        return scaled
    return scaled * float(module.weight.detach()[channel]) + float(module.bias.detach()[channel])
