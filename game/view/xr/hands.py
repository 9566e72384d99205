"""Bare hands, where the runtime follows them (XR_EXT_hand_tracking): pinching is pressing, the palm aims."""

import ctypes
import functools
import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import xr

from layerwalk.game.view.rig import Hand, Pose
from layerwalk.game.view.xr import calls, poses
from layerwalk.game.view.xr.spaces import Spaces

OPEN_M = 0.05
CLOSED_M = 0.015
"""How far the tips of thumb and index finger are apart where a pinch begins, and where it is complete."""
PALM, THUMB_TIP, KNUCKLE, INDEX_TIP = (
    getattr(xr.HandJointEXT, name).value for name in ("PALM", "THUMB_TIP", "INDEX_PROXIMAL", "INDEX_TIP")
)
JOINT = struct.Struct("Q8f")
"""An XrHandJointLocationEXT: flags, an XrPosef, and half as thick as the hand is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """Hold what follows a hand: `ask` has the runtime say where the joints are at `where.time`, in `where.base_space`.

    found: whether it sees the hand; joints: the memory that holds where they are.
    """

    tracker: Any
    ask: Callable[[], int]
    where: Any
    found: Any
    joints: Any


class Hands:
    """Hold the followers of both hands. Main thread."""

    def __init__(self, instance: Any, session: Any) -> None:
        """Ask the runtime to follow the hands, which it said it can."""
        locate = calls.extension(instance, "xrLocateHandJointsEXT", calls.HANDLE, calls.ADDRESS, calls.ADDRESS)
        sides = {"left": xr.HandEXT.LEFT, "right": xr.HandEXT.RIGHT}
        self._followers = {side: _follower(locate, session, hand) for side, hand in sides.items()}

    def find(self, side: str, spaces: Spaces, *, time: int) -> tuple[Hand, float] | None:
        """Return a hand and how far it pinches, 0 to 1; None while it is not seen."""
        follower = self._followers[side]
        follower.where.base_space, follower.where.time = spaces.room, time
        follower.ask()
        return read(follower.joints) if follower.found.is_active else None

    def close(self) -> None:
        """Follow the hands no longer."""
        for follower in self._followers.values():
            xr.destroy_hand_tracker_ext(follower.tracker)


def read(joints: Any) -> tuple[Hand, float] | None:
    """Return a hand and its pinch from the locations of its 26 joints, None where too few of them are known.

    A hand of which a joint is not known is not drawn.
    """
    palm, thumb, knuckle, tip = (
        poses.located(joints, number * JOINT.size) for number in (PALM, THUMB_TIP, KNUCKLE, INDEX_TIP)
    )
    if not (palm and thumb and knuckle and tip):
        return None
    pinch = (OPEN_M - math.dist(thumb.point, tip.point)) / (OPEN_M - CLOSED_M)
    # Knuckle and palm stay as they are while the finger bends to the thumb: the aim does not jump at the press.
    aim = Pose(point=knuckle.point, turn=palm.turn)
    known = [
        (x, -z, y, thick_m)
        for flags, _, _, _, _, x, y, z, thick_m in JOINT.iter_unpack(joints)
        if flags & poses.PLACED == poses.PLACED
    ]
    drawn = tuple(known) if len(known) == xr.HAND_JOINT_COUNT_EXT else ()
    return Hand(aim=aim, grip=palm, joints=drawn), min(max(pinch, 0.0), 1.0)


def _follower(locate: Callable[..., int], session: Any, hand: Any) -> Follower:
    tracker = xr.create_hand_tracker_ext(session, xr.HandTrackerCreateInfoEXT(hand=hand))
    joints = (xr.HandJointLocationEXT * xr.HAND_JOINT_COUNT_EXT)()
    where, found = xr.HandJointsLocateInfoEXT(), xr.HandJointLocationsEXT(joint_locations=joints)
    return Follower(
        tracker=tracker,
        ask=functools.partial(locate, tracker, ctypes.byref(where), ctypes.byref(found)),
        where=where,
        found=found,
        joints=joints,
    )
