"""Deep networks: arcs of stages behind one another; the signal winds down from the outermost to the lake."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace

from layerwalk.game.world.layouts import ring
from layerwalk.game.world.layouts.branches import Slot
from layerwalk.game.world.layouts.bridges import INSET_M, SLOPE
from layerwalk.game.world.layouts.ring import Discs, Scale
from layerwalk.game.world.placement import Disc

ARC_DEG = 196.0
SHIFT_M = 7.0
"""An outer tier ends so much later, and the next begins so much earlier, that the bridge between them runs aslant and
leaves both shells room to look outward."""
RISE_M = 5.4
"""One tier stands at most so high above the next."""
INNERMOST = 7.2
"""Radius of the innermost tier, in stage radii: at least so much, ..."""
WIDER = tuple(1.0 + 0.04 * k for k in range(11))
"""... and up to so many times as much, where that saves a tier."""
MOST_TIERS = 24


def place(slots: Sequence[Slot], scale: Scale) -> tuple[Discs, ...]:
    """Return the floors of the slots on as few tiers as hold them, each a little lower than the one before.

    The signal enters in the west of the outermost tier; tiers alternate in direction, so that the end of one lies
    beside the start of the next.
    """
    radii, runs = _share(slots, scale)
    flat = [
        _tier(run, scale, radius_m, k, len(radii)) for k, (run, radius_m) in enumerate(zip(runs, radii, strict=True))
    ]
    return descend(tuple(itertools.chain.from_iterable(flat)), RISE_M * len(radii))


def _share(slots: Sequence[Slot], scale: Scale) -> tuple[list[float], list[Sequence[Slot]]]:
    """Return the tiers' radii, the outermost first, and the slots on each."""
    for count, wider in itertools.product(range(1, MOST_TIERS), WIDER):
        radii = _radii(slots, scale, count, wider)
        runs = _runs(slots, scale, radii)
        if all(_fits(run, scale, radius_m) for run, radius_m in zip(runs, radii, strict=True)):
            return radii, runs
    raise ValueError(f"{len(slots)} layers are more than {MOST_TIERS - 1} tiers hold")


def _fits(run: Sequence[Slot], scale: Scale, radius_m: float) -> bool:
    return bool(run) and ring.mileage(run, scale)[-1] <= math.radians(ARC_DEG) * radius_m


def _tier(run: Sequence[Slot], scale: Scale, radius_m: float, index: int, count: int) -> tuple[Discs, ...]:
    """Place the tier number `index` from outside, in its direction."""
    side = 1.0 if index % 2 else -1.0
    shift_deg = math.degrees(SHIFT_M / radius_m)
    start_deg = ARC_DEG / 2 - (shift_deg if index > 0 else 0.0)
    end_deg = ARC_DEG / 2 + (shift_deg if index < count - 1 else 0.0)
    return ring.place(run, scale, radius_m=radius_m, start_deg=side * start_deg, end_deg=-side * end_deg)


def _radii(slots: Sequence[Slot], scale: Scale, count: int, wider: float) -> list[float]:
    """Return the tiers' radii, the outermost first; parallel chains push the tiers apart."""
    apart_m = 2 * scale.stage_m + 3.0 + max(scale.depth_m(slot) for slot in slots)
    return [INNERMOST * scale.stage_m * scale.spread * wider + tier * apart_m for tier in reversed(range(count))]


def _runs(slots: Sequence[Slot], scale: Scale, radii: Sequence[float]) -> list[Sequence[Slot]]:
    """Share the slots among the tiers by their radius; parallel chains never end or begin a tier."""
    marks = ring.mileage(slots, scale)
    cuts = [0]
    for filled in itertools.accumulate(radii[:-1]):
        wanted = filled / sum(radii) * marks[-1]
        cut = next((k for k in range(len(slots)) if marks[k] > wanted and k > cuts[-1]), len(slots) - 1)
        while cut < len(slots) - 1 and (len(slots[cut]) > 1 or len(slots[cut - 1]) > 1):
            cut += 1
        cuts.append(cut)
    return [slots[start:end] for start, end in itertools.pairwise([*cuts, len(slots)])]


def descend(floors: tuple[Discs, ...], most_m: float) -> tuple[Discs, ...]:
    """Raise every slot above the next one, by the bridges' slope but at most by `most_m` in all; the last stays low."""
    steps = [min(_bridge_m(a[-1], b[0]) for a in one for b in two) * SLOPE for one, two in itertools.pairwise(floors)]
    part = min(1.0, most_m / max(sum(steps), 1e-9))
    heights = [part * sum(steps[k:]) for k in range(len(floors))]
    return tuple(
        tuple(tuple(_lift(floor, height_m) for floor in chain) for chain in slot)
        for slot, height_m in zip(floors, heights, strict=True)
    )


def _bridge_m(a: Disc, b: Disc) -> float:
    return math.dist(a.centre[:2], b.centre[:2]) - a.radius_m - b.radius_m + INSET_M


def _lift(floor: Disc, height_m: float) -> Disc:
    x, y, z = floor.centre
    return replace(floor, centre=(x, y, z + height_m))
