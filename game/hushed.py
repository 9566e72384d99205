"""Keep the error stream clean of what libraries write to it by themselves, beside every logger."""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

logger = logging.getLogger(__name__)
ERRORS = 2
"""The error stream's number."""


@contextmanager
def hushed(what: str) -> Iterator[None]:
    """Log at the level 'debug', after the name `what`, all that is written to the error stream meanwhile.

    The whole process is concerned: use it only for a moment at the start. Without an error stream nothing is done.
    """
    try:
        kept = os.dup(ERRORS)
    except OSError as error:
        logger.debug("There is no error stream to be hushed: %s", error)
        yield
        return
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), ERRORS)
        try:
            yield
        finally:
            os.dup2(kept, ERRORS)
            os.close(kept)
            file.seek(0)
            for line in file.read().decode(errors="replace").splitlines():
                logger.debug("%s: %s", what, line)
