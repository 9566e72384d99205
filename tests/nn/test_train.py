"""Training, step by step."""

from typing import get_args

import numpy as np
import pytest
import torch
from torch import Tensor

from layerwalk.nn import augment, data, messages, models, train
from layerwalk.nn.augment import Augmentation
from layerwalk.nn.messages import TrainConfig


@pytest.fixture(scope="module")
def digits() -> tuple[Tensor, Tensor]:
    dataset = data.load("mnist-test")
    return torch.tensor(dataset.pictures[:1000, None]), torch.tensor(dataset.labels[:1000].astype(np.int64))


def weights_after(digits: tuple[Tensor, Tensor], config: TrainConfig) -> tuple[Tensor, float]:
    torch.manual_seed(config.seed)
    model = models.REGISTRY["ana-dense"].build()
    steps = list(train.train(model, *digits, config))
    return model.dense1.weight.detach(), steps[-1].accuracy


def test_a_network_learns(digits: tuple[Tensor, Tensor]) -> None:
    _, accuracy = weights_after(digits, TrainConfig(epochs=8, batch=100))
    assert accuracy > 0.9


@pytest.mark.parametrize("optimiser", train.OPTIMISERS)
def test_the_same_seed_gives_the_same_weights(digits: tuple[Tensor, Tensor], optimiser: str) -> None:
    config = TrainConfig(epochs=1, optimiser=optimiser, augmentation="harley", seed=3)
    first, _ = weights_after(digits, config)
    second, _ = weights_after(digits, config)
    assert torch.equal(first, second)
    assert bool(first.isfinite().all())


def test_another_seed_gives_other_weights(digits: tuple[Tensor, Tensor]) -> None:
    first, _ = weights_after(digits, TrainConfig(epochs=1, seed=1))
    second, _ = weights_after(digits, TrainConfig(epochs=1, seed=2))
    assert not torch.equal(first, second)


def test_steps_are_counted_over_all_epochs(digits: tuple[Tensor, Tensor]) -> None:
    model = models.REGISTRY["ana-dense"].build()
    steps = list(train.train(model, *digits, TrainConfig(epochs=2, batch=300)))
    assert [step.number for step in steps] == list(range(1, 9))
    assert [step.epoch for step in steps] == [1] * 4 + [2] * 4
    assert all(step.total == 8 for step in steps)


def test_a_limit_of_nothing_changes_nothing() -> None:
    pictures = torch.rand(5, 1, 28, 28)
    varied = augment.augment(pictures, Augmentation(), generator=torch.Generator())
    torch.testing.assert_close(varied, pictures, atol=1e-4, rtol=0)


def test_every_picture_is_varied_by_its_own_amounts() -> None:
    pictures = torch.rand(1, 1, 28, 28).repeat(2, 1, 1, 1)
    limits = Augmentation(shift_px=2, rotate_deg=10, skew_deg=10, scale=0.1)
    first, second = augment.augment(pictures, limits, generator=torch.Generator().manual_seed(1))
    assert not torch.allclose(first, second, atol=1e-2)


def test_a_shift_stays_within_its_limit() -> None:
    pictures = torch.zeros(200, 1, 28, 28)
    pictures[:, :, 14, 14] = 1
    varied = augment.augment(pictures, Augmentation(shift_px=2), generator=torch.Generator().manual_seed(1))
    rows, columns = varied.sum(dim=(0, 1, 3)).nonzero(), varied.sum(dim=(0, 1, 2)).nonzero()
    for where in (rows, columns):
        assert where.min() >= 12
        assert where.max() <= 16


def test_the_mean_squared_error_is_that_of_the_probabilities() -> None:
    logits, labels = torch.randn(7, 5, generator=torch.Generator().manual_seed(1)), torch.arange(7) % 5
    wanted = np.eye(5)[labels]
    shares = np.exp(logits.numpy()) / np.exp(logits.numpy()).sum(axis=1, keepdims=True)
    assert train.mean_squared_error(logits, labels).item() == pytest.approx(((shares - wanted) ** 2).mean(), rel=1e-5)


@pytest.mark.parametrize("loss", train.LOSSES)
def test_guessing_costs_what_an_even_guess_costs(loss: str) -> None:
    found = train.LOSSES[loss].measure(torch.zeros(6, 10), torch.arange(6)).item()
    assert train.guessing(TrainConfig(loss=loss), classes=10) == pytest.approx(found)


def test_a_network_learns_with_the_mean_squared_error_too(digits: tuple[Tensor, Tensor]) -> None:
    _, accuracy = weights_after(digits, TrainConfig(epochs=8, batch=100, loss="mean-squared-error"))
    assert accuracy > 0.85


def test_the_losses_are_those_that_can_be_asked_for() -> None:
    assert tuple(train.LOSSES) == get_args(messages.Loss)
