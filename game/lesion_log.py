"""What was lesioned, step by step: it can be undone, told, kept in a file and done again.

Pure functions: a history is never changed, each step returns a new one.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from layerwalk.game.errors import FileError
from layerwalk.nn.lesions.targets import Lesion, Lesions

Deed = Literal["add", "remove", "name", "clear", "undo", "redo"]
FORMAT: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Say what was done and when; before, after: the accuracy in [0, 1], None where it was not measured.

    lesion: what it was done to; None for 'clear', 'undo' and 'redo'.
    """

    time: datetime
    deed: Deed
    lesion: Lesion | None = None
    before: float | None = None
    after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Hold the lesions that count now, the sets before and after them, the nearest last, and all that was done."""

    now: Lesions = ()
    past: tuple[Lesions, ...] = ()
    future: tuple[Lesions, ...] = ()
    log: tuple[Entry, ...] = ()

    @property
    def can_undo(self) -> bool:
        """Say whether there is something to undo."""
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        """Say whether something was undone."""
        return bool(self.future)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    __pydantic_config__ = ConfigDict(extra="forbid")

    format: Literal[1]
    network: str
    log: tuple[Entry, ...]


_FILE: TypeAdapter[_File] = TypeAdapter(_File)


def added(history: History, lesion: Lesion, *, time: datetime) -> History:
    """Lesion one thing more; a lesion of the same target gives way, and the new one is the last."""
    return _done(history, Entry(time=time, deed="add", lesion=lesion))


def removed(history: History, lesion: Lesion, *, time: datetime) -> History:
    """Heal what this lesion hits."""
    return _done(history, Entry(time=time, deed="remove", lesion=lesion))


def named(history: History, lesion: Lesion, *, name: str, time: datetime) -> History:
    """Give the lesion of the same target another name."""
    return _done(history, Entry(time=time, deed="name", lesion=replace(lesion, name=name)))


def cleared(history: History, *, time: datetime) -> History:
    """Heal everything; that can be undone."""
    return _done(history, Entry(time=time, deed="clear"))


def undone(history: History, *, time: datetime) -> History:
    """Go back to the set before; the same history where there is none."""
    return _done(history, Entry(time=time, deed="undo")) if history.can_undo else history


def redone(history: History, *, time: datetime) -> History:
    """Take back what was undone last; the same history where nothing was."""
    return _done(history, Entry(time=time, deed="redo")) if history.can_redo else history


def measured(history: History, *, before: float, after: float) -> History:
    """Note, with what was done last, the accuracy of the network whole and as it is lesioned now."""
    if not history.log:
        return history
    return replace(history, log=(*history.log[:-1], replace(history.log[-1], before=before, after=after)))


def replay(log: tuple[Entry, ...]) -> History:
    """Return the history to which a log leads."""
    history = History()
    for entry in log:
        history = _done(history, entry)
    return history


def to_json(history: History, *, network: str) -> str:
    """Write the log of a network's lesions as readable JSON."""
    return _FILE.dump_json(_File(format=FORMAT, network=network, log=history.log), indent=1).decode("utf-8")


def read(file: Path) -> tuple[str, History]:
    """Return the network that a log is of, and the history; raise FileError, naming every field that is wrong."""
    try:
        found = _FILE.validate_json(file.read_bytes())
    except ValidationError as error:
        raise FileError([_fault(file, fault) for fault in error.errors()]) from error
    except OSError as error:
        raise FileError([f"{file}: cannot be read ({error.strerror}), expected a log of lesions"]) from error
    return found.network, replay(found.log)


def _fault(file: Path, fault: ErrorDetails) -> str:
    return f"{file}: {'.'.join(str(part) for part in fault['loc']) or 'the file'}: {fault['msg']}"


def _done(history: History, entry: Entry) -> History:
    """Do what an entry says; undoing and doing again do nothing where there is nothing to come back to."""
    log = (*history.log, entry)
    if entry.deed == "undo":
        if not history.past:
            return replace(history, log=log)
        future = (*history.future, history.now)
        return History(now=history.past[-1], past=history.past[:-1], future=future, log=log)
    if entry.deed == "redo":
        if not history.future:
            return replace(history, log=log)
        past = (*history.past, history.now)
        return History(now=history.future[-1], past=past, future=history.future[:-1], log=log)
    return History(now=_after(history.now, entry), past=(*history.past, history.now), log=log)


def _after(now: Lesions, entry: Entry) -> Lesions:
    lesion = entry.lesion
    if entry.deed == "clear" or lesion is None:
        return ()
    others = tuple(each for each in now if each.target != lesion.target)
    match entry.deed:
        case "add":
            return (*others, lesion)
        case "name":
            return tuple(replace(each, name=lesion.name) if each.target == lesion.target else each for each in now)
        case _:
            return others
