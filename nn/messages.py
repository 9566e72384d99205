"""What is said to the model loop, and what it says back: frozen plain data and read-only arrays.

A request has a `key`: of several waiting requests with one key only the newest counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn.network import NetworkSpec

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Ask for a shipped network by name; its trained weights come with it."""

    key: ClassVar[str] = "load"
    network: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Infer:
    """Ask for an answer to a drawing.

    drawing: (H, W) float32 in [0, 1], 1 = ink; any size that is a whole multiple of 28.
    centre: place it as MNIST does (20 px box, centre of mass in the middle) before it is classified.
    serial: grows by one with every request, so that an old reply can be told from a new one.
    """

    key: ClassVar[str] = "infer"
    drawing: Floats
    serial: int
    centre: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset:
    """Ask for the shipped weights again, as if just loaded."""

    key: ClassVar[str] = "reset"


Request = Load | Infer | Reset


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Say that a network is ready; also the reply to Reset."""

    spec: NetworkSpec
    record: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inferred:
    """Answer an Infer.

    picture: the tensor that was classified, (C, H, W) float32 in [0, 1], to the bit.
    activations: node name -> read-only float32 array of the node's shape; the input's is the picture, the answer's
        the probabilities.
    probabilities: (classes,) float32, sums to 1.
    """

    network: str
    serial: int
    picture: Floats
    activations: Mapping[str, Floats]
    probabilities: Floats
    duration_s: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Failed:
    """Say that a request could not be served; the loop lives on.

    sentence: one plain sentence for the visitor. details: the traceback, for the log.
    """

    request: Request
    sentence: str
    details: str = ""


Reply = Loaded | Inferred | Failed
