"""The model loop, on the caller's thread and on its own."""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from layerwalk.nn import forward, loop, prepare, store
from layerwalk.nn.loop import Host, InlineHost, ThreadHost
from layerwalk.nn.messages import Failed, Infer, Inferred, Load, Loaded, Progress, Reply, Reset, Saved
from layerwalk.nn.said import say

PATIENCE_S = 60.0


@pytest.fixture(params=[InlineHost, ThreadHost])
def host(request: pytest.FixtureRequest) -> Iterator[Host]:
    opened = request.param()
    yield opened
    opened.close()


def ask(host: Host, *requests: Load | Infer | Reset) -> list[Reply]:
    """Submit requests one after the other, each once the one before it is answered, and return their replies."""
    replies: list[Reply] = []
    for number, request in enumerate(requests, start=1):
        host.submit(request)
        end_s = time.monotonic() + PATIENCE_S
        while len(replies) < number and time.monotonic() < end_s:
            replies += host.poll()
            time.sleep(0.001)
    return replies


def stroke(serial: int = 1, *, value: float = 1.0) -> Infer:
    drawing = np.zeros((112, 112), np.float32)
    drawing[20:90, 50:60] = value
    return Infer(drawing=drawing, serial=serial)


def test_a_network_is_loaded_with_its_description_and_record(host: Host) -> None:
    (loaded,) = ask(host, Load(network="harley-conv"))
    assert isinstance(loaded, Loaded)
    assert loaded.spec == store.read_spec("harley-conv")
    assert loaded.record["title"] == "Harley's convolutional network"


def test_a_drawing_is_answered_with_every_layer(host: Host) -> None:
    _, answer = ask(host, Load(network="harley-conv"), stroke(7))
    assert isinstance(answer, Inferred)
    assert (answer.network, answer.serial) == ("harley-conv", 7)
    assert set(answer.activations) == {node.name for node in store.read_spec("harley-conv").nodes}
    assert answer.probabilities.argmax() == 1
    assert answer.duration_s > 0


def test_the_picture_in_the_answer_is_what_was_classified(host: Host) -> None:
    _, answer = ask(host, Load(network="harley-conv"), stroke())
    assert isinstance(answer, Inferred)
    expected = prepare.prepare(stroke().drawing, centre=True, shape=(1, 32, 32))
    np.testing.assert_array_equal(answer.picture, expected)
    np.testing.assert_array_equal(answer.activations["input"], expected)


def test_a_stroke_without_a_network_fails_in_words(host: Host) -> None:
    (failed,) = ask(host, stroke())
    assert isinstance(failed, Failed)
    assert failed.sentence == "No network is loaded yet."
    assert "Traceback" in failed.details


def test_after_a_failed_load_the_old_network_answers(host: Host) -> None:
    _, failed, answer = ask(host, Load(network="ana-dense"), Load(network="alexnet"), stroke())
    assert isinstance(failed, Failed)
    assert failed.sentence.startswith("There is no network 'alexnet', expected one of: ana-conv")
    assert failed.request == Load(network="alexnet")
    assert isinstance(answer, Inferred)
    assert answer.network == "ana-dense"


def test_after_a_faulty_drawing_the_loop_lives_on(host: Host) -> None:
    faulty = Infer(drawing=np.zeros((30, 30), np.float32), serial=1)
    _, failed, answer = ask(host, Load(network="ana-dense"), faulty, stroke(2))
    assert isinstance(failed, Failed)
    assert failed.sentence.startswith("drawing: sizes are (30, 30)")
    assert isinstance(answer, Inferred)


def test_an_unforeseen_error_is_logged_once_and_answered(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    host = InlineHost()
    ask(host, Load(network="ana-dense"))

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of memory")

    with monkeypatch.context() as patch:
        patch.setattr(forward, "capture", fail)
        (failed,) = ask(host, stroke(1))
    assert isinstance(failed, Failed)
    assert failed.sentence == "The network could not do this (RuntimeError: out of memory)."
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert isinstance(ask(host, stroke(2))[0], Inferred)


def test_reset_loads_the_shipped_weights_again(host: Host) -> None:
    _, before, reset, after = ask(host, Load(network="ana-dense"), stroke(1), Reset(), stroke(2))
    assert isinstance(reset, Loaded)
    assert isinstance(before, Inferred)
    assert isinstance(after, Inferred)
    np.testing.assert_array_equal(before.probabilities, after.probabilities)


def test_a_synthetic_network_answers_too(host: Host) -> None:
    loaded, answer = ask(host, Load(network="synthetic-0.1m"), stroke())
    assert isinstance(loaded, Loaded)
    assert isinstance(answer, Inferred)
    assert loaded.spec == loop.read_spec("synthetic-0.1m")
    assert all(np.ptp(values) > 0 for values in answer.activations.values())


def test_of_strokes_that_wait_only_the_newest_is_answered() -> None:
    host = InlineHost()
    for serial in range(5):
        host.submit(stroke(serial))
    host.submit(Load(network="ana-dense"))
    loaded, answer = host.poll()
    assert isinstance(loaded, Loaded)
    assert isinstance(answer, Inferred)
    assert answer.serial == 4


def test_a_stroke_that_comes_while_a_network_is_loaded_is_answered_by_it() -> None:
    host = ThreadHost()
    host.submit(stroke(1))
    host.submit(Load(network="ana-dense"))
    host.submit(stroke(2))
    end_s = time.monotonic() + PATIENCE_S
    replies: list[Reply] = []
    while not any(isinstance(reply, Inferred) for reply in replies) and time.monotonic() < end_s:
        replies += host.poll()
        time.sleep(0.001)
    host.close()
    assert isinstance(replies[-1], Inferred)
    assert replies[-1].serial == 2


def test_an_answer_can_be_waited_for(host: Host) -> None:
    ask(host, Load(network="ana-dense"))
    host.submit(stroke(3))
    (answer,) = host.poll(wait_s=PATIENCE_S)
    assert isinstance(answer, Inferred)
    assert answer.serial == 3


def test_waiting_in_vain_ends() -> None:
    host = ThreadHost()
    assert host.poll(wait_s=0.01) == []
    host.close()


def test_a_closed_host_takes_nothing(host: Host) -> None:
    host.close()
    with pytest.raises(RuntimeError, match="closed"):
        host.submit(Reset())


def test_without_torch_every_request_fails_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    (failed,) = ask(InlineHost(), Load(network="ana-dense"))
    assert isinstance(failed, Failed)
    assert failed.sentence.startswith("PyTorch cannot be loaded")
    assert failed.said == say("failed.no_torch")


def test_what_an_epoch_came_to_is_not_replaced_by_a_newer_report() -> None:
    box = loop.reply_box()
    common = {"run": 1, "said": say("training.going"), "steps": 9, "epochs": 1, "epoch": 1}
    box.put(Progress(state="training", step=1, **common))
    box.put(Progress(state="training", step=2, validation_loss=0.5, **common))
    box.put(Progress(state="training", step=3, **common))
    box.put(Progress(state="training", step=4, **common))
    assert [reply.step for reply in box.drain() if isinstance(reply, Progress)] == [2, 4]


def test_what_was_written_is_heard_of_every_time() -> None:
    box = loop.reply_box()
    for name in ("a", "b"):
        box.put(Saved(file=Path(name)))
    assert len(box.drain()) == 2
