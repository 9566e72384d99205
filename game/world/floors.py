"""Round floors and the bridges between them, as lit stone."""

import functools
import itertools
from typing import Any

import numpy as np

from layerwalk.game.world import light, mesh
from layerwalk.game.world.mesh import Mesh
from layerwalk.game.world.placement import Disc, Walkway

FOOT_M = -0.05
RIM_M = 0.09
SEGMENTS = 72
SLAB_M = 1.35
JOINT_M = 0.010
BED: light.Colour = (0.222, 0.195, 0.186)
EDGE: light.Colour = (0.80, 0.555, 0.33)


def disc(floor: Disc, *, stage: int, towards_deg: float | None = None) -> Mesh:
    """Build a round floor: paving of slabs, a glowing rim, a side down into the water.

    towards_deg: heading of the shell whose light falls on it, or None where light comes from its middle.
    """
    radius = floor.radius_m
    paving = _paving(radius)
    lit = light.received(paving, _received(paving, radius, towards_deg))
    stone = mesh.tagged(mesh.joined([lit, _bed(radius), _side(radius, floor.centre[2])]), stage=stage)
    return mesh.moved(mesh.joined([stone, mesh.tagged(_rim(radius), stage=stage, emission=1)]), by=floor.centre)


# What follows lies round the origin, and is made once for every size of floor: worlds are rebuilt while one builds.


@functools.lru_cache(maxsize=16)
def _rim(radius: float) -> Mesh:
    amber: dict[str, Any] = {"segments": SEGMENTS, "colour": light.with_alpha(light.AMBER)}
    inner, top_m, foot_m = radius - RIM_M, 0.035, -0.05
    return mesh.frozen(
        mesh.joined(
            [
                mesh.ring((0, 0, 0), (inner, radius), (top_m, top_m), **amber),
                mesh.ring((0, 0, 0), (radius, radius), (foot_m, top_m), **amber),
                mesh.flipped(mesh.ring((0, 0, 0), (inner, inner), (0.0, top_m), **amber)),
            ]
        )
    )


@functools.lru_cache(maxsize=16)
def _paving(radius: float) -> Mesh:
    """Pave a floor in rings of slabs, each a little lighter or darker than its neighbours."""
    edges = np.append(np.arange(0.02, radius - 0.9, SLAB_M), radius - RIM_M)
    shades = np.random.default_rng(len(edges))
    rings = []
    for ring, (inner, outer) in enumerate(itertools.pairwise(edges)):
        count = max(1, 6 * ring)
        step = 360.0 / count
        gap = float(np.degrees(JOINT_M / max((inner + outer) / 2, 1.0))) if ring else 0.0
        start = step * 0.5 * (ring % 2)
        slab = mesh.arc(
            (0, 0, 0),
            np.linspace(inner + (JOINT_M if ring else 0.0), outer - JOINT_M, 3),
            (0.0, 0.0, 0.0),
            from_deg=start + gap,
            to_deg=start + step - gap,
            segments=max(2, round(SEGMENTS / count)),
            colour=light.with_alpha(light.STONE),
        )
        paved = mesh.around(slab, count)
        paved.colours[:, :3] *= np.repeat(shades.uniform(0.93, 1.06, count), len(slab.positions))[:, None]
        rings.append(paved)
    return mesh.frozen(mesh.joined(rings))


@functools.lru_cache(maxsize=16)
def _bed(radius: float) -> Mesh:
    """Lay the dark bed that shows in the joints."""
    bed = light.with_alpha(BED)
    return mesh.frozen(mesh.ring((0, 0, -0.012), (0.01, radius - RIM_M), (0, 0), segments=SEGMENTS, colour=bed))


def _received(paving: Mesh, radius: float, towards_deg: float | None) -> mesh.Floats:
    offset = paving.positions[:, :2] / np.float32(radius)
    away = np.linalg.norm(offset, axis=1)
    if towards_deg is None:
        amount: mesh.Floats = (0.75 * np.exp(-((away / 0.55) ** 2))).astype(np.float32)
        return amount
    forward = offset @ mesh.forward(towards_deg)[:2]
    near = np.exp(-(((forward - 0.62) / 0.55) ** 2))
    shaded = 1.0 - 0.75 * np.clip((away - 0.86) / 0.1, 0, 1) * (forward > 0.3)
    amount = (0.85 * near * shaded).astype(np.float32)
    return amount


@functools.lru_cache(maxsize=64)
def _side(radius: float, height_m: float) -> Mesh:
    """Build the side of a floor at this height, down into the water and darker below."""
    heights = [at_m - height_m for at_m in (FOOT_M, 0.0, height_m - 0.3, height_m - 0.05)]
    colour = light.with_alpha(light.SIDE)
    side = mesh.ring((0, 0, 0), [radius - 0.04] * 4, heights, segments=SEGMENTS, colour=colour)
    share = np.clip((side.positions[:, 2] + height_m - FOOT_M) / max(height_m - FOOT_M, 0.1), 0, 1)
    side.colours[:, :3] *= (0.45 + 0.55 * share)[:, None]
    return mesh.frozen(side)


def walkway(way: Walkway, *, stage: int) -> Mesh:
    """Build a straight bridge: deck, sides, and a thin glowing line along each edge."""
    start, end = np.asarray(way.start, np.float32), np.asarray(way.end, np.float32)
    along = (end - start) / np.linalg.norm(end - start)
    side = np.array([along[1], -along[0], 0], np.float32)
    side *= way.width_m / 2 / np.linalg.norm(side)
    down = np.array([0, 0, -0.34], np.float32)
    pieces = max(2, int(np.linalg.norm(end - start) / 2.0))
    line = start + np.linspace(0, 1, pieces)[:, None] * (end - start)
    lift = np.array([0, 0, 0.004], np.float32)
    deck = mesh.sheet(np.stack([line - side, line + side], axis=1) + lift, colour=light.with_alpha(light.STONE))
    deck = deck if deck.normals[0, 2] > 0 else mesh.flipped(deck)
    parts = [mesh.tagged(deck, stage=stage)]
    for sign in (-1.0, 1.0):
        edge = line + side * sign
        wall = mesh.sheet(np.stack([edge + down, edge], axis=0), colour=light.with_alpha(light.SIDE))
        outward = float(np.dot(wall.normals[0], side * sign)) > 0
        parts.append(mesh.tagged(wall if outward else mesh.flipped(wall), stage=stage))
        rim = mesh.beam(edge[0], edge[-1], width_m=0.05, height_m=0.05, colour=light.with_alpha(EDGE))
        parts.append(mesh.tagged(rim, stage=stage, emission=0.85))
    return mesh.joined(parts)
