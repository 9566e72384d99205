"""What a way of saying why works on, and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from layerwalk.nn.graph import Change
from layerwalk.nn.said import SaidError
from layerwalk.nn.trace import Traced

STEPS = 96
"""So many points of the path from the empty picture are looked at for integrated gradients, to begin with."""
MOST_STEPS = 16 * STEPS
TOLERANCE = 0.01
"""The points are doubled until the map sums to the score's difference within this share of it."""
VALUES = 1 << 21
"""So many activations, at most, are computed for all pictures of one piece of a job."""
MOST_PICTURES = 96
WINDOWS = 7
"""A window of the occlusion fits so often into the picture's shorter side; windows overlap by half."""

Answer = Callable[[Tensor], Tensor]
"""From pictures (N, C, H, W) to scores (N, classes): probabilities where the network ends in a softmax."""


class AttributionError(SaidError):
    """Say in one sentence why a map cannot be made."""

    KEY = "why.failed"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Question:
    """Hold what a method works on. picture: (C, H, W) float32, on the network's device. layer: of Grad-CAM.

    change: what is lesioned; the scores are the answer's with that.
    """

    scores: Answer
    traced: Traced
    picture: Tensor
    target: int
    layer: str | None
    change: Change | None

    @property
    def pictures(self) -> int:
        """Return how many pictures make a piece of a job."""
        return max(1, min(MOST_PICTURES, VALUES // self.traced.spec.values))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """Hold a map (H, W). maps: Grad-CAM's parts (maps, h, w); difference, share: as in `messages.Attributed`."""

    map: Tensor
    maps: Tensor | None = None
    difference: float | None = None
    share: float = 1.0


Method = Callable[[Question], Iterator[Found]]


def scores(question: Question, pictures: Tensor) -> Tensor:
    """Return the scores of pictures, (N, classes)."""
    with torch.inference_mode():
        return question.scores(pictures)


def of_maps(question: Question, maps: Tensor) -> Found:
    """Return what the maps of a layer (maps, h, w) say together, enlarged to the picture's size."""
    size, own = question.picture.shape[1:], maps.detach().sum(0)
    large = functional.interpolate(own[None, None], size=size, mode="bilinear", align_corners=False)
    return Found(map=large[0, 0], maps=maps)


def window_side(height: int, width: int) -> int:
    """Return the side of the windows that occlusion empties."""
    return max(1, round(min(height, width) / WINDOWS))


def windows(height: int, width: int) -> list[tuple[slice, slice]]:
    """Return windows that cover a picture: rows and columns of each."""
    side = window_side(height, width)

    def begins(length: int) -> list[int]:
        return [*range(0, length - side, max(1, side // 2)), length - side]

    return [(slice(y, y + side), slice(x, x + side)) for y in begins(height) for x in begins(width)]
