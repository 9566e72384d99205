"""A host that begins on a thread and can go on in a process of its own, without losing anything."""

from layerwalk.nn.messages import Reply, Request, Wanted
from layerwalk.nn.moving import Moving
from layerwalk.nn.serving import Host
from layerwalk.nn.thread_host import ThreadHost


class MovableHost:
    """Serve requests on a thread until asked to move; main thread.

    It moves when a network is there and nothing but a training goes on: that one travels between two of its steps.
    """

    def __init__(self, *, device: Wanted = "auto") -> None:
        """Start the thread. device: 'cpu', 'gpu', or 'auto' for the GPU where there is one that works."""
        self._device = device
        self._thread = ThreadHost(device=device)
        self._host: Host = self._thread
        self._moving: Moving | None = None

    @property
    def has_moved(self) -> bool:
        """Say whether a process serves."""
        return self._host is not self._thread

    def move(self) -> None:
        """Go on in a process as soon as nothing is lost by that, and say so then; where that fails, stay."""
        if self._moving is None and not self.has_moved:
            self._moving = Moving(self._thread, device=self._device)

    def submit(self, request: Request) -> None:
        """Hand a request over."""
        self._host.submit(request)

    def poll(self, *, wait_s: float = 0.0) -> list[Reply]:
        """Return the replies that came since the last call, or the first that comes within `wait_s`."""
        replies = self._host.poll(wait_s=wait_s)
        if self._moving is None:
            return replies
        moved = self._moving.advance()
        if self._moving.has_arrived:
            self._host = self._moving.host
        if self._moving.is_over:
            self._moving = None
        return [*replies, *([moved] if moved else [])]

    def close(self) -> None:
        """End the loop."""
        if self._moving is not None:
            self._moving.close()
        self._host.close()
