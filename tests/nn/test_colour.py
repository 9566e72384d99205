"""The tools with a network that reads pictures of three channels: the same rules as for grey ones."""

from collections.abc import Callable
from typing import get_args

import numpy as np
import pytest
import torch

from layerwalk.nn.aim import Aim, FoolConfig, SynthesisConfig
from layerwalk.nn.blueprint.layers import Blueprint, Conv, Dense, Flatten, MaxPool
from layerwalk.nn.lesions.targets import Edges, Lesion
from layerwalk.nn.loop import InlineHost
from layerwalk.nn.messages import (
    Attribute,
    Attributed,
    Build,
    CountDead,
    Explain,
    Explained,
    Failed,
    Fool,
    Fooled,
    Infer,
    Inferred,
    Loaded,
    LookAt,
    LookOver,
    MeasureLesions,
    Method,
    Reply,
    Request,
    SetLesions,
    Synthesise,
    Synthesised,
    Weights,
)

SHAPE = (3, 16, 16)
COLOURS = Blueprint(
    name="colours",
    title="A network in colours",
    shape=SHAPE,
    layers=(Conv(filters=5), MaxPool(), Conv(filters=4), Flatten(), Dense(units=9)),
)
PICTURE = np.random.default_rng(3).random(SHAPE, np.float32)
ANSWER = Aim(node="dense2", index=(4,))


@pytest.fixture
def host() -> InlineHost:
    host = InlineHost(device="cpu")
    host.submit(Build(blueprint=COLOURS, seed=1))
    (loaded,) = host.poll()
    assert isinstance(loaded, Loaded)
    assert loaded.spec.input.shape == SHAPE
    return host


def ask(host: InlineHost, request: Request, holds: Callable[[Reply], bool] = lambda reply: True) -> Reply:
    """Return the first reply for which something holds; fail where the request fails."""
    host.submit(request)
    for _ in range(500):
        for reply in host.poll():
            assert not isinstance(reply, Failed), reply
            if holds(reply):
                return reply
    raise AssertionError("it never comes")


def finished(reply: Reply) -> bool:
    return isinstance(reply, Synthesised) and reply.state == "finished"


def test_a_grey_drawing_is_read_in_all_three_channels(host: InlineHost) -> None:
    drawing = np.zeros((64, 64), np.float32)
    drawing[8:56, 24:36] = 1
    reply = ask(host, Infer(drawing=drawing, serial=1, side_px=16, centre=False))
    assert isinstance(reply, Inferred)
    assert reply.picture.shape == SHAPE
    assert all(np.array_equal(channel, reply.picture[0]) for channel in reply.picture)


@pytest.mark.parametrize("space", ["pixels", "fourier"])
@pytest.mark.parametrize("objective", ["most", "ana"])
def test_pictures_in_colours_rise_in_score_and_are_the_same_again(host: InlineHost, space: str, objective: str) -> None:
    config = SynthesisConfig(
        steps=40,
        space=space,  # type: ignore[arg-type]
        objective=objective,  # type: ignore[arg-type]
        jitter_px=1,
        rotation_deg=4.0,
        scale=0.05,
        variation=0.1,
        blur=0.5,
        decay=0.1,
    )
    request = Synthesise(aims=tuple(Aim(node="conv2", index=(map,)) for map in range(4)), config=config)
    first, again = ask(host, request, finished), ask(host, request, finished)
    assert isinstance(first, Synthesised)
    assert isinstance(again, Synthesised)
    assert first.pictures.shape == (4, *SHAPE)
    assert (first.scores[:, -1] > first.scores[:, 0]).all()
    assert np.array_equal(first.pictures, again.pictures)
    assert np.ptp(first.pictures, axis=1).max() > 0.1


@pytest.mark.parametrize("step", ["gradient", "fgsm", "pgd"])
def test_fooled_pictures_stay_in_range_and_the_tensor_is_the_one_that_is_classified(
    host: InlineHost, step: str
) -> None:
    config = FoolConfig(step=step, epsilon=0.1)  # type: ignore[arg-type]
    reply = ask(host, Fool(serial=1, begin=PICTURE, aim=ANSWER, config=config, takes=3, stays=False))
    assert isinstance(reply, Fooled)
    picture = reply.answer.picture
    assert picture.shape == SHAPE
    assert 0 <= picture.min() <= picture.max() <= 1
    assert not np.array_equal(picture, PICTURE)
    if step != "gradient":
        assert np.abs(picture - PICTURE).max() <= 0.1 + 1e-6
    assert np.array_equal(reply.answer.activations["input"], picture)


@pytest.mark.parametrize("method", get_args(Method))
def test_reasons_are_summed_up_over_the_channels(host: InlineHost, method: str) -> None:
    request = Attribute(picture=PICTURE, serial=1, method=method)  # type: ignore[arg-type]
    reply = ask(host, request, lambda reply: isinstance(reply, Attributed) and reply.share == 1)
    assert isinstance(reply, Attributed)
    assert reply.map.shape == SHAPE[1:]
    if method == "integrated-gradients":
        assert float(reply.map.sum()) == pytest.approx(reply.difference, rel=0.02)


def test_edges_and_weights_reach_every_channel(host: InlineHost) -> None:
    ask(host, Infer(drawing=np.ones((16, 16), np.float32), serial=1, side_px=16, centre=False))
    explained = ask(host, Explain(node="conv1", index=(2, 5, 5)))
    assert isinstance(explained, Explained)
    weights = ask(host, LookAt(node="conv1", map=2))
    assert isinstance(weights, Weights)
    assert weights.weights is not None
    assert weights.weights.shape == (3, 3, 3)
    ask(host, LookOver(node="input"))


def test_edges_from_one_channel_are_lesioned_as_torch_does_without_it(host: InlineHost) -> None:
    drawing = np.random.default_rng(1).random((16, 16), np.float32)
    edges = Edges(source="input", map=1, node="conv1", index=(0, 4, 4))
    host.submit(SetLesions(lesions=(Lesion(target=edges),)))
    reply = ask(host, Infer(drawing=drawing, serial=2, side_px=16, centre=False), of_an_answer)
    assert isinstance(reply, Inferred)
    model = host._server._held.network.model
    without = torch.from_numpy(reply.picture.copy())[None]
    without[:, 1] = 0
    with torch.inference_mode():
        expected = model.conv1(without).relu()[0, 0, 4, 4]
    assert reply.activations["conv1"][0, 4, 4] == pytest.approx(float(expected), abs=1e-6)


def of_an_answer(reply: Reply) -> bool:
    return isinstance(reply, Inferred)


@pytest.mark.parametrize("request_", [CountDead(serial=1, pictures=64), MeasureLesions(serial=1, pictures=64)])
def test_without_pictures_that_fit_one_sentence_says_so(host: InlineHost, request_: Request) -> None:
    host.submit(request_)
    failed = [reply for _ in range(20) for reply in host.poll() if isinstance(reply, Failed)]
    assert len(failed) == 1
    assert failed[0].said is not None
    assert failed[0].said.key != "failed.unforeseen"
