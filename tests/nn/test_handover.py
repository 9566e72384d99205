"""A worker takes over from another in the middle of anything: from then on it is as if there had been only one."""

import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from layerwalk.nn import data, pace
from layerwalk.nn.blueprint.layers import BatchNorm, Blueprint, Conv, Dense, Dropout, Flatten, MaxPool
from layerwalk.nn.course import OPTIMISERS
from layerwalk.nn.data import Dataset
from layerwalk.nn.lesions.targets import Lesion, Map, Mean
from layerwalk.nn.messages import (
    Build,
    Control,
    Failed,
    Infer,
    Loaded,
    Progress,
    Reply,
    Request,
    Reset,
    SaveWeights,
    SetLesions,
    Show,
    TakeOver,
    Train,
    TrainConfig,
)
from layerwalk.nn.worker import Worker

LAYERS = (Conv(filters=2), BatchNorm(), MaxPool(size=4, stride=4), Flatten(), Dropout(share=0.5), Dense(units=6))
NETWORK = Build(blueprint=Blueprint(name="mine", title="My network", layers=LAYERS))
CONFIG = TrainConfig(epochs=3, batch=30, validation_share=0.1)
STEPS = 3 * 4
LESION = Lesion(target=Map(node="conv1", map=1), kind=Mean())


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def few(digits: Dataset) -> Dataset:
    return replace(digits, pictures=digits.pictures[:130], labels=digits.labels[:130])


@pytest.fixture
def few_pictures(few: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "load", lambda name: few)
    monkeypatch.setattr(pace, "REPORT_EVERY_S", 0.0)


class Asked:
    """A worker that has torch's own generator for itself, as in a process of its own."""

    def __init__(self) -> None:
        self.worker = Worker()
        self.random = torch.get_rng_state()

    def ask(self, request: Request) -> Reply:
        return self._alone(lambda: self.worker.handle(request))

    def advance(self) -> Reply | None:
        return self._alone(self.worker.advance) if self.worker.busy else None

    def go_on(self) -> list[Reply]:
        """Do all that is to do."""
        replies = []
        while self.worker.busy:
            replies.append(self.advance())
        return [reply for reply in replies if reply is not None]

    def moved(self) -> "Asked":
        """Return another worker that has taken over."""
        order = self._alone(self.worker.hand_over)
        assert isinstance(order, TakeOver)
        torch.manual_seed(12345)
        other = Asked()
        loaded = other.ask(pickle.loads(pickle.dumps(order)))
        assert isinstance(loaded, Loaded), loaded
        return other

    @property
    def weights(self) -> dict[str, torch.Tensor]:
        return {name: value.clone() for name, value in self.worker._held.network.model.state_dict().items()}

    def _alone(self, act):
        torch.set_rng_state(self.random)
        found = act()
        self.random = torch.get_rng_state()
        return found


def begun(config: TrainConfig) -> Asked:
    asked = Asked()
    asked.ask(NETWORK)
    asked.ask(Train(config=config, run=7))
    return asked


def same(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    return one.keys() == other.keys() and all(torch.equal(value, other[name]) for name, value in one.items())


def told(replies: list[Reply]) -> list[Progress]:
    """Return the reports without how fast it goes."""
    return [replace(each, steps_per_s=0.0, seconds_left=None) for each in replies if isinstance(each, Progress)]


@pytest.mark.usefixtures("few_pictures")
@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("after", [0, 1, 4, 5, STEPS])
def test_a_run_that_moves_ends_as_one_that_stays_to_the_bit(optimiser: str, after: int) -> None:
    config = replace(CONFIG, optimiser=optimiser, augmentation="gentle", loss="mean-squared-error")
    stays, moves = begun(config), begun(config)
    before = [moves.advance() for _ in range(after)]
    moves = moves.moved()
    expected, made = stays.go_on(), [*(report for report in before if report), *moves.go_on()]
    assert same(moves.weights, stays.weights)
    assert told(made) == told(expected)
    for index in range(len(made[-1].snapshots)):
        stays.ask(Show(index=index))
        moves.ask(Show(index=index))
        assert same(moves.weights, stays.weights)


@pytest.mark.usefixtures("few_pictures")
def test_what_goes_astray_after_the_move_comes_back_to_weights_from_before_it() -> None:
    stays, moves = begun(CONFIG), begun(CONFIG)
    for _ in range(3):
        stays.advance()
        moves.advance()
    moves = moves.moved()
    for twin in (stays, moves):
        for values in twin.worker._held.network.model.parameters():
            values.data.mul_(1e6)
    expected, made = stays.go_on()[-1], moves.go_on()[-1]
    assert expected.state == "diverged"
    assert expected.step > 0
    assert (made.state, made.step, made.said) == (expected.state, expected.step, expected.said)
    assert same(moves.weights, stays.weights)


@pytest.mark.usefixtures("few_pictures")
def test_lesions_go_along_with_the_mean_that_was_usual_when_they_were_made() -> None:
    twins = [begun(CONFIG), begun(CONFIG)]
    answers = []
    for twin in twins:
        twin.ask(SetLesions(lesions=(LESION,)))
        for _ in range(20):
            twin.advance()
        twin.ask(Control(action="pause"))
    for twin in (twins[0], twins[1].moved()):
        answers.append(twin.ask(Infer(drawing=np.ones((28, 28), np.float32), serial=1)).probabilities)
        assert twin.worker._lab.lesions == (LESION,)
    np.testing.assert_array_equal(*answers)


@pytest.mark.usefixtures("few_pictures")
def test_what_it_is_reset_to_goes_along(tmp_path: Path) -> None:
    asked = begun(CONFIG)
    asked.go_on()
    asked.ask(SaveWeights(file=tmp_path / "mine.safetensors"))
    saved = asked.weights
    asked.ask(Train(config=CONFIG, run=8))
    moved = asked.moved()
    assert not same(moved.weights, saved)
    moved.ask(Reset())
    assert same(moved.weights, saved)


@pytest.mark.usefixtures("few_pictures")
def test_what_cannot_be_told_is_waited_for() -> None:
    asked = begun(CONFIG)
    asked.ask(SetLesions(lesions=(LESION,)))
    assert asked.worker.hand_over() is None, "what is usual is still found out"
    while asked.worker._has_more_than_training:
        asked.advance()
    assert isinstance(asked.worker.hand_over(), TakeOver)
    assert Worker().hand_over() is None, "there is no network"


@pytest.mark.usefixtures("few_pictures")
def test_data_that_are_gone_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    order = begun(CONFIG).worker.hand_over()
    monkeypatch.setattr(data, "load", lambda name: data.load_folder(Path("gone")))
    other = Worker()
    assert isinstance(other.handle(order), Failed)
    assert other.hand_over() is None


@pytest.mark.usefixtures("few_pictures")
def test_what_cannot_be_written_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = begun(CONFIG)
    monkeypatch.setattr(torch, "save", lambda *_: (_ for _ in ()).throw(MemoryError))
    assert isinstance(asked.worker.hand_over(), Failed)
    monkeypatch.undo()
    assert isinstance(asked.worker.hand_over(), TakeOver)


class Twins(RuleBasedStateMachine):
    """Ask two workers the same; one is replaced now and then by another that takes over."""

    few: Dataset

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(data, "load", lambda name: Twins.few)
        self.twins = []
        for _ in range(2):
            torch.manual_seed(0)
            self.twins.append(Asked())
        self.both(NETWORK)

    def teardown(self) -> None:
        self.patch.undo()

    def both(self, request: Request) -> None:
        one, other = (twin.ask(request) for twin in self.twins)
        assert type(one) is type(other)
        if isinstance(one, Progress):
            assert (one.state, one.step, one.said) == (other.state, other.step, other.said)
            assert one.snapshots == other.snapshots

    @precondition(lambda self: not self.twins[1].worker._has_more_than_training)
    @rule()
    def move(self) -> None:
        self.twins[1] = self.twins[1].moved()

    @rule(start=st.sampled_from(["new", "shown"]), augmentation=st.sampled_from(["none", "harley"]))
    def train(self, start: str, augmentation: str) -> None:
        self.both(Train(config=replace(CONFIG, augmentation=augmentation), start=start, run=3))

    @rule(action=st.sampled_from(["pause", "resume", "step", "epoch", "stop"]))
    def control(self, action: str) -> None:
        self.both(Control(action=action))

    @rule(index=st.none() | st.integers(0, 6))
    def show(self, index: int | None) -> None:
        self.both(Show(index=index))

    @rule(request=st.sampled_from([Reset(), SetLesions(lesions=()), SetLesions(lesions=(LESION,))]))
    def ask(self, request: Request) -> None:
        self.both(request)

    @rule(pieces=st.integers(1, 6))
    def go_on(self, pieces: int) -> None:
        for _ in range(pieces):
            for twin in self.twins:
                twin.advance()

    @invariant()
    def they_are_the_same(self) -> None:
        one, other = (twin.worker for twin in self.twins)
        assert same(self.twins[0].weights, self.twins[1].weights)
        assert one._held.provenance.origin == other._held.provenance.origin
        assert one._lab.lesions == other._lab.lesions
        assert one.busy == other.busy


@pytest.fixture(autouse=True)
def _twins_pictures(few: Dataset) -> None:
    Twins.few = few


TestTwins = Twins.TestCase
TestTwins.settings = settings(deadline=None, max_examples=30, stateful_step_count=25)
