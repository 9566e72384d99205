"""What every host of the model loop has: how it is talked to, what serves its requests, and where letters wait.

Importing this module leaves torch alone; `open_worker` loads it.
"""

import itertools
import logging
import traceback
from collections.abc import Callable, Hashable
from typing import Protocol

from layerwalk.nn.keepsake import Keepsake
from layerwalk.nn.mailbox import Mailbox
from layerwalk.nn.messages import (
    Attribute,
    Explain,
    Failed,
    Infer,
    LookAt,
    Measured,
    Moved,
    Progress,
    Reply,
    Request,
    Restarted,
    Saved,
    TakeOver,
    Wanted,
)
from layerwalk.nn.refusing import Refusing
from layerwalk.nn.said import say

logger = logging.getLogger(__name__)

LAST = (Infer.key, Explain.key, Attribute.key)
READING = (Infer.key, LookAt.key, Explain.key, Attribute.key)
"""Requests that change nothing: they may be served in the middle of a training step."""


class Host(Protocol):
    """Run the model loop somewhere. Called from the main thread only."""

    def submit(self, request: Request) -> None:
        """Hand a request over; of several with one key that wait, only the newest is served. Never blocks."""

    def poll(self, *, wait_s: float = 0.0) -> list[Reply]:
        """Return the replies that came since the last call; of several answers to a drawing the newest.

        Of several reports of a training run that goes on too, save for those of an epoch that ended.

        wait_s: how long to wait for the first reply where there is none yet; at once by default.
        """

    def close(self) -> None:
        """End the loop; nothing may be submitted after that. Closing twice does no harm."""


class Server(Protocol):
    """Serve requests, and do a long job in small pieces. Used from one thread; nothing here raises an Exception."""

    def handle(self, request: Request) -> Reply:
        """Return the reply to `request`."""

    @property
    def busy(self) -> bool:
        """Say whether a long job has more to do."""

    def advance(self, breathe: Callable[[], None] = ...) -> Reply | None:
        """Do a small piece of the long job; return a report where one is due.

        breathe: called within it, at moments when a drawing may be answered and nothing else may be served.
        """

    def close(self) -> None:
        """End what goes on beside; nothing may be asked after that."""

    @property
    def weights_version(self) -> int:
        """Return a number that grows whenever the weights have changed."""

    def keepsake(self) -> Keepsake | None:
        """Return what brings the network and its last good weights again; None where there is no network."""

    def hand_over(self) -> TakeOver | Failed | None:
        """Return what another server needs to go on exactly here; None as long as there is what cannot be told.

        That is a long job other than training, or no network.
        """


def request_box() -> Mailbox[Request]:
    """Return a mailbox that keeps of each request the newest, and every one that says that it must not be lost."""
    number = itertools.count()
    return Mailbox(lambda request: next(number) if request.key is None else request.key, last=LAST)


def reply_box() -> Mailbox[Reply]:
    """Return a mailbox that keeps every reply that must not be lost, and of the others the newest of each type."""
    number = itertools.count()

    def key(reply: Reply) -> Hashable:
        return next(number) if _must_be_heard(reply) else type(reply).__name__

    return Mailbox(key)


def _must_be_heard(reply: Reply) -> bool:
    if isinstance(reply, Progress):
        return reply.state != "training" or reply.validation_loss is not None
    if isinstance(reply, Measured):
        return reply.state != "measuring"
    return isinstance(reply, Failed | Saved | Restarted | Moved)


def open_worker(*, device: Wanted = "auto", warms_up: bool = True) -> Server:
    """Load torch, for one thread's use, and return what serves requests; where torch fails, what says so.

    warms_up: import, soon after the first network is there and beside the answers, what the first training step needs.
    """
    try:
        import torch

        from layerwalk.nn.worker import Worker

        torch.set_num_threads(1)
        return Worker(wanted=device, warms_up=warms_up)
    except (ImportError, OSError) as error:
        logger.exception("PyTorch cannot be loaded")
        sentence = f"PyTorch cannot be loaded ({error})."
        return Refusing(sentence, say("failed.no_torch"), details=traceback.format_exc())
