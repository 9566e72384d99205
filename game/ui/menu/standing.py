"""Where the panel stands: called before the visitor, or on its pillar in the court. World, metres, Z up."""

import math

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.menu.style import PANEL_M
from layerwalk.game.world import furniture, light, mesh, sight
from layerwalk.game.world.mesh import Mesh
from layerwalk.game.world.placement import Point, Pose

BELOW_EYE_M = 0.09
"""The panel's middle lies so far below the eye, so that it is read with the head at rest."""
NEAREST_M, FARTHEST_M = 1.3, 2.0
FOOT_M = 0.34
RADIUS_M, SEEN_M = 1.1, 20.0
"""All of the panel is so near its middle; from farther off than the other nobody can tell its letters."""


def is_seen(frame: Frame, camera: p3d.NodePath, root: p3d.NodePath) -> bool:
    """Say whether a camera sees the panel, whose frame is in `root`, from near enough to read on it."""
    x, y, z = map(float, frame.centre)
    return sight.is_seen(camera, root, (x, y, z), radius_m=RADIUS_M, within_m=SEEN_M)


def in_front(eye: Point, heading_deg: float, *, distance_m: float = 1.6) -> Frame:
    """Return where the panel stands before an eye that looks along a heading, turned to it.

    It stands there however the head moves on, and however far the eye looks up or down. distance_m: 1.3 to 2; raise
    ValueError for any other.
    """
    if not NEAREST_M <= distance_m <= FARTHEST_M:
        raise ValueError(f"distance_m is {distance_m}, expected {NEAREST_M} to {FARTHEST_M}")
    forward = mesh.forward(heading_deg).astype(np.float64)
    centre = np.asarray(eye, np.float64) + forward * distance_m - [0, 0, BELOW_EYE_M]
    tilt_deg = math.degrees(math.atan2(BELOW_EYE_M, distance_m))
    x, y, z = map(float, centre)
    return on_pillar(Pose(point=(x, y, z), heading_deg=heading_deg + 180.0, tilt_deg=tilt_deg))


def carried(frame: Frame, *, eye: Point, to: Point, turn_deg: float) -> Frame:
    """Return where a panel stands before an eye that was put from `eye` to `to` and turned, as it stood before it."""
    turn = math.radians(turn_deg)
    across = np.array([[math.cos(turn), -math.sin(turn), 0.0], [math.sin(turn), math.cos(turn), 0.0], [0.0, 0.0, 1.0]])
    centre = np.asarray(to, np.float64) + across @ (frame.centre - np.asarray(eye, np.float64))
    return Frame(centre=centre, right=across @ frame.right, up=across @ frame.up)


def on_pillar(pose: Pose) -> Frame:
    """Return where the panel's face is for a pose, which faces its reader."""
    centre, right, up = furniture.board_frame(pose, *PANEL_M)
    return Frame(centre=centre, right=right, up=up)


def pillar(pose: Pose, *, floor_z: float) -> Mesh:
    """Build what carries the panel in the court: a wooden post on a round stone foot, and a ledge under the panel."""
    frame = on_pillar(pose)
    x, y, z = frame.centre - frame.normal * 0.11
    wood = light.with_alpha(light.WOOD)
    tall = max(0.1, z - floor_z)
    post = mesh.box((x, y, floor_z + tall / 2), (0.07, 0.045, tall / 2), heading_deg=pose.heading_deg, colour=wood)
    ledge_at = frame.centre - frame.up * 1.055 - frame.normal * 0.02
    ledge = mesh.box(ledge_at, (PANEL_M[0] * 0.36, 0.045, 0.018), heading_deg=pose.heading_deg, colour=wood)
    stone = light.with_alpha(light.PLINTH)
    side = mesh.ring((x, y, floor_z), (FOOT_M, FOOT_M), (0.0, 0.06), segments=40, colour=stone)
    top = mesh.ring((x, y, floor_z), (0.0, FOOT_M), (0.06, 0.06), segments=40, colour=stone)
    return mesh.joined([post, ledge, side, top])
