"""Where a neuron stands: picking the other way round, for one neuron or for many at once. World, metres."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from layerwalk.game.world import answer, furniture
from layerwalk.game.world.placement import Choir, Disc, Placement, Pose, Shell, Stage
from layerwalk.game.world.relief import Share
from layerwalk.nn.network import NetworkSpec, NodeSpec

Doubles = NDArray[np.float64]
Floats = NDArray[np.float32]
Indices = NDArray[np.int_]
Bools = NDArray[np.bool_]
UP = np.array([0.0, 0.0, 1.0])
YZX, ZXY = [1, 2, 0], [2, 0, 1]


class Face(Protocol):
    """A flat face in the world: its middle and its half axes, right and up as its reader sees it, each (3,)."""

    @property
    def centre(self) -> Doubles:
        """Return its middle."""

    @property
    def right(self) -> Doubles:
        """Return the half axis to its reader's right."""

    @property
    def up(self) -> Doubles:
        """Return the half axis upwards."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Hold where n neurons are, float64 (n, 3) each.

    feet: the middle of the foot of each. rights, ups: half axes of its face. normals: unit vectors out of it, the way
    in which it grows. talls_m: (n,) how far it stands out along its normal, 0 for what lies flat.
    Neurons that stand nowhere, as those of an answer without plinths, are not-a-number.
    """

    feet: Doubles
    rights: Doubles
    ups: Doubles
    normals: Doubles
    talls_m: Doubles

    @property
    def points(self) -> Doubles:
        """Return the middle of every neuron's face, (n, 3): where a pillar ends, not where it stands."""
        found: Doubles = self.feet + self.normals * self.talls_m[:, None]
        return found

    def __len__(self) -> int:
        return len(self.feet)


def places_of(
    placement: Placement,
    spec: NetworkSpec,
    node: str,
    indices: ArrayLike,
    *,
    shares: Mapping[str, Share] | None = None,
    picture: Face | None = None,
) -> Places:
    """Return where neurons of layer `node` are; indices: (n, d), one row each, as the layer's shape has them.

    shares: as for `picking.pick`, how tall neurons stand; without them all are low. Cells lie flat, also where they
    stand up round the eye. picture: where the picture hangs whose pixels the input's neurons are.
    """
    layer = spec.node(node)
    shape = layer.shape or (1,)
    asked = np.asarray(indices, np.intp).reshape(-1, len(shape))
    found = _missing(len(asked))
    share = (shares or {}).get(node)
    values: Share = np.broadcast_to(np.float32(0), shape) if share is None else share.reshape(shape)
    if layer is spec.input:
        return _on_face(picture, asked, shape) if picture is not None else found
    if layer is spec.answer:
        return _on_plinths(placement, asked[:, 0], values) if placement.plinths else found
    for stage in (stage for stage in placement.stages if stage.node == node):
        found = _filled(found, stage, layer, asked, values)
    return found


def place_of(
    placement: Placement,
    spec: NetworkSpec,
    node: str,
    index: tuple[int, ...],
    *,
    shares: Mapping[str, Share] | None = None,
    picture: Face | None = None,
) -> Places | None:
    """Return where one neuron is, None where it stands nowhere; see `places_of`."""
    found = places_of(placement, spec, node, [index], shares=shares, picture=picture)
    return found if np.isfinite(found.feet).all() else None


def panel_of(placement: Placement, node: str, map: int) -> Places | None:
    """Return the whole panel of a feature map, None where it stands nowhere."""
    for stage in placement.stages:
        at = map - stage.page[0]
        if stage.node == node and stage.shell and 0 <= at < stage.page[1]:
            return _on_panels(stage.shell, np.array([[at, 0, 0]]), (1, 1))
    return None


def floor_of(placement: Placement, spec: NetworkSpec, node: str) -> Disc:
    """Return the round floor of a layer: its stage, the island of the answer, the court of the picture."""
    for stage in placement.stages:
        if stage.node == node:
            return stage.floor
    return placement.island if node == spec.answer.name else placement.court


def moved(found: Places, here: Bools, face: Face, spots: Indices, size: tuple[int, int]) -> None:
    """Put those of `found` that are `here`, (n,), on another face of rows x columns; spots: (row, column) of each."""
    count = len(spots)
    middles, rights, ups = (np.tile(axis, (count, 1)) for axis in (face.centre, face.right, face.up))
    part = _within(middles, rights, ups, spots, size)
    for name in Places.__slots__:
        getattr(found, name)[here] = getattr(part, name)


def _missing(count: int) -> Places:
    feet, rights, ups, normals = np.full((4, count, 3), np.nan)
    return Places(feet=feet, rights=rights, ups=ups, normals=normals, talls_m=np.zeros(count))


def _filled(found: Places, stage: Stage, layer: NodeSpec, asked: Indices, values: Share) -> Places:
    """Return what was found, with the places of those neurons that stand on this stage."""
    cells = _cells(asked, layer)
    first, count = stage.page
    here = (cells[:, 0] >= first) & (cells[:, 0] < first + count)
    if not here.any():
        return found
    on = cells[here]
    on[:, 0] -= first
    if stage.shell:
        part = _on_panels(stage.shell, on, map_size(layer))
    elif stage.choir:
        part = _on_pillars(stage.choir, on[:, 0], values[tuple(asked[here].T)])
    else:
        return found
    if here.all():
        return part
    for name in Places.__slots__:
        getattr(found, name)[here] = getattr(part, name)
    return found


def map_size(layer: NodeSpec) -> tuple[int, int]:
    """Return rows and columns of a map; a line's neurons are maps of one cell."""
    if len(layer.shape) == 2:
        return layer.shape[0], layer.shape[1]
    return (layer.shape[1], math.prod(layer.shape[2:])) if len(layer.shape) > 2 else (1, 1)


def _cells(asked: Indices, layer: NodeSpec) -> Indices:
    """Return (map, row, column) for every index: a table is one map."""
    if len(layer.shape) == 3:
        return asked.copy()
    nothing = np.zeros((len(asked), 3 - asked.shape[1]), np.intp)
    parts = (nothing, asked) if len(layer.shape) == 2 else (asked, nothing)
    return np.concatenate(parts, axis=1)


def _on_panels(shell: Shell, cells: Indices, size: tuple[int, int]) -> Places:
    panel = cells[:, 0]
    middles = np.asarray(shell.centres, np.float64)[panel]
    rights, ups = (np.asarray(axes, np.float64)[panel] for axes in (shell.rights, shell.ups))
    return _within(middles, rights, ups, cells[:, 1:], size)


def _on_face(face: Face, asked: Indices, shape: tuple[int, ...]) -> Places:
    """Find pixels on a picture; those of all its colours lie in one place."""
    count, size = len(asked), (shape[-2], shape[-1])
    middles, rights, ups = (np.tile(axis, (count, 1)) for axis in (face.centre, face.right, face.up))
    return _within(middles, rights, ups, asked[:, -2:], size)


def _within(middles: Doubles, rights: Doubles, ups: Doubles, spots: Indices, size: tuple[int, int]) -> Places:
    """Find cells, (row, column) each, on faces of rows x columns."""
    rows, columns = size
    aside = ((spots[:, 1] + 0.5) * 2 / columns - 1)[:, None]
    down = ((spots[:, 0] + 0.5) * 2 / rows - 1)[:, None]
    # By hand: numpy's cross product takes longer than all the rest where one neuron is looked for.
    normals = rights[:, YZX] * ups[:, ZXY] - rights[:, ZXY] * ups[:, YZX]
    return Places(
        feet=middles + aside * rights - down * ups,
        rights=rights / columns,
        ups=ups / rows,
        normals=normals / np.sqrt((normals * normals).sum(axis=1, keepdims=True)),
        talls_m=np.zeros(len(spots)),
    )


def _on_pillars(choir: Choir, which: Indices, values: Floats) -> Places:
    feet, headings = np.asarray(choir.feet, np.float64)[which], np.asarray(choir.headings_deg, np.float64)[which]
    talls_m = choir.low_m + choir.tall_m * values
    return _upright(feet, headings, talls_m, width_m=choir.width_m, depth_m=choir.width_m)


def _on_plinths(placement: Placement, which: Indices, values: Share) -> Places:
    """Find the columns on the answer's plinths."""
    poses: list[Pose] = [placement.plinths[int(each)] for each in which]
    feet = np.array([pose.point for pose in poses], np.float64).reshape(-1, 3)
    feet[:, 2] += furniture.PLINTH_TALL_M + furniture.PLINTH_TOP_M
    wide = furniture.COLUMN_SHARE * placement.plinth_m
    talls_m = answer.LOW_M + furniture.COLUMN_TALL_M * values[which]
    headings = np.array([pose.heading_deg - 180.0 for pose in poses])
    return _upright(feet, headings, talls_m, width_m=wide, depth_m=furniture.COLUMN_DEPTH * wide)


def _upright(
    feet: Doubles, headings_deg: Doubles, talls_m: NDArray[np.floating], *, width_m: float, depth_m: float
) -> Places:
    turn = np.radians(headings_deg)
    cos, sin, level = np.cos(turn), np.sin(turn), np.zeros(len(feet))
    return Places(
        feet=feet,
        rights=np.stack([cos, sin, level], axis=1) * width_m / 2,
        ups=np.stack([-sin, cos, level], axis=1) * depth_m / 2,
        normals=np.tile(UP, (len(feet), 1)),
        talls_m=np.asarray(talls_m, np.float64),
    )
