"""The wave of light that runs from the picture to the answer: how bright it makes each stage, and when."""

import math

from layerwalk.game.world import thread
from layerwalk.game.world.placement import Placement

SPEED_M_S = 34.0
LENGTH_M = 7.0
LEAST = 0.02
"""Stages that the wave makes less bright than this are dark."""
REACH_M = LENGTH_M * math.sqrt(-math.log(LEAST))
NOWHERE_M = -1000.0


class Wave:
    """Hold how far the wave has come along the thread; `run` once a frame."""

    def __init__(self, placement: Placement) -> None:
        """Rest; the wave will pass each stage where the thread comes nearest to its middle."""
        line = placement.threads[0] if placement.threads else ()
        self._along_m = [thread.place_m(line, stage.floor.centre) for stage in placement.stages]
        self._end_m = thread.length_m(line) + LENGTH_M
        self._front_m: float | None = None

    def start(self) -> None:
        """Send the wave off, unless it is under way."""
        if self._front_m is None:
            self._front_m = 0.0

    def stop(self) -> None:
        """Let the wave end with the next frame."""
        if self._front_m is not None:
            self._front_m = self._end_m

    def run(self, dt_s: float) -> tuple[float, list[float]] | None:
        """Return the wave's place along the thread and how bright each stage is, in [0, 1]; None while it rests.

        The last answer says that it is nowhere and that all is dark.
        """
        if self._front_m is None:
            return None
        self._front_m += SPEED_M_S * dt_s
        if self._front_m > self._end_m:
            self._front_m = None
            return NOWHERE_M, [0.0] * len(self._along_m)
        return self._front_m, [_crest(self._front_m - along_m) for along_m in self._along_m]


def _crest(away_m: float) -> float:
    """Return how bright the wave makes what it is so far from."""
    return math.exp(-((away_m / LENGTH_M) ** 2)) if abs(away_m) < REACH_M else 0.0
