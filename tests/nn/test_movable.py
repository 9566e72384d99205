"""A network that moves from a thread to a process of its own while it is visited, and whatever goes on with it."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from waiting import until

from layerwalk.nn import handover, moving
from layerwalk.nn.lesions.targets import Lesion, Map
from layerwalk.nn.loop import ThreadHost
from layerwalk.nn.messages import (
    Control,
    Infer,
    Inferred,
    Lesioned,
    Load,
    Loaded,
    Moved,
    Progress,
    Reply,
    Request,
    SetLesions,
    Show,
    Shown,
    Studied,
    Study,
    StudyConfig,
    Train,
    TrainConfig,
)
from layerwalk.nn.movable import MovableHost
from layerwalk.nn.serving import Host

NETWORK = Load(network="ana-dense")
CONFIG = TrainConfig(epochs=1, batch=50, share=0.01)
LONG = replace(CONFIG, epochs=400)
LESION = Lesion(target=Map(node="dense1", map=3))


class Asker:
    def __init__(self, host: Host) -> None:
        self.host = host
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

    def state(self, *states: str) -> Progress:
        found = self.until(lambda reply: isinstance(reply, Progress) and reply.state in states)
        assert isinstance(found, Progress)
        return found

    def answer(self, serial: int) -> np.ndarray:
        self.ask(stroke(serial))
        found = self.until(lambda reply: isinstance(reply, Inferred) and reply.serial == serial)
        assert isinstance(found, Inferred)
        return found.probabilities

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
    made = Asker(MovableHost(device="cpu"))
    yield made
    made.host.close()


def test_the_same_network_answers_the_same_from_the_process_and_no_answer_is_lost(asker: Asker) -> None:
    asker.ask(NETWORK)
    before = asker.answer(1)
    asker.ask(SetLesions(lesions=(LESION,)))
    lesioned = asker.answer(2)
    asker.host.move()
    serial = 2
    while not any(isinstance(reply, Moved) for reply in asker.replies):
        serial += 1
        asker.answer(serial)
    (moved,) = [reply for reply in asker.replies if isinstance(reply, Moved)]
    assert (moved.said.key, moved.device) == ("process.moved", "CPU")
    assert asker.host.has_moved
    np.testing.assert_array_equal(asker.answer(serial + 1), lesioned)
    asker.ask(SetLesions(lesions=()))
    asker.kind(Lesioned)
    np.testing.assert_array_equal(asker.answer(serial + 2), before)
    assert [reply.serial for reply in asker.replies if isinstance(reply, Inferred)] == list(range(1, serial + 3))


def test_a_run_goes_on_in_the_process_and_ends_as_on_the_thread_to_the_bit(asker: Asker) -> None:
    stays = Asker(ThreadHost(device="cpu"))
    config = replace(CONFIG, epochs=90)
    # One after the other: new weights are drawn from torch's own generator, of which a process has one.
    for each in (asker, stays):
        each.ask(NETWORK, Train(config=config, run=1))
        each.until(lambda reply: isinstance(reply, Progress) and reply.step > 0)
    asker.host.move()
    asker.kind(Moved)
    at = [reply.step for reply in asker.replies if isinstance(reply, Progress)][-1]
    made, expected = asker.state("finished", "diverged"), stays.state("finished", "diverged")
    assert 0 < at < made.steps, "it moved in the middle"
    assert (made.state, made.said, made.step, made.snapshots) == ("finished", *expected_of(expected))
    np.testing.assert_array_equal(asker.answer(1), stays.answer(1))
    states = {reply.state for reply in asker.replies if isinstance(reply, Progress)}
    assert states == {"training", "finished"}
    stays.host.close()


def expected_of(report: Progress) -> tuple[object, ...]:
    return report.said, report.step, report.snapshots


def test_what_it_has_learnt_can_still_be_looked_back_on(asker: Asker) -> None:
    asker.ask(NETWORK, Train(config=CONFIG, run=1))
    last = asker.state("finished")
    asker.ask(Show(index=1))
    asker.kind(Shown)
    before = asker.answer(1)
    asker.host.move()
    asker.kind(Moved)
    np.testing.assert_array_equal(asker.answer(2), before)
    for index in (len(last.snapshots) - 1, 1):
        asker.ask(Show(index=index))
        assert asker.kind(Shown).step == last.snapshots[index]
    np.testing.assert_array_equal(asker.answer(3), before)


def test_it_can_be_steered_from_the_first_moment_on(asker: Asker) -> None:
    asker.ask(NETWORK, Train(config=LONG, run=1))
    asker.until(lambda reply: isinstance(reply, Progress) and reply.step > 0)
    asker.host.move()
    while asker.host._thread.handed is None and not asker.host.has_moved:
        asker.wait(0.01)
    asker.ask(Control(action="pause"))
    assert asker.state("paused").step > 0
    asker.ask(Control(action="step"))
    assert asker.state("paused").said.key == "training.paused_step"
    assert asker.host.has_moved


def test_a_study_is_waited_for(asker: Asker) -> None:
    asker.ask(Load(network="ana-small"), Study(serial=1, config=StudyConfig(kind="ablation", pictures=60, draws=3)))
    asker.kind(Studied)
    asker.host.move()
    asker.until(lambda reply: isinstance(reply, Studied) and reply.state == "finished")
    assert not any(isinstance(reply, Moved) for reply in asker.replies[:-1])
    asker.kind(Moved)


def test_before_there_is_a_network_it_waits_for_one(asker: Asker) -> None:
    asker.host.move()
    asker.wait(0.2)
    assert not asker.host.has_moved
    asker.ask(NETWORK)
    asker.kind(Loaded)
    asker.kind(Moved)


def test_whoever_does_not_ask_for_it_stays_on_the_thread(asker: Asker) -> None:
    asker.ask(NETWORK)
    asker.kind(Loaded)
    asker.wait(0.3)
    assert not asker.host.has_moved


def stays_and_goes_on(asker: Asker, caplog: pytest.LogCaptureFixture) -> None:
    """Let a run be asked to move, which fails; it goes on where it is, and a second time it moves."""
    asker.ask(NETWORK, Train(config=LONG, run=1))
    asker.until(lambda reply: isinstance(reply, Progress) and reply.step > 0)
    asker.host.move()
    while asker.host._moving is not None:
        asker.wait(0.02)
    assert not asker.host.has_moved
    assert "stays in this process" in caplog.text
    step = asker.kind(Progress).step
    asker.until(lambda reply: isinstance(reply, Progress) and reply.step > step)
    assert not any(isinstance(reply, Moved) for reply in asker.replies)


def test_what_cannot_be_told_stays(
    asker: Asker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def pack(*_: object, **__: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(handover, "pack", pack)
        stays_and_goes_on(asker, caplog)
    asker.host.move()
    asker.kind(Moved)


def test_what_the_process_does_not_understand_stays(
    asker: Asker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pack = handover.pack
    monkeypatch.setattr(handover, "pack", lambda *some, **more: replace(pack(*some, **more), state=b"rubbish"))
    stays_and_goes_on(asker, caplog)


def test_a_process_that_is_lost_is_not_moved_to(
    asker: Asker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("layerwalk.nn.child.BEGIN", "import os; os._exit(9); ")
    stays_and_goes_on(asker, caplog)


def test_a_process_that_does_not_answer_is_not_waited_for_for_ever(
    asker: Asker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(moving, "PATIENCE_S", -1.0)
    stays_and_goes_on(asker, caplog)


def test_it_can_be_closed_on_the_way(asker: Asker) -> None:
    asker.ask(NETWORK, Train(config=LONG, run=1))
    asker.until(lambda reply: isinstance(reply, Progress) and reply.step > 0)
    asker.host.move()
    while asker.host._thread.handed is None:
        asker.wait(0.001)
    begun_s = time.monotonic()
    asker.host.close()
    assert time.monotonic() - begun_s < 5
