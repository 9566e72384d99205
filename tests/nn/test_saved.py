"""Saving and loading weights through the model loop, and what lies in a folder then."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors import torch as safetensors

from layerwalk.nn import loop, saved
from layerwalk.nn.blueprint.layers import Blueprint, Dense, Dropout, Flatten
from layerwalk.nn.messages import (
    Build,
    Control,
    Load,
    Loaded,
    LoadWeights,
    Progress,
    Saved,
    SaveWeights,
    Train,
    TrainConfig,
)
from layerwalk.nn.said import say

pytestmark = pytest.mark.usefixtures("few_digits")

SMALL = Blueprint(name="mine", title="My network", layers=(Flatten(), Dense(units=8)))
CONFIG = TrainConfig(epochs=2, batch=50, validation_share=0.1)


# Saving and loading


def test_what_was_saved_is_loaded_again_to_the_bit(host: Any, tmp_path: Path) -> None:
    host.loaded(Build(blueprint=SMALL))
    host.trained()
    learnt, file = host.answer(), tmp_path / "new" / "mine.safetensors"
    reply = host.was_saved(SaveWeights(file=file))
    assert sorted(path.name for path in file.parent.iterdir()) == [
        "mine.blueprint.json",
        "mine.record.json",
        "mine.safetensors",
    ]
    assert json.loads(file.with_suffix(".record.json").read_text("utf-8")) == reply.record
    host.loaded(Load(network="ana-small"))
    again = host.loaded(Build(blueprint=SMALL, file=file))
    assert again.record == reply.record
    assert host.answer() == learnt


def test_the_record_says_how_the_weights_came_to_be(host: Any, tmp_path: Path) -> None:
    host.loaded(Build(blueprint=SMALL))
    host.trained()
    record = host.was_saved(SaveWeights(file=tmp_path / "mine.safetensors")).record
    assert record["accuracy"].endswith(" of 600 test pictures)")
    assert (record["epochs"], record["steps"], record["parent"]) == ("1 of 2, paused", "3 of 22", "drawn anew (seed 1)")
    assert record["duration"].endswith(" s on CPU, 1 thread(s)")
    assert {"data", "share", "batch", "optimiser", "loss", "augmentation", "seed", "trained", "torch"} <= set(record)


def test_a_run_goes_on_while_its_good_weights_are_saved(host: Any, tmp_path: Path) -> None:
    host.loaded(Build(blueprint=SMALL))
    host.ask(Train(config=CONFIG))
    host.ask()
    reply, *_ = host.ask(SaveWeights(file=tmp_path / "mine.safetensors"))
    assert isinstance(reply, Saved)
    assert reply.record["epochs"] == "1 of 2, training"
    (paused,) = host.ask(Control(action="pause"))
    assert isinstance(paused, Progress)
    assert paused.step == 3


def test_saving_does_not_change_what_is_learnt(host: Any, tmp_path: Path) -> None:
    answers = []
    for saves in (False, True):
        host.loaded(Build(blueprint=replace(SMALL, layers=(*SMALL.layers, Dropout()))))
        host.trained(steps=2)
        if saves:
            host.was_saved(SaveWeights(file=tmp_path / "mine.safetensors"))
            host.failure(LoadWeights(file=tmp_path / "missing.safetensors"))
        host.ask(Control(action="step"))
        answers.append(host.answer())
    assert answers[0] == answers[1]


def test_weights_of_another_form_are_refused_and_the_run_goes_on(host: Any, tmp_path: Path) -> None:
    file = tmp_path / "other.safetensors"
    host.loaded(Load(network="ana-dense"))
    host.was_saved(SaveWeights(file=file))
    host.loaded(Build(blueprint=SMALL))
    host.trained()
    before = host.answer()
    assert host.failure(LoadWeights(file=file)).said == say("failed.misfit", file="other.safetensors")
    assert host.failure(Build(blueprint=SMALL, file=file)).said == say("failed.misfit", file="other.safetensors")
    assert host.answer() == before
    (report,) = host.ask(Control(action="pause"))
    assert isinstance(report, Progress)
    assert report.state == "paused"


def test_loading_weights_ends_the_run(host: Any, tmp_path: Path) -> None:
    file = tmp_path / "mine.safetensors"
    host.loaded(Build(blueprint=SMALL))
    host.was_saved(SaveWeights(file=file))
    before = host.answer()
    host.trained()
    reply, words = host.ask(LoadWeights(file=file))
    assert isinstance(reply, Loaded)
    assert isinstance(words, Progress)
    assert words.said == say("training.replaced", step=3)
    assert host.answer() == before


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (None, "failed.read"),
        (b"", "failed.faulty"),
        (b"\x80\x04\x95 a pickle", "failed.faulty"),
        (b"\xff" * 64, "failed.faulty"),
        (safetensors.save({"x": torch.zeros(3)}), "failed.misfit"),
        (b"\0" * (4 << 20), "failed.misfit"),
    ],
)
def test_files_of_strangers_are_refused_in_words(host: Any, tmp_path: Path, content: bytes | None, key: str) -> None:
    file = tmp_path / "strange.safetensors"
    if content is not None:
        file.write_bytes(content)
    host.loaded(Build(blueprint=SMALL))
    assert host.failure(LoadWeights(file=file)).said == say(key, file="strange.safetensors")


def test_weights_that_are_no_numbers_are_refused(host: Any, tmp_path: Path) -> None:
    file = tmp_path / "mine.safetensors"
    host.loaded(Build(blueprint=SMALL))
    host.was_saved(SaveWeights(file=file))
    found = safetensors.load_file(file)
    found["dense1.bias"][0] = float("nan")
    safetensors.save_file(found, file)
    assert host.failure(LoadWeights(file=file)).said == say("failed.no_numbers", file="mine.safetensors")


@pytest.mark.parametrize("where", ["mine.pt", "file/mine.safetensors"])
def test_what_cannot_be_written_leaves_nothing_behind(host: Any, tmp_path: Path, where: str) -> None:
    (tmp_path / "file").write_text("in the way")
    host.loaded(Build(blueprint=SMALL))
    reply = host.failure(SaveWeights(file=tmp_path / where))
    assert str(tmp_path / where).removesuffix(".safetensors") in reply.sentence
    assert reply.said is not None
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_leaves_the_old_files_as_they_were(
    host: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.safetensors"
    host.loaded(Build(blueprint=SMALL))
    host.was_saved(SaveWeights(file=file))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    host.trained()

    def fail(number: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        reply = host.failure(SaveWeights(file=file))
    assert reply.sentence.endswith("cannot be written (No space left on device)")
    assert reply.said is not None
    assert reply.said.key == "failed.write"
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_without_a_network_there_is_nothing_to_save(host: Any, tmp_path: Path) -> None:
    for request in (SaveWeights(file=tmp_path / "a.safetensors"), LoadWeights(file=tmp_path / "a.safetensors")):
        assert host.failure(request).said == say("failed.no_network")


# What lies in a folder


def test_saved_networks_are_listed_newest_first(host: Any, tmp_path: Path) -> None:
    assert loop.saved(tmp_path / "nowhere") == ()
    host.loaded(Build(blueprint=SMALL))
    for number, name in enumerate(("old", "new")):
        host.was_saved(SaveWeights(file=tmp_path / f"{name}.safetensors"))
        os.utime(tmp_path / f"{name}.safetensors", (number, number))
    first, second = loop.saved(tmp_path)
    assert (first.title, second.title) == ("new", "old")
    assert first.blueprint == SMALL
    assert first.record["title"] == "My network"
    assert first.fault is None


def test_a_faulty_file_is_listed_with_its_fault(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "broken.safetensors").write_bytes(b"nothing")
    (found,) = loop.saved(tmp_path)
    assert found.fault == say("failed.faulty", file="broken.safetensors")
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_faulty_blueprint_or_record_beside_is_told(host: Any, tmp_path: Path) -> None:
    host.loaded(Build(blueprint=SMALL))
    host.was_saved(SaveWeights(file=tmp_path / "mine.safetensors"))
    (tmp_path / "mine.blueprint.json").write_text("{}")
    (tmp_path / "mine.record.json").write_text("x" * (saved.TEXT_BYTES + 1))
    (found,) = loop.saved(tmp_path)
    assert found.fault == say("failed.blueprint", file="mine.blueprint.json")
    assert found.record == {}


def test_listing_leaves_torch_alone(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from layerwalk.nn import loop; loop.saved(pathlib.Path()); print('torch' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
