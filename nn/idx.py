"""IDX files, the format of MNIST: a header that is checked field by field, then bytes, gzipped or not."""

import contextlib
import gzip
import math
import zlib
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn.said import SaidError

UBYTE = 0x08
MAX_BYTES = 1 << 30
CHUNK_BYTES = 1 << 20


class DataError(SaidError):
    """Say in one sentence what is wrong with a file of data."""

    KEY = "failed.data"


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def read(file: Traversable, *, dimensions: int) -> NDArray[np.uint8]:
    """Return the bytes of an IDX file as a read-only array with as many `dimensions`.

    Raise DataError where the file is missing, is no IDX file, or is not exactly as long as its header says. Memory
    grows with what the file holds, never with what its header claims.
    Source: "The IDX file format", The MNIST database, LeCun, Cortes and Burges.
    """
    with _opened(file) as stream:
        return _body(stream, file.name, _sizes(stream, file.name, dimensions))


def sizes(file: Traversable, *, dimensions: int) -> tuple[int, ...]:
    """Return what the header of an IDX file says of its `dimensions`, without reading on; raise DataError as `read`."""
    with _opened(file) as stream:
        return _sizes(stream, file.name, dimensions)


@contextlib.contextmanager
def _opened(file: Traversable) -> Iterator[_Stream]:
    """Yield what the file holds, unzipped; put into words what goes wrong while it is read."""
    try:
        with file.open("rb") as raw:
            zipped = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            with gzip.open(raw) if zipped else contextlib.nullcontext(raw) as stream:
                yield stream
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{file.name}: the gzip stream is damaged or cut short, expected a complete one") from error
    except OSError as error:
        raise DataError(f"{file.name}: cannot be read, expected an IDX file ({error.strerror or error})") from error


def _sizes(stream: _Stream, name: str, dimensions: int) -> tuple[int, ...]:
    magic = _take(stream, 4)
    if len(magic) < 4 or magic[:2] != b"\0\0":
        raise DataError(f"{name}: magic is {magic.hex() or 'missing'}, expected 0000 and then the type")
    if magic[2] != UBYTE:
        raise DataError(f"{name}: type is 0x{magic[2]:02x}, expected 0x{UBYTE:02x} (unsigned bytes)")
    if magic[3] != dimensions:
        raise DataError(f"{name}: number of dimensions is {magic[3]}, expected {dimensions}")
    header = _take(stream, 4 * dimensions)
    if len(header) < 4 * dimensions:
        raise DataError(f"{name}: sizes end after {len(header)} bytes, expected {4 * dimensions}")
    return tuple(int(size) for size in np.frombuffer(header, ">u4"))


def _body(stream: _Stream, name: str, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    length = math.prod(shape)
    if length > MAX_BYTES:
        raise DataError(f"{name}: sizes {shape} ask for {length} bytes, expected at most {MAX_BYTES}")
    body = _take(stream, length)
    if len(body) < length:
        raise DataError(f"{name}: values end after {len(body)} bytes, expected {length} for sizes {shape}")
    if stream.read(1):
        raise DataError(f"{name}: values go on after {length} bytes, expected the end of the file for sizes {shape}")
    return np.frombuffer(body, np.uint8).reshape(shape)


def _take(stream: _Stream, length: int) -> bytes:
    """Return up to `length` bytes, read in chunks because a single read would reserve all of `length` first."""
    taken = bytearray()
    while len(taken) < length and (chunk := stream.read(min(CHUNK_BYTES, length - len(taken)))):
        taken += chunk
    return bytes(taken)
