"""What maps want to see, on the walls of their stages: one picture, or those of whole layers, a few a frame."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layerwalk.game.dreamt import LayerDream
from layerwalk.game.lab.tool import Hall
from layerwalk.game.world import dress
from layerwalk.game.world.dress import Dress
from layerwalk.nn.messages import Floats

TEXELS = 10_000
"""About so many are filled in in one frame, so that none takes a millisecond longer for it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hung:
    """One picture, (C, H, W) float32 in [0, 1], on the wall of its map."""

    node: str
    map: int
    picture: Floats


class Walls:
    """Hold the pictures on the walls of one hall. Main thread."""

    def __init__(self, hall: Hall) -> None:
        """Hang none yet."""
        self._hall = hall
        self._stages = {stage.node: stage for stage in hall.placement.stages}
        self._dresses: dict[str, Dress] = {}
        self._seen: dict[str, NDArray[np.int64]] = {}
        self._hung: Hung | None = None
        self.written = 0
        """How many pictures were filled in in the last frame."""

    def show(self, layers: Mapping[str, LayerDream], hung: Hung | None) -> None:
        """Fill in what is new of these layers and of one picture, as much as a frame may take; hang nothing else."""
        self.written = 0
        if self._hung is not None and (hung is None or (hung.node, hung.map) != (self._hung.node, self._hung.map)):
            self._unhang(self._hung, layers)
        wanted = {node for node in layers if node in self._stages} | ({hung.node} if hung is not None else set())
        for node in [node for node in self._dresses if node not in wanted]:
            self._take_away(node)
        if (
            hung is not None
            and hung.node in self._stages
            and (self._hung is None or hung.picture is not self._hung.picture)
        ):
            self._write(hung.node, hung.map, hung.picture[None])
        self._hung = hung
        for node, layer in layers.items():
            if node in self._stages:
                self._fill(node, layer)

    def close(self) -> None:
        """Take all away."""
        for node in list(self._dresses):
            self._take_away(node)
        self._hung = None

    def _fill(self, node: str, layer: LayerDream) -> None:
        seen = self._seen.setdefault(node, np.zeros(len(layer.revisions), np.int64))
        changed = (layer.revisions != seen) & (layer.revisions > 0)
        if self._hung is not None and self._hung.node == node:
            changed[self._hung.map] = False
        room = max(1, TEXELS // int(np.prod(layer.pictures.shape[2:]))) - self.written
        if room <= 0 or not changed.any():
            return
        first = int(np.argmax(changed))
        count = min(room, int(np.argmin(np.append(changed[first:], False))))
        self._write(node, first, layer.pictures[first : first + count])
        seen[first : first + count] = layer.revisions[first : first + count]

    def _write(self, node: str, first: int, pictures: Floats) -> None:
        made = self._dresses.get(node)
        if made is None:
            stage, maps = self._stages[node], max(1, self._hall.state.spec.node(node).maps)
            rows, columns = pictures.shape[2:]
            made = self._dresses[node] = Dress(stage, self._hall.root, maps=maps, size=(rows, columns))
        made.show(first, dress.colours(pictures))
        self._hall.world.set_dressed(node, made.shown)
        self.written += len(pictures)

    def _unhang(self, hung: Hung, layers: Mapping[str, LayerDream]) -> None:
        """Let a map show again what its layer shows."""
        if hung.node not in layers:
            self._take_away(hung.node)
        elif hung.node in self._seen:
            self._seen[hung.node][hung.map] = -1

    def _take_away(self, node: str) -> None:
        made = self._dresses.pop(node, None)
        self._seen.pop(node, None)
        if made is not None:
            made.close()
            self._hall.world.set_dressed(node, frozenset())
