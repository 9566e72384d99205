"""The body in the real layout: by simulated input alone from the desk to the answer, and nowhere through the floor."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layerwalk.game.move import fly, motion, script
from layerwalk.game.move.body import Body, MoveConfig, spawned
from layerwalk.game.move.intent import Intent
from layerwalk.game.world import layouts
from layerwalk.game.world.ground import Ground
from layerwalk.nn.network import NetworkSpec, NodeSpec

SHAPES = {
    "conv": [(1, 28, 28), (6, 24, 24), (6, 12, 12), (16, 8, 8), (120,), (10,)],
    "dense": [(1, 28, 28), (300,), (10,)],
    "deep": [(1, 28, 28), *[(32, 14, 14)] * 18, (64,), (10,)],
}


def network(shapes):
    names = ["input", *(f"layer{i}" for i in range(1, len(shapes)))]
    nodes = [
        NodeSpec(
            name=name,
            kind="conv" if len(shape) > 1 else "dense",
            shape=shape,
            parameters=0,
            inputs=(names[i - 1],) if i else (),
        )
        for i, (name, shape) in enumerate(zip(names, shapes, strict=True))
    ]
    return NetworkSpec(name="made up", nodes=tuple(nodes), classes=tuple("0123456789"))


PLACEMENTS = {name: layouts.build("cove", network(shapes)) for name, shapes in SHAPES.items()}
GROUNDS = {name: Ground(placement) for name, placement in PLACEMENTS.items()}


def config(name):
    placement = PLACEMENTS[name]
    return MoveConfig(
        spawn=placement.spawn.point, spawn_heading_deg=placement.spawn.heading_deg, bound_m=1.5 * placement.radius_m
    )


def walk_to(body, target, *, name, fps, near_m, fast=True):
    """Walk until the target is near; give up after as long as it takes three times."""
    seconds = 5 + 3 * math.dist(body.position, target) / 2.6
    for _ in range(round(seconds * fps)):
        if math.dist(body.position[:2], target[:2]) < near_m:
            return body
        wanted = script.toward(body, target, dt_s=1 / fps, fast=fast)
        body = motion.step(body, wanted, 1 / fps, ground=GROUNDS[name], config=config(name))
        assert body.grounded
        assert body.position[2] == GROUNDS[name].floor_at(*body.position)
    pytest.fail(f"the body stands at {body.position} and does not get to {target}")


@pytest.mark.parametrize(("name", "fps"), [("conv", 60), ("conv", 20), ("dense", 30), ("deep", 20)])
def test_the_thread_can_be_walked_from_the_desk_to_the_answer_and_back(name, fps):
    placement = PLACEMENTS[name]
    body = spawned(config(name))
    for point in placement.threads[0][1:]:
        body = walk_to(body, point, name=name, fps=fps, near_m=0.8)
    assert math.dist(body.position[:2], placement.island.centre[:2]) < placement.island.radius_m
    assert body.position[2] == pytest.approx(placement.island.centre[2])
    back = motion.step(body, Intent(actions=("court",)), 1 / fps, ground=GROUNDS[name], config=config(name))
    assert back.position == placement.spawn.point


def test_the_visitor_begins_where_one_can_stand():
    for name, placement in PLACEMENTS.items():
        still = motion.step(spawned(config(name)), Intent(), 1.0, ground=GROUNDS[name], config=config(name))
        assert still.position == pytest.approx(placement.spawn.point)


def test_a_flight_over_the_lake_ends_at_the_shore():
    for name, placement in PLACEMENTS.items():
        over = Body(position=(placement.radius_m * 1.2, 0.0, 8.0), flying=True, grounded=False)
        body = motion.step(over, Intent(actions=("fly",)), 0.05, ground=GROUNDS[name], config=config(name))
        assert body.landing is not None
        for _ in range(20 * 30):
            body = motion.step(body, Intent(), 0.05, ground=GROUNDS[name], config=config(name))
        assert body.grounded
        assert body.position[2] == GROUNDS[name].floor_at(*body.position)


def test_nobody_lands_inside_the_desk():
    placement, ground = PLACEMENTS["conv"], GROUNDS["conv"]
    x, y, z = placement.desk.point
    landing = fly.nearest_floor(ground, (x, y, z + 2), config=config("conv"))
    assert not ground.blocked(landing[0], landing[1], radius_m=0.3)
    assert 0.1 < math.dist(landing[:2], (x, y)) < 2.5


@settings(deadline=None, max_examples=40)
@given(name=st.sampled_from(sorted(SHAPES)), seed=st.integers(0, 2**32 - 1), fps=st.sampled_from([15, 60]))
def test_whatever_a_visitor_does_there_is_a_floor_underfoot(name, seed, fps):
    rng, setup, ground = np.random.default_rng(seed), config(name), GROUNDS[name]
    floor = PLACEMENTS[name].discs[rng.integers(len(PLACEMENTS[name].discs))]
    start = fly.nearest_floor(ground, floor.centre, config=setup)
    body = replace(spawned(setup), position=start, heading_deg=float(rng.uniform(-180, 180)))
    for _ in range(12):
        forward, right = map(float, rng.uniform(-1, 1, 2))
        actions = tuple(rng.choice(["up", "fly", "use", "use"], 1))
        wanted = Intent(forward=forward, right=right, turn_deg=float(rng.uniform(-9, 9)), fast=True, actions=actions)
        for _ in range(fps):
            body = motion.step(body, wanted, 1 / fps, ground=ground, config=setup)
            wanted = replace(wanted, actions=())
            below = ground.floor_at(*body.position)
            assert body.flying or body.landing or (below is not None and body.position[2] >= below - 1e-9)
            assert all(map(math.isfinite, body.eye))
