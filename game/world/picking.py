"""Which neuron a ray meets: arithmetic over the placement, so that millions cost no more than hundreds.

Walls, floors and bridges hide what lies behind them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from layerwalk.game.world import answer, faces, furniture, posts, rays, targets
from layerwalk.game.world.balls import Balls, Columns
from layerwalk.game.world.faces import Face
from layerwalk.game.world.placement import Placement, Point, Stage, Walkway
from layerwalk.game.world.rays import Ray
from layerwalk.game.world.relief import Share
from layerwalk.game.world.targets import Met, Search, Target
from layerwalk.nn.network import NetworkSpec, NodeSpec

Shares = Mapping[str, Share]
"""Node -> its values as shown, in [0, 1], of the node's shape: how tall its neurons stand."""

DEEP = furniture.COLUMN_DEPTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """Name a neuron: its layer, its feature map (its place in a line; None: the mean over all maps), row and column.

    point: where the ray meets it, world, metres.
    """

    node: str
    map: int | None
    row: int
    column: int
    distance_m: float
    point: Point


class Picking:
    """Hold everything of a world that a ray can meet, worked out once; the answer to a ray costs little then."""

    def __init__(self, placement: Placement, spec: NetworkSpec) -> None:
        """Take a world as it stands; each stage is worked out when a ray first comes near it."""
        self._places: list[_Place | _Plinths] = [_Place(stage, spec.node(stage.node)) for stage in placement.stages]
        if placement.plinths:
            self._places.append(_Plinths(placement, spec.answer))
        self._balls = Balls([place.centre for place in self._places], [place.reach_m for place in self._places])
        self._floors = rays.levels((disc.centre, disc.radius_m) for disc in placement.discs)
        self._bridges = _Bridges(placement)

    def prepare(self) -> None:
        """Work out all stages now, a millisecond each, so that no frame has to in which a ray first comes near one."""
        for place in self._places:
            place.targets(lies=True)

    def pick(self, ray: Ray, *, shares: Shares | None = None, focus: Point | None = None) -> Picked | None:
        """Return the first neuron on the way of `ray`, None where it meets a wall first or nothing at all.

        Without shares all neurons are low. focus: the eye round which the cells of near maps stand up; without it
        they lie flat.
        """
        first = self._first(ray, shares or {}, focus, Met(self.disc_m(ray)))
        if not first.node or self._bridges.meet(ray, first.distance_m) < first.distance_m:
            return None
        return Picked(
            node=first.node,
            map=first.map,
            row=first.row,
            column=first.column,
            distance_m=first.distance_m,
            point=ray.at(first.distance_m),
        )

    def floor_and_wall_m(self, ray: Ray) -> tuple[float, float]:
        """Return how far along `ray` the first floor or bridge is, and the first thing that stands; inf for none."""
        floor_m = self._bridges.meet(ray, self.disc_m(ray))
        return floor_m, self._first(ray, {}, None, Met(math.inf), lies=False).distance_m

    def _first(self, ray: Ray, shares: Shares, focus: Point | None, met: Met, *, lies: bool = True) -> Met:
        """Return what is met first: `met`, or something nearer. lies: what lies in the floor counts, too."""
        search = Search(ray=ray, shares=shares, focus=focus)
        for way_m, number in self._balls.near(ray, met.distance_m):
            if way_m >= met.distance_m:
                break
            for target in self._places[number].targets(lies=lies):
                met = target.meet(search, met.distance_m) or met
        return met

    def disc_m(self, ray: Ray) -> float:
        """Return how far along `ray` the first round floor is, inf for none."""
        return rays.discs(ray, self._floors)


def pick(
    ray: Ray, placement: Placement, spec: NetworkSpec, *, shares: Shares | None = None, focus: Point | None = None
) -> Picked | None:
    """Return the first neuron on the way of one ray; see `Picking.pick`."""
    return Picking(placement, spec).pick(ray, shares=shares, focus=focus)


def floor_and_wall_m(ray: Ray, placement: Placement, spec: NetworkSpec) -> tuple[float, float]:
    """Return how far along one ray floor and wall are; see `Picking.floor_and_wall_m`."""
    return Picking(placement, spec).floor_and_wall_m(ray)


class _Place:
    """A stage, and a ball round it."""

    def __init__(self, stage: Stage, node: NodeSpec) -> None:
        self.centre, self.reach_m = stage.floor.centre, targets.reach_m(stage)
        self._stage, self._spec = stage, node
        self._upright: tuple[Target, ...] = ()
        self._all: tuple[Target, ...] = ()

    def targets(self, *, lies: bool) -> tuple[Target, ...]:
        """Return what a ray can meet there; lies: what lies in the floor, too."""
        if not self._upright:
            self._upright = tuple(targets.upright(self._stage, self._spec))
            self._all = (*targets.level(self._stage, self._spec), *self._upright)
        return self._all if lies else self._upright


class _Plinths:
    """The plinths of the answer, and the columns on them, as tall as their classes are probable."""

    def __init__(self, placement: Placement, node: NodeSpec) -> None:
        width, self._node, self._top_m = placement.plinth_m, node.name, furniture.PLINTH_TALL_M + furniture.PLINTH_TOP_M
        wide = furniture.COLUMN_SHARE * width
        self._posts = tuple(
            (
                posts.post(pose.point, pose.heading_deg, width_m=width, depth_m=width),
                posts.post(_over(pose.point, self._top_m), pose.heading_deg, width_m=wide, depth_m=DEEP * wide),
            )
            for pose in placement.plinths
        )
        tall_m = self._top_m + answer.LOW_M + furniture.COLUMN_TALL_M
        self._columns = Columns([pose.point for pose in placement.plinths], width, tall_m=tall_m)
        self._known: tuple[object, list[float]] = (None, [answer.LOW_M] * len(self._posts))
        middle = np.mean([pose.point for pose in placement.plinths], axis=0).tolist()
        self.centre: Point = (middle[0], middle[1], middle[2])
        aside_m = max(math.dist(pose.point, self.centre) for pose in placement.plinths)
        self.reach_m = aside_m + width + tall_m

    def targets(self, *, lies: bool) -> tuple[Target, ...]:
        """Return itself: all of it stands."""
        return (self,)

    def meet(self, search: Search, within_m: float) -> Met | None:
        """Return where one of them is met."""
        found: Met | None = None
        for near_m, number in self._columns.near(search.ray, within_m):
            if near_m >= within_m:
                break
            stone, column = self._posts[number]
            column_m = posts.meet(search.ray, column, tall_m=self._talls_m(search)[number])
            first_m = min(column_m, posts.meet(search.ray, stone, tall_m=self._top_m))
            if first_m < within_m:
                within_m, found = first_m, Met(first_m, self._node, number)
        return found

    def _talls_m(self, search: Search) -> list[float]:
        """Return how tall the columns are; it is worked out anew with every answer."""
        share = search.shares.get(self._node)
        if share is not self._known[0]:
            tall = 0.0 if share is None else furniture.COLUMN_TALL_M * share.reshape((-1,))[:]
            self._known = share, np.broadcast_to(answer.LOW_M + tall, len(self._posts)).tolist()
        return self._known[1]


def _over(point: Point, by_m: float) -> Point:
    return point[0], point[1], point[2] + by_m


class _Bridges:
    """The bridges, whose faces are their floors, by how high they reach: most ways stay over most of them."""

    def __init__(self, placement: Placement) -> None:
        tops: dict[float, list[Walkway]] = {}
        for way in placement.walkways:
            tops.setdefault(max(way.start[2], way.end[2]), []).append(way)
        self._tops = tuple((top_m, _round(ways), tuple(map(_bridge, ways))) for top_m, ways in tops.items())

    def meet(self, ray: Ray, within_m: float) -> float:
        """Return the distance to the first bridge on a ray, `within_m` where there is none so near."""
        start, way = ray.origin[2], ray.direction[2]
        for top_m, balls, bridges in self._tops:
            if (start + within_m * way if way < 0.0 else start) > top_m:
                continue
            for near_m, number in balls.near(ray, within_m):
                if near_m >= within_m:
                    break
                met = faces.inside(ray, bridges[number], two_sided=True, within_m=within_m)
                within_m = met[0] if met is not None else within_m
        return within_m


def _round(ways: Sequence[Walkway]) -> Balls:
    """Return balls round bridges."""
    middles = np.array([[way.start, way.end] for way in ways], np.float64).mean(axis=1)
    return Balls(middles, [math.hypot(math.dist(way.start, way.end), way.width_m) / 2 for way in ways])


def _bridge(way: Walkway) -> Face:
    x, y, z = ((b - a) / 2 for a, b in zip(way.start, way.end, strict=True))
    half = way.width_m / 2 / math.hypot(x, y)
    middle = ((a + b) / 2 for a, b in zip(way.start, way.end, strict=True))
    return faces.face(middle, (y * half, -x * half, 0.0), (x, y, z))
