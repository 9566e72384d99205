"""Put long jobs together: each is a generator that yields the share of its work done and returns its result."""

from collections.abc import Callable, Generator
from typing import TypeVar

Result = TypeVar("Result")
Job = Generator[float, None, Result]


def unheard(share: float) -> None:
    """Let the share that is done go unheard."""


def within(job: Job[Result], index: int, parts: int) -> Job[Result]:
    """Do `job` as number `index` of so many parts of a longer one: its shares are those of the longer one."""
    while True:
        try:
            share = next(job)
        except StopIteration as end:
            result: Result = end.value
            return result
        yield (index + share) / parts


def finish(job: Job[Result], progress: Callable[[float], None] = unheard) -> Result:
    """Do all of a job at once and return its result; tell `progress` the shares done."""
    while True:
        try:
            share = next(job)
        except StopIteration as end:
            result: Result = end.value
            return result
        progress(share)
