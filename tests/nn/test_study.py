"""Studies of a small network, against plain loops over its own layers."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from layerwalk.nn import dose, importance, masked, pieces, studies, study, trace
from layerwalk.nn.studies import StudyError
from layerwalk.nn.trace import Traced

UNITS, CLASSES = 4, 3


class Tiny(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(3)
        self.conv, self.dense = nn.Conv2d(1, UNITS, 3), nn.Linear(UNITS * 16, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        return self.dense(self.conv(x).relu().flatten(1))


MODEL = Tiny()


@pytest.fixture(scope="module")
def traced() -> Traced:
    return trace.follow(MODEL, torch.zeros(1, 1, 6, 6), name="tiny")


@pytest.fixture(scope="module")
def pictures() -> np.ndarray:
    return np.random.default_rng(0).random((12, 1, 6, 6)).astype(np.float32) * 2


@pytest.fixture(scope="module")
def labels(pictures: np.ndarray) -> np.ndarray:
    return by_hand(pictures, np.ones(UNITS)).argmax(1)


def by_hand(pictures: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Return the logarithms of the probabilities with maps zeroed, without any machinery."""
    with torch.no_grad():
        maps = MODEL.conv(torch.from_numpy(pictures)).relu() * torch.tensor(kept, dtype=torch.float32).view(1, -1, 1, 1)
        return MODEL.dense(maps.flatten(1)).log_softmax(1).numpy()


def needed_by_hand(picture: np.ndarray, label: int, order: np.ndarray) -> int:
    kept = np.ones(UNITS)
    for left in range(UNITS - 1, 0, -1):
        kept[order[UNITS - 1 - left]] = 0
        if by_hand(picture[None], kept).argmax() != label:
            return left + 1
    return 1


def test_removed_maps_are_zero_for_each_picture(traced: Traced, pictures: np.ndarray) -> None:
    kept = np.random.default_rng(1).random((len(pictures), UNITS)) > 0.5
    found = masked.log_probabilities(traced, "conv", pictures, kept)
    expected = [by_hand(picture[None], works)[0] for picture, works in zip(pictures, kept, strict=True)]
    assert np.allclose(found, expected, atol=1e-6)


def test_what_was_removed_is_back_at_once(traced: Traced, pictures: np.ndarray) -> None:
    whole = np.ones((len(pictures), UNITS), bool)
    before = masked.log_probabilities(traced, "conv", pictures, whole)
    masked.log_probabilities(traced, "conv", pictures, ~whole)
    assert np.array_equal(masked.log_probabilities(traced, "conv", pictures, whole), before)


def test_a_line_of_neurons_loses_neurons(traced: Traced, pictures: np.ndarray) -> None:
    kept = np.ones((len(pictures), CLASSES), bool)
    kept[:, 1] = False
    with torch.no_grad():
        scores = MODEL(torch.from_numpy(pictures))
    scores[:, 1] = 0
    found = masked.log_probabilities(traced, "dense", pictures, kept)
    assert np.allclose(found, scores.log_softmax(1).numpy(), atol=1e-6)


def test_importance_by_ablation_is_the_loss_that_a_map_saves(
    traced: Traced, pictures: np.ndarray, labels: np.ndarray
) -> None:
    found = pieces.finish(importance.by_ablation(traced, "conv", pictures, labels))
    rows = np.arange(len(labels))
    whole = by_hand(pictures, np.ones(UNITS))[rows, labels]
    for unit in range(UNITS):
        without = by_hand(pictures, np.arange(UNITS) != unit)[rows, labels]
        assert np.allclose(found[:, unit], whole - without, atol=1e-5)


def test_importance_by_gradient_is_the_slope_of_the_loss(
    traced: Traced, pictures: np.ndarray, labels: np.ndarray
) -> None:
    found = pieces.finish(importance.by_gradient(traced, "conv", pictures, labels))
    rows, step = np.arange(len(labels)), 0.01
    for unit in range(UNITS):
        more, less = np.ones(UNITS), np.ones(UNITS)
        more[unit], less[unit] = 1 + step, 1 - step
        slope = (by_hand(pictures, more) - by_hand(pictures, less))[rows, labels] / (2 * step)
        assert np.allclose(found[:, unit], slope, atol=1e-3)


def test_importance_by_activation_is_the_mean_of_a_map(
    traced: Traced, pictures: np.ndarray, labels: np.ndarray
) -> None:
    found = pieces.finish(importance.by_activation(traced, "conv", pictures, labels))
    with torch.no_grad():
        maps = MODEL.conv(torch.from_numpy(pictures)).relu()
    assert np.allclose(found, maps.mean((2, 3)).numpy(), atol=1e-6)


def test_needed_units_are_those_that_a_plain_loop_finds(
    traced: Traced, pictures: np.ndarray, labels: np.ndarray
) -> None:
    orders = np.tile(np.arange(UNITS), (len(labels), 5, 1))
    orders = np.random.default_rng(2).permuted(orders, axis=2)
    found = pieces.finish(study.needed(traced, "conv", pictures, labels, orders))
    expected = [
        [needed_by_hand(picture, label, order) for order in draws]
        for picture, label, draws in zip(pictures, labels, orders, strict=True)
    ]
    assert found.tolist() == expected
    assert len(np.unique(found)) > 1


def test_the_study_has_every_order_and_repeats_itself(traced: Traced, pictures: np.ndarray, labels: np.ndarray) -> None:
    first, again, other = (
        pieces.last(study.ablation(traced, ["conv"], pictures, labels, draws=6, seed=seed)).needed for seed in (1, 1, 2)
    )
    assert [result.order for result in first] == ["random", "ablation", "gradient"]
    assert [result.counts.tolist() for result in first] == [result.counts.tolist() for result in again]
    assert first[0].counts.tolist() != other[0].counts.tolist()
    assert first[0].shares.sum() == pytest.approx(1)
    low, high = first[0].single_band
    assert low <= first[0].single <= high
    assert first[0].single == pytest.approx(first[0].shares[0])


def test_the_least_important_map_goes_first(traced: Traced, pictures: np.ndarray, labels: np.ndarray) -> None:
    results = pieces.last(study.ablation(traced, ["conv"], pictures, labels, draws=1, seed=1)).needed
    weights = pieces.finish(importance.by_ablation(traced, "conv", pictures, labels))
    for picture, label, weight, count in zip(pictures, labels, weights, results[1].counts[:, 0], strict=True):
        assert needed_by_hand(picture, label, weight.argsort()) == count


def test_dose_response_curves_are_those_of_plain_loops(
    traced: Traced, pictures: np.ndarray, labels: np.ndarray
) -> None:
    job = dose.respond(traced, "conv", pictures, labels, others=(pictures, labels), draws=7, seed=4)
    found = pieces.last(job)
    assert found.removed.tolist() == [0, 1, 2, 3, 4]
    weights = pieces.finish(importance.by_ablation(traced, "conv", pictures, labels)).mean(0)
    for gone, accuracy in zip(found.removed, found.orders["ablation"], strict=True):
        kept = np.ones(UNITS)
        kept[np.argsort(-weights)[:gone]] = 0
        assert accuracy == pytest.approx((by_hand(pictures, kept).argmax(1) == labels).mean())
    assert found.control.shape == (7, 5)
    assert (found.control[:, 0] == 1).all()
    assert len(set(found.control[:, -1])) == 1


def test_shares_done_only_grow_up_to_one(traced: Traced, pictures: np.ndarray, labels: np.ndarray) -> None:
    shares: list[float] = []
    pieces.last(study.ablation(traced, ["conv"], pictures, labels, draws=2, seed=1), shares.append)
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1


def test_a_shipped_network_is_studied_with_its_own_data() -> None:
    results = studies.ablation("ana-small", count=20, draws=2, seed=1).needed
    assert {(result.layer, result.units) for result in results} == {("conv1", 6), ("conv2", 6)}
    assert all(result.counts.shape[0] == 20 for result in results)
    curves = studies.respond("ana-small", "dense1", count=20, draws=2, seed=1)
    assert (curves.removed[0], curves.removed[-1]) == (0, 64)


@pytest.mark.parametrize(("count", "draws", "name"), [(0, 1, "--pictures"), (1, 0, "--draws")])
def test_nothing_to_study_is_said(count: int, draws: int, name: str) -> None:
    with pytest.raises(StudyError, match=f"{name}: found 0, expected 1 or more"):
        studies.ablation("ana-small", count=count, draws=draws, seed=1)


def test_a_layer_that_is_not_there_is_said() -> None:
    with pytest.raises(StudyError, match="found 'conv9', expected one of ana-small's: conv1, pool1"):
        studies.respond("ana-small", "conv9", count=1, draws=1, seed=1)


def test_a_network_without_convolutions_is_said() -> None:
    with pytest.raises(StudyError, match="no convolution"):
        studies.ablation("ana-dense", count=1, draws=1, seed=1)
