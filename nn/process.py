"""A host that runs the model loop in a process of its own: frames and training do not share one interpreter.

A process that is lost is replaced, and gets back the network, its last good weights and what was still to be answered.
One that is lost again and again is replaced by the thread that has listened to it.
"""

import dataclasses
import itertools
import logging
import shutil
import tempfile
import threading
import time
from collections.abc import Hashable
from pathlib import Path

from layerwalk.nn import letters, serving
from layerwalk.nn.child import Child
from layerwalk.nn.letters import Free, Kept, Letter, News, Ready, Restore, Told
from layerwalk.nn.messages import (
    Control,
    Failed,
    Progress,
    Reply,
    Request,
    Restarted,
    Said,
    Show,
    TakeOver,
    Train,
    Wanted,
)
from layerwalk.nn.process_child import serve
from layerwalk.nn.refusing import Refusing

logger = logging.getLogger(__name__)

QUICK_S = 10.0
"""A process that ends earlier was lost quickly."""
QUICK_LOSSES = 3
"""So many quick losses, one after the other, and no new process is started."""
CLOSING_S = 5.0
NO_PROCESS = "PyTorch ends every process that loads it."


class ProcessHost:
    """Serve requests in a process of its own, started at once and not waited for; main thread.

    One thread starts the process and listens to it, another speaks to it, so that neither the pipe nor the start ever
    blocks a frame. Of requests that wait, on either side, the newest of a kind counts.
    """

    def __init__(self, *, device: Wanted = "auto") -> None:
        """Begin to start the process. device: 'cpu', 'gpu', or 'auto' for the GPU where there is one that works."""
        self._device = device
        self._replies = serving.reply_box()
        self._numbers = itertools.count(1)
        self._folder = Path(tempfile.mkdtemp(prefix="layerwalk-"))
        self._lock = threading.RLock()  # for all that follows, which several threads use
        self._box = letters.letterbox()
        self._open: dict[Hashable, Letter] = {}
        self._kept: Kept | None = None
        self._child: Child | None = None
        self._is_training = self._closed = False
        self._is_ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="model host", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """Return the number of the process, None where there is none just now."""
        with self._lock:
            return self._child.pid if self._child else None

    @property
    def is_ready(self) -> bool:
        """Say whether a process has been ready to answer."""
        return self._is_ready.is_set()

    def submit(self, request: Request) -> None:
        """Hand a request over."""
        with self._lock:
            self._send(Letter(number=next(self._numbers), request=request))

    def poll(self, *, wait_s: float = 0.0) -> list[Reply]:
        """Return the replies that came since the last call, or the first that comes within `wait_s`."""
        first = self._replies.take(timeout_s=wait_s) if wait_s > 0 else None
        return [first, *self._replies.drain()] if first else self._replies.drain()

    def close(self, *, timeout_s: float = CLOSING_S) -> None:
        """End the process after the request that it serves now, and wait for it; end it for good after `timeout_s`."""
        with self._lock:
            self._closed = True
            self._box.close()
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            logger.warning("The model's process did not end within %g s.", timeout_s)
            with self._lock:
                if self._child:
                    self._child.kill()
            self._thread.join(timeout_s)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self) -> None:
        quick, crashes = 0, 0
        while quick < QUICK_LOSSES and not self._closed:
            began_s = time.monotonic()
            end = self._live()
            if self._closed:
                return
            logger.warning("The model's process was lost: %s.", end.why)
            quick = quick + 1 if time.monotonic() - began_s < QUICK_S else 0
            crashes += end.crashed and not end.was_ready
            self._recover(was_ready=end.was_ready, gives_up=quick == QUICK_LOSSES)
        # What crashes a process of its own as soon as torch is loaded would crash the world as well.
        if crashes == QUICK_LOSSES:
            server: serving.Server = Refusing(NO_PROCESS, Said(key="process.no_process"))
        else:
            server = serving.open_worker(device=self._device)
        serve(self._box, server, self._hear)
        server.close()

    def _live(self) -> "_End":
        """Start a process and listen until it ends."""
        try:
            child = Child(folder=self._folder, device=self._device)
        except OSError as error:
            return _End(why=f"it could not be started ({error})", was_ready=False, crashed=False)
        with self._lock:
            self._child, box = child, self._box
        speaking = threading.Thread(target=child.speak, args=(box,), name="model speech", daemon=True)
        speaking.start()
        was_ready = False
        for news in child.listen(self._free):
            was_ready = True
            self._hear(news)
        box.close()
        speaking.join()
        with self._lock:
            self._child = None
        status = child.end()
        # Below 0: a signal; above a byte: Windows' way to say the same.
        return _End(why=f"it ended with status {status}", was_ready=was_ready, crashed=not 0 <= status < 256)

    def _hear(self, news: News) -> None:
        match news:
            case Told():
                with self._lock:
                    self._open = {key: open_ for key, open_ in self._open.items() if open_.number != news.number}
                    if isinstance(news.reply, Progress):
                        self._is_training = news.reply.state in ("training", "paused")
                self._replies.put(news.reply)
            case Kept():
                self._keep(news)
            case Ready():
                self._is_ready.set()

    def _keep(self, news: Kept) -> None:
        before = self._kept
        if before and before.request == news.request and news.file is None:
            return  # older weights of this network are better than none
        with self._lock:
            self._kept = news
        if before and before.file and before.file != news.file:
            before.file.unlink(missing_ok=True)
            before.file.with_suffix(".record.json").unlink(missing_ok=True)

    def _recover(self, *, was_ready: bool, gives_up: bool) -> None:
        """Prepare what the next process is to be told; what was lost twice with it is told to have failed."""
        with self._lock:
            if self._closed:
                return
            waiting = [_lost(letter) if was_ready else letter for letter in self._open.values()]
            self._box, self._open = letters.letterbox(), {}
            self._replies.put(Restarted(said=self._what_happened(gives_up=gives_up)))
            self._is_training = False
            if self._kept:
                self._restore(self._kept)
            for letter in waiting:
                self._again(letter)

    def _restore(self, kept: Kept) -> None:
        restore = Restore(request=kept.request, file=kept.file)
        self._send(Letter(number=next(self._numbers), request=restore))

    def _again(self, letter: Letter) -> None:
        request = letter.request
        if isinstance(request, Restore | TakeOver | Train | Control | Show):
            return
        if letter.losses < 2:
            self._send(letter)
            return
        sentence = f"The model's process was lost twice during {type(request).__name__}."
        self._replies.put(Failed(request=request, sentence=sentence, said=Said(key="process.lost_twice")))

    def _what_happened(self, *, gives_up: bool) -> Said:
        if gives_up:
            return Said(key="process.gives_up")
        if self._kept is None:
            return Said(key="process.begins_again")
        return Said(key="process.training_lost" if self._is_training else "process.restarted")

    def _send(self, letter: Letter) -> None:
        self._box.put(letter)
        self._open[letter.number if letter.request.key is None else letter.request.key] = letter

    def _free(self, free: Free) -> None:
        with self._lock:
            if not self._box.closed:
                self._box.put(free)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    why: str
    was_ready: bool
    crashed: bool


def _lost(letter: Letter) -> Letter:
    return dataclasses.replace(letter, losses=letter.losses + 1)
