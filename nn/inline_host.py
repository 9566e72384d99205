"""A host that serves requests on the caller's own thread."""

from layerwalk.nn import serving
from layerwalk.nn.messages import Reply, Request, Wanted
from layerwalk.nn.serving import Server


class InlineHost:
    """Serve requests in `poll`, on the caller's thread: for tests and single pictures.

    Each `poll` also does one piece of a long job, such as one training step.
    """

    def __init__(self, *, device: Wanted = "auto") -> None:
        """Open the host. device: 'cpu', 'gpu', or 'auto' for the GPU where there is one that works."""
        self._requests, self._device = serving.request_box(), device
        self._server: Server | None = None

    def submit(self, request: Request) -> None:
        """Keep a request for the next `poll`."""
        self._requests.put(request)

    def poll(self, *, wait_s: float = 0.0) -> list[Reply]:
        """Serve what waits, do one piece of a long job, and return the replies."""
        replies = []
        for request in self._requests.drain():
            self._server = self._server or serving.open_worker(device=self._device, warms_up=False)
            replies.append(self._server.handle(request))
        report = self._server.advance() if self._server and self._server.busy else None
        return [*replies, report] if report else replies

    @property
    def busy(self) -> bool:
        """Say whether the next `poll` has something to do."""
        return self._requests.waits or (self._server is not None and self._server.busy)

    def close(self) -> None:
        """Throw away what waits."""
        self._requests.close()
