"""What stands about: the desk, the rack, the plinths, the paper lantern."""

import numpy as np

from layerwalk.game.world import light, mesh
from layerwalk.game.world.mesh import Mesh
from layerwalk.game.world.placement import Placement, Pose

DESK_M = 1.05
LANTERN_SHAPE = 1.12
"""The lantern's height beside its width."""
COLUMN_TALL_M = 1.9
COLUMN_SHARE, COLUMN_DEPTH = 0.86, 0.8
"""A column's width beside its plinth's, and its depth beside its width."""
PLINTH_TOP_M = 0.04
"""The pale plate on a plinth."""
PLINTH_TALL_M = 0.92


def board_frame(pose: Pose, width_m: float, height_m: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a tilted board's middle and its half axes (right, up) as its reader sees it.

    The pose faces its reader; its tilt leans the board's upper edge away from the reader.
    """
    forward = -mesh.forward(pose.heading_deg).astype(np.float64)
    right = np.array([forward[1], -forward[0], 0.0])
    tilt = np.radians(pose.tilt_deg)
    up = np.array([0, 0, np.cos(tilt)]) + forward * np.sin(tilt)
    return np.asarray(pose.point, float), right * width_m / 2, up * height_m / 2


def slab(centre: np.ndarray, right: np.ndarray, up: np.ndarray, *, thick_m: float, colour: light.Colour) -> Mesh:
    """Build a board of some thickness behind the plane of its face."""
    normal = np.cross(right, up)
    normal = normal / np.linalg.norm(normal) * thick_m
    front = np.array([centre - right - up, centre + right - up, centre + right + up, centre - right + up])
    back = front - normal
    faces = [front, back[::-1]]
    faces += [np.array([front[i], back[i], back[(i + 1) % 4], front[(i + 1) % 4]]) for i in range(4)]
    quads = np.arange(24, dtype=np.uint32).reshape(6, 4)
    made = mesh.of(
        np.concatenate(faces),
        (0, 0, 1),
        np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]]),
        colour=light.with_alpha(colour),
    )
    return mesh.flat(made)


def stand(pose: Pose, width_m: float, height_m: float, *, floor_z: float) -> Mesh:
    """Build a board's wooden back, its rim, and the foot that carries it."""
    centre, right, up = board_frame(pose, width_m, height_m)
    normal = np.cross(right, up)
    normal /= np.linalg.norm(normal)
    grow = 1.0 + 0.07 / max(width_m, 0.1)
    back = slab(centre - normal * 0.012, right * grow, up * (1 + 0.07 / height_m), thick_m=0.05, colour=light.WOOD)
    foot_middle = centre - normal * 0.1
    tall = max(0.1, foot_middle[2] - 0.12 - floor_z)
    foot = mesh.box(
        (foot_middle[0], foot_middle[1], floor_z + tall / 2),
        (0.05, 0.05, tall / 2),
        heading_deg=pose.heading_deg,
        colour=light.with_alpha(light.WOOD),
    )
    plate = mesh.box(
        (foot_middle[0], foot_middle[1], floor_z + 0.02),
        (0.30, 0.22, 0.02),
        heading_deg=pose.heading_deg,
        colour=light.with_alpha(light.SIDE),
    )
    return mesh.joined([back, foot, plate])


def plinths(placement: Placement, *, stage: int) -> Mesh:
    """Build the plinths: pale tops on stone, wide enough for their names."""
    width = placement.plinth_m
    parts = []
    for pose in placement.plinths:
        x, y, z = pose.point
        body = mesh.box(
            (x, y, z + PLINTH_TALL_M / 2),
            (width / 2, width / 2, PLINTH_TALL_M / 2),
            heading_deg=pose.heading_deg,
            colour=light.with_alpha(light.PLINTH, receives=0.08),
        )
        low = body.positions[:, 2] < z + 0.1
        body.colours[low, :3] *= 0.55
        top = mesh.box(
            (x, y, z + PLINTH_TALL_M + 0.02),
            (width / 2 + 0.03, width / 2 + 0.03, 0.02),
            heading_deg=pose.heading_deg,
            colour=light.with_alpha((0.86, 0.72, 0.62)),
        )
        parts += [body, top]
    return mesh.tagged(mesh.joined(parts), stage=stage)


def lantern(pose: Pose, *, width_m: float, floor_z: float, stage: int) -> Mesh:
    """Build the paper lantern: four glowing faces in a wooden frame between two posts."""
    x, y, z = pose.point
    half, tall = width_m / 2, width_m * LANTERN_SHAPE
    parts = [_paper((x, y, z), pose.heading_deg, width_m=width_m)]
    wood = light.with_alpha((0.26, 0.150, 0.095))
    for height, grow in ((tall / 2 + 0.09, 0.14), (-tall / 2 - 0.09, 0.10)):
        parts.append(
            mesh.box((x, y, z + height), (half + grow, half + grow, 0.10), heading_deg=pose.heading_deg, colour=wood)
        )
    for sx in (-1, 1):
        for sy in (-1, 1):
            offset = mesh.about_z(pose.heading_deg) @ np.array([sx * half, sy * half, 0], np.float32)
            parts.append(
                mesh.box(
                    np.array([x, y, z]) + offset, (0.05, 0.05, tall / 2), heading_deg=pose.heading_deg, colour=wood
                )
            )
    for sx in (-1, 1):
        offset = mesh.about_z(pose.heading_deg) @ np.array([sx * (half + 0.75), 0, 0], np.float32)
        top = z + tall / 2 + 0.45
        parts.append(
            mesh.box(np.array([x, y, (top + floor_z) / 2]) + offset, (0.07, 0.07, (top - floor_z) / 2), colour=wood)
        )
    beam_half = np.array([half + 1.05, 0.07, 0.07])
    parts.append(mesh.box((x, y, z + tall / 2 + 0.38), beam_half, heading_deg=pose.heading_deg, colour=wood))
    lit, *rest = parts
    return mesh.joined([mesh.tagged(lit, stage=stage, emission=1.0), mesh.tagged(mesh.joined(rest), stage=stage)])


def _paper(centre: tuple[float, float, float], heading_deg: float, *, width_m: float) -> Mesh:
    half, tall = width_m / 2, width_m * LANTERN_SHAPE
    s = np.linspace(-1, 1, 9)
    t = np.linspace(-1, 1, 9)
    u, v = np.meshgrid(s, t)
    faces = []
    for turn in (0, 90, 180, 270):
        bulge = half * (1.0 + 0.05 * (1 - u**2) * (1 - v**2))
        grid = np.stack([u * half, -bulge, v * tall / 2], axis=-1)
        face = mesh.moved(mesh.sheet(grid), heading_deg=turn)
        warm = 1.0 - 0.75 * np.clip(np.hypot(u * 0.8, v), 0, 1) ** 2
        low, high = np.array([0.965, 0.640, 0.215]), np.array([1.0, 0.915, 0.560])
        face.colours[:, :3] = (low + (high - low) * warm[..., None]).reshape(-1, 3)
        face.colours[:, 3] = 0
        faces.append(face)
    return mesh.moved(mesh.joined(faces), by=centre, heading_deg=heading_deg)
