"""A mailbox between threads in which the newest letter of a kind replaces the one that still waits."""

import threading
from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Mailbox(Generic[T]):
    """Hold at most one letter per key, for any number of threads.

    Letters come out as they were put in (one that replaces another goes to the end); those whose key is in `last`
    after all others, in the order of `last`.
    """

    def __init__(self, key: Callable[[T], Hashable], *, last: Sequence[Hashable] = ()) -> None:
        """Begin empty; key: of two letters with the same, the newer one counts."""
        self._key = key
        self._last = {key: place for place, key in enumerate(last)}
        self._letters: dict[Hashable, T] = {}
        self._changed = threading.Condition()
        self._closed = self._woken = False

    def put(self, letter: T) -> None:
        """Put a letter in, in place of the waiting one with its key; raise RuntimeError where the box is closed."""
        key = self._key(letter)
        with self._changed:
            if self._closed:
                raise RuntimeError("the mailbox is closed")
            self._letters.pop(key, None)
            self._letters[key] = letter
            self._changed.notify()

    def take(self, *, timeout_s: float | None = None) -> T | None:
        """Return the next letter, waiting for one; None where none came in time, or the box is closed, or to wake."""
        with self._changed:
            self._changed.wait_for(lambda: self._letters or self._closed or self._woken, timeout_s)
            self._woken = False
            return self._pop() if self._letters else None

    def take_among(self, keys: Collection[Hashable]) -> T | None:
        """Return the next letter where all that wait have one of `keys`, else None; waits for nothing."""
        with self._changed:
            return self._pop() if self._letters and all(key in keys for key in self._letters) else None

    def drain(self) -> list[T]:
        """Return all letters that wait now, without waiting for any."""
        if not self._letters:  # whoever asks in every frame need not take the lock for nothing
            return []
        with self._changed:
            return [self._pop() for _ in range(len(self._letters))]

    def wake(self) -> None:
        """Let whoever waits for a letter, or whoever does so next, wait no longer."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def close(self) -> None:
        """Take no more letters, throw away those that wait, and wake whoever waits."""
        with self._changed:
            self._closed = True
            self._letters.clear()
            self._changed.notify_all()

    @property
    def waits(self) -> bool:
        """Say whether there is a letter to take."""
        with self._changed:
            return bool(self._letters)

    @property
    def closed(self) -> bool:
        """Say whether the box takes no more letters."""
        with self._changed:
            return self._closed

    def _pop(self) -> T:
        return self._letters.pop(min(self._letters, key=lambda key: self._last.get(key, -1)))
