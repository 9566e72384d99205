"""What the runtime tells by itself: that the session goes on or ends, that the room or the controllers changed."""

import ctypes
from collections.abc import Iterator
from typing import Any

import xr

from layerwalk.game.view.xr import calls

KINDS = {
    xr.StructureType.EVENT_DATA_SESSION_STATE_CHANGED: xr.EventDataSessionStateChanged,
    xr.StructureType.EVENT_DATA_REFERENCE_SPACE_CHANGE_PENDING: xr.EventDataReferenceSpaceChangePending,
    xr.StructureType.EVENT_DATA_INSTANCE_LOSS_PENDING: xr.EventDataInstanceLossPending,
    xr.StructureType.EVENT_DATA_INTERACTION_PROFILE_CHANGED: xr.EventDataInteractionProfileChanged,
    xr.StructureType.EVENT_DATA_EVENTS_LOST: xr.EventDataEventsLost,
}
POLL = calls.call("xrPollEvent", calls.HANDLE, calls.ADDRESS, told=(xr.Result.EVENT_UNAVAILABLE,))


class Events:
    """Hold the place into which the runtime writes its events; go through them once a frame."""

    def __init__(self, instance: Any) -> None:
        """Listen to the runtime."""
        self._instance = instance
        self._buffer = xr.EventDataBuffer()
        self._place = ctypes.byref(self._buffer)

    def __iter__(self) -> Iterator[Any]:
        """Yield what the runtime has told since last asked, as structures of xr."""
        while not POLL(self._instance, self._place):
            kind = KINDS.get(self._buffer.type)
            if kind is not None:
                # A copy: the next event is written to the same place.
                yield kind.from_buffer_copy(self._buffer)
            self._buffer.type, self._buffer.next = xr.StructureType.EVENT_DATA_BUFFER, None
