"""What stands is set aside from Python's collector of garbage, and freed all the same once it is garbage."""

import gc
import weakref

import pytest

from layerwalk.game import garbage


class Ring:
    """Refers to itself, so that only the collector frees it."""

    def __init__(self) -> None:
        self.own = self


@pytest.fixture(autouse=True)
def thawed():
    yield
    gc.unfreeze()


def test_what_stands_is_gone_through_no_more():
    stands = [[] for _ in range(1000)]
    garbage.set_aside()
    assert len(gc.get_objects()) < len(stands)


def test_what_was_set_aside_and_is_garbage_is_freed_the_next_time():
    ring = Ring()
    garbage.set_aside()
    gone = weakref.ref(ring)
    del ring
    assert gone() is not None
    garbage.set_aside()
    assert gone() is None


def test_what_is_garbage_now_is_freed_at_once():
    gone = weakref.ref(Ring())
    garbage.set_aside()
    assert gone() is None
