"""What the model loop says of training and of its failures is there in every language, with every place filled."""

import re
from pathlib import Path

import pytest

import layerwalk.nn
from layerwalk.game import words
from layerwalk.nn import training
from layerwalk.nn.messages import Said
from layerwalk.nn.said import say

SOURCES = [path for folder in layerwalk.nn.__path__ for path in Path(folder).rglob("*.py")]
KEYS = sorted(
    {key for path in SOURCES for key in re.findall(r'"((?:training|failed)\.[a-z_.]+)"', path.read_text("utf-8"))}
)
REASONS = ("loss", "absurd", "slope", "weights")
FIELDS = (
    "epochs",
    "batch",
    "seed",
    "learning rate",
    "share",
    "validation share",
    "optimiser",
    "loss",
    "schedule",
    "augmentation",
    "data",
)


@pytest.mark.parametrize("language", words.languages())
@pytest.mark.parametrize("key", [*KEYS, *(f"training.why.{reason}" for reason in REASONS)])
def test_every_text_is_there_in_every_language(language: str, key: str) -> None:
    assert words.load(language).find(key)


@pytest.mark.parametrize("key", KEYS)
def test_a_text_has_the_same_places_in_every_language(key: str) -> None:
    found = [words.load(language).find(key) or "" for language in words.languages()]
    assert len({frozenset(re.findall(r"{(\w+)", text)) for text in found}) == 1


@pytest.mark.parametrize("language", words.languages())
@pytest.mark.parametrize("name", FIELDS)
def test_a_faulty_value_is_told_with_the_name_of_its_field(language: str, name: str) -> None:
    said = training._faulty(name, "magic", "something else").said
    assert "magic" in words.load(language).say(said)


def test_a_run_that_goes_astray_says_why_and_what_to_try() -> None:
    said: Said = say("training.diverged", step=7, why=say("training.why.loss"), good=5, rate=0.5)
    assert words.load("en").say(said) == (
        "Training went astray after step 7: the error is no longer a number. "
        "The weights of step 5 are back; try a lower learning rate than 0.5."
    )
    assert "0,5" in words.load("de").say(said)
