"""What is heard of what happens: one moment after the other, without a world."""

import numpy as np
import pytest

from layerwalk.game.cues import SETTLED_S, Cues, Moment, changes
from layerwalk.game.runs import Runs
from layerwalk.game.sound import FILES
from layerwalk.game.state import State
from layerwalk.game.ui.menu.items import Event
from layerwalk.nn.messages import Progress, Said, TrainConfig
from layerwalk.nn.network import NetworkSpec

QUIET = Moment(
    menu=(True, "world"),
    pointed="",
    focused="layout",
    refused=0,
    tools=("pen", 2, 1.0),
    rack=(0, 0),
    training=(1, "training"),
    told=None,
)
SAID = Said(key="notice.saved")


@pytest.mark.parametrize(
    ("change", "sound"),
    [
        pytest.param({"menu": (False, "world")}, "page", id="the menu closes"),
        pytest.param({"menu": (True, "train"), "focused": "start"}, "page", id="another page"),
        pytest.param({"rack": (0, 1)}, "page", id="the rack turns a page"),
        pytest.param({"pointed": "language"}, "hover", id="something is pointed at"),
        pytest.param({"focused": "language"}, "hover", id="something gets the focus"),
        pytest.param({"tools": ("eraser", 2, 1.0)}, "press", id="another tool"),
        pytest.param({"refused": 1}, "refusal", id="pressed in vain"),
        pytest.param({"training": (1, "finished")}, "finished", id="a training is done"),
        pytest.param({"training": (1, "diverged")}, "notice", id="a training went astray"),
        pytest.param({"told": SAID}, "notice", id="there is something to read"),
    ],
)
def test_a_change_is_heard_once(change, sound):
    now = QUIET._replace(**change)
    assert list(changes(QUIET, now, [])) == [sound]
    assert list(changes(now, now, [])) == []
    assert sound in FILES


@pytest.mark.parametrize(
    ("before", "change"),
    [
        pytest.param({"pointed": "language"}, {}, id="nothing is pointed at any more"),
        pytest.param({"told": SAID}, {}, id="a notice goes"),
        pytest.param({"training": None}, {}, id="a training begins"),
        pytest.param({}, {"training": (1, "stopped")}, id="a training is stopped by hand"),
        pytest.param({}, {"training": (1, "paused")}, id="a training is paused by hand"),
    ],
)
def test_what_one_does_oneself_or_what_ends_is_not_heard(before, change):
    assert list(changes(QUIET._replace(**before), QUIET._replace(**change), [])) == []


def test_what_is_pressed_is_heard_and_what_is_dragged_ticks():
    assert list(changes(QUIET, QUIET, [Event(name="language", value="de")])) == ["press"]
    assert list(changes(QUIET, QUIET, [Event(name="volume", value=0.4, done=False)])) == ["hover"]


def test_the_way_to_another_page_is_heard_as_one_leaf():
    now = QUIET._replace(menu=(True, "train"))
    assert list(changes(QUIET, now, [Event(name="tab train")])) == ["page"]


def test_a_training_that_is_done_and_told_of_is_heard_once():
    now = QUIET._replace(training=(1, "finished"), told=SAID)
    assert list(changes(QUIET, now, [])) == ["finished"]


class Listener:
    """Hears a network answer: each answer stays for a while, in frames of 1/30 s."""

    def __init__(self):
        spec = NetworkSpec(name="tiny", nodes=(), classes=tuple("0123456789"))
        self.cues, self.state = Cues(), State(spec=spec)

    def hear(self, guess, *, picture, seconds=1.0):
        self.state.probabilities = np.eye(10, dtype=np.float32)[guess]
        self.state.picture = np.full((1, 4, 4), picture, np.float32)
        self.state.changes += 1
        frames = round(seconds * 30)
        return [sound for _ in range(frames) for sound in self.cues.hear(QUIET, self.state, events=[], dt_s=1 / 30)]

    def train(self, state):
        self.state.runs = Runs()
        self.state.runs.begin(1, config=TrainConfig(), title="tiny")
        self.state.runs.hear(Progress(run=1, state=state, said=SAID, step=1, steps=9, epoch=1, epochs=1))


@pytest.fixture
def listener():
    made = Listener()
    assert made.hear(3, picture=0.1) == [], "the first answer came with the world"
    return made


def test_another_guess_for_another_drawing_chimes_once(listener):
    assert listener.hear(5, picture=0.2) == ["answer"]


def test_the_same_guess_for_another_drawing_does_not(listener):
    assert listener.hear(3, picture=0.2) == []


def test_another_guess_for_the_same_drawing_does_not(listener):
    assert listener.hear(5, picture=0.1) == []
    assert listener.hear(3, picture=0.2) == ["answer"]


def test_guesses_that_come_and_go_while_one_draws_do_not(listener):
    passing = [listener.hear(guess, picture=guess / 10, seconds=SETTLED_S * 0.6) for guess in (5, 8, 5, 9, 4, 9)]
    assert passing == [[]] * 6
    assert listener.hear(9, picture=0.95) == ["answer"]


def test_an_empty_drawing_is_no_answer_but_the_next_digit_is(listener):
    assert listener.hear(7, picture=0.0) == []
    assert listener.hear(3, picture=0.2) == ["answer"]


def test_while_the_network_learns_it_does_not_chime(listener):
    listener.train("training")
    assert listener.hear(5, picture=0.2) == []
    listener.train("finished")
    assert listener.hear(6, picture=0.3) == ["answer"]
