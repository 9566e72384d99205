"""What is asked and told of one neuron: its edges and its calculation with live numbers. Plain data, no torch."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Indices = NDArray[np.int32]

NEARLY = 1e-4
"""A calculation adds up to what is shown within this, and within this share of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explain:
    """Ask for the edges into one neuron and its calculation, for the newest drawing and the weights of this moment.

    index: (map, row, column) or (neuron,). outgoing: tell the edges out of it too.
    """

    key: ClassVar[str] = "explain"
    node: str
    index: tuple[int, ...]
    outgoing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """Hold the edges between one neuron and those of layer `node`, strongest first; read-only arrays.

    indices: (n, d) int32, where the other neurons are. values: (n,) float32 of whoever gives. weights: (n,) float32.
    contributions: (n,) float32, weight times value: what arrives.
    strengths: (n,) float32 in [-1, 1], contribution / max |contribution|, over all edges that the neuron has in this
        direction; with sign, 0 where all are 0. strengths_by_sign: the same, but of the positive ones relative to the
        largest and of the negative ones to the smallest, as in ANA, the Artificial Neuroscientist Application, 2019.
    left_out, left_out_sum: how many weaker edges are not in the arrays, and the sum of their contributions.
    """

    node: str
    indices: Indices
    weights: Floats
    values: Floats
    contributions: Floats
    strengths: Floats
    strengths_by_sign: Floats
    left_out: int = 0
    left_out_sum: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Hold what follows the sum: what is done ('relu', 'batch norm', 'softmax'), and the value that it gives."""

    label: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Explained:
    """Answer an Explain, for the drawing `serial` (0 for none yet: a blank picture) and the weights of this moment.

    output: the value that is shown, None where the network has no such neuron. layer_max: the largest of its layer.
    incoming: all edges into the neuron, for each layer that it reads, in the order in which it reads them. total: the
        sum of their contributions and of `bias`, for a largest-of pooling the winner's value; None where how this
        layer calculates is not known, and for the picture. steps: what is then done to it, in order.
    patch, filter, product: (C, h, w) float32 of a convolution: the part of its input that it sees (0 beyond the
        edge), what it multiplies it with, and what that gives; else None.
    winner: where the largest value of a largest-of pooling is, else None.
    outgoing: where asked for, the edges to each layer that reads this neuron, at most 256 each.
    """

    network: str
    serial: int
    node: str
    index: tuple[int, ...]
    output: float | None = None
    layer_max: float | None = None
    incoming: tuple[Edges, ...] = ()
    bias: float | None = None
    total: float | None = None
    steps: tuple[Step, ...] = ()
    patch: Floats | None = None
    filter: Floats | None = None
    product: Floats | None = None
    winner: tuple[int, ...] | None = None
    outgoing: tuple[Edges, ...] | None = None

    @property
    def result(self) -> float | None:
        """Return what the calculation comes to, None where it is not known."""
        return self.steps[-1].value if self.steps else self.total

    @property
    def adds_up(self) -> bool:
        """Say whether the calculation comes to the value that is shown; it does not where that was overwritten."""
        if self.result is None or self.output is None:
            return False
        return abs(self.result - self.output) <= NEARLY * max(1.0, abs(self.output))
