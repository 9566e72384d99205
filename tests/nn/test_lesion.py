"""Lesions: what they leave of a network, and that nothing of them stays behind."""

import copy

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from layerwalk.nn import evaluate, forward, lesion, lesion_measure, models, opening, snapshots, trace
from layerwalk.nn.device import CPU
from layerwalk.nn.lesion import Usual
from layerwalk.nn.lesion_measure import Gathering
from layerwalk.nn.lesions import units
from layerwalk.nn.lesions.targets import (
    Edge,
    Edges,
    Kind,
    Lesion,
    Lesions,
    Map,
    Mean,
    Neuron,
    Noise,
    Scale,
    Share,
    Target,
    Zero,
)
from layerwalk.nn.lesions.units import LesionError
from layerwalk.nn.messages import Floats
from layerwalk.nn.network import NodeSpec
from layerwalk.nn.opening import Network

NAMES = tuple(models.REGISTRY)


@pytest.fixture(scope="module", params=NAMES)
def network(request: pytest.FixtureRequest) -> Network:
    return opening.open_network(request.param)


@pytest.fixture(scope="module")
def small() -> Network:
    return opening.open_network("ana-small")


@pytest.fixture(scope="module")
def usual(small: Network) -> Usual:
    gathering = Gathering(small, place=CPU)
    while not gathering.done:
        gathering.advance()
    return gathering.usual()


def picture(network: Network) -> Floats:
    return np.random.default_rng(1).random(network.shape, np.float32)


def lesioned(network: Network, lesions: Lesions, usual: Usual | None = None) -> forward.Capture:
    change = lesion.change(network.model, network.traced, lesions, usual=usual)
    return forward.capture(network.traced, picture(network), change=change)


def plain(network: Network, model: nn.Module) -> Floats:
    with torch.inference_mode():
        return model(torch.from_numpy(picture(network))[None]).softmax(1)[0].numpy()


def whole(node: str) -> Lesion:
    return Lesion(target=Share(node=node, share=1.0))


def test_everything_lesioned_is_a_network_with_zeroed_weights(network: Network) -> None:
    zeroed = copy.deepcopy(network.model)
    with torch.no_grad():
        for value in zeroed.parameters():
            value.zero_()
    nodes = network.traced.spec.nodes[1:]
    found = lesioned(network, tuple(whole(node.name) for node in nodes))
    np.testing.assert_allclose(found.probabilities, plain(network, zeroed), atol=1e-6)


def test_a_map_lesioned_is_a_network_with_the_weights_of_this_map_zeroed(network: Network) -> None:
    for node in _with_weights(network):
        zeroed = copy.deepcopy(network.model)
        module = zeroed.get_submodule(node.name)
        with torch.no_grad():
            module.weight[1] = 0
            module.bias[1] = 0
        found = lesioned(network, (Lesion(target=Map(node=node.name, map=1)),))
        np.testing.assert_allclose(found.probabilities, plain(network, zeroed), atol=1e-5, err_msg=node.name)


def test_the_edges_of_a_dense_neuron_are_its_weights(network: Network) -> None:
    for node in _with_weights(network):
        source = network.traced.spec.node(node.inputs[0])
        if node.kind != "dense":
            continue
        stunted = copy.deepcopy(network.model)
        with torch.no_grad():
            stunted.get_submodule(node.name).weight[1].reshape(source.shape)[0] *= 0.5
        target = Edges(source=source.name, map=0, node=node.name, index=(1,))
        found = lesioned(network, (Lesion(target=target, kind=Scale(factor=0.5)),))
        np.testing.assert_allclose(found.probabilities, plain(network, stunted), atol=1e-5, err_msg=node.name)


def test_edges_into_a_convolution_are_those_of_one_neuron_alone(network: Network) -> None:
    for node in _with_weights(network):
        if node.kind != "conv":
            continue
        source, index = network.traced.spec.node(node.inputs[0]), (1, 0, node.shape[2] - 1)
        zeroed = copy.deepcopy(network.model)
        with torch.no_grad():
            zeroed.get_submodule(node.name).weight[1, 0] = 0
        expected = trace.follow(zeroed, torch.zeros(1, *network.shape), name="zeroed")
        without = forward.capture(expected, picture(network)).activations[node.name]
        target = Edges(source=source.name, map=0, node=node.name, index=index)
        whole_layer = lesioned(network, ()).activations[node.name]
        found = lesioned(network, (Lesion(target=target),)).activations[node.name].copy()
        assert found[index] == pytest.approx(without[index], abs=1e-5)
        found[index] = whole_layer[index]
        np.testing.assert_array_equal(found, whole_layer)


@pytest.mark.parametrize(("stride", "padding", "dilation", "groups"), [(1, 1, 1, 1), (2, 0, 1, 2), (2, 2, 2, 1)])
def test_all_single_edges_into_a_neuron_leave_its_bias(stride: int, padding: int, dilation: int, groups: int) -> None:
    torch.manual_seed(1)
    conv = nn.Conv2d(2, 4, 3, stride=stride, padding=padding, dilation=dilation, groups=groups)
    model = nn.Sequential(conv, nn.Flatten(), nn.LazyLinear(3))
    traced = trace.follow(model, torch.zeros(1, 2, 9, 9), name="test")
    node, shown = traced.spec.nodes[1], np.random.default_rng(1).random((2, 9, 9), np.float32)
    places = [tuple(int(number) for number in place) for place in np.ndindex(2, 9, 9)]
    edges = [Edge(source="input", at=place, node=node.name, index=(1, 0, 1)) for place in places]
    change = lesion.change(model, traced, tuple(Lesion(target=edge) for edge in edges))
    value = forward.capture(traced, shown, change=change).activations[node.name][1, 0, 1]
    assert value == pytest.approx(float(conv.bias.detach()[1]), abs=1e-5)


def test_a_mean_makes_a_layer_blind_to_the_picture(small: Network, usual: Usual) -> None:
    found = lesioned(small, (Lesion(target=Share(node="conv1", share=1), kind=Mean()),), usual)
    np.testing.assert_array_equal(found.activations["conv1"], usual.means["conv1"].numpy())


def test_what_is_usual_is_what_torch_says_of_all_the_pictures(small: Network, usual: Usual) -> None:
    few = lesion_measure.pictures(small, lesion_measure.USUAL)
    with torch.inference_mode():
        values = small.model.conv1(torch.from_numpy(evaluate.as_input(few.pictures, small.shape))).relu()
    np.testing.assert_allclose(usual.means["conv1"].numpy(), values.mean(0).numpy(), atol=1e-5)
    assert usual.deviations["conv1"] == pytest.approx(float(values.std(correction=0)), rel=1e-4)


def test_noise_has_the_deviation_that_was_asked_for_and_comes_again(small: Network, usual: Usual) -> None:
    noise = (Lesion(target=Share(node="conv1", share=1), kind=Noise(amount=0.5, seed=3)),)
    off = lesioned(small, noise, usual).activations["conv1"] - lesioned(small, ()).activations["conv1"]
    assert off.std() == pytest.approx(0.5 * usual.deviations["conv1"], rel=0.05)
    np.testing.assert_array_equal(
        lesioned(small, noise, usual).probabilities, lesioned(small, noise, usual).probabilities
    )


def test_a_greater_share_holds_every_smaller_one() -> None:
    parts = [units.of_layer(Share(node="", share=share, seed=2), (4, 5, 5)) for share in (0.1, 0.4, 1.0)]
    assert [int(part.sum()) for part in parts] == [10, 40, 100]
    assert not (parts[0] & ~parts[1]).any()


def test_a_share_of_maps_is_of_whole_maps() -> None:
    hit = units.of_layer(Share(node="", share=0.5, of="maps"), (4, 5, 5))
    assert sorted(hit.sum((1, 2))) == [0, 0, 25, 25]


@pytest.mark.parametrize(
    "target",
    [
        Map(node="nowhere", map=0),
        Map(node="input", map=0),
        Map(node="conv1", map=6),
        Neuron(node="conv1", index=(0, 26, 0)),
        Neuron(node="conv1", index=(0,)),
        Share(node="conv1", share=1.5),
        Edge(source="conv1", at=(0, 0, 0), node="dense1", index=(0,)),
        Edges(source="conv1", map=0, node="pool1", index=(0, 0, 0)),
    ],
)
def test_what_is_not_there_cannot_be_lesioned(small: Network, target: Target) -> None:
    with pytest.raises(LesionError):
        lesion.change(small.model, small.traced, (Lesion(target=target),))


def test_a_network_that_is_only_listened_to_can_be_lesioned() -> None:
    torch.manual_seed(1)
    model = Wayward()
    traced = trace.follow(model, torch.zeros(1, 1, 4, 4), name="test")
    shown = np.random.default_rng(1).random((1, 4, 4), np.float32)
    change = lesion.change(model, traced, (Lesion(target=Share(node="first", share=1)),))
    found = forward.capture(traced, shown, change=change)
    np.testing.assert_allclose(found.probabilities, model.last.bias.detach().softmax(0).numpy(), atol=1e-6)
    assert not any(module._forward_hooks for module in model.modules())


class Wayward(nn.Module):
    """Ask the values which way to go, so that no graph of it can be written."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.last = nn.Linear(16, 5), nn.Linear(5, 3)

    def forward(self, picture: Tensor) -> Tensor:
        line = self.first(picture.flatten(1))
        return self.last(line) if line.sum().item() > -1e9 else self.last(-line)


KINDS = st.one_of(
    st.just(Zero()),
    st.just(Mean()),
    st.builds(Scale, factor=st.floats(-2, 2)),
    st.builds(Noise, amount=st.floats(0, 2)),
)
TARGETS = st.one_of(
    st.builds(Map, node=st.sampled_from(["conv1", "pool1", "conv2"]), map=st.integers(0, 5)),
    st.builds(Neuron, node=st.just("dense1"), index=st.tuples(st.integers(0, 63))),
    st.builds(Share, node=st.sampled_from(["conv1", "dense1"]), share=st.floats(0, 1), seed=st.integers(0, 9)),
    st.builds(Edges, source=st.just("conv2"), map=st.integers(0, 5), node=st.just("dense1"), index=st.just((7,))),
)
LESIONS = st.lists(st.builds(Lesion, target=TARGETS, kind=KINDS), max_size=4).map(tuple)


@given(sets=st.lists(LESIONS, min_size=1, max_size=3))
@settings(deadline=None, max_examples=25)
def test_whatever_was_lesioned_nothing_of_it_stays(small: Network, usual: Usual, sets: list[Lesions]) -> None:
    before, weights = lesioned(small, ()), snapshots.copy(small.model)
    for lesions in sets:
        assert np.isfinite(lesioned(small, lesions, usual).probabilities).all()
    after = lesioned(small, ())
    assert all((after.activations[node] == values).all() for node, values in before.activations.items())
    assert all(torch.equal(value, weights[name]) for name, value in small.model.state_dict().items())
    assert not any(module._forward_hooks for module in small.model.modules())


@given(order=st.permutations(range(6)))
@settings(deadline=None, max_examples=10)
def test_lesions_of_different_maps_come_in_any_order(small: Network, usual: Usual, order: list[int]) -> None:
    kinds: tuple[Kind, ...] = (Zero(), Mean(), Scale(factor=0.5), Noise(amount=1.0), Zero(), Scale(factor=2.0))
    lesions = [Lesion(target=Map(node="conv1", map=map), kind=kind) for map, kind in enumerate(kinds)]
    mixed = lesioned(small, tuple(lesions[place] for place in order), usual)
    np.testing.assert_array_equal(mixed.probabilities, lesioned(small, tuple(lesions), usual).probabilities)


def _with_weights(network: Network) -> list[NodeSpec]:
    return [node for node in network.traced.spec.nodes if node.kind in ("conv", "dense")]
