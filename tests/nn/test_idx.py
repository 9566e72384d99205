"""IDX files: what is well formed comes back, all else is refused in a sentence."""

import gzip
import io
import math
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from layerwalk.nn import idx
from layerwalk.nn.idx import DataError


class Memory:
    """A file that lies in memory."""

    name = "memory"

    def __init__(self, content: bytes) -> None:
        self.content = content

    def open(self, mode: str = "r") -> object:
        return io.BytesIO(self.content)


def encode(values: NDArray[np.uint8]) -> bytes:
    return struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape) + values.tobytes()


def attempt(content: bytes, dimensions: int) -> NDArray[np.uint8] | str:
    """Return the values, or the sentence that says why there are none."""
    try:
        return read(content, dimensions)
    except DataError as error:
        return str(error)


def read(content: bytes, dimensions: int) -> NDArray[np.uint8]:
    return idx.read(Memory(content), dimensions=dimensions)  # type: ignore[arg-type]


@given(arrays.arrays(np.uint8, arrays.array_shapes(max_dims=3, max_side=6)), st.booleans())
def test_what_was_written_is_read(values: NDArray[np.uint8], zipped: bool) -> None:
    content = gzip.compress(encode(values)) if zipped else encode(values)
    found = read(content, values.ndim)
    np.testing.assert_array_equal(found, values)
    assert not found.flags.writeable


@given(arrays.arrays(np.uint8, arrays.array_shapes(max_dims=3, max_side=6)), st.booleans())
def test_the_sizes_are_read_without_the_values(values: NDArray[np.uint8], zipped: bool) -> None:
    content = encode(values)[: 4 + 4 * values.ndim]
    file = Memory(gzip.compress(content) if zipped else content)
    assert idx.sizes(file, dimensions=values.ndim) == values.shape  # type: ignore[arg-type]


@given(st.binary(max_size=64), st.integers(1, 3))
def test_any_bytes_are_read_or_refused_in_one_sentence(content: bytes, dimensions: int) -> None:
    found = attempt(content, dimensions)
    if isinstance(found, str):
        assert found.startswith("memory: ")
        assert "expected" in found
    else:
        assert len(content) == 4 + 4 * dimensions + math.prod(found.shape)


@given(st.data())
def test_every_cut_is_noticed(data: st.DataObject) -> None:
    whole = encode(np.arange(60, dtype=np.uint8).reshape(3, 4, 5))
    content = gzip.compress(whole) if data.draw(st.booleans()) else whole
    cut = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(DataError, match=r"^memory: "):
        read(content[:cut], 3)


@given(st.data())
def test_a_damaged_gzip_stream_never_crashes(data: st.DataObject) -> None:
    content = bytearray(gzip.compress(encode(np.arange(60, dtype=np.uint8))))
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    found = attempt(bytes(content), 1)
    if isinstance(found, str):
        assert found.startswith("memory: ")
    else:
        np.testing.assert_array_equal(found, np.arange(60, dtype=np.uint8))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "memory: magic is missing, expected 0000 and then the type"),
        (b"\x01\x00\x08\x01", "memory: magic is 01000801, expected 0000 and then the type"),
        (b"\0\0\x0d\x01", "memory: type is 0x0d, expected 0x08 (unsigned bytes)"),
        (b"\0\0\x08\x03", "memory: number of dimensions is 3, expected 1"),
        (b"\0\0\x08\x01\0\0", "memory: sizes end after 2 bytes, expected 4"),
        (encode(np.zeros(5, np.uint8))[:-2], "memory: values end after 3 bytes, expected 5 for sizes (5,)"),
        (
            encode(np.zeros(5, np.uint8)) + b"x",
            "memory: values go on after 5 bytes, expected the end of the file for sizes (5,)",
        ),
        (
            struct.pack(">HBBI", 0, 8, 1, 2**32 - 1),
            f"memory: sizes (4294967295,) ask for 4294967295 bytes, expected at most {idx.MAX_BYTES}",
        ),
    ],
)
def test_each_fault_has_its_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(DataError) as caught:
        read(content, 1)
    assert str(caught.value) == sentence


def test_a_lying_header_reserves_no_memory() -> None:
    lie = struct.pack(">HBBI", 0, 8, 1, idx.MAX_BYTES) + b"abc"
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match="values end after 3 bytes"):
            read(lie, 1)
        assert tracemalloc.get_traced_memory()[1] < 8 * idx.CHUNK_BYTES
    finally:
        tracemalloc.stop()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^nothing: cannot be read"):
        idx.read(tmp_path / "nothing", dimensions=1)
