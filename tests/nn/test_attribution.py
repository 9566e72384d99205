"""Which pixels speak for an answer: five ways to ask, each held against what it promises."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from layerwalk.nn import attribution, data, forward, lesion, look, models, opening, prepare, shared
from layerwalk.nn.attribution import METHODS, AttributionError
from layerwalk.nn.attribution_talk import calculators
from layerwalk.nn.blueprint.layers import Blueprint, Conv, Flatten
from layerwalk.nn.lesions.targets import Lesion, Map, Zero
from layerwalk.nn.letters import Told
from layerwalk.nn.loop import InlineHost
from layerwalk.nn.messages import (
    Attribute,
    Attributed,
    Control,
    Failed,
    Infer,
    Load,
    Loaded,
    SetLesions,
    Train,
    TrainConfig,
)
from layerwalk.nn.opening import Network
from layerwalk.nn.shared import Memory, Packer

GRADIENTS = ("saliency", "gradient-times-input", "integrated-gradients")


def pictures(network: Network, count: int) -> list[np.ndarray]:
    """Return the first test pictures of the network's data, as it reads them."""
    assert network.blueprint is not None
    shown = data.load(f"{network.blueprint.data}-test").pictures[:count]
    return [
        prepare.prepare(
            picture.squeeze().astype(np.float32) / 255, centre=False, shape=network.shape, side_px=picture.shape[-1]
        )
        for picture in np.asarray(shown)
    ]


def ask(network: Network, picture: np.ndarray, method: str, **options) -> Attributed:
    return list(attribution.attribute(network, Attribute(picture=picture, serial=1, method=method, **options)))[-1]


def scores(network: Network, picture: np.ndarray) -> np.ndarray:
    with torch.inference_mode():
        return network.model(torch.from_numpy(picture.copy())[None]).flatten().numpy()


def has(network: Network, method: str) -> bool:
    return method != "grad-cam" or bool(attribution.layers(network.traced.spec))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", models.REGISTRY)
def test_a_map_has_the_pictures_size_and_says_which_class_it_is_of(name: str, method: str) -> None:
    network = opening.open_network(name)
    if not has(network, method):
        with pytest.raises(AttributionError, match="no convolution"):
            ask(network, pictures(network, 1)[0], method)
        return
    for picture in pictures(network, 2):
        made = ask(network, picture, method)
        assert made.map.shape == network.shape[1:]
        assert made.map.dtype == np.float32
        assert not made.map.flags.writeable
        assert np.isfinite(made.map).all()
        assert made.map.any()
        assert (made.network, made.share) == (name, 1.0)
        assert made.target == scores(network, picture).argmax()
        assert made.score == pytest.approx(scores(network, picture)[made.target], rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("name", models.REGISTRY)
def test_integrated_gradients_sum_to_the_difference_of_the_scores(name: str) -> None:
    network = opening.open_network(name)
    for number, picture in enumerate(pictures(network, 6)):
        target = number % len(network.traced.spec.classes)
        difference = scores(network, picture)[target] - scores(network, np.zeros_like(picture))[target]
        made = ask(network, picture, "integrated-gradients", target=target)
        assert made.difference == pytest.approx(difference, rel=1e-4, abs=1e-4)
        assert float(made.map.sum()) == pytest.approx(difference, rel=0.02)


def test_saliency_is_how_the_score_changes_with_a_pixel() -> None:
    network = opening.build_network(models.REGISTRY["ana-dense"].blueprint, seed=3)
    model, picture = network.model.double(), pictures(network, 1)[0]
    original = torch.from_numpy(picture.astype(np.float64))[None]
    step = 1e-6
    changed = original.repeat(20, 1, 1, 1)
    places = [(row, column) for row in (5, 9, 13, 17, 21) for column in (8, 12, 16, 20)]
    for number, (row, column) in enumerate(places):
        changed[number, 0, row, column] += step
    with torch.inference_mode():
        expected = ((model(changed) - model(original))[:, 4] / step).numpy()
    made = ask(opening.build_network(models.REGISTRY["ana-dense"].blueprint, seed=3), picture, "saliency", target=4)
    np.testing.assert_allclose([made.map[place] for place in places], expected, rtol=1e-3, atol=1e-5)


def test_gradient_times_input_is_what_it_is_called() -> None:
    network = opening.open_network("ana-small")
    picture = pictures(network, 1)[0]
    slope = ask(network, picture, "saliency").map
    np.testing.assert_allclose(ask(network, picture, "gradient-times-input").map, slope * picture[0], rtol=1e-6)


def test_grad_cam_weighs_a_layers_maps_by_their_mean_gradients() -> None:
    layers = (Conv(filters=4, kernel=5), Flatten())
    network = opening.build_network(Blueprint(name="mine", title="My network", layers=layers), seed=1)
    picture = pictures(opening.open_network("ana-small"), 1)[0]
    (layer,) = attribution.layers(network.traced.spec)
    made = ask(network, picture, "grad-cam", target=3)
    maps = forward.capture(network.traced, picture).activations[layer.name]
    # The layer is followed by a dense one alone, so that its gradients are the weights of that.
    own = look.own_weights(network.model, network.traced.spec, node=network.traced.spec.answer.name, map=3).weights
    assert own is not None
    expected = (own.mean((1, 2), keepdims=True) * maps).sum(0)
    assert made.own is not None
    np.testing.assert_allclose(made.own, expected, rtol=1e-4, atol=1e-6)
    large = functional.interpolate(torch.from_numpy(made.own.copy())[None, None], network.shape[1:], mode="bilinear")
    np.testing.assert_allclose(made.map, large[0, 0].numpy(), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_of_a_lesioned_network_the_lesioned_answer_is_explained(method: str) -> None:
    network, whole = opening.open_network("ana-small"), opening.open_network("ana-small")
    picture = pictures(network, 1)[0]
    lesions = (Lesion(target=Map(node="conv1", map=2), kind=Zero()),)
    change = lesion.change(network.model, network.traced, lesions)
    request = Attribute(picture=picture, serial=1, method=method, target=7)
    made = list(attribution.attribute(network, request, change=change))[-1]
    with torch.no_grad():  # what is never above 0 is silent after the activation
        conv = network.model.get_submodule("conv1")
        conv.weight[2], conv.bias[2] = 0, 0
    expected = ask(network, picture, method, target=7)
    np.testing.assert_allclose(made.map, expected.map, rtol=1e-4, atol=1e-5)
    assert made.score == pytest.approx(expected.score, rel=1e-5)
    assert not np.allclose(made.map, ask(whole, picture, method, target=7).map, atol=1e-3)


def test_without_a_layer_grad_cam_looks_at_the_last_convolution() -> None:
    network = opening.open_network("harley-conv")
    picture = pictures(network, 1)[0]
    made = ask(network, picture, "grad-cam")
    assert made.layer == "conv2"
    np.testing.assert_array_equal(made.map, ask(network, picture, "grad-cam", layer="conv2").map)


@pytest.mark.parametrize("by", calculators())
@pytest.mark.parametrize("name", ["harley-conv", "ana-faces"])
def test_the_maps_of_a_layer_sum_to_what_grad_cam_says_of_it(name: str, by: str) -> None:
    network = opening.open_network(name)
    for layer in attribution.layers(network.traced.spec):
        made = ask(network, pictures(network, 1)[0], "grad-cam", layer=layer.name, by=by)
        assert made.maps is not None
        assert made.maps.shape == layer.shape
        np.testing.assert_allclose(made.maps.sum(0), made.own, rtol=1e-4, atol=1e-5)


def test_the_map_comes_back_with_the_picture_that_it_belongs_to() -> None:
    network = opening.open_network("ana-small")
    picture = pictures(network, 1)[0]
    made = ask(network, picture, "saliency", window=(0.1, 0.2, 0.8, 0.9))
    np.testing.assert_array_equal(made.picture, picture)
    assert made.window == (0.1, 0.2, 0.8, 0.9)


def test_occlusion_is_how_the_score_falls_when_a_window_is_emptied() -> None:
    network = opening.open_network("ana-small")
    picture = pictures(network, 1)[0]
    made = ask(network, picture, "occlusion")
    corner = picture.copy()
    corner[:, 24:, 24:] = 0  # the only window that reaches the last corner
    fall = scores(network, picture)[made.target] - scores(network, corner)[made.target]
    assert made.map[27, 27] == pytest.approx(fall, abs=1e-5)
    total = np.zeros((28, 28))
    count = np.zeros((28, 28))
    for row in range(0, 25, 2):
        for column in range(0, 25, 2):
            emptied = picture.copy()
            emptied[:, row : row + 4, column : column + 4] = 0
            fall = scores(network, picture)[made.target] - scores(network, emptied)[made.target]
            total[row : row + 4, column : column + 4] += fall
            count[row : row + 4, column : column + 4] += 1
    np.testing.assert_allclose(made.map, total / count, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("method", ["integrated-gradients", "occlusion"])
def test_a_long_job_tells_how_far_it_is(method: str) -> None:
    network = opening.open_network("cerny-kopecka")
    request = Attribute(picture=pictures(network, 1)[0], serial=1, method=method)
    shares = [made.share for made in attribution.attribute(network, request)]
    assert len(shares) > 1
    assert shares == sorted(set(shares))
    assert shares[-1] == 1.0


@pytest.mark.parametrize("method", METHODS)
def test_nothing_is_left_behind_in_the_network(method: str) -> None:
    network = opening.open_network("harley-conv")
    before = {name: value.clone() for name, value in network.model.state_dict().items()}
    ask(network, pictures(network, 1)[0], method)
    for module in network.model.modules():
        assert not module._forward_hooks
        assert not module._forward_pre_hooks
        assert not module._backward_hooks
        assert not module.training
    assert all(parameter.grad is None for parameter in network.model.parameters())
    assert all(torch.equal(value, before[name]) for name, value in network.model.state_dict().items())


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"picture": np.zeros((1, 5, 5), np.float32)}, r"shape is \(1, 5, 5\), expected \(1, 28, 28\)"),
        ({"target": 10}, "target is 10, expected one of 10"),
        ({"method": "grad-cam", "layer": "dense1"}, "layer is 'dense1', expected one of conv1"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_sentence(options: dict, problem: str) -> None:
    network = opening.open_network("ana-small")
    request = {"picture": pictures(network, 1)[0], "method": "saliency", "serial": 1, **options}
    with pytest.raises(AttributionError, match=problem):
        next(attribution.attribute(network, Attribute(**request)))


@pytest.fixture
def host():
    opened = InlineHost(device="cpu")
    opened.submit(Load(network="ana-small"))
    assert isinstance(opened.poll()[0], Loaded)
    yield opened
    opened.close()


def picture_of_a_stroke() -> np.ndarray:
    picture = np.zeros((1, 28, 28), np.float32)
    picture[0, 5:23, 13:16] = 1
    return picture


def test_of_several_requests_the_newest_is_answered(host: InlineHost) -> None:
    for serial, method in enumerate(GRADIENTS[:2], start=1):
        host.submit(Attribute(picture=picture_of_a_stroke(), serial=serial, method=method))
    (reply,) = host.poll()
    assert isinstance(reply, Attributed)
    assert (reply.serial, reply.method) == (2, "gradient-times-input")


def test_a_drawing_is_answered_before_it_is_explained(host: InlineHost) -> None:
    host.submit(Attribute(picture=picture_of_a_stroke(), serial=1, method="saliency"))
    host.submit(Infer(drawing=picture_of_a_stroke()[0], serial=1))
    assert [type(reply).__name__ for reply in host.poll()] == ["Inferred", "Attributed"]


def test_a_long_job_goes_on_from_poll_to_poll_and_ends(host: InlineHost) -> None:
    host.submit(Attribute(picture=picture_of_a_stroke(), serial=1, method="occlusion"))
    replies = host.poll()
    while replies[-1].share < 1:
        replies += host.poll()
    assert len(replies) > 1
    assert host.poll() == []


def test_another_network_ends_a_long_job(host: InlineHost) -> None:
    host.submit(Attribute(picture=picture_of_a_stroke(), serial=1, method="occlusion"))
    assert host.poll()[0].share < 1
    host.submit(Load(network="harley-conv"))
    assert [type(reply).__name__ for reply in host.poll()] == ["Loaded"]


def test_it_can_be_asked_while_the_network_learns(host: InlineHost) -> None:
    config = TrainConfig(epochs=1, batch=8, share=0.01)
    host.submit(Train(config=config, start="shown"))
    host.poll()
    host.submit(Attribute(picture=picture_of_a_stroke(), serial=1, method="integrated-gradients"))
    assert any(isinstance(reply, Attributed) for reply in host.poll())
    host.submit(Control(action="stop"))
    host.poll()


def test_before_there_is_a_network_the_visitor_is_told() -> None:
    opened = InlineHost(device="cpu")
    opened.submit(Attribute(picture=picture_of_a_stroke(), serial=1, method="saliency"))
    (reply,) = opened.poll()
    assert isinstance(reply, Failed)
    assert reply.said is not None
    assert reply.said.key == "failed.no_network"
    opened.close()


def test_lesions_that_count_for_the_answer_count_for_what_is_said_of_it(host: InlineHost) -> None:
    made = []
    for lesions in ((), (Lesion(target=Map(node="conv1", map=2), kind=Zero()),), ()):
        host.submit(SetLesions(lesions=lesions))
        host.submit(Attribute(picture=picture_of_a_stroke(), serial=1, method="saliency", target=1))
        made.append(host.poll()[-1].map)
    assert not np.allclose(made[0], made[1], atol=1e-3)
    np.testing.assert_array_equal(made[0], made[2])


def test_a_network_without_filters_says_so(host: InlineHost) -> None:
    host.submit(Load(network="ana-dense"))
    host.submit(Attribute(picture=picture_of_a_stroke(), serial=1, method="grad-cam"))
    reply = host.poll()[-1]
    assert isinstance(reply, Failed)
    assert reply.said is not None
    assert reply.said.key == "why.no_layer"


def test_a_map_goes_through_shared_memory(host: InlineHost) -> None:
    host.submit(Attribute(picture=picture_of_a_stroke(), serial=1, method="grad-cam"))
    (reply,) = host.poll()
    memory = Memory.create()
    parcel = Packer(memory).pack(Told(number=1, reply=reply))
    told = shared.unpack(parcel, memory)
    assert isinstance(told, Told)
    assert isinstance(told.reply, Attributed)
    np.testing.assert_array_equal(told.reply.map, reply.map)
    np.testing.assert_array_equal(told.reply.maps, reply.maps)
    memory.close()
