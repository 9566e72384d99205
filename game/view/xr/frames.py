"""A frame of the headset's from beginning to end: what is begun is always ended, with a picture or without."""

import ctypes
import functools
from typing import Any

import xr

from layerwalk.game.view.xr import calls
from layerwalk.game.view.xr.instance import STEREO

SEEN = xr.ViewStateFlags.ORIENTATION_VALID_BIT.value
EYES = 2

WAIT = calls.call("xrWaitFrame", calls.HANDLE, calls.ADDRESS, calls.ADDRESS)
BEGIN = calls.call("xrBeginFrame", calls.HANDLE, calls.ADDRESS, told=(xr.Result.FRAME_DISCARDED,))
"""Discarded: the frame before was waited for and never begun; this one is good."""
END = calls.call("xrEndFrame", calls.HANDLE, calls.ADDRESS)
LOCATE = calls.call(
    "xrLocateViews", calls.HANDLE, calls.ADDRESS, calls.ADDRESS, calls.COUNT, calls.ADDRESS, calls.ADDRESS
)


class Frames:
    """Hold the frame that is under way. `wait` and `locate` on the main thread, the others where the context is."""

    def __init__(self, session: Any, *, layer: Any) -> None:
        """Make frames for a session, which show `layer` or nothing."""
        self._session = session
        self._is_begun = self._is_under_way = False
        self.state = xr.FrameState()
        """What the runtime said of the frame under way, an XrFrameState."""
        self._state_place = ctypes.byref(self.state)
        self._where = xr.ViewLocateInfo(view_configuration_type=STEREO)
        self._seen = xr.ViewState()
        self._views = (xr.View * EYES)(*(xr.View() for _ in range(EYES)))
        places = ctypes.byref(self._where), ctypes.byref(self._seen), EYES, ctypes.byref(ctypes.c_uint32()), self._views
        self._locate = functools.partial(LOCATE, session, *places)
        self._ending = xr.FrameEndInfo(
            environment_blend_mode=xr.EnvironmentBlendMode.OPAQUE, layers=[ctypes.pointer(layer)]
        )
        self._ending_place = ctypes.byref(self._ending)

    @property
    def is_under_way(self) -> bool:
        """Say whether a frame was waited for and has not ended."""
        return self._is_under_way

    def wait(self) -> Any:
        """Wait until it is time for the next frame, and return its XrFrameState; the one before must have ended."""
        WAIT(self._session, None, self._state_place)
        self._is_under_way = True
        return self.state

    def locate(self, room: Any) -> Any:
        """Return where the eyes will be when the frame is seen, both XrViews, until asked again; None if not known."""
        self._where.space, self._where.display_time = room, self.state.predicted_display_time
        self._locate()
        return self._views if self._seen._view_state_flags & SEEN else None

    def begin(self) -> None:
        """Begin the frame that was waited for, if it has not begun."""
        if self._is_under_way and not self._is_begun:
            self._is_begun = True
            BEGIN(self._session, None)

    def end(self, *, shows: bool = False) -> None:
        """End the frame that is under way, if one is, with the layer or without."""
        if not self._is_under_way:
            return
        self.begin()
        self._is_under_way = self._is_begun = False
        self._ending.display_time, self._ending.layer_count = self.state.predicted_display_time, int(shows)
        END(self._session, self._ending_place)
