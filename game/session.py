"""The only user of the model loop: hands drawings over, takes replies once a frame, brings the state up to date."""

import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType

from layerwalk.game.state import State
from layerwalk.nn import loop
from layerwalk.nn.blueprint.datasets import Facts
from layerwalk.nn.messages import Failed, Floats, Infer, Inferred, Load, Loaded, Reply, Reset

Host = loop.Host
Dataset = loop.Dataset

logger = logging.getLogger(__name__)

PATIENCE_S = 0.006
"""How long a frame waits for an answer at most; networks that take longer are not waited for at all."""


class Session:
    """Hold the conversation with a host of the model loop. Main thread."""

    def __init__(self, host: Host | None, state: State) -> None:
        """Ask the host for the state's network; without a host everything waits for `connect`."""
        self._host: Host | None = None
        self._state = state
        self._serial = 0
        self._waiting: Infer | None = None
        self._took_s = PATIENCE_S
        if host is not None:
            self.connect(host)

    def connect(self, host: Host) -> None:
        """Begin to talk to `host`, with the newest drawing that waits."""
        self._host = host
        host.submit(Load(network=self._state.spec.name))
        if self._waiting is not None:
            host.submit(self._waiting)
            self._waiting = None

    @property
    def waiting(self) -> bool:
        """Say whether an answer to the newest drawing is still to come."""
        return self._serial > self._state.serial

    def infer(self, drawing: Floats, *, centre: bool, side_px: int = 28) -> int:
        """Ask for an answer to a drawing, float32 in [0, 1]; return the request's serial.

        drawing: (k side_px, k side_px); side_px: of the data's pictures, to which it is shrunk.
        """
        self._serial += 1
        request = Infer(drawing=drawing.copy(), serial=self._serial, centre=centre, side_px=side_px)
        if self._host is None:
            self._waiting = request
        else:
            self._host.submit(request)
        return self._serial

    def reset(self) -> None:
        """Ask for the shipped weights again."""
        if self._host is not None:
            self._host.submit(Reset())

    def poll(self) -> bool:
        """Apply what has come back; return whether there is something new to draw.

        A network that answers at once is waited for, so that the frame of a stroke shows its answer, not the next one.
        """
        before = self._state.changes
        wait_s = PATIENCE_S if self.waiting and self._took_s < PATIENCE_S else 0.0
        for reply in self._host.poll(wait_s=wait_s) if self._host else ():
            self._apply(reply)
        return self._state.changes != before

    def _apply(self, reply: Reply) -> None:
        state = self._state
        if isinstance(reply, Loaded):
            state.ready, state.notice = True, ""
        elif isinstance(reply, Inferred):
            if reply.network != state.spec.name or reply.serial <= state.serial:
                return
            self._took_s = reply.duration_s
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
        if self._host is not None:
            self._host.close()


def load_data(name: str) -> Dataset:
    """Return a shipped data set by name, or one in a folder of IDX files."""
    return loop.load_data(name)


def about(data: str) -> Facts:
    """Return what is known of a shipped data set, or of one in a folder of IDX files."""
    return loop.about(data)


def network_names(*, with_synthetic: bool = False) -> tuple[str, ...]:
    """Return the names of the shipped networks, and of the synthetic ones where asked."""
    return loop.names(with_synthetic=with_synthetic)


def inline_host() -> Host:
    """Return a host that answers on the caller's thread: for single pictures and tests."""
    return loop.InlineHost()


def thread_host() -> Host:
    """Return a host that answers on a thread of its own."""
    return loop.ThreadHost()


def process_host() -> Host:
    """Return a host that answers in a process of its own."""
    return loop.process_host()


HOSTS: Mapping[str, Callable[[], Host]] = MappingProxyType({"thread": thread_host, "process": process_host})
"""What opens the hosts that answer beside the frames, by the name that the settings have for them."""


def read_spec(network: str) -> State:
    """Return the state of a network before anything was drawn; torch is not needed for it."""
    return State(spec=loop.read_spec(network))
