"""The layers that a blueprint is made of, and the blueprint itself: frozen plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Literal

Activation = Literal["relu", "leaky-relu", "gelu", "tanh", "sigmoid", "none"]
Kind = Literal["conv", "residual", "max-pool", "average-pool", "batch-norm", "dropout", "flatten", "dense"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conv:
    """Slide `filters` square filters over the picture; lengths in pixels."""

    kind: ClassVar[Kind] = "conv"
    filters: int = 16
    kernel: int = 3
    stride: int = 1
    padding: int = 0
    activation: Activation = "relu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual:
    """Add to what comes in what two padded convolutions make of it; a 1x1 convolution where the number of maps changes.

    Source: K. He et al., Deep Residual Learning for Image Recognition, 2015, section 3.2.
    """

    kind: ClassVar[Kind] = "residual"
    filters: int = 16
    kernel: int = 3
    activation: Activation = "relu"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxPool:
    """Keep of every square the largest value; lengths in pixels."""

    kind: ClassVar[Kind] = "max-pool"
    size: int = 2
    stride: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AveragePool:
    """Keep of every square the mean; lengths in pixels."""

    kind: ClassVar[Kind] = "average-pool"
    size: int = 2
    stride: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNorm:
    """Keep every map, or neuron, in a comfortable range."""

    kind: ClassVar[Kind] = "batch-norm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropout:
    """Switch a random `share` of the values off while training."""

    kind: ClassVar[Kind] = "dropout"
    share: float = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Flatten:
    """Put all values into one line."""

    kind: ClassVar[Kind] = "flatten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dense:
    """Let each of `units` neurons look at every value."""

    kind: ClassVar[Kind] = "dense"
    units: int = 64
    activation: Activation = "relu"


Layer = Conv | Residual | MaxPool | AveragePool | BatchNorm | Dropout | Flatten | Dense

KINDS: Mapping[str, type[Layer]] = MappingProxyType(
    {kind.kind: kind for kind in (Conv, Residual, MaxPool, AveragePool, BatchNorm, Dropout, Flatten, Dense)}
)
"""Every kind of layer by its name, in the order of the menu."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """Describe a network that can be built: what it reads, its hidden layers in order, and its answers.

    name: of the network, without spaces. title: for people. data: the data set's name without its part ('mnist').
    shape: (C, H, W) of its picture; larger than the data's pictures means zeros all round. The answer, a dense layer
    with one neuron for each of `classes`, is not among the layers.
    """

    name: str
    title: str
    data: str = "mnist"
    shape: tuple[int, int, int] = (1, 28, 28)
    classes: tuple[str, ...] = tuple("0123456789")
    layers: tuple[Layer, ...] = ()
