"""A picture that is fooled step by step, asked of the model loop."""

from dataclasses import replace

import numpy as np
import pytest

from layerwalk.nn import data, evaluate, loop
from layerwalk.nn.aim import Aim, FoolConfig
from layerwalk.nn.lesions.targets import Lesion, Map, Zero
from layerwalk.nn.messages import (
    Explain,
    Explained,
    Failed,
    Floats,
    Fool,
    Fooled,
    Infer,
    Load,
    Reply,
    Request,
    SetLesions,
)

TOWARDS = Aim(node="dense2", index=(3,))
PGD = FoolConfig(epsilon=0.1, rate=0.02)


@pytest.fixture
def host() -> loop.InlineHost:
    host = loop.InlineHost(device="cpu")
    host.submit(Load(network="ana-small"))
    host.poll()
    return host


@pytest.fixture(scope="module")
def picture() -> Floats:
    return evaluate.as_input(data.load("mnist-test").pictures[:1], (1, 28, 28))[0]


def asked(host: loop.InlineHost, request: Request) -> Reply:
    host.submit(request)
    (reply,) = host.poll()
    return reply


def fooled(
    host: loop.InlineHost, picture: Floats, *, aim: Aim = TOWARDS, config: FoolConfig = PGD, **more: object
) -> Fooled:
    reply = asked(host, Fool(serial=1, begin=picture, aim=aim, config=config, **more))  # type: ignore[arg-type]
    assert isinstance(reply, Fooled)
    return reply


def test_a_step_is_answered_with_every_layer(host: loop.InlineHost, picture: Floats) -> None:
    reply = fooled(host, picture)
    assert (reply.step, reply.answer.serial) == (1, 1)
    assert set(reply.answer.activations) >= {"conv1", "dense2"}
    assert np.array_equal(reply.answer.activations["input"], reply.answer.picture)
    assert reply.answer.probabilities.sum() == pytest.approx(1)


def test_a_step_at_a_time_comes_to_what_all_steps_at_once_come_to(host: loop.InlineHost, picture: Floats) -> None:
    at_once = fooled(host, picture, takes=6, stays=False)
    one = fooled(host, picture, stays=False)
    for step in range(1, 6):
        one = fooled(host, picture, now=one.answer.picture, step=step, stays=False)
    assert np.array_equal(one.answer.picture, at_once.answer.picture)


@pytest.mark.parametrize("step", ["fgsm", "pgd"])
def test_epsilon_is_measured_from_the_beginning_over_all_steps(
    host: loop.InlineHost, picture: Floats, step: str
) -> None:
    reply = fooled(host, picture)
    for _ in range(12):
        config = replace(PGD, step=step)
        reply = fooled(host, picture, config=config, now=reply.answer.picture, step=reply.step, stays=False)
        assert reply.farthest <= 0.1 + 1e-6
        assert reply.answer.picture.min() >= 0
        assert reply.answer.picture.max() <= 1


def test_no_step_leaves_the_picture_as_it_is_and_looks_at_it(host: loop.InlineHost, picture: Floats) -> None:
    reply = fooled(host, picture, takes=0)
    assert np.array_equal(reply.answer.picture, picture)
    assert (reply.step, reply.farthest, reply.reached) == (0, 0.0, False)


def test_a_picture_that_is_there_stays_unless_it_is_to_go_on(host: loop.InlineHost, picture: Floats) -> None:
    guess = int(fooled(host, picture, takes=0).answer.probabilities.argmax())
    there = Aim(node="dense2", index=(guess,))
    assert (fooled(host, picture, aim=there).step, fooled(host, picture, aim=there).reached) == (0, True)
    assert fooled(host, picture, aim=there, stays=False).step == 1


def test_any_neuron_of_a_map_can_be_the_aim(host: loop.InlineHost, picture: Floats) -> None:
    aim = Aim(node="conv1", index=(3, 20, 14))
    reply = fooled(host, picture, aim=aim, config=FoolConfig(step="gradient", epsilon=0.5), takes=200)
    values = reply.answer.activations["conv1"]
    assert reply.reached
    assert values[3, 20, 14] == values.max()


def test_lesions_count_for_the_steps_too(host: loop.InlineHost, picture: Floats) -> None:
    whole = fooled(host, picture)
    asked(host, SetLesions(lesions=(Lesion(target=Map(node="conv1", map=1), kind=Zero()),)))
    lesioned = fooled(host, picture)
    assert not np.array_equal(lesioned.answer.picture, whole.answer.picture)
    assert not lesioned.answer.activations["conv1"][1].any()


def test_what_is_explained_is_the_fooled_picture(host: loop.InlineHost, picture: Floats) -> None:
    reply = fooled(host, picture)
    told = asked(host, Explain(node="dense2", index=(3,)))
    assert isinstance(told, Explained)
    assert told.output == pytest.approx(float(reply.answer.probabilities[3]), abs=1e-5)


def test_a_new_drawing_takes_the_place_of_a_step_that_waits(host: loop.InlineHost, picture: Floats) -> None:
    host.submit(Fool(serial=1, begin=picture, aim=TOWARDS, config=PGD))
    host.submit(Infer(drawing=picture[0], serial=2, centre=False))
    (reply,) = host.poll()
    assert not isinstance(reply, Fooled)


def test_an_aim_at_nothing_is_answered_in_one_sentence(host: loop.InlineHost, picture: Floats) -> None:
    reply = asked(host, Fool(serial=1, begin=picture, aim=Aim(node="nowhere", index=(1,)), config=PGD))
    assert isinstance(reply, Failed)
    assert "nowhere" in reply.sentence


def test_a_process_of_its_own_takes_the_same_step(host: loop.InlineHost, picture: Floats) -> None:
    here = fooled(host, picture, takes=3)
    process = loop.process_host(device="cpu")
    try:
        process.submit(Load(network="ana-small"))
        process.submit(Fool(serial=1, begin=picture, aim=TOWARDS, config=PGD, takes=3))
        there = next(r for _ in range(600) for r in process.poll(wait_s=0.1) if isinstance(r, Fooled | Failed))
    finally:
        process.close()
    assert isinstance(there, Fooled)
    assert np.array_equal(there.answer.picture, here.answer.picture)
    assert np.array_equal(there.answer.activations["conv1"], here.answer.activations["conv1"])
