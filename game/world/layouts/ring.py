"""The horseshoe: where the stages of one arc stand, in the order of the signal."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from layerwalk.game.world.layouts.branches import Slot
from layerwalk.game.world.placement import Disc

Discs = tuple[tuple[Disc, ...], ...]
"""The floors of a slot, chain by chain."""

FLOOR_M = 0.5
PETAL = 0.55
"""Radius of the stages of parallel chains, as a part of a stage's radius."""
ROWS = (0, 1, -1, 2)
"""Where parallel chains stand: on the chord between split and join, lakewards of it (1, 2), outside it (-1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Sizes that the whole ring shares: a stage's radius, the gap between stages; spread > 1 gives branches room."""

    stage_m: float
    gap_m: float
    spread: float = 1.0

    @property
    def petal_m(self) -> float:
        """Return the radius of the stages of parallel chains."""
        return PETAL * self.stage_m

    @property
    def petal_pitch_m(self) -> float:
        """Return the distance between neighbouring petals."""
        return (2 * self.petal_m + 1.6) * self.spread

    def reach_m(self, slot: Slot) -> float:
        """Return half the length that a slot takes on the ring."""
        if len(slot) == 1:
            return self.stage_m
        return self.petal_m + (len(slot[0]) - 1) / 2 * self.petal_pitch_m + (self.spread - 1) * self.stage_m

    def inward_m(self, slot: Slot) -> float:
        """Return how far a slot's chains reach lakewards of the first."""
        return max(ROWS[: len(slot)]) * self.petal_pitch_m

    def depth_m(self, slot: Slot) -> float:
        """Return how far a slot's outermost and innermost chain are apart."""
        return (len(slot) - 1) * self.petal_pitch_m


def mileage(slots: Sequence[Slot], scale: Scale, empty: int | None = None) -> list[float]:
    """Return how far along the ring the middle of each slot stands from the first one's, in metres.

    empty: before the slot of this index, room for one more stage is left free.
    """
    marks = [0.0]
    for k, (before, after) in enumerate(itertools.pairwise(slots), start=1):
        free_m = 2 * scale.stage_m + scale.gap_m if k == empty else 0.0
        marks.append(marks[-1] + scale.reach_m(before) + scale.gap_m + free_m + scale.reach_m(after))
    return marks


def place(
    slots: Sequence[Slot],
    scale: Scale,
    *,
    radius_m: float,
    start_deg: float,
    end_deg: float,
    empty: int | None = None,
) -> tuple[Discs, ...]:
    """Return the floors of the slots along an arc round the origin, all at the lake's level.

    start_deg, end_deg: bearings of the first and the last slot, clockwise from north. A single slot stands
    at the start.
    """
    if not slots:
        return ()
    marks = mileage(slots, scale, empty)
    along = 1.0 if end_deg > start_deg else -1.0
    bearings = [start_deg + (end_deg - start_deg) * mark / max(marks[-1], 1e-9) for mark in marks]
    return tuple(
        _floors(slot, scale, radius_m=radius_m, bearing_deg=bearing, along=along, lakewards=k < len(slots) - 2)
        for k, (slot, bearing) in enumerate(zip(slots, bearings, strict=True))
    )


def _floors(slot: Slot, scale: Scale, *, radius_m: float, bearing_deg: float, along: float, lakewards: bool) -> Discs:
    """Place a slot's chains side by side, the first in line with the split and the join.

    The bridge that leaves the arc's last stage runs lakewards: chains just before it keep to the other side.
    """
    sine, cosine = math.sin(math.radians(bearing_deg)), math.cos(math.radians(bearing_deg))
    size_m, chord_m = scale.stage_m, radius_m
    if len(slot) > 1:
        lead_m = scale.stage_m + scale.gap_m + scale.reach_m(slot)
        size_m, chord_m = scale.petal_m, radius_m * math.cos(lead_m / radius_m)

    def floor(row: int, column: int, length: int) -> Disc:
        stretch = (len(slot[0]) - 1) / max(length - 1, 1)
        out = chord_m - (ROWS[row] if lakewards else -ROWS[row]) * scale.petal_pitch_m
        on = along * (column - (length - 1) / 2) * stretch * scale.petal_pitch_m
        return Disc(centre=(out * sine + on * cosine, out * cosine - on * sine, FLOOR_M), radius_m=size_m)

    return tuple(tuple(floor(row, k, len(chain)) for k in range(len(chain))) for row, chain in enumerate(slot))
