"""Training while the tools are at work: what they tell follows the weights, and nothing mixes two of them."""

from collections.abc import Callable

import numpy as np
import pytest
import torch

from layerwalk.game import session as sessions
from layerwalk.game.session import Session
from layerwalk.game.state import State
from layerwalk.game.wish import Wish
from layerwalk.nn import loop
from layerwalk.nn.aim import Aim, FoolConfig
from layerwalk.nn.lesions.targets import Lesion, Map
from layerwalk.nn.messages import StudyConfig, TrainConfig

CONFIG = TrainConfig(epochs=1, share=0.02, batch=50)
ENDLESS = TrainConfig(epochs=10_000, share=0.02, batch=50)
NEURON = ("conv2", (1, 3, 3))
LESION = Lesion(target=Map(node="conv1", map=2))
STUDY = StudyConfig(kind="ablation", pictures=3, draws=2)


@pytest.fixture
def state() -> State:
    return sessions.read_spec("ana-small")


@pytest.fixture
def session(state: State) -> Session:
    """Return a session that has answered a digit."""
    session = Session(sessions.inline_host(), state)
    session.poll()
    session.infer(loop.load_data("mnist-test").pictures[0].astype(np.float32) / 255, centre=False)
    until(session, lambda: state.probabilities is not None)
    return session


def until(session: Session, holds: Callable[[], bool]) -> None:
    for _ in range(5000):
        if holds():
            return
        session.fooling.go_on(1.0)
        session.poll()
    pytest.fail("it never came to this")


def steps(state: State) -> int:
    held = state.runs.held
    return held.progress.step if held is not None and held.progress is not None else 0


def finish(session: Session, state: State) -> None:
    until(session, lambda: steps(state) > 0 and state.runs.held is not None and not state.runs.held.is_live)
    until(session, lambda: not session.waiting)
    for _ in range(5):
        session.poll()


def test_what_is_held_is_explained_with_the_weights_of_the_moment(session: Session, state: State) -> None:
    session.explaining.want(*NEURON)
    until(session, lambda: state.explained is not None)
    before = state.explained
    session.train(ENDLESS, start="shown")
    until(session, lambda: steps(state) > 10)
    until(session, lambda: state.explained is not None and state.explained.output != before.output)
    session.control("stop")
    finish(session, state)
    assert state.explained.output == pytest.approx(float(state.activations["conv2"][1, 3, 3]), abs=1e-6)


def test_weights_and_reasons_follow_too(session: Session, state: State) -> None:
    session.overviewing.want("conv2")
    session.why.want(Wish(method="gradient-times-input"))
    until(session, lambda: state.overview.weights is not None and state.attributed is not None)
    weights, reasons = state.overview.weights, state.attributed
    session.train(CONFIG, start="shown")
    finish(session, state)
    until(session, lambda: session.why.is_told)
    assert not np.array_equal(state.overview.weights.weights, weights.weights)
    assert not np.array_equal(state.attributed.map, reasons.map)
    with torch.inference_mode():
        scores = session._host._server._held.network.model(torch.from_numpy(state.picture.copy())[None])[0]
    assert state.attributed.score == pytest.approx(float(scores[state.attributed.target]), abs=1e-4)


def test_the_changed_picture_is_answered_with_the_weights_of_the_moment(session: Session, state: State) -> None:
    session.fooling.step(Aim(node="dense2", index=(3,)), FoolConfig(step="fgsm"))
    until(session, lambda: state.fooled is not None)
    picture, before = state.picture.copy(), state.probabilities.copy()
    session.train(CONFIG, start="shown")
    finish(session, state)
    assert state.fooled is not None
    assert np.array_equal(state.picture, picture)
    assert not np.array_equal(state.probabilities, before)


def test_a_study_goes_on_with_the_network_as_it_was(session: Session, state: State) -> None:
    session.studying.start(STUDY)
    until(session, lambda: state.studies.all[-1].studied.state == "finished")
    alone = state.studies.all[-1].studied.findings
    session.studying.start(STUDY)
    session.train(CONFIG, start="shown")
    finish(session, state)
    until(session, lambda: state.studies.all[-1].studied.state == "finished")
    beside = state.studies.all[-1].studied.findings
    assert beside is not alone
    for now, before in zip(beside.needed, alone.needed, strict=True):
        assert np.array_equal(now.counts, before.counts)


def test_training_waits_while_a_measurement_is_made_so_that_all_of_it_is_of_the_same_weights(
    session: Session, state: State
) -> None:
    session.lesioning.add(LESION)
    session.train(ENDLESS, start="shown")
    until(session, lambda: steps(state) > 3 and state.lesions == (LESION,))
    session.lesioning.measure()
    until(session, lambda: state.measured is not None and state.measured.state != "measuring")
    assert state.measured.state == "finished"
    before = steps(state)
    until(session, lambda: steps(state) > before)
    session.control("stop")


def test_a_measurement_stops_when_other_weights_are_put_in(session: Session, state: State) -> None:
    session.lesioning.add(LESION)
    until(session, lambda: state.lesions == (LESION,))
    session.train(CONFIG, start="shown")
    finish(session, state)
    session.lesioning.measure()
    until(session, lambda: state.measured is not None)
    assert state.measured.state == "measuring"
    session.revert()
    until(session, lambda: state.measured.state != "measuring")
    assert state.measured.state == "stopped"


def test_counting_silent_neurons_ends_when_the_weights_change(session: Session, state: State) -> None:
    session.overviewing.count_dead()
    session.poll()
    session.train(ENDLESS, start="shown")
    until(session, lambda: steps(state) > 3)
    assert state.overview.dead is None
    session.control("stop")


def test_lesions_count_all_the_while(session: Session, state: State) -> None:
    session.lesioning.add(LESION)
    until(session, lambda: state.lesions == (LESION,))
    session.train(CONFIG, start="shown")
    for _ in range(30):
        session.poll()
        assert not state.activations["conv1"][2].any()
    finish(session, state)
    assert state.lesions == (LESION,)
    assert not state.activations["conv1"][2].any()
