"""Layouts for networks of every size: nothing overlaps, everything is in sight and within reach."""

import itertools
import math
import subprocess
import sys
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layerwalk.game.world import layouts
from layerwalk.game.world.layouts import angles, branches
from layerwalk.game.world.placement import Placement, Stage
from layerwalk.nn.network import NetworkSpec, NodeSpec

LENET = ("c6", "p6", "c16", "p16", "d120", "d84")


def node(name, word, inputs):
    """Make a layer from a word: c6 convolution of 6 maps, p6 pooling, d120 dense of 120, a6 add, k6 concat."""
    kind = {"c": "conv", "p": "pool", "d": "dense", "a": "add", "k": "concat"}[word[0]]
    count = int(word[1:])
    shape = (count,) if kind == "dense" else (count, 12, 12)
    return NodeSpec(name=name, kind=kind, shape=shape, parameters=1, inputs=tuple(inputs))


def graph(*layers, classes=10):
    """Make a network from (name, word, inputs); the answer follows the last layer."""
    first = NodeSpec(name="input", kind="input", shape=(1, 28, 28), parameters=0, inputs=())
    hidden = tuple(node(*layer) for layer in layers)
    last = hidden[-1].name if hidden else "input"
    answer = NodeSpec(name="answer", kind="dense", shape=(classes,), parameters=1, inputs=(last,))
    names = tuple(str(k) for k in range(classes))
    return NetworkSpec(name="made up", nodes=(first, *hidden, answer), classes=names)


def sequence(*words, classes=10):
    names = ["input", *(f"n{k}" for k in range(len(words)))]
    return graph(*((names[k + 1], word, [names[k]]) for k, word in enumerate(words)), classes=classes)


def squeezenet():
    layers, last = [("stem", "c64", ["input"]), ("pool", "p64", ["stem"])], "pool"
    for k, (few, many) in enumerate(((16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256))):
        layers += [
            (f"s{k}", f"c{few}", [last]),
            (f"one{k}", f"c{many}", [f"s{k}"]),
            (f"three{k}", f"c{many}", [f"s{k}"]),
        ]
        layers += [(f"cat{k}", f"k{2 * many}", [f"one{k}", f"three{k}"])]
        last = f"cat{k}"
    return graph(*layers, ("top", "c1000", [last]), ("mean", "d1000", ["top"]), classes=1000)


def inception():
    layers, last = [("stem", "c64", ["input"])], "stem"
    for k in range(2):
        layers += [(f"a{k}", "c32", [last]), (f"b{k}", "c16", [last]), (f"bb{k}", "c32", [f"b{k}"])]
        layers += [(f"c{k}", "c16", [last]), (f"cc{k}", "c32", [f"c{k}"]), (f"ccc{k}", "c32", [f"cc{k}"])]
        layers += [(f"d{k}", "p64", [last]), (f"dd{k}", "c32", [f"d{k}"])]
        layers += [(f"cat{k}", "k128", [f"a{k}", f"bb{k}", f"ccc{k}", f"dd{k}"])]
        last = f"cat{k}"
    return graph(*layers)


def residual():
    layers, last = [("stem", "c16", ["input"])], "stem"
    for k in range(3):
        layers += [(f"x{k}", "c16", [last]), (f"y{k}", "c16", [f"x{k}"])]
        layers += [(f"down{k}", "c16", [last])] if k == 1 else []
        layers += [(f"add{k}", "a16", [f"y{k}", f"down{k}" if k == 1 else last])]
        last = f"add{k}"
    return graph(*layers)


NETWORKS = {
    "no layer": sequence(),
    **{f"{n} layers": sequence(*LENET[:n]) for n in range(1, 7)},
    "7 layers": sequence(*LENET[:4], "c32", "d120", "d84"),
    "8 layers": sequence(*LENET[:4], "c32", "c64", "d120", "d84"),
    **{f"{n} maps in {n} layers": sequence(*[f"c{n}"] * n) for n in (12, 16, 17, 26, 40, 60)},
    "dense only": sequence("d300", "d100"),
    "large choirs": sequence("d2048", "d1024", "d512", "d250", "d200", "d25", "d2", "d1"),
    "many maps": sequence("c2048", "c1000", "c512", "c257", "c256", "c2", "c1"),
    "a dense tier": sequence(*["d512"] * 20),
    "squeezenet": squeezenet(),
    "inception": inception(),
    "residual": residual(),
    "two classes": sequence("c8", "d16", classes=2),
    "twenty classes": sequence("c8", "d16", classes=20),
}  # fmt: skip


WORLDS = list(itertools.product(layouts.NAMES, NETWORKS))


@pytest.fixture(scope="module", params=WORLDS, ids=lambda world: "-".join(world).replace(" ", "-"))
def place(request):
    layout, network = request.param
    return layouts.build(layout, NETWORKS[network])


def flat_distance(points, start, end):
    """Return how far points (n, 2) are from the segment from start to end."""
    points, start, end = (np.asarray(value, float)[..., :2] for value in (points, start, end))
    along = end - start
    part = np.clip((points - start) @ along / (along @ along), 0, 1)
    return np.linalg.norm(points - start - part[:, None] * along, axis=1)


def corners(front):
    """Return the corners of a shell's panels, (maps, 4, 3)."""
    rights, ups = front.rights.astype(float), front.ups.astype(float)
    return np.stack([front.centres + a * rights + b * ups for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))], axis=1)


def shown(stage: Stage):
    """Return points round everything that a stage shows, (n, 3)."""
    if stage.shell:
        return corners(stage.shell).reshape(-1, 3)
    top = np.array([0, 0, stage.choir.low_m + stage.choir.tall_m])
    return np.concatenate([stage.choir.feet, stage.choir.feet + top])


# What stands where


def test_floors_keep_apart(place: Placement):
    for a, b in itertools.combinations(place.discs, 2):
        assert math.dist(a.centre[:2], b.centre[:2]) > a.radius_m + b.radius_m + 0.4


def test_floors_lie_above_the_water_and_within_the_radius(place: Placement):
    for disc in place.discs:
        assert disc.centre[2] > 0
        assert math.hypot(*disc.centre[:2]) + disc.radius_m <= place.radius_m + 1e-6


def test_bridges_slope_at_most_one_in_twelve(place: Placement):
    for way in place.walkways:
        assert abs(way.end[2] - way.start[2]) <= math.dist(way.start[:2], way.end[:2]) / 12


def test_bridges_begin_and_end_on_floors_with_both_corners(place: Placement):
    for way in place.walkways:
        ahead = np.subtract(way.end[:2], way.start[:2]) / math.dist(way.start[:2], way.end[:2])
        aside = np.array([-ahead[1], ahead[0]]) * way.width_m / 2
        for end in (way.start, way.end):
            (disc,) = (disc for disc in place.discs if math.dist(disc.centre[:2], end[:2]) < disc.radius_m)
            assert end[2] == pytest.approx(disc.centre[2])
            assert all(math.dist(end[:2] + side * aside, disc.centre[:2]) < disc.radius_m for side in (-1, 1))


def test_bridges_pass_other_floors_at_a_distance(place: Placement):
    for way, disc in itertools.product(place.walkways, place.discs):
        if all(math.dist(end[:2], disc.centre[:2]) > disc.radius_m for end in (way.start, way.end)):
            (away,) = flat_distance([disc.centre], way.start, way.end)
            assert away > disc.radius_m + way.width_m / 2 + 0.4


def test_bridges_do_not_touch_each_other_over_the_water(place: Placement):
    middles = np.array([disc.centre[:2] for disc in place.discs])
    radii = np.array([disc.radius_m for disc in place.discs])
    for a in place.walkways:
        line = np.linspace(a.start[:2], a.end[:2], 120)
        water = line[(np.linalg.norm(line[:, None] - middles, axis=2) > radii).all(axis=1)]
        for b in place.walkways:
            away = flat_distance(water, b.start, b.end)
            assert a is b or (away > (a.width_m + b.width_m) / 2 - 0.1).all()


def test_every_floor_is_reached_by_bridges(place: Placement):
    def number(point):
        return next(k for k, disc in enumerate(place.discs) if math.dist(point[:2], disc.centre[:2]) < disc.radius_m)

    joined = [{number(way.start), number(way.end)} for way in place.walkways]
    reached = {0}
    for _ in place.discs:
        reached = reached.union(*(pair for pair in joined if pair & reached))
    assert reached == set(range(len(place.discs)))


def test_what_a_stage_shows_stays_over_its_floor_and_clear_of_bridges(place: Placement):
    for stage in place.stages:
        points = shown(stage)
        assert np.linalg.norm(points[:, :2] - np.asarray(stage.floor.centre)[:2], axis=1).max() < stage.floor.radius_m
        assert points[:, 2].min() > stage.floor.centre[2]
        for way in place.walkways:
            assert flat_distance(points, way.start, way.end).min() > way.width_m / 2


def test_no_panel_covers_another_seen_from_the_middle(place: Placement):
    for stage in place.stages:
        if stage.shell is None or len(stage.shell.centres) > 520:
            continue
        front = stage.shell
        eye, centres = np.asarray(front.eye), front.centres.astype(float)
        rays = (corners(front) - eye)[:, [0, 1, 2, 3, 0]].astype(float)
        edge = np.concatenate([rays[:, :4], (rays[:, :4] + rays[:, 1:]) / 2], axis=1).reshape(-1, 3)
        normals = np.cross(front.rights, front.ups).astype(float)
        part = ((centres - eye) * normals).sum(1) / np.maximum(edge @ normals.T, 1e-9)
        hits = part[..., None] * edge[:, None] - (centres - eye)
        half = front.face_m / 2
        across, up = ((hits * axis.astype(float)).sum(2) / half**2 for axis in (front.rights, front.ups))
        inside = (np.abs(across) < 0.999) & (np.abs(up) < 0.999) & (edge @ normals.T > 0)
        assert not inside.any()


def test_every_panel_is_square_faces_the_eye_and_is_equally_far(place: Placement):
    for stage in place.stages:
        if stage.shell:
            front = stage.shell
            rays = front.centres - np.asarray(front.eye)
            np.testing.assert_allclose(np.linalg.norm(rays, axis=1), front.radius_m, rtol=1e-4)
            for axis in (front.rights, front.ups):
                np.testing.assert_allclose(np.linalg.norm(axis, axis=1), front.face_m / 2, rtol=1e-4)
                np.testing.assert_allclose((axis * rays).sum(1), 0, atol=1e-3)


def test_pillars_do_not_touch(place: Placement):
    for stage in place.stages:
        if stage.choir:
            feet = stage.choir.feet.astype(float)
            away = np.linalg.norm(feet[:, None, :2] - feet[None, :, :2], axis=2)
            np.fill_diagonal(away, np.inf)
            assert away.min() > stage.choir.width_m * 1.02


def test_signs_stand_on_their_stage_and_in_nobodys_way(place: Placement):
    for stage in place.stages:
        assert math.dist(stage.sign, stage.floor.centre) < stage.floor.radius_m - 0.5
        along = np.array(
            [math.cos(math.radians(stage.sign_heading_deg)), math.sin(math.radians(stage.sign_heading_deg))]
        )
        for way in place.walkways:
            plate = np.asarray(stage.sign[:2]) + np.outer([-0.8, 0, 0.8], along)
            assert flat_distance(plate, way.start, way.end).min() > way.width_m / 2 - 0.15
        if stage.choir:
            assert np.linalg.norm(stage.choir.feet[:, :2] - np.asarray(stage.sign[:2]), axis=1).min() > 0.5


def test_plinths_are_read_from_left_to_right_by_whoever_comes_from_the_court(place: Placement):
    points = np.array([plinth.point for plinth in place.plinths])
    for plinth in place.plinths:
        assert math.dist(plinth.point, place.island.centre) < place.island.radius_m - place.plinth_m / 2
        assert abs(angles.turn(plinth.heading_deg, 180.0)) < 45
        assert plinth.point[1] < place.lantern.point[1]
    if len(points) > 1:
        assert (np.diff(points[:, 0]) > 0).all()
        assert np.linalg.norm(np.diff(points, axis=0), axis=1).min() > place.plinth_m * 1.2
    for way in place.walkways:
        assert (
            len(points) == 0 or flat_distance(points, way.start, way.end).min() > way.width_m / 2 + place.plinth_m / 2
        )


@pytest.mark.parametrize(("classes", "plinths"), [(1, 0), (2, 2), (10, 10), (20, 20), (21, 0), (1000, 0)])
def test_two_to_twenty_classes_have_plinths(classes, plinths):
    assert len(layouts.build("cove", sequence("d8", classes=classes)).plinths) == plinths


# Lines


def test_the_thread_runs_from_the_desk_through_every_layer_to_the_island(place: Placement):
    points = np.array([point for line in place.threads for point in line])
    assert math.dist(place.threads[0][0][:2], place.desk.point[:2]) < 0.1
    assert place.threads[0][-1] == place.island.centre
    for stage in place.stages:
        assert np.linalg.norm(points - np.asarray(stage.floor.centre), axis=1).min() < 1e-6


def test_the_way_back_from_the_island_has_no_thread(place: Placement):
    with_thread = [way.thread for way in place.walkways]
    assert with_thread == [True] if not place.stages else not with_thread[-1] and all(with_thread[:-1])


# Tiers and branches


def test_deep_networks_wind_down_from_tier_to_tier():
    stages = layouts.build("cove", sequence(*["c32"] * 40)).stages
    heights = [stage.floor.centre[2] for stage in stages]
    assert heights == sorted(heights, reverse=True)
    assert heights[-1] == pytest.approx(0.5)
    away = [math.hypot(*stage.floor.centre[:2]) for stage in stages]
    assert away[0] > away[-1] + 20


def test_twenty_six_layers_stand_on_two_tiers():
    away = [math.hypot(*stage.floor.centre[:2]) for stage in layouts.build("cove", sequence(*["c8"] * 26)).stages]
    assert len({round(radius) for radius in away}) == 2


def test_parallel_layers_are_smaller_stages_side_by_side():
    spec = squeezenet()
    place = layouts.build("cove", spec)
    size = {stage.node: stage.floor.radius_m for stage in place.stages}
    assert size["one0"] == size["three0"] < 0.6 * size["s0"]
    assert len(place.threads) == 1 + 7
    assert place.links == ()


def test_a_shortcut_is_a_light_arc_and_a_projection_a_branch():
    spec = residual()
    assert [len(slot) for slot in branches.slots(spec)] == [1, 1, 1, 1, 2, 1, 1, 1, 1]
    place = layouts.build("cove", spec)
    assert len(place.links) == 2
    assert len(place.threads) == 2


def test_four_branches_of_different_length_stand_side_by_side():
    slot = branches.slots(inception())[1]
    assert [len(chain) for chain in slot] == [3, 1, 2, 2]


def test_nested_branches_stay_in_order():
    spec = graph(
        ("a", "c4", ["input"]), ("b", "c4", ["a"]), ("c", "c4", ["a"]), ("d", "c4", ["b"]), ("e", "c4", ["b"]),
        ("f", "k8", ["d", "e"]), ("g", "k8", ["f", "c"]),
    )  # fmt: skip
    assert branches.slots(spec) == branches.in_order(spec)


# Everything


def same(a, b):
    if isinstance(a, np.ndarray):
        return np.array_equal(a, b)
    if isinstance(a, tuple):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if hasattr(a, "__dataclass_fields__"):
        return all(same(getattr(a, field.name), getattr(b, field.name)) for field in fields(a))
    return a == b


@pytest.mark.parametrize("layout", layouts.NAMES)
@pytest.mark.parametrize("name", ["6 layers", "squeezenet"])
def test_the_same_network_is_laid_out_the_same(layout, name):
    assert same(layouts.build(layout, NETWORKS[name]), layouts.build(layout, NETWORKS[name]))


def test_an_unknown_layout_is_named():
    with pytest.raises(ValueError, match="layout is 'maze', expected one of: cove, avenue"):
        layouts.build("maze", sequence("c4"))


@st.composite
def any_network(draw):
    """Draw networks of any depth whose layers read one to three of the layers just before them."""
    layers = []
    for k in range(draw(st.integers(0, 60))):
        before = [f"n{j}" for j in range(max(0, k - 5), k)] or ["input"]
        inputs = draw(st.lists(st.sampled_from(before), min_size=1, max_size=3, unique=True))
        word = draw(st.sampled_from("cpdak")) + str(draw(st.sampled_from([1, 2, 3, 7, 10, 32, 65, 100, 256, 700])))
        layers.append((f"n{k}", word, inputs))
    return graph(*layers, classes=draw(st.integers(1, 30)))


@settings(max_examples=40, deadline=None)
@given(any_network(), st.sampled_from(layouts.NAMES))
def test_any_network_finds_its_place(spec, layout):
    place = layouts.build(layout, spec)
    assert [stage.node for stage in place.stages] == [layer.name for layer in spec.hidden]
    test_floors_keep_apart(place)
    test_bridges_slope_at_most_one_in_twelve(place)
    test_bridges_begin_and_end_on_floors_with_both_corners(place)
    test_bridges_pass_other_floors_at_a_distance(place)
    test_what_a_stage_shows_stays_over_its_floor_and_clear_of_bridges(place)
    test_the_thread_runs_from_the_desk_through_every_layer_to_the_island(place)


def test_layouts_need_neither_torch_nor_panda3d():
    code = (
        "import sys, layerwalk.game.world.layouts as l; assert l.NAMES; print({'torch', 'panda3d'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
