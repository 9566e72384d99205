"""The places of maps that were pulled out: dark, and crossed, so that they are told by their shape."""

from collections.abc import Iterable

import numpy as np

from layerwalk.game.world import light, mesh
from layerwalk.game.world.mesh import Floats, Mesh
from layerwalk.game.world.placement import Placement, Stage

LIFT_M = 0.012
LINE_SHARE = 0.014
INSET = 0.90
"""The cross and the line round it reach so far towards the frame."""


def find(placement: Placement, node: str, map: int) -> tuple[Stage, int] | None:
    """Return the stage where a map hangs, and which of its panels that is; None where it hangs nowhere."""
    for stage in placement.stages:
        first, count = stage.page
        if stage.node == node and stage.shell is not None and first <= map < first + count:
            return stage, map - first
    return None


def build(placement: Placement, maps: Iterable[tuple[str, int]]) -> Mesh | None:
    """Build the empty frames of maps, (layer, map) each; None where none of them hangs anywhere."""
    found = [place for node, map in maps if (place := find(placement, node, map)) is not None]
    parts = [part for stage, index in found for part in _empty(stage, index)]
    return mesh.joined(parts) if parts else None


def _empty(stage: Stage, index: int) -> list[Mesh]:
    assert stage.shell is not None
    centre, right, up = (array[index].astype(np.float32) for array in (stage.shell.centres, *_axes(stage)))
    normal = np.cross(right, up)
    normal /= np.linalg.norm(normal)
    middle = centre + normal * LIFT_M
    plate = mesh.sheet(_grid(middle, right, up), colour=light.with_alpha(light.PLATE))
    lines = [_line(middle, normal, *ends, wide=LINE_SHARE * stage.shell.face_m) for ends in _strokes(right, up)]
    amber = mesh.tagged(mesh.joined(lines), stage=0, emission=0.85)
    return [mesh.tagged(plate, stage=0, emission=0.35), amber]


def _axes(stage: Stage) -> tuple[Floats, Floats]:
    assert stage.shell is not None
    return stage.shell.rights, stage.shell.ups


def _grid(middle: Floats, right: Floats, up: Floats) -> Floats:
    grid: Floats = np.array([[middle - right - up, middle + right - up], [middle - right + up, middle + right + up]])
    return grid


def _strokes(right: Floats, up: Floats) -> list[tuple[Floats, Floats]]:
    """Return the ends, from the middle, of two diagonals and the four sides round them."""
    a, b, c, d = (INSET * (x * right + y * up) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)))
    return [(a, c), (b, d), (a, b), (b, c), (c, d), (d, a)]


def _line(middle: Floats, normal: Floats, start: Floats, end: Floats, *, wide: float) -> Mesh:
    """Make a flat line on a panel, between two points from its middle."""
    along = (end - start) / np.linalg.norm(end - start)
    across = np.cross(normal, along) * (wide / 2)
    lifted = middle + normal * LIFT_M
    corners = np.array(
        [[lifted + start - across, lifted + end - across], [lifted + start + across, lifted + end + across]]
    )
    return mesh.sheet(corners, colour=light.with_alpha(light.RAIL))
