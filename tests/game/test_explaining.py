"""Asking why a neuron has its value brings its numbers, and brings them again with every new drawing."""

import numpy as np
import pytest

from layerwalk.game import session as sessions
from layerwalk.game.session import Host, Session
from layerwalk.nn.lesions.targets import Lesion, Map, Zero
from layerwalk.nn.messages import Explain, Explained


def poll(session: Session) -> None:
    for _ in range(3):
        session.poll()


@pytest.fixture
def session():
    host: Host = sessions.inline_host()
    opened = Session(host, sessions.read_spec("ana-small"))
    poll(opened)
    yield opened
    opened.close()


def explained(session: Session) -> Explained:
    told = session._state.explained
    assert told is not None
    return told


def draw(session: Session, seed: int) -> int:
    serial = session.infer(np.random.default_rng(seed).random((28, 28), np.float32), centre=False)
    poll(session)
    return serial


def test_before_the_first_drawing_the_picture_is_blank(session):
    session.explaining.want("conv1", (2, 3, 4))
    poll(session)
    assert explained(session).serial == 0
    assert not explained(session).incoming[0].values.any()


def test_the_numbers_are_those_that_the_world_shows(session):
    serial = draw(session, 1)
    session.explaining.want("dense1", (5,), outgoing=True)
    poll(session)
    told = explained(session)
    assert told.serial == serial
    assert told.output == float(session._state.activations["dense1"][5])
    assert told.adds_up
    assert told.outgoing is not None


def test_a_new_drawing_brings_new_numbers(session):
    session.explaining.want("conv2", (1, 2, 3))
    for seed in (1, 2):
        serial = draw(session, seed)
        told = explained(session)
        assert told.serial == serial
        assert told.output == float(session._state.activations["conv2"][1, 2, 3])


def test_a_neuron_is_asked_about_once(session, monkeypatch):
    asked = []
    monkeypatch.setattr(session._host, "submit", asked.append)
    for _ in range(4):
        session.explaining.want("conv2", (1, 2, 3))
    assert asked == [Explain(node="conv2", index=(1, 2, 3))]


def test_nothing_is_explained_any_more_when_nobody_asks(session):
    session.explaining.want("conv2", (1, 2, 3))
    poll(session)
    session.explaining.want(None)
    draw(session, 1)
    assert session._state.explained is None


def test_what_comes_late_is_for_a_neuron_that_nobody_asks_about_any_more(session):
    session.explaining.want("conv2", (1, 2, 3))
    session._host.submit(Explain(node="conv2", index=(0, 0, 0)))
    poll(session)
    assert session._state.explained is None
    session.explaining.want("conv2", (0, 1, 0))
    poll(session)
    assert explained(session).index == (0, 1, 0)


def test_another_network_is_not_asked_about_the_neurons_of_the_one_before(session):
    session.explaining.want("conv2", (1, 2, 3))
    poll(session)
    session.load("ana-dense")
    poll(session)
    draw(session, 1)
    assert session._state.explained is None
    assert session._state.notice is None


def test_a_lesion_is_in_the_numbers_of_what_reads_it(session):
    draw(session, 1)
    session.explaining.want("dense1", (5,))
    poll(session)
    whole = explained(session).total
    session.lesioning.add(Lesion(target=Map(node="conv2", map=1), kind=Zero()))
    for _ in range(20):
        poll(session)
    told = explained(session)
    (edges,) = told.incoming
    assert not edges.values[edges.indices[:, 0] == 1].any()
    assert told.total != whole
    assert told.adds_up


def test_the_lesion_of_the_neuron_itself_is_told_from_its_calculation(session):
    draw(session, 1)
    index = np.unravel_index(int(session._state.activations["conv2"].argmax()), session._state.spec.node("conv2").shape)
    session.explaining.want("conv2", tuple(int(each) for each in index))
    session.lesioning.add(Lesion(target=Map(node="conv2", map=int(index[0])), kind=Zero()))
    for _ in range(20):
        poll(session)
    told = explained(session)
    assert told.output == 0.0
    assert told.result is not None
    assert told.result > 0
    assert not told.adds_up


def test_it_can_be_asked_before_there_is_a_network():
    session = Session(None, sessions.read_spec("ana-small"))
    session.explaining.want("pool1", (1, 2, 3))
    session.connect(sessions.inline_host())
    poll(session)
    poll(session)
    assert explained(session).winner is not None
    session.close()
