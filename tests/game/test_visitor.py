"""Keeping one's place while the network is edited: on the same layer, before the same maps, never in a wall."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layerwalk.game import site, visitor
from layerwalk.game.move.body import Body, MoveConfig
from layerwalk.game.move.intent import Intent
from layerwalk.game.settings import Settings
from layerwalk.game.site import Site
from layerwalk.game.world import layouts
from layerwalk.game.world.ground import Ground
from layerwalk.nn.network import NetworkSpec, NodeSpec

SHAPES = {"c": (6, 12, 12), "C": (16, 9, 9), "p": (6, 6, 6), "d": (60,)}
KINDS = {"c": "conv", "C": "conv", "p": "pool", "d": "dense"}


def network(letters):
    """Make a sequence of layers, named by their place: c and C are convolutions, p pooling, d dense."""
    nodes = [NodeSpec(name="input", kind="input", shape=(1, 28, 28), parameters=0, inputs=())]
    layers = [(f"{k}", KINDS[letter], SHAPES[letter]) for k, letter in enumerate(letters)]
    for name, kind, shape in (*layers, ("answer", "dense", (10,))):
        nodes.append(NodeSpec(name=name, kind=kind, shape=shape, parameters=1, inputs=(nodes[-1].name,)))
    return NetworkSpec(name="made up", nodes=tuple(nodes), classes=tuple("0123456789"))


def world(letters, layout="cove"):
    spec = network(letters)
    return Site(spec=spec, placement=layouts.build(layout, spec))


def on(stage, ahead_m, right_m=0.0):
    """Return a body on a stage that looks at what the stage shows."""
    turn = math.radians(stage.heading_deg)
    x, y, z = stage.floor.centre
    x += -ahead_m * math.sin(turn) + right_m * math.cos(turn)
    y += ahead_m * math.cos(turn) + right_m * math.sin(turn)
    return Body(position=(x, y, z), heading_deg=stage.heading_deg, pitch_deg=12.0)


def stands(ground, body):
    """Say whether a body stands on a floor, off railings and everything that stands there."""
    floor = ground.floor_at(*body.position)
    here = ground.slide(body.position, body.position, radius_m=visitor.BODY_M)
    return floor is not None and floor == pytest.approx(body.position[2], abs=1e-6) and here == body.position


# Which layer has become which


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("cpCpd", "cpCpd", {0: 0, 1: 1, 2: 2, 3: 3, 4: 4}),
        ("cpd", "cppd", {0: 0, 1: 1, 2: 3}),
        ("cpd", "Ccpd", {0: 1, 1: 2, 2: 3}),
        ("cpCpd", "cCpd", {0: 0, 2: 1, 3: 2, 4: 3}),
        ("cpd", "Cpd", {0: 0, 1: 1, 2: 2}),
        ("cp", "d", {}),
        ("", "cp", {}),
    ],
    ids=["same", "pool added", "first added", "pool removed", "filters changed", "all others", "from none"],
)
def test_layers_are_followed_through_an_edit(before, after, expected):
    found = site.successors(network(before), network(after))
    assert found == {str(a): str(b) for a, b in expected.items()}


@given(st.text(alphabet="cCpd", max_size=9), st.text(alphabet="cCpd", max_size=9))
def test_successors_keep_kind_and_order(before, after):
    old, new = network(before), network(after)
    found = site.successors(old, new)
    assert all(old.node(a).kind == new.node(b).kind for a, b in found.items())
    followed = [int(b) for _, b in sorted(found.items(), key=lambda pair: int(pair[0]))]
    assert followed == sorted(set(followed))


# Where the body comes to stand


def test_in_the_same_world_nobody_moves():
    old = world("cpCpd")
    body = on(old.placement.stages[2], 1.5, -1.0)
    kept = visitor.moved(old, world("cpCpd"), body)
    assert kept.position == pytest.approx(body.position)
    assert (kept.heading_deg, kept.pitch_deg) == pytest.approx((body.heading_deg, body.pitch_deg))


def test_who_stands_before_a_layers_maps_stands_before_them_again():
    old, new = world("cpCpd"), world("ccpCpd")
    body = replace(on(old.placement.stages[2], 1.5, -1.0), velocity_m_s=(1.0, 0.0, 0.0))
    kept = visitor.moved(old, new, body)
    expected = on(new.placement.stages[3], 1.5, -1.0)
    assert kept.position == pytest.approx(expected.position)
    assert math.cos(math.radians(kept.heading_deg - expected.heading_deg)) == pytest.approx(1.0)
    assert (kept.pitch_deg, kept.velocity_m_s, kept.grounded) == (12.0, (0.0, 0.0, 0.0), True)


@pytest.mark.parametrize("floor", ["court", "island"])
def test_who_stands_in_the_court_or_on_the_island_stays_there(floor):
    old, new = world("cp"), world("cpCpdd")
    before, after = getattr(old.placement, floor), getattr(new.placement, floor)
    x, y, z = before.centre
    kept = visitor.moved(old, new, Body(position=(x + 1.0, y - 2.5, z), heading_deg=33.0))
    offset = tuple(a - b for a, b in zip(kept.position, after.centre, strict=True))
    assert offset == pytest.approx((1.0, -2.5, 0.0))
    assert kept.heading_deg == pytest.approx(33.0)


def test_who_stood_on_a_layer_that_is_gone_stands_somewhere_near():
    old, new = world("cpCpd"), world("cp")
    body = on(old.placement.stages[4], 0.0)
    kept = visitor.moved(old, new, body)
    assert stands(Ground(new.placement), kept)
    floors = [*new.placement.discs]
    nearest_m = min(math.dist(floor.centre[:2], body.position[:2]) - floor.radius_m for floor in floors)
    assert math.dist(kept.position[:2], body.position[:2]) < nearest_m + 2.0


def test_who_flies_over_a_stage_flies_over_it_again():
    old, new = world("cp"), world("Ccp")
    body = on(old.placement.stages[0], 1.0)
    high = replace(body, position=(*body.position[:2], 9.0), flying=True, grounded=False)
    kept = visitor.moved(old, new, high)
    expected = on(new.placement.stages[1], 1.0)
    assert kept.position == pytest.approx((*expected.position[:2], 9.0))
    assert kept.flying


def test_the_visitor_walks_on_in_the_new_world():
    old, new = world("cpd"), world("cppd")
    guest = visitor.Visitor(visitor.config(old.placement, Settings()), Ground(old.placement))
    guest.body = on(old.placement.stages[2], -1.0)
    guest.stay(old, new, visitor.config(new.placement, Settings()))
    began = guest.body.position
    for _ in range(30):
        guest.move(Intent(forward=-1.0), dt_s=1 / 60)
    assert 0.3 < math.dist(guest.body.position, began) < 3.0
    assert guest.moves.bound_m == new.placement.radius_m * 1.5


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="cCpd", max_size=8),
    st.text(alphabet="cCpd", max_size=20),
    st.sampled_from(layouts.NAMES),
    st.floats(-1.0, 1.0),
    st.floats(-1.0, 1.0),
    st.floats(0.0, 1.0),
    st.booleans(),
)
def test_after_any_edit_one_stands_on_the_ground(before, after, layout, x, y, z, flying):
    old, new = world(before), world(after, layout)
    reach_m, config = old.placement.radius_m, MoveConfig()
    body = Body(position=(x * reach_m, y * reach_m, z * 8.0), heading_deg=x * 180, flying=flying, grounded=False)
    kept = visitor.moved(old, new, body)
    ground = Ground(new.placement)
    assert all(map(math.isfinite, (*kept.position, kept.heading_deg, kept.pitch_deg)))
    floor_m = ground.floor_at(kept.position[0], kept.position[1], config.top_m)
    assert (floor_m is None or kept.position[2] >= floor_m - 1e-6) if flying else stands(ground, kept)
