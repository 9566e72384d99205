"""Wires: the edges between one neuron and others, from where the one stands to where the other does.

They taper from the one that gives to the one that takes: of all ways to draw directed edges that one is read best
(Holten and van Wijk, A user study on visualizing directed edges in graphs, 2009).
"""

import functools
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.world import palette, pieces, ribbons
from layerwalk.game.world.places import Doubles, Places
from layerwalk.nn.messages import Edges

MOST = 64
"""So many wires are drawn, at most, in each direction."""
PIECES = 30
SEED_M, THICK_M = 0.008, 0.060
"""Half the width of the weakest wire and what the strongest has more, where they begin."""
TAPER = 0.30
"""The width at a wire's end beside that at its beginning."""
ROOM, OPENS, WIDER = 0.55, 0.03, 1.3
"""A wire takes so much of its neurons' width at most, grows by so much of its length from there, up to so much."""
FAN_M, FAN_MOST = 0.45, 12.0
"""Wires that begin or end close together fan out on their way, to so many metres, but not more than so many times."""
FAINT, FIRM = 0.34, 0.62
"""How firm the weakest wire is, and what the strongest has more."""
OUT, RISE = 0.30, 0.40
"""How far a wire goes straight out of its neurons and how much it rises, beside its length."""
OUT_M, RISE_M = 3.2, 9.0
"""And at most so much, in metres."""
UPRIGHT, ASIDE, LOW = 0.99, 1.2, 0.30
"""What goes up like this is a pillar; its wires leave it so much more towards where they go, and rise so much less."""
NEUTRAL = (206, 196, 186)
ANA_UP, ANA_DOWN = (64, 220, 96), (240, 62, 56)

Colours = NDArray[np.uint8]
Floats = NDArray[np.float32]
Find = Callable[[str, NDArray[np.int32]], Places]
"""Where neurons of a layer are: its name, and their indices (n, d)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wires:
    """Hold n wires, weakest first, so that the strongest lie on top.

    starts, start_ways, ends, end_ways: (n, 3) where they leave and arrive, and the ways out of the neurons there.
    rooms_m: (n, 2) half the width of the neurons at both ends. strengths: (n,) in [-1, 1]. left_out, left_out_sum: the
    other edges, and what they add up to. most, least: the contributions that +1 and -1 stand for, 0 where there are
    none of that sign.
    """

    starts: Doubles
    start_ways: Doubles
    ends: Doubles
    end_ways: Doubles
    rooms_m: Doubles
    strengths: Floats
    left_out: int
    left_out_sum: float
    most: float
    least: float

    @property
    def shown(self) -> int:
        """Count the wires."""
        return len(self.strengths)


def gather(
    edges: Sequence[Edges], here: Places, find: Find, *, outgoing: bool = False, by_sign: bool = False, most: int = MOST
) -> Wires:
    """Return the strongest wires between the one neuron at `here` and all others that `edges` tell of.

    by_sign: positive and negative ones have their strengths apart, as in ANA. What stands nowhere is left out, and
    counted with what is too weak to be drawn.
    """
    return pieces.finish(gathering(edges, here, find, outgoing=outgoing, by_sign=by_sign, most=most))


def gathering(
    edges: Sequence[Edges], here: Places, find: Find, *, outgoing: bool = False, by_sign: bool = False, most: int = MOST
) -> Generator[None, None, Wires]:
    """Do what `gather` does piece by piece."""
    found: list[Places] = []
    for each in edges:
        found.append(find(each.node, each.indices[:most]))
        yield
    return _strongest(edges, here, found, outgoing=outgoing, by_sign=by_sign, most=most)


def _strongest(
    edges: Sequence[Edges], here: Places, found: Sequence[Places], *, outgoing: bool, by_sign: bool, most: int
) -> Wires:
    """Return the strongest wires to the neurons that were found, of each of `edges`."""
    spots, outs, rooms = (
        np.concatenate([np.zeros((0, 3)), *(getattr(place, name) for place in found)])
        for name in ("points", "normals", "rights")
    )
    strength, contributions = (
        np.concatenate([np.zeros(0), *(getattr(each, name)[:most] for each in edges)])
        for name in ("strengths_by_sign" if by_sign else "strengths", "contributions")
    )
    known = np.flatnonzero(np.isfinite(spots).all(axis=1))
    chosen = known[np.argsort(-np.abs(contributions[known]), kind="stable")][:most][::-1]
    total = sum(float(each.contributions.sum(dtype=np.float64)) + each.left_out_sum for each in edges)
    there = spots[chosen], outs[chosen], np.linalg.norm(rooms[chosen], axis=1)
    room = np.linalg.norm(here.rights[:1], axis=1)
    alone = here.points[:1], here.normals[:1], room
    own = tuple(np.broadcast_to(part, each.shape) for part, each in zip(alone, there, strict=True))
    (starts, start_ways, first), (ends, end_ways, last) = (own, there) if outgoing else (there, own)
    return Wires(
        starts=starts,
        start_ways=start_ways,
        ends=ends,
        end_ways=end_ways,
        rooms_m=np.stack([first, last], axis=1),
        strengths=strength[chosen].astype(np.float32),
        left_out=sum(len(each.contributions) + each.left_out for each in edges) - len(chosen),
        left_out_sum=total - float(contributions[chosen].sum(dtype=np.float64)),
        most=float(max(0.0, contributions.max(initial=0.0))),
        least=float(min(0.0, contributions.min(initial=0.0))),
    )


def build(wires: Wires, *, colours: str = "signed", neutral: bool = False) -> p3d.NodePath:
    """Build the wires as one mesh.

    colours: 'signed', blue for what is below 0 and orange above, or 'ana', red and green. neutral: all in one colour,
    where nothing is weighed. What is below 0 is dashed as well.
    """
    return ribbons.drawn(p3d.NodePath(pieces.finish(building(wires, colours=colours, neutral=neutral))))


def building(wires: Wires, *, colours: str = "signed", neutral: bool = False) -> Generator[None, None, p3d.GeomNode]:
    """Build piece by piece what `build` returns; whatever it hangs under is to be drawn as ribbons are."""
    size, lines = np.abs(wires.strengths), curves(wires)
    yield
    halves = halves_m(wires, lines)
    paint = np.empty((wires.shown, 4), np.uint8)
    paint[:, :3] = NEUTRAL if neutral else coloured(wires.strengths, colours)
    paint[:, 3] = np.round(255 * (FAINT + FIRM * size))
    yield
    return (yield from ribbons.building(lines, halves, paint, dashed=wires.strengths < 0, name="wires"))


def halves_m(wires: Wires, lines: Doubles) -> Doubles:
    """Return half the width of each wire at each of its points: it tapers, and is no wider than its neurons."""
    t = _steps(lines.shape[1])
    wide = (SEED_M + THICK_M * np.abs(wires.strengths))[:, None] * (1.0 + (TAPER - 1.0) * t)
    apart = np.linalg.norm(wires.ends - wires.starts, axis=1, keepdims=True) * OPENS
    wide = np.minimum(wide, WIDER * wires.rooms_m.min(axis=1, keepdims=True))
    room = wires.rooms_m * ROOM
    found: Doubles = np.minimum(wide, np.minimum(room[:, :1] + apart * t, room[:, 1:] + apart * (1.0 - t)))
    return found


def coloured(strengths: Floats, colours: str) -> Colours:
    """Return the colour of each strength, (n, 3) uint8."""
    if colours == "ana":
        size = np.abs(strengths)[:, None]
        full = np.where(strengths[:, None] > 0, ANA_UP, ANA_DOWN)
        return (full * (0.30 + 0.70 * size)).astype(np.uint8)
    reach = palette.STEPS - 1 - palette.SIGNED_ZERO
    # The middle of the palette is as dark as the walls: a wire keeps a hint of its sign however weak it is.
    lifted = np.sign(strengths) * (0.22 + 0.78 * np.abs(strengths))
    steps = np.rint(palette.SIGNED_ZERO + reach * lifted).astype(int)
    found = palette.signed()[np.clip(steps, 0, palette.STEPS - 1)]
    return np.where(strengths[:, None] == 0, np.array(NEUTRAL, np.uint8) // 2, found)


def curves(wires: Wires) -> Doubles:
    """Return the wires as curves, (n, pieces + 1, 3): straight out of a neuron, over walls, into the other one."""
    apart = np.linalg.norm(wires.ends - wires.starts, axis=1, keepdims=True)
    out, rise = np.minimum(OUT * apart, OUT_M), np.minimum(RISE * apart, RISE_M) * np.array([0.0, 0.0, 1.0])
    over = wires.ends - wires.starts
    first, last = _leaving(wires.start_ways, over, out, rise), _leaving(wires.end_ways, -over, out, rise)
    fan = _fanned(wires.starts) + _fanned(wires.ends)
    corners = wires.starts, wires.starts + first + fan, wires.ends + last + fan, wires.ends
    found: Doubles = _bending() @ np.stack(corners, axis=1)
    return found


@functools.cache
def _bending() -> Doubles:
    """Return how much each of a curve's four corners counts at each of its points, (pieces + 1, 4)."""
    t = _steps(PIECES + 1)
    return np.stack([(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3], axis=1)


def _leaving(ways: Doubles, over: Doubles, out: Doubles, rise: Doubles) -> Doubles:
    """Return how wires leave their neurons, (n, 3): out of a face and up; off a pillar rather aside, under lanterns."""
    level = over * np.array([1.0, 1.0, 0.0])
    level /= np.maximum(np.linalg.norm(level, axis=1, keepdims=True), 1e-6)
    found: Doubles = np.where(ways[:, 2:] > UPRIGHT, level * out * ASIDE + rise * LOW, ways * out + rise)
    return found


def _fanned(points: Doubles) -> Doubles:
    """Return how far each wire keeps from the middle one on its way, (n, 3)."""
    away = points - points.mean(axis=0) if len(points) else points
    reach = float(np.linalg.norm(away, axis=1).max(initial=0.0))
    found: Doubles = away * min(FAN_MOST, max(0.0, FAN_M / max(reach, 1e-6) - 1.0))
    return found


def _steps(count: int) -> Doubles:
    """Return places along a wire, 0 to 1, closer together where it bends: at its ends."""
    found: Doubles = (1.0 - np.cos(np.linspace(0.0, np.pi, count))) / 2.0
    return found
