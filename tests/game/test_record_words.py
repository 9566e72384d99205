"""What is told of a saved network: its record, old or new, in words of every language."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game import words
from layerwalk.nn import origin, store, told
from layerwalk.nn.blueprint import presets
from layerwalk.nn.said import say
from layerwalk.nn.saved import SavedNetwork

EN, DE = words.load("en"), words.load("de")
RECORDED = ("title", "data", "seed", "trained", "parent", "accuracy", "epochs", "optimiser", "duration")


@pytest.fixture
def paris(monkeypatch):
    """Live where it is an hour later than in Greenwich."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system does not let a program choose where it lives")
    monkeypatch.setenv("TZ", "CET-1")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def said(record, language=EN):
    return [language.say(one) for one in told.told(record)]


def test_a_record_is_told_in_every_language(paris):
    record = {
        "title": "ANA's small convolutional network",
        "data": "MNIST, 60,000 training digits",
        "optimiser": "adamw, a rate of 0.003",
        "seed": "3",
        "trained": "2026-03-31T23:30:00+00:00",
        "parent": "shipped: ana-small",
    }
    assert said(record) == [
        "ANA's small convolutional network",
        "Handwritten digits",
        "trained on 1 April 2026",
        "began with what ana-small had learnt",
        "seed 3",
    ]
    assert said(record, DE) == [
        "ANAs kleines Faltungsnetz",
        "Handgeschriebene Ziffern",
        "trainiert am 1. April 2026",
        "begonnen mit dem, was ana-small schon konnte",
        "Startzahl 3",
    ]


@pytest.mark.parametrize(
    ("parent", "english", "german"),
    [
        (origin.drawn_anew(), "began with nothing learnt", "ohne Vorwissen begonnen"),
        (origin.drawn_anew(7), "began with nothing learnt, seed 7", "ohne Vorwissen begonnen, Startzahl 7"),
        (origin.run(2, step=1500), "went on from run 2, step 1,500", "weitergelernt nach Lauf 2, Schritt 1.500"),
        (origin.file("ana-1.safetensors", "not measured"), "went on from ana-1", "weitergelernt aus ana-1"),
        (
            origin.file("ana (1).safetensors", "99.20 % (992 of 1000 test pictures)"),
            "went on from ana (1) (99.2 % right)",
            "weitergelernt aus ana (1) (99,2 % richtig)",
        ),
        ("from a friend", "from a friend", "from a friend"),
    ],
)
def test_where_weights_come_from_is_said_in_words(parent, english, german):
    assert (EN.say(origin.told(parent)), DE.say(origin.told(parent))) == (english, german)


def test_a_seed_is_told_once():
    assert said({"seed": "7", "parent": origin.drawn_anew(7)}) == ["began with nothing learnt, seed 7"]
    assert said({"seed": "8", "parent": origin.drawn_anew(7)})[-1] == "seed 8"


def learnt(record, language=EN):
    return {name: language.say(one) for name, one in told.learnt(record).items()}


def test_what_was_learnt_is_told_by_name(paris):
    record = {
        "title": "Mine",
        "data": "MNIST, 60,000 training digits",
        "epochs": "3 of 5, stopped",
        "optimiser": "sgd, one cycle to a rate of 0.05",
        "batch": "128",
        "seed": "3",
        "accuracy": "97.18 % (9718 of 10000 test digits)",
        "duration": "125 s on CPU, 1 thread(s)",
        "trained": "2026-03-31T23:30:00+00:00",
        "parent": "drawn anew (seed 3)",
    }
    assert learnt(record, DE) == {
        "accuracy": "97,2 %",
        "measured": "9.718 von 10.000 neuen Bildern richtig",
        "data": "Handgeschriebene Ziffern",
        "epochs": "3 von 5",
        "optimiser": "SGD, Lernrate 0,05",
        "batch": "128",
        "seed": "3",
        "day": "1. April 2026",
        "duration": "2 min",
        "parent": "ohne Vorwissen begonnen",
    }


def test_of_what_nobody_has_measured_no_accuracy_is_told():
    assert learnt({"epochs": "3", "accuracy": "not measured"}) == {"epochs": "3"}


def test_a_network_that_was_only_built_has_learnt_nothing():
    assert (
        told.learnt({"title": "Mine", "seed": "1", "accuracy": "not measured", "parent": "drawn anew (seed 1)"}) == {}
    )


@pytest.mark.parametrize("name", store.names())
def test_of_the_networks_that_ship_everything_that_counts_is_told(name):
    known = learnt(store.read_record(name), DE)
    assert {"accuracy", "measured", "data", "epochs", "optimiser", "batch", "seed", "duration"} <= known.keys()
    assert known["optimiser"].startswith("AdamW, Lernrate 0,0")


def test_ones_own_pictures_are_called_as_their_folder():
    assert said({"data": "letters-train"}) == ["letters"]


def test_a_network_of_ones_own_keeps_its_name():
    assert said({"title": "Mine"}, DE) == ["Mine"]


@pytest.mark.parametrize("name", store.names())
def test_the_records_that_ship_are_told_in_german(name):
    title, data = said(store.read_record(name), DE)[:2]
    assert title == DE(f"editor.presets.{name}.title")
    assert data in (DE("datasets.mnist.title"), DE("datasets.faces.title"))


@pytest.mark.parametrize("name", presets.PRESETS)
def test_every_ready_made_network_has_a_name_in_german(name):
    assert DE.say(presets.called(presets.PRESETS[name].title)) == DE(f"editor.presets.{name}.title")


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_a_name(month):
    (english,), (german,) = (said({"trained": f"2026-{month:02}-15T12:00:00+00:00"}, one) for one in (EN, DE))
    assert english.startswith("trained on 15 ")
    assert german.startswith("trainiert am 15. ")


def test_of_a_faulty_file_the_fault_is_told(tmp_path):
    fault = say("failed.faulty", file="a.safetensors")
    saved = SavedNetwork(file=tmp_path / "a.safetensors", saved_s=0.0, record={"title": "Mine"}, fault=fault)
    assert saved.told == (fault,)


@given(st.dictionaries(st.sampled_from(RECORDED), st.text()))
def test_any_record_can_be_told(record):
    assert all(isinstance(text, str) for language in (EN, DE) for text in learnt(record, language).values())
    assert all(isinstance(text, str) for language in (EN, DE) for text in said(record, language))
