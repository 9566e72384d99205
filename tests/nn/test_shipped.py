"""What ships: descriptions, weights, records, and how good they are."""

import subprocess
import sys

import pytest
import torch

from layerwalk.nn import loop, models, opening, store, synthetic
from layerwalk.nn.store import StoreError

TARGETS = {
    "harley-conv": 0.992,
    "cerny-kopecka": 0.990,
    "harley-dense": 0.980,
    "ana-conv": 0.988,
    "ana-small": 0.980,
    "ana-dense": 0.965,
    "ana-faces": 0.95,
}


def test_every_architecture_ships_trained() -> None:
    assert set(store.names()) == set(models.REGISTRY) == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_the_kept_description_is_what_a_fresh_trace_says(name: str) -> None:
    network = opening.open_network(name)
    assert store.read_spec(name) == network.traced.spec
    assert sum(node.parameters for node in network.traced.spec.nodes) == sum(
        values.numel() for values in network.model.parameters()
    )


@pytest.mark.parametrize("name", TARGETS)
def test_the_accuracy_on_the_test_pictures_is_what_was_asked_and_recorded(name: str) -> None:
    shares: list[float] = []
    evaluation = loop.evaluate(name, progress=shares.append)
    assert evaluation.count == loop.about(loop.data_of(name)).test
    assert evaluation.accuracy >= TARGETS[name]
    assert store.read_record(name)["accuracy"].startswith(f"{100 * evaluation.accuracy:.2f} %")
    assert sum(right for _, right, _ in evaluation.per_class) == evaluation.right
    assert shares == sorted(shares)
    assert shares[-1] == 1


@pytest.mark.parametrize("name", synthetic.names())
def test_a_synthetic_description_is_what_a_fresh_trace_says(name: str) -> None:
    assert synthetic.spec(name) == opening.open_network(name).traced.spec


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("synthetic-10k", 10_000),
        ("synthetic-0.1m", 100_000),
        ("synthetic-1m", 1_000_000),
        ("synthetic-10m", 10_000_000),
    ],
)
def test_a_synthetic_network_has_as_many_values_as_its_name_says(name: str, values: int) -> None:
    assert synthetic.spec(name).values == pytest.approx(values, rel=0.07)


def test_synthetic_networks_are_listed_where_asked_only() -> None:
    assert not set(loop.names()) & set(synthetic.names())
    assert set(loop.names(with_synthetic=True)) == set(loop.names()) | set(synthetic.names())
    assert loop.read_record("synthetic-1m")["title"] == "Synthetic, 1 million values"


def test_synthetic_weights_are_the_same_every_time() -> None:
    size = synthetic.REGISTRY["synthetic-10k"]
    first, second = size.build().state_dict(), size.build().state_dict()
    assert all(torch.equal(first[key], second[key]) for key in first)


def test_an_unknown_network_is_answered_with_the_known_ones() -> None:
    with pytest.raises(StoreError, match="There is no network 'alexnet', expected one of: ana-conv, ana-dense"):
        loop.read_spec("alexnet")


def test_weights_of_another_architecture_are_refused() -> None:
    with pytest.raises(StoreError, match=r"ana-dense\.safetensors: the weights do not fit"):
        store.load_weights("ana-dense", models.REGISTRY["harley-conv"].build())


def test_descriptions_and_data_are_read_without_torch() -> None:
    code = (
        "import sys; from layerwalk.nn import loop, messages; loop.read_spec('harley-conv'); "
        "loop.read_spec('synthetic-10m'); loop.read_record('harley-conv'); loop.load_data('mnist-test'); "
        "loop.InlineHost(); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_model_loop_never_loads_panda3d() -> None:
    code = (
        "import sys; from layerwalk.nn import loop, messages; host = loop.InlineHost(); "
        "host.submit(messages.Load(network='ana-dense')); reply, = host.poll(); "
        "sys.exit('panda3d' in sys.modules or not hasattr(reply, 'spec'))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
