"""What flows through a blueprint, and what it costs: the same as torch finds."""

import dataclasses
import subprocess
import sys

import pytest
import torch

from layerwalk.nn import trace
from layerwalk.nn.blueprint import edits, fields, shapes
from layerwalk.nn.blueprint.build import build
from layerwalk.nn.blueprint.faults import FaultyError
from layerwalk.nn.blueprint.layers import KINDS, BatchNorm, Blueprint, Conv, Dense, Flatten, MaxPool, Residual
from layerwalk.nn.blueprint.presets import PRESETS, SOURCES

EMPTY = PRESETS["empty"]


def made_of(*layers: object) -> Blueprint:
    return dataclasses.replace(EMPTY, layers=layers)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", PRESETS)
def test_torch_finds_the_same_shapes_and_as_many_weights(name: str) -> None:
    blueprint = PRESETS[name]
    spec = trace.trace(build(blueprint), torch.zeros(1, *blueprint.shape), name=name, classes=blueprint.classes)
    assert sum(node.parameters for node in spec.nodes) == shapes.total(blueprint).weights
    assert spec.answer.shape == (len(blueprint.classes),)
    own = [
        shape
        for layer, shape in zip(blueprint.layers, shapes.shapes(blueprint), strict=True)
        if layer.kind in ("conv", "max-pool", "average-pool", "dense")
    ]
    stages = [node.shape for node in spec.hidden if node.kind in ("conv", "pool", "dense") and "block" not in node.name]
    assert stages == own


def test_weights_are_counted_layer_by_layer_with_the_answer_last() -> None:
    assert shapes.parameters(PRESETS["ana-small"]) == (60, 0, 330, 0, 46_528, 650)


def test_the_shape_is_unknown_from_the_first_misfit_on() -> None:
    assert shapes.shapes(made_of(Conv(), Conv(kernel=11), MaxPool(size=8, stride=8), Conv())) == (
        (16, 26, 26),
        (16, 16, 16),
        (16, 2, 2),
        None,
    )
    assert shapes.shapes(made_of(Flatten(), MaxPool(), Dense())) == ((784,), None, None)


def test_a_dense_layer_flattens_what_it_meets() -> None:
    network = build(made_of(Conv(filters=2), Dense(units=5)))
    assert list(dict(network.named_children())) == ["conv1", "relu1", "flatten", "dense1", "relu2", "dense2"]
    assert network.dense1.in_features == 2 * 26 * 26


def test_a_residual_block_becomes_stages_that_join_in_a_sum() -> None:
    blueprint = made_of(Conv(filters=4), Residual(filters=4), Residual(filters=8, activation="none"))
    spec = trace.trace(build(blueprint), torch.zeros(1, 1, 28, 28), name="test", classes=blueprint.classes)
    assert [node.name for node in spec.nodes] == [
        "input",
        "conv1",
        "block1.conv1",
        "block1.conv2",
        "add",
        "block2.shortcut",
        "block2.conv1",
        "block2.conv2",
        "add_1",
        "dense1",
    ]
    assert spec.node("add").inputs == ("block1.conv2", "conv1")
    assert spec.node("add").folded == ("relu",)


def test_names_are_counted_by_what_they_name() -> None:
    network = build(made_of(Conv(activation="tanh"), BatchNorm(), Conv(activation="leaky-relu"), BatchNorm(), Dense()))
    assert list(dict(network.named_children())) == [
        *("conv1", "tanh1", "norm1", "conv2", "leaky1", "norm2", "flatten", "dense1", "relu1", "dense2")
    ]


def test_what_has_faults_is_not_built() -> None:
    with pytest.raises(FaultyError, match=r"empty: layers\[1\]: the network cannot be built"):
        build(made_of(Flatten(), Flatten()))


def test_every_preset_but_our_own_has_a_source() -> None:
    assert set(PRESETS) - set(SOURCES) == {"empty"}
    assert all(name == blueprint.name for name, blueprint in PRESETS.items())


def test_every_field_of_every_kind_can_be_set() -> None:
    for kind, layer in KINDS.items():
        assert tuple(one.name for one in fields.FIELDS[kind]) == tuple(one.name for one in dataclasses.fields(layer))
        for one in fields.FIELDS[kind]:
            assert getattr(layer(), one.name) in one.choices
            assert all(one.holds(value) for value in one.choices)


def test_the_values_of_presets_can_be_chosen() -> None:
    for blueprint in PRESETS.values():
        for layer in blueprint.layers:
            for one in fields.FIELDS[layer.kind]:
                assert getattr(layer, one.name) in one.choices


def test_a_value_from_a_file_stands_among_the_choices() -> None:
    units = fields.field("dense", "units")
    chosen = fields.choices(Dense(units=50), units)
    assert chosen[chosen.index(50) - 1 : chosen.index(50) + 2] == (42, 50, 64)
    assert fields.choices(Dense(), units) == units.choices


def test_the_squares_of_a_pooling_layer_stay_side_by_side() -> None:
    side_by_side = edits.change(made_of(MaxPool()), 0, "size", 3)
    assert side_by_side.layers == (MaxPool(size=3, stride=3),)
    assert edits.change(made_of(MaxPool(size=3, stride=2)), 0, "size", 4).layers == (MaxPool(size=4, stride=2),)


def test_blueprints_are_checked_and_written_without_torch() -> None:
    code = (
        "import sys; from layerwalk.nn.blueprint import faults, presets, script, text; "
        "[faults.faults(b) or script.script(b, 'a') or text.to_json(b) for b in presets.PRESETS.values()]; "
        "sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
