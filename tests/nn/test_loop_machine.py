"""Anything at all, asked of the model loop in any order."""

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from layerwalk.nn.loop import InlineHost
from layerwalk.nn.messages import Control, Failed, Infer, Load, Progress, Request, Reset, Show, Train, TrainConfig

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

    @rule(times=st.integers(1, 5))
    def poll(self, times: int) -> None:
        for _ in range(times):
            replies = self.host.poll()
            assert len(replies) >= len(self.waiting)
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


@pytest.mark.usefixtures("few_digits")
def test_the_loop_never_raises_and_always_ends() -> None:
    run_state_machine_as_test(LoopMachine, settings=settings(max_examples=40, stateful_step_count=20, deadline=None))
