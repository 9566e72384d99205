"""The spherical wall behind a stage, with the frames of its panels; and the rows of a choir."""

from dataclasses import replace
from typing import Any

import numpy as np

from layerwalk.game.world import light, mesh
from layerwalk.game.world.mesh import Mesh
from layerwalk.game.world.placement import Choir, Shell, Stage

THICK_M = 0.16
CREST_M = 0.05
LEDGE_M = 0.01
RIB_M = 0.07
RIB_EVERY = 5
FRAME_SHARE = 0.045


def wall_radius_m(shell: Shell) -> float:
    """Return the radius of the wall behind a shell's panels, wide enough for their corners."""
    return float(np.hypot(shell.radius_m, 0.78 * shell.face_m)) + 0.06


def wall(stage: Stage, shell: Shell, *, index: int) -> Mesh:
    """Build the wall: inner face, outer face, edges, a glowing crest, and the skirt down to the floor."""
    radius = wall_radius_m(shell)
    floor_z = stage.floor.centre[2]
    columns = max(12, int(shell.azimuth_deg / 4))
    low, high = np.radians(shell.low_deg), np.radians(shell.high_deg)
    elevations = np.linspace(low, high, 10)
    inner = _patch(shell, stage.heading_deg, radius, elevations, columns)
    outer = _patch(shell, stage.heading_deg, radius + THICK_M, elevations, columns)
    slate = light.with_alpha(light.SLATE, receives=0.20)
    inside = mesh.flipped(mesh.sheet(inner, colour=slate))
    outside = mesh.sheet(outer, colour=light.with_alpha(light.SIDE))
    foot_in, foot_out = inner[0].copy(), outer[0].copy()
    foot_in[:, 2] = foot_out[:, 2] = floor_z - 0.02
    skirt_in = mesh.flipped(
        mesh.sheet(np.stack([foot_in, inner[0]]), colour=light.with_alpha(light.SIDE, receives=0.3))
    )
    skirt_out = mesh.sheet(np.stack([foot_out, outer[0]]), colour=light.with_alpha(light.SIDE))
    ends = [_end(inner[:, i], outer[:, i], foot_in[i], foot_out[i], first=i == 0) for i in (0, -1)]
    ribs = [_rib(outer[:, i], foot_out[i]) for i in range(0, columns + 1, RIB_EVERY)]
    stone = mesh.joined([inside, outside, skirt_in, skirt_out, *ends, *ribs])
    crest = _crest(inner[-1], outer[-1])
    return mesh.joined([mesh.tagged(stone, stage=index), mesh.tagged(crest, stage=index, emission=1.0)])


def _patch(shell: Shell, heading_deg: float, radius: float, elevations: np.ndarray, columns: int) -> np.ndarray:
    bearing = np.radians(heading_deg + np.linspace(shell.azimuth_deg, -shell.azimuth_deg, columns + 1))
    # From the left to the right of a reader inside is clockwise, so a sheet's front faces inward here.
    e = elevations[:, None]
    x = -np.sin(bearing) * np.cos(e) * radius
    y = np.cos(bearing) * np.cos(e) * radius
    z = np.sin(e) * radius + 0 * bearing
    grid = np.stack([x, y, z], axis=-1) + np.asarray(shell.eye)
    reversed_grid: np.ndarray = grid[:, ::-1]
    return reversed_grid


def _rib(edge: np.ndarray, foot: np.ndarray) -> Mesh:
    """Run a slender rib up the wall's outer face."""
    line = np.concatenate([foot[None], edge])[::3]
    return mesh.beams(line[:-1], line[1:], width_m=RIB_M, height_m=RIB_M, colour=light.with_alpha(light.RAIL))


def _end(inner: np.ndarray, outer: np.ndarray, foot_in: np.ndarray, foot_out: np.ndarray, *, first: bool) -> Mesh:
    a = np.concatenate([foot_in[None], inner])
    b = np.concatenate([foot_out[None], outer])
    strip = mesh.sheet(np.stack([a, b], axis=1), colour=light.with_alpha(light.SIDE))
    return mesh.flipped(strip) if first else strip


def _crest(inner: np.ndarray, outer: np.ndarray) -> Mesh:
    up = np.array([0, 0, CREST_M])
    amber = light.with_alpha(light.AMBER)
    # A finger's breadth before the wall, whose upper edge would shine through it.
    inner = inner + (inner - outer) * (LEDGE_M / THICK_M)
    top = mesh.sheet(np.stack([outer + up, inner + up]), colour=amber)
    front = mesh.flipped(mesh.sheet(np.stack([inner - up, inner + up]), colour=amber))
    back = mesh.sheet(np.stack([outer - up, outer + up]), colour=amber)
    top = top if top.normals[0, 2] > 0 else mesh.flipped(top)
    return mesh.joined([top, front, back])


def part(shell: Shell, first: int, count: int) -> Shell:
    """Return so many panels of a shell, from the one numbered `first` on."""
    chosen = slice(first, first + count)
    return replace(shell, centres=shell.centres[chosen], rights=shell.rights[chosen], ups=shell.ups[chosen])


def frames(shell: Shell) -> Mesh:
    """Build a flat frame round every panel, slightly behind its face."""
    count = len(shell.centres)
    inner = _corners(shell, 1.0)
    outer = _corners(shell, 1.0 + 2 * FRAME_SHARE)
    quads = np.stack([outer, np.roll(outer, -1, axis=1), np.roll(inner, -1, axis=1), inner], axis=2)
    points = quads.reshape(-1, 4, 3)
    index_of = np.arange(len(points), dtype=np.uint32)[:, None] * 4
    triangles = np.concatenate([index_of + [0, 1, 2], index_of + [0, 2, 3]]).astype(np.uint32)
    normals = np.repeat(_normals(shell), 16, axis=0)
    made = mesh.of(points.reshape(-1, 3), normals, triangles, colour=light.with_alpha(light.FRAME, receives=0.15))
    sides = np.array([0.82, 1.0, 1.12, 0.95], np.float32)  # bottom, right, top, left: a hint of relief
    made.colours[:, :3] *= np.tile(np.repeat(sides, 4), count)[:, None]
    return made


def _corners(shell: Shell, scale: float) -> np.ndarray:
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    corners = [shell.centres + shell.rights * (s * scale) + shell.ups * (t * scale) for s, t in signs]
    return np.stack(corners, axis=1)


def _normals(shell: Shell) -> np.ndarray:
    normal = np.cross(shell.rights, shell.ups)
    unit: np.ndarray = normal / np.linalg.norm(normal, axis=1, keepdims=True)
    return unit


def faces(shell: Shell) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the panels' quads: corners (4 n, 3), places (u right, v down, map) (4 n, 3), triangles (2 n, 3)."""
    count = len(shell.centres)
    points = _corners(shell, 1.0).reshape(-1, 3).astype(np.float32)
    uv = np.tile(np.array([[0, 1], [1, 1], [1, 0], [0, 0]], np.float32), (count, 1))
    places = np.column_stack([uv, np.repeat(np.arange(count, dtype=np.float32), 4)])
    first = np.arange(count, dtype=np.uint32)[:, None] * 4
    triangles = np.concatenate([first + np.array([0, 1, 2], np.uint32), first + np.array([0, 2, 3], np.uint32)])
    return points, places.astype(np.float32), triangles


def choir_top_m(choir: Choir) -> float:
    """Return how high over its stage's floor the wall behind a choir ends."""
    return choir.steps[-1][2] + 0.35 + 0.55 * choir.tall_m


def choir_rows(stage: Stage, choir: Choir, *, index: int) -> Mesh:
    """Build the rising steps of a choir, and the wall behind its last row with a glowing crest."""
    x, y, floor_z = stage.floor.centre
    middle = 90.0 + stage.heading_deg
    span: dict[str, Any] = {
        "from_deg": middle - choir.azimuth_deg,
        "to_deg": middle + choir.azimuth_deg,
        "segments": 36,
    }
    parts = []
    for inner, outer, height in choir.steps:
        height += floor_z
        below = max(floor_z, height - 0.6)
        riser = mesh.flipped(mesh.arc((x, y, 0), (inner, inner), (below, height), colour=_slate(0.35), **span))
        tread = mesh.arc((x, y, 0), (inner, outer), (height, height), colour=_slate(0.55), **span)
        parts += [riser, tread]
    back = choir.steps[-1][1]
    top = floor_z + choir_top_m(choir)
    inside = mesh.flipped(
        mesh.arc((x, y, 0), (back, back), (floor_z + choir.steps[-1][2], top), colour=_slate(0.2), **span)
    )
    outside = mesh.arc((x, y, 0), (back + THICK_M,) * 2, (floor_z, top), colour=light.with_alpha(light.SIDE), **span)
    rim = mesh.arc((x, y, 0), (back, back + THICK_M), (top, top), colour=light.with_alpha(light.AMBER), **span)
    front = mesh.flipped(
        mesh.arc((x, y, 0), (back - 0.01,) * 2, (top - 0.09, top), colour=light.with_alpha(light.AMBER), **span)
    )
    ends = _choir_ends(choir, (x, y), floor_z, top, (span["from_deg"], span["to_deg"]))
    stone = mesh.tagged(mesh.joined([*parts, inside, outside, *ends]), stage=index)
    return mesh.joined([stone, mesh.tagged(mesh.joined([rim, front]), stage=index, emission=1.0)])


def _slate(receives: float) -> tuple[float, float, float, float]:
    return light.with_alpha(light.SLATE, receives=receives)


def _choir_ends(
    choir: Choir, middle: tuple[float, float], floor_z: float, top: float, bearings_deg: tuple[float, float]
) -> list[Mesh]:
    made = []
    for last, bearing in enumerate(np.radians(bearings_deg)):
        out = np.array([np.cos(bearing), np.sin(bearing)])
        for inner, outer, height in (*choir.steps, (choir.steps[-1][1], choir.steps[-1][1] + THICK_M, top - floor_z)):
            a, b = (np.append(np.asarray(middle) + out * radius, floor_z) for radius in (inner, outer))
            lift = np.array([0, 0, height])
            strip = mesh.sheet(np.stack([np.stack([a, b]), np.stack([a, b]) + lift]), colour=_slate(0.1))
            made.append(strip if last == 0 else mesh.flipped(strip))
    return made
