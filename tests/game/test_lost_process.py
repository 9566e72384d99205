"""The model's process is lost while every tool is at work: what goes on then, and what has ended."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from layerwalk.game import session as sessions
from layerwalk.game.dreamt import Dream
from layerwalk.game.session import Session
from layerwalk.game.state import State
from layerwalk.game.wish import Wish
from layerwalk.nn import loop
from layerwalk.nn.aim import Aim, FoolConfig, SynthesisConfig
from layerwalk.nn.lesions.targets import Lesion, Map
from layerwalk.nn.messages import StudyConfig
from layerwalk.nn.process import ProcessHost

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to kill with")

PATIENCE_S = 60.0
MAP = Aim(node="conv2", index=(1,))
ANSWER = Aim(node="dense2", index=(9,))
ENDLESS = SynthesisConfig(steps=10**6)
SHORT = SynthesisConfig(steps=3)
STUBBORN = FoolConfig(step="pgd", epsilon=0.001, rate=0.001, steps=10**6)
LESION = Lesion(target=Map(node="conv1", map=2))
STUDY = StudyConfig(kind="ablation", pictures=500, draws=500)


class Visit:
    """Hold a session with a process of its own, let time pass, and kill the process."""

    def __init__(self) -> None:
        self.host = ProcessHost(device="cpu")
        self.state: State = sessions.read_spec("ana-small")
        self.session = Session(self.host, self.state)
        drawing = loop.load_data("mnist-test").pictures[0].astype(np.float32) / 255
        self.session.infer(drawing, centre=False)
        self.until(lambda: self.state.probabilities is not None)

    @property
    def one(self) -> Dream:
        assert self.state.dreamt.one is not None
        return self.state.dreamt.one

    def frame(self) -> None:
        self.session.fooling.go_on(1.0)
        self.session.dreaming.go_on(("conv1",))
        self.session.poll()
        time.sleep(0.005)

    def until(self, holds: Callable[[], bool]) -> None:
        end_s = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < end_s, "it never came to this"
            self.frame()

    def set_to_work(self) -> None:
        """Let every tool begin."""
        session = self.session
        session.lesioning.add(LESION)
        session.overviewing.want("conv2")
        session.explaining.want("conv2", (1, 3, 3))
        session.why.want(Wish(method="occlusion"))
        session.studying.start(STUDY)
        session.dreaming.show_layers(("conv1",), SHORT, folder=None)
        session.dreaming.dream(MAP, ENDLESS)
        session.overviewing.count_dead()
        session.lesioning.measure()
        session.fooling.go(ANSWER, STUBBORN)

    def lose_the_process(self) -> None:
        """Kill it, and wait until there is another one with the same network."""
        opened, pid = self.session.opened, self.host.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        self.until(lambda: self.session.opened > opened)


@pytest.fixture(scope="module", params=["at work", "asked only"])
def visit(request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Return a visit whose process was lost: when every tool had begun, or before it had heard of any."""
    visit = Visit()
    visit.set_to_work()
    if request.param == "at work":
        visit.until(lambda: visit.one.step > 0 and visit.state.fooled is not None and visit.state.lesions == (LESION,))
        assert visit.state.studies.live is not None
    visit.lose_the_process()
    yield visit
    visit.host.close()


def test_one_picture_has_stopped(visit: Visit) -> None:
    assert visit.one.state == "cancelled"


def test_pictures_of_a_layer_are_made(visit: Visit) -> None:
    visit.until(lambda: visit.state.dreamt.layers["conv1"].finished)
    assert (visit.state.dreamt.layers["conv1"].revisions > 0).all()
    assert visit.one.state == "cancelled"


def test_the_study_is_gone_and_another_one_can_be_made(visit: Visit) -> None:
    assert visit.state.studies.all == ()
    visit.session.studying.start(StudyConfig(kind="ablation", pictures=2, draws=1))
    visit.until(lambda: visit.state.studies.all[-1].studied.state == "finished")


def test_lesions_count_again(visit: Visit) -> None:
    visit.until(lambda: visit.state.lesions == (LESION,))
    visit.until(lambda: not visit.state.activations["conv1"][2].any())
    assert visit.state.activations["conv1"].any()


def test_the_measurement_has_stopped_and_can_be_made_anew(visit: Visit) -> None:
    measured = visit.state.measured
    assert measured is None or measured.state in ("stopped", "finished")
    visit.until(lambda: visit.state.lesions == (LESION,))
    visit.session.lesioning.measure()
    visit.until(lambda: visit.state.measured is not None and visit.state.measured.state == "finished")
    assert visit.state.measured is not None
    assert visit.state.measured.lesions == (LESION,)


def test_silent_neurons_are_counted_no_more_until_one_asks(visit: Visit) -> None:
    overview = visit.state.overview
    assert overview.dead is None
    visit.session.overviewing.count_dead()
    visit.until(lambda: overview.dead is not None and overview.dead.state == "finished")


def test_the_network_is_fooled_further(visit: Visit) -> None:
    visit.until(lambda: visit.state.fooled is not None)
    assert visit.state.fooled is not None
    before = visit.state.fooled.now.step
    visit.until(lambda: visit.state.fooled is not None and visit.state.fooled.now.step > before)
    assert visit.session.fooling.goes_on


def test_what_is_held_is_explained_and_looked_over_again(visit: Visit) -> None:
    visit.until(lambda: visit.state.explained is not None and visit.state.overview.weights is not None)
    assert visit.state.explained is not None
    assert (visit.state.explained.node, visit.state.explained.index) == ("conv2", (1, 3, 3))


def test_the_reasons_are_told_to_the_end_once_the_picture_stands_still(visit: Visit) -> None:
    visit.session.fooling.stop()
    visit.until(lambda: visit.session.why.is_told and not visit.session.waiting)


def test_in_the_end_nothing_is_being_waited_for(visit: Visit) -> None:
    visit.session.fooling.stop()
    visit.until(lambda: not visit.session.dreaming.goes_on and visit.state.studies.live is None)
    assert not visit.session.waiting
