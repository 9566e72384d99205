"""The conversation with the model loop, with a host that answers when it is told to."""

import ast
import inspect
import textwrap
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from layerwalk.game import session as sessions
from layerwalk.game import words
from layerwalk.game.session import PATIENCE_S, Session
from layerwalk.game.state import State
from layerwalk.nn.messages import (
    Failed,
    Infer,
    Inferred,
    Load,
    Loaded,
    Progress,
    Reply,
    Said,
    Saved,
    Shown,
    TrainConfig,
)

DRAWING = np.zeros((28, 28), np.float32)


@pytest.fixture
def state() -> State:
    return sessions.read_spec("ana-dense")


def answer(serial: int, *, duration_s: float = 0.001, network: str = "ana-dense") -> Inferred:
    shares = np.full(10, 0.1, np.float32)
    picture = np.full((1, 28, 28), serial, np.float32)
    return Inferred(
        network=network,
        serial=serial,
        picture=picture,
        activations={},
        probabilities=shares,
        duration_s=duration_s,
    )


def _said(state: State) -> str:
    assert state.notice is not None
    return words.load().say(state.notice)


def test_the_network_is_asked_for_first(state, host):
    Session(host, state).infer(DRAWING, centre=True)
    first, second = host.requests
    assert first == Load(network="ana-dense")
    assert isinstance(second, Infer)


def test_what_is_drawn_before_there_is_a_host_is_asked_when_there_is(state, host):
    session = Session(None, state)
    session.infer(DRAWING, centre=True)
    session.infer(DRAWING, centre=False)
    assert session.poll() is False
    session.connect(host)
    assert [type(request) for request in host.requests] == [Load, Infer]
    assert host.requests[1].serial == 2


def test_an_answer_is_shown(state, host):
    session = Session(host, state)
    serial = session.infer(DRAWING, centre=True)
    host.replies = [Loaded(spec=state.spec), answer(serial)]
    assert session.poll() is True
    assert (state.ready, state.serial, session.waiting) == (True, serial, False)


def test_an_answer_that_is_older_than_what_is_shown_is_dropped(state, host):
    session = Session(host, state)
    session.infer(DRAWING, centre=True)
    session.infer(DRAWING, centre=True)
    host.replies = [answer(2), answer(1)]
    session.poll()
    assert state.picture is not None
    assert state.picture.max() == 2


def test_an_answer_of_another_network_is_dropped(state, host):
    session = Session(host, state)
    host.replies = [answer(session.infer(DRAWING, centre=True), network="ana-conv")]
    assert session.poll() is False


def test_a_network_that_answers_at_once_is_waited_for(state, host):
    session = Session(host, state)
    host.replies = [answer(session.infer(DRAWING, centre=True), duration_s=0.001)]
    session.poll()
    session.infer(DRAWING, centre=True)
    session.poll()
    assert host.waits_s == [0.0, PATIENCE_S]


def test_a_slow_network_is_not_waited_for(state, host):
    session = Session(host, state)
    host.replies = [answer(session.infer(DRAWING, centre=True), duration_s=0.1)]
    session.poll()
    session.infer(DRAWING, centre=True)
    session.poll()
    assert host.waits_s == [0.0, 0.0]


def test_when_nothing_was_asked_nothing_is_waited_for(state, host):
    session = Session(host, state)
    host.replies = [answer(session.infer(DRAWING, centre=True))]
    session.poll()
    session.poll()
    assert host.waits_s == [0.0, 0.0]


def test_a_failure_is_told_and_ends_the_waiting(state, host, caplog):
    session = Session(host, state)
    session.infer(DRAWING, centre=True)
    host.replies = [Failed(request=host.requests[1], sentence="It could not be done.")]
    session.poll()
    assert (_said(state), session.waiting) == ("That did not work: It could not be done.", False)
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_closing_ends_the_host(state, host):
    Session(host, state).close()
    assert host.closed


# With the real loop


def answered(session: Session) -> None:
    """Poll until the newest drawing is answered, for 30 s at most."""
    for _ in range(3000):
        session.poll()
        if not session.waiting:
            return
        time.sleep(0.01)
    pytest.fail("the loop did not answer")


@pytest.mark.parametrize("open_host", [sessions.inline_host, sessions.HOSTS["thread"]])
def test_of_many_drawings_the_newest_is_answered(state: State, open_host: Callable[[], sessions.Host]) -> None:
    session = Session(open_host(), state)
    drawings = np.random.default_rng(1).random((20, 28, 28)).astype(np.float32)
    for drawing in drawings:
        session.infer(drawing, centre=False)
    answered(session)
    session.close()
    assert state.serial == 20
    assert state.picture is not None
    assert (state.picture[0] == drawings[-1]).all()


def test_what_is_drawn_while_it_is_asked_changes_nothing(state: State) -> None:
    session = Session(sessions.inline_host(), state)
    drawing = np.full((28, 28), 0.5, np.float32)
    session.infer(drawing, centre=False)
    drawing[:] = 1.0
    session.poll()
    session.close()
    assert state.picture is not None
    assert (state.picture == 0.5).all()


def test_after_a_drawing_that_cannot_be_read_the_next_is_answered(
    state: State, caplog: pytest.LogCaptureFixture
) -> None:
    session = Session(sessions.inline_host(), state)
    session.infer(np.full((28, 29), 0.5, np.float32), centre=False)
    session.poll()
    assert "28" in _said(state)
    assert (state.picture, session.waiting) == (None, False)
    session.infer(DRAWING, centre=False)
    session.poll()
    session.close()
    assert state.picture is not None
    assert caplog.records


def test_a_reset_brings_the_same_answers_again(state: State) -> None:
    session = Session(sessions.inline_host(), state)
    drawing = np.random.default_rng(2).random((28, 28)).astype(np.float32)
    shares = []
    for _ in range(2):
        session.infer(drawing, centre=False)
        session.poll()
        assert state.probabilities is not None
        shares.append(state.probabilities.copy())
        session.revert()
    session.close()
    assert (shares[0] == shares[1]).all()


def reported(step: int) -> Progress:
    return Progress(run=1, state="paused", said=Said(key="training.paused"), step=step, steps=9, epoch=1, epochs=1)


def test_while_it_learns_it_is_asked_again_once_its_last_answer_is_told(state, host):
    session = Session(host, state)
    host.replies = [Loaded(spec=state.spec), answer(session.infer(DRAWING, centre=True))]
    session.poll()
    asked = len(host.requests)
    host.replies = [replace(reported(3), state="training")]
    session.poll(is_told=False)
    assert len(host.requests) == asked
    session.poll()
    assert len(host.requests) == asked + 1
    session.poll()
    assert len(host.requests) == asked + 1


def test_what_somebody_paused_is_asked_at_once(state, host):
    session = Session(host, state)
    host.replies = [Loaded(spec=state.spec), answer(session.infer(DRAWING, centre=True))]
    session.poll()
    asked = len(host.requests)
    host.replies = [reported(3)]
    session.poll(is_told=False)
    assert len(host.requests) == asked + 1


def test_what_was_learnt_is_unsaved_until_a_file_has_it_and_a_late_report_changes_nothing(state, host):
    session = Session(host, state)
    session.train(TrainConfig(), start="new")
    steps = ([reported(3)], True), ([Saved(file=Path("a.safetensors"))], False), ([reported(3)], False)
    for replies, unsaved in (*steps, ([reported(4)], True), ([Saved(file=Path("a.py"))], True)):
        host.replies = replies
        session.poll()
        assert state.unsaved is unsaved


def test_a_file_of_weights_that_one_looks_back_on_does_not_count_for_the_newest(state, host):
    session = Session(host, state)
    session.train(TrainConfig(), start="new")
    host.replies = [reported(3), Shown(run=1, index=0, step=0), Saved(file=Path("a.safetensors"))]
    session.poll()
    assert state.unsaved


def test_every_part_that_hears_of_a_reply_hears_it(host, state, monkeypatch):
    session = Session(host, state)
    heard = []
    for part in session.parts:
        monkeypatch.setattr(type(part), "hear", lambda self, reply: heard.append(self) or True)
    host.replies = [Loaded(spec=state.spec)]
    session.poll()
    concerned = [part for part in session.parts if Loaded in part.hears]
    assert len(concerned) > 1
    assert heard == concerned, "also those after one by which the answer changes"


@pytest.mark.parametrize("method", ["hear", "is_old"])
def test_a_part_hears_of_all_that_it_has_a_case_for(host, state, method):
    kinds = {kind.__name__: kind for kind in get_args(Reply)}
    for part in Session(host, state).parts:
        code = ast.parse(textwrap.dedent(inspect.getsource(getattr(type(part), method))))
        cases = {case.cls.id for case in ast.walk(code) if isinstance(case, ast.MatchClass)}
        assert {kinds[name] for name in cases & kinds.keys()} <= part.hears
