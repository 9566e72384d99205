"""A network moves to a process of its own in the middle of a visit, and the visitor has everything as before."""

import time
from collections.abc import Callable

import numpy as np
import pytest

from layerwalk.game import session as sessions
from layerwalk.game.session import Session
from layerwalk.nn import loop
from layerwalk.nn.lesions.targets import Lesion, Map
from layerwalk.nn.messages import TrainConfig

PATIENCE_S = 60.0
LESION = Lesion(target=Map(node="conv1", map=2))
CONFIG = TrainConfig(epochs=30, batch=50, share=0.01)


class Visited:
    """A session with a network on a thread, a drawing and nothing else."""

    def __init__(self) -> None:
        self.state = sessions.read_spec("ana-small")
        self.session = Session(sessions.HOSTS["thread"](device="cpu"), self.state)
        drawing = loop.load_data("mnist-test").pictures[0].astype(np.float32) / 255
        self.session.infer(drawing, centre=False)
        self.until(lambda: bool(self.state.device) and not self.session.waiting)

    def until(self, holds: Callable[[], bool]) -> None:
        end_s = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < end_s, "it never came to this"
            self.session.poll()
            time.sleep(0.002)

    def move(self) -> None:
        self.session.move()
        self.until(lambda: self.state.notice is not None and self.state.notice.key == "process.moved")


@pytest.fixture
def visited():
    made = Visited()
    yield made
    made.session.close()


def test_drawing_answer_lesions_and_what_is_looked_at_are_as_before(visited: Visited) -> None:
    state, session = visited.state, visited.session
    session.lesioning.add(LESION)
    session.look_at("conv1", 0)
    visited.until(lambda: bool(state.lesions) and state.weights is not None and not session.waiting)
    before, weights, opened = state.probabilities, state.weights, session.opened
    visited.move()
    assert state.lesions == (LESION,)
    assert state.weights is weights
    assert state.ready
    assert not state.unsaved
    assert session.opened == opened, "nothing is built anew"
    session.infer_again()
    visited.until(lambda: not session.waiting)
    np.testing.assert_array_equal(state.probabilities, before)


def test_a_training_goes_on_the_board_tells_of_it_and_it_can_be_steered_and_looked_back_on(visited: Visited) -> None:
    state, session = visited.state, visited.session
    number = session.train(CONFIG, start="new")
    run = state.runs.held
    assert run is not None
    visited.until(lambda: run.progress is not None and run.progress.step > 0)
    visited.move()
    assert state.runs.held is run
    assert run.is_live
    session.control("pause")
    visited.until(lambda: run.progress.state == "paused")
    paused_at = run.progress.step
    session.show(0)
    visited.until(lambda: run.shown == 0 and not session.waiting)
    session.control("resume")
    visited.until(lambda: run.progress.state == "finished")
    assert (run.number, run.progress.step) == (number, run.progress.steps)
    assert run.progress.step > paused_at > 0
    assert run.progress.snapshots[0] == 0
    steps = run.train.points[:, 0]
    assert (np.diff(steps) > 0).all(), "the curve goes on"
    assert state.unsaved


def test_what_has_a_process_already_is_left_alone() -> None:
    state = sessions.read_spec("ana-small")
    session = Session(sessions.inline_host(), state)
    session.move()
    session.poll()
    assert state.notice is None
    session.close()
