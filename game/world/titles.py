"""Titles on dark bands that follow the crest of a stage's wall, readable from inside and from behind."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import panda3d.core as p3d

from layerwalk.game.words import Words
from layerwalk.game.world import lettering, light, mesh, shells, signs
from layerwalk.game.world.placement import Stage
from layerwalk.nn.network import NodeSpec

TITLE_M = 0.92
BAND_M = (1.16, 0.10)
"""Height and thickness of the band."""
ABOVE_M = 0.10
AIR_M = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Crest:
    """Hold where a wall ends above: a circle round an upright axis, at its top."""

    axis: tuple[float, float, float]
    radius_m: float


def crest(stage: Stage) -> Crest:
    """Return the crest of a stage's shell or of the wall behind its choir."""
    x, y, z = stage.floor.centre
    if stage.shell:
        shell = stage.shell
        high, radius_m = np.radians(shell.high_deg), shells.wall_radius_m(shell)
        top_m = shell.eye[2] + radius_m * np.sin(high)
        return Crest(axis=(shell.eye[0], shell.eye[1], float(top_m)), radius_m=float(radius_m * np.cos(high)))
    if stage.choir:
        return Crest(axis=(x, y, z + shells.choir_top_m(stage.choir)), radius_m=stage.choir.steps[-1][1])
    return Crest(axis=(x, y, z + 0.35), radius_m=stage.floor.radius_m)


def title_text(stage: Stage, node: NodeSpec, words: Words) -> str:
    """Say a stage's number and what it does: '3  Convolution'."""
    return f"{stage.number}  {words.kind(node.kind)[0]}"


def build(stage: Stage, node: NodeSpec, words: Words) -> tuple[p3d.NodePath, mesh.Mesh]:
    """Write a stage's title over its wall, and return its letters and the band that they stand on, both faces."""
    top = crest(stage)
    line = p3d.NodePath("line")
    big = lettering.line(title_text(stage, node, words), size_m=TITLE_M, face="display", align="left")
    small_m = TITLE_M * 0.52
    shape = signs.shape_text(node, words)
    small = lettering.line(shape, size_m=small_m, face="display", colour=light.SECOND_TEXT, align="left")
    split = _width_m(big) + 0.45
    wide = split + _width_m(small)
    for made, left in ((big, 0.0), (small, split)):
        made.reparent_to(line)
        made.set_pos(left - wide / 2, 0, ABOVE_M + BAND_M[0] * 0.5 - TITLE_M * 0.36)
    line.flatten_strong()
    path = p3d.NodePath("title")
    letters = lettering.lettered(path.attach_new_node("letters"))
    for outside in (False, True):
        radius_m = top.radius_m + (BAND_M[1] + AIR_M if outside else -AIR_M)
        _bent(line, radius_m, outside=outside).reparent_to(letters)
    letters.set_pos(*top.axis)
    letters.set_h(stage.heading_deg)
    letters.flatten_strong()
    return path, _band(stage, top, wide)


def joined(made: Iterable[p3d.NodePath]) -> p3d.NodePath:
    """Return the letters of all titles as one mesh: it is drawn faster than one for each."""
    path = lettering.lettered(p3d.NodePath("titles"))
    for title in made:
        title.copy_to(path)
    path.flatten_strong()
    return path


def _width_m(path: p3d.NodePath) -> float:
    low, high = path.get_tight_bounds()
    return float(high.x - low.x)


def _bent(line: p3d.NodePath, radius_m: float, *, outside: bool) -> p3d.NodePath:
    """Lay letters from the X-Z plane round the axis: their middle is ahead (+Y), read from inside or from behind."""
    path = line.copy_to(p3d.NodePath("bent"))
    sign = -1.0 if outside else 1.0
    for found in path.find_all_matches("**/+GeomNode"):
        node = found.node()
        for index in range(node.get_num_geoms()):
            rows = p3d.GeomVertexRewriter(node.modify_geom(index).modify_vertex_data(), "vertex")
            while not rows.is_at_end():
                x, _, z = rows.get_data3()
                turn = sign * x / radius_m
                rows.set_data3(float(np.sin(turn)) * radius_m, float(np.cos(turn)) * radius_m, z)
    return path


def _band(stage: Stage, top: Crest, wide_m: float) -> mesh.Mesh:
    """Build the band: a plate that follows the crest, a little wider than its letters."""
    half_deg = min(80.0, float(np.degrees((wide_m / 2 + 0.4) / top.radius_m)))
    x, y, z = top.axis
    inner, outer, low, high = top.radius_m, top.radius_m + BAND_M[1], z + ABOVE_M, z + ABOVE_M + BAND_M[0]
    span: dict[str, Any] = {"from_deg": 90.0 - half_deg, "to_deg": 90.0 + half_deg, "segments": 18}
    span["colour"] = light.with_alpha(light.PLATE)
    parts = [
        mesh.flipped(mesh.arc((0, 0, 0), (inner, inner), (low, high), **span)),
        mesh.arc((0, 0, 0), (outer, outer), (low, high), **span),
        mesh.arc((0, 0, 0), (inner, outer), (high, high), **span),
        mesh.flipped(mesh.arc((0, 0, 0), (inner, outer), (low, low), **span)),
    ]
    made = mesh.moved(mesh.joined(parts), by=(x, y, 0), heading_deg=stage.heading_deg)
    return mesh.tagged(made, stage=0, emission=0.55)
