"""Why a neuron has the value that it has: its edges and its calculation, beside what torch computes."""

from functools import cache

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from layerwalk.nn import calculation, data, forward, models, opening, shared, trace
from layerwalk.nn.blueprint import presets
from layerwalk.nn.explained import Explained
from layerwalk.nn.forward import Capture
from layerwalk.nn.letters import Told
from layerwalk.nn.shared import Memory, Packer
from layerwalk.nn.trace import Traced

NETWORKS = (*models.REGISTRY, "residual")
CLOSE = 1e-4


class Case:
    """Hold a network and what it makes of one picture."""

    def __init__(self, name: str) -> None:
        if name in models.REGISTRY:
            network = opening.open_network(name)
        else:
            network = opening.build_network(presets.PRESETS[name], seed=3)
            learn_norms(network.model, network.shape)
        self.model, self.traced = network.model, network.traced
        picture = np.random.default_rng(5).random(network.shape, np.float32)
        if network.shape == (1, 28, 28):
            picture = data.load("mnist-test").pictures[17].reshape(1, 28, 28).astype(np.float32) / 255
        self.capture = forward.capture(self.traced, picture)

    def explain(self, node: str, index: tuple[int, ...], *, outgoing: bool = False) -> Explained:
        return calculation.explain(
            self.model, self.traced, self.capture, node=node, index=index, outgoing=outgoing, serial=7
        )


def learn_norms(model: nn.Module, shape: tuple[int, ...]) -> None:
    """Give the batch norms means, variances, scales and shifts that do something."""
    generator = torch.Generator().manual_seed(1)
    model.train()
    model(torch.rand(16, *shape, generator=generator))
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, -1, 2, generator=generator)
            nn.init.uniform_(module.bias, -1, 1, generator=generator)
    model.eval()


@cache
def case_of(name: str) -> Case:
    return Case(name)


@pytest.fixture(scope="module", params=NETWORKS)
def case(request: pytest.FixtureRequest) -> Case:
    return case_of(request.param)


def indices(shape: tuple[int, ...]) -> st.SearchStrategy[tuple[int, ...]]:
    return st.tuples(*(st.integers(0, size - 1) for size in shape))


def sums_before_activation(case: Case) -> dict[str, Tensor]:
    """Return what torch has for each layer before its activation, told by hooks on its own modules."""
    found: dict[str, Tensor] = {}
    hooks = [
        module.register_forward_hook(lambda module, reads, made, name=name: found.update({name: made[0]}))
        for name, module in case.model.named_modules()
        if isinstance(module, nn.Conv2d | nn.Linear | nn.MaxPool2d | nn.AvgPool2d)
    ]
    with torch.inference_mode():
        case.model(torch.from_numpy(case.capture.activations[case.traced.spec.input.name].copy())[None])
    for hook in hooks:
        hook.remove()
    return found


@settings(max_examples=12, deadline=None)
@given(random=st.data())
def test_every_calculation_adds_up_to_what_is_shown(case: Case, random: st.DataObject) -> None:
    torchs = sums_before_activation(case)
    for node in case.traced.spec.nodes[1:]:
        index = random.draw(indices(node.shape))
        told = case.explain(node.name, index)
        assert told.output == float(case.capture.activations[node.name][index])
        assert told.total is not None
        contributions = sum(float(edges.contributions.astype(np.float64).sum()) for edges in told.incoming)
        assert contributions + (told.bias or 0.0) == pytest.approx(told.total, rel=CLOSE, abs=CLOSE)
        assert told.result == pytest.approx(told.output, rel=CLOSE, abs=CLOSE)
        assert told.adds_up
        if node.name in torchs:
            assert told.total == pytest.approx(float(torchs[node.name][index]), rel=CLOSE, abs=CLOSE)


@settings(max_examples=6, deadline=None)
@given(random=st.data())
def test_weights_of_edges_are_the_slopes_that_torch_finds(case: Case, random: st.DataObject) -> None:
    for node in case.traced.spec.nodes[1:]:
        module = dict(case.model.named_modules()).get(node.name)
        if not isinstance(module, nn.Conv2d | nn.Linear | nn.AvgPool2d):
            continue
        index = random.draw(indices(node.shape))
        read = torch.from_numpy(case.capture.activations[node.inputs[0]].copy()).requires_grad_()
        batch = read[None].flatten(1) if isinstance(module, nn.Linear) else read[None]
        module(batch)[0][index].backward()
        (edges,) = case.explain(node.name, index).incoming
        slopes = np.zeros(read.shape, np.float32)
        slopes[tuple(edges.indices.T)] = edges.weights
        assert read.grad is not None
        np.testing.assert_allclose(slopes, read.grad.numpy(), rtol=CLOSE, atol=1e-6)


@settings(max_examples=6, deadline=None)
@given(random=st.data())
def test_an_outgoing_edge_is_the_readers_incoming_edge(case: Case, random: st.DataObject) -> None:
    for node in case.traced.spec.nodes[:-1]:
        index = random.draw(indices(node.shape))
        told = case.explain(node.name, index, outgoing=True)
        assert told.outgoing is not None
        readers = [reader.name for reader in case.traced.spec.nodes if node.name in reader.inputs]
        assert [edges.node for edges in told.outgoing] == readers
        for edges in told.outgoing:
            for place, weight, contribution in list(
                zip(edges.indices, edges.weights, edges.contributions, strict=True)
            )[:3]:
                back = case.explain(edges.node, tuple(int(each) for each in place))
                (into,) = [each for each in back.incoming if each.node == node.name]
                (here,) = np.flatnonzero((into.indices == np.array(index)).all(axis=1))
                assert float(into.weights[here]) == pytest.approx(float(weight))
                assert float(into.contributions[here]) == pytest.approx(float(contribution))


def test_all_that_read_a_neuron_are_counted(case: Case) -> None:
    node, reader = case.traced.spec.nodes[-2:]
    index = (0,) * len(node.shape)
    (edges,) = case.explain(node.name, index, outgoing=True).outgoing or ()
    assert len(edges.weights) + edges.left_out == reader.maps


def test_weaker_outgoing_edges_are_summed_up_not_dropped() -> None:
    case = case_of("harley-dense")
    brightest = np.unravel_index(int(case.capture.activations["input"].argmax()), (1, 28, 28))
    (edges,) = case.explain("input", tuple(int(each) for each in brightest), outgoing=True).outgoing or ()
    assert (len(edges.weights), edges.left_out) == (calculation.OUTGOING, 300 - calculation.OUTGOING)
    column = case.model.get_submodule("dense1").weight[:, int(np.ravel_multi_index(brightest, (1, 28, 28)))]
    whole = float(column.detach().sum() * case.capture.activations["input"].max())
    assert float(edges.contributions.sum()) + edges.left_out_sum == pytest.approx(whole, abs=CLOSE)


def test_edges_come_strongest_first_and_their_strengths_have_signs() -> None:
    case = case_of("ana-small")
    (edges,) = case.explain("dense1", (5,)).incoming
    sizes = np.abs(edges.contributions)
    assert (np.diff(sizes) <= 0).all()
    assert len(sizes) == case.traced.spec.node(edges.node).values
    np.testing.assert_allclose(edges.strengths, edges.contributions / sizes[0], rtol=1e-6)
    by_sign = edges.strengths_by_sign
    assert (float(by_sign.max()), float(by_sign.min())) == (1.0, -1.0)
    assert (np.sign(by_sign) == np.sign(edges.contributions)).all()


def test_a_convolution_shows_its_patch_its_filter_and_their_product() -> None:
    case = case_of("harley-conv")
    told = case.explain("conv2", (3, 2, 4))
    np.testing.assert_array_equal(told.patch, case.capture.activations["pool1"][:, 2:7, 4:9])
    np.testing.assert_array_equal(told.filter, case.model.get_submodule("conv2").weight[3].detach())
    assert told.product is not None
    assert float(told.product.sum()) + (told.bias or 0.0) == pytest.approx(told.total, abs=CLOSE)
    assert [step.label for step in told.steps] == ["relu"]


def test_beyond_the_edge_of_the_picture_the_patch_is_black() -> None:
    case = case_of("residual")
    told = case.explain("conv1", (0, 0, 0))
    assert told.patch is not None
    assert not told.patch[:, 0].any()
    assert len(told.incoming[0].weights) == 4
    assert [step.label for step in told.steps] == ["relu", "batch norm"]


def test_the_largest_of_a_window_wins() -> None:
    case = case_of("ana-small")
    below = case.capture.activations["conv1"]
    told = case.explain("pool1", (2, 6, 6))
    window = below[2, 12:14, 12:14]
    assert told.winner is not None
    assert float(below[told.winner]) == float(window.max()) == told.total
    np.testing.assert_array_equal(np.sort(told.incoming[0].values), np.sort(window.ravel()))


def test_the_answer_tells_its_score_and_then_its_probability() -> None:
    case = case_of("harley-conv")
    told = case.explain(case.traced.spec.answer.name, (4,))
    assert told.steps[-1].label == "softmax"
    assert told.output == pytest.approx(told.steps[-1].value, abs=1e-6)


def test_a_sum_names_all_its_branches() -> None:
    case = case_of("residual")
    told = case.explain("add", (1, 2, 3))
    assert [edges.node for edges in told.incoming] == ["block1.conv2", "pool1"]
    assert told.bias is None


class Joined(nn.Module):
    """Put two branches one behind the other, and take the mean of every map."""

    def __init__(self) -> None:
        super().__init__()
        self.wide = nn.Conv2d(1, 4, 3, padding="same", dilation=2)
        self.narrow = nn.Conv2d(1, 2, 1, bias=False)
        self.grouped = nn.Conv2d(6, 4, 3, stride=2, padding=1, groups=2)
        self.larger = nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, groups=2)
        self.pool = nn.AvgPool2d(3, 2, padding=1)
        self.overlap = nn.MaxPool2d(3, 2, padding=1, ceil_mode=True)
        self.norm = nn.BatchNorm2d(6)
        self.answer = nn.Linear(6, 3)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, 3)."""
        joined = torch.cat((torch.tanh(self.wide(x)), self.narrow(x)), 1)
        larger = self.larger(self.grouped(joined))
        pooled = self.overlap(self.pool(larger))
        return self.answer((pooled + self.norm(pooled)).mean((2, 3)))


def joined() -> tuple[Joined, Traced, Capture]:
    torch.manual_seed(2)
    model = Joined()
    traced = trace.follow(model, torch.zeros(1, 1, 9, 9), name="joined")
    return model, traced, forward.capture(traced, np.random.default_rng(1).random((1, 9, 9), np.float32))


def test_branches_groups_strides_and_means_add_up_everywhere() -> None:
    model, traced, capture = joined()
    kinds = set()
    for node in traced.spec.nodes[1:]:
        kinds.add(node.kind)
        for index in np.ndindex(*node.shape):
            told = calculation.explain(model, traced, capture, node=node.name, index=index)
            assert told.adds_up, (node.name, index, told.result, told.output)
    assert {"conv", "concat", "pool", "add", "mean", "norm", "dense"} <= kinds


def test_both_directions_tell_the_same_edges() -> None:
    model, traced, capture = joined()
    into, out_of = set(), set()
    for node in traced.spec.nodes:
        for index in np.ndindex(*node.shape):
            told = calculation.explain(model, traced, capture, node=node.name, index=index, outgoing=True)
            for edges in told.incoming:
                pairs = zip(edges.indices.tolist(), edges.weights, strict=True)
                into |= {(edges.node, tuple(place), node.name, index, float(weight)) for place, weight in pairs}
            for edges in told.outgoing or ():
                pairs = zip(edges.indices.tolist(), edges.weights, strict=True)
                out_of |= {(node.name, index, edges.node, tuple(place), float(weight)) for place, weight in pairs}
    assert into
    assert into == out_of


class Stranger(nn.Module):
    """Do something that nobody knows."""

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, 4)."""
        return torch.cumsum(x.flatten(1), 1)


def test_what_is_not_known_is_not_made_up() -> None:
    model = Stranger()
    traced = trace.follow(model, torch.zeros(1, 1, 2, 2), name="stranger")
    capture = forward.capture(traced, np.ones((1, 2, 2), np.float32))
    told = calculation.explain(model, traced, capture, node=traced.spec.answer.name, index=(2,))
    assert told.output is not None
    assert (told.total, told.incoming, told.steps, told.adds_up) == (None, (), (), False)


@pytest.mark.parametrize(("node", "index"), [("nothing", (0,)), ("dense1", (64,)), ("conv1", (0,)), ("dense1", (-1,))])
def test_what_the_network_does_not_have_has_no_output(node: str, index: tuple[int, ...]) -> None:
    case = case_of("ana-small")
    told = case.explain(node, index)
    assert (told.output, told.incoming) == (None, ())


def test_an_explanation_goes_through_shared_memory_and_stays_read_only() -> None:
    told = case_of("ana-small").explain("conv2", (1, 2, 3), outgoing=True)
    memory = Memory.create()
    came = shared.unpack(Packer(memory).pack(Told(number=1, reply=told)), memory)
    assert isinstance(came, Told)
    assert isinstance(came.reply, Explained)
    (edges,), (before,) = came.reply.incoming, told.incoming
    np.testing.assert_array_equal(edges.indices, before.indices)
    np.testing.assert_array_equal(edges.weights, before.weights)
    assert not edges.weights.flags.writeable
    assert came.reply.result == told.result
