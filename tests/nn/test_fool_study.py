"""How often a network is fooled."""

from dataclasses import replace

import pytest

from layerwalk.nn import data, fool_study
from layerwalk.nn.aim import FoolConfig


@pytest.fixture(scope="module")
def digits() -> data.Dataset:
    return data.load("mnist-test")


def test_the_rate_and_the_steps_belong_together(digits: data.Dataset) -> None:
    found = fool_study.study("ana-small", digits, FoolConfig(steps=15), count=40)
    assert 0 < found.fooled == len(found.steps) < found.pictures <= 40
    assert min(found.steps) >= 1
    assert max(found.steps) <= 15
    assert found.rate == found.fooled / found.pictures


def test_the_same_seed_gives_the_same_result(digits: data.Dataset) -> None:
    first, again = (fool_study.study("ana-small", digits, FoolConfig(steps=10), count=30, seed=5) for _ in range(2))
    assert first == again


def test_away_from_the_truth_is_easier_than_towards_a_certain_class(digits: data.Dataset) -> None:
    towards, away = (
        fool_study.study("ana-small", digits, replace(FoolConfig(), targeted=targeted), count=40)
        for targeted in (True, False)
    )
    assert away.fooled > towards.fooled


def test_no_pictures_are_refused_in_one_sentence(digits: data.Dataset) -> None:
    with pytest.raises(data.DataError, match="expected 1 or more"):
        fool_study.study("ana-small", digits, FoolConfig(), count=0)
