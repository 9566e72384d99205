"""A frame of the headset's from beginning to end: what is begun is always ended, with a picture or without."""

import ctypes
import functools
import struct
from typing import Any

import xr

from layerwalk.game.view.xr import calls
from layerwalk.game.view.xr.instance import STEREO

SEEN = xr.ViewStateFlags.ORIENTATION_VALID_BIT.value
EYES = 2
STATE = struct.Struct("qqI")
"""Of an XrFrameState: when the frame is seen, for how long, and whether it is worth drawing."""
STATE_AT = xr.FrameState.predicted_display_time.offset

WAIT = calls.call("xrWaitFrame", calls.HANDLE, calls.ADDRESS, calls.ADDRESS)
BEGIN = calls.call("xrBeginFrame", calls.HANDLE, calls.ADDRESS, told=(xr.Result.FRAME_DISCARDED,))
"""Discarded: the frame before was waited for and never begun; this one is good."""
END = calls.call("xrEndFrame", calls.HANDLE, calls.ADDRESS)
LOCATE = calls.call(
    "xrLocateViews", calls.HANDLE, calls.ADDRESS, calls.ADDRESS, calls.COUNT, calls.ADDRESS, calls.ADDRESS
)


class Frames:
    """Hold the frame that is under way. `wait` and `locate` on the main thread, the others where the context is."""

    def __init__(self, session: Any) -> None:
        """Make frames for a session."""
        self._session = session
        self.is_under_way = self.is_begun = False
        """Whether a frame was waited for and has not ended, and whether that has begun."""
        self._time = 0
        self._room: Any = None
        self._state = xr.FrameState()
        self._state_place = ctypes.byref(self._state)
        self._where = xr.ViewLocateInfo(view_configuration_type=STEREO)
        self._seen = xr.ViewState()
        self.views = (xr.View * EYES)(*(xr.View() for _ in range(EYES)))
        """Where the eyes are in the frame under way, XrViews; always in the same place."""
        places = ctypes.byref(self._where), ctypes.byref(self._seen), EYES, ctypes.byref(ctypes.c_uint32()), self.views
        self._locate = functools.partial(LOCATE, session, *places)
        self._ending = xr.FrameEndInfo(environment_blend_mode=xr.EnvironmentBlendMode.OPAQUE)
        self._ending_place = ctypes.byref(self._ending)

    def show(self, layer: Any) -> None:
        """Show an XrCompositionLayerProjection in all frames that show anything."""
        self._ending.layers = [ctypes.pointer(layer)]

    def wait(self) -> tuple[int, int, bool]:
        """Wait until it is time for the next frame; the one before must have ended.

        Return when it will be seen and for how long, in the runtime's nanoseconds, and whether it is to be drawn.
        """
        WAIT(self._session, None, self._state_place)
        self.is_under_way = True
        self._time, period_ns, is_seen = STATE.unpack_from(self._state, STATE_AT)
        return self._time, period_ns, bool(is_seen)

    def locate(self, room: Any) -> Any:
        """Return where the eyes will be when the frame is seen, both XrViews, until asked again; None if not known."""
        if room is not self._room:
            self._room = self._where.space = room
        self._where.display_time = self._time
        self._locate()
        return self.views if self._seen._view_state_flags & SEEN else None

    def begin(self) -> bool:
        """Begin the frame that was waited for; return whether there is one that had not begun."""
        if self.is_begun or not self.is_under_way:
            return False
        self.is_begun = True
        BEGIN(self._session, None)
        return True

    def end(self, *, shows: bool = False) -> None:
        """End the frame that is under way, if one is, with the layer or without."""
        if not self.is_under_way:
            return
        self.begin()
        self.is_under_way = self.is_begun = False
        self._ending.display_time, self._ending.layer_count = self._time, int(shows)
        END(self._session, self._ending_place)
