"""A host that begins on a thread and can go on in a process of its own, without losing anything."""

from layerwalk.nn.keepsake import Keepsake
from layerwalk.nn.messages import Loaded, Progress, Reply, Request, Restarted, Said, Wanted
from layerwalk.nn.process import ProcessHost
from layerwalk.nn.serving import Host
from layerwalk.nn.thread_host import ThreadHost


class MovableHost:
    """Serve requests on a thread until asked to move; main thread.

    It moves when a network is there, when nothing is asked or calculated, and when there is no run: the weights that a
    run can be looked back on with are the thread's own.
    """

    def __init__(self, *, device: Wanted = "auto") -> None:
        """Start the thread. device: 'cpu', 'gpu', or 'auto' for the GPU where there is one that works."""
        self._device = device
        self._thread: ThreadHost | None = ThreadHost(device=device)
        self._host: Host = self._thread
        self._is_wanted = self._has_network = self._has_run = self._leaves = False
        self._waiting: list[Request] = []

    @property
    def has_moved(self) -> bool:
        """Say whether a process serves."""
        return self._thread is None

    def move(self) -> None:
        """Go on in a process as soon as nothing is lost by that; the replies tell of it as of one that was replaced."""
        self._is_wanted = True

    def submit(self, request: Request) -> None:
        """Hand a request over."""
        if self._leaves:
            self._waiting.append(request)
        else:
            self._host.submit(request)

    def poll(self, *, wait_s: float = 0.0) -> list[Reply]:
        """Return the replies that came since the last call, or the first that comes within `wait_s`."""
        rests = self._thread is not None and self._thread.rests
        replies = self._host.poll(wait_s=wait_s)
        for reply in replies:
            self._note(reply)
        if self._thread is None or not self._is_wanted:
            return replies
        # A loop that rested before the replies were taken has no other to give.
        if not self._leaves and rests and self._has_network and not self._has_run:
            self._leaves = True
            self._thread.leave()
        if self._thread.left is not None:
            replies.append(self._move(self._thread.left))
        return replies

    def close(self) -> None:
        """End the loop."""
        self._host.close()

    def _note(self, reply: Reply) -> None:
        if isinstance(reply, Loaded):
            self._has_network, self._has_run = True, False
        elif isinstance(reply, Progress):
            self._has_run = True

    def _move(self, keepsake: Keepsake) -> Reply:
        # The thread itself ends when what it prepares beside is done, and is not waited for.
        self._thread, self._leaves = None, False
        self._host = ProcessHost(device=self._device, keepsake=keepsake)
        for request in self._waiting:
            self._host.submit(request)
        self._waiting.clear()
        return Restarted(said=Said(key="process.moved"))
