"""Where several things are in the room, asked all at once; for runtimes that have XR_KHR_locate_spaces."""

import ctypes
import functools
import struct
from collections.abc import Sequence
from typing import Any

import xr

from layerwalk.game.view.rig import Pose
from layerwalk.game.view.xr import calls, poses

LOCATION = struct.Struct(f"{poses.LOCATION.format}4x")
"""An XrSpaceLocationData."""


class Together:
    """Hold some spaces, always the same ones. Main thread."""

    def __init__(self, instance: Any, session: Any, spaces: Sequence[Any]) -> None:
        """Locate `spaces` of a session; the instance has the extension."""
        self._found = (xr.SpaceLocationData * len(spaces))()
        self._wanted = xr.SpacesLocateInfo(spaces=list(spaces))
        self._room: Any = None
        self._ask = functools.partial(
            calls.extension(instance, "xrLocateSpacesKHR", calls.HANDLE, calls.ADDRESS, calls.ADDRESS),
            session,
            ctypes.byref(self._wanted),
            ctypes.byref(xr.SpaceLocations(locations=self._found)),
        )

    def locate(self, room: Any, *, time: int) -> list[Pose | None]:
        """Return where each space is in a room at a time of the runtime's, None where that is not known."""
        if room is not self._room:
            self._room = self._wanted.base_space = room
        self._wanted.time = time
        self._ask()
        return [poses.pose(*told) for told in LOCATION.iter_unpack(self._found)]
