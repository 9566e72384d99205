"""Work that is done piece by piece, so that no frame has to do it all: a generator that does a piece at every step."""

import time
from collections.abc import Generator, Iterator
from typing import TypeVar

Pieces = Generator[None, None, None]
Found = TypeVar("Found")


def finish(work: Generator[object, None, Found]) -> Found:
    """Do all that is left of the work, and return what it finds."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Found = end.value
            return found


def go_on(work: Iterator[object], *, for_s: float) -> bool:
    """Do pieces of the work for so long, at least one; return whether something may be left."""
    end_s = time.perf_counter() + for_s
    return any(time.perf_counter() >= end_s for _ in work)
