"""The room that the visitor moves in: its floor, its middle, and which way is ahead in it."""

import ctypes
import logging
from collections.abc import Iterable
from typing import Any

import xr

from layerwalk.game.view.rig import Pose
from layerwalk.game.view.xr import calls, poses

logger = logging.getLogger(__name__)

KINDS = (xr.ReferenceSpaceType.STAGE, xr.ReferenceSpaceType.LOCAL_FLOOR, xr.ReferenceSpaceType.LOCAL)
"""What the runtime may know of the room, best first: its floor and middle, its floor, only where the head began."""

LOCATE = calls.call("xrLocateSpace", calls.HANDLE, calls.HANDLE, calls.TIME, calls.ADDRESS)
ASK = calls.unchecked("xrLocateSpace", calls.HANDLE, calls.HANDLE, calls.TIME, calls.ADDRESS)


class Spaces:
    """Hold the frames in which the runtime says where things are. Main thread."""

    def __init__(self, session: Any, *, eye_height_m: float) -> None:
        """Take the best kind of room that the runtime has; where it has no floor the eyes are so high at the start."""
        self._session = session
        self._found = xr.SpaceLocation()
        self._found_place = ctypes.byref(self._found)
        offered = {xr.ReferenceSpaceType(found) for found in xr.enumerate_reference_spaces(session)}
        self.kind = next(kind for kind in KINDS if kind in offered)
        logger.info("The room is of the kind %s.", self.kind.name.lower())
        self._eye_height_m = eye_height_m
        self._changes_at: int | None = None
        self._base = self._make(self.kind, Pose())
        self.head = self._make(xr.ReferenceSpaceType.VIEW, Pose())
        self.room = self._make(self.kind, self._start())

    @property
    def has_floor(self) -> bool:
        """Say whether the runtime knows where the floor is."""
        return self.kind is not xr.ReferenceSpaceType.LOCAL

    def locate(self, space: Any, *, time: int) -> Pose | None:
        """Return where a space is in the room at a time of the runtime's, None where that is not known."""
        LOCATE(space, self.room, time, self._found_place)
        return poses.located(self._found)

    def locate_all(self, spaces: Iterable[Any], *, time: int) -> list[Pose | None]:
        """Return where several spaces are.

        XR_KHR_locate_spaces would tell all at once: in Monado 25 that takes longer, and tells nothing where one sleeps.
        """
        room, told, place = self.room, self._found, self._found_place
        found = []
        for space in spaces:
            refused = ASK(space, room, time, place)
            if refused:
                raise calls.error(refused)
            found.append(poses.located(told))
        return found

    def recentre(self, *, time: int, eye_height_m: float | None = None) -> bool:
        """Make the middle of the room where the head is, and ahead where it looks; False where it is not known where.

        eye_height_m: the eyes are to be so high from now on, however high they are above the true floor; None keeps
        the floor where there is one.
        """
        LOCATE(self.head, self._base, time, self._found_place)
        head = poses.located(self._found)
        if head is None:
            return False
        if eye_height_m is None and not self.has_floor:
            eye_height_m = self._eye_height_m
        standing = poses.upright(head)
        floor_m = 0.0 if eye_height_m is None else head.point[2] - eye_height_m
        self._move(Pose(point=(standing.point[0], standing.point[1], floor_m), turn=standing.turn))
        return True

    def changes(self, kind: Any, time: int) -> None:
        """Take note that the runtime moves a room itself, from a time of its own on."""
        if kind is self.kind:
            self._changes_at = time

    def settle(self, *, time: int) -> bool:
        """Forget where the room was moved to once the runtime has moved it; return whether it has, once."""
        if self._changes_at is None or time < self._changes_at:
            return False
        self._changes_at = None
        self._move(self._start())
        return True

    def _start(self) -> Pose:
        return Pose() if self.has_floor else Pose(point=(0.0, 0.0, -self._eye_height_m))

    def _move(self, pose: Pose) -> None:
        before, self.room = self.room, self._make(self.kind, pose)
        xr.destroy_space(before)

    def _make(self, kind: Any, pose: Pose) -> Any:
        wanted = xr.ReferenceSpaceCreateInfo(reference_space_type=kind, pose_in_reference_space=poses.posef(pose))
        return xr.create_reference_space(self._session, wanted)
