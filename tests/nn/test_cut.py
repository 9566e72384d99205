"""A forward pass that ends at one operation."""

import pytest
import torch
from torch import Tensor, nn

from layerwalk.nn import gradient, models, opening, trace
from layerwalk.nn.trace import Traced


class Doubling(nn.Module):
    """Change a value in place after it was read, and answer with a pair on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, batch: Tensor) -> Tensor:
        made = self.layer(batch.flatten(1))
        made.mul_(2)
        strongest, _ = made.max(dim=1, keepdim=True)
        return made - strongest


def all_of(traced: Traced, batch: Tensor) -> dict[str, Tensor]:
    found: dict[str, Tensor] = {}
    traced.run(batch, lambda operation, value: found.update({operation: value.clone()}))
    return found


@pytest.mark.parametrize("name", sorted(models.REGISTRY))
def test_every_layer_has_the_values_of_the_whole_pass(name: str) -> None:
    network = opening.open_network(name)
    batch = torch.rand(3, *network.shape, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        found = all_of(network.traced, batch)
        for node in network.traced.spec.nodes:
            values = gradient.values(network.traced, batch, node=node.name)
            assert torch.equal(values.flatten(), found[network.traced.taps[node.name]].flatten()), node.name


def test_what_is_changed_in_place_on_the_way_is_changed() -> None:
    traced = trace.follow(Doubling(), torch.zeros(1, 1, 2, 2), name="doubling")
    batch = torch.rand(2, 1, 2, 2, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        answer = gradient.values(traced, batch, node=traced.spec.answer.name)
        assert torch.equal(answer, all_of(traced, batch)[traced.taps[traced.spec.answer.name]])


def test_weights_are_shared_with_the_network() -> None:
    network = opening.open_network("ana-dense")
    read, node = torch.rand(1, *network.shape), network.traced.spec.answer.name
    with torch.no_grad():
        before = gradient.values(network.traced, read, node=node)
        for value in network.model.parameters():
            value.zero_()
        assert before.any()
        assert not gradient.values(network.traced, read, node=node).any()


def test_a_network_that_no_graph_can_follow_is_read_too() -> None:
    class Branching(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(4, 3)

        def forward(self, batch: Tensor) -> Tensor:
            made: Tensor = self.layer(batch.flatten(1))
            return made if float(made.detach().sum()) > 1e9 else self.layer(batch.flatten(1))

    model = Branching()
    traced = trace.follow(model, torch.zeros(1, 1, 2, 2), name="branching")
    assert traced.until is None
    batch = torch.rand(2, 1, 2, 2, generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        assert torch.equal(gradient.values(traced, batch, node=traced.spec.answer.name), model(batch))
