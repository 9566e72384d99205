"""The session's part in fooling the network, with a host that answers at once."""

from collections.abc import Callable

import numpy as np
import pytest

from layerwalk.game import session as sessions
from layerwalk.game import state as states
from layerwalk.game.fooled import FooledPicture
from layerwalk.game.session import Session
from layerwalk.game.state import State
from layerwalk.nn import loop
from layerwalk.nn.aim import Aim, FoolConfig
from layerwalk.nn.blueprint import presets
from layerwalk.nn.lesions.targets import Lesion, Map, Zero
from layerwalk.nn.messages import Floats, Load

AIM = Aim(node="dense2", index=(9,))
EASY = FoolConfig(step="gradient", epsilon=0.5, steps=60)
HARD = FoolConfig(step="pgd", epsilon=0.001, rate=0.001, steps=4)


class Talk:
    """Hold a session that has answered a digit."""

    def __init__(self) -> None:
        self.state: State = states.of_blueprint(presets.PRESETS["ana-small"])
        self.session = Session(sessions.inline_host(), self.state, opening=Load(network="ana-small"))
        self.drawing: Floats = loop.load_data("mnist-test").pictures[0].astype(np.float32) / 255
        self.session.infer(self.drawing, centre=False)
        self.until(lambda: self.state.probabilities is not None)
        self.began = self.state.picture
        self.guess = int(np.argmax(self.state.probabilities))

    @property
    def fooled(self) -> FooledPicture:
        assert self.state.fooled is not None
        return self.state.fooled

    def frame(self, dt_s: float = 1.0) -> None:
        self.session.fooling.go_on(dt_s)
        self.session.poll()

    def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(300):
            if holds():
                return
            self.frame()
        pytest.fail("it never came to this")

    def to_the_end(self) -> None:
        self.frame()
        self.until(lambda: not self.session.fooling.goes_on)


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_a_step_takes_the_place_of_the_drawing(talk: Talk) -> None:
    talk.session.fooling.step(AIM, EASY)
    talk.frame()
    assert talk.fooled.now.step == 1
    assert talk.state.picture is talk.fooled.now.answer.picture
    assert talk.state.activations is talk.fooled.now.answer.activations
    assert np.array_equal(talk.fooled.now.begin, talk.began)


def test_each_step_goes_on_from_the_last(talk: Talk) -> None:
    pictures = []
    for _ in range(3):
        talk.session.fooling.step(AIM, EASY)
        talk.frame()
        pictures.append(talk.state.picture)
    assert talk.fooled.now.step == 3
    assert not np.array_equal(pictures[1], pictures[2])


def test_it_goes_on_until_the_network_is_fooled(talk: Talk) -> None:
    talk.session.fooling.go(AIM, EASY)
    talk.to_the_end()
    assert talk.fooled.outcome == "reached"
    assert int(np.argmax(talk.state.probabilities)) == 9 != talk.guess
    assert int(np.argmax(talk.fooled.before.probabilities)) == talk.guess


def test_it_ends_after_the_steps_that_are_allowed(talk: Talk) -> None:
    talk.session.fooling.go(AIM, HARD)
    talk.to_the_end()
    assert (talk.fooled.outcome, talk.fooled.now.step) == ("unreached", 4)


def test_away_from_the_guess_needs_no_aim_to_go_to(talk: Talk) -> None:
    away = FoolConfig(step="pgd", epsilon=0.3, rate=0.02, steps=60, targeted=False)
    talk.session.fooling.go(Aim(node="dense2", index=(talk.guess,)), away)
    talk.to_the_end()
    assert int(np.argmax(talk.state.probabilities)) != talk.guess


def test_steps_that_follow_each_other_can_be_watched(talk: Talk) -> None:
    talk.session.fooling.go(AIM, HARD)
    for _ in range(4):
        talk.frame(dt_s=0.02)
    assert talk.fooled.now.step == 1


def test_it_stops_where_it_is(talk: Talk) -> None:
    talk.session.fooling.go(AIM, HARD)
    talk.frame()
    talk.session.fooling.stop()
    step = talk.fooled.now.step
    talk.frame()
    assert (talk.fooled.now.step, talk.fooled.goes_on, talk.fooled.outcome) == (step, False, "")


def test_a_new_drawing_ends_it(talk: Talk) -> None:
    talk.session.fooling.go(AIM, HARD)
    talk.frame()
    talk.session.infer(talk.drawing[::-1], centre=False)
    talk.until(lambda: not talk.session.waiting)
    assert talk.state.fooled is None
    assert np.array_equal(talk.state.picture[0], talk.drawing[::-1])


def test_a_step_that_comes_after_a_new_drawing_is_not_heard(talk: Talk) -> None:
    talk.session.fooling.step(AIM, EASY)
    talk.session.infer(talk.drawing[::-1], centre=False)
    talk.frame()
    assert talk.state.fooled is None
    assert np.array_equal(talk.state.picture[0], talk.drawing[::-1])


def test_the_drawing_itself_comes_back_to_the_bit(talk: Talk) -> None:
    talk.session.fooling.go(AIM, EASY)
    talk.to_the_end()
    talk.session.infer_again()
    talk.frame()
    assert talk.state.fooled is None
    assert np.array_equal(talk.state.picture, talk.began)


def test_lesions_are_answered_with_the_picture_that_stands(talk: Talk) -> None:
    talk.session.fooling.go(AIM, EASY)
    talk.to_the_end()
    picture = talk.state.picture
    talk.session.lesioning.add(Lesion(target=Map(node="conv1", map=1), kind=Zero()))
    talk.until(lambda: not talk.state.activations["conv1"][1].any())
    assert np.array_equal(talk.state.picture, picture)
    assert talk.fooled.now.step > 0


def test_another_network_ends_it(talk: Talk) -> None:
    talk.session.fooling.go(AIM, HARD)
    talk.frame()
    talk.session.load("ana-dense")
    talk.until(lambda: talk.state.spec.name == "ana-dense")
    assert talk.state.fooled is None
    assert not talk.session.fooling.goes_on


def test_what_is_aimed_at_is_told_before_and_now(talk: Talk) -> None:
    talk.session.fooling.step(Aim(node="conv1", index=(2,)), EASY)
    talk.frame()
    before, now = talk.fooled.strengths()
    assert before == talk.fooled.before.activations["conv1"][2].max()
    assert now == talk.state.activations["conv1"][2].max()
