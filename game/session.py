"""The only user of the model loop: hands drawings over, takes replies once a frame, brings the state up to date."""

import logging

from layerwalk.game.state import State
from layerwalk.nn import loop
from layerwalk.nn.messages import Failed, Floats, Infer, Inferred, Load, Loaded, Reply, Reset

logger = logging.getLogger(__name__)


class Session:
    """Hold the conversation with a host of the model loop. Main thread."""

    def __init__(self, host: loop.Host, state: State) -> None:
        """Ask the host for the state's network."""
        self._host, self._state = host, state
        self._serial = 0
        host.submit(Load(network=state.spec.name))

    @property
    def waiting(self) -> bool:
        """Say whether an answer to the newest drawing is still to come."""
        return self._serial > self._state.serial

    def infer(self, drawing: Floats, *, centre: bool) -> int:
        """Ask for an answer to a drawing, (28 k, 28 k) float32 in [0, 1]; return the request's serial."""
        self._serial += 1
        self._host.submit(Infer(drawing=drawing.copy(), serial=self._serial, centre=centre))
        return self._serial

    def reset(self) -> None:
        """Ask for the shipped weights again."""
        self._host.submit(Reset())

    def poll(self) -> bool:
        """Apply what has come back; return whether there is something new to draw."""
        before = self._state.changes
        for reply in self._host.poll():
            self._apply(reply)
        return self._state.changes != before

    def _apply(self, reply: Reply) -> None:
        state = self._state
        if isinstance(reply, Loaded):
            state.ready, state.notice = True, ""
        elif isinstance(reply, Inferred):
            if reply.network != state.spec.name or reply.serial <= state.serial:
                return
            state.serial, state.picture = reply.serial, reply.picture
            state.activations, state.probabilities = reply.activations, reply.probabilities
        elif isinstance(reply, Failed):
            logger.error("%s\n%s", reply.sentence, reply.details)
            state.notice = reply.sentence
            if isinstance(reply.request, Infer):
                state.serial = max(state.serial, reply.request.serial)
        state.changes += 1

    def close(self) -> None:
        """End the model loop."""
        self._host.close()


def read_spec(network: str) -> State:
    """Return the state of a network before anything was drawn; torch is not needed for it."""
    return State(spec=loop.read_spec(network))


__all__ = ["Session", "loop", "read_spec"]
