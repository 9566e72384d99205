"""What is said about which pixels speak for an answer: request and reply; part of `messages`."""

import functools
import importlib.util
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Method = Literal["saliency", "gradient-times-input", "integrated-gradients", "grad-cam", "occlusion"]
By = Literal["layerwalk", "captum"]
Window = tuple[float, float, float, float]
"""Left, top, right and bottom edge of a picture in the drawing that it was made from, in shares of its sides."""
WHOLE: Window = (0.0, 0.0, 1.0, 1.0)


@functools.cache
def calculators() -> tuple[By, ...]:
    """Return who can calculate a map here: Captum is an extra that need not be installed."""
    return ("layerwalk", *(("captum",) if importlib.util.find_spec("captum") else ()))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attribute:
    """Ask which pixels of a picture speak for a class, and which against it.

    picture: (C, H, W) float32 in [0, 1], the tensor that was classified. serial: grows by one with every request.
    target: the index of the class, None for the one with the highest score. layer: whose maps Grad-CAM weighs, None for
    the last convolution. window: what of a drawing the picture shows, told back with the map. by: who calculates it.
    """

    key: ClassVar[str] = "attribute"
    picture: Floats
    serial: int
    method: Method
    target: int | None = None
    layer: str | None = None
    window: Window = WHOLE
    by: By = "layerwalk"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Attributed:
    """Answer an Attribute; more than once where that takes long.

    map: (H, W) float32, read-only; above 0 what speaks for the target, below 0 what speaks against it. score: the
    target's, as the network gives it. picture, window, by: those of the request. own: Grad-CAM's map at the size of
    `layer`; maps: (maps, h, w), what each map of the layer adds to it. difference: for integrated gradients, how much
    higher the score is than an empty picture's, which is what the map sums to. share: of the work that is done, in
    (0, 1].
    """

    network: str
    serial: int
    method: Method
    map: Floats
    target: int
    score: float
    picture: Floats
    window: Window = WHOLE
    by: By = "layerwalk"
    layer: str | None = None
    own: Floats | None = None
    maps: Floats | None = None
    difference: float | None = None
    share: float = 1.0
    duration_s: float = 0.0
