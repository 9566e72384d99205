"""How often a network is fooled."""

from dataclasses import replace

import pytest

from layerwalk.nn import data, fool_study, opening, pieces
from layerwalk.nn.aim import FoolConfig
from layerwalk.nn.opening import Network
from layerwalk.nn.study_results import FoolRate


@pytest.fixture(scope="module")
def digits() -> data.Dataset:
    return data.load("mnist-test")


@pytest.fixture(scope="module")
def network() -> Network:
    return opening.open_network("ana-small")


def study(network: Network, digits: data.Dataset, config: FoolConfig, **options: int) -> FoolRate:
    return pieces.last(fool_study.study(network, digits, config, **options))


def test_the_rate_and_the_steps_belong_together(network: Network, digits: data.Dataset) -> None:
    found = study(network, digits, FoolConfig(steps=15), count=40)
    assert 0 < found.fooled == len(found.steps) < found.pictures <= 40
    assert min(found.steps) >= 1
    assert max(found.steps) <= 15
    assert found.rate == found.fooled / found.pictures


def test_the_same_seed_gives_the_same_result(network: Network, digits: data.Dataset) -> None:
    first, again = (study(network, digits, FoolConfig(steps=10), count=30, seed=5) for _ in range(2))
    assert first == again


def test_what_is_known_by_now_grows(network: Network, digits: data.Dataset) -> None:
    stands = list(fool_study.study(network, digits, FoolConfig(steps=5), count=120))
    assert [stand.share for stand in stands] == sorted(stand.share for stand in stands)
    known = [stand.result.pictures for stand in stands]
    assert known == sorted(known)
    assert len(set(known)) > 2


def test_away_from_the_truth_is_easier_than_towards_a_certain_class(network: Network, digits: data.Dataset) -> None:
    towards, away = (
        study(network, digits, replace(FoolConfig(), targeted=targeted), count=40) for targeted in (True, False)
    )
    assert away.fooled > towards.fooled


def test_no_pictures_are_refused_in_one_sentence(network: Network, digits: data.Dataset) -> None:
    with pytest.raises(data.DataError, match="expected 1 or more"):
        fool_study.study(network, digits, FoolConfig(), count=0)
