"""A process of the model's own, seen from the one that starts it: letters in, news out."""

import json
import logging
import multiprocessing.spawn
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from layerwalk.nn import letters, shared
from layerwalk.nn.letters import Free, Kept, Letter, News, Ready, Told
from layerwalk.nn.mailbox import Mailbox
from layerwalk.nn.shared import Memory, Parcel

logger = logging.getLogger(__name__)

# Not multiprocessing's own way to spawn: that imports the program's main module again in the new process, and with it
# the world. The search path is handed on, so that the new process finds the modules of the one that starts it.
BEGIN = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from layerwalk.nn import process_child; process_child.main(sys.argv[2:])"
)


class Child:
    """Hold the process from its start to its end. `listen` and `end` belong to one thread, `speak` to another."""

    def __init__(self, *, folder: Path, device: str) -> None:
        """Start the process without waiting for it; raise OSError where the system cannot.

        folder: where it keeps weights. device: what it calculates on, as hosts are told.
        """
        self._memory = Memory.create()
        path = json.dumps([os.path.abspath(entry) for entry in sys.path])
        words = (self._memory.token, str(folder), device, str(logger.getEffectiveLevel()))
        try:
            # A group of its own keeps the terminal's interrupt away from it, from the first moment on.
            self._process = subprocess.Popen(
                [_python(), "-P", "-c", BEGIN, path, *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                pass_fds=self._memory.inherited,
                start_new_session=sys.platform != "win32",
                creationflags=_creation_flags(),
            )
        except OSError:
            self._memory.close()
            raise

    @property
    def pid(self) -> int:
        """Return the process's number."""
        return self._process.pid

    def speak(self, box: Mailbox[Letter | Free]) -> None:
        """Hand letters over until the box is closed, or the process has ended."""
        stream = self._process.stdin
        assert stream is not None
        try:
            while (letter := box.take()) is not None:
                letters.write(stream, letter)
        except OSError:
            logger.debug("The model's process %d reads no more.", self.pid)
        try:
            stream.close()
        except OSError:
            logger.debug("The model's process %d has left letters unread.", self.pid)

    def listen(self, free: Callable[[Free], None]) -> Iterator[News]:
        """Yield what the process tells until it ends; `free` is called with every slot that was read."""
        stream = self._process.stdout
        assert stream is not None
        while isinstance(parcel := letters.read(stream), Parcel):
            news = shared.unpack(parcel, self._memory)
            if parcel.slot is not None:
                free(Free(slot=parcel.slot))
            if isinstance(news, Told | Kept | Ready):
                yield news

    def kill(self) -> None:
        """End the process at once. Any thread."""
        self._process.kill()

    def end(self) -> int:
        """Wait for the end of the process, which must be near, and return its status; below 0 where a signal did it."""
        status = self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._memory.close()
        return status


def _python() -> str:
    """Return the interpreter; a program that embeds Python names it with `multiprocessing.set_executable`."""
    executable = multiprocessing.spawn.get_executable()
    if not executable:
        raise FileNotFoundError("Python's own program is not known here")
    return os.fsdecode(executable)


def _creation_flags() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    return 0
