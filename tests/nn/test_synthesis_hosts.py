"""Pictures are the same wherever they are made: on the caller's thread, beside it, in a process of its own."""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from layerwalk.nn import loop
from layerwalk.nn.aim import Aim, SynthesisConfig
from layerwalk.nn.messages import CancelSynthesis, Infer, Inferred, Load, Loaded, Reply, Synthesise, Synthesised

PATIENCE_S = 60.0
HOSTS = {"inline": loop.InlineHost, "thread": loop.ThreadHost, "process": loop.process_host}
CONFIG = SynthesisConfig(steps=12, jitter_px=2, rotation_deg=5.0, variation=0.1, seed=5)
REQUESTS = {
    "a map": Synthesise(aims=(Aim(node="conv1", index=(2,)),), config=CONFIG, serial=3),
    "a layer": Synthesise(aims=tuple(Aim(node="dense1", index=(map,)) for map in range(40)), config=CONFIG, serial=4),
    "from one answer to another": Synthesise(
        aims=(Aim(node="dense2", index=(3,), minus=(8,)),),
        config=CONFIG,
        start=np.full((1, 28, 28), 0.5, np.float32),
        serial=5,
    ),
}
ENDLESS = Synthesise(aims=(Aim(node="conv1", index=(0,)),), config=SynthesisConfig(steps=10**6), serial=8)


@pytest.fixture(scope="module", params=["thread", "process"])
def beside(request: pytest.FixtureRequest) -> Iterator[loop.Host]:
    """Return a host that works beside this thread, with a network."""
    yield from opened(request.param)


@pytest.fixture(scope="module")
def inline() -> Iterator[loop.Host]:
    yield from opened("inline")


def opened(kind: str) -> Iterator[loop.Host]:
    host = HOSTS[kind](device="cpu")
    host.submit(Load(network="ana-small"))
    until(host, lambda reply: isinstance(reply, Loaded))
    yield host
    host.close()


def until(host: loop.Host, wanted: Callable[[Reply], bool]) -> Reply:
    end_s = time.monotonic() + PATIENCE_S
    while True:
        assert time.monotonic() < end_s
        for reply in host.poll(wait_s=0.1):
            if wanted(reply):
                return reply


def made(host: loop.Host, request: Synthesise) -> Synthesised:
    host.submit(request)
    reply = until(host, lambda reply: isinstance(reply, Synthesised) and reply.state == "finished")
    assert isinstance(reply, Synthesised)
    return reply


@pytest.mark.parametrize("name", REQUESTS)
def test_picture_and_score_are_the_same_on_every_host(inline: loop.Host, beside: loop.Host, name: str) -> None:
    here, there = made(inline, REQUESTS[name]), made(beside, REQUESTS[name])
    assert np.array_equal(here.pictures, there.pictures)
    assert np.array_equal(here.scores, there.scores)
    assert (here.aims, here.step, here.serial) == (there.aims, there.step, there.serial)


def test_a_drawing_is_answered_meanwhile_and_cancelling_ends_it(beside: loop.Host) -> None:
    beside.submit(ENDLESS)
    until(beside, lambda reply: isinstance(reply, Synthesised) and reply.step > 0)
    beside.submit(Infer(drawing=np.zeros((28, 28), np.float32), serial=1))
    until(beside, lambda reply: isinstance(reply, Inferred))
    beside.submit(CancelSynthesis())
    last = until(beside, lambda reply: isinstance(reply, Synthesised) and reply.state == "cancelled")
    assert isinstance(last, Synthesised)
    assert (last.serial, last.pictures.shape) == (8, (1, 1, 28, 28))


def test_cancelled_before_it_began_nothing_is_made(beside: loop.Host) -> None:
    beside.submit(CancelSynthesis())
    none = until(beside, lambda reply: isinstance(reply, Synthesised))
    assert isinstance(none, Synthesised)
    assert (none.state, none.aims, none.pictures.shape[0]) == ("cancelled", (), 0)


def test_another_network_ends_it_and_its_pictures_are_of_that_one(beside: loop.Host) -> None:
    beside.submit(ENDLESS)
    until(beside, lambda reply: isinstance(reply, Synthesised))
    beside.submit(Load(network="ana-small"))
    until(beside, lambda reply: isinstance(reply, Loaded))
    assert made(beside, REQUESTS["a map"]).serial == 3


def test_a_picture_that_is_to_be_watched_is_the_same(inline: loop.Host, beside: loop.Host) -> None:
    aims = REQUESTS["a map"].aims
    watched = made(beside, Synthesise(aims=aims, config=CONFIG, pace_hz=200.0))
    assert np.array_equal(watched.pictures, made(inline, REQUESTS["a map"]).pictures)
