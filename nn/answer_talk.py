"""What is said about drawings and their answers: request and reply; part of `messages`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn.attribution_talk import WHOLE, Window

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Infer:
    """Ask for an answer to a drawing.

    drawing: (H, W) float32 in [0, 1], 1 = ink; any size that is a whole multiple of `side_px`.
    centre: place it as MNIST does (20 px box, centre of mass in the middle) before it is classified.
    serial: grows by one with every request, so that an old reply can be told from a new one.
    side_px: of the data's pictures, to which the drawing is shrunk.
    """

    key: ClassVar[str] = "infer"
    drawing: Floats
    serial: int
    centre: bool = True
    side_px: int = 28


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Inferred:
    """Answer an Infer.

    picture: the tensor that was classified, (C, H, W) float32 in [0, 1], to the bit.
    activations: node name -> read-only float32 array of the node's shape; the input's is the picture, the answer's
        the probabilities.
    probabilities: (classes,) float32, sums to 1.
    window: where in the drawing the picture's edges lie.
    """

    network: str
    serial: int
    picture: Floats
    activations: Mapping[str, Floats]
    probabilities: Floats
    duration_s: float
    window: Window = WHOLE
