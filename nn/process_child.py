"""What runs in the model's own process: the loop that answers letters, and its ways in and out.

Letters come in through standard input and news go out through standard output, whose number is lent to standard error:
whatever a library prints cannot get between them. The process ends when its input does, so also when the one who
started it is killed.
"""

import logging
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, NoReturn, cast

from layerwalk.nn import letters, serving
from layerwalk.nn.keeper import Keeper
from layerwalk.nn.letters import Free, Letter, News, Ready, Restore, Told
from layerwalk.nn.mailbox import Mailbox
from layerwalk.nn.messages import Loaded, LoadWeights, Reply, Wanted
from layerwalk.nn.serving import Server
from layerwalk.nn.shared import Memory, Packer

logger = logging.getLogger(__name__)

GRACE_S = 4.0
"""How long the process goes on with what it does, such as writing a file, when nobody listens any more."""
EAGER_TO_DIE = 500
OUT_OF_MEMORY_SCORE = Path("/proc/self/oom_score_adj")


def main(words: Sequence[str]) -> NoReturn:
    """Answer letters until there are no more to come; words: the memory's token, folder, device and level of logs."""
    token, folder, device, level = words
    logging.basicConfig(stream=sys.stderr, level=int(level))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _offer_oneself()
    incoming, outgoing = _take_standard_streams()
    packer, box, ready = Packer(Memory(token)), letters.letterbox(), threading.Event()
    listening = (incoming, box, packer, ready, Path(folder))
    threading.Thread(target=_listen, args=listening, name="letters", daemon=True).start()

    def tell(news: News) -> None:
        letters.write(outgoing, packer.pack(news))

    try:
        server = serving.open_worker(device=cast(Wanted, device))
        ready.set()
        tell(Ready())
        serve(box, server, tell, keeper=Keeper(server, tell, folder=Path(folder), name=f"kept-{os.getpid()}"))
    except BrokenPipeError:
        logger.debug("Nobody listens to the model's process any more.")
    _leave(Path(folder))


def serve(
    box: Mailbox[Letter | Free], server: Server, tell: Callable[[News], None], *, keeper: Keeper | None = None
) -> None:
    """Answer letters, and do long jobs between them, until the box is closed."""

    def breathe() -> None:
        while isinstance(letter := box.take_among(serving.READING), Letter):
            _tell_answers(server, letter, tell)

    while not box.closed:
        # While a job goes on, all that waits is served before its next piece: neither can starve the other.
        for letter in box.drain() if server.busy else [box.take(timeout_s=keeper.due_in_s if keeper else None)]:
            if isinstance(letter, Letter):
                _tell_answers(server, letter, tell, keeper=keeper)
        report = server.advance(breathe) if server.busy else None
        if report is not None:
            tell(Told(number=None, reply=report))
        if keeper:
            keeper.keep()


def _tell_answers(
    server: Server, letter: Letter, tell: Callable[[News], None], *, keeper: Keeper | None = None
) -> None:
    for reply in _answers(server, letter):
        # Whoever hears of a network can have it again from then on.
        if keeper and isinstance(reply, Loaded):
            keeper.keep(now=True)
        tell(Told(number=letter.number, reply=reply))


def _answers(server: Server, letter: Letter) -> tuple[Reply, ...]:
    request = letter.request
    if not isinstance(request, Restore):
        return (server.handle(request),)
    loaded = server.handle(request.request)
    if not isinstance(loaded, Loaded) or request.file is None:
        return (loaded,)
    restored = server.handle(LoadWeights(file=request.file))
    return (restored,) if isinstance(restored, Loaded) else (restored, loaded)


def _listen(
    stream: BinaryIO, box: Mailbox[Letter | Free], packer: Packer, ready: threading.Event, folder: Path
) -> None:
    while (item := letters.read(stream)) is not None:
        if isinstance(item, Free):
            packer.free(item.slot)
        elif isinstance(item, Letter):
            box.put(item)
    box.close()
    packer.close()
    if ready.is_set():
        time.sleep(GRACE_S)
    _leave(folder)


def _leave(folder: Path) -> NoReturn:
    """End at once: taking torch apart in good order takes long, and nobody waits for it."""
    shutil.rmtree(folder, ignore_errors=True)
    logging.shutdown()
    os._exit(0)


def _take_standard_streams() -> tuple[BinaryIO, BinaryIO]:
    incoming, outgoing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return incoming, outgoing


def _offer_oneself() -> None:
    """Ask Linux, where memory runs out, to end this process rather than the world that has started it."""
    try:
        OUT_OF_MEMORY_SCORE.write_text(str(EAGER_TO_DIE), encoding="ascii")
    except OSError as error:
        logger.debug("The system has no such wish to hear: %s", error)
