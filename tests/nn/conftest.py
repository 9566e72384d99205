"""What tests of the model loop share: few digits, so that an epoch takes no time, and a host to talk to."""

import sys
from pathlib import Path

import numpy as np
import pytest

from layerwalk.nn import data
from layerwalk.nn.data import Dataset
from layerwalk.nn.loop import InlineHost
from layerwalk.nn.messages import (
    Control,
    Failed,
    Infer,
    Inferred,
    Loaded,
    Progress,
    Reply,
    Request,
    Saved,
    Train,
    TrainConfig,
)

sys.path.insert(0, str(Path(__file__).resolve().parent))

CONFIG = TrainConfig(epochs=2, batch=50, validation_share=0.1)


@pytest.fixture(scope="module")
def digits() -> Dataset:
    """Return 600 of the test digits."""
    whole = data.load("mnist-test")
    return Dataset(name="few", pictures=whole.pictures[:600], labels=whole.labels[:600], classes=whole.classes)


@pytest.fixture
def few_digits(digits: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every data set be the few digits."""
    monkeypatch.setattr(data, "load", lambda name: digits)


class Talk:
    """Talk to an inline host, and insist on the reply that is expected."""

    def __init__(self) -> None:
        self.host = InlineHost()

    def ask(self, *requests: Request) -> list[Reply]:
        """Submit requests together and poll once."""
        for request in requests:
            self.host.submit(request)
        return self.host.poll()

    def loaded(self, request: Request) -> Loaded:
        """Return the reply to a request that brings a network or weights."""
        (reply, *_) = self.ask(request)
        assert isinstance(reply, Loaded), reply
        return reply

    def was_saved(self, request: Request) -> Saved:
        """Return the reply to a request that writes files."""
        (reply, *_) = self.ask(request)
        assert isinstance(reply, Saved), reply
        return reply

    def failure(self, request: Request) -> Failed:
        """Return the reply to a request that cannot be served."""
        (reply, *_) = self.ask(request)
        assert isinstance(reply, Failed), reply
        return reply

    def answer(self) -> list[float]:
        """Return the probabilities for one stroke."""
        drawing = np.zeros((28, 28), np.float32)
        drawing[5:22, 13:15] = 1
        (reply, *_) = self.ask(Infer(drawing=drawing, serial=1))
        assert isinstance(reply, Inferred), reply
        return [float(value) for value in reply.probabilities]

    def trained(self, *, steps: int = 3, start: str = "new", run: int = 1) -> None:
        """Begin a run and pause it after some steps."""
        self.ask(Train(config=CONFIG, start=start, run=run), Control(action="pause"))
        for _ in range(steps):
            self.ask(Control(action="step"))

    def until(self, state: str) -> Progress:
        """Poll until the run is in `state`; return that report."""
        for _ in range(1000):
            for reply in self.ask():
                if isinstance(reply, Progress) and reply.state == state:
                    return reply
        raise AssertionError(f"the run is never {state}")


@pytest.fixture
def host() -> Talk:
    """Return an inline host to talk to."""
    return Talk()
