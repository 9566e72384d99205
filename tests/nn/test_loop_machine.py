"""Anything at all, asked of the model loop in any order."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from layerwalk.nn.blueprint.layers import Blueprint, Dense, Flatten
from layerwalk.nn.loop import InlineHost
from layerwalk.nn.messages import (
    Build,
    Control,
    ExportScript,
    Failed,
    Infer,
    Load,
    LoadWeights,
    Progress,
    Request,
    Reset,
    SaveWeights,
    Show,
    Train,
    TrainConfig,
)

FINAL = {"finished", "stopped", "diverged"}


def stroke(serial: int = 1) -> Infer:
    drawing = np.zeros((28, 28), np.float32)
    drawing[5:22, 13:15] = 1
    return Infer(drawing=drawing, serial=serial)


class LoopMachine(RuleBasedStateMachine):
    """Ask the loop for anything in any order: it never raises, every request is answered, and a stop always stops."""

    def __init__(self) -> None:
        super().__init__()
        self.host = InlineHost()
        self.waiting: list[Request] = []
        self.serial = 0
        self.folder = TemporaryDirectory()

    @initialize()
    def load(self) -> None:
        self.submit(Load(network="ana-dense"))

    def submit(self, request: Request) -> None:
        self.waiting = [other for other in self.waiting if request.key is None or other.key != request.key]
        self.waiting.append(request)
        self.host.submit(request)

    @rule(rate=st.sampled_from([0.003, 1e6]), start=st.sampled_from(["new", "shown"]), epochs=st.integers(0, 2))
    def train(self, rate: float, start: str, epochs: int) -> None:
        config = TrainConfig(epochs=epochs, batch=100, share=0.5, validation_share=0.1, learning_rate=rate)
        self.submit(Train(config=config, start=start))

    @rule(action=st.sampled_from(["pause", "resume", "step", "epoch", "stop"]))
    def control(self, action: str) -> None:
        self.submit(Control(action=action))

    @rule(index=st.none() | st.integers(-1, 8))
    def show(self, index: int | None) -> None:
        self.submit(Show(index=index))

    @rule()
    def draw(self) -> None:
        self.serial += 1
        self.submit(stroke(self.serial))

    @rule(request=st.sampled_from([Reset(), Load(network="ana-dense"), Load(network="nobody's")]))
    def change_network(self, request: Request) -> None:
        self.submit(request)

    @rule(units=st.integers(0, 3), seed=st.integers(0, 1))
    def build(self, units: int, seed: int) -> None:
        blueprint = Blueprint(name="mine", title="Mine", layers=(Flatten(), Dense(units=units)))
        self.submit(Build(blueprint=blueprint, seed=seed))

    @rule(kind=st.sampled_from([SaveWeights, LoadWeights, ExportScript]), name=st.sampled_from(["a", "b"]))
    def keep(self, kind: type[SaveWeights | LoadWeights | ExportScript], name: str) -> None:
        ending = ".py" if kind is ExportScript else ".safetensors"
        self.submit(kind(file=Path(self.folder.name) / f"{name}{ending}"))

    @rule(times=st.integers(1, 5))
    def poll(self, times: int) -> None:
        for _ in range(times):
            replies = self.host.poll()
            assert len(replies) >= len(self.waiting)
            said = [reply.said for reply in replies if isinstance(reply, Failed)]
            assert all(one is not None and one.key != "failed.unforeseen" for one in said)
            self.waiting = []

    def teardown(self) -> None:
        self.submit(Control(action="stop"))
        replies = self.host.poll()
        answers = [reply for reply in replies if isinstance(reply, Progress)]
        assert not answers or answers[-1].state in FINAL
        while self.host.poll():
            pass
        self.submit(Control(action="resume"))
        (after,) = self.host.poll()
        assert isinstance(after, Failed) or (isinstance(after, Progress) and after.state in FINAL)
        self.folder.cleanup()


@pytest.mark.usefixtures("few_digits")
def test_the_loop_never_raises_and_always_ends() -> None:
    run_state_machine_as_test(LoopMachine, settings=settings(max_examples=40, stateful_step_count=20, deadline=None))


@pytest.mark.usefixtures("few_digits")
def test_the_end_of_a_run_comes_before_older_news_of_it() -> None:
    host = InlineHost()
    host.submit(Load(network="ana-dense"))
    host.submit(Train(config=TrainConfig(epochs=1, batch=100, share=0.5, validation_share=0.1)))
    host.poll()
    for request in (Show(index=None), Load(network="ana-small")):
        host.submit(request)
    told = [reply.state for reply in host.poll() if isinstance(reply, Progress)]
    host.close()
    assert told == ["stopped"]
