"""The session's part in lesions, with a model loop that answers inline."""

import numpy as np
import pytest

from layerwalk.game import session as sessions
from layerwalk.game.session import Session
from layerwalk.game.state import State
from layerwalk.nn.lesions.targets import Lesion, Map, Share
from layerwalk.nn.messages import Failed, MeasureLesions, Restarted, Said

BLIND = (Lesion(target=Share(node="dense1", share=1.0)),)
NOWHERE = (Lesion(target=Map(node="nowhere", map=0)),)


@pytest.fixture
def state() -> State:
    return sessions.read_spec("ana-dense")


@pytest.fixture
def session(state: State) -> Session:
    session = Session(sessions.inline_host(), state)
    session.poll()
    drawing = np.zeros((28, 28), np.float32)
    drawing[5:22, 13:15] = 1
    session.infer(drawing, centre=True)
    polled(session)
    return session


def polled(session: Session, times: int = 3) -> None:
    for _ in range(times):
        session.poll()


def shares(state: State) -> list[float]:
    assert state.probabilities is not None
    return [float(share) for share in state.probabilities]


def test_the_drawing_is_answered_anew_when_lesions_change(session: Session, state: State) -> None:
    whole = shares(state)
    session.lesioning.set(BLIND)
    polled(session)
    assert state.lesions == BLIND
    assert shares(state) != whole
    session.lesioning.set(())
    polled(session)
    assert shares(state) == whole


def test_lesions_outlast_weights_that_are_put_back(session: Session, state: State) -> None:
    session.lesioning.set(BLIND)
    polled(session)
    lesioned = shares(state)
    session.load("ana-dense")
    polled(session, 4)
    assert state.lesions == BLIND
    assert shares(state) == lesioned


def test_another_network_has_no_lesions(session: Session, state: State) -> None:
    session.lesioning.set(BLIND)
    polled(session)
    session.load("ana-small")
    polled(session)
    assert state.lesions == ()


def test_what_cannot_be_lesioned_leaves_the_others_and_is_said(session: Session, state: State) -> None:
    session.lesioning.set(BLIND)
    polled(session)
    session.lesioning.set(NOWHERE)
    polled(session)
    assert state.lesions == BLIND
    assert state.notice == Said(key="lesion_faults.layer", values=(("layer", "nowhere"),))


def test_a_measurement_comes_to_its_end(session: Session, state: State) -> None:
    session.lesioning.set(BLIND)
    session.lesioning.measure()
    polled(session, 80)
    assert state.measured is not None
    assert state.measured.state == "finished"
    assert state.measured.lesions == BLIND


def test_a_measurement_is_stopped(session: Session, state: State) -> None:
    session.lesioning.measure()
    polled(session, 5)
    session.lesioning.measure(stops=True)
    polled(session)
    assert state.measured is not None
    assert state.measured.state == "stopped"


@pytest.mark.parametrize(
    "end",
    [Restarted(said=Said(key="process.restarted")), Failed(request=MeasureLesions(serial=1), sentence="No.")],
)
def test_a_measurement_whose_process_is_lost_does_not_go_on(
    session: Session, state: State, end: Restarted | Failed
) -> None:
    session.lesioning.measure()
    polled(session, 2)
    session._apply(end)
    assert state.measured is not None
    assert state.measured.state == "stopped"
