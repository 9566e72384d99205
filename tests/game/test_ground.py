"""Walking about a laid-out network: floors, railings, ramps, and what stands in the way."""

import itertools
import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from layerwalk.game.world import layouts
from layerwalk.game.world.ground import Ground
from layerwalk.game.world.layouts import angles
from layerwalk.nn.network import NetworkSpec, NodeSpec

BODY_M = 0.3


def network(*shapes):
    """Make a sequence of layers with these output shapes; a list of shapes is a fork of parallel layers."""
    nodes = [NodeSpec(name="input", kind="input", shape=(1, 28, 28), parameters=0, inputs=())]
    last = ("input",)
    for k, shape in enumerate(shapes):
        sizes = shape if isinstance(shape, list) else [shape]
        made = [
            NodeSpec(name=f"n{k}.{j}", kind="conv", shape=s, parameters=1, inputs=last) for j, s in enumerate(sizes)
        ]
        nodes, last = [*nodes, *made], tuple(node.name for node in made)
    nodes.append(NodeSpec(name="answer", kind="dense", shape=(10,), parameters=1, inputs=last))
    return NetworkSpec(name="made up", nodes=tuple(nodes), classes=tuple("0123456789"))


MAPS, LINE = (16, 12, 12), (120,)
NETWORKS = {
    "none": network(),
    "one": network(MAPS),
    "lenet": network((6, 28, 28), (6, 14, 14), (16, 10, 10), (16, 5, 5), (120,), (84,)),
    "forks": network(MAPS, [MAPS, MAPS], MAPS, MAPS, [MAPS, MAPS, MAPS], MAPS, [MAPS] * 4, LINE),
    "tiers": network(*[(64, 8, 8)] * 36, (512,), (10,)),
    "sixty": network(*[(256, 8, 8)] * 60),
}
PLACES = {name: layouts.build("cove", spec) for name, spec in NETWORKS.items()}
LENET = PLACES["lenet"]
GROUND = Ground(LENET)


def walk(ground, start, way, *, stride_m=0.1):
    """Walk straight from point to point; return every place on the way."""
    places = [start]
    for goal in way:
        while (rest := math.dist(places[-1][:2], goal[:2])) > 0.12:
            x, y, z = places[-1]
            part = min(1.0, stride_m / rest)
            to = (x + part * (goal[0] - x), y + part * (goal[1] - y), z)
            places.append(ground.slide(places[-1], to, radius_m=BODY_M))
            assert places[-1] != places[-2], f"stuck at {places[-1]} on the way to {goal}"
    return places


def push(ground, start, heading_deg, strides=80):
    """Walk along a heading whatever stands in the way; return where that ends."""
    place, (dx, dy) = start, angles.direction(heading_deg)
    for _ in range(strides):
        place = ground.slide(place, (place[0] + 0.1 * dx, place[1] + 0.1 * dy, 0.0), radius_m=BODY_M)
    return place


def stands_well(ground, place):
    """Say whether a body there is on a floor, clear of its railing and of what stands about."""
    round_about = [angles.direction(45.0 * k) for k in range(8)]
    rim = [ground.floor_at(place[0] + 0.29 * dx, place[1] + 0.29 * dy, place[2]) for dx, dy in round_about]
    floor = ground.floor_at(*place)
    clear = not ground.blocked(place[0], place[1], radius_m=BODY_M - 1e-3)
    return None not in rim and floor == pytest.approx(place[2], abs=0.06) and clear


# Height


def test_the_floor_of_a_stage_is_level_and_the_lake_has_none():
    x, y, z = LENET.stages[0].floor.centre
    assert GROUND.floor_at(x, y, z) == GROUND.floor_at(x + 3, y, z) == z
    assert GROUND.floor_at(x, y + 60, z) is None


def test_a_bridge_rises_evenly():
    way = LENET.walkways[0]
    x, y, z = ((a + b) / 2 for a, b in zip(way.start, way.end, strict=True))
    assert GROUND.floor_at(x, y, z) == pytest.approx(z)
    assert LENET.stages[0].floor.centre[2] < z < LENET.court.centre[2]


def test_a_floor_that_is_more_than_a_step_above_is_not_underfoot():
    x, y, z = LENET.court.centre
    assert GROUND.floor_at(x, y, z - 0.4) == z
    assert GROUND.floor_at(x, y, z - 0.6) is None
    assert GROUND.floor_at(x, y, z + 40) == z


# Walking


@pytest.mark.parametrize("name", PLACES)
def test_the_thread_leads_from_the_desk_through_every_layer_to_the_answer(name):
    place = PLACES[name]
    ground, foot = Ground(place), place.spawn.point
    round_the_desk = (place.desk.point[0] - 1.7, place.desk.point[1])
    walked = walk(ground, foot, [round_the_desk, *place.threads[0][1:]])
    assert all(stands_well(ground, point) for point in walked)
    assert walked[-1][2] == pytest.approx(place.island.centre[2])


@pytest.mark.parametrize("name", PLACES)
def test_every_branch_is_walked_from_split_to_join(name):
    ground = Ground(PLACES[name])
    for line in PLACES[name].threads[1:]:
        assert all(stands_well(ground, point) for point in walk(ground, line[0], line[1:]))


@pytest.mark.parametrize("name", PLACES)
def test_one_comes_back_from_the_answer_to_the_desk(name):
    place, ground = PLACES[name], Ground(PLACES[name])
    back = place.walkways[-1]
    ends = (back.start, back.end) if place.stages else (back.end, back.start)
    beside_the_desk = (place.desk.point[0] + 1.7, place.spawn.point[1])
    walked = walk(ground, place.island.centre, [*ends, beside_the_desk, place.spawn.point])
    assert all(stands_well(ground, point) for point in walked)


def test_a_step_up_or_down_is_never_felt_on_the_way():
    for place in PLACES.values():
        walked = walk(Ground(place), place.threads[0][1], place.threads[0][2:])
        assert max(abs(a[2] - b[2]) for a, b in itertools.pairwise(walked)) < 0.12


def test_a_free_straight_way_is_walked_to_its_end():
    x, y, z = LENET.stages[2].floor.centre
    assert GROUND.slide((x, y, z), (x + 1.7, y - 2.3, z), radius_m=BODY_M) == pytest.approx((x + 1.7, y - 2.3, z))


def test_one_long_slide_follows_the_floor_as_many_short_ones_do():
    way = LENET.walkways[0]
    once = GROUND.slide(way.start, way.end, radius_m=BODY_M)
    assert once == pytest.approx(way.end)
    assert math.dist(walk(GROUND, way.start, [way.end])[-1], once) < 0.13


# Railings and what stands about


def test_the_railing_of_a_stage_holds_whoever_walks_into_it():
    floor = LENET.stages[2].floor
    inwards = angles.heading_of(-floor.centre[0], -floor.centre[1])
    end = push(GROUND, floor.centre, inwards)
    assert math.dist(end, floor.centre) == pytest.approx(floor.radius_m - BODY_M, abs=0.02)


def test_the_railing_of_a_bridge_lets_one_slide_along_it():
    way = LENET.walkways[0]
    middle = tuple((a + b) / 2 for a, b in zip(way.start, way.end, strict=True))
    ahead = angles.heading_of(way.end[0] - way.start[0], way.end[1] - way.start[1])
    end = push(GROUND, middle, ahead + 40, strides=60)
    assert stands_well(GROUND, end)
    assert 3.5 < math.dist(end[:2], middle[:2]) < 6.0


def test_a_shell_stops_one_before_its_panels():
    stage = LENET.stages[0]
    end = push(GROUND, stage.floor.centre, stage.heading_deg)
    away = math.dist(end, stage.floor.centre)
    assert stage.shell.radius_m - 0.8 < away < stage.shell.radius_m - BODY_M


def test_a_choir_stops_one_before_its_first_step():
    stage = LENET.stages[4]
    end = push(GROUND, stage.floor.centre, stage.heading_deg)
    assert math.dist(end, stage.floor.centre) == pytest.approx(stage.choir.steps[0][0] - BODY_M, abs=0.02)


def test_one_cannot_walk_through_desk_rack_pillar_board_plinths_lantern_posts_and_signs():
    x, y, _ = LENET.lantern.point
    posts = [(x + side * (LENET.lantern_m / 2 + 0.75), y) for side in (-1, 1)]
    standing = (LENET.desk, LENET.rack, LENET.pillar, LENET.board, *LENET.plinths)
    boards = [pose.point for pose in standing]
    for point in (*boards, *posts, *(stage.sign for stage in LENET.stages)):
        assert GROUND.blocked(point[0], point[1], radius_m=0.0)


def test_where_one_begins_and_where_one_reads_nothing_is_in_the_way():
    x, y, z = LENET.island.centre
    for point in (LENET.spawn.point, (x, y, z), (x, y - 4, z), *(stage.floor.centre for stage in LENET.stages)):
        assert stands_well(GROUND, point)


def test_whoever_brushes_against_a_post_gets_round_it():
    x, y, z = LENET.plinths[0].point
    start = (x - 0.06, y - 2.0, z)
    assert stands_well(GROUND, start)
    end = push(GROUND, start, 0.0, strides=60)
    assert end[1] > y + 0.3


def test_whoever_walks_straight_up_to_the_desk_stays_before_it():
    end = push(GROUND, LENET.spawn.point, 0.0)
    assert end[0] == pytest.approx(LENET.desk.point[0], abs=0.05)
    assert 0.5 < LENET.desk.point[1] - end[1] < 0.9


def test_whoever_lands_on_an_obstacle_is_put_beside_it():
    x, y, _ = LENET.desk.point
    place = GROUND.slide((x, y, LENET.court.centre[2]), (x, y, 0.0), radius_m=BODY_M)
    assert stands_well(GROUND, place)
    assert math.dist(place[:2], (x, y)) < 1.2


SOME = st.sampled_from(["one", "lenet", "forks", "tiers"])


@settings(max_examples=60, deadline=None)
@given(
    SOME,
    st.integers(0, 10_000),
    st.lists(st.tuples(st.floats(-180, 180), st.integers(1, 60), st.floats(0.01, 0.4)), max_size=12),
)
def test_whatever_one_does_one_stands_well(name, start, legs):
    place, ground = PLACES[name], Ground(PLACES[name])
    disc = place.discs[start % len(place.discs)]
    at = place.spawn.point if disc is place.court else disc.centre
    for heading_deg, strides, stride_m in legs:
        dx, dy = angles.direction(heading_deg)
        for _ in range(strides):
            at = ground.slide(at, (at[0] + stride_m * dx, at[1] + stride_m * dy, 0.0), radius_m=BODY_M)
            assert stands_well(ground, at)


@settings(max_examples=200, deadline=None)
@given(st.floats(-80, 80), st.floats(-80, 80), st.floats(-80, 80), st.floats(-80, 80))
@example(x=0.0, y=4.0, to_x=0.0, to_y=0.0)  # between two plinths
def test_a_slide_from_anywhere_to_anywhere_ends_on_a_floor_once_it_began_on_one(x, y, to_x, to_y):
    floor = GROUND.floor_at(x, y, 10.0)
    if floor is not None:
        assert stands_well(GROUND, GROUND.slide((x, y, floor), (to_x, to_y, 0.0), radius_m=BODY_M))
