"""Bare hands, where the runtime follows them (XR_EXT_hand_tracking): pinching is pressing, the palm aims."""

import ctypes
import math
from collections.abc import Sequence
from typing import Any

import xr

from layerwalk.game.view.rig import Hand, Pose
from layerwalk.game.view.xr import poses
from layerwalk.game.view.xr.spaces import Spaces

OPEN_M = 0.05
CLOSED_M = 0.015
"""How far the tips of thumb and index finger are apart where a pinch begins, and where it is complete."""
PALM, THUMB_TIP, KNUCKLE, INDEX_TIP = (
    getattr(xr.HandJointEXT, name).value for name in ("PALM", "THUMB_TIP", "INDEX_PROXIMAL", "INDEX_TIP")
)


class Hands:
    """Hold the followers of both hands. Main thread."""

    def __init__(self, instance: Any, session: Any) -> None:
        """Ask the runtime to follow the hands, which it said it can."""
        self._locate = ctypes.cast(
            xr.get_instance_proc_addr(instance, "xrLocateHandJointsEXT"), xr.PFN_xrLocateHandJointsEXT
        )
        sides = {"left": xr.HandEXT.LEFT, "right": xr.HandEXT.RIGHT}
        self._trackers = {
            side: xr.create_hand_tracker_ext(session, xr.HandTrackerCreateInfoEXT(hand=hand))
            for side, hand in sides.items()
        }

    def find(self, side: str, spaces: Spaces, *, time: int) -> tuple[Hand, float] | None:
        """Return a hand and how far it pinches, 0 to 1; None while it is not seen."""
        joints = (xr.HandJointLocationEXT * xr.HAND_JOINT_COUNT_EXT)()
        found = xr.HandJointLocationsEXT(joint_locations=joints)
        where = xr.HandJointsLocateInfoEXT(base_space=spaces.room, time=time)
        result = self._locate(self._trackers[side], ctypes.byref(where), ctypes.byref(found))
        error = xr.check_result(xr.Result(result))
        if error.is_exception():
            raise error
        if not found.is_active:
            return None
        return read([poses.located(joint) for joint in joints], thick_m=[joint.radius for joint in joints])

    def close(self) -> None:
        """Follow the hands no longer."""
        for tracker in self._trackers.values():
            xr.destroy_hand_tracker_ext(tracker)


def read(joints: Sequence[Pose | None], *, thick_m: Sequence[float] = ()) -> tuple[Hand, float] | None:
    """Return a hand and its pinch from the poses of its 26 joints, None where too few of them are known.

    thick_m: half as thick as the hand is at each of them; a hand of which a joint is not known is not drawn.
    """
    palm, thumb, knuckle, tip = (joints[number] for number in (PALM, THUMB_TIP, KNUCKLE, INDEX_TIP))
    if not (palm and thumb and knuckle and tip):
        return None
    pinch = (OPEN_M - math.dist(thumb.point, tip.point)) / (OPEN_M - CLOSED_M)
    # Knuckle and palm stay as they are while the finger bends to the thumb: the aim does not jump at the press.
    aim = Pose(point=knuckle.point, turn=palm.turn)
    known = [(*joint.point, thick) for joint, thick in zip(joints, thick_m, strict=False) if joint]
    drawn = tuple(known) if len(known) == len(joints) else ()
    return Hand(aim=aim, grip=palm, joints=drawn), min(max(pinch, 0.0), 1.0)
