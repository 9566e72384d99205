"""The court: what stands on it is inside, apart, out of everybody's way, and beside the entrance picture."""

import itertools
import math

import numpy as np
import pytest

from layerwalk.game.world import layouts
from layerwalk.game.world.ground import Ground
from layerwalk.game.world.layouts import angles
from layerwalk.nn.network import NetworkSpec, NodeSpec

WIDTHS_M = {"desk": (2.1, 1.05), "rack": (1.7, 1.2), "pillar": (1.7, 1.15), "board": (2.3, 1.44)}
APART_M = 0.55
"""A body gets through between any two boards."""


def sequence(*layers):
    """Make a network of layers in a row from (kind, count): convolutions have maps of 12 x 12."""
    nodes = [NodeSpec(name="input", kind="input", shape=(1, 28, 28), parameters=0, inputs=())]
    for k, (kind, count) in enumerate((*layers, ("dense", 10))):
        shape = (count,) if kind == "dense" else (count, 12, 12)
        nodes.append(NodeSpec(name=f"n{k}", kind=kind, shape=shape, parameters=1, inputs=(nodes[-1].name,)))
    return NetworkSpec(name="made up", nodes=tuple(nodes), classes=tuple("0123456789"))


NETWORKS = {
    "no layer": sequence(),
    "one layer": sequence(("conv", 6)),
    "lenet": sequence(("conv", 6), ("pool", 6), ("conv", 16), ("pool", 16), ("dense", 120), ("dense", 84)),
    "dense only": sequence(("dense", 300), ("dense", 100)),
    "twelve layers": sequence(*[("conv", 32)] * 12),
    "forty layers": sequence(*[("conv", 64)] * 40),
}


WORLDS = list(itertools.product(layouts.NAMES, NETWORKS))


@pytest.fixture(scope="module", params=WORLDS, ids=lambda world: "-".join(world).replace(" ", "-"))
def place(request):
    layout, network = request.param
    return layouts.build(layout, NETWORKS[network])


def flat_distance(points, start, end):
    """Return how far points (n, 2) are from the segment from start to end, in plan."""
    start, end = np.asarray(start, float)[:2], np.asarray(end, float)[:2]
    along = end - start
    part = np.clip((points - start) @ along / (along @ along), 0, 1)
    return np.linalg.norm(points - start - part[:, None] * along, axis=1)


def corners(place, name):
    """Return a board's corners, (4, 3), as if it stood upright."""
    tall_m = WIDTHS_M[name][1]
    return np.array(
        [(*end, getattr(place, name).point[2] + z) for end in ends(place, name) for z in (-tall_m / 2, tall_m / 2)]
    )


def ends(place, name):
    """Return the ends of a board's middle line in plan."""
    pose = getattr(place, name)
    turn = math.radians(pose.heading_deg)
    half = WIDTHS_M[name][0] / 2 * np.array([math.cos(turn), math.sin(turn)])
    return np.array([pose.point[:2] - half, pose.point[:2] + half])


@pytest.mark.parametrize("name", ["pillar", "board"])
def test_a_board_stands_within_the_court(place, name):
    away = np.linalg.norm(ends(place, name) - np.asarray(place.court.centre[:2]), axis=1)
    assert away.max() < place.court.radius_m - 0.25


@pytest.mark.parametrize("name", ["pillar", "board"])
def test_a_board_faces_whoever_has_just_come(place, name):
    pose, spawn = getattr(place, name), place.spawn.point
    towards = angles.heading_of(spawn[0] - pose.point[0], spawn[1] - pose.point[1])
    assert abs(angles.turn(pose.heading_deg, towards)) < 10


def test_one_gets_through_between_any_two_boards(place):
    for a, b in itertools.combinations(WIDTHS_M, 2):
        points = np.linspace(*ends(place, a), 40)
        assert flat_distance(points, *ends(place, b)).min() > APART_M


def test_boards_keep_off_bridges_and_threads(place):
    for name in ("pillar", "board"):
        points = np.linspace(*ends(place, name), 40)
        for way in place.walkways:
            assert flat_distance(points, way.start, way.end).min() > way.width_m / 2 + 0.3
        for line in place.threads:
            for start, end in itertools.pairwise(line):
                assert start == end or flat_distance(points, start, end).min() > 1.0


@pytest.mark.parametrize("name", ["pillar", "board"])
def test_a_board_is_beside_the_entrance_picture(place, name, in_picture):
    across, _, depth = in_picture(place.views["court"], corners(place, name))
    assert ((depth < 0) | (across > 1)).all()


@pytest.mark.parametrize(("view", "name"), [("menu", "pillar"), ("board", "board")])
def test_a_boards_view_shows_all_of_it(place, view, name, in_picture):
    across, up, depth = in_picture(place.views[view], corners(place, name))
    assert (depth > 0).all()
    assert max(np.abs(across).max(), np.abs(up).max()) < 1


def test_one_stands_well_where_a_board_is_read(place):
    ground = Ground(place)
    for view in ("menu", "board"):
        x, y, _ = place.views[view].eye
        assert ground.floor_at(x, y, 10.0) == pytest.approx(place.court.centre[2])
        assert not ground.blocked(x, y, radius_m=0.25)
