"""The values of every layer."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from layerwalk.nn import forward, models, trace
from layerwalk.nn.messages import Floats


def picture(*shape: int) -> Floats:
    return np.random.default_rng(1).random(shape, np.float32)


@pytest.mark.parametrize("name", models.REGISTRY)
def test_every_node_has_its_value_in_its_shape(name: str) -> None:
    architecture = models.REGISTRY[name]
    traced = trace.follow(architecture.build(), torch.zeros(1, *architecture.shape), name=name)
    captured = forward.capture(traced, picture(*architecture.shape))
    for node in traced.spec.nodes:
        values = captured.activations[node.name]
        assert values.shape == node.shape
        assert values.dtype == np.float32
        assert not values.flags.writeable


def test_values_are_those_after_what_was_folded() -> None:
    model = models.REGISTRY["harley-conv"].build().eval()
    traced = trace.follow(model, torch.zeros(1, 1, 32, 32), name="test")
    shown = picture(1, 32, 32)
    captured = forward.capture(traced, shown)
    with torch.inference_mode():
        conv1 = functional.relu(model.conv1(torch.from_numpy(shown)[None]))
        scores = model(torch.from_numpy(shown)[None])
    np.testing.assert_array_equal(captured.activations["conv1"], conv1[0].numpy())
    np.testing.assert_array_equal(captured.activations["input"], shown)
    np.testing.assert_allclose(captured.probabilities, scores.softmax(1)[0].numpy(), atol=1e-6)
    np.testing.assert_array_equal(captured.activations["dense3"], captured.probabilities)


def test_probabilities_sum_to_one() -> None:
    traced = trace.follow(models.REGISTRY["ana-dense"].build(), torch.zeros(1, 1, 28, 28), name="test")
    assert forward.capture(traced, picture(1, 28, 28)).probabilities.sum() == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("last", [nn.Identity(), nn.Softmax(dim=1), nn.LogSoftmax(dim=1)])
def test_a_network_may_end_in_softmax_itself(last: nn.Module) -> None:
    torch.manual_seed(1)
    model = nn.Sequential(nn.Flatten(), nn.Linear(16, 3), last)
    traced = trace.follow(model, torch.zeros(1, 1, 4, 4), name="test")
    torch.manual_seed(1)
    plain = nn.Sequential(nn.Flatten(), nn.Linear(16, 3), nn.Softmax(dim=1))
    with torch.inference_mode():
        expected = plain(torch.from_numpy(picture(1, 4, 4))[None])[0].numpy()
    np.testing.assert_allclose(forward.capture(traced, picture(1, 4, 4)).probabilities, expected, atol=1e-6)


def test_an_in_place_sum_does_not_reach_back() -> None:
    class Sum(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(1, 1, 1)
            self.pool = nn.MaxPool2d(1)

        def forward(self, x: Tensor) -> Tensor:
            y = self.conv(x)
            pooled = self.pool(y)
            y += pooled
            return y.flatten(1)

    model = Sum()
    traced = trace.follow(model, torch.zeros(1, 1, 2, 2), name="test")
    captured = forward.capture(traced, picture(1, 2, 2))
    with torch.inference_mode():
        conv = model.conv(torch.from_numpy(picture(1, 2, 2))[None])[0].numpy()
    np.testing.assert_array_equal(captured.activations["conv"], conv)


def test_the_answer_is_the_networks_own_where_hooks_do_not_see_its_end() -> None:
    class Scaled(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.head = nn.Linear(4, 2)

        def forward(self, x: Tensor) -> Tensor:
            assert float(x.sum()) < 10
            return self.head(x.flatten(1)) * 5

    model = Scaled()
    traced = trace.follow(model, torch.zeros(1, 1, 2, 2), name="test")
    assert [node.name for node in traced.spec.nodes] == ["input", "head", "answer"]
    with torch.inference_mode():
        expected = model(torch.from_numpy(picture(1, 2, 2))[None]).softmax(1)[0].numpy()
    np.testing.assert_allclose(forward.capture(traced, picture(1, 2, 2)).probabilities, expected, atol=1e-6)


def test_a_branch_that_was_not_taken_is_all_zeros() -> None:
    class Fork(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.flatten = nn.Flatten()
            self.extra = nn.Linear(4, 4)
            self.head = nn.Linear(4, 2)

        def forward(self, x: Tensor) -> Tensor:
            flat = self.flatten(x)
            return self.head(self.extra(flat) if x.sum() < 1 else flat)

    traced = trace.follow(Fork(), torch.zeros(1, 1, 2, 2), name="test")
    assert [node.name for node in traced.spec.nodes] == ["input", "extra", "head"]
    assert forward.capture(traced, np.zeros((1, 2, 2), np.float32)).activations["extra"].any()
    assert not forward.capture(traced, np.ones((1, 2, 2), np.float32)).activations["extra"].any()
