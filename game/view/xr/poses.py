"""Poses and fields of view, from OpenXR's axes (right +X, up +Y, back +Z) to ours (right +X, ahead +Y, up +Z)."""

import math
from typing import Any

import xr

from layerwalk.game.view.rig import Eye, Pose, Quaternion, headed, heading_deg, multiplied, rotated
from layerwalk.game.world.placement import Point

TURNED = xr.SpaceLocationFlags.ORIENTATION_VALID_BIT.value
PLACED = TURNED | xr.SpaceLocationFlags.POSITION_VALID_BIT.value


def pose(found: Any) -> Pose:
    """Return an XrPosef as a pose of ours."""
    p, q = found.position, found.orientation
    return Pose(point=(p.x, -p.z, p.y), turn=unit((q.w, q.x, -q.z, q.y)))


def posef(mine: Pose) -> Any:
    """Return a pose of ours as an XrPosef."""
    (x, y, z), (qw, qx, qy, qz) = mine.point, mine.turn
    return xr.Posef(orientation=xr.Quaternionf(qx, qz, -qy, qw), position=xr.Vector3f(x, z, -y))


def located(location: Any) -> Pose | None:
    """Return the pose of an XrSpaceLocation or a hand's joint, None where it is not known where that is."""
    return pose(location.pose) if location._location_flags & PLACED == PLACED else None


def eye(view: Any) -> Eye:
    """Return an XrView as an eye of ours."""
    fov, tan = view.fov, math.tan
    left, right = tan(fov.angle_left), tan(fov.angle_right)
    return Eye(pose=pose(view.pose), left=left, right=right, up=tan(fov.angle_up), down=tan(fov.angle_down))


def unit(turn: Quaternion) -> Quaternion:
    """Return a turn with its length set to 1; one of no length is no turn at all."""
    w, x, y, z = turn
    length = math.sqrt(w * w + x * x + y * y + z * z)
    if length < 1e-6:
        return 1.0, 0.0, 0.0, 0.0
    return w / length, x / length, y / length, z / length


def upright(mine: Pose) -> Pose:
    """Return where someone stands and faces whose head is there: on the floor, without tilt."""
    return Pose(point=(mine.point[0], mine.point[1], 0.0), turn=headed(heading_deg(mine.turn)))


def relative(mine: Pose, *, to: Pose) -> Pose:
    """Return a pose as it is seen from another one of the same frame."""
    w, x, y, z = to.turn
    back = (w, -x, -y, -z)
    gone: Point = (mine.point[0] - to.point[0], mine.point[1] - to.point[1], mine.point[2] - to.point[2])
    return Pose(point=rotated(gone, back), turn=multiplied(back, mine.turn))
