"""What the worker hands out so that a network can be had again after a loss."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import torch as safetensors

from layerwalk.nn.blueprint.layers import Blueprint, Dense, Flatten
from layerwalk.nn.messages import Build, Control, Infer, Load, Loaded, LoadWeights, Train, TrainConfig
from layerwalk.nn.worker import Worker

CONFIG = TrainConfig(epochs=2, batch=50, validation_share=0.1)


@pytest.fixture
def worker() -> Worker:
    opened = Worker()
    opened.handle(Load(network="ana-dense"))
    return opened


def test_there_is_no_keepsake_of_nothing() -> None:
    assert Worker().keepsake() is None


def test_a_keepsake_has_the_request_and_the_weights(worker: Worker) -> None:
    keepsake = worker.keepsake()
    assert keepsake is not None
    assert keepsake.request == Load(network="ana-dense")
    assert keepsake.version == worker.weights_version
    assert safetensors.load(keepsake.weights)["dense1.weight"].shape == (42, 784)


def test_an_answer_changes_no_weights(worker: Worker) -> None:
    before = worker.weights_version
    worker.handle(Infer(drawing=np.zeros((28, 28), np.float32), serial=1))
    assert worker.weights_version == before


@pytest.mark.usefixtures("few_digits")
def test_while_it_trains_the_last_good_weights_are_kept(worker: Worker) -> None:
    worker.handle(Train(config=CONFIG))
    versions, kept = [], []
    for _ in range(4):
        worker.advance()
        keepsake = worker.keepsake()
        assert keepsake is not None
        versions.append(keepsake.version)
        kept.append(safetensors.load(keepsake.weights)["dense1.weight"])
    assert versions == sorted(set(versions))
    assert not torch.equal(kept[1], kept[3])
    worker.handle(Control(action="pause"))
    paused = worker.keepsake()
    assert paused is not None
    assert not torch.equal(kept[3], safetensors.load(paused.weights)["dense1.weight"])


@pytest.mark.usefixtures("few_digits")
def test_a_keepsake_brings_everything_again(worker: Worker, tmp_path: Path) -> None:
    blueprint = Blueprint(name="mine", title="Mine", layers=(Flatten(), Dense(units=8)))
    worker.handle(Build(blueprint=blueprint, seed=3))
    worker.handle(Train(config=CONFIG))
    worker.advance()
    worker.handle(Control(action="pause"))
    keepsake = worker.keepsake()
    assert keepsake is not None
    assert keepsake.request == Build(blueprint=blueprint, seed=3)
    file = tmp_path / "kept.safetensors"
    file.write_bytes(keepsake.weights)
    file.with_suffix(".record.json").write_text(json.dumps(dict(keepsake.record)))
    other = Worker()
    other.handle(keepsake.request)
    loaded = other.handle(LoadWeights(file=file))
    again = other.keepsake()
    assert isinstance(loaded, Loaded)
    assert again is not None
    assert (again.weights, again.record) == (keepsake.weights, keepsake.record)
    assert (loaded.record["steps"], "origin" in loaded.record) == ("1 of 22", False)
    assert again.record["origin"] == "run 1, step 1"
