"""Synthesis asked of the model loop."""

import numpy as np

from layerwalk.nn import loop
from layerwalk.nn.aim import Aim, SynthesisConfig
from layerwalk.nn.messages import (
    CancelSynthesis,
    Failed,
    Infer,
    Inferred,
    Load,
    Progress,
    Reply,
    Synthesise,
    Synthesised,
    Train,
    TrainConfig,
)

MAPS = tuple(Aim(node="conv2", index=(map,)) for map in range(6))


def opened() -> loop.InlineHost:
    host = loop.InlineHost(device="cpu")
    host.submit(Load(network="ana-small"))
    host.poll()
    return host


def until_it_ends(host: loop.InlineHost, *, most: int = 500) -> list[Reply]:
    replies: list[Reply] = []
    for _ in range(most):
        replies += host.poll()
        if any(isinstance(reply, Synthesised) and reply.state == "finished" for reply in replies):
            return replies
    raise AssertionError("it never ends")


def test_pictures_of_a_whole_layer_are_made() -> None:
    host = opened()
    host.submit(Synthesise(aims=MAPS, config=SynthesisConfig(steps=5)))
    reports = [reply for reply in until_it_ends(host) if isinstance(reply, Synthesised)]
    assert reports[0].state == "making"
    assert reports[-1].pictures.shape == (6, 1, 28, 28)
    assert (reports[-1].step, reports[-1].steps) == (5, 5)


def test_a_drawing_is_answered_between_two_steps() -> None:
    host = opened()
    host.submit(Synthesise(aims=MAPS, config=SynthesisConfig(steps=50)))
    host.poll()
    host.submit(Infer(drawing=np.zeros((28, 28), np.float32), serial=7))
    assert any(isinstance(reply, Inferred) and reply.serial == 7 for reply in host.poll())
    until_it_ends(host)


def test_it_ends_when_it_is_cancelled() -> None:
    host = opened()
    host.submit(Synthesise(aims=MAPS))
    host.poll()
    host.submit(CancelSynthesis())
    (reply,) = host.poll()
    assert isinstance(reply, Synthesised)
    assert reply.state == "cancelled"
    assert host.poll() == []


def test_another_network_ends_it() -> None:
    host = opened()
    host.submit(Synthesise(aims=MAPS))
    host.poll()
    host.submit(Load(network="ana-dense"))
    host.poll()
    assert host.poll() == []


def test_it_goes_on_beside_training() -> None:
    host = opened()
    host.submit(Train(config=TrainConfig(epochs=1, share=0.02, batch=16), start="shown"))
    host.submit(Synthesise(aims=MAPS[:1], config=SynthesisConfig(steps=10)))
    replies = until_it_ends(host)
    steps = [reply.step for reply in replies if isinstance(reply, Progress)]
    assert steps
    for _ in range(30):
        steps += [reply.step for reply in host.poll() if isinstance(reply, Progress)]
    assert max(steps) > 0


def test_an_aim_at_nothing_is_answered_in_one_sentence() -> None:
    host = opened()
    host.submit(Synthesise(aims=(Aim(node="nowhere"),)))
    (reply,) = host.poll()
    assert isinstance(reply, Failed)
    assert "nowhere" in reply.sentence
