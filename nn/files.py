"""Write files so that each is whole or as it was before."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from layerwalk.nn.said import SaidError, say


class StoreError(SaidError):
    """Say in one sentence why a network cannot be had, or cannot be kept."""

    KEY = "failed.store"


def write(contents: Mapping[Path, bytes]) -> None:
    """Write files that belong together, and the folders that they lie in; raise StoreError, naming the file.

    All of them are written beside their places before the first one takes its place: a full disk leaves all as it was.
    """
    parts = {file: file.with_name(f".{file.name}.{os.getpid()}.part") for file in contents}
    try:
        for file, part in parts.items():
            with _named(file):
                file.parent.mkdir(parents=True, exist_ok=True)
                with part.open("wb") as stream:
                    stream.write(contents[file])
                    stream.flush()
                    os.fsync(stream.fileno())
        for file, part in parts.items():
            with _named(file):
                part.replace(file)
    finally:
        for part in parts.values():
            # What could not be made cannot be taken away either; the error that matters is on its way already.
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


@contextlib.contextmanager
def _named(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreError(
            f"{file}: the file cannot be written ({reason})", say("failed.write", file=file.name, reason=reason)
        ) from error
