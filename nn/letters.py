"""What goes between a host and the process that it has started: numbered letters, each with its length before it."""

import itertools
import pickle
import struct
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar

from layerwalk.nn.mailbox import Mailbox
from layerwalk.nn.messages import Build, Infer, Load, Reply, Request

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """Ask for a network that was lost, with the weights in `file` where there are some; answered as one request."""

    key: ClassVar[str] = "restore"
    request: Load | Build
    file: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Hold a request with a number of its own. losses: how many processes were lost before they had answered it."""

    number: int
    request: Request | Restore
    losses: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """Say that the arrays in a slot of the shared memory were read."""

    slot: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Hold a reply, and the number of the letter that it answers; None where nobody asked."""

    number: int | None
    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Say that the last good weights are in `file`, and what brings their network again; None where it failed."""

    request: Load | Build
    file: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """Say that torch is loaded and that letters are answered from now on."""


News = Told | Kept | Ready


def letterbox() -> Mailbox[Letter | Free]:
    """Return a mailbox in which the newest letter of a kind counts, and none gets lost that must not."""
    number = itertools.count()

    def key(letter: Letter | Free) -> Hashable:
        wanted = ("free", letter.slot) if isinstance(letter, Free) else letter.request.key
        return next(number) if wanted is None else wanted

    return Mailbox(key, last=(Infer.key,))


def write(stream: IO[bytes], item: object) -> None:
    """Write anything that can be pickled; raise OSError where nobody reads any more."""
    data = pickle.dumps(item, protocol=5)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read(stream: IO[bytes]) -> object | None:
    """Wait for what the other process writes; return None where it has ended, even in the middle of a letter."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    return pickle.loads(data) if len(data) == length else None
