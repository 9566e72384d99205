"""Building networks through the model loop: whose weights they have, what a run goes on from, scripts of them."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from layerwalk.nn.blueprint import faults
from layerwalk.nn.blueprint.layers import Blueprint, Dense, Dropout, Flatten
from layerwalk.nn.blueprint.presets import PRESETS
from layerwalk.nn.messages import (
    Build,
    Control,
    ExportScript,
    Infer,
    Inferred,
    Load,
    Loaded,
    LoadWeights,
    Progress,
    Reset,
    SaveWeights,
    Show,
    Train,
    TrainConfig,
)
from layerwalk.nn.said import say

pytestmark = pytest.mark.usefixtures("few_digits")

SMALL = Blueprint(name="mine", title="My network", layers=(Flatten(), Dense(units=8)))
CONFIG = TrainConfig(epochs=2, batch=50, validation_share=0.1)


# Building


def test_a_blueprint_becomes_the_network_that_answers(host: Any) -> None:
    reply = host.loaded(Build(blueprint=SMALL))
    assert reply.blueprint == SMALL
    assert reply.spec.name == "mine"
    assert [node.shape for node in reply.spec.nodes] == [(1, 28, 28), (8,), (10,)]
    assert reply.device == "CPU"
    assert (reply.record["title"], reply.record["source"]) == ("My network", "built here")
    assert (reply.record["parent"], reply.record["accuracy"]) == ("drawn anew (seed 1)", "not measured")
    assert len(host.answer()) == 10


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_built(host: Any, name: str) -> None:
    assert host.loaded(Build(blueprint=PRESETS[name])).blueprint == PRESETS[name]


def test_the_same_seed_draws_the_same_weights(host: Any) -> None:
    answers = []
    for seed in (1, 1, 2):
        host.loaded(Load(network="ana-small"))
        host.loaded(Build(blueprint=SMALL, seed=seed))
        answers.append(host.answer())
    assert answers[0] == answers[1] != answers[2]


def test_a_change_without_other_weights_keeps_them(host: Any) -> None:
    host.loaded(Build(blueprint=SMALL))
    host.trained()
    learnt = host.answer()
    calmer = replace(SMALL, title="Calmer", layers=(*SMALL.layers, Dropout()))
    reply = host.loaded(Build(blueprint=calmer, seed=9))
    assert host.answer() == learnt
    assert (reply.record["title"], reply.record["steps"]) == ("Calmer", "3 of 22")


def test_a_shipped_network_is_built_again_with_its_weights(host: Any) -> None:
    shipped = host.loaded(Load(network="ana-small"))
    before = host.answer()
    assert shipped.blueprint is not None
    assert host.loaded(Build(blueprint=shipped.blueprint)).record == shipped.record
    assert host.answer() == before


def test_other_weights_are_drawn_anew(host: Any) -> None:
    host.loaded(Load(network="ana-small"))
    wider = replace(SMALL, layers=(Flatten(), Dense(units=9)))
    assert host.loaded(Build(blueprint=wider, seed=4)).record["parent"] == "drawn anew (seed 4)"


def test_a_faulty_blueprint_changes_nothing(host: Any) -> None:
    host.loaded(Load(network="ana-small"))
    before = host.answer()
    faulty = replace(SMALL, layers=(Flatten(), Dense(units=0)))
    reply = host.failure(Build(blueprint=faulty))
    assert reply.said == faults.faults(faulty)[0].said
    assert host.answer() == before


def test_building_ends_the_run(host: Any) -> None:
    host.loaded(Build(blueprint=SMALL))
    host.ask(Train(config=CONFIG))
    reply, words = host.ask(Build(blueprint=PRESETS["empty"]))
    assert isinstance(reply, Loaded)
    assert isinstance(words, Progress)
    assert (words.state, words.said) == ("stopped", say("training.replaced", step=1))


# Reset


def test_reset_brings_back_what_was_built_loaded_or_saved_last(host: Any, tmp_path: Path) -> None:
    file = tmp_path / "mine.safetensors"
    host.loaded(Build(blueprint=SMALL))
    built = host.answer()
    host.trained()
    host.loaded(Reset())
    assert host.answer() == built
    host.trained()
    learnt = host.answer()
    host.was_saved(SaveWeights(file=file))
    host.trained(start="shown")
    assert host.answer() != learnt
    assert host.loaded(Reset()).record["steps"] == "3 of 22"
    assert host.answer() == learnt


# Parents


def test_a_run_names_what_it_went_on_from(host: Any, tmp_path: Path) -> None:
    file = tmp_path / "mine.safetensors"

    def parent() -> str:
        return host.was_saved(SaveWeights(file=file)).record["parent"]

    host.loaded(Load(network="ana-small"))
    host.trained(start="shown")
    assert parent() == "shipped: ana-small"
    host.trained(start="shown", run=2, steps=4)
    assert parent() == "run 1, step 3"
    host.ask(Show(index=2))
    host.trained(start="shown", run=3)
    assert parent() == "run 2, step 2"
    accuracy = host.was_saved(SaveWeights(file=file)).record["accuracy"]
    host.loaded(LoadWeights(file=file))
    host.trained(start="shown", run=4)
    assert parent() == f"mine.safetensors ({accuracy})"


def test_a_snapshot_is_saved_as_what_it_is(host: Any, tmp_path: Path) -> None:
    file = tmp_path / "mine.safetensors"
    host.loaded(Build(blueprint=SMALL))
    host.trained(steps=5)
    host.ask(Show(index=2))
    shown = host.answer()
    assert host.was_saved(SaveWeights(file=file)).record["steps"] == "2 of 22"
    host.loaded(LoadWeights(file=file))
    assert host.answer() == shown


def test_after_a_finished_run_another_goes_on_from_its_weights(host: Any) -> None:
    host.loaded(Build(blueprint=SMALL))
    host.ask(Train(config=replace(CONFIG, epochs=1)))
    host.until("finished")
    finished = host.answer()
    host.ask(Train(config=CONFIG, start="shown", run=2), Control(action="pause"))
    assert host.answer() == finished


# Scripts


def test_an_exported_script_gives_the_same_answer(host: Any, tmp_path: Path) -> None:
    host.loaded(Load(network="ana-small"))
    file = tmp_path / "mine.py"
    assert host.was_saved(ExportScript(file=file)).file == file
    np.save(tmp_path / "picture.npy", np.zeros((1, 28, 28), np.float32))
    (blank, *_) = host.ask(Infer(drawing=np.zeros((28, 28), np.float32), serial=1))
    assert isinstance(blank, Inferred)
    ran = subprocess.run(
        [sys.executable, str(file), str(tmp_path / "picture.npy")], capture_output=True, text=True, check=True
    )
    told = json.loads(ran.stdout)
    found = list(told.values()) if isinstance(told, dict) else told
    np.testing.assert_allclose(found, blank.probabilities, atol=1e-6)


def test_no_script_is_written_of_what_has_no_blueprint(host: Any, tmp_path: Path) -> None:
    host.loaded(Load(network="synthetic-0.1m"))
    assert host.failure(ExportScript(file=tmp_path / "a.py")).said == say("failed.no_blueprint")
    assert host.was_saved(SaveWeights(file=tmp_path / "a.safetensors")).record["accuracy"] == "not measured"
