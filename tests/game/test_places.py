"""Where a neuron is told to stand, picking finds it: one is the other's inverse."""

import functools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layerwalk.game import session as sessions
from layerwalk.game.ui import easel
from layerwalk.game.world import layouts, picking, places, rays, spots
from layerwalk.nn.network import NetworkSpec, NodeSpec

NAMES = ("harley-conv", "ana-dense", "ana-faces", "cerny-kopecka", "synthetic-1m")


@functools.cache
def world(name, layout):
    spec = sessions.read_spec(name).spec
    return spec, layouts.build(layout, spec)


def seen(spec, placement, node, index, shares):
    """Return what a ray meets that comes down on a neuron along its own normal."""
    place = places.place_of(placement, spec, node, index, shares=shares)
    eye, way = place.points[0] + place.normals[0] * 0.3, -place.normals[0]
    return place, picking.pick(rays.ray(tuple(eye), tuple(way)), placement, spec, shares=shares)


@settings(deadline=None, max_examples=120)
@given(
    name=st.sampled_from(NAMES), layout=st.sampled_from(layouts.NAMES), seed=st.integers(0, 2**32 - 1), data=st.data()
)
def test_picking_finds_a_neuron_where_it_is_told_to_stand(name, layout, seed, data):
    spec, placement = world(name, layout)
    node = data.draw(st.sampled_from(spec.nodes[1:]))
    index = tuple(data.draw(st.integers(0, size - 1)) for size in node.shape)
    shares = {node.name: np.random.default_rng(seed).random(node.shape, np.float32)}
    place, met = seen(spec, placement, node.name, index, shares)
    cell = (met.map, met.row, met.column)
    assert (met.node, cell) == (node.name, index if len(index) == 3 else (*index, 0, 0))
    assert met.point == pytest.approx(tuple(place.points[0]), abs=1e-4)


def test_many_neurons_are_found_at_once_as_one_by_one():
    spec, placement = world("harley-conv", "cove")
    indices = np.argwhere(np.ones((16, 10, 10)))[::37]
    found = places.places_of(placement, spec, "conv2", indices)
    for i, index in enumerate(indices):
        one = spots.spot_of(placement, spec, "conv2", tuple(index))
        assert [one.foot, one.right, one.up, one.normal] == [
            pytest.approx(many[i]) for many in (found.feet, found.rights, found.ups, found.normals)
        ]
        assert one.places.points[0] == pytest.approx(found.points[i])


def test_a_taller_pillar_ends_higher():
    spec, placement = world("ana-dense", "cove")
    shares = {"dense1": np.linspace(0, 1, 42, dtype=np.float32)}
    low, high = (places.place_of(placement, spec, "dense1", (41,), shares=each).points[0] for each in (None, shares))
    choir = placement.stages[0].choir
    assert high - low == pytest.approx([0, 0, choir.tall_m])


def test_a_pixel_lies_on_the_picture_that_the_network_sees():
    spec, placement = world("harley-conv", "cove")
    frame = easel.frames(placement.desk)["sees"]
    place = places.place_of(placement, spec, "input", (0, 0, 31), picture=frame)
    corner = frame.centre + frame.right * (31 / 32) + frame.up * (31 / 32)
    assert place.points[0] == pytest.approx(corner)
    assert place.normals[0] == pytest.approx(frame.normal)


def test_without_its_picture_a_pixel_stands_nowhere():
    spec, placement = world("harley-conv", "cove")
    assert places.place_of(placement, spec, "input", (0, 0, 31)) is None


def test_of_a_thousand_answers_none_has_a_place_of_its_own():
    nodes = (
        NodeSpec(name="input", kind="input", shape=(1, 8, 8), parameters=0, inputs=()),
        NodeSpec(name="conv", kind="conv", shape=(2, 8, 8), parameters=1, inputs=("input",)),
        NodeSpec(name="answer", kind="dense", shape=(1000,), parameters=1, inputs=("conv",)),
    )
    spec = NetworkSpec(name="many", nodes=nodes, classes=tuple(map(str, range(1000))))
    placement = layouts.build("cove", spec)
    assert places.place_of(placement, spec, "answer", (7,)) is None


def test_a_table_of_values_is_one_map():
    nodes = (
        NodeSpec(name="input", kind="input", shape=(1, 8, 8), parameters=0, inputs=()),
        NodeSpec(name="table", kind="other", shape=(7, 5), parameters=1, inputs=("input",)),
        NodeSpec(name="answer", kind="dense", shape=(3,), parameters=1, inputs=("table",)),
    )
    spec = NetworkSpec(name="flat", nodes=nodes, classes=("a", "b", "c"))
    placement = layouts.build("cove", spec)
    shares = {"table": np.zeros((7, 5), np.float32)}
    _, met = seen(spec, placement, "table", (6, 2), shares)
    assert (met.map, met.row, met.column) == (0, 6, 2)
