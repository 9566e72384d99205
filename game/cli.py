"""The command line: runs a command, and puts whatever goes wrong into one plain sentence."""

import argparse
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from typing import TextIO

from layerwalk.game import arguments

logger = logging.getLogger(__name__)

ERROR, INTERRUPTED = 2, 130


def main(words: Sequence[str] | None = None) -> int:
    """Run `layerwalk` with `words` (the process's own by default) and return its exit status."""
    words = sys.argv[1:] if words is None else words
    logging.basicConfig(stream=sys.stderr, level=logging.DEBUG if "--debug" in words else logging.WARNING)
    try:
        options = arguments.parser().parse_args(words)
        return _run(options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        logger.debug("The command failed.", exc_info=error)
        print(f"layerwalk: {sentence(error)}", file=sys.stderr)
        return ERROR


def sentence(error: Exception) -> str:
    """Put `error` into one plain sentence; Layerwalk's own errors are one already."""
    if type(error).__module__.startswith("layerwalk."):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'The system'}: {error.strerror}."
    return f"Something unexpected went wrong ({type(error).__name__}: {error}); --debug shows where."


@contextmanager
def only_writer() -> Iterator[TextIO]:
    """Yield standard output while everybody else's, that of libraries in C too, goes to standard error."""
    sys.stdout.flush()
    output = os.dup(1)
    os.dup2(2, 1)
    try:
        with open(output, "w", encoding="utf-8", closefd=False) as stream, redirect_stdout(sys.stderr):
            yield stream
    finally:
        os.dup2(output, 1)
        os.close(output)


def _run(options: argparse.Namespace) -> int:
    # Imported late: '--help' and '--version' need none of it.
    from layerwalk.game import commands

    command = commands.COMMANDS[options.command]
    if getattr(options, "json", False):
        with only_writer() as stream:
            return command(options, stream)
    return command(options, sys.stdout)


if __name__ == "__main__":
    sys.exit(main())
