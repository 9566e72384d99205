"""What is pointed at and held: neurons, maps and layers, by one index."""

import pytest

from layerwalk.game import readout, selected, words
from layerwalk.game import session as sessions
from layerwalk.game.selected import Selected
from layerwalk.game.world import layouts
from layerwalk.game.world.picking import Picked


@pytest.fixture(scope="module")
def spec():
    return sessions.read_spec("ana-small").spec


def met(node, map, row=0, column=0):
    return Picked(node=node, map=map, row=row, column=column, distance_m=1.0, point=(0, 0, 0))


def test_a_cell_of_a_map_is_a_neuron(spec):
    found = readout.selected(met("conv1", 2, 4, 7), spec)
    assert found == Selected(node="conv1", index=(2, 4, 7))
    assert selected.extent(found, spec) == "neuron"


def test_a_pillar_is_a_neuron_too(spec):
    found = readout.selected(met("dense1", 5), spec)
    assert found == Selected(node="dense1", index=(5,))
    assert selected.extent(found, spec) == "neuron"


def test_the_mean_of_all_maps_is_the_layer(spec):
    assert readout.selected(met("conv1", None, 3, 3), spec) == Selected(node="conv1")
    assert readout.selected(None, spec) is None


def test_from_a_neuron_one_comes_to_its_map_and_to_its_layer(spec):
    neuron = Selected(node="conv1", index=(2, 4, 7))
    map = selected.wider(neuron, spec)
    assert selected.extent(map, spec) == "map"
    layer = selected.wider(map, spec)
    assert selected.extent(layer, spec) == "layer"
    assert selected.wider(layer, spec) == layer
    assert selected.wider(Selected(node="dense1", index=(5,)), spec) == Selected(node="dense1")


def test_what_a_network_does_not_have_does_not_fit(spec):
    assert selected.fits(Selected(node="conv1", index=(2,)), spec)
    assert not selected.fits(Selected(node="conv1", index=(999,)), spec)
    assert not selected.fits(Selected(node="conv1", index=(0, 0, 0, 0)), spec)
    assert not selected.fits(Selected(node="elsewhere"), spec)


@pytest.mark.parametrize(
    ("node", "index", "said"),
    [
        ("conv1", (2, 4, 7), "Convolution 1, map 3, row 5, column 8"),
        ("conv1", (2,), "Convolution 1, map 3"),
        ("conv1", (), "Convolution 1"),
        ("dense1", (5,), "Dense 4, neuron 6"),
        ("dense2", (5,), "The answer 5"),
    ],
)
def test_each_has_a_title(spec, node, index, said):
    assert selected.title(Selected(node=node, index=index), spec, words.load("en")) == said


def test_layers_have_the_numbers_of_their_stages(spec):
    for stage in layouts.build("cove", spec).stages:
        assert selected.layer_title(spec.node(stage.node), spec, words.load("en")).endswith(f" {stage.number}")
