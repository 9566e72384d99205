"""The weights of what one looks at: those that the network has at this moment, in the shape of what it reads."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from layerwalk.nn import look, loop, models, opening, shared, trace
from layerwalk.nn.blueprint.layers import Blueprint, Conv, Dense, Flatten, Residual
from layerwalk.nn.letters import Told
from layerwalk.nn.loop import InlineHost
from layerwalk.nn.messages import Control, Infer, Load, LookAt, Show, Weights
from layerwalk.nn.shared import Memory, Packer


def looked(host, node: str, map: int | None = 0) -> Weights:
    host.submit(LookAt(node=node, map=map))
    (reply,) = [reply for reply in host.poll() if isinstance(reply, Weights)]
    return reply


@pytest.mark.parametrize("name", models.REGISTRY)
def test_every_map_and_every_neuron_has_its_modules_weights(name: str) -> None:
    network = opening.open_network(name)
    spec = network.traced.spec
    seen = set()
    for node in spec.nodes:
        for map in range(node.maps):
            own = look.own_weights(network.model, spec, node=node.name, map=map)
            if node.kind not in ("conv", "dense"):
                assert (own.weights, own.bias) == (None, None)
                continue
            module = network.model.get_submodule(node.name)
            assert own.weights is not None
            assert own.weights.dtype == np.float32
            assert not own.weights.flags.writeable
            np.testing.assert_array_equal(own.weights.ravel(), module.weight[map].detach().numpy().ravel())
            assert own.bias == float(module.bias.detach()[map])
            seen.add(own.weights.ndim)
    assert seen


def test_a_kernel_has_a_square_for_every_map_that_it_reads() -> None:
    network = opening.open_network("harley-conv")
    own = look.own_weights(network.model, network.traced.spec, node="conv2", map=15)
    assert own.weights is not None
    assert own.weights.shape == (6, 5, 5)


@pytest.mark.parametrize(
    ("network", "node", "shape"),
    [("harley-conv", "dense1", (16, 5, 5)), ("harley-conv", "dense2", (120,)), ("ana-dense", "dense1", (1, 28, 28))],
)
def test_a_neurons_weights_have_the_shape_of_what_it_reads(network: str, node: str, shape: tuple[int, ...]) -> None:
    opened = opening.open_network(network)
    own = look.own_weights(opened.model, opened.traced.spec, node=node, map=3)
    assert own.weights is not None
    assert own.weights.shape == shape


@pytest.mark.parametrize(("node", "map"), [("input", 0), ("pool1", 0), ("conv1", None), ("conv1", 6), ("nothing", 0)])
def test_what_has_no_weights_of_its_own_has_none(node: str, map: int | None) -> None:
    network = opening.open_network("harley-conv")
    own = look.own_weights(network.model, network.traced.spec, node=node, map=map)
    assert (own.weights, own.bias) == (None, None)


def test_the_convolutions_within_a_residual_block_have_theirs() -> None:
    layers = (Conv(filters=4, kernel=3), Residual(filters=6, kernel=3), Flatten(), Dense(units=5))
    blueprint = Blueprint(name="mine", title="My network", layers=layers)
    network = opening.build_network(blueprint, seed=1)
    inner = [node.name for node in network.traced.spec.nodes if "." in node.name and node.kind == "conv"]
    shapes = [
        own.weights.shape
        for own in (look.own_weights(network.model, network.traced.spec, node=name, map=0) for name in inner)
        if own.weights is not None
    ]
    assert sorted(shapes) == [(4, 1, 1), (4, 3, 3), (6, 3, 3)]


def test_a_transposed_convolution_is_read_from_its_inputs() -> None:
    model = nn.Sequential(nn.ConvTranspose2d(4, 6, 2, groups=2), nn.Flatten(), nn.Linear(6 * 25, 2))
    spec = trace.trace(model, torch.zeros(1, 4, 4, 4), name="test")
    own = look.own_weights(model, spec, node="0", map=4)
    assert own.weights is not None
    np.testing.assert_array_equal(own.weights, model[0].weight[2:4, 1].detach().numpy())


def test_a_neuron_that_reads_maps_in_another_order_has_a_line() -> None:
    class Turned(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(1, 2, 1)
            self.dense = nn.Linear(32, 3)

        def forward(self, x: Tensor) -> Tensor:
            return self.dense(self.conv(x).permute(0, 2, 3, 1).flatten(1))

    model = Turned()
    own = look.own_weights(model, trace.trace(model, torch.zeros(1, 1, 4, 4), name="test"), node="dense", map=0)
    assert own.weights is not None
    assert own.weights.shape == (32,)


def test_a_module_that_is_used_twice_is_found_both_times() -> None:
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(2, 2, 1)

        def forward(self, x: Tensor) -> Tensor:
            return self.conv(self.conv(x)).mean((2, 3))

    model = Twice()
    spec = trace.trace(model, torch.zeros(1, 2, 4, 4), name="test")
    twice = [node.name for node in spec.nodes if node.kind == "conv"]
    assert len(twice) == 2
    assert all(look.own_weights(model, spec, node=name, map=1).weights is not None for name in twice)


def test_a_copy_stays_when_the_network_learns() -> None:
    network = opening.open_network("ana-dense")
    own = look.own_weights(network.model, network.traced.spec, node="dense2", map=0)
    assert own.weights is not None
    before = own.weights.copy()
    with torch.no_grad():
        network.model.get_submodule("dense2").weight.zero_()
    np.testing.assert_array_equal(own.weights, before)


# Through the loop


def test_the_loop_answers_with_the_weights_of_its_network() -> None:
    host = InlineHost(device="cpu")
    host.submit(Load(network="ana-small"))
    reply = looked(host, "conv2", 5)
    assert (reply.network, reply.node, reply.map) == ("ana-small", "conv2", 5)
    network = opening.open_network("ana-small")
    assert reply.weights is not None
    np.testing.assert_array_equal(reply.weights, network.model.get_submodule("conv2").weight[5].detach().numpy())
    assert looked(host, "pool1").weights is None


def test_of_two_looks_that_wait_the_newest_counts() -> None:
    host = InlineHost(device="cpu")
    host.submit(Load(network="ana-small"))
    host.submit(LookAt(node="conv1", map=0))
    reply = looked(host, "conv1", 4)
    assert reply.map == 4


def test_a_look_is_served_before_a_drawing_is_answered() -> None:
    host = InlineHost(device="cpu")
    host.submit(Load(network="ana-small"))
    host.submit(Infer(drawing=np.zeros((28, 28), np.float32), serial=1))
    host.submit(LookAt(node="conv1", map=0))
    assert [type(reply).__name__ for reply in host.poll()] == ["Loaded", "Weights", "Inferred"]


@pytest.mark.usefixtures("few_digits")
def test_the_weights_are_those_of_what_is_shown(host) -> None:
    host.loaded(Load(network="ana-small"))
    shipped = looked(host.host, "conv1").weights
    host.trained(steps=2)
    first = looked(host.host, "conv1").weights
    host.ask(Control(action="step"))
    second = looked(host.host, "conv1").weights
    assert not np.array_equal(first, shipped)
    assert not np.array_equal(first, second)
    host.ask(Show(index=2))
    np.testing.assert_array_equal(looked(host.host, "conv1").weights, first)
    host.ask(Show(index=None))
    np.testing.assert_array_equal(looked(host.host, "conv1").weights, second)


def test_a_look_changes_no_weights() -> None:
    server = loop.open_worker(device="cpu", warms_up=False)
    server.handle(Load(network="ana-small"))
    before = server.weights_version
    server.handle(LookAt(node="conv1", map=0))
    assert server.weights_version == before


# To another process


def test_weights_go_through_shared_memory_and_stay_read_only() -> None:
    memory = Memory.create()
    weights = np.random.default_rng(1).random((6, 5, 5), np.float32)
    weights.flags.writeable = False
    sent = Told(number=1, reply=Weights(network="n", node="conv1", map=2, weights=weights, bias=0.5))
    parcel = Packer(memory).pack(sent)
    assert parcel.sizes == (weights.nbytes,)
    told = shared.unpack(parcel, memory)
    assert isinstance(told, Told)
    assert isinstance(told.reply, Weights)
    assert (told.reply.node, told.reply.map, told.reply.bias) == ("conv1", 2, 0.5)
    np.testing.assert_array_equal(told.reply.weights, weights)
    assert told.reply.weights is not None
    assert not told.reply.weights.flags.writeable
    memory.close()
