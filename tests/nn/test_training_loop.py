"""Training as a long job of the model loop: steered between any two steps, looked back at, never in the way."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from waiting import until

from layerwalk.nn import train
from layerwalk.nn.loop import Host, InlineHost, ThreadHost
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
    Said,
    Show,
    Shown,
    Train,
    TrainConfig,
)
from layerwalk.nn.said import say

pytestmark = pytest.mark.usefixtures("few_digits")

PER_EPOCH, STEPS = 11, 22
CONFIG = TrainConfig(epochs=2, batch=50, validation_share=0.1)
ABSURD = replace(CONFIG, learning_rate=1e6, schedule="constant")
FINAL = {"finished", "stopped", "diverged"}


@pytest.fixture(params=[InlineHost, ThreadHost])
def host(request: pytest.FixtureRequest) -> Iterator[Host]:
    opened = request.param()
    opened.submit(Load(network="ana-dense"))
    yield opened
    opened.close()


@pytest.fixture
def inline() -> InlineHost:
    opened = InlineHost()
    opened.submit(Load(network="ana-dense"))
    opened.poll()
    return opened


def in_state(*states: str) -> Callable[[Reply], bool]:
    return lambda reply: isinstance(reply, Progress) and reply.state in states


def ask(host: Host, *requests: Request) -> list[Reply]:
    """Submit requests together and poll once."""
    for request in requests:
        host.submit(request)
    return host.poll()


def reports(replies: list[Reply]) -> list[Progress]:
    return [reply for reply in replies if isinstance(reply, Progress)]


def stroke(serial: int = 1) -> Infer:
    drawing = np.zeros((28, 28), np.float32)
    drawing[5:22, 13:15] = 1
    return Infer(drawing=drawing, serial=serial)


def answer(host: InlineHost) -> list[float]:
    """Return the probabilities of the network as it is now; nothing may be training."""
    (reply,) = ask(host, stroke())
    assert isinstance(reply, Inferred)
    return reply.probabilities.tolist()


# A run from start to end


def test_a_run_reports_until_it_is_finished(host: Host) -> None:
    host.submit(Train(config=CONFIG, run=7))
    told = reports(until(host, in_state("finished")))
    assert [report.run for report in told] == [7] * len(told)
    assert (told[-1].step, told[-1].steps, told[-1].epoch, told[-1].epochs) == (STEPS, STEPS, 2, 2)
    assert [report.step for report in told] == sorted(report.step for report in told)
    assert told[-1].validation_accuracy is not None
    assert told[-1].validation_accuracy > 0.5
    assert told[-1].validated_epoch == 2
    assert told[-1].said == say("training.finished", epochs=2)


def test_a_poll_of_the_inline_host_takes_one_step(inline: InlineHost) -> None:
    ask(inline, Train(config=CONFIG))
    for _ in range(4):
        inline.poll()
    (paused,) = reports(ask(inline, Control(action="pause")))
    assert (paused.state, paused.step) == ("paused", 5)


def test_a_stroke_between_two_steps_is_answered_with_the_weights_of_that_moment(inline: InlineHost) -> None:
    inline.submit(Train(config=CONFIG))
    seen = []
    for serial in range(1, 6):
        replies = ask(inline, stroke(serial))
        (answered,) = [reply for reply in replies if isinstance(reply, Inferred)]
        assert answered.serial == serial
        seen.append(tuple(answered.probabilities))
    assert len(set(seen)) == 5


def test_a_stroke_is_answered_while_the_thread_trains(host: Host) -> None:
    host.submit(Train(config=replace(CONFIG, epochs=1000)))
    until(host, in_state("training"))
    host.submit(stroke(3))
    until(host, lambda reply: isinstance(reply, Inferred) and reply.serial == 3)
    host.submit(Control(action="stop"))
    last = reports(until(host, in_state("stopped")))[-1]
    assert 0 < last.step < last.steps


def test_the_same_seed_gives_the_same_weights_to_the_bit(inline: InlineHost) -> None:
    answers = []
    for seed in (5, 5, 6):
        inline.submit(Train(config=replace(CONFIG, seed=seed)))
        until(inline, in_state("finished"))
        answers.append(answer(inline))
    assert answers[0] == answers[1] != answers[2]


def test_strokes_and_pauses_do_not_change_what_is_learnt(inline: InlineHost) -> None:
    inline.submit(Train(config=CONFIG))
    until(inline, in_state("finished"))
    undisturbed = answer(inline)
    ask(inline, Train(config=CONFIG))
    ask(inline, stroke(2))
    ask(inline, Control(action="step"), stroke(3))
    ask(inline, Show(index=0), stroke(4))
    inline.submit(Control(action="resume"))
    until(inline, in_state("finished"))
    assert answer(inline) == undisturbed


# Pause, step, epoch, stop


def test_a_paused_run_stays_where_it_is(inline: InlineHost) -> None:
    ask(inline, Train(config=CONFIG))
    ask(inline, Control(action="pause"))
    before = answer(inline)
    assert inline.poll() == []
    assert answer(inline) == before


def test_a_step_is_one_step(inline: InlineHost) -> None:
    ask(inline, Train(config=CONFIG), Control(action="pause"))
    told = reports(ask(inline, Control(action="step")))
    assert (told[-1].state, told[-1].step) == ("paused", 1)
    assert told[-1].loss is not None
    assert inline.poll() == []


def test_steps_alone_reach_the_end(inline: InlineHost) -> None:
    ask(inline, Train(config=CONFIG), Control(action="pause"))
    told: list[Progress] = []
    while not told or told[-1].state != "finished":
        inline.submit(Control(action="step"))
        told += reports(until(inline, in_state("paused", "finished")))
    assert told[-1].step == STEPS
    assert [report.step for report in told if report.state == "paused"] == list(range(1, STEPS + 1))


def test_an_epoch_is_one_epoch_and_is_measured(inline: InlineHost) -> None:
    inline.submit(Train(config=CONFIG))
    inline.submit(Control(action="epoch"))
    paused = reports(until(inline, in_state("paused")))[-1]
    assert (paused.step, paused.said) == (PER_EPOCH, say("training.paused_epoch", epoch=1))
    assert paused.validation_loss is not None
    assert paused.validated_epoch == 1


def test_without_digits_to_measure_with_an_epoch_ends_too(inline: InlineHost) -> None:
    inline.submit(Train(config=replace(CONFIG, validation_share=0.0)))
    inline.submit(Control(action="epoch"))
    assert reports(until(inline, in_state("paused")))[-1].step == 12
    inline.submit(Control(action="resume"))
    finished = reports(until(inline, in_state("finished")))[-1]
    assert (finished.step, finished.validation_loss) == (24, None)


def test_nothing_is_lost_by_stopping(inline: InlineHost) -> None:
    ask(inline, Train(config=CONFIG))
    ask(inline, Control(action="step"))
    learnt = answer(inline)
    (stopped,) = reports(ask(inline, Control(action="stop")))
    assert (stopped.state, stopped.said) == ("stopped", say("training.stopped", step=2))
    assert answer(inline) == learnt
    (after,) = reports(ask(inline, Control(action="resume")))
    assert after.state == "stopped"


def test_of_controls_that_wait_none_is_lost(inline: InlineHost) -> None:
    ask(inline, Train(config=CONFIG), Control(action="pause"))
    told = reports(ask(inline, Control(action="resume"), Control(action="stop"), Control(action="resume")))
    assert [report.state for report in told] == ["training", "stopped", "stopped"]


def test_a_stop_is_for_the_run_before_it(inline: InlineHost) -> None:
    ask(inline, Train(config=CONFIG, run=1))
    told = reports(ask(inline, Control(action="stop"), Train(config=CONFIG, run=2)))
    assert [(report.run, report.state) for report in told[:2]] == [(1, "stopped"), (2, "training")]


def test_another_network_ends_the_run(inline: InlineHost) -> None:
    ask(inline, Train(config=CONFIG))
    loaded, stopped = ask(inline, Load(network="ana-small"))
    assert isinstance(loaded, Loaded)
    assert isinstance(stopped, Progress)
    assert stopped.state == "stopped"
    (failed,) = ask(inline, Control(action="resume"))
    assert isinstance(failed, Failed)
    assert failed.sentence == "No training has begun yet."
    assert failed.said == say("failed.no_training")


def test_reset_brings_the_shipped_weights_back(inline: InlineHost) -> None:
    shipped = answer(inline)
    ask(inline, Train(config=CONFIG), Control(action="stop"))
    assert answer(inline) != shipped
    ask(inline, Reset())
    assert answer(inline) == shipped


# What goes wrong


@pytest.mark.parametrize("optimiser", train.OPTIMISERS)
def test_a_run_that_goes_astray_stops_and_the_last_good_weights_stay(inline: InlineHost, optimiser: str) -> None:
    before = answer(inline)
    inline.submit(Train(config=replace(ABSURD, optimiser=optimiser), start="shown"))
    last = reports(until(inline, in_state(*FINAL)))[-1]
    assert last.state == "diverged"
    assert last.said.key == "training.diverged"
    values = dict(last.said.values)
    assert (values["good"], values["rate"]) == (0, 1e6)
    assert isinstance(values["why"], Said)
    assert values["why"].key.startswith("training.why.")
    assert (last.step, last.snapshots) == (0, (0,))
    assert answer(inline) == before


def test_the_weights_that_come_back_are_the_last_that_were_measured_and_good(
    inline: InlineHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = itertools.count(1)

    def check(*_: object, **__: object) -> None:
        if next(calls) == 6:
            raise train.DivergedError("slope")

    monkeypatch.setattr(train, "_check", check)
    ask(inline, Train(config=CONFIG), Control(action="pause"))
    seen = {0: answer(inline)}
    while True:
        (*_, last) = reports(ask(inline, Control(action="step")))
        if last.state == "diverged":
            break
        seen[last.step] = answer(inline)
    assert set(seen) == {0, 1, 2, 3, 4, 5}
    assert (last.step, last.snapshots) == (4, (0, 1, 2, 3, 4))
    why = say("training.why.slope")
    assert last.said == say("training.diverged", step=5, why=why, good=4, rate=CONFIG.learning_rate)
    assert answer(inline) == seen[4]


def test_a_run_that_fails_is_dropped_and_the_loop_lives_on(
    inline: InlineHost, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError("no room")

    begun = Train(config=CONFIG)
    with monkeypatch.context() as patch:
        patch.setattr(train, "_check", fail)
        *_, failed = ask(inline, begun)
    assert isinstance(failed, Failed)
    assert failed.request == begun
    assert failed.sentence == "The network could not do this (MemoryError: no room)."
    assert failed.said == say("failed.unforeseen", details="MemoryError: no room")
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert len(answer(inline)) == 10


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"epochs": 0}, "epochs is 0, expected a whole number from 1 on."),
        ({"batch": -1}, "batch is -1, expected a whole number from 1 on."),
        ({"seed": -1}, "seed is -1, expected a whole number from 0 to 9223372036854775807."),
        ({"learning_rate": float("nan")}, "learning rate is nan, expected a number above 0."),
        ({"share": 1.5}, "share is 1.5, expected a number above 0, at most 1."),
        ({"validation_share": 1.0}, "validation share is 1, expected a number from 0, below 1."),
        ({"optimiser": "magic"}, "optimiser is 'magic', expected one of: rmsprop, sgd, adam, adamw."),
        ({"loss": "luck"}, "loss is 'luck', expected one of: cross-entropy, mean-squared-error."),
        (
            {"data": "mnist-test"},
            "data is 'mnist-test', expected a data set's part to train with, such as 'mnist-train'.",
        ),
        (
            {"data": "cats-train"},
            "There is no data set 'cats-train', expected one of: mnist-test, mnist-train, faces-test, faces-train.",
        ),
    ],
)
def test_a_faulty_configuration_is_told_in_words_and_changes_nothing(
    inline: InlineHost, change: dict[str, object], expected: str
) -> None:
    before = answer(inline)
    (failed,) = ask(inline, Train(config=replace(CONFIG, **change)))
    assert isinstance(failed, Failed)
    assert failed.sentence == expected
    assert failed.said is not None
    assert answer(inline) == before


def test_training_without_a_network_fails_in_words() -> None:
    (failed,) = ask(InlineHost(), Train(config=CONFIG))
    assert isinstance(failed, Failed)
    assert failed.sentence == "No network is loaded yet."


# Snapshots


def test_a_run_has_snapshots_from_before_the_first_step_to_after_the_last(inline: InlineHost) -> None:
    inline.submit(Train(config=CONFIG))
    assert reports(until(inline, in_state("finished")))[-1].snapshots == tuple(range(STEPS + 1))


def test_a_snapshot_shows_the_network_as_it_was(inline: InlineHost) -> None:
    ask(inline, Train(config=CONFIG), Control(action="pause"))
    seen = [answer(inline)]
    for _ in range(3):
        ask(inline, Control(action="step"))
        seen.append(answer(inline))
    for index in (2, 0, 3, 1):
        shown, stands = ask(inline, Show(index=index))
        assert shown == Shown(run=1, index=index, step=index)
        assert isinstance(stands, Progress)
        assert stands.state == "paused"
        assert answer(inline) == seen[index]
    assert ask(inline, Show(index=None))[0] == Shown(run=1, index=None, step=3)
    assert answer(inline) == seen[3]


def test_a_run_goes_on_from_its_newest_weights_after_looking_back(inline: InlineHost) -> None:
    ask(inline, Train(config=CONFIG), Control(action="pause"))
    ask(inline, Control(action="step"))
    ask(inline, Show(index=0))
    assert reports(ask(inline, Control(action="pause")))[-1].step == 1
    assert reports(ask(inline, Control(action="step")))[-1].step == 2


@pytest.mark.parametrize("ended", [True, False])
def test_a_new_run_can_go_on_from_any_snapshot(inline: InlineHost, ended: bool) -> None:
    ask(inline, Train(config=CONFIG), Control(action="epoch"))
    until(inline, in_state("paused"))
    if ended:
        ask(inline, Control(action="stop"))
    ask(inline, Show(index=4))
    shown = answer(inline)
    ask(inline, Train(config=CONFIG, start="shown", run=2), Control(action="pause"))
    ask(inline, Show(index=0))
    assert answer(inline) == shown


def test_there_is_no_snapshot_beyond_the_last(inline: InlineHost) -> None:
    ask(inline, Train(config=CONFIG), Control(action="pause"))
    (failed,) = ask(inline, Show(index=5))
    assert isinstance(failed, Failed)
    assert failed.sentence == "There is no snapshot 5, expected 0 to 0."
    assert failed.said == say("failed.no_snapshot", index=5, last=0)
