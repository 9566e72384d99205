"""The session's part in studies, and what is kept of them."""

from collections.abc import Callable

import numpy as np
import pytest

from layerwalk.game.state import State
from layerwalk.game.study_reports import KEPT
from layerwalk.game.studying import Studying
from layerwalk.nn.messages import Failed, FoolRate, Request, Restarted, Said, StopStudy, Studied, Study, StudyConfig
from layerwalk.nn.network import NetworkSpec, NodeSpec

PICTURE = NodeSpec(name="input", kind="input", shape=(1, 4, 4), parameters=0, inputs=())
ANSWER = NodeSpec(name="answer", kind="dense", shape=(2,), parameters=0, inputs=("input",))
SPEC = NetworkSpec(name="tiny", nodes=(PICTURE, ANSWER), classes=("0", "1"))
RATE = FoolRate(network="tiny", pictures=4, fooled=1, steps=(3,))


@pytest.fixture
def state() -> State:
    return State(spec=SPEC)


@pytest.fixture
def asked() -> list[Request]:
    return []


@pytest.fixture
def studying(state: State, asked: list[Request]) -> Studying:
    return Studying(state, asked.append)


Tell = Callable[..., bool]


@pytest.fixture
def tell(studying: Studying) -> Tell:
    def one(serial: int, state: str, **more: object) -> bool:
        reply = Studied(serial=serial, state=state, network="tiny", **more)
        if not studying.is_old(reply):
            studying.hear(reply)
            return True
        return False

    return one


def test_a_study_is_asked_for_and_called_to_the_board(studying: Studying, state: State, asked: list[Request]) -> None:
    studying.start(StudyConfig(kind="fool", seed=3))
    assert asked == [Study(serial=1, config=StudyConfig(kind="fool", seed=3))]
    assert state.studies.live is state.studies.on_board is not None
    assert state.studies.called == 1


def test_what_is_known_comes_as_it_goes_on(studying: Studying, state: State, tell: Tell) -> None:
    studying.start(StudyConfig(kind="fool"))
    tell(1, "studying", share=0.5, findings=RATE)
    assert state.studies.live is not None
    assert (state.studies.live.studied.share, state.studies.live.studied.findings) == (0.5, RATE)
    tell(1, "finished", share=1.0, findings=RATE)
    assert state.studies.live is None
    assert state.studies.on_board is not None


def test_nothing_is_kept_of_a_cancelled_study(
    studying: Studying, state: State, asked: list[Request], tell: Tell
) -> None:
    studying.start(StudyConfig(kind="fool"))
    studying.stop()
    assert isinstance(asked[-1], StopStudy)
    assert (state.studies.all, state.studies.shown) == ((), 0)
    assert not tell(1, "studying", share=0.7)
    assert state.studies.all == ()


def test_a_new_study_takes_the_place_of_the_one_that_goes_on(studying: Studying, state: State, tell: Tell) -> None:
    studying.start(StudyConfig(kind="fool"))
    studying.start(StudyConfig(kind="ablation"))
    assert [report.number for report in state.studies.all] == [2]
    assert not tell(1, "finished")


@pytest.mark.parametrize("end", ["stopped", "failed", "restarted"])
def test_a_study_that_ends_early_is_gone(studying: Studying, state: State, tell: Tell, end: str) -> None:
    studying.start(StudyConfig())
    if end == "stopped":
        tell(1, "stopped")
    elif end == "failed":
        studying.hear(Failed(request=Study(serial=1), sentence="It went wrong."))
    else:
        studying.hear(Restarted(said=Said(key="notice.restarted")))
    assert state.studies.all == ()


def test_the_failure_of_a_study_that_was_given_up_is_old(studying: Studying) -> None:
    studying.start(StudyConfig())
    studying.start(StudyConfig())
    assert studying.is_old(Failed(request=Study(serial=1), sentence="It went wrong."))


def test_the_oldest_study_goes_where_there_are_too_many(studying: Studying, state: State, tell: Tell) -> None:
    for number in range(1, KEPT + 3):
        studying.start(StudyConfig(seed=number))
        tell(number, "finished", findings=RATE)
    assert [report.number for report in state.studies.all] == list(range(3, KEPT + 3))


def test_an_older_study_comes_back_to_the_board(studying: Studying, state: State, tell: Tell) -> None:
    for number in (1, 2):
        studying.start(StudyConfig(seed=number))
        tell(number, "finished", findings=RATE)
    called = state.studies.called
    state.studies.put_away()
    state.studies.show(1)
    assert (state.studies.shown, state.studies.called) == (1, called + 1)
    state.studies.show(99)
    assert state.studies.shown == 1


def test_a_fooled_share_of_nothing_is_nothing() -> None:
    none = FoolRate(network="tiny", pictures=0, fooled=0, steps=())
    assert none.rate == 0
    assert none.median_steps is None
    assert not np.isnan(none.rate)
