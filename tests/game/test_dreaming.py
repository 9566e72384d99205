"""The session's part in what a network wants to see, with a model loop that answers inline."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import platformdirs
import pytest

from layerwalk.game import dreaming, keeper
from layerwalk.game import session as sessions
from layerwalk.game.dreamt import Dream, LayerDream
from layerwalk.game.session import Session
from layerwalk.game.state import State
from layerwalk.nn.aim import Aim, SynthesisConfig
from layerwalk.nn.lesions.targets import Lesion, Map
from layerwalk.nn.messages import Reply, Restarted, Said, Synthesise, Synthesised, TrainConfig

MAP = Aim(node="conv2", index=(1,))
SHORT = SynthesisConfig(steps=4)
LONG = SynthesisConfig(steps=10**6)
LESION = Lesion(target=Map(node="conv1", map=2))
ORDER = ("conv2", "pool1", "dense1", "conv1")


@pytest.fixture
def state() -> State:
    return sessions.read_spec("ana-small")


@pytest.fixture
def session(state: State) -> Session:
    session = Session(sessions.inline_host(), state)
    session.poll()
    return session


def work(session: Session, frames: int = 12) -> None:
    for _ in range(frames):
        session.poll()
        session.dreaming.go_on(ORDER)


def until(session: Session, holds: Callable[[], bool]) -> None:
    for _ in range(3000):
        if holds():
            return
        work(session, 1)
    pytest.fail("it never came to this")


def one(state: State) -> Dream:
    assert state.dreamt.one is not None
    return state.dreamt.one


def layers(state: State) -> dict[str, LayerDream]:
    return state.dreamt.layers


def test_a_picture_grows_and_its_score_with_it(session: Session, state: State) -> None:
    session.dreaming.dream(MAP, SHORT)
    assert (one(state).state, one(state).step, one(state).steps) == ("making", 0, 4)
    work(session)
    assert (one(state).state, one(state).step) == ("finished", 4)
    assert one(state).scores[-1] > one(state).scores[0]
    assert one(state).picture.shape == (1, 28, 28)
    assert not session.dreaming.goes_on


def test_before_its_first_step_it_is_what_it_began_with(session: Session, state: State) -> None:
    start = np.random.default_rng(1).random((1, 28, 28), np.float32)
    session.dreaming.dream(MAP, SHORT, start=start)
    assert np.array_equal(one(state).picture, start)


def test_another_one_takes_its_place(session: Session, state: State) -> None:
    session.dreaming.dream(MAP, LONG)
    work(session)
    session.dreaming.dream(Aim(node="conv1", index=(0,)), SHORT)
    work(session)
    assert (one(state).aim.node, one(state).state, one(state).number) == ("conv1", "finished", 2)


def test_stopped_it_stays_as_far_as_it_is(session: Session, state: State) -> None:
    session.dreaming.dream(MAP, SynthesisConfig(steps=60), pace_hz=200.0)
    work(session, 5)
    session.dreaming.stop()
    assert one(state).state == "cancelled"
    before = one(state)
    work(session)
    assert one(state) is before
    session.dreaming.put_away()
    assert state.dreamt.one is None


def test_layers_are_made_one_after_the_other_in_the_order_of_the_moment(session: Session, state: State) -> None:
    session.dreaming.show_layers(("conv1", "conv2"), SHORT, folder=None)
    session.poll()
    session.dreaming.go_on(ORDER)
    assert list(layers(state)) == ["conv2"]
    work(session, 20)
    assert list(layers(state)) == ["conv2", "conv1"]
    assert all(layer.finished and (layer.revisions > 0).all() for layer in layers(state).values())
    assert layers(state)["conv2"].pictures.shape == (6, 1, 28, 28)


def test_one_picture_goes_before_the_layers_and_then_they_go_on(session: Session, state: State) -> None:
    session.dreaming.show_layers(("conv2",), SynthesisConfig(steps=20), folder=None)
    work(session, 3)
    session.dreaming.dream(MAP, SHORT)
    work(session, 6)
    assert one(state).state == "finished"
    assert not layers(state)["conv2"].finished
    work(session, 40)
    assert layers(state)["conv2"].finished


def test_layers_that_are_wanted_no_more_are_let_go(session: Session, state: State) -> None:
    session.dreaming.show_layers(("conv2", "conv1"), SHORT, folder=None)
    work(session, 30)
    session.dreaming.show_layers(("conv1",), SHORT, folder=None)
    assert list(layers(state)) == ["conv1"]
    session.dreaming.show_layers(("conv1",), SynthesisConfig(steps=5), folder=None)
    assert not layers(state)
    session.dreaming.show_layers((), SHORT, folder=None)
    work(session)
    assert not session.dreaming.goes_on


def test_what_was_made_once_is_there_at_once(session: Session, state: State, tmp_path: Path) -> None:
    session.dreaming.show_layers(("conv2",), SHORT, folder=tmp_path)
    work(session)
    made = layers(state)["conv2"].pictures.copy()
    session.dreaming.show_layers((), SHORT, folder=tmp_path)
    session.dreaming.show_layers(("conv2",), SHORT, folder=tmp_path)
    session.dreaming.go_on(ORDER)
    session.poll()
    assert layers(state)["conv2"].finished
    assert np.array_equal(layers(state)["conv2"].pictures, made)


def test_pictures_grow_old_while_it_trains_and_are_made_anew_after(session: Session, state: State) -> None:
    session.dreaming.show_layers(("conv2",), SHORT, folder=None)
    session.dreaming.dream(MAP, SHORT)
    work(session, 20)
    before = layers(state)["conv2"].pictures.copy()
    session.train(TrainConfig(epochs=1, share=0.01, batch=50), start="shown")
    for _ in range(3000):
        session.poll()
        if layers(state)["conv2"].stale:
            break
    assert layers(state)["conv2"].stale, "nothing is asked anew before `go_on`"
    assert one(state).stale
    assert np.array_equal(layers(state)["conv2"].pictures, before)
    until(session, lambda: not layers(state)["conv2"].stale and layers(state)["conv2"].finished)
    assert not np.array_equal(layers(state)["conv2"].pictures, before)


def test_pictures_are_made_anew_where_lesions_change(session: Session, state: State) -> None:
    session.dreaming.show_layers(("conv2",), SHORT, folder=None)
    session.dreaming.dream(MAP, SHORT)
    work(session, 20)
    whole = layers(state)["conv2"].pictures.copy()
    session.lesioning.add(LESION)
    session.poll()
    assert layers(state)["conv2"].stale
    assert one(state).stale
    until(session, lambda: not layers(state)["conv2"].stale and layers(state)["conv2"].finished)
    assert not np.array_equal(layers(state)["conv2"].pictures, whole)
    session.lesioning.rename(LESION, "mine")
    session.poll()
    assert not layers(state)["conv2"].stale
    session.lesioning.clear()
    session.poll()
    until(session, lambda: not layers(state)["conv2"].stale and layers(state)["conv2"].finished)
    assert np.array_equal(layers(state)["conv2"].pictures, whole)


def test_a_picture_that_is_being_made_is_begun_anew_and_is_not_old(session: Session, state: State) -> None:
    session.dreaming.dream(MAP, SynthesisConfig(steps=200))
    work(session, 5)
    session.lesioning.add(LESION)
    session.poll()
    assert not one(state).stale
    until(session, lambda: one(state).state == "finished")
    begun_anew = one(state)
    session.dreaming.dream(MAP, SynthesisConfig(steps=200))
    until(session, lambda: one(state).state == "finished")
    assert np.array_equal(one(state).picture, begun_anew.picture)
    assert np.array_equal(one(state).scores, begun_anew.scores)


def test_another_network_has_pictures_of_its_own(session: Session, state: State) -> None:
    session.dreaming.show_layers(dreaming.dreaming_layers(state.spec), SHORT, folder=None, everywhere=True)
    session.dreaming.dream(MAP, SHORT)
    work(session, 20)
    session.load("ana-dense")
    session.poll()
    assert state.dreamt.one is None
    assert not layers(state)
    assert session.dreaming.wanted == dreaming.dreaming_layers(state.spec) == ("dense1",)
    work(session, 20)
    assert layers(state)["dense1"].finished


def test_single_layers_are_not_wanted_of_another_network(session: Session, state: State) -> None:
    session.dreaming.show_layers(("conv2",), SHORT, folder=None)
    session.load("ana-dense")
    session.poll()
    assert session.dreaming.wanted == ()


def test_after_a_lost_process_layers_are_asked_for_again(state: State) -> None:
    asked: list[object] = []
    part = dreaming.Dreaming(state, asked.append)
    state.device = "CPU"
    part.show_layers(("conv2",), SHORT, folder=None)
    part.go_on(ORDER)
    part.dream(MAP, SHORT)
    part.hear(Restarted(said=Said(key="notice.restarted")))
    assert one(state).state == "cancelled"
    part.go_on(ORDER)
    assert [len(request.aims) for request in asked if isinstance(request, Synthesise)] == [6, 1, 6]


def test_what_cannot_be_made_is_given_up(session: Session, state: State) -> None:
    session.dreaming.dream(Aim(node="nowhere"), SHORT)
    work(session)
    assert one(state).state == "cancelled"
    assert state.notice is not None
    assert not session.dreaming.goes_on


def test_replies_to_an_older_wish_are_not_heard(state: State) -> None:
    asked: list[Synthesise] = []
    part = dreaming.Dreaming(state, asked.append)  # type: ignore[arg-type]
    state.device = "CPU"
    part.dream(MAP, SHORT)
    part.dream(Aim(node="conv1", index=(0,)), SHORT)
    old: Reply = Synthesised(
        network="ana-small",
        aims=(MAP,),
        state="finished",
        step=4,
        steps=4,
        first=0,
        pictures=np.ones((1, 1, 28, 28), np.float32),
        scores=np.ones((1, 4), np.float32),
        serial=asked[0].serial,
    )
    part.hear(old)
    assert one(state).state == "making"


def test_what_was_painted_is_kept_where_the_system_keeps_such_things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *words, **more: Path("cache") / words[0])
    assert keeper.cache_folder() == Path("cache", "layerwalk", "pictures")
