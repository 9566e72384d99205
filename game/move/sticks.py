"""A headset's two sticks as bindings know them: the left one walks, the right one turns and aims.

Whatever hand is the main one, whether one walks or is set down elsewhere, and with one controller alone.
"""

import functools
from collections.abc import Mapping
from types import MappingProxyType

from layerwalk.game.move.handed import SIDES, Side, other
from layerwalk.game.move.intent import Reading

HALVES = ("x+", "x-", "y+", "y-")
WALKS: Side = "left"
TURNS: Side = "right"
NAMES = MappingProxyType({side: tuple(f"vr_{side}_{half}" for half in HALVES) for side in SIDES})


def names(side: Side) -> tuple[str, ...]:
    """Return the controls of a stick."""
    return NAMES[side]


def of(reading: Reading, side: Side) -> tuple[float, float]:
    """Return where a stick is, x to the right and y ahead, -1 to 1."""
    right, left, up, down = (reading.pushed.get(name, 0.0) for name in names(side))
    return right - left, up - down


def arranged(reading: Reading, *, main: Side, walks: bool, alone: Side | None = None) -> Reading:
    """Return a reading in which each stick does what bindings have it do.

    main: the hand whose stick turns while the other one walks. walks: whether one walks by stick; where one does not,
    both turn. alone: the hand with the only controller: its stick walks ahead and back, and turns to the sides.
    """
    if not reading.pushed and not reading.pressed:
        return reading
    taken = _taken(main, walks, alone)
    pushed: dict[str, float] = {}
    for name, value in reading.pushed.items():
        new = taken.get(name, name)
        pushed[new] = max(value, pushed.get(new, 0.0))
    return Reading(pushed=pushed, pressed=frozenset(taken.get(name, name) for name in reading.pressed))


@functools.cache
def _taken(main: Side, walks: bool, alone: Side | None) -> Mapping[str, str]:
    """Return by what name each half of a stick goes that has another one."""
    if alone is not None:
        return _alone(alone, walks=walks)
    if walks:
        return {**_renamed(other(main), WALKS), **_renamed(main, TURNS)}
    return {**_renamed(WALKS, TURNS), **_renamed(TURNS, TURNS)}


def _renamed(side: Side, new: Side) -> Mapping[str, str]:
    return MappingProxyType(dict(zip(names(side), names(new), strict=True)))


def _alone(side: Side, *, walks: bool) -> Mapping[str, str]:
    axes = {"x": TURNS, "y": WALKS if walks else TURNS}
    return {f"vr_{side}_{half}": f"vr_{axes[half[0]]}_{half}" for half in HALVES}
