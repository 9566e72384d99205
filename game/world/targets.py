"""What a ray can meet of a stage, each thing worked out once, so that meeting it costs little."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from layerwalk.game.world import faces, panels, posts, walls
from layerwalk.game.world.balls import Balls, Columns
from layerwalk.game.world.placement import Choir, Point, Shell, Stage
from layerwalk.game.world.rays import Ray
from layerwalk.game.world.relief import Share, Standing
from layerwalk.game.world.walls import Walls
from layerwalk.nn.network import NodeSpec

Shape = tuple[int, int, int]
SLACK_M = 0.01


@dataclass(frozen=True, slots=True)
class Met:
    """Something on the ray's way; no node: a wall that hides what follows."""

    distance_m: float
    node: str = ""
    map: int | None = None
    row: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Hold a ray and what stands up now.

    shares: node -> its values as shown, in [0, 1]: how tall its neurons stand; without them they are low. focus: the
    eye round which the cells of near maps stand up; without it they lie flat.
    """

    ray: Ray
    shares: Mapping[str, Share]
    focus: Point | None


class Target(Protocol):
    """Something that a ray can meet."""

    def meet(self, search: Search, within_m: float) -> Met | None:
        """Return where it is met, None where it is not, or not within so far."""


def map_shape(node: NodeSpec) -> Shape:
    """Return (maps, rows, columns): a table is one map, a line one neuron per map."""
    if len(node.shape) >= 3:
        return node.shape[0], node.shape[1], math.prod(node.shape[2:])
    return (1, node.shape[0], node.shape[1]) if len(node.shape) == 2 else (node.maps, 1, 1)


def upright(stage: Stage, node: NodeSpec) -> Iterator[Target]:
    """Yield what stands on a stage: its wall with its panels, its steps with their pillars."""
    if stage.shell:
        yield _Front(walls.of_shell(stage, stage.shell), _Panels(stage, stage.shell, map_shape(node)))
    if stage.choir:
        yield _Stone(walls.of_choir(stage, stage.choir))
        yield _Pillars(stage, stage.choir)


def level(stage: Stage, node: NodeSpec) -> Iterator[Target]:
    """Yield what lies in a stage's floor."""
    if stage.mosaic_m > 0.0:
        yield _Mosaic(stage, map_shape(node))


def reach_m(stage: Stage) -> float:
    """Return how far from the middle of its floor a stage reaches, generously."""
    floor, shell, choir = stage.floor, stage.shell, stage.choir
    if shell:
        return max(floor.radius_m, shell.radius_m + shell.face_m + shell.eye[2] - floor.centre[2])
    return floor.radius_m + (choir.steps[-1][2] + choir.low_m + choir.tall_m if choir else 0.0)


class _Stone:
    """What hides the neurons behind it."""

    def __init__(self, walls: Walls) -> None:
        self._walls = walls

    def meet(self, search: Search, within_m: float) -> Met | None:
        away_m = self._walls.meet(search.ray, within_m)
        return Met(away_m) if away_m < within_m else None


class _Front:
    """The panels of a shell, and the wall behind them."""

    def __init__(self, walls: Walls, panels: Target) -> None:
        self._walls, self._stone, self._panels = walls, _Stone(walls), panels

    def meet(self, search: Search, within_m: float) -> Met | None:
        ray = search.ray
        if not self._walls.surround(ray.origin):
            met = self._stone.meet(search, within_m)
            return self._panels.meet(search, met.distance_m if met else within_m) or met
        met = self._panels.meet(search, within_m)
        end_m = met.distance_m if met else within_m
        # Between what is inside there is no wall.
        is_free = end_m < math.inf and self._walls.surround(ray.at(end_m))
        return met if is_free else self._stone.meet(search, end_m) or met


class _Panels:
    """The panels of a shell, and the cells that stand up from them round the eye."""

    def __init__(self, stage: Stage, shell: Shell, shape: Shape) -> None:
        self._node, self._first, self._shape = stage.node, stage.page[0], shape
        self._standing = Standing(shell, shape[1:])
        self._faces = tuple(map(faces.face, shell.centres.tolist(), shell.rights.tolist(), shell.ups.tolist()))
        half_m = np.linalg.norm(np.concatenate([shell.rights, shell.ups], axis=1), axis=1).max()
        self._balls = Balls(shell.centres, math.hypot(float(half_m), self._standing.tall_m) + SLACK_M)

    def meet(self, search: Search, within_m: float) -> Met | None:
        found: Met | None = None
        for near_m, panel in self._balls.near(search.ray, within_m):
            if near_m >= within_m:
                break
            face, map = self._faces[panel], self._first + panel
            met = faces.inside(search.ray, face, within_m=within_m)
            if met is not None:
                found, within_m = Met(met[0], self._node, map, *_cell(met[1], met[2], self._shape[1:])), met[0]
            if search.focus is not None and self._standing.is_round(search.focus, panel):
                cell = self._standing_cell(search, search.focus, panel, within_m)
                if cell is not None:
                    found, within_m = cell, cell.distance_m
        return found

    def _standing_cell(self, search: Search, focus: Point, panel: int, within_m: float) -> Met | None:
        """Return where a cell is met that stands up from a panel; how tall it is, is asked of no other panel."""
        share = search.shares.get(self._node)
        if share is None:
            return None
        face, map, share = self._faces[panel], self._first + panel, share.reshape(self._shape)
        cell = self._standing.pick(search.ray, panel, face, share, map, focus=focus, within_m=within_m)
        return Met(cell[0], self._node, map, cell[1], cell[2]) if cell is not None else None


class _Mosaic:
    """The mean map in the floor."""

    def __init__(self, stage: Stage, shape: Shape) -> None:
        self._node, self._size = stage.node, shape[1:]
        origin, right, down = (np.asarray(part, np.float64) for part in panels.mosaic_frame(stage))
        self._face = faces.face(origin + (right + down) / 2, right / 2, -down / 2)

    def meet(self, search: Search, within_m: float) -> Met | None:
        met = faces.inside(search.ray, self._face, within_m=within_m)
        if met is None:
            return None
        row, column = _cell(met[1], met[2], self._size)
        return Met(met[0], self._node, None, row, column)


class _Pillars:
    """The pillars of a choir."""

    def __init__(self, stage: Stage, choir: Choir) -> None:
        self._node, self._page, self._choir, wide = stage.node, stage.page, choir, choir.width_m
        self._posts = tuple(
            posts.post((x, y, z), heading_deg, width_m=wide, depth_m=wide)
            for (x, y, z), heading_deg in zip(choir.feet.tolist(), choir.headings_deg.tolist(), strict=True)
        )
        radius_m, tall_m = math.hypot(wide, wide) / 2 + SLACK_M, choir.low_m + choir.tall_m
        self._columns = Columns(choir.feet, radius_m, tall_m=tall_m)

    def meet(self, search: Search, within_m: float) -> Met | None:
        near, (first, _), choir = self._columns.near(search.ray, within_m), self._page, self._choir
        found, share = None, search.shares.get(self._node) if near else None
        line = share.reshape((-1,)) if share is not None else None
        for near_m, number in near:
            if near_m >= within_m:
                break
            tall_m = choir.low_m + (choir.tall_m * float(line[first + number]) if line is not None else 0.0)
            away_m = posts.meet(search.ray, self._posts[number], tall_m=tall_m)
            if away_m < within_m:
                found, within_m = Met(away_m, self._node, first + number), away_m
        return found


def _cell(u: float, v: float, size: tuple[int, int]) -> tuple[int, int]:
    """Return (row, column) of a spot on a map of `size` (rows, columns)."""
    rows, columns = size
    return max(0, min(rows - 1, math.floor(v * rows))), max(0, min(columns - 1, math.floor(u * columns)))
