"""A host that serves requests on a thread of its own."""

import logging
import threading

from layerwalk.nn import serving
from layerwalk.nn.keepsake import Keepsake
from layerwalk.nn.messages import Reply, Request, Wanted

logger = logging.getLogger(__name__)


class ThreadHost:
    """Serve requests on a thread of its own, which also loads torch; frames go on meanwhile."""

    def __init__(self, *, device: Wanted = "auto") -> None:
        """Start the thread. device: 'cpu', 'gpu', or 'auto' for the GPU where there is one that works."""
        self._requests, self._device = serving.request_box(), device
        self._replies = serving.reply_box()
        self._leaves = False
        self._left: Keepsake | None = None
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
        self._requests.close()
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            logger.warning("The model loop did not end within %g s.", timeout_s)

    @property
    def rests(self) -> bool:
        """Say whether everything is answered, and nothing is under way."""
        return self._requests.rests

    def leave(self) -> None:
        """Begin to end the loop; `left` is soon what brings the network and its weights again. Never blocks."""
        self._leaves = True
        self._requests.close()

    @property
    def left(self) -> Keepsake | None:
        """Return what was left behind, None as long as nothing is."""
        return self._left

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
        self._left = server.keepsake() if self._leaves else None
        server.close()
