"""Which signs a stage bears: where the neurons and maps are that lesions hit, and the connections that they cut."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.world import scars, wires
from layerwalk.game.world.placement import Placement, Stage
from layerwalk.game.world.places import Places, place_of, places_of
from layerwalk.game.world.scars import Sign, Squares, Strokes
from layerwalk.nn.lesions import units
from layerwalk.nn.lesions.targets import Edge, Edges, Kind, Lesion, Lesions, Scale
from layerwalk.nn.network import NetworkSpec, NodeSpec

MOST = 4096
"""So many neurons of a layer, at most, bear a sign each; of more, only their number is told."""
CELL = 0.30
"""Half a sign beside the side of its cell."""
LEAST_M, LEAST_SHARE, FEW = 0.095, 0.06, 24
"""Signs on so few neurons are at least so large, on a map that is elsewhere beside its half side."""
INSET = 0.95
"""The frame round a map that is elsewhere stays off what is written round it."""
SEEN = 320.0
"""A sign is drawn up to so many times half its size away; farther off it would be a speck."""
CUT_M, NAMES_M, TINY_M = 0.26, 0.14, 0.10
LIFT_M = 0.02


@dataclass(slots=True, kw_only=True)
class Scars:
    """Gather what a layer bears: signs that are seen from anywhere, small ones, and half the size of the small ones."""

    large: list[Strokes] = field(default_factory=list)
    small: list[Strokes] = field(default_factory=list)
    half_m: float = LEAST_M


def sign_of(kind: Kind) -> Sign:
    """Return the sign of a kind of lesion."""
    if isinstance(kind, Scale):
        return "zero" if kind.factor == 0 else "weaker" if kind.factor < 1 else "stronger"
    return kind.form


def build(
    placement: Placement, spec: NetworkSpec, node: NodeSpec, lesions: Lesions, *, absent: frozenset[int] = frozenset()
) -> p3d.NodePath:
    """Return the signs that a layer's lesions leave on its stage, two draw calls at most.

    absent: the maps that are elsewhere; `on_map` has their signs.
    """
    path = p3d.NodePath(f"scars {node.name}")
    found = _gathered(placement, spec, node, lesions, absent)
    if found.large:
        scars.build(found.large, name="large scars").reparent_to(path)
    if found.small:
        middle = _middle(placement, node)
        near = path.attach_new_node(p3d.LODNode("near"))
        near.node().set_center(p3d.LPoint3(*middle))
        near.node().add_switch(found.half_m * SEEN + _radius_m(placement, node), 0.0)
        scars.build(found.small, name="small scars").reparent_to(near)
    return path


def on_map(node: NodeSpec, lesions: Lesions, map: int) -> p3d.NodePath | None:
    """Return the signs of a map that is elsewhere, on a square from -1 to 1 that faces -Y; None where it is whole."""
    found: list[Strokes] = []
    for lesion in lesions:
        if lesion.target.node != node.name or isinstance(lesion.target, Edge | Edges):
            continue
        hit = units.of_layer(lesion.target, node.shape)[map]
        hit = hit.reshape(len(hit), -1)
        sign = sign_of(lesion.kind)
        if hit.all():
            found += scars.framed(_squares(np.zeros((1, 2)), np.full(2, INSET)), sign)
        elif 0 < hit.sum() <= MOST:
            found += scars.signs(_cells(hit), sign)
    return scars.build(found, name="scars", shader="curve") if found else None


def _cells(hit: units.Mask) -> Squares:
    """Return squares for signs on the neurons of a map that are hit (rows, columns), the first row on top."""
    at, size = np.argwhere(hit), np.array(hit.shape)
    down, right = ((2 * at + 1) / size - 1).T
    least = LEAST_SHARE if len(at) <= FEW else 0.0
    return _squares(np.stack([right, -down], axis=1), np.maximum(2 * CELL / size[::-1], least))


def _squares(middles: NDArray[np.float64], half: NDArray[np.float64]) -> Squares:
    """Return squares round points (n, 2), right and up, in the plane that faces -Y; half: (2,), of all their sides."""
    rights, ups = np.array([half[0], 0.0, 0.0]), np.array([0.0, 0.0, half[1]])
    count = len(middles)
    return Squares(
        middles=np.insert(middles, 1, 0.0, axis=1), rights=np.tile(rights, (count, 1)), ups=np.tile(ups, (count, 1))
    )


def unmarked(node: NodeSpec, lesions: Lesions) -> int:
    """Return how many neurons of a layer are hit, where they are too many to bear a sign each; else 0."""
    hit = np.zeros(node.shape, np.bool_)
    for lesion in lesions:
        if not isinstance(lesion.target, Edge | Edges):
            hit |= units.of_layer(lesion.target, node.shape)
    _, cells = _split(hit)
    return int(hit.sum()) if len(cells) > MOST else 0


def _gathered(
    placement: Placement, spec: NetworkSpec, node: NodeSpec, lesions: Lesions, absent: frozenset[int]
) -> Scars:
    found = Scars()
    left = MOST
    for lesion in lesions:
        if isinstance(lesion.target, Edge | Edges):
            found.large += _cut(placement, spec, lesion)
            continue
        hit = units.of_layer(lesion.target, node.shape)
        hit[list(absent)] = False
        maps, cells = _split(hit)
        if maps.size and len(node.shape) > 1:
            for squares in _panels(placement, node, maps):
                found.large += scars.framed(squares, sign_of(lesion.kind))
        if 0 < len(cells) <= left:
            left -= len(cells)
            squares = _faces(placement, spec, node, cells)
            if len(squares):
                found.half_m = max(float(np.linalg.norm(squares.rights[0])), 1e-3)
                found.small += scars.signs(squares, sign_of(lesion.kind))
    return found


def _split(hit: units.Mask) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """Return the maps that are hit as a whole, and the index of every other neuron that is hit."""
    if hit.ndim == 1:
        return np.zeros(0, np.int_), np.argwhere(hit)
    stack = hit if hit.ndim > 2 else hit[None]  # a table is one map
    whole = stack.reshape(len(stack), -1).all(axis=1)
    rest = stack.copy()
    rest[whole] = False
    return np.flatnonzero(whole), np.argwhere(rest)[:, stack.ndim - hit.ndim :]


def _stages(placement: Placement, node: NodeSpec) -> Iterable[Stage]:
    return (stage for stage in placement.stages if stage.node == node.name)


def _panels(placement: Placement, node: NodeSpec, maps: NDArray[np.int_]) -> Iterable[Squares]:
    """Return where whole maps hang."""
    for stage in _stages(placement, node):
        first, count = stage.page
        here = maps[(maps >= first) & (maps < first + count)] - first
        if stage.shell and len(here):
            shell = stage.shell
            yield Squares(
                middles=np.asarray(shell.centres, np.float64)[here],
                rights=np.asarray(shell.rights, np.float64)[here],
                ups=np.asarray(shell.ups, np.float64)[here],
            )


def _faces(placement: Placement, spec: NetworkSpec, node: NodeSpec, cells: NDArray[np.int_]) -> Squares:
    """Return the squares for signs on single neurons: on their cell, or on the front of their pillar."""
    places = places_of(placement, spec, node.name, cells)
    stands: NDArray[np.bool_] = np.asarray(np.isfinite(places.feet).all(axis=1))
    rights, ups, normals = places.rights[stands], places.ups[stands], places.normals[stands]
    least = LEAST_M if len(cells) <= FEW else 0.0
    if len(node.shape) > 1:
        half = np.maximum(np.linalg.norm(rights, axis=1, keepdims=True) * 2 * CELL, least)
        middles = places.feet[stands] + normals * LIFT_M
        return Squares(middles=middles, rights=_unit(rights) * half, ups=_unit(ups) * half)
    return _fronts(placement, spec, node, places, stands)


def _fronts(
    placement: Placement, spec: NetworkSpec, node: NodeSpec, places: Places, stands: NDArray[np.bool_]
) -> Squares:
    """Return squares on the fronts of pillars, near their feet; on plinths, under the column."""
    feet, rights, depths = places.feet[stands], places.rights[stands], places.ups[stands]
    upward = np.tile([0.0, 0.0, 1.0], (len(feet), 1))
    if node is spec.answer:
        front = feet - _unit(depths) * (placement.plinth_m / 2 + LIFT_M) - upward * NAMES_M
        return Squares(middles=front, rights=_unit(rights) * TINY_M, ups=upward * TINY_M)
    half = np.maximum(np.linalg.norm(rights, axis=1, keepdims=True) * 0.8, LEAST_M)
    front = feet - depths - _unit(depths) * LIFT_M + upward * half * 1.3
    return Squares(middles=front, rights=_unit(rights) * half, ups=upward * half)


def _cut(placement: Placement, spec: NetworkSpec, lesion: Lesion) -> list[Strokes]:
    """Draw the stumps of a connection before the neuron to which it led."""
    target = lesion.target
    assert isinstance(target, Edge | Edges)
    here = place_of(placement, spec, target.node, target.index)
    if here is None:
        return []
    way = _way_in(here, _origin(placement, spec, target))
    return scars.cut(here.points[0], way, sign_of(lesion.kind), size_m=CUT_M)


def _way_in(here: Places, origin: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the way out of a neuron along which wires come in."""
    apart = float(np.linalg.norm(origin - here.points[0]))
    out_m, rise_m = min(wires.OUT * apart, wires.OUT_M), min(wires.RISE * apart, wires.RISE_M)
    way: NDArray[np.float64] = here.normals[0] * out_m + np.array([0.0, 0.0, rise_m])
    return way


def _origin(placement: Placement, spec: NetworkSpec, target: Edge | Edges) -> NDArray[np.float64]:
    """Return where a connection comes from; those of the picture come from the desk."""
    shape = spec.node(target.source).shape
    index = target.at if isinstance(target, Edge) else (target.map, *(size // 2 for size in shape[1:]))
    place = place_of(placement, spec, target.source, index)
    return np.asarray(placement.desk.point, np.float64) if place is None else place.points[0]


def _middle(placement: Placement, node: NodeSpec) -> tuple[float, float, float]:
    for stage in _stages(placement, node):
        return stage.floor.centre
    return placement.island.centre


def _radius_m(placement: Placement, node: NodeSpec) -> float:
    return max([placement.island.radius_m, *(stage.floor.radius_m for stage in _stages(placement, node))])


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return found
