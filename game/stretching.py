"""A map that was pulled out, between two hands: it grows as they part, and shrinks as they meet."""

import math

from layerwalk.game.move.grab import NEAREST_M, Pair
from layerwalk.game.pulled import Piece
from layerwalk.game.scene import Scene
from layerwalk.game.world.rays import Ray


class Stretching:
    """Hold the map that two hands took; `hold` once a frame. Main thread."""

    def __init__(self, scene: Scene) -> None:
        """Begin with empty hands."""
        self._scene = scene
        self._squeezes = False
        self._piece: Piece | None = None
        self._apart_m = self._size_m = 0.0

    def hold(self, hands: Pair | None, rays: tuple[Ray | None, Ray | None]) -> bool:
        """Follow two hands that squeeze, None for others; return whether they hold a map.

        They hold what is carried, or else what both point at when they begin to squeeze.
        """
        begins, self._squeezes = not self._squeezes, hands is not None
        if hands is None:
            self._piece = None
            return False
        if begins:
            self._take(hands, rays)
        piece, pulled = self._piece, self._scene.state.pulled
        if piece is None or pulled.numbered(piece.number) is None:
            return False
        pulled.grow(piece, times=self._size_m * max(math.dist(*hands), NEAREST_M) / self._apart_m / piece.size_m)
        return True

    def _take(self, hands: Pair, rays: tuple[Ray | None, Ray | None]) -> None:
        self._piece = self._scene.state.pulled.held or self._between(rays)
        if self._piece is not None:
            self._apart_m, self._size_m = max(math.dist(*hands), NEAREST_M), self._piece.size_m

    def _between(self, rays: tuple[Ray | None, Ray | None]) -> Piece | None:
        """Return the map at which both hands point."""
        left, right = (self._scene.lab.pick(ray) if ray is not None else None for ray in rays)
        if left is None or right is None or left.map is None or (left.node, left.map) != (right.node, right.map):
            return None
        return self._scene.state.pulled.find(left.node, left.map)
