"""Blueprints as text: what is written is read again, and what is faulty is named."""

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.nn.blueprint import text
from layerwalk.nn.blueprint.layers import Blueprint, Conv, Dense, Flatten
from layerwalk.nn.blueprint.presets import PRESETS
from layerwalk.nn.blueprint.text import BlueprintError

GOOD: dict[str, Any] = {"name": "a", "title": "A", "layers": [{"kind": "conv"}, {"kind": "dense", "units": 5}]}


@pytest.mark.parametrize("name", PRESETS)
def test_presets_come_back_from_json_and_from_tables(name: str) -> None:
    assert text.from_json(text.to_json(PRESETS[name])) == PRESETS[name]
    assert text.from_table(text.to_table(PRESETS[name])) == PRESETS[name]


def test_a_level_file_may_leave_out_what_is_usual() -> None:
    table = tomllib.loads(
        'name = "mine"\ntitle = "Mine"\nlayers = [{kind="conv", filters=8}, {kind="flatten"}, {kind="dense"}]'
    )
    assert text.from_table(table) == Blueprint(
        name="mine", title="Mine", layers=(Conv(filters=8), Flatten(), Dense(units=64))
    )


LAYER_KINDS = "conv, residual, max-pool, average-pool, batch-norm, dropout, flatten, dense"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"layers": [{}, {}, {"kind": "conv", "kernel": 40}]},
            f"layers[0].kind: expected one of: {LAYER_KINDS}, found None",
        ),
        (
            {"layers": [{"kind": "flatten"}, {"kind": "conv", "kernel": 40}]},
            "layers[1].kernel: expected a whole number from 1 to 11, found 40",
        ),
        (
            {"layers": [{"kind": "conv", "filters": True}]},
            "layers[0].filters: expected a whole number from 1 to 256, found True",
        ),
        (
            {"layers": [{"kind": "conv", "filters": 8.0}]},
            "layers[0].filters: expected a whole number from 1 to 256, found 8.0",
        ),
        (
            {"layers": [{"kind": "dropout", "share": float("nan")}]},
            "layers[0].share: expected a number from 0 to 0.9, found nan",
        ),
        (
            {"layers": [{"kind": "dense", "activation": "swish"}]},
            "layers[0].activation: expected one of: relu, leaky-relu, gelu, tanh, sigmoid, none, found 'swish'",
        ),
        (
            {"layers": [{"kind": "max-pool", "kernel": 2}]},
            "layers[0].kernel: expected no such field, only size, stride",
        ),
        ({"layers": [{"kind": "flatten", "to": 1}]}, "layers[0].to: expected no such field, only the kind"),
        ({"layers": [7]}, "layers[0]: expected a table, found 7"),
        ({"layers": [{"kind": []}]}, f"layers[0].kind: expected one of: {LAYER_KINDS}, found []"),
        ({"layers": "conv"}, "layers: expected a list of at most 64 layers, found 'conv'"),
        (
            {"name": "../weights"},
            "name: expected 1 to 60 letters, digits, - or _, a letter or digit first, found '../weights'",
        ),
        ({"title": "A\nimport os"}, r"title: expected a line of 1 to 60 characters, found 'A\nimport os'"),
        ({"data": 3}, "data: expected a line of 1 to 240 characters, found 3"),
        (
            {"shape": [1, 28]},
            "shape: expected [maps, height, width], from 1 to 4 maps and from 1 to 128 pixels, found [1, 28]",
        ),
        (
            {"shape": [1, 28, 10**6]},
            "shape: expected [maps, height, width], from 1 to 4 maps and from 1 to 128 pixels, found [1, 28, 1000000]",
        ),
        ({"classes": ["face"]}, "classes: expected a list of 2 to 256 names, found ['face']"),
        ({"classes": ["a", "a"]}, "classes: expected names that are all different, found ['a', 'a']"),
        ({"classes": ["a", ""]}, "classes[1]: expected a line of 1 to 60 characters, found ''"),
        ({"weights": "a"}, "weights: expected no such field, only name, title, data, shape, classes, layers"),
    ],
)
def test_a_faulty_field_is_named_with_what_was_expected(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BlueprintError) as raised:
        text.from_table({**GOOD, **change})
    assert str(raised.value) == sentence


def test_a_missing_field_is_named() -> None:
    with pytest.raises(BlueprintError, match=r"^layers: expected it, found nothing$"):
        text.from_table({"name": "a", "title": "A"})


def test_more_layers_than_a_world_holds_are_refused() -> None:
    with pytest.raises(BlueprintError, match=r"^layers: expected a list of at most 64 layers, found "):
        text.from_table({**GOOD, "layers": [{"kind": "dense"}] * 65})


def test_json_of_another_format_is_refused() -> None:
    with pytest.raises(BlueprintError, match=r"^format: expected 1, found 2$"):
        text.from_json(json.dumps({"format": 2, **GOOD}))
    with pytest.raises(BlueprintError, match=r"^blueprint: expected a table, found \[\]$"):
        text.from_json("[]")
    with pytest.raises(BlueprintError, match=r"^the blueprint is no JSON: "):
        text.from_json("[" * 100_000)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, st.sampled_from(("name", "title", "data", "shape", "classes", "layers")))
def test_whatever_a_stranger_writes_is_read_or_refused_in_a_sentence(found: Any, field: str) -> None:
    sentence = ""
    try:
        text.from_json(text.to_json(text.from_table({**GOOD, field: found})))
    except BlueprintError as error:
        sentence = str(error)
    assert not sentence or sentence.startswith(field)


@given(st.text(max_size=200))
def test_whatever_stands_in_a_file_is_read_or_refused(found: str) -> None:
    with pytest.raises(BlueprintError):
        text.from_json(found)
