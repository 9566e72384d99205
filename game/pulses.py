"""What a hand feels of a visit: short ticks, found by comparing each frame with the one before."""

from collections.abc import Hashable
from dataclasses import dataclass

from layerwalk.game.move.handed import SIDES, Side, other

SHORTEST_GAP_S = 0.03
"""No tick comes sooner after another one: so quick a hand feels a purr."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Say that a hand is to feel something: for how long, and how strongly, 0 to 1."""

    hand: Side
    seconds: float
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """Hold what can be felt when it becomes something else.

    on: the button or board that is pointed at. neuron: the one that is pointed at. pressed: whether something was
    pressed in this frame; beside: by the other hand. arc: whether one can go along the arc that is thrown,
    None where there is none. arrived: whether one was set down in this frame.
    """

    hand: Side
    on: str = ""
    neuron: Hashable = None
    pressed: bool = False
    beside: bool = False
    arc: bool | None = None
    arrived: bool = False


NOTHING_FELT = {side: Felt(hand=side) for side in SIDES}
"""What there is to be felt where nothing is pointed at or done, by which hand is the main one."""


class Pulses:
    """Compare frames; `feel` once a frame. Main thread."""

    def __init__(self) -> None:
        """Begin with nothing felt."""
        self._before: Felt | None = None
        self._since_s = SHORTEST_GAP_S

    def feel(self, now: Felt, *, dt_s: float) -> list[Pulse]:
        """Return what is to be felt of this frame: the strongest of it."""
        before, self._before = self._before, now
        self._since_s += dt_s
        if now is before or self._since_s < SHORTEST_GAP_S:
            return []
        found = _strongest(before or now, now)
        if found is None:
            return []
        self._since_s = 0.0
        return [found]


def _strongest(before: Felt, now: Felt) -> Pulse | None:
    if now.pressed and (now.on or now.neuron is not None):
        return Pulse(hand=now.hand, seconds=0.02, strength=0.6)
    if now.beside:
        return Pulse(hand=other(now.hand), seconds=0.02, strength=0.6)
    if now.arrived:
        return Pulse(hand=now.hand, seconds=0.03, strength=0.5)
    if now.arc is not before.arc and now.arc is not None and before.arc is not None:
        return Pulse(hand=now.hand, seconds=0.01, strength=0.3)
    if now.hand != before.hand:
        return None
    if now.on and now.on != before.on:
        return Pulse(hand=now.hand, seconds=0.01, strength=0.25)
    if now.neuron is not None and now.neuron != before.neuron:
        return Pulse(hand=now.hand, seconds=0.006, strength=0.15)
    return None
