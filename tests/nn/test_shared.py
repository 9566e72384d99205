"""What goes between two processes: arrays in shared memory, letters in a pipe."""

import io
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from layerwalk.nn import letters, shared
from layerwalk.nn.letters import Free, Letter
from layerwalk.nn.messages import Control, Infer, Load
from layerwalk.nn.shared import Memory, Packer

KINDS = arrays.integer_dtypes() | arrays.floating_dtypes() | arrays.boolean_dtypes()
SHAPES = arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=9)


@pytest.fixture
def memory() -> Iterator[Memory]:
    created = Memory.create()
    yield created
    created.close()


@given(st.lists(arrays.arrays(KINDS, SHAPES), max_size=4), st.booleans())
def test_arrays_come_out_as_they_went_in_and_read_only(packed: list[np.ndarray], transposed: bool) -> None:
    memory = Memory.create()
    packed = [array.T if transposed else array for array in packed]
    parcel = Packer(memory).pack(packed)
    unpacked = shared.unpack(parcel, memory)
    assert isinstance(unpacked, list)
    for before, after in zip(packed, unpacked, strict=True):
        np.testing.assert_array_equal(after, before)
        assert after.dtype == before.dtype
    if parcel.slot is not None:
        assert not any(array.flags.writeable for array in unpacked if array.size and array.flags.c_contiguous)
    memory.close()


def test_an_array_that_occurs_twice_is_sent_once(memory: Memory) -> None:
    picture = np.arange(784, dtype=np.float32)
    parcel = Packer(memory).pack({"picture": picture, "input": picture})
    assert parcel.sizes == (picture.nbytes,)
    unpacked = shared.unpack(parcel, memory)
    assert isinstance(unpacked, dict)
    assert unpacked["picture"] is unpacked["input"]


def test_what_was_unpacked_stays_when_its_slot_is_used_again(memory: Memory) -> None:
    packer = Packer(memory)
    first = packer.pack(np.ones(10))
    unpacked = shared.unpack(first, memory)
    assert first.slot is not None
    packer.free(first.slot)
    for _ in range(2):
        packer.pack(np.zeros(10))
    np.testing.assert_array_equal(unpacked, np.ones(10))


def test_the_memory_grows_with_what_is_sent(memory: Memory) -> None:
    packer = Packer(memory)
    for size in (10, 100_000, 1_000, 3_000_000):
        parcel = packer.pack(np.arange(size))
        np.testing.assert_array_equal(shared.unpack(parcel, memory), np.arange(size))
        assert parcel.slot is not None
        packer.free(parcel.slot)
    assert parcel.capacity >= 8 * 3_000_000


def test_a_slot_is_not_used_before_it_is_free(memory: Memory) -> None:
    packer = Packer(memory)
    sent = [packer.pack(np.full(5, number)) for number in range(shared.SLOTS)]
    later: list[shared.Parcel] = []
    thread = threading.Thread(target=lambda: later.append(packer.pack(np.full(5, 9))))
    thread.start()
    assert [shared.unpack(parcel, memory).tolist() for parcel in sent] == [[0] * 5, [1] * 5]
    assert sent[1].slot is not None
    packer.free(sent[1].slot)
    thread.join()
    assert later[0].slot == sent[1].slot


def test_nobody_waits_for_a_reader_that_is_gone(memory: Memory) -> None:
    packer = Packer(memory)
    for number in range(shared.SLOTS):
        packer.pack(np.full(5, number))
    packer.close()
    with pytest.raises(BrokenPipeError):
        packer.pack(np.zeros(5))


@given(st.integers(0, 200))
def test_a_letter_that_was_cut_off_is_the_end(length: int) -> None:
    stream = io.BytesIO()
    letters.write(stream, Letter(number=1, request=Load(network="ana-small")))
    whole = stream.getvalue()
    cut = whole[: min(length, len(whole) - 1)]
    assert letters.read(io.BytesIO(cut)) is None


def test_letters_are_read_one_after_the_other() -> None:
    stream = io.BytesIO()
    sent = [Free(slot=1), Letter(number=7, request=Control(action="stop"))]
    for item in sent:
        letters.write(stream, item)
    stream.seek(0)
    assert [letters.read(stream), letters.read(stream), letters.read(stream)] == [*sent, None]


def test_of_letters_that_wait_the_newest_of_a_kind_counts_and_drawings_come_last() -> None:
    box = letters.letterbox()
    requests = [_stroke(1), Control(action="pause"), _stroke(2), Control(action="stop"), Load(network="ana-small")]
    for number, request in enumerate(requests):
        box.put(Letter(number=number, request=request))
    box.put(Free(slot=0))
    box.put(Free(slot=1))
    drained = box.drain()
    assert [item.number for item in drained if isinstance(item, Letter)] == [1, 3, 4, 2]
    assert [item.slot for item in drained if isinstance(item, Free)] == [0, 1]


def _stroke(serial: int) -> Infer:
    return Infer(drawing=np.zeros((28, 28), np.float32), serial=serial)
