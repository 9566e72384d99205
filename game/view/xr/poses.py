"""Poses and fields of view, from OpenXR's axes (right +X, up +Y, back +Z) to ours (right +X, ahead +Y, up +Z).

The numbers of a structure are taken out of its memory at once: each attribute that one asks for makes an object.
"""

import math
import struct
from typing import Any

import xr

from layerwalk.game.view.rig import Pose, Quaternion, headed, heading_deg

TURNED = xr.SpaceLocationFlags.ORIENTATION_VALID_BIT.value
PLACED = TURNED | xr.SpaceLocationFlags.POSITION_VALID_BIT.value
LOCATION = struct.Struct("Q7f")
"""Flags, and an XrPosef: x, y, z, w of its turn, then its point."""
LOCATION_AT = xr.SpaceLocation._location_flags.offset
"""Where they begin in an XrSpaceLocation."""
ROUNDING = 1e-6
"""So far from 1 may the length of a turn be that was calculated with 32 bits."""


def posef(mine: Pose) -> Any:
    """Return a pose of ours as an XrPosef."""
    (x, y, z), (qw, qx, qy, qz) = mine.point, mine.turn
    return xr.Posef(orientation=xr.Quaternionf(qx, qz, -qy, qw), position=xr.Vector3f(x, z, -y))


def located(memory: Any, at: int = LOCATION_AT) -> Pose | None:
    """Return the pose of an XrSpaceLocation, or of a location anywhere; None where it is not known where that is."""
    flags, a, b, c, w, x, y, z = LOCATION.unpack_from(memory, at)
    if flags & PLACED != PLACED:
        return None
    turn = w, a, -c, b
    return Pose(point=(x, -z, y), turn=turn if -ROUNDING < math.hypot(*turn) - 1.0 < ROUNDING else unit(turn))


def unit(turn: Quaternion) -> Quaternion:
    """Return a turn with its length set to 1; one of no length is no turn at all."""
    length = math.hypot(*turn)
    if length < 1e-6:
        return 1.0, 0.0, 0.0, 0.0
    w, x, y, z = turn
    return w / length, x / length, y / length, z / length


def upright(mine: Pose) -> Pose:
    """Return where someone stands and faces whose head is there: on the floor, without tilt."""
    return Pose(point=(mine.point[0], mine.point[1], 0.0), turn=headed(heading_deg(mine.turn)))
