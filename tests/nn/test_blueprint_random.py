"""Random edits never crash, are always mended, and never make a network that torch refuses."""

import dataclasses

import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from layerwalk.nn.blueprint import edits, faults, fields, shapes, text
from layerwalk.nn.blueprint.build import build
from layerwalk.nn.blueprint.layers import KINDS, Blueprint, Layer
from layerwalk.nn.blueprint.presets import PRESETS

Draw = st.DrawFn


@st.composite
def layers(draw: Draw, *, wild: bool = False) -> Layer:
    kind = draw(st.sampled_from(tuple(KINDS.values())))
    values = {}
    for one in fields.FIELDS[kind.kind]:
        number = st.integers(-2, 2000) if one.whole else st.floats(-1, 2)
        values[one.name] = draw(number if wild and one.low is not None else st.sampled_from(one.choices))
    return kind(**values)


@st.composite
def edited(draw: Draw, *, wild: bool = False, most: int = 12) -> Blueprint:
    blueprint = draw(st.sampled_from(tuple(PRESETS.values())))
    if draw(st.booleans()):
        side = draw(st.integers(1, 64))
        blueprint = dataclasses.replace(blueprint, shape=(draw(st.integers(1, 4)), side, draw(st.integers(1, 64))))
    for _ in range(draw(st.integers(0, most))):
        count = len(blueprint.layers)
        edit = draw(st.sampled_from(("add", "change", "move", "delete")))
        if edit == "add" or not count:
            blueprint = edits.add(blueprint, draw(st.integers(0, count)), draw(layers(wild=wild)))
            continue
        index = draw(st.integers(0, count - 1))
        choices = fields.FIELDS[blueprint.layers[index].kind]
        if edit == "change" and choices:
            one = draw(st.sampled_from(choices))
            blueprint = edits.change(blueprint, index, one.name, draw(st.sampled_from(one.choices)))
        elif edit == "move":
            blueprint = edits.move(blueprint, index, draw(st.integers(-3, 3)))
        elif edit == "delete":
            blueprint = edits.delete(blueprint, index)
    return blueprint


@settings(deadline=None, max_examples=150)
@given(edited(wild=True, most=20))
def test_every_fault_has_mends_and_every_mend_leaves_fewer_faults(blueprint: Blueprint) -> None:
    found = faults.faults(blueprint)
    for fault in found:
        assert 1 <= len(fault.mends) <= 3
        for mend in fault.mends:
            assert len(faults.faults(mend.blueprint)) < len(found)


@settings(deadline=None, max_examples=100)
@given(edited(wild=True, most=20), st.data())
def test_pressing_any_mends_ends_in_a_network_that_can_be_built(blueprint: Blueprint, data: st.DataObject) -> None:
    while found := faults.faults(blueprint):
        fault = data.draw(st.sampled_from(found))
        blueprint = data.draw(st.sampled_from(fault.mends)).blueprint
    assert None not in shapes.shapes(blueprint)


@settings(deadline=None, max_examples=80)
@given(edited())
def test_torch_accepts_what_has_no_faults(blueprint: Blueprint) -> None:
    while found := faults.faults(blueprint):
        blueprint = found[0].mends[0].blueprint
    torch.manual_seed(0)
    network = build(blueprint).train()
    logits = network(torch.rand(2, *blueprint.shape))
    assert logits.shape == (2, len(blueprint.classes))
    loss = functional.cross_entropy(logits, torch.tensor([0, 1]))
    loss.backward()
    torch.optim.SGD(network.parameters(), lr=0.01).step()
    assert shapes.total(blueprint).weights == sum(values.numel() for values in network.parameters())
    assert torch.isfinite(loss)


@given(edited())
def test_a_written_blueprint_is_read_as_it_was(blueprint: Blueprint) -> None:
    assert text.from_json(text.to_json(blueprint)) == blueprint
