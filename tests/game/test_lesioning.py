"""The session's part in lesions, with a model loop that answers inline."""

import numpy as np
import pytest

from layerwalk.game import lesion_log
from layerwalk.game import session as sessions
from layerwalk.game.session import Session
from layerwalk.game.state import State
from layerwalk.nn.lesions.targets import Lesion, Map, Mean, Share
from layerwalk.nn.messages import Failed, MeasureLesions, Restarted, Said

BLIND = (Lesion(target=Share(node="dense1", share=1.0)),)
NOWHERE = (Lesion(target=Map(node="nowhere", map=0)),)


@pytest.fixture
def state() -> State:
    return sessions.read_spec("ana-dense")


@pytest.fixture
def session(state: State) -> Session:
    return answered(state)


def answered(state: State) -> Session:
    """Open a session that has answered a one."""
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
    session.lesioning.add(*BLIND)
    polled(session)
    assert state.lesions == BLIND
    assert shares(state) != whole
    session.lesioning.undo()
    polled(session)
    assert shares(state) == whole


def test_lesions_outlast_weights_that_are_put_back(session: Session, state: State) -> None:
    session.lesioning.add(*BLIND)
    polled(session)
    lesioned = shares(state)
    session.load("ana-dense")
    polled(session, 4)
    assert state.lesions == BLIND
    assert shares(state) == lesioned


def test_another_network_has_no_lesions(session: Session, state: State) -> None:
    session.lesioning.add(*BLIND)
    polled(session)
    session.load("ana-small")
    polled(session)
    assert state.lesions == ()


def test_what_cannot_be_lesioned_leaves_the_others_and_is_said(session: Session, state: State) -> None:
    session.lesioning.add(*BLIND)
    polled(session)
    session.lesioning.add(*NOWHERE)
    polled(session)
    assert state.lesions == BLIND
    assert state.notice == Said(key="lesion_faults.layer", values=(("layer", "nowhere"),))


def test_a_measurement_comes_to_its_end(session: Session, state: State) -> None:
    session.lesioning.add(*BLIND)
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


def test_undone_lesions_leave_every_value_as_it_was_to_the_bit(session: Session, state: State) -> None:
    before = dict(state.activations)
    session.lesioning.add(*BLIND)
    polled(session)
    assert not np.array_equal(state.activations["dense1"], before["dense1"])
    session.lesioning.undo()
    polled(session)
    assert all(np.array_equal(state.activations[node], values) for node, values in before.items())


def test_a_step_that_fails_is_taken_out_of_the_history(session: Session, state: State) -> None:
    session.lesioning.add(*BLIND)
    polled(session)
    session.lesioning.add(*NOWHERE)
    polled(session)
    assert state.history.now == BLIND
    assert [entry.deed for entry in state.history.log] == ["add"]


def test_what_waits_for_the_mean_is_measured_when_it_counts(session: Session, state: State) -> None:
    usual = Lesion(target=Map(node="dense1", map=0), kind=Mean())
    session.lesioning.add(usual)
    session.lesioning.measure()
    polled(session, 150)
    assert state.measured is not None
    assert state.measured.state == "finished"
    assert state.measured.lesions == (usual,)


def test_the_accuracy_is_noted_in_the_log(session: Session, state: State) -> None:
    session.lesioning.add(*BLIND)
    session.lesioning.measure()
    polled(session, 80)
    assert state.measured is not None
    assert state.measured.after is not None
    assert state.history.log[-1].after == state.measured.after.accuracy


def test_a_healed_network_is_told_of_no_more(session: Session, state: State) -> None:
    session.lesioning.add(*BLIND)
    session.lesioning.measure()
    polled(session, 80)
    session.lesioning.clear()
    polled(session, 4)
    assert state.measured is None


def test_that_another_network_is_whole_is_said(session: Session, state: State) -> None:
    session.lesioning.add(*BLIND)
    polled(session)
    session.load("ana-small")
    polled(session)
    assert state.history.now == ()
    assert state.notice == Said(key="lesion_lab.gone")


def test_lesions_come_again_after_the_process_was_lost(session: Session, state: State) -> None:
    session.lesioning.add(*BLIND)
    polled(session)
    lesioned = shares(state)
    session.connect(sessions.inline_host())  # a new worker, which knows of no lesions
    session._apply(Restarted(said=Said(key="process.restarted")))
    session.load("ana-dense")
    polled(session, 5)
    assert shares(state) == lesioned


def test_a_log_leads_to_the_same_state_again(session: Session, state: State) -> None:
    session.lesioning.add(*BLIND, Lesion(target=Map(node="dense1", map=3)))
    session.lesioning.undo()
    polled(session)
    after = shares(state)
    log = state.history.log
    session.lesioning.clear()
    polled(session)
    session.lesioning.take(lesion_log.replay(log))
    polled(session)
    assert shares(state) == after


def test_filters_are_taken_away_the_least_important_first(state: State) -> None:
    state = sessions.read_spec("ana-small")
    session = answered(state)
    for left in range(5, 0, -1):
        session.lesioning.remove_least("conv1")
        polled(session, 5)
        assert len(state.lesions) == 6 - left
    assert len({lesion.target for lesion in state.lesions}) == 5
