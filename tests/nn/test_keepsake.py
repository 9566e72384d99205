"""What the worker hands out so that a network can be had again after a loss."""

import numpy as np
import pytest
import torch
from safetensors import torch as safetensors

from layerwalk.nn.messages import Control, Infer, Load, Train, TrainConfig
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
