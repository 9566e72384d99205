"""Where one neuron is, in plain numbers: it is looked for in every frame, and arrays take their time. World, metres."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from layerwalk.game.world import places
from layerwalk.game.world.placement import Placement, Point, Shell
from layerwalk.game.world.places import Face, Places
from layerwalk.game.world.relief import Share
from layerwalk.nn.network import NetworkSpec, NodeSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Hold what `places.Places` does, of one neuron or of one map."""

    foot: Point
    right: Point
    up: Point
    normal: Point
    tall_m: float

    @property
    def places(self) -> Places:
        """Return it as many places of which there is one."""
        feet, rights, ups, normals = np.array([self.foot, self.right, self.up, self.normal], np.float64)[:, None]
        return Places(feet=feet, rights=rights, ups=ups, normals=normals, talls_m=np.array([self.tall_m]))


def spot_of(
    placement: Placement,
    spec: NetworkSpec,
    node: str,
    index: tuple[int, ...],
    *,
    shares: Mapping[str, Share] | None = None,
    picture: Face | None = None,
) -> Spot | None:
    """Return where one neuron is, None where it stands nowhere; see `places.places_of`."""
    layer = spec.node(node)
    for stage in placement.stages:
        if stage.node == node and stage.shell:
            map, row, column = _cell(index, layer)
            if 0 <= map - stage.page[0] < stage.page[1]:
                return _on_panel(stage.shell, map - stage.page[0], row, column, places.map_size(layer))
    return first(places.places_of(placement, spec, node, [index], shares=shares, picture=picture))


def first(found: Places | None) -> Spot | None:
    """Return the first of some places, None where it is none."""
    if found is None or not math.isfinite(found.feet[0, 0]):
        return None
    foot, right, up, normal = (tuple(axes[0].tolist()) for axes in (found.feet, found.rights, found.ups, found.normals))
    return Spot(foot=foot, right=right, up=up, normal=normal, tall_m=float(found.talls_m[0]))


def _cell(index: tuple[int, ...], layer: NodeSpec) -> tuple[int, int, int]:
    """Return the map, row and column of one neuron: a table is one map."""
    if len(index) == 3:
        return index[0], index[1], index[2]
    return (0, index[0], index[1]) if len(layer.shape) == 2 else (index[0], 0, 0)


def _on_panel(shell: Shell, panel: int, row: int, column: int, size: tuple[int, int]) -> Spot:
    """Find one cell as `places` finds many."""
    rows, columns = size
    (x, y, z), (a, b, c), (d, e, f) = (axes[panel].tolist() for axes in (shell.centres, shell.rights, shell.ups))
    aside, down = (column + 0.5) * 2 / columns - 1, (row + 0.5) * 2 / rows - 1
    nx, ny, nz = b * f - c * e, c * d - a * f, a * e - b * d
    long = math.sqrt(nx * nx + ny * ny + nz * nz)
    return Spot(
        foot=(x + aside * a - down * d, y + aside * b - down * e, z + aside * c - down * f),
        right=(a / columns, b / columns, c / columns),
        up=(d / rows, e / rows, f / rows),
        normal=(nx / long, ny / long, nz / long),
        tall_m=0.0,
    )
