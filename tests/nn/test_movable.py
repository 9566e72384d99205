"""A network that moves from a thread to a process of its own while it is visited."""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from waiting import until

from layerwalk.nn.messages import (
    Control,
    Infer,
    Inferred,
    Load,
    Loaded,
    Progress,
    Reply,
    Request,
    Restarted,
    Train,
    TrainConfig,
)
from layerwalk.nn.movable import MovableHost

NETWORK = Load(network="ana-dense")
CONFIG = TrainConfig(epochs=1, batch=50, share=0.01)


class Asker:
    def __init__(self) -> None:
        self.host = MovableHost(device="cpu")
        self.replies: list[Reply] = []

    def ask(self, *requests: Request) -> None:
        for request in requests:
            self.host.submit(request)

    def until(self, holds: Callable[[Reply], bool]) -> Reply:
        """Wait for the first reply of which something is so."""
        found = until(self.host, holds)
        self.replies += found
        return next(filter(holds, found))

    def kind(self, kind: type[Reply]) -> Reply:
        return self.until(lambda reply: isinstance(reply, kind))

    def wait(self, seconds: float) -> None:
        end_s = time.monotonic() + seconds
        while time.monotonic() < end_s:
            self.replies += self.host.poll()
            time.sleep(0.002)


def stroke(serial: int) -> Infer:
    drawing = np.zeros((112, 112), np.float32)
    drawing[20:90, 50:60] = 1.0
    return Infer(drawing=drawing, serial=serial)


@pytest.fixture
def asker() -> Iterator[Asker]:
    made = Asker()
    yield made
    made.host.close()


def test_the_same_network_answers_the_same_from_the_process(asker: Asker) -> None:
    asker.ask(NETWORK, stroke(1))
    before = asker.kind(Inferred)
    asker.host.move()
    asker.ask(stroke(2))
    told = asker.until(lambda reply: isinstance(reply, Restarted | Loaded))
    assert isinstance(told, Restarted)
    assert told.said.key == "process.moved"
    assert asker.host.has_moved
    loaded = asker.kind(Loaded)
    assert isinstance(loaded, Loaded)
    assert loaded.spec.name == NETWORK.network
    asker.ask(stroke(3))
    after = asker.until(lambda reply: isinstance(reply, Inferred) and reply.serial == 3)
    assert isinstance(before, Inferred)
    assert isinstance(after, Inferred)
    assert np.allclose(before.probabilities, after.probabilities, atol=1e-6)
    assert [reply.serial for reply in asker.replies if isinstance(reply, Inferred)] == [1, 2, 3], "none is lost"


def test_what_it_has_learnt_and_may_be_looked_back_on_keeps_it_on_its_thread(asker: Asker) -> None:
    asker.ask(NETWORK, Train(config=CONFIG, run=1))
    asker.until(lambda reply: isinstance(reply, Progress) and reply.state == "finished")
    asker.host.move()
    asker.wait(0.5)
    assert not asker.host.has_moved
    asker.ask(NETWORK)
    asker.kind(Restarted)
    assert asker.host.has_moved


def test_a_run_that_goes_on_is_not_interrupted(asker: Asker) -> None:
    asker.ask(NETWORK, Train(config=TrainConfig(epochs=50, batch=50, share=0.01), run=1))
    asker.until(lambda reply: isinstance(reply, Progress) and reply.step > 0)
    asker.host.move()
    asker.wait(0.3)
    asker.ask(Control(action="pause"))
    asker.until(lambda reply: isinstance(reply, Progress) and reply.state == "paused")
    asker.wait(0.3)
    assert not asker.host.has_moved


def test_before_there_is_a_network_it_waits_for_one(asker: Asker) -> None:
    asker.host.move()
    asker.wait(0.2)
    assert not asker.host.has_moved
    asker.ask(NETWORK)
    asker.kind(Restarted)
    asker.kind(Loaded)


def test_whoever_does_not_ask_for_it_stays_on_the_thread(asker: Asker) -> None:
    asker.ask(NETWORK)
    asker.kind(Loaded)
    asker.wait(0.3)
    assert not asker.host.has_moved
