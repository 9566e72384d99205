"""Finding a part of a network by what it is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game import finding, selected, words
from layerwalk.game import session as sessions
from layerwalk.game.selected import Selected

SPEC = sessions.read_spec("ana-small").spec
ENGLISH, GERMAN = words.load("en"), words.load("de")


def test_for_nothing_every_layer_is_found():
    assert finding.find("", SPEC, ENGLISH) == tuple(Selected(node=node.name) for node in SPEC.nodes)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("conv", Selected(node="conv1")),
        ("conv1", Selected(node="conv1")),
        ("Convolution 1", Selected(node="conv1")),
        ("convolution 1 map 5", Selected(node="conv1", index=(4,))),
        ("conv1 3 4 7", Selected(node="conv1", index=(2, 3, 6))),
        ("dense1 neuron 12", Selected(node="dense1", index=(11,))),
        ("7", Selected(node="dense2", index=(7,))),
    ],
)
def test_the_likeliest_comes_first(text, first):
    assert finding.find(text, SPEC, ENGLISH)[0] == first


def test_it_understands_the_language_that_is_spoken():
    assert finding.find("Faltung 1 Karte 5", SPEC, GERMAN)[0] == Selected(node="conv1", index=(4,))


def test_what_is_not_there_is_not_found():
    assert finding.find("cucumber", SPEC, ENGLISH) == ()
    assert finding.find("conv1 map 900", SPEC, ENGLISH) == ()


@given(st.text(max_size=20))
def test_whatever_is_written_leads_to_parts_that_there_are(text):
    for found in finding.find(text, SPEC, GERMAN):
        assert selected.fits(found, SPEC)
