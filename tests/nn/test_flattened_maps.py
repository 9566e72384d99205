"""A convolution whose batch norm stands behind a flatten: its maps come in one line, and are maps all the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layerwalk.nn import attribution, importance, lesion_rank, masked, opening, pieces
from layerwalk.nn.attribution_talk import calculators
from layerwalk.nn.blueprint import faults
from layerwalk.nn.blueprint.layers import (
    AveragePool,
    BatchNorm,
    Blueprint,
    Conv,
    Dense,
    Flatten,
    MaxPool,
    Residual,
)
from layerwalk.nn.device import CPU
from layerwalk.nn.lesions.targets import Lesion, Map, Scale
from layerwalk.nn.loop import InlineHost
from layerwalk.nn.messages import Attribute, Build, Failed, FindLeast, SetLesions
from layerwalk.nn.opening import Network

PICTURE = np.linspace(0, 1, 144, dtype=np.float32).reshape(1, 12, 12)
METHODS = sorted({*attribution.METHODS} - {"grad-cam"})
MAPS = 3


def built(*layers: object) -> Network:
    blueprint = Blueprint(name="mine", title="My network", shape=(1, 12, 12), layers=layers)
    return opening.build_network(blueprint, seed=1)


@pytest.fixture(scope="module")
def plain() -> Network:
    return built(Conv(filters=MAPS), Flatten())


@pytest.fixture(scope="module")
def normed(plain: Network) -> Network:
    """Return the same network with a batch norm that changes next to nothing, behind its flatten."""
    network = built(Conv(filters=MAPS), Flatten(), BatchNorm())
    network.model.load_state_dict(plain.model.state_dict(), strict=False)
    answer = (list(network.model.children())[-1], list(plain.model.children())[-1])
    answer[0].load_state_dict(answer[1].state_dict())
    assert attribution.layers(network.traced.spec)[0].folded == ("relu", "flatten", "batch norm")
    return network


@pytest.mark.parametrize("by", calculators())
def test_grad_cam_sees_its_maps(plain: Network, normed: Network, by: str) -> None:
    asked = Attribute(picture=PICTURE, serial=1, method="grad-cam", target=3, by=by)
    expected, made = (list(attribution.attribute(network, asked))[-1] for network in (plain, normed))
    assert made.maps.shape == (MAPS, 10, 10)
    np.testing.assert_allclose(made.map, expected.map, rtol=1e-3, atol=1e-6)


def test_what_matters_least_is_a_map_and_no_value_of_one(plain: Network, normed: Network) -> None:
    name = attribution.layers(plain.traced.spec)[0].name
    kept = tuple(range(MAPS))
    for picture in np.random.default_rng(0).random((8, 1, 12, 12), np.float32):
        found = [
            pieces.finish(lesion_rank.least(network, picture, name, kept, None, place=CPU))
            for network in (plain, normed)
        ]
        assert found[0] == found[1]


def test_removing_a_map_removes_all_of_it(plain: Network, normed: Network) -> None:
    name = attribution.layers(plain.traced.spec)[0].name
    kept = np.array([[True, False, True]])
    expected, made = (masked.log_probabilities(each.traced, name, PICTURE[None], kept) for each in (plain, normed))
    np.testing.assert_allclose(made, expected, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("way", sorted(importance.WAYS))
def test_its_maps_matter_as_much(plain: Network, normed: Network, way: str) -> None:
    name, labels = attribution.layers(plain.traced.spec)[0].name, np.array([3])
    expected, made = (
        pieces.finish(importance.WAYS[way](each.traced, name, PICTURE[None], labels)) for each in (plain, normed)
    )
    assert made.shape == (1, MAPS)
    np.testing.assert_allclose(made, expected, rtol=1e-3, atol=1e-4)


MAPPED = (Conv(filters=MAPS), BatchNorm(), Residual(filters=2), MaxPool(), AveragePool())
IN_LINE = (BatchNorm(), Dense(units=4))


@st.composite
def fitting(draw: st.DrawFn) -> Blueprint:
    """Return a small network of any form that can be built."""
    mapped, in_line = (draw(st.lists(st.sampled_from(some), min_size=1, max_size=3)) for some in (MAPPED, IN_LINE))
    layers = (*mapped, Flatten(), *in_line)
    blueprint = Blueprint(name="mine", title="My network", shape=(1, 12, 12), layers=layers)
    while found := faults.faults(blueprint):
        blueprint = found[0].mends[0].blueprint
    return blueprint


@settings(deadline=None, max_examples=60)
@given(st.lists(fitting(), min_size=1, max_size=2), st.data())
def test_every_layer_of_every_network_can_be_asked_about(blueprints: list[Blueprint], data: st.DataObject) -> None:
    host = InlineHost()
    for blueprint in blueprints:
        (loaded, *_) = _replies(host, Build(blueprint=blueprint))
        picture = np.ones(loaded.spec.input.shape, np.float32)
        layers = [node.name for node in attribution.layers(loaded.spec)]
        method = data.draw(st.sampled_from(METHODS))
        of_any = data.draw(st.sampled_from([node.name for node in loaded.spec.hidden] or [loaded.spec.answer.name]))
        lesion = Lesion(target=Map(node=of_any, map=0), kind=Scale(factor=0.5))
        replies = [
            *_replies(host, SetLesions(lesions=data.draw(st.sampled_from([(), (lesion,)])))),
            *_replies(host, FindLeast(serial=1, node=of_any, kept=(0,), picture=picture)),
            *_replies(host, Attribute(picture=picture, serial=1, method=method)),
            *(
                reply
                for layer in layers
                for reply in _replies(host, Attribute(picture=picture, serial=1, method="grad-cam", layer=layer))
            ),
        ]
        assert not [reply for reply in replies if isinstance(reply, Failed)]


def _replies(host: InlineHost, request: object) -> list:
    host.submit(request)
    replies = host.poll()
    while host.busy:
        replies += host.poll()
    return replies
