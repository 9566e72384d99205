"""Pointing at a map or a neuron brings its weights, and brings them again while the network learns."""

from dataclasses import replace

import numpy as np
import pytest

from layerwalk.game import session as sessions
from layerwalk.game.selected import Selected
from layerwalk.game.session import Session
from layerwalk.game.world.rays import Ray
from layerwalk.game.world.shown import EVERYTHING
from layerwalk.nn.messages import Load, Loaded, LookAt, Progress, Said, Shown, Weights


@pytest.fixture
def session(host):
    """Return a session whose network is loaded."""
    state = sessions.read_spec("ana-small")
    opened = Session(host, state)
    host.tell(opened, Loaded(spec=state.spec))
    return opened


def answer(node, map, *, network="ana-small"):
    return Weights(network=network, node=node, map=map, weights=np.ones((1, 3, 3), np.float32), bias=0.5)


def progress(step):
    return Progress(run=1, state="training", said=Said(key="x"), step=step, steps=9, epoch=1, epochs=1)


def test_what_is_pointed_at_is_asked_for_once(host, session):
    for _ in range(5):
        session.look_at("conv1", 2)
    assert host.asked(LookAt) == [LookAt(node="conv1", map=2)]


def test_another_map_is_asked_for_at_once(host, session):
    session.look_at("conv1", 2)
    session.look_at("conv1", 3)
    session.look_at("dense1", 3)
    assert [(look.node, look.map) for look in host.asked(LookAt)] == [("conv1", 2), ("conv1", 3), ("dense1", 3)]


def test_the_answer_is_shown_and_nothing_of_the_world_is_drawn_anew(host, session):
    session.look_at("conv1", 2)
    changes = session._state.changes
    reply = answer("conv1", 2)
    assert host.tell(session, reply) is False
    assert session._state.weights is reply
    assert session._state.changes == changes


def test_an_answer_for_what_is_looked_at_no_more_is_dropped(host, session):
    session.look_at("conv1", 2)
    session.look_at("conv1", 3)
    host.tell(session, answer("conv1", 2))
    assert session._state.weights is None
    host.tell(session, answer("conv1", 3), answer("conv1", 2))
    assert session._state.weights.map == 3


def test_an_answer_of_another_network_is_dropped(host, session):
    session.look_at("conv1", 2)
    host.tell(session, answer("conv1", 2, network="another"))
    assert session._state.weights is None


def test_looking_away_takes_them_away(host, session):
    session.look_at("conv1", 2)
    host.tell(session, answer("conv1", 2))
    session.look_at(None)
    assert session._state.weights is None
    host.tell(session, answer("conv1", 2))
    assert session._state.weights is None
    assert len(host.asked(LookAt)) == 1


@pytest.mark.parametrize("reply", [progress(3), Shown(run=1, index=0, step=0)])
def test_while_it_learns_they_are_asked_for_again(host, session, reply):
    session._state.runs.begin(1, config=sessions.TrainConfig(), title="A run")
    session.look_at("conv1", 2)
    host.tell(session, answer("conv1", 2))
    host.tell(session, reply)
    assert len(host.asked(LookAt)) == 2
    assert session._state.weights is not None, "the last ones stay until the new ones come"
    session.look_at(None)
    host.tell(session, reply)
    assert len(host.asked(LookAt)) == 2


def test_other_weights_are_looked_at_again(host, session):
    session.look_at("conv1", 2)
    host.tell(session, Loaded(spec=session._state.spec))
    assert len(host.asked(LookAt)) == 2


def test_those_of_a_network_that_is_gone_are_dropped(host, session):
    session.look_at("conv1", 2)
    host.tell(session, answer("conv1", 2))
    host.tell(session, Loaded(spec=sessions.read_spec("ana-conv").spec))
    assert session._state.weights is None
    session.look_at("conv1", 2)
    assert len(host.asked(LookAt)) == 2, "the new network has other ones"


def test_nothing_is_asked_before_there_is_a_network(host):
    session = Session(host, sessions.read_spec("ana-small"))
    session.look_at("conv1", 2)
    assert [type(request) for request in host.requests] == [Load]
    host.tell(session, Loaded(spec=session._state.spec))
    assert host.asked(LookAt) == [LookAt(node="conv1", map=2)]


# In the world


@pytest.fixture
def studio(open_studio):
    opened = open_studio("ana-small")
    opened.scene.pad.clear()
    opened.step()
    opened.step()
    return opened


def at(studio, node, map=0):
    """Return a ray at the middle of a map, or of a neuron's pillar, from right before it."""
    stage = next(stage for stage in studio.scene.placement.stages if stage.node == node)
    if stage.shell:
        centre = np.asarray(stage.shell.centres[map], float)
        normal = np.cross(stage.shell.rights[map], stage.shell.ups[map])
    else:
        centre = np.asarray(stage.choir.feet[map], float) + [0, 0, 0.5 * stage.choir.low_m]
        turn = np.radians(stage.choir.headings_deg[map])
        normal = np.array([np.sin(turn), -np.cos(turn), 0.0])
    direction = -normal / np.linalg.norm(normal)
    origin = centre - 0.5 * direction
    return Ray(origin=tuple(origin.tolist()), direction=tuple(direction.tolist()))


@pytest.mark.parametrize(("node", "map", "shape"), [("conv2", 4, (6, 3, 3)), ("dense1", 3, (6, 11, 11))])
def test_pointing_at_something_brings_its_weights(studio, node, map, shape):
    met = studio.scene.point(at(studio, node, map))
    assert (met.node, met.map) == (node, map)
    studio.step()
    shown = studio.scene.state.weights
    assert (shown.node, shown.map) == (node, map)
    assert shown.weights.shape == shape
    studio.scene.point(None)
    assert studio.scene.state.weights is None


def test_where_they_are_switched_off_nothing_is_asked(studio, monkeypatch):
    asked = []
    monkeypatch.setattr(studio.scene.session, "_submit", asked.append)
    studio.scene.set_shown(replace(EVERYTHING, weights=False))
    assert studio.scene.point(at(studio, "conv2", 4)) is not None, "its value can still be read"
    assert asked == []
    studio.scene.set_shown(EVERYTHING)
    studio.scene.point(at(studio, "conv2", 4))
    assert asked == [LookAt(node="conv2", map=4)]


def test_what_is_pointed_at_is_aimed_at_also_where_nothing_is_told_of_it(studio):
    studio.scene.set_shown(replace(EVERYTHING, weights=False, readout=False))
    met = studio.scene.point(at(studio, "conv2", 4))
    assert studio.scene.state.aimed == Selected(node="conv2", index=(4, met.row, met.column))
    assert studio.scene.point(None) is None
    assert studio.scene.state.aimed is None


def test_the_mean_over_all_maps_has_no_weights(studio):
    stage = next(stage for stage in studio.scene.placement.stages if stage.mosaic_m > 0)
    x, y, z = stage.floor.centre
    met = studio.scene.point(Ray(origin=(x, y, z + 1.5), direction=(0.0, 0.0, -1.0)))
    assert met is not None
    assert met.map is None
    studio.step()
    assert studio.scene.state.weights is None


def test_they_change_while_it_learns(studio):
    session, state = studio.scene.session, studio.scene.state
    config = sessions.TrainConfig(epochs=1, batch=20, share=0.01)
    session.train(config, start="shown")
    session.control("pause")
    studio.scene.point(at(studio, "conv2", 4))
    studio.step()
    before = state.weights.weights
    for _ in range(3):
        session.control("step")
        studio.step()
        studio.step()
    assert not np.array_equal(state.weights.weights, before)
