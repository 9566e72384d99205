"""A host that serves requests on a thread of its own, and can hand over to another one what goes on there."""

import logging
import threading
from dataclasses import dataclass, field

from layerwalk.nn import serving
from layerwalk.nn.messages import Failed, Reply, Request, TakeOver, Wanted
from layerwalk.nn.serving import Server

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Parting:
    """Hold what a loop stands still with until that is over; every attempt has one of its own."""

    handed: TakeOver | Failed | None = None
    is_over: threading.Event = field(default_factory=threading.Event)


class ThreadHost:
    """Serve requests on a thread of its own, which also loads torch; frames go on meanwhile."""

    def __init__(self, *, device: Wanted = "auto") -> None:
        """Start the thread. device: 'cpu', 'gpu', or 'auto' for the GPU where there is one that works."""
        self._requests, self._device = serving.request_box(), device
        self._replies = serving.reply_box()
        self._parting: _Parting | None = None
        self._thread = threading.Thread(target=self._run, name="model loop", daemon=True)
        self._thread.start()

    def submit(self, request: Request) -> None:
        """Hand a request to the thread."""
        self._requests.put(request)

    def poll(self, *, wait_s: float = 0.0) -> list[Reply]:
        """Return the replies that came since the last call, or the first that comes within `wait_s`."""
        first = self._replies.take(timeout_s=wait_s) if wait_s > 0 else None
        return [*([first] if first else []), *self._replies.drain()]

    def close(self, *, timeout_s: float = 10.0) -> None:
        """End the thread after the request that it serves now, and wait for it."""
        self._end()
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            logger.warning("The model loop did not end within %g s.", timeout_s)

    def hand_over(self) -> None:
        """Ask the loop to stand still as soon as another one can go on exactly where it is; then `handed` says how."""
        self._parting = _Parting()
        self._requests.wake()

    @property
    def handed(self) -> TakeOver | Failed | None:
        """Return what the loop stands still with, or why it does not; None as long as it serves."""
        return self._parting.handed if self._parting else None

    def go_on(self) -> None:
        """Let a loop that stands still, or that is to, serve again."""
        if self._parting is not None:
            self._parting.is_over.set()
        self._parting = None

    def leave(self) -> list[Request]:
        """End a loop that stands still, without waiting for that; return what it was asked since then."""
        waiting = self._requests.drain()
        self._end()
        return waiting

    def _end(self) -> None:
        self._requests.close()
        self.go_on()

    def _run(self) -> None:
        server = serving.open_worker(device=self._device)

        def breathe() -> None:
            while (request := self._requests.take_among(serving.READING)) is not None:
                self._replies.put(server.handle(request))

        while not self._requests.closed:
            # While a job goes on, all that waits is served before its next piece: neither can starve the other.
            for request in self._requests.drain() if server.busy else [self._requests.take()]:
                if request is not None:
                    self._replies.put(server.handle(request))
            report = server.advance(breathe) if server.busy else None
            if report is not None:
                self._replies.put(report)
            if (parting := self._parting) is not None:
                _stand_still(parting, server)
        server.close()


def _stand_still(parting: _Parting, server: Server) -> None:
    if parting.handed is None and not parting.is_over.is_set():
        parting.handed = server.hand_over()
    if isinstance(parting.handed, TakeOver):
        parting.is_over.wait()
