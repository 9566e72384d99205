"""The cove, the default world: stages round a horseshoe in a lake, the desk in the south, the answer in the middle."""

import math
from collections.abc import Sequence
from dataclasses import replace

from layerwalk.game.world.layouts import branches, bridges, island, paths, ring, tiers, whole
from layerwalk.game.world.layouts import court as courts
from layerwalk.game.world.layouts.branches import Slot
from layerwalk.game.world.layouts.ring import Discs, Scale
from layerwalk.game.world.placement import Placement
from layerwalk.nn.network import NetworkSpec

FLAT_STAGES = 16
"""Layers that take up as much room as so many stages stand on one ring; more on tiers."""
FLAT = Scale(stage_m=6.6, gap_m=2.4)
DEEP = Scale(stage_m=5.2, gap_m=1.8)
SINGLE_BEARING_DEG = -60.0
SPREADS = tuple(1.08**k for k in range(16))


def build(spec: NetworkSpec) -> Placement:
    """Return the cove of a network: a pure function, the same for the same network.

    Parallel layers stand side by side where bridges and floors keep clear of each other, else in the signal's order.
    """
    for slots in (branches.slots(spec), branches.in_order(spec)):
        for spread in SPREADS:
            floors = _floors(slots, spread)
            flat = [disc for slot in floors for chain in slot for disc in chain]
            home = island.place()
            court = courts.place(flat, home)
            walkways = paths.walkways(court, floors, home)
            if bridges.clear((court, home, *flat), walkways):
                return whole.placement(spec, slots, floors, court, walkways)
    raise ValueError(f"network {spec.name}: {len(spec.hidden)} layers found no place in the cove")


def _floors(slots: Sequence[Slot], spread: float) -> tuple[Discs, ...]:
    """Return the floors of all slots, in the order of the signal."""
    if not slots:
        return ()
    if ring.mileage(slots, FLAT)[-1] > (FLAT_STAGES - 1) * (2 * FLAT.stage_m + FLAT.gap_m) + 1e-6:
        return tiers.place(slots, replace(DEEP, spread=spread))
    return _ring(slots, replace(FLAT, spread=spread))


def _ring(slots: Sequence[Slot], scale: Scale) -> tuple[Discs, ...]:
    """Return the floors on a single ring, no wider than their number asks for or their length fills."""
    inward_m = max(scale.inward_m(slot) for slot in slots)
    least_m = 2 * scale.stage_m + 9.0 + inward_m
    if len(slots) == 1:
        return ring.place(slots, scale, radius_m=least_m, start_deg=SINGLE_BEARING_DEG, end_deg=SINGLE_BEARING_DEG)
    # An odd number of stages leaves a place empty beside the north: none then stands right behind the lantern.
    empty = None if inward_m or len(slots) % 2 == 0 else (len(slots) + 1) // 2
    length_m = ring.mileage(slots, scale, empty)[-1]
    arc = math.radians(_arc_deg(len(slots) + (empty is not None)))
    radius_m = max(length_m / arc * scale.spread, least_m)
    half_deg = math.degrees(length_m / radius_m if inward_m else arc) / 2
    return ring.place(slots, scale, radius_m=radius_m, start_deg=-half_deg, end_deg=half_deg, empty=empty)


def _arc_deg(count: int) -> float:
    """Return the horseshoe's arc: wide enough to embrace, open enough that all shells are seen from the court."""
    if count <= courts.FEW:
        return min(150.0, 120.0 + 10.0 * (count - 2))
    return min(190.0, 150.0 + 5.0 * (count - courts.FEW))
