"""Pictures that are changed until the network errs."""

import numpy as np
import pytest

from layerwalk.nn import data, evaluate, fool, forward, opening
from layerwalk.nn.aim import Aim, FoolConfig
from layerwalk.nn.messages import Floats
from layerwalk.nn.opening import Network

COUNT = 20


@pytest.fixture(scope="module")
def small() -> Network:
    return opening.open_network("ana-small")


@pytest.fixture(scope="module")
def pictures(small: Network) -> Floats:
    return evaluate.as_input(data.load("mnist-test").pictures[:COUNT], small.shape)


def aims(network: Network, *, shift: int) -> list[Aim]:
    labels = data.load("mnist-test").labels[:COUNT]
    return [Aim(node=network.traced.spec.answer.name, index=((int(label) + shift) % 10,)) for label in labels]


@pytest.mark.parametrize("step", ["fgsm", "pgd"])
@pytest.mark.parametrize("targeted", [True, False])
def test_signed_steps_stay_within_epsilon_and_the_range(
    small: Network, pictures: Floats, step: str, targeted: bool
) -> None:
    config = FoolConfig(step=step, targeted=targeted, epsilon=0.07, steps=12)
    for fooled in fool.fool(small.traced, aims(small, shift=int(targeted)), pictures, config):
        assert np.abs(fooled.pictures - pictures).max() <= 0.07 + 1e-6
        assert fooled.pictures.min() >= 0
        assert fooled.pictures.max() <= 1


def test_plain_gradients_stay_in_the_range_and_reach_their_aim(small: Network, pictures: Floats) -> None:
    config = FoolConfig(step="gradient", epsilon=0.1, steps=60)
    *_, last = fool.fool(small.traced, aims(small, shift=1), pictures, config)
    assert bool(last.reached.all())
    assert last.pictures.min() >= 0
    assert last.pictures.max() <= 1


@pytest.mark.parametrize("targeted", [True, False])
def test_what_is_returned_is_what_was_classified(small: Network, pictures: Floats, targeted: bool) -> None:
    config = FoolConfig(epsilon=0.2, targeted=targeted)
    *_, last = fool.fool(small.traced, aims(small, shift=int(targeted)), pictures, config)
    guesses = [forward.capture(small.traced, picture).probabilities.argmax() for picture in last.pictures]
    assert guesses == last.strongest.tolist()


def test_more_room_fools_more_often(small: Network, pictures: Floats) -> None:
    rates = []
    for epsilon in (0.02, 0.3):
        *_, last = fool.fool(small.traced, aims(small, shift=0), pictures, FoolConfig(epsilon=epsilon, targeted=False))
        rates.append(float(last.reached.float().mean()))
    assert rates[0] < rates[1]
    assert rates[1] > 0.9


def test_any_neuron_can_be_made_the_strongest_of_its_layer(small: Network, pictures: Floats) -> None:
    config = FoolConfig(step="gradient", epsilon=0.5, steps=60)
    *_, last = fool.fool(small.traced, [Aim(node="dense1", index=(7,))], pictures[:1], config)
    values = forward.capture(small.traced, last.pictures[0]).activations["dense1"]
    assert int(last.strongest[0]) == int(values.argmax())


def test_a_picture_that_has_reached_its_aim_stays_as_it_is(small: Network, pictures: Floats) -> None:
    first, *_, last = fool.fool(small.traced, aims(small, shift=0), pictures, FoolConfig())
    there = first.reached.numpy()
    assert there.any()
    assert not there.all()
    assert np.array_equal(last.pictures[there], pictures[there])
