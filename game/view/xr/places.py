"""Where several things are in the room: asked one after the other, and read all at once.

XR_KHR_locate_spaces would ask all at once, and takes Monado 25 longer: and it tells nothing of any where one sleeps.
"""

import ctypes
import itertools
import struct
from collections.abc import Sequence
from typing import Any

import xr

from layerwalk.game.view.rig import Pose
from layerwalk.game.view.xr import calls, poses

LOCATE = calls.unchecked("xrLocateSpace", calls.HANDLE, calls.HANDLE, calls.TIME, calls.ADDRESS)
LOCATION = struct.Struct(f"{poses.LOCATION_AT}x{poses.LOCATION.format}4x")
"""An XrSpaceLocation."""


class Places:
    """Hold some spaces, always the same ones. Main thread."""

    def __init__(self, spaces: Sequence[Any]) -> None:
        """Locate `spaces`, XrSpaces."""
        self._spaces = tuple(spaces)
        self._found = (xr.SpaceLocation * len(spaces))(*(xr.SpaceLocation() for _ in spaces))
        self._places = tuple(ctypes.byref(found) for found in self._found)

    def locate(self, room: Any, *, time: int) -> list[Pose | None]:
        """Return where each space is in a room at a time of the runtime's, None where that is not known."""
        calls.succeed(map(LOCATE, self._spaces, itertools.repeat(room), itertools.repeat(time), self._places))
        return [poses.pose(*told) for told in LOCATION.iter_unpack(self._found)]
