"""The conversation with the runtime: which state it is in, and what follows from what the runtime tells."""

import logging
from collections.abc import Callable
from typing import Any, Literal

import xr

from layerwalk.game.view.xr.instance import STEREO

logger = logging.getLogger(__name__)

State = Literal["waiting", "hidden", "visible", "focused", "ended", "lost"]
"""waiting: nothing is to be drawn, as when nobody wears it; hidden: frames run, and nobody sees them; visible: seen,
with the input for something else; focused: seen and steered; ended: the visitor or the runtime ended it; lost."""

STATES: dict[Any, State] = {
    xr.SessionState.UNKNOWN: "waiting",
    xr.SessionState.IDLE: "waiting",
    xr.SessionState.READY: "hidden",
    xr.SessionState.SYNCHRONIZED: "hidden",
    xr.SessionState.VISIBLE: "visible",
    xr.SessionState.FOCUSED: "focused",
    xr.SessionState.STOPPING: "waiting",
    xr.SessionState.EXITING: "ended",
    xr.SessionState.LOSS_PENDING: "lost",
}


class Session:
    """Hold a session of the runtime's. Main thread."""

    def __init__(self, handle: Any) -> None:
        """Listen for the session `handle`."""
        self.handle = handle
        self.state: State = "waiting"
        self.is_running = False
        self.on_space: Callable[[Any, int], None] = lambda kind, time: None
        self.on_profile: Callable[[], None] = lambda: None

    def hear(self, event: Any) -> None:
        """Do what an event of the runtime's asks for."""
        if isinstance(event, xr.EventDataSessionStateChanged):
            self._turn(xr.SessionState(event.state))
        elif isinstance(event, xr.EventDataInstanceLossPending):
            self.state = "lost"
        elif isinstance(event, xr.EventDataReferenceSpaceChangePending):
            self.on_space(xr.ReferenceSpaceType(event.reference_space_type), event.change_time)
        elif isinstance(event, xr.EventDataInteractionProfileChanged):
            self.on_profile()
        elif isinstance(event, xr.EventDataEventsLost):
            logger.warning("The runtime dropped %d events.", event.lost_event_count)

    def _turn(self, told: Any) -> None:
        before, self.state = self.state, STATES[told]
        if before != self.state:
            logger.info("The headset is %s (%s).", self.state, told.name.lower())
        if told is xr.SessionState.READY:
            xr.begin_session(self.handle, xr.SessionBeginInfo(primary_view_configuration_type=STEREO))
            self.is_running = True
        elif told is xr.SessionState.STOPPING:
            self.is_running = False
            xr.end_session(self.handle)
        elif told in (xr.SessionState.EXITING, xr.SessionState.LOSS_PENDING):
            self.is_running = False
