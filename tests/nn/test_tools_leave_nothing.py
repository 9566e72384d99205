"""Whatever is asked of a network while it is examined: afterwards it is what it was, to the bit."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch

from layerwalk.nn import worker
from layerwalk.nn.aim import Aim, FoolConfig, SynthesisConfig
from layerwalk.nn.lesions.targets import Edge, Edges, Lesion, Map, Mean, Neuron, Noise, Scale, Share
from layerwalk.nn.messages import (
    Attribute,
    CancelSynthesis,
    CountDead,
    Explain,
    Failed,
    FindLeast,
    Fool,
    Infer,
    Load,
    LookOver,
    MeasureLesions,
    Reply,
    Request,
    SetLesions,
    StopStudy,
    Study,
    StudyConfig,
    Synthesise,
)

PICTURE = np.linspace(0, 1, 784, dtype=np.float32).reshape(1, 28, 28)
LESIONS = (
    Lesion(target=Neuron(node="conv1", index=(0, 3, 3))),
    Lesion(target=Map(node="conv1", map=1), kind=Scale(factor=0.5)),
    Lesion(target=Share(node="dense1", share=0.2), kind=Noise(amount=0.3)),
    Lesion(target=Edge(source="dense1", at=(2,), node="dense2", index=(1,)), kind=Mean()),
    Lesion(target=Edges(source="pool1", map=1, node="conv2", index=(0, 2, 2))),
)
CONVS = Aim(node="conv2", index=(3,))
BEGUN: dict[str, tuple[Request, Request | None]] = {
    "explain": (Explain(node="conv2", index=(1, 2, 3), outgoing=True), None),
    "look over": (LookOver(node="conv2"), None),
    "lesions": (SetLesions(lesions=LESIONS), SetLesions(lesions=())),
    "measure": (MeasureLesions(serial=1, pictures=64), MeasureLesions(serial=2, stops=True)),
    "least": (FindLeast(serial=1, node="conv1", kept=(0, 1, 2), picture=PICTURE), None),
    "count dead": (CountDead(serial=1, pictures=64), CountDead(serial=2, stops=True)),
    "synthesis": (Synthesise(aims=(CONVS,), config=SynthesisConfig(steps=9)), CancelSynthesis()),
    "study": (Study(serial=1, config=StudyConfig(kind="ablation", pictures=4, draws=1)), StopStudy(serial=2)),
    **{
        method: (Attribute(picture=PICTURE, serial=1, method=method), None)  # type: ignore[arg-type]
        for method in ("saliency", "gradient-times-input", "integrated-gradients", "grad-cam", "occlusion")
    },
    "fool": (Fool(serial=2, begin=PICTURE, aim=Aim(node="dense2", index=(4,)), config=FoolConfig()), None),
}


class Watched:
    """A worker with a network, and everything that could be left behind in it."""

    def __init__(self) -> None:
        self.worker = worker.Worker()
        self.ask(Load(network="ana-small"))
        self.before = self.state()

    @property
    def model(self) -> Any:
        assert self.worker._held is not None
        return self.worker._held.network.model

    def state(self) -> dict[str, torch.Tensor]:
        return {name: value.clone() for name, value in self.model.state_dict().items()}

    def ask(self, request: Request) -> Reply:
        reply = self.worker.handle(request)
        assert not isinstance(reply, Failed), reply.sentence
        return reply

    def answer(self) -> Any:
        return self.ask(Infer(drawing=PICTURE[0], serial=99, centre=False))

    def finish(self, pieces: int) -> None:
        for _ in range(pieces):
            if self.worker.busy:
                assert not isinstance(self.worker.advance(), Failed)


@pytest.fixture
def watched() -> Iterator[Watched]:
    made = Watched()
    yield made
    made.worker.close()


def is_as_it_was(watched: Watched) -> None:
    for module in watched.model.modules():
        assert not module._forward_hooks
        assert not module._forward_pre_hooks
        assert not module._backward_hooks
    for name, value in watched.state().items():
        assert torch.equal(value, watched.before[name]), name
    assert all(value.grad is None for value in watched.model.parameters())
    assert not watched.model.training


@pytest.mark.parametrize("pieces", [0, 3, 100_000], ids=["at once", "soon", "at its end"])
@pytest.mark.parametrize("tool", BEGUN)
def test_a_tool_that_ends_leaves_the_network_as_it_was(watched: Watched, tool: str, pieces: int) -> None:
    begin, end = BEGUN[tool]
    before = watched.answer()
    watched.ask(begin)
    watched.finish(pieces)
    if end is not None:
        watched.ask(end)
        assert not watched.worker.busy
    watched.finish(100_000)
    is_as_it_was(watched)
    after = watched.answer()
    for name, value in before.activations.items():
        np.testing.assert_array_equal(value, after.activations[name])


def test_all_of_them_at_once_leave_the_network_as_it_was(watched: Watched) -> None:
    steps: list[Callable[[], object]] = [lambda begin=begin: watched.ask(begin) for begin, _ in BEGUN.values()]
    for step in steps:
        step()
        watched.finish(2)
    watched.finish(100_000)
    for _, end in BEGUN.values():
        if end is not None:
            watched.ask(end)
    is_as_it_was(watched)
