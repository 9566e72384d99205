"""Which neuron a ray meets: arithmetic over the placement, so that millions cost no more than hundreds.

Walls, floors and bridges hide what lies behind them.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layerwalk.game.world import answer, furniture, panels, rays, relief, shells
from layerwalk.game.world.placement import Choir, Placement, Point, Shell, Stage
from layerwalk.game.world.rays import Ray
from layerwalk.nn.network import NetworkSpec, NodeSpec

Floats = NDArray[np.float32]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Something on the ray's way; no node: a wall that hides what follows."""

    distance_m: float
    node: str = ""
    map: int | None = None
    row: int = 0
    column: int = 0


def pick(
    ray: Ray,
    placement: Placement,
    spec: NetworkSpec,
    *,
    shares: Mapping[str, Floats] | None = None,
    focus: Point | None = None,
) -> Picked | None:
    """Return the first neuron on the way of `ray`, None where it meets a wall first or nothing at all.

    shares: node -> its values as shown, in [0, 1], of the node's shape: how tall its neurons stand; without them all
    are low. focus: the eye round which the cells of near maps stand up; without it they lie flat.
    """
    shown = shares or {}
    met = list(_floors(ray, placement))
    for stage in placement.stages:
        if rays.passes(ray, stage.floor.centre, _reach_m(stage)):
            met += _on_stage(ray, stage, spec.node(stage.node), shown.get(stage.node), focus)
    if placement.plinths:
        met.append(_plinth(ray, placement, spec, shown.get(spec.answer.name)))
    first = min(met, key=lambda each: each.distance_m)
    if not first.node or not math.isfinite(first.distance_m):
        return None
    return Picked(
        node=first.node,
        map=first.map,
        row=first.row,
        column=first.column,
        distance_m=first.distance_m,
        point=ray.at(first.distance_m),
    )


def floor_and_wall_m(ray: Ray, placement: Placement, spec: NetworkSpec) -> tuple[float, float]:
    """Return how far along `ray` the first floor or bridge is, and the first thing that stands; inf for none."""
    upright = [math.inf]
    for stage in placement.stages:
        if rays.passes(ray, stage.floor.centre, _reach_m(stage)):
            upright += [met.distance_m for met in _upright(ray, stage, spec.node(stage.node), None, None)]
    if placement.plinths:
        upright.append(_plinth(ray, placement, spec, None).distance_m)
    return min(met.distance_m for met in _floors(ray, placement)), min(upright)


def _on_stage(ray: Ray, stage: Stage, node: NodeSpec, share: Floats | None, focus: Point | None) -> Iterator[Met]:
    yield from _upright(ray, stage, node, share, focus)
    if stage.mosaic_m > 0.0:
        yield _mosaic(ray, stage, _map_shape(node)[1:])


def _upright(ray: Ray, stage: Stage, node: NodeSpec, share: Floats | None, focus: Point | None) -> Iterator[Met]:
    """Meet what stands on a stage: its wall with its panels, its steps with their pillars."""
    maps = _map_shape(node)
    if stage.shell:
        yield _wall(ray, stage, stage.shell)
        yield _panel(ray, stage, stage.shell, (maps[1], maps[2]))
        if focus and share is not None:
            yield _standing(ray, stage, stage.shell, share.reshape(maps), focus)
    if stage.choir:
        yield _choir_stone(ray, stage, stage.choir)
        yield _pillar(ray, stage, stage.choir, share)


def _map_shape(node: NodeSpec) -> tuple[int, int, int]:
    """Return (maps, rows, columns): a table is one map, a line one neuron per map."""
    if len(node.shape) == 3:
        return node.shape[0], node.shape[1], node.shape[2]
    return (1, node.shape[0], node.shape[1]) if len(node.shape) == 2 else (node.maps, 1, 1)


def _reach_m(stage: Stage) -> float:
    """Return how far from the middle of its floor a stage reaches, generously."""
    floor, shell, choir = stage.floor, stage.shell, stage.choir
    if shell:
        return max(floor.radius_m, shell.radius_m + shell.face_m + shell.eye[2] - floor.centre[2])
    return floor.radius_m + (choir.steps[-1][2] + choir.low_m + choir.tall_m if choir else 0.0)


def _cell(u: float, v: float, size: tuple[int, int]) -> tuple[int, int]:
    """Return (row, column) of a spot on a map of `size` (rows, columns)."""
    rows, columns = size
    return max(0, min(rows - 1, math.floor(v * rows))), max(0, min(columns - 1, math.floor(u * columns)))


def _panel(ray: Ray, stage: Stage, shell: Shell, size: tuple[int, int]) -> Met:
    distances, u, v = rays.squares(ray, shell.centres, shell.rights, shell.ups)
    best = int(np.argmin(distances))
    if not math.isfinite(distances[best]):
        return Met(distance_m=math.inf)
    row, column = _cell(float(u[best]), float(v[best]), size)
    place = stage.page[0] + best
    return Met(distance_m=float(distances[best]), node=stage.node, map=place, row=row, column=column)


def _standing(ray: Ray, stage: Stage, shell: Shell, shares: Floats, focus: Point) -> Met:
    first, count = stage.page
    found = relief.pick(ray, shell, shares[first : first + count], focus=focus)
    if found is None:
        return Met(distance_m=math.inf)
    distance, place, row, column = found
    return Met(distance_m=distance, node=stage.node, map=first + place, row=row, column=column)


def _mosaic(ray: Ray, stage: Stage, size: tuple[int, int]) -> Met:
    origin, right, down = (np.asarray(part, np.float64) for part in panels.mosaic_frame(stage))
    distance, u, v = rays.squares(ray, origin + (right + down) / 2, right / 2, -down / 2)
    if not math.isfinite(distance[0]):
        return Met(distance_m=math.inf)
    row, column = _cell(float(u[0]), float(v[0]), size)
    return Met(distance_m=float(distance[0]), node=stage.node, row=row, column=column)


def _pillar(ray: Ray, stage: Stage, choir: Choir, share: Floats | None) -> Met:
    first, count = stage.page
    values = np.zeros(count) if share is None else np.ravel(share)[first : first + count]
    heights = choir.low_m + choir.tall_m * values
    distances = rays.pillars(ray, choir.feet, choir.headings_deg, heights, width_m=choir.width_m, depth_m=choir.width_m)
    best = int(np.argmin(distances))
    return Met(distance_m=float(distances[best]), node=stage.node, map=first + best)


def _plinth(ray: Ray, placement: Placement, spec: NetworkSpec, share: Floats | None) -> Met:
    """Meet a plinth of the answer, or the column on it, which is as tall as its class is probable."""
    count, width = len(placement.plinths), placement.plinth_m
    values = np.zeros(count) if share is None else np.ravel(share)
    feet = np.array([pose.point for pose in placement.plinths])
    headings = np.array([pose.heading_deg for pose in placement.plinths])
    top = furniture.PLINTH_TALL_M + furniture.PLINTH_TOP_M
    stone = rays.pillars(ray, feet, headings, np.full(count, top), width_m=width, depth_m=width)
    tall = answer.LOW_M + furniture.COLUMN_TALL_M * values
    wide = furniture.COLUMN_SHARE * width
    column = rays.pillars(ray, feet + [0, 0, top], headings, tall, width_m=wide, depth_m=furniture.COLUMN_DEPTH * wide)
    distances = np.minimum(stone, column)
    best = int(np.argmin(distances))
    return Met(distance_m=float(distances[best]), node=spec.answer.name, map=best)


def _wall(ray: Ray, stage: Stage, shell: Shell) -> Met:
    """Meet the round wall behind the panels, inside or outside, or its foot that goes straight down to the floor."""
    low = math.radians(shell.low_deg)
    distances = []
    for radius in (shells.wall_radius_m(shell), shells.wall_radius_m(shell) + shells.THICK_M):
        high_deg = shell.high_deg + math.degrees(shells.CREST_M / radius)
        edge_m = shell.eye[2] + radius * math.sin(low)
        part = rays.Part(heading_deg=stage.heading_deg, azimuth_deg=shell.azimuth_deg)
        distances += [
            rays.dome(ray, shell.eye, radius, part, low_deg=shell.low_deg, high_deg=high_deg),
            rays.drum(ray, shell.eye, radius * math.cos(low), part, low_m=stage.floor.centre[2], high_m=edge_m),
        ]
    return Met(distance_m=min(distances))


def _choir_stone(ray: Ray, stage: Stage, choir: Choir) -> Met:
    """Meet the steps of a choir, the round wall behind its last row, or the straight ends of both."""
    floor = stage.floor.centre
    back_m, wall_m = choir.steps[-1][1], shells.choir_top_m(choir)
    part = rays.Part(heading_deg=stage.heading_deg, azimuth_deg=choir.azimuth_deg)
    walls = [(inner, height) for inner, _, height in choir.steps]
    walls += [(back_m, wall_m), (back_m + shells.THICK_M, wall_m)]
    round_m = [rays.drum(ray, floor, radius, part, low_m=floor[2], high_m=floor[2] + tall) for radius, tall in walls]
    profile = np.array([*choir.steps, (back_m, back_m + shells.THICK_M, wall_m)])
    straight_m = (_end(ray, stage, profile, side * choir.azimuth_deg) for side in (-1.0, 1.0))
    return Met(distance_m=min(*round_m, *straight_m))


def _end(ray: Ray, stage: Stage, profile: rays.Doubles, off_deg: float) -> float:
    """Meet upright faces that run outward from the stage's middle: rows of (inner radius, outer radius, height)."""
    turn = math.radians(stage.heading_deg + off_deg)
    out, up = np.array([-math.sin(turn), math.cos(turn), 0.0]), np.array([0.0, 0.0, 1.0])
    inner, outer, height = (column[:, None] for column in profile.T)
    middles = np.asarray(stage.floor.centre) + out * (inner + outer) / 2 + up * height / 2
    distances, _, _ = rays.squares(ray, middles, out * (outer - inner) / 2, up * height / 2, two_sided=True)
    return float(distances.min())


def _floors(ray: Ray, placement: Placement) -> Iterator[Met]:
    for floor in placement.discs:
        yield Met(distance_m=rays.disc(ray, floor.centre, floor.radius_m))
    ways = placement.walkways
    if ways:
        starts, ends = np.array([way.start for way in ways]), np.array([way.end for way in ways])
        along = (ends - starts) / 2
        aside = np.stack([along[:, 1], -along[:, 0], np.zeros(len(ways))], axis=1)
        widths = np.array([way.width_m / 2 for way in ways])[:, None]
        aside *= widths / np.linalg.norm(aside, axis=1, keepdims=True)
        distances, _, _ = rays.squares(ray, (starts + ends) / 2, aside, along, two_sided=True)
        yield Met(distance_m=float(distances.min()))
