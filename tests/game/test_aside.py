"""Work beside the frames: in order, told of once, and never waited for."""

import threading
import time

import pytest

from layerwalk.game.aside import Aside
from layerwalk.nn.messages import Said

PATIENCE_S = 10.0


def next_of(aside: Aside) -> Said:
    """Return what is said next, as a frame would hear it."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        said = aside.ended()
        if said is not None:
            return said
        time.sleep(0.001)
    pytest.fail("it never ended")


def test_nothing_is_waited_for() -> None:
    aside, gate = Aside(), threading.Event()

    def work() -> Said:
        gate.wait(PATIENCE_S)
        return Said(key="done")

    aside.begin(work)
    assert aside.ended() is None
    gate.set()
    assert next_of(aside) == Said(key="done")
    assert aside.ended() is None, "it is told of once"


def test_one_comes_after_the_other() -> None:
    aside = Aside()
    for key in "abc":
        aside.begin(lambda key=key: Said(key=key))
    assert [next_of(aside).key for _ in range(3)] == ["a", "b", "c"]


def test_what_goes_wrong_unforeseen_is_raised_in_the_frame() -> None:
    aside = Aside()

    def work() -> Said:
        raise ValueError("unforeseen")

    aside.begin(work)
    with pytest.raises(ValueError, match="unforeseen"):
        next_of(aside)
