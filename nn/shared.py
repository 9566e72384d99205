"""Memory that two processes see: large arrays go from one to the other without passing through a pipe.

The memory has no name in the file system, so that nothing is left behind however a process ends.
"""

import mmap
import os
import pickle
import secrets
import sys
import tempfile
import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SLOTS = 2
"""One is written while the other is read."""
ALIGNED = 64
"""Every array begins at a multiple of so many bytes."""
SMALLEST = 1 << 16
"""Bytes of a slot to begin with."""

Bytes = NDArray[np.uint8]


class Memory:
    """Hold memory that a process shares with one that it has started; `token` is all that the other needs.

    On Linux and macOS that is the number of a file without a name, which must be handed on (`inherited`); on Windows
    the name of a mapping that the system forgets with its last holder.
    """

    def __init__(self, token: str) -> None:
        """Open the memory that another process has created."""
        self.token = token
        self._mapped: mmap.mmap | None = None

    @classmethod
    def create(cls) -> "Memory":
        """Create memory that holds nothing yet."""
        if sys.platform == "win32":
            return cls(f"layerwalk-{secrets.token_hex(16)}")
        return cls(str(_nameless_file()))

    @property
    def inherited(self) -> tuple[int, ...]:
        """Return the file descriptors that the other process must inherit."""
        return () if sys.platform == "win32" else (int(self.token),)

    def view(self, size: int) -> Bytes:
        """Return the memory as (size,) uint8; it grows where it is smaller, and what was in it may be lost then."""
        if self._mapped is None or len(self._mapped) != size:
            self._mapped = _map(self.token, size)
        return np.frombuffer(self._mapped, np.uint8)

    def close(self) -> None:
        """Give the memory back."""
        self._mapped = None
        for descriptor in self.inherited:
            os.close(descriptor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Hold an object whose arrays, of `sizes` bytes, lie in a slot of the memory; None where it has no arrays.

    capacity: bytes of a slot.
    """

    data: bytes
    sizes: tuple[int, ...] = ()
    slot: int | None = None
    capacity: int = 0


class Packer:
    """Put the arrays of objects into the memory. `pack` belongs to one thread, `free` and `close` to any."""

    def __init__(self, memory: Memory) -> None:
        """Begin with all slots free."""
        self._memory = memory
        self._capacity = SMALLEST
        self._free = set(range(SLOTS))
        self._closed = False
        self._changed = threading.Condition()

    def pack(self, item: object) -> Parcel:
        """Return `item` as a parcel, once there is a free slot; raise BrokenPipeError where nobody reads any more."""
        buffers: list[pickle.PickleBuffer] = []
        data = pickle.dumps(item, protocol=5, buffer_callback=buffers.append)
        if not buffers:
            return Parcel(data=data)
        arrays = [np.frombuffer(buffer.raw(), np.uint8) for buffer in buffers]
        sizes = tuple(array.size for array in arrays)
        offsets, total = _offsets(sizes)
        slot = self._take(total)
        view = self._memory.view(SLOTS * self._capacity)[slot * self._capacity :]
        for offset, array in zip(offsets, arrays, strict=True):
            np.copyto(view[offset : offset + array.size], array)
        return Parcel(data=data, sizes=sizes, slot=slot, capacity=self._capacity)

    def free(self, slot: int) -> None:
        """Let a slot be used again, after its parcel was unpacked."""
        with self._changed:
            self._free.add(slot)
            self._changed.notify_all()

    def close(self) -> None:
        """Say that nobody reads any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _take(self, size: int) -> int:
        grows = size > self._capacity
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._free) >= (SLOTS if grows else 1))
            if self._closed:
                raise BrokenPipeError("nobody reads the shared memory any more")
            if grows:
                self._capacity = 1 << (size - 1).bit_length()
            return self._free.pop()


def unpack(parcel: Parcel, memory: Memory) -> object:
    """Return what was packed, with read-only arrays of its own: the slot may be freed after that."""
    if parcel.slot is None:
        return pickle.loads(parcel.data)
    offsets, total = _offsets(parcel.sizes)
    begin = parcel.slot * parcel.capacity
    # numpy lets other threads run while it copies; the copy is what makes this cost a frame nothing.
    copy = memory.view(SLOTS * parcel.capacity)[begin : begin + total].copy()
    copy.flags.writeable = False
    places = zip(offsets, parcel.sizes, strict=True)
    return pickle.loads(parcel.data, buffers=[copy[offset : offset + size].data for offset, size in places])


def _offsets(sizes: tuple[int, ...]) -> tuple[list[int], int]:
    """Return where arrays of so many bytes begin, and where the last one ends."""
    offsets, end = [], 0
    for size in sizes:
        begin = -(-end // ALIGNED) * ALIGNED
        offsets.append(begin)
        end = begin + size
    return offsets, end


def _nameless_file() -> int:
    if sys.platform == "linux":
        return os.memfd_create("layerwalk")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


def _map(token: str, size: int) -> mmap.mmap:
    if sys.platform == "win32":
        # A mapping cannot grow there: each size has one of its own.
        return mmap.mmap(-1, size, tagname=f"{token}-{size}")
    descriptor = int(token)
    if os.fstat(descriptor).st_size < size:
        os.ftruncate(descriptor, size)
    return mmap.mmap(descriptor, size)
