"""Networks as their authors write them, opened unedited."""

import logging

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from layerwalk.nn import trace
from layerwalk.nn.network import NetworkSpec
from layerwalk.nn.trace import TraceError

FIELD = torch.zeros(1, 3, 16, 16)


def describe(model: nn.Module, example: Tensor = FIELD) -> NetworkSpec:
    spec = trace.trace(model, example, name="test")
    assert sum(node.parameters for node in spec.nodes) == sum(values.numel() for values in model.parameters())
    return spec


def kinds(spec: NetworkSpec) -> list[str]:
    return [node.kind for node in spec.nodes]


class Residual(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(8, 8, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 8, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(8)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += x
        return self.relu(out)


class Fire(nn.Module):
    def __init__(self, inputs: int, squeeze: int, expand: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(inputs, squeeze, 1)
        self.expand1 = nn.Conv2d(squeeze, expand, 1)
        self.expand3 = nn.Conv2d(squeeze, expand, 3, padding=1)
        self.relu = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        x = self.relu(self.squeeze(x))
        return torch.cat([self.relu(self.expand1(x)), self.relu(self.expand3(x))], 1)


class Inception(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.one = nn.Conv2d(3, 4, 1)
        self.three = nn.Sequential(nn.Conv2d(3, 2, 1), nn.Conv2d(2, 4, 3, padding=1))
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.head = nn.Linear(11, 5)

    def forward(self, x: Tensor) -> Tensor:
        joined = torch.cat((self.one(x), self.three(x), self.pool(x)), dim=1)
        return self.head(joined.mean([2, 3]))


class DataDependent(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.flatten = nn.Flatten()
        self.bright = nn.Linear(768, 4)
        self.dark = nn.Linear(768, 4)

    def forward(self, x: Tensor) -> Tensor:
        return self.bright(self.flatten(x)) if x.sum() > 0 else self.dark(self.flatten(x))


class ShapeDependent(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.bn = nn.BatchNorm2d(4)
        self.head = nn.Linear(4, 2)

    def forward(self, x: Tensor) -> Tensor:
        if x.shape[2] > 8:
            x = functional.avg_pool2d(x, 2)
        return self.head(functional.relu(self.bn(self.conv(x))).mean((2, 3)))


class Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, 8, 4, stride=4)
        self.token = nn.Parameter(torch.zeros(1, 1, 8))
        self.position = nn.Parameter(torch.zeros(1, 17, 8))
        self.norm = nn.LayerNorm(8)
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.head = nn.Linear(8, 5)

    def forward(self, x: Tensor) -> Tensor:
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], dim=1) + self.position
        y = self.norm(x)
        x = x + self.attention(y, y, y, need_weights=False)[0]
        return self.head(x[:, 0])


def test_activations_and_norms_fold_into_the_layer_before_them() -> None:
    model = nn.Sequential(
        nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU(), nn.Dropout(), nn.Flatten(), nn.Linear(784, 2)
    )
    spec = describe(model)
    assert [node.name for node in spec.nodes] == ["input", "0", "5"]
    conv = spec.node("0")
    assert conv.folded == ("batch norm", "relu", "dropout", "flatten")
    assert conv.shape == (4, 14, 14)
    assert conv.parameters == 4 * 3 * 9 + 4 + 2 * 4


def test_flatten_and_padding_after_the_picture_fold_into_it() -> None:
    spec = describe(nn.Sequential(nn.ZeroPad2d(2), nn.Flatten(), nn.Linear(1200, 2)))
    assert spec.input.folded == ("zero pad", "flatten")
    assert spec.input.shape == (3, 16, 16)


def test_a_norm_of_the_picture_stands_for_itself() -> None:
    spec = describe(nn.Sequential(nn.BatchNorm2d(3), nn.Flatten(), nn.Linear(768, 2)))
    assert kinds(spec) == ["input", "norm", "dense"]


def test_options_are_text_for_a_sign() -> None:
    model = nn.Sequential(
        nn.Conv2d(3, 6, 5, stride=2, padding=2, groups=3), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(96, 2)
    )
    conv, pool, dense = describe(model).nodes[1:]
    assert conv.options == (("kernel", "5×5"), ("stride", "2"), ("padding", "2"), ("groups", "3"))
    assert pool.options == (("pool", "2×2 max"), ("stride", "2"))
    assert dense.options == (("inputs", "96"),)


def test_a_residual_block_joins_two_branches() -> None:
    model = nn.Sequential(nn.Conv2d(3, 8, 3), Residual(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 5))
    spec = describe(model)
    assert kinds(spec) == ["input", "conv", "conv", "conv", "add", "mean", "dense"]
    add = spec.nodes[4]
    assert set(add.inputs) == {"0", "1.conv2"}
    assert add.folded == ("relu",)
    assert spec.node("1.conv1").folded == ("batch norm", "relu")
    assert spec.node("1.conv2").folded == ("batch norm",)


def test_a_value_that_is_read_before_its_activation_keeps_it_apart() -> None:
    class Gate(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(3, 2, 16)
            self.gate = nn.Sigmoid()

        def forward(self, x: Tensor) -> Tensor:
            y = self.conv(x)
            return (y * self.gate(y)).flatten(1)

    spec = describe(Gate())
    assert [node.name for node in spec.nodes] == ["input", "conv", "gate", "mul"]
    assert spec.answer.inputs == ("conv", "gate")
    assert spec.node("conv").folded == ()


def test_fire_modules_join_by_concatenation() -> None:
    model = nn.Sequential(Fire(3, 2, 4), Fire(8, 2, 4), nn.Conv2d(8, 5, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    spec = describe(model)
    joins = [node for node in spec.nodes if node.kind == "concat"]
    assert [join.shape for join in joins] == [(8, 16, 16), (8, 16, 16)]
    assert joins[0].inputs == ("0.expand1", "0.expand3")
    assert spec.answer.kind == "mean"
    assert spec.answer.shape == (5,)


def test_an_inception_module_keeps_all_its_branches() -> None:
    spec = describe(Inception())
    join = next(node for node in spec.nodes if node.kind == "concat")
    assert join.inputs == ("one", "three.1", "pool")
    assert join.shape == (11, 16, 16)
    assert kinds(spec)[-2:] == ["mean", "dense"]


def test_attention_is_a_layer_and_its_parameters_are_counted() -> None:
    spec = describe(Attention())
    assert "attention" in kinds(spec)
    assert spec.node("attention").options == (("heads", "2"),)
    assert spec.answer.name == "head"


def test_a_module_used_twice_gives_two_nodes_and_its_parameters_once() -> None:
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.dense = nn.Linear(4, 4)

        def forward(self, x: Tensor) -> Tensor:
            return self.dense(self.dense(x))

    spec = describe(Twice(), torch.zeros(1, 4))
    assert [(node.name, node.parameters) for node in spec.nodes[1:]] == [("dense", 20), ("dense (2)", 0)]


def test_functions_count_as_much_as_modules() -> None:
    class Functional(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.kernels = nn.Parameter(torch.zeros(4, 3, 5, 5))
            self.rows = nn.Parameter(torch.zeros(2, 144))

        def forward(self, x: Tensor) -> Tensor:
            x = functional.max_pool2d(functional.relu(functional.conv2d(x, self.kernels)), 2)
            return functional.linear(x.view(1, -1), self.rows)

    spec = describe(Functional())
    assert kinds(spec) == ["input", "conv", "pool", "dense"]
    assert spec.nodes[1].options == (("kernel", "5×5"),)
    assert spec.nodes[2].folded == ("flatten",)


def test_a_branch_on_a_shape_is_followed_by_export(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="layerwalk.nn.trace"):
        spec = describe(ShapeDependent())
    assert [record.args[1] for record in caplog.records if record.args] == ["by_fx"]
    assert kinds(spec) == ["input", "pool", "conv", "mean", "dense"]
    assert spec.node("conv").folded == ("batch norm", "relu")
    assert spec.node("conv").options[0] == ("kernel", "3×3")


def test_a_branch_on_the_data_is_followed_by_hooks() -> None:
    spec = trace.trace(DataDependent(), FIELD, name="test")
    assert [node.name for node in spec.nodes] == ["input", "dark"]
    assert spec.input.folded == ("flatten",)
    assert spec.answer.parameters == 768 * 4 + 4


def test_hooks_find_branches_by_the_tensors_that_modules_hand_on() -> None:
    class Fork(DataDependent):
        def __init__(self) -> None:
            super().__init__()
            self.join = nn.Bilinear(4, 4, 3)

        def forward(self, x: Tensor) -> Tensor:
            assert float(x.sum()) < 1
            flat = self.flatten(x)
            return self.join(self.bright(flat), self.dark(flat))

    spec = describe(Fork())
    assert spec.answer.inputs == ("bright", "dark")
    assert spec.node("dark").inputs == ("input",)


def test_hooks_fold_nothing_across_a_function_that_they_did_not_see() -> None:
    class Unseen(DataDependent):
        def __init__(self) -> None:
            super().__init__()
            self.relu = nn.ReLU()

        def forward(self, x: Tensor) -> Tensor:
            assert float(x.sum()) < 1
            flat = self.flatten(x)
            return self.relu(self.bright(flat) + self.dark(flat))

    spec = describe(Unseen())
    assert [node.name for node in spec.nodes] == ["input", "bright", "dark", "relu"]


def test_in_place_activations_become_ordinary_ones() -> None:
    model = nn.Sequential(nn.Flatten(), nn.Linear(768, 2), nn.ReLU(inplace=True))
    describe(model)
    assert model[2].inplace is False


def test_class_names_go_with_the_answer() -> None:
    model = nn.Sequential(nn.Flatten(), nn.Linear(768, 2))
    assert trace.trace(model, FIELD, name="test", classes=("face", "not")).classes == ("face", "not")
    with pytest.raises(TraceError, match=r"test: the answer's shape is \(2,\), expected \(3,\) for its classes"):
        trace.trace(model, FIELD, name="test", classes="abc")


def test_a_network_that_does_not_fit_its_example_is_named() -> None:
    with pytest.raises(TraceError, match="test: the network cannot be run on its example"):
        trace.trace(nn.Sequential(nn.Flatten(), nn.Linear(5, 2)), FIELD, name="test")


def test_a_network_without_layers_is_refused() -> None:
    with pytest.raises(TraceError, match="has no layers"):
        trace.trace(nn.Flatten(), FIELD, name="test")
