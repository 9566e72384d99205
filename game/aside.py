"""Work that takes longer than a frame and ends with something to be said: it is done beside the frames."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from layerwalk.nn.messages import Said


class Aside:
    """Do one piece of work after the other on a thread of its own. Main thread, but for the work.

    What was begun is also finished where the program ends before it: files are whole.
    """

    def __init__(self) -> None:
        """Do nothing yet."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside")
        self._begun = deque[Future[Said]]()

    def begin(self, work: Callable[[], Said]) -> None:
        """Do `work` when everything before it is done; it must leave alone what the frames change."""
        self._begun.append(self._thread.submit(work))

    def ended(self) -> Said | None:
        """Return what the next work that has ended says, once; raise what it raised. None where none has."""
        return self._begun.popleft().result() if self._begun and self._begun[0].done() else None
