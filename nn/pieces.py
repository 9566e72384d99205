"""Put long jobs together: each is a generator that yields the share of its work done and returns its result.

A job that has something to show before its end yields a Stand each time instead; the last one holds the result.
"""

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

Result = TypeVar("Result")
Known = TypeVar("Known", covariant=True)
Now = TypeVar("Now")
Job = Generator[float, None, Result]
NAP_S = 0.002


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stand(Generic[Known]):
    """Say how a long job stands: the share done, in [0, 1], and what is known by now."""

    share: float
    result: Known


def unheard(share: float) -> None:
    """Let the share that is done go unheard."""


def within(job: Job[Result], index: int, parts: int) -> Job[Result]:
    """Do `job` as number `index` of so many parts of a longer one: its shares are those of the longer one."""
    return _told(job, lambda share: (index + share) / parts)


def standing(job: Job[Result], now: Now, *, start: float, size: float) -> Generator[Stand[Now], None, Result]:
    """Do `job` as a part of a longer one, of which `now` is known: it goes from the share `start` on by `size`."""
    return _told(job, lambda share: Stand(share=start + size * share, result=now))


def _told(job: Job[Result], tell: Callable[[float], Now]) -> Generator[Now, None, Result]:
    """Do `job`, and yield what `tell` makes of its shares."""
    while True:
        try:
            share = next(job)
        except StopIteration as end:
            result: Result = end.value
            return result
        yield tell(share)


def aside(call: Callable[[], Result]) -> Job[Result]:
    """Return what `call` returns, or raise what it raises; it runs on a thread of its own, waited for in naps."""
    pool = ThreadPoolExecutor(max_workers=1)
    future = pool.submit(call)
    pool.shutdown(wait=False)
    while wait([future], NAP_S).not_done:
        yield 0.0
    return future.result()


def finish(job: Job[Result], progress: Callable[[float], None] = unheard) -> Result:
    """Do all of a job at once and return its result; tell `progress` the shares done."""
    while True:
        try:
            share = next(job)
        except StopIteration as end:
            result: Result = end.value
            return result
        progress(share)


def last(stands: Iterator[Stand[Result]], progress: Callable[[float], None] = unheard) -> Result:
    """Do all of a job at once and return the result of its last stand; tell `progress` the shares done."""
    stand = next(stands)
    progress(stand.share)
    for stand in stands:
        progress(stand.share)
    return stand.result
