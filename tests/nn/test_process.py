"""The model loop in a process of its own: the same answers, and what happens when the process is lost."""

import dataclasses
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from waiting import PATIENCE_S, until

from layerwalk.nn import child, process_child
from layerwalk.nn.loop import InlineHost
from layerwalk.nn.messages import (
    Control,
    Failed,
    Infer,
    Inferred,
    Load,
    Loaded,
    Progress,
    Reply,
    Request,
    Reset,
    Restarted,
    Show,
    Train,
    TrainConfig,
)
from layerwalk.nn.process import ProcessHost

NETWORK = Load(network="ana-dense")
CONFIG = TrainConfig(epochs=1, batch=50, share=0.01)
POISON = "poison"
POISONED = (
    "import os; from layerwalk.nn import opening, store; open_network = opening.open_network; "
    f"opening.open_network = lambda name, **more: "
    f"os._exit(9) if name == '{POISON}' else open_network(name, **more); "
)
killing = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to kill with")


@pytest.fixture(scope="module")
def _host() -> Iterator[ProcessHost]:
    opened = ProcessHost()
    yield opened
    opened.close()


@pytest.fixture
def host(_host: ProcessHost) -> ProcessHost:
    """Return the module's host, with the network loaded as it ships and nothing else to tell."""
    ask(_host, NETWORK)
    return _host


@pytest.fixture
def open_host() -> Iterator[Callable[[], ProcessHost]]:
    """Return a function that opens a host of a test's own."""
    opened: list[ProcessHost] = []

    def open_one() -> ProcessHost:
        opened.append(ProcessHost())
        return opened[-1]

    yield open_one
    for host in opened:
        host.close()


def of(*kinds: type) -> Callable[[Reply], bool]:
    return lambda reply: isinstance(reply, kinds)


def ask(host: ProcessHost, request: Request) -> Reply:
    """Submit a request and return the next reply."""
    host.submit(request)
    (*_, reply) = until(host, lambda reply: True)
    return reply


def stroke(serial: int = 1, *, size: int = 112) -> Infer:
    drawing = np.zeros((size, size), np.float32)
    drawing[20:90, 50:60] = 1
    return Infer(drawing=drawing, serial=serial)


def answer(host: ProcessHost) -> list[float]:
    """Return the probabilities of a stroke, with the weights that answer now."""
    host.submit(stroke())
    (*_, reply) = until(host, of(Inferred))
    assert isinstance(reply, Inferred)
    return reply.probabilities.tolist()


def plain(value: object) -> object:
    """Return what can be compared of a reply: arrays as lists, no times, no tracebacks."""
    if isinstance(value, np.ndarray):
        return (str(value.dtype), value.shape, value.tolist())
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [each.name for each in dataclasses.fields(value) if each.name not in ("details", "duration_s")]
        return (type(value).__name__, {name: plain(getattr(value, name)) for name in names})
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def wait_for(happened: Callable[[], bool]) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < end_s
        time.sleep(0.02)


# The same answers


@pytest.mark.parametrize(
    "requests",
    [
        [Load(network="harley-conv"), stroke(7)],
        [Load(network="synthetic-0.1m"), stroke(1), stroke(2)],
        [Load(network="alexnet"), stroke(1)],
        [stroke(1, size=30), stroke(2)],
        [Reset(), stroke(1)],
        [Train(config=TrainConfig(epochs=0))],
        [Control(action="stop"), Show(index=3)],
    ],
    ids=lambda requests: ", ".join(type(request).__name__ for request in requests),
)
def test_a_process_gives_the_same_replies_as_the_callers_own_thread(host: ProcessHost, requests: list[Request]) -> None:
    inline = InlineHost()
    inline.submit(NETWORK)
    inline.poll()
    for request in requests:
        inline.submit(request)
        (expected,) = inline.poll()
        assert plain(ask(host, request)) == plain(expected)


def test_what_an_answer_holds_is_read_only_and_stays(host: ProcessHost) -> None:
    first = ask(host, stroke(1))
    assert isinstance(first, Inferred)
    assert first.picture is first.activations["input"]
    assert not any(values.flags.writeable for values in [*first.activations.values(), first.probabilities])
    before = plain(first)
    for serial in range(2, 6):
        ask(host, Infer(drawing=np.zeros((28, 28), np.float32), serial=serial))
    assert plain(first) == before


def test_a_thousand_strokes_are_one_stroke(host: ProcessHost) -> None:
    for serial in range(1, 1001):
        host.submit(stroke(serial))
    replies = until(host, lambda reply: isinstance(reply, Inferred) and reply.serial == 1000)
    assert len(replies) < 200


def test_training_is_told_steered_and_answered_meanwhile(host: ProcessHost) -> None:
    before = answer(host)
    host.submit(Train(config=dataclasses.replace(CONFIG, epochs=10_000), run=3))
    until(host, lambda reply: isinstance(reply, Progress) and reply.run == 3 and reply.step > 20)
    assert answer(host) != before
    host.submit(Control(action="stop"))
    *_, last = until(host, lambda reply: isinstance(reply, Progress) and reply.state == "stopped")
    assert isinstance(last, Progress)
    assert last.step > 20


@killing
def test_an_interrupt_of_the_keyboard_is_none_of_its_business(host: ProcessHost) -> None:
    pid = host.pid
    assert pid is not None
    os.kill(pid, signal.SIGINT)
    assert isinstance(ask(host, stroke(4)), Inferred)
    assert host.pid == pid
    assert os.getpgid(pid) != os.getpgid(0)


# A process that is lost


@killing
def test_a_killed_process_is_replaced_and_knows_what_it_has_learnt(open_host: Callable[[], ProcessHost]) -> None:
    host = open_host()
    ask(host, NETWORK)
    shipped = answer(host)
    host.submit(Train(config=CONFIG))
    until(host, lambda reply: isinstance(reply, Progress) and reply.state == "finished")
    learnt = answer(host)
    assert learnt != shipped
    before = host._kept
    ask(host, Control(action="stop"))
    wait_for(lambda: host._kept is not before)
    _kill(host)
    host.submit(stroke(9))
    replies = until(host, of(Inferred))
    assert [type(reply) for reply in replies] == [Restarted, Loaded, Inferred]
    restarted, loaded, answered = replies
    assert isinstance(restarted, Restarted)
    assert restarted.said.key == "process.restarted"
    assert isinstance(loaded, Loaded)
    assert loaded.spec.name == "ana-dense"
    assert isinstance(answered, Inferred)
    assert (answered.serial, answered.probabilities.tolist()) == (9, learnt)


@killing
def test_a_loss_is_noticed_within_a_second(open_host: Callable[[], ProcessHost]) -> None:
    host = open_host()
    ask(host, NETWORK)
    _kill(host)
    assert [type(reply) for reply in host.poll(wait_s=1.0)] == [Restarted]


@killing
def test_a_training_run_ends_with_its_process_and_what_was_learnt_stays(open_host: Callable[[], ProcessHost]) -> None:
    host = open_host()
    ask(host, NETWORK)
    shipped = answer(host)
    host.submit(Train(config=dataclasses.replace(CONFIG, epochs=10_000)))
    until(host, lambda reply: isinstance(reply, Progress) and reply.step > 20)
    for _ in range(2):
        before = host._kept
        wait_for(lambda before=before: host._kept is not before)
    _kill(host)
    host.submit(Control(action="pause"))
    replies = until(host, of(Loaded))
    (restarted,) = [reply for reply in replies if isinstance(reply, Restarted)]
    assert restarted.said.key == "process.training_lost"
    assert answer(host) != shipped
    failed = ask(host, Control(action="resume"))
    assert isinstance(failed, Failed)
    assert failed.sentence == "No training has begun yet."


@killing
def test_a_process_that_is_lost_while_it_starts_is_replaced(open_host: Callable[[], ProcessHost]) -> None:
    host = open_host()
    host.submit(NETWORK)
    host.submit(stroke(2))
    wait_for(lambda: host.pid is not None)
    _kill(host)
    assert [type(reply) for reply in until(host, of(Inferred))] == [Restarted, Loaded, Inferred]


def test_what_has_cost_two_processes_is_not_tried_again(
    open_host: Callable[[], ProcessHost], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "BEGIN", _in_the_child(POISONED))
    host = open_host()
    ask(host, NETWORK)
    host.submit(Load(network=POISON))
    *_, failed = until(host, of(Failed))
    assert isinstance(failed, Failed)
    assert failed.request == Load(network=POISON)
    assert failed.said is not None
    assert failed.said.key == "process.lost_twice"
    until(host, of(Loaded))
    assert len(answer(host)) == 10
    assert host.pid is not None


# A process that never works


def test_without_torch_every_request_fails_in_words(
    open_host: Callable[[], ProcessHost], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "BEGIN", _in_the_child("sys.modules['torch'] = None; "))
    failed = ask(open_host(), NETWORK)
    assert isinstance(failed, Failed)
    assert failed.sentence.startswith("PyTorch cannot be loaded")


def test_after_three_quick_losses_the_hosts_own_thread_answers(
    open_host: Callable[[], ProcessHost], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "BEGIN", "raise SystemExit(3)")
    host = open_host()
    host.submit(NETWORK)
    host.submit(stroke(5))
    replies = until(host, of(Inferred))
    assert [type(reply) for reply in replies[-2:]] == [Loaded, Inferred]
    assert [reply.said.key for reply in replies if isinstance(reply, Restarted)][-1] == "process.gives_up"
    assert host.pid is None


def test_without_a_program_to_start_the_hosts_own_thread_answers(
    open_host: Callable[[], ProcessHost], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(child, "_python", lambda: str(tmp_path / "no python here"))
    host = open_host()
    host.submit(NETWORK)
    assert isinstance(until(host, of(Loaded))[-1], Loaded)


@killing
def test_what_crashes_every_process_is_not_loaded_into_the_world(
    open_host: Callable[[], ProcessHost], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "BEGIN", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    failed = until(_submitted(open_host(), NETWORK), of(Failed))[-1]
    assert isinstance(failed, Failed)
    assert failed.sentence == "PyTorch ends every process that loads it."


# The end


def test_closing_ends_the_process_and_leaves_nothing_behind() -> None:
    host = ProcessHost()
    ask(host, NETWORK)
    folder = host._folder
    assert list(folder.iterdir())
    host.close()
    host.close()
    assert host.pid is None
    assert not folder.exists()
    with pytest.raises(RuntimeError, match="closed"):
        host.submit(Reset())


def test_closing_while_the_process_starts_ends_it_too() -> None:
    host = ProcessHost()
    host.submit(NETWORK)
    wait_for(lambda: host.pid is not None)
    host.close()
    assert host.pid is None
    assert not host._folder.exists()


def test_a_process_that_does_not_end_is_ended(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(child, "BEGIN", "import time; time.sleep(600)")
    host = ProcessHost()
    wait_for(lambda: host.pid is not None)
    host.close(timeout_s=0.5)
    assert host.pid is None
    assert "did not end within 0.5 s" in caplog.text


def _submitted(host: ProcessHost, request: Request) -> ProcessHost:
    host.submit(request)
    return host


def _kill(host: ProcessHost) -> None:
    pid = host.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def _in_the_child(first: str) -> str:
    """Return what begins the process, with something else done before it."""
    beginning, main = child.BEGIN.split("from layerwalk.nn import process_child; ")
    return f"{beginning}{first}from {process_child.__package__} import process_child; {main}"
