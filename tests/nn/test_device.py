"""What networks are calculated on, and what happens where a graphics card does not manage it."""

import logging
import subprocess
import sys
import threading
from typing import Any

import numpy as np
import pytest
import torch

from layerwalk.nn import device, opening, train, warm_up
from layerwalk.nn.loop import InlineHost, ThreadHost
from layerwalk.nn.messages import Infer, Inferred, Load, Loaded
from layerwalk.nn.worker import Worker

CARD = torch.device("cuda", 0)


def test_the_cpu_is_taken_at_once_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "_cards", lambda: pytest.fail("nobody asked for a card"))
    assert device.choose("cpu") == device.CPU


def test_the_first_card_that_works_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    cards = [torch.device("cuda", 0), torch.device("mps")]

    def test(place: torch.device) -> None:
        if place == cards[0]:
            raise RuntimeError("no kernel image")

    monkeypatch.setattr(device, "_cards", lambda: cards)
    monkeypatch.setattr(device, "_try", test)
    assert device.choose() == cards[1]


@pytest.mark.skipif(torch.backends.mps.is_available(), reason="here such a card works")
def test_a_card_that_does_not_work_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(device, "_cards", lambda: [torch.device("mps")])
    assert device.choose() == device.CPU
    assert "cannot be used" in caplog.text


def test_without_a_card_the_cpu_is_used(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(device, "_cards", list)
    assert device.choose() == device.CPU
    assert not caplog.records
    assert device.choose("gpu") == device.CPU
    assert "There is no GPU" in caplog.text


def test_the_reply_says_what_is_calculated_on() -> None:
    assert device.title(device.CPU) == "CPU"
    host = InlineHost(device="cpu")
    host.submit(Load(network="ana-dense"))
    (loaded,) = host.poll()
    assert isinstance(loaded, Loaded)
    assert loaded.device == "CPU"


def test_a_card_that_fails_on_a_network_is_replaced_by_the_cpu(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(device, "choose", lambda wanted: CARD)
    monkeypatch.setattr(device, "title", lambda place: str(place))
    whole = opening.open_network

    def open_network(name: str, *, place: torch.device) -> Any:
        if place == CARD:
            raise RuntimeError("CUDA out of memory")
        return whole(name, place=place)

    monkeypatch.setattr(opening, "open_network", open_network)
    opened = Worker(wanted="auto")
    loaded = opened.handle(Load(network="ana-dense"))
    assert isinstance(loaded, Loaded)
    assert loaded.device == "cpu"
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert isinstance(opened.handle(Infer(drawing=np.zeros((28, 28), np.float32), serial=1)), Inferred)


def test_warming_up_leaves_chance_as_it_was() -> None:
    before = torch.get_rng_state()
    train.warm_up()
    assert torch.equal(before, torch.get_rng_state())


def test_after_warming_up_a_first_step_imports_nothing_more() -> None:
    code = """
import sys, torch
from layerwalk.nn import models, train
from layerwalk.nn.messages import TrainConfig
train.warm_up()
model = models.REGISTRY["ana-dense"].build()
before = set(sys.modules)
next(train.train(model, torch.zeros(4, 1, 28, 28, dtype=torch.uint8), torch.arange(4), TrainConfig(epochs=1)))
print(len(set(sys.modules) - before))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "0\n"


def test_a_thread_host_warms_up_soon_after_the_first_network(monkeypatch: pytest.MonkeyPatch) -> None:
    warm = threading.Event()
    monkeypatch.setattr(warm_up, "IDLE_S", 0.0)
    monkeypatch.setattr(warm_up, "prepare", lambda network: warm.set())
    host = ThreadHost()
    host.submit(Load(network="ana-dense"))
    assert warm.wait(60)
    host.close()
