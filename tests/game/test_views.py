"""The pictures of the named views: desk, lantern and every layer in one look from the entrance."""

import itertools
import math

import numpy as np
import pytest

from layerwalk.game.world import layouts
from layerwalk.game.world.layouts import angles
from layerwalk.game.world.placement import Placement, Stage
from layerwalk.nn.network import NetworkSpec, NodeSpec

LENET = ("c6", "p6", "c16", "p16", "d120", "d84")


def sequence(*words):
    """Make a network of layers in a row: c6 is a convolution of 6 maps, p6 a pooling, d120 a dense layer."""
    nodes = [NodeSpec(name="input", kind="input", shape=(1, 28, 28), parameters=0, inputs=())]
    for k, word in enumerate((*words, "d10")):
        kind, count = {"c": "conv", "p": "pool", "d": "dense"}[word[0]], int(word[1:])
        shape = (count,) if kind == "dense" else (count, 12, 12)
        nodes.append(NodeSpec(name=f"n{k}", kind=kind, shape=shape, parameters=1, inputs=(nodes[-1].name,)))
    return NetworkSpec(name="made up", nodes=tuple(nodes), classes=tuple("0123456789"))


NETWORKS = {
    "no layer": sequence(),
    **{f"{n} layers": sequence(*LENET[:n]) for n in range(1, 7)},
    "7 layers": sequence(*LENET[:4], "c32", "d120", "d84"),
    "8 layers": sequence(*LENET[:4], "c32", "c64", "d120", "d84"),
    "12 layers": sequence(*["c32"] * 12),
    "dense only": sequence("d300", "d100"),
    "26 layers": sequence(*["c64"] * 26),
    "60 layers": sequence(*["c128"] * 55, *["d512"] * 5),
}


@pytest.fixture(scope="module", params=NETWORKS, ids=lambda name: name.replace(" ", "-"))
def place(request):
    return layouts.build("cove", NETWORKS[request.param])


def shown(stage: Stage):
    """Return points round everything that a stage shows, (n, 3)."""
    if stage.shell:
        front = stage.shell
        sides = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        return np.concatenate([front.centres + a * front.rights + b * front.ups for a, b in sides])
    top = np.array([0, 0, stage.choir.low_m + stage.choir.tall_m])
    return np.concatenate([stage.choir.feet, stage.choir.feet + top])


def board_corners(pose, width_m, height_m):
    ahead = np.array([*angles.direction(pose.heading_deg), 0.0])
    right, tilt = np.array([-ahead[1], ahead[0], 0.0]), math.radians(pose.tilt_deg)
    up = np.array([0, 0, math.cos(tilt)]) - math.sin(tilt) * ahead
    return np.array([pose.point + a * right * width_m / 2 + b * up * height_m / 2 for a in (-1, 1) for b in (-1, 1)])


# The entrance


@pytest.mark.parametrize("count", range(1, 9))
def test_desk_lantern_and_every_layer_are_in_the_entrance_picture(count, in_picture):
    place = layouts.build("cove", NETWORKS[f"{count} layers"])
    half = place.lantern_m / 2
    lantern = np.asarray(place.lantern.point) + [[x, 0, z] for x in (-half, half) for z in (-1.1 * half, 1.1 * half)]
    for points in (board_corners(place.desk, 1.05, 1.05), lantern, *map(shown, place.stages)):
        across, up, depth = in_picture(place.views["court"], points)
        assert (depth > 0).all()
        assert np.abs(across).max() < 1
        assert np.abs(up).max() < 1


@pytest.mark.parametrize("count", range(1, 9))
def test_every_layer_looks_at_the_entrance(count):
    place = layouts.build("cove", NETWORKS[f"{count} layers"])
    eye = place.views["court"].eye
    for stage in place.stages:
        x, y, _ = np.subtract(stage.floor.centre, eye)
        assert abs(angles.turn(angles.heading_of(x, y), stage.heading_deg)) < 60


@pytest.mark.parametrize("count", range(1, 9))
def test_no_layer_hides_another_from_the_entrance(count, in_picture):
    place = layouts.build("cove", NETWORKS[f"{count} layers"])
    across = [in_picture(place.views["court"], shown(stage))[0] for stage in place.stages]
    for a, b in itertools.combinations(across, 2):
        shared = min(a.max(), b.max()) - max(a.min(), b.min())
        assert shared < 0.25 * min(np.ptp(a), np.ptp(b))


@pytest.mark.parametrize("count", range(1, 9))
def test_the_lantern_hides_no_layer_entirely(count, in_picture):
    place = layouts.build("cove", NETWORKS[f"{count} layers"])
    view, half = place.views["court"], place.lantern_m / 2
    box = np.asarray(place.lantern.point) + [[-half, 0, -1.1 * half], [half, 0, 1.1 * half]]
    (left, right), (low, high), _ = in_picture(view, box)
    for stage in place.stages:
        across, up, _ = in_picture(view, shown(stage))
        hidden = (across > left) & (across < right) & (up > low) & (up < high)
        assert hidden.mean() < 0.5


def test_the_desk_hides_nothing_beyond_it(place: Placement):
    eye = np.asarray(place.views["court"].eye)
    rays = board_corners(place.desk, 1.05, 1.05) - eye
    assert np.degrees(np.arctan2(rays[:, 2], np.hypot(rays[:, 0], rays[:, 1]))).max() < -5
    rack = np.subtract(place.rack.point[:2], eye[:2])
    assert abs(angles.heading_of(*rack)) > 55
    assert math.dist(place.rack.point[:2], place.court.centre[:2]) < place.court.radius_m - 0.5


# The other views


def test_every_network_has_every_view(place: Placement):
    assert {
        "court",
        "stage",
        "cubes",
        "output",
        "back",
        "above",
        "relief",
        "dense",
        "desk",
        "rack",
        "menu",
        "board",
    } <= set(place.views)
    for view in place.views.values():
        assert view.eye[2] > 0.5
        assert math.dist(view.eye, view.target) > 0.3
        assert 40 <= view.fov_deg <= 100


def test_the_whole_cove_is_seen_from_above(place: Placement, in_picture):
    across, up, depth = in_picture(place.views["above"], [disc.centre for disc in place.discs])
    assert (depth > 0).all()
    assert max(np.abs(across).max(), np.abs(up).max()) < 1


def test_the_view_of_the_relief_is_at_arms_length_of_a_panel():
    for words in (("c6",), ("c64",), ("c300",), ("c1",)):
        place = layouts.build("cove", sequence(*words))
        eye = np.asarray(place.views["relief"].eye)
        assert 0.7 < np.linalg.norm(place.stages[0].shell.centres - eye, axis=1).min() < 1.6
