"""The gradient of what is silent."""

import torch
from torch import Tensor, nn

from layerwalk.nn import gradient, trace
from layerwalk.nn.trace import Traced


def silenced(*, first: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)) -> Traced:
    """Return two layers of which the second is silent for dark pictures; first: the biases of the first."""
    layers = nn.Linear(4, 4), nn.Linear(4, 4)
    with torch.no_grad():
        for layer, bias in zip(layers, (first, (-4.0,) * 4), strict=True):
            layer.weight.fill_(1.0)
            layer.bias.copy_(torch.tensor(bias))
    model = nn.Sequential(nn.Flatten(), layers[0], nn.ReLU(), layers[1], nn.ReLU(), nn.Linear(4, 2))
    return trace.follow(model, torch.zeros(1, 1, 2, 2), name="silenced")


def uphill(traced: Traced, pictures: Tensor, rescued: Tensor | None) -> Tensor:
    given = pictures.clone().requires_grad_()
    values = gradient.values(traced, given, node=traced.spec.hidden[1].name, rescued=rescued)
    return torch.autograd.grad(values[:, 0].sum(), given)[0]


DARK, LIGHT = torch.full((1, 1, 2, 2), 0.1), torch.full((1, 1, 2, 2), 0.9)
BOTH = torch.cat([DARK, LIGHT])


def test_what_is_silent_has_no_gradient_until_it_is_rescued() -> None:
    traced = silenced()
    assert not uphill(traced, DARK, None).any()
    assert (uphill(traced, DARK, torch.tensor([True])) > 0).all()


def test_the_others_keep_their_own_gradient() -> None:
    traced = silenced()
    assert torch.equal(uphill(traced, BOTH, torch.tensor([True, False]))[1], uphill(traced, BOTH, None)[1])


def test_an_earlier_relu_is_passed_only_where_nothing_else_comes_through() -> None:
    half_silent, all_silent = silenced(first=(0.0, 0.0, -9.0, -9.0)), silenced(first=(-9.0,) * 4)
    rescued = torch.tensor([True])
    assert uphill(half_silent, DARK, rescued).flatten().tolist() == [2.0] * 4  # by the two that are awake
    assert uphill(all_silent, DARK, rescued).flatten().tolist() == [4.0] * 4
