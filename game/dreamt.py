"""The pictures that parts of a network want to see, as far as they are known: plain data, main thread only."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn.aim import Aim
from layerwalk.nn.messages import Floats

Stage = Literal["making", "finished", "cancelled"]
Place = Literal["auto", "board", "panel"]
"""Where one picture is shown: on a board, on the panel of its own map, or there where it is one map's alone."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dream:
    """Hold one picture while it is made, and after.

    picture: (C, H, W) float32 in [0, 1]. scores: (steps so far,) float32, what was climbed as each step began.
    number: grows with every picture that is begun. stale: the network is another by now: its weights, or its lesions.
    """

    aim: Aim
    place: Place
    number: int
    state: Stage
    picture: Floats
    scores: Floats
    steps: int
    stale: bool = False

    @property
    def step(self) -> int:
        """Return how many steps were taken."""
        return len(self.scores)


@dataclass(slots=True, kw_only=True, eq=False)
class LayerDream:
    """Hold the pictures of a layer's maps.

    pictures: (maps, C, H, W) float32 in [0, 1]. revisions: (maps,) how often each was told anew, 0 for not yet.
    share: how much of all is done, in [0, 1]; finished: nothing more will come. stale: as of a Dream.
    """

    pictures: Floats
    revisions: NDArray[np.int64]
    share: float = 0.0
    finished: bool = False
    stale: bool = False

    def take(self, first: int, pictures: Floats) -> None:
        """Take new pictures, (n, C, H, W), for the maps from `first` on."""
        part = slice(first, first + len(pictures))
        changed = (self.pictures[part] != pictures).any(axis=(1, 2, 3)) | (self.revisions[part] == 0)
        self.pictures[part] = pictures
        self.revisions[part] += changed


def empty(maps: int, shape: tuple[int, ...]) -> LayerDream:
    """Return what is known of a layer before its first picture; shape: (C, H, W)."""
    return LayerDream(pictures=np.zeros((maps, *shape), np.float32), revisions=np.zeros(maps, np.int64))


@dataclass(slots=True, kw_only=True, eq=False)
class Dreamt:
    """Hold all of them.

    one: the picture asked for last. wanted: the layers whose maps are to show what they want to see; layers: what there
    is of it, by layer. everywhere: all layers are wanted, also those of the next network.
    """

    one: Dream | None = None
    wanted: tuple[str, ...] = ()
    layers: dict[str, LayerDream] = field(default_factory=dict)
    everywhere: bool = False
