"""What joins the floors: bridges, the thread of light, and light arcs where a connection skips layers."""

import itertools
import math
from collections.abc import Sequence

from layerwalk.game.world.layouts import bridges, island
from layerwalk.game.world.layouts.angles import Flat
from layerwalk.game.world.layouts.branches import Slot
from layerwalk.game.world.layouts.ring import Discs
from layerwalk.game.world.placement import Disc, Point, Pose, Stage, Walkway
from layerwalk.nn.network import NetworkSpec

Line = tuple[Point, ...]

TO_FIRST: Flat = (-2.2, 0.0)
"""The first bridge leaves the court west of its middle, clear of the bridge to the island."""
BACK: Flat = (1.6, 0.0)
"""The way back runs so far east of the middles: it passes the desk, which would hide it from the entrance."""
ARC_POINTS = 17
ARC_RISE_M = 2.2
ARC_FOOT_M = 0.3
BULGE = 0.22
"""How far a light arc bulges to the lake, as a part of its length."""


def walkways(court: Disc, floors: Sequence[Discs], home: Disc) -> tuple[Walkway, ...]:
    """Return every bridge in the order of the signal, and last the way back from the island to the court."""
    if not floors:
        return (bridges.join(court, home, leave=BACK, land=BACK),)
    ways = [_bridge(court, chain[0], leave=TO_FIRST) for chain in floors[0]]
    for slot, after in itertools.zip_longest(floors, floors[1:]):
        ways += [_bridge(a, b) for chain in slot for a, b in itertools.pairwise(chain)]
        if after is not None:
            ways += [_bridge(chain[-1], next_chain[0]) for chain in slot for next_chain in after]
    last = [chain[-1] for chain in floors[-1]]
    ways += [_bridge(floor, home, land=island.landing(last)) for floor in last]
    return (*ways, bridges.join(home, court, thread=False, leave=BACK, land=BACK))


def _bridge(a: Disc, b: Disc, *, leave: Flat = (0, 0), land: Flat = (0, 0)) -> Walkway:
    """Join two floors; a bridge to a petal is narrower."""
    small = min(a.radius_m, b.radius_m) < 4.5
    return bridges.join(a, b, width_m=bridges.NARROW_M if small else bridges.WIDTH_M, leave=leave, land=land)


def threads(desk: Pose, court: Disc, floors: Sequence[Discs], home: Disc, ways: Sequence[Walkway]) -> tuple[Line, ...]:
    """Return the signal's line from the desk to the island's middle, and one more for every further chain."""
    foot = (desk.point[0], desk.point[1], court.centre[2])
    main = [court, *(floor for slot in floors for floor in slot[0]), home]
    lines = [(foot, *_line(main, ways)[1:])]
    for before, slot, after in zip(floors, floors[1:], floors[2:], strict=False):
        lines += [_line([before[0][-1], *chain, after[0][0]], ways) for chain in slot[1:]]
    return tuple(lines)


def _line(stops: Sequence[Disc], ways: Sequence[Walkway]) -> Line:
    """Return the way over the bridges through the middle of every stop."""
    points = [stops[0].centre]
    for a, b in itertools.pairwise(stops):
        way = next(way for way in ways if _on(way.start, a) and _on(way.end, b))
        points += [way.start, way.end, b.centre]
    return tuple(points)


def _on(point: Point, disc: Disc) -> bool:
    return math.dist(point[:2], disc.centre[:2]) < disc.radius_m


def links(
    spec: NetworkSpec, slots: Sequence[Slot], court: Disc, stages: Sequence[Stage], home: Disc
) -> tuple[Line, ...]:
    """Return a light arc for every connection that no bridge follows."""
    floor_of = {spec.input.name: court, **{stage.node: stage.floor for stage in stages}, spec.answer.name: home}
    walked = _walked(spec, slots)
    return tuple(
        _arc(floor_of[name], floor_of[node.name])
        for node in spec.nodes
        for name in dict.fromkeys(node.inputs)
        if (name, node.name) not in walked
    )


def _walked(spec: NetworkSpec, slots: Sequence[Slot]) -> set[tuple[str, str]]:
    """Return the pairs of layers that a bridge joins."""
    pairs = {(a.name, b.name) for slot in slots for chain in slot for a, b in itertools.pairwise(chain)}
    whole = [((spec.input,),), *slots, ((spec.answer,),)]
    pairs |= {(a[-1].name, b[0].name) for one, two in itertools.pairwise(whole) for a in one for b in two}
    return pairs


def _arc(a: Disc, b: Disc) -> Line:
    """Return a light arc between two floors, bulging towards the origin and upward."""
    (ax, ay, az), (bx, by, bz) = a.centre, b.centre
    mx, my = (ax + bx) / 2, (ay + by) / 2
    out_m = max(math.hypot(mx, my), 1e-6)
    bulge_m = min(2 * BULGE * math.dist((ax, ay), (bx, by)), out_m)
    cx, cy = mx - bulge_m * mx / out_m, my - bulge_m * my / out_m
    points = []
    for k in range(ARC_POINTS):
        t = k / (ARC_POINTS - 1)
        first, middle, last = (1 - t) ** 2, 2 * t * (1 - t), t * t
        rise_m = ARC_FOOT_M + 4 * t * (1 - t) * ARC_RISE_M
        points.append(
            (first * ax + middle * cx + last * bx, first * ay + middle * cy + last * by, (1 - t) * az + t * bz + rise_m)
        )
    return tuple(points)
