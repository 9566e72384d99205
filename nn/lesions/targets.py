"""Lesions as plain data: which part of a network no longer works, and what is left of it.

The weights are never changed by any of them. Every target and every kind says its `form`, so that it can be told apart
in a file.
"""

from dataclasses import dataclass
from typing import Literal

Units = Literal["neurons", "maps"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neuron:
    """One neuron of a layer; index: (map, row, column) in a stack of maps, (neuron,) in a line."""

    node: str
    index: tuple[int, ...]
    form: Literal["neuron"] = "neuron"


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """One feature map of a layer, or one neuron of a line."""

    node: str
    map: int
    form: Literal["map"] = "map"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of a layer's neurons or maps, in [0, 1], drawn from `seed`; a greater share holds every smaller one."""

    node: str
    share: float
    seed: int = 1
    of: Units = "neurons"
    form: Literal["share"] = "share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """All of a layer but one map, but one neuron of a line, or but one neuron of a stack; index as for `Neuron`."""

    node: str
    index: tuple[int, ...]
    form: Literal["others"] = "others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What the neuron `at` of the layer `source` gives to one neuron of the layer `node` that reads it.

    Where weights are shared, as in a convolution, the other neurons of the map keep theirs.
    """

    source: str
    at: tuple[int, ...]
    node: str
    index: tuple[int, ...]
    form: Literal["edge"] = "edge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """What all the neurons of a map of the layer `source` give to one neuron of the layer `node` that reads it.

    Source: ANA (2019), which sets these weights to zero, there for all neurons that share them.
    """

    source: str
    map: int
    node: str
    index: tuple[int, ...]
    form: Literal["edges"] = "edges"


@dataclass(frozen=True, slots=True, kw_only=True)
class Zero:
    """Nothing is left."""

    form: Literal["zero"] = "zero"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """So many times the value is left: 'stunted' below 1."""

    factor: float
    form: Literal["scale"] = "scale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Each value is off by a fixed amount of its own, normally distributed and drawn from `seed`.

    amount: its standard deviation, in units of the layer's over the data set.
    """

    amount: float
    seed: int = 1
    form: Literal["noise"] = "noise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """Each value is what it is on average over the data set, whatever the picture."""

    form: Literal["mean"] = "mean"


Target = Neuron | Map | Share | Others | Edge | Edges
Kind = Zero | Scale | Noise | Mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesion:
    """Say what is lesioned and how; name: what the visitor calls it, '' for nothing."""

    target: Target
    kind: Kind = Zero()
    name: str = ""


Lesions = tuple[Lesion, ...]
"""All the lesions of a network. Where some share a value they work on it one after the other, in this order."""


def needs_data(lesions: Lesions) -> bool:
    """Say whether one of them needs to know how the network does on its data set."""
    return any(isinstance(lesion.kind, Noise | Mean) for lesion in lesions)
