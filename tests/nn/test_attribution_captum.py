"""The same questions put to Captum: where it is installed it must say what Layerwalk says."""

import numpy as np
import pytest
import torch

from layerwalk.nn import attribution, attribution_captum, data, lesion, opening, prepare
from layerwalk.nn.attribution import METHODS, AttributionError
from layerwalk.nn.attribution_talk import calculators
from layerwalk.nn.lesions.targets import Lesion, Map, Zero
from layerwalk.nn.messages import Attribute, Attributed
from layerwalk.nn.opening import Network

installed = pytest.mark.skipif("captum" not in calculators(), reason="captum is not installed")


@pytest.fixture(scope="module")
def network() -> Network:
    return opening.open_network("ana-small")


@pytest.fixture(scope="module")
def picture(network: Network) -> np.ndarray:
    shown = np.asarray(data.load("mnist-test").pictures[4], np.float32)
    return prepare.prepare(shown.squeeze() / 255, centre=False, shape=network.shape)


def ask(network: Network, picture: np.ndarray, method: str, *, change=None, **options) -> Attributed:
    request = Attribute(picture=picture, serial=1, method=method, target=3, **options)
    return list(attribution.attribute(network, request, change=change))[-1]


def test_captum_has_every_method() -> None:
    assert set(attribution_captum.METHODS) == set(METHODS)


@installed
@pytest.mark.parametrize("method", METHODS)
def test_captum_says_the_same(network: Network, picture: np.ndarray, method: str) -> None:
    ours, theirs = (ask(network, picture, method, by=by) for by in ("layerwalk", "captum"))
    assert theirs.by == "captum"
    peak = np.abs(ours.map).max()
    # Both average along the path, at other places: they meet as far as either is complete.
    within = 0.05 if method == "integrated-gradients" else 1e-4
    np.testing.assert_allclose(theirs.map, ours.map, atol=within * peak)


@installed
@pytest.mark.parametrize("method", METHODS)
def test_captum_says_the_same_of_a_lesioned_network(network: Network, picture: np.ndarray, method: str) -> None:
    lesions = (Lesion(target=Map(node="conv1", map=2), kind=Zero()),)
    change = lesion.change(network.model, network.traced, lesions)
    ours, theirs = (ask(network, picture, method, by=by, change=change) for by in ("layerwalk", "captum"))
    within = 0.05 if method == "integrated-gradients" else 1e-4
    np.testing.assert_allclose(theirs.map, ours.map, atol=within * np.abs(ours.map).max())
    assert not np.allclose(theirs.map, ask(network, picture, method, by="captum").map, atol=1e-3)


@installed
def test_captums_integrated_gradients_are_complete(network: Network, picture: np.ndarray) -> None:
    made = ask(network, picture, "integrated-gradients", by="captum")
    assert float(made.map.sum()) == pytest.approx(made.difference, rel=0.02)


@installed
@pytest.mark.parametrize("method", METHODS)
def test_captum_leaves_nothing_behind(network: Network, picture: np.ndarray, method: str) -> None:
    before = {name: value.clone() for name, value in network.model.state_dict().items()}
    ask(network, picture, method, by="captum")
    for module in network.model.modules():
        assert not module._forward_hooks
        assert not module._forward_pre_hooks
        assert not module._backward_hooks
    assert all(parameter.grad is None for parameter in network.model.parameters())
    assert all(torch.equal(value, before[name]) for name, value in network.model.state_dict().items())


def test_without_captum_the_visitor_is_told(
    network: Network, picture: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attribution_captum, "calculators", lambda: ("layerwalk",))
    with pytest.raises(AttributionError, match="Captum is not installed") as raised:
        ask(network, picture, "saliency", by="captum")
    assert raised.value.said.key == "why.no_captum"
