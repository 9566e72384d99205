"""Going elsewhere at once: arcs come down where one can stand, or say that one cannot."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.move import teleport
from layerwalk.game.move.body import Body
from layerwalk.game.world import layouts, rays
from layerwalk.game.world.ground import Ground
from layerwalk.nn.network import NetworkSpec, NodeSpec

NODES = (
    NodeSpec(name="input", kind="input", shape=(1, 28, 28), parameters=0, inputs=()),
    NodeSpec(name="conv", kind="conv", shape=(6, 24, 24), parameters=0, inputs=("input",)),
    NodeSpec(name="output", kind="dense", shape=(10,), parameters=0, inputs=("conv",)),
)
PLACEMENT = layouts.build("cove", NetworkSpec(name="small", nodes=NODES, classes=tuple("0123456789")))
GROUND = Ground(PLACEMENT)
RADIUS_M = 0.3


def aimed(point, direction, **more):
    return teleport.aimed(rays.ray(point, direction), GROUND, radius_m=RADIUS_M, **more)


def over(disc, height_m=1.2):
    x, y, z = disc.centre
    return x, y, z + height_m


def test_one_is_set_down_ahead_on_the_same_floor():
    stage = PLACEMENT.stages[0]
    aim = aimed(over(stage.floor), (0.5, 0.5, -1.0))
    assert aim.target is not None
    assert math.dist(aim.target[:2], stage.floor.centre[:2]) < 1.5
    assert aim.target[2] == pytest.approx(stage.floor.centre[2])


def test_the_arc_begins_at_the_hand_and_ends_on_the_floor():
    x, y, z = over(PLACEMENT.court)
    hand = (x - 4.5, y - 1.0, z)
    aim = aimed(hand, (1.0, 0.0, 0.1))
    assert aim.points[0] == hand
    assert aim.target is not None
    assert aim.points[-1][2] == pytest.approx(PLACEMENT.court.centre[2])
    heights = [point[2] for point in aim.points]
    assert max(heights) > hand[2]


def test_nobody_is_set_down_in_the_water():
    x, y, z = PLACEMENT.court.centre
    outward = (x, y - PLACEMENT.court.radius_m + 0.5, z + 1.5)
    aim = aimed(outward, (0.0, -1.0, 0.1))
    assert aim.target is None
    assert aim.points[-1][2] == pytest.approx(0, abs=1e-9)


def test_a_ramp_is_a_floor():
    way = PLACEMENT.walkways[0]
    x, y, z = ((a + b) / 2 for a, b in zip(way.start, way.end, strict=True))
    aim = aimed((x, y, z + 1.2), (0.0, 0.0, -1.0))
    assert aim.target == pytest.approx((x, y, z), abs=0.05)


def test_what_stands_on_the_floor_is_kept_clear_of():
    x, y, _ = PLACEMENT.desk.point
    aim = aimed((x, y, PLACEMENT.court.centre[2] + 1.0), (0.0, 0.0, -1.0))
    if aim.target is not None:
        assert not GROUND.blocked(aim.target[0], aim.target[1], radius_m=RADIUS_M)


DIRECTIONS = st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1)).filter(lambda way: math.hypot(*way) > 0.1)


@given(st.sampled_from(PLACEMENT.discs), DIRECTIONS)
def test_wherever_one_is_set_down_one_stands_well(disc, direction):
    aim = aimed(over(disc), direction)
    if aim.target is not None:
        assert GROUND.floor_at(*aim.target) == pytest.approx(aim.target[2])
        assert not GROUND.blocked(*aim.target[:2], radius_m=RADIUS_M)
        assert GROUND.slide(aim.target, aim.target, radius_m=RADIUS_M)[:2] == pytest.approx(aim.target[:2])


@given(DIRECTIONS)
def test_level_ground_is_reached_twelve_metres_away_at_most(direction):
    hand = over(PLACEMENT.court, 0.0)
    far = teleport.THROW_M_S**2 / teleport.GRAVITY_M_S2
    aim = aimed(hand, direction)
    if aim.target is not None and aim.target[2] >= hand[2] - 0.1:
        assert math.dist(aim.target[:2], hand[:2]) <= far + teleport.ASIDE_M + 0.5


def test_who_goes_stands_there_and_looks_as_chosen():
    body = Body(position=(0.0, 0.0, 0.0), heading_deg=10.0, flying=True, velocity_m_s=(1.0, 0.0, 0.0))
    aim = teleport.Aim(points=(), target=(3.0, 4.0, 1.0), heading_deg=-90.0)
    there = teleport.gone(body, aim)
    assert (there.position, there.heading_deg, there.flying, there.velocity_m_s) == ((3, 4, 1), -90, False, (0, 0, 0))


def test_who_cannot_go_stays():
    body = Body(position=(0.0, 0.0, 0.0))
    assert teleport.gone(body, teleport.Aim(points=(), target=None)) is body
