"""Pictures that a part of a network wants to see."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from layerwalk.nn import gradient, opening, synthesis
from layerwalk.nn.aim import Aim, Objective, SynthesisConfig
from layerwalk.nn.messages import Floats
from layerwalk.nn.opening import Network

QUICK = SynthesisConfig(steps=40)
SETTINGS = {
    "fourier": QUICK,
    "pixels": replace(QUICK, space="pixels"),
    "ana": replace(QUICK, objective="ana"),
    "still": replace(QUICK, jitter_px=0),
    "turned": replace(QUICK, scale=0.1, rotation_deg=10.0),
    "blur": replace(QUICK, blur=1.0),
    "variation": replace(QUICK, variation=0.1),
    "decay": replace(QUICK, decay=0.1),
}


@pytest.fixture(scope="module")
def small() -> Network:
    return opening.open_network("ana-small")


def made(network: Network, aims: list[Aim], config: SynthesisConfig, start: Floats | None = None) -> Floats:
    start = synthesis.noise(network.shape, seed=config.seed) if start is None else start
    *_, last = synthesis.synthesise(network.traced, aims, start, config)
    return last.pictures()


def seen(network: Network, aims: list[Aim], pictures: Floats, config: SynthesisConfig) -> np.ndarray:
    with torch.no_grad():
        values = gradient.values(network.traced, torch.tensor(pictures), node=aims[0].node)
        return synthesis.score(values, aims, config).numpy()


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("index", [(3,), ()], ids=["answer", "layer"])
def test_every_setting_raises_what_is_aimed_at(small: Network, setting: str, index: tuple[int, ...]) -> None:
    config = SETTINGS[setting]
    if not index and config.objective == "ana":
        config = replace(config, objective="most")  # twice the layer's mean less the same
    aims = [Aim(node=small.traced.spec.answer.name, index=index)]
    start = synthesis.noise(small.shape, seed=1)
    assert seen(small, aims, made(small, aims, config), config) > seen(small, aims, start[None], config)


@pytest.mark.parametrize("setting", ["fourier", "pixels", "ana"])
def test_every_map_of_a_layer_gets_its_own_picture(small: Network, setting: str) -> None:
    aims = [Aim(node="conv2", index=(map,)) for map in range(6)]
    start = np.repeat(synthesis.noise(small.shape, seed=1)[None], 6, axis=0)
    config = SETTINGS[setting]
    assert (seen(small, aims, made(small, aims, config), config) > seen(small, aims, start, config)).all()


def test_a_neuron_of_a_map_is_the_one_aimed_at(small: Network) -> None:
    aims, config = [Aim(node="conv1", index=(2, 5, 7))], replace(QUICK, space="pixels", jitter_px=0)
    start = np.full(small.shape, 0.5, np.float32)
    changed = np.argwhere(made(small, aims, config, start)[0, 0] != 0.5)
    assert changed.min(axis=0).tolist() == [5, 7]
    assert changed.max(axis=0).tolist() == [7, 9]


def test_a_direction_leads_from_one_answer_to_another(small: Network) -> None:
    answer = small.traced.spec.answer.name
    picture = made(small, [Aim(node=answer, index=(0,), minus=(8,))], QUICK)
    towards, away = (seen(small, [Aim(node=answer, index=(place,))], picture, QUICK) for place in (0, 8))
    assert towards > away


def test_a_picture_does_not_depend_on_its_company(small: Network) -> None:
    aims = [Aim(node="conv2", index=(map,)) for map in range(6)]
    alone = made(small, aims[2:3], QUICK)
    np.testing.assert_allclose(made(small, aims, QUICK)[2:3], alone, atol=1e-3)


def test_the_same_seed_gives_the_same_picture_and_another_one_another(small: Network) -> None:
    aims = [Aim(node="dense1", index=(4,))]
    first = made(small, aims, QUICK)
    torch.rand(3)
    assert np.array_equal(first, made(small, aims, QUICK))
    assert not np.array_equal(first, made(small, aims, replace(QUICK, seed=2)))


@pytest.mark.parametrize("objective", ["most", "ana"])
@pytest.mark.parametrize(
    "aims",
    [[Aim(node="any")], [Aim(node="any", index=(1,), minus=(0,))], [Aim(node="any", index=(2, 1, 3))]],
    ids=["layer", "direction", "neuron"],
)
def test_the_way_uphill_is_the_same_from_everywhere(objective: Objective, aims: list[Aim]) -> None:
    def uphill(values: torch.Tensor) -> torch.Tensor:
        values.requires_grad_()
        return torch.autograd.grad(synthesis.score(values, aims, replace(QUICK, objective=objective)).sum(), values)[0]

    random = torch.rand(1, 3, 4, 4, generator=torch.Generator().manual_seed(1))
    assert torch.equal(uphill(random), uphill(torch.zeros(1, 3, 4, 4)))


def test_pictures_stay_in_the_range(small: Network) -> None:
    picture = made(small, [Aim(node="conv1", index=(0,))], replace(QUICK, space="pixels", rate=1.0))
    assert picture.dtype == np.float32
    assert picture.min() >= 0
    assert picture.max() <= 1


def test_colour_pictures_are_made_too() -> None:
    model = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(400, 5))
    traced = opening.trace.follow(model, torch.zeros(1, 3, 12, 12), name="colour")
    aims = [Aim(node=traced.spec.answer.name, index=(1,))]
    first, *_, last = synthesis.synthesise(traced, aims, synthesis.noise((3, 12, 12), seed=1), QUICK)
    assert last.pictures().shape == (1, 3, 12, 12)
    assert last.scores > first.scores


def test_a_silent_neuron_is_woken() -> None:
    layer = torch.nn.Linear(16, 4)
    torch.nn.init.constant_(layer.weight, 1.0)
    torch.nn.init.constant_(layer.bias, -10.0)
    model = torch.nn.Sequential(torch.nn.Flatten(), layer, torch.nn.ReLU(), torch.nn.Linear(4, 2))
    traced = opening.trace.follow(model, torch.zeros(1, 1, 4, 4), name="silent")
    node = traced.spec.hidden[0].name
    start = np.full((1, 4, 4), 0.5, np.float32)
    first, *_, last = synthesis.synthesise(traced, [Aim(node=node, index=(1,))], start, QUICK)
    assert float(first.scores) == 0.0
    assert float(last.scores) > 0.0


def test_weights_and_hooks_are_left_alone(small: Network) -> None:
    before = {name: value.clone() for name, value in small.model.state_dict().items()}
    made(small, [Aim(node="conv2", index=(1,))], QUICK)
    assert all(torch.equal(value, before[name]) for name, value in small.model.state_dict().items())
    assert all(value.grad is None for value in small.model.parameters())
    assert not any(module._forward_hooks for module in small.model.modules())


@pytest.mark.parametrize(
    "aim",
    [Aim(node="nowhere"), Aim(node="conv2", index=(6,)), Aim(node="conv2", index=(1, 2))],
    ids=["layer", "map", "half"],
)
def test_an_aim_at_nothing_is_refused(small: Network, aim: Aim) -> None:
    with pytest.raises(gradient.AimError):
        synthesis.synthesise(small.traced, [aim], synthesis.noise(small.shape, seed=1), QUICK)
