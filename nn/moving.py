"""The way of a network from a thread to a process of its own: it leaves once the process is ready for it."""

import logging
import threading
import time
from collections.abc import Callable, Generator

from layerwalk.nn.messages import Failed, Loaded, Moved, Reply, Said, Wanted
from layerwalk.nn.process import ProcessHost
from layerwalk.nn.thread_host import ThreadHost

logger = logging.getLogger(__name__)

PATIENCE_S = 20.0
"""A process that has not taken over by then never will."""


class Moving:
    """Bring what a thread calculates to a process; where that fails, the thread goes on. Main thread.

    Call `advance` until it `is_over`. The thread serves while the process starts, and stands still for the moment in
    which its network is on the way: what is asked meanwhile is answered by the process.
    """

    def __init__(
        self, thread: ThreadHost, *, device: Wanted = "auto", clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin to start the process. clock: seconds, growing."""
        self._thread, self._clock = thread, clock
        self.host = ProcessHost(device=device)
        """Serves once it `has_arrived`."""
        self._steps = self._run()
        self.has_arrived = self.is_over = False

    def advance(self) -> Moved | None:
        """Do what can be done now, waiting for nothing; return what is to be said once it has arrived."""
        return next(self._steps, None)

    def close(self) -> None:
        """End the process, where it does not serve; waits for nothing."""
        if not self.has_arrived:
            threading.Thread(target=self.host.close, name="model host's end", daemon=True).start()

    def _run(self) -> Generator[Moved | None, None, None]:
        while not self.host.is_ready:
            if self._fails(self.host.poll()):
                return
            yield None
        self._thread.hand_over()
        while (handed := self._thread.handed) is None:
            if self._fails(self.host.poll()):
                return
            yield None
        if self._fails([handed] if isinstance(handed, Failed) else []) or isinstance(handed, Failed):
            return
        self.host.submit(handed)
        begun_s = self._clock()
        while not (replies := self.host.poll()):
            if self._clock() - begun_s > PATIENCE_S:
                return self._stay("it takes too long")
            yield None
        loaded = replies[0]
        if isinstance(loaded, Loaded):
            yield self._arrive(loaded)
        else:
            self._fails(replies)

    def _arrive(self, loaded: Loaded) -> Moved:
        for request in self._thread.leave():
            self.host.submit(request)
        self.has_arrived = self.is_over = True
        return Moved(said=Said(key="process.moved"), device=loaded.device)

    def _fails(self, replies: list[Reply]) -> bool:
        """Say whether the process, which nobody has asked yet, has anything to say: that is never good."""
        for reply in replies:
            self._stay(reply.sentence if isinstance(reply, Failed) else type(reply).__name__)
        return bool(replies)

    def _stay(self, why: str) -> None:
        logger.warning("The network stays in this process: %s", why)
        self._thread.go_on()
        self.is_over = True
        self.close()
