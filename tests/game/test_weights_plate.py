"""The plate with the weights of what is pointed at: what it says, and that it stays in the picture and off the aim."""

import tomllib

import numpy as np
import pytest

from layerwalk.game import files, words
from layerwalk.game.ui import weights_texts
from layerwalk.nn.messages import Weights

SHAPES = [("conv", (1, 3, 3)), ("conv", (64, 5, 5)), ("dense", (32, 12, 12)), ("dense", (1, 28, 28)), ("dense", (300,))]
READ = "Convolution · map 12, row 12, column 12 · gives 0.123, the most in this layer 1.23"


def made(shape, *, bias=-0.123):
    values = np.random.default_rng(1).standard_normal(shape).astype(np.float32)
    return Weights(network="n", node="conv1", map=0, weights=values, bias=bias)


@pytest.mark.parametrize("language", words.languages())
@pytest.mark.parametrize("aspect", [16 / 9, 4 / 3, 21 / 9])
@pytest.mark.parametrize("text_size", [0.75, 1.0, 2.0])
@pytest.mark.parametrize(("kind", "shape"), SHAPES)
def test_it_stays_in_the_picture_above_the_readout_and_off_the_aim(
    language, aspect, text_size, kind, shape, open_hud, box
):
    root, hud = open_hud(aspect=aspect, text_size=text_size)
    hud.read(READ)
    hud.weigh(made(shape), words.load(language), kind=kind)
    left, right, bottom, top = box(root, "weights plate")
    assert 0.02 < left < right < 1
    assert box(root, "readout")[3] < bottom < top < 1


def test_nothing_is_shown_of_what_has_no_weights(open_hud):
    root, hud = open_hud()
    hud.weigh(made((1, 3, 3)), words.load(), kind="conv")
    plate = root.find("**/weights plate")
    assert not plate.is_hidden()
    hud.weigh(Weights(network="n", node="pool1", map=0), words.load(), kind="pool")
    assert plate.is_hidden()
    hud.weigh(made((1, 3, 3)), words.load(), kind="conv")
    hud.weigh(None, words.load())
    assert plate.is_hidden()


def test_it_stands_lower_when_nothing_is_read(open_hud, box):
    root, hud = open_hud()
    hud.weigh(made((1, 3, 3)), words.load(), kind="conv")
    foot = box(root, "weights plate")[2]
    hud.read(READ)
    assert box(root, "weights plate")[2] > foot


def test_the_same_weights_are_not_drawn_anew(monkeypatch, open_hud):
    root, hud = open_hud()
    own = made((1, 3, 3))
    hud.weigh(own, words.load(), kind="conv")
    letters = root.find("**/weights plate/letters/joined")
    hud.weigh(own, words.load(), kind="conv")
    assert root.find("**/weights plate/letters/joined") == letters


def test_larger_texts_make_it_larger_at_once(open_hud, box):
    root, hud = open_hud()
    hud.weigh(made((1, 3, 3)), words.load(), kind="conv")
    before = box(root, "weights plate")
    hud.set_text_size(1.3)
    after = box(root, "weights plate")
    assert after[3] - after[2] > 1.15 * (before[3] - before[2])


@pytest.mark.parametrize(
    ("kind", "shape", "said"),
    [
        ("conv", (1, 5, 5), "kernel_one"),
        ("conv", (6, 5, 5), "kernel_many"),
        ("dense", (1, 28, 28), "stack_one"),
        ("dense", (32, 12, 12), "stack_many"),
        ("dense", (64,), "line"),
    ],
)
@pytest.mark.parametrize("language", words.languages())
def test_it_says_what_the_weights_are_for(language, kind, shape, said):
    spoken = words.load(language)
    texts = weights_texts.texts(made(shape).weights, bias=0.5, kind=kind, words=spoken)
    assert texts.caption == spoken(f"weights.{said}", count=shape[0])


def test_it_says_how_many_maps_are_not_shown():
    spoken = words.load()
    texts = [weights_texts.texts(made((n, 3, 3)).weights, bias=0.5, kind="conv", words=spoken).more for n in (16, 17)]
    assert texts == ["", "+ 1 more"]


def test_the_legends_ends_are_equally_far_from_zero():
    own = np.array([-0.5, 0.25], np.float32)
    texts = weights_texts.texts(own, bias=None, kind="dense", words=words.load("de"))
    assert (texts.low, texts.high) == ("−0,500", "+0,500")
    assert texts.sum == "Orange zählt dazu, Blau zieht ab"


@pytest.mark.parametrize(("bias", "written"), [(0.5, "+0.500"), (-0.5, "−0.500"), (0.0, "at 0;")])
def test_the_sum_begins_with_the_bias(bias, written):
    own = np.ones(3, np.float32)
    assert written in weights_texts.texts(own, bias=bias, kind="dense", words=words.load()).sum


def test_both_languages_have_the_same_texts():
    tables = [
        tomllib.loads(files.asset("languages", language, "weights.toml").read_text(encoding="utf-8"))["weights"]
        for language in words.languages()
    ]
    assert all(list(table) == list(tables[0]) for table in tables)
