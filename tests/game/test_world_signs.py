"""Signs say what a stage shows, are read from their front, and have a back: no letter is ever seen mirrored."""

from dataclasses import replace

import numpy as np
import pytest
from torch import nn

from layerwalk.game import words
from layerwalk.game.world import lettering, palette, signs
from layerwalk.nn import kinds
from layerwalk.nn.fold import Role
from layerwalk.nn.network import NodeSpec


@pytest.fixture
def written(monkeypatch):
    """Return a list of every text that is written from now on."""
    texts = []
    line = lettering.line

    def listen(text, **style):
        texts.append(text)
        return line(text, **style)

    monkeypatch.setattr(lettering, "line", listen)
    return texts


@pytest.fixture
def spelt(monkeypatch):
    """Return a list of every text that is spelt from known letters from now on."""
    texts, spell = [], lettering.spelt
    monkeypatch.setattr(lettering, "spelt", lambda text, **style: texts.append(text) or spell(text, **style))
    return texts


def values(shape=(6, 12, 12)):
    return np.random.default_rng(5).normal(0.5, 3, shape).astype(np.float32)


def build(booth, **options):
    world = booth.build(("conv", (6, 12, 12)), **options)
    world.show({"layer 1": values()}, None)
    return world


def at_sign(booth, world, *, side=1.0):
    """Stand before a stage's sign, or behind it (`side` -1), and look at it."""
    stage = world.placement.stages[0]
    turn = np.radians(stage.sign_heading_deg)
    forward = np.array([-np.sin(turn), np.cos(turn), 0.0])
    plate = np.array([*stage.sign[:2], stage.floor.centre[2] + signs.HEIGHT_M])
    booth.look(plate - forward * 1.6 * side + [0, 0, 0.5], plate, fov_deg=60)


def without(booth, path):
    """Draw the picture that the booth shows without a node."""
    path.hide()
    picture = booth.frame()
    path.show()
    return picture


def letters_of(world):
    return world.platforms[0].sign.path.find("letters")


def test_a_signs_letters_are_seen_from_its_front(booth):
    world = build(booth)
    at_sign(booth, world)
    assert (booth.frame() != without(booth, letters_of(world))).any(axis=2).mean() > 0.02


def test_a_sign_seen_from_behind_has_a_back_and_no_letters(booth):
    world = build(booth)
    at_sign(booth, world, side=-1.0)
    seen = booth.frame()
    assert (seen == without(booth, letters_of(world))).all()
    assert (seen != without(booth, world.signs)).any(axis=2).mean() > 0.05, "the back itself is seen"


def ink(letters):
    """Return how much of every 200th of a line's width is letters: the same however the band bends."""
    columns = letters.any(axis=0).nonzero()[0]
    heights = letters[:, columns[0] : columns[-1] + 1].sum(axis=0) / letters.any(axis=1).sum()
    return np.interp(np.linspace(0, len(heights) - 1, 200), np.arange(len(heights)), heights)


def likeness(first, second):
    return np.corrcoef(first, second)[0, 1]


def test_a_title_is_read_from_both_sides_and_mirrored_from_none(booth):
    world = build(booth)
    stage = world.placement.stages[0]
    low, high = world.titles.get_tight_bounds()
    middle = np.array((low + high) / 2)
    forward = np.array([-np.sin(np.radians(stage.heading_deg)), np.cos(np.radians(stage.heading_deg)), 0.0])
    pictures = []
    for side in (1.0, -1.0):
        booth.look(middle - forward * side * 100, middle, fov_deg=5.4)
        with_letters = booth.frame().astype(int)
        pictures.append(np.abs(with_letters - without(booth, world.titles)).max(axis=2) > 60)
    inside, behind = (ink(letters) for letters in pictures)
    assert min(letters.sum() for letters in pictures) > 1000
    assert likeness(inside, behind) > 0.6
    assert likeness(inside, behind[::-1]) < 0.3


@pytest.mark.parametrize("name", palette.NAMES)
def test_the_legend_shows_the_palette_from_left_to_right(booth, name):
    world = build(booth, palette_name=name)
    at_sign(booth, world)
    booth.frame()
    board, wide = letters_of(world).find("**/numbers"), signs.PLATE_M[0] - 0.18
    for share in np.linspace(0.02, 0.98, 49):
        point = world.path.get_relative_point(board, ((share - 0.5) * wide, -0.012, -0.35))
        wanted = palette.look_up(np.array(share), name=name).astype(int)
        assert np.abs(booth.colour(point) - wanted).max() <= 4


def test_the_numbers_under_the_legend_are_the_layers_limits(booth, spelt):
    world = build(booth)
    at_sign(booth, world)
    booth.frame()
    assert world.platforms[0].limits == (float(values().min()), float(values().max()))
    assert spelt[-2:] == [words.load().number(float(values().min())), words.load().number(float(values().max()))]


def test_an_answer_that_is_not_seen_changes_no_numbers(booth, spelt):
    world = build(booth)
    at_sign(booth, world)
    booth.frame()
    before = len(spelt)
    world.show({"layer 1": values() * 10}, None)
    assert len(spelt) == before
    booth.frame()
    assert spelt[-2:] == [
        words.load().number(float(values().min() * 10)),
        words.load().number(float(values().max() * 10)),
    ]


def test_a_sign_names_its_layer_what_it_does_and_how_many_weights_it_has(booth, written):
    world = booth.build(("conv", (6, 12, 12)), ("pool", (6, 6, 6)), ("dense", (30,)))
    text = words.load()
    for stage in world.placement.stages:
        node = world.spec.node(stage.node)
        title, sentence = text.kind(node.kind)
        assert f"{stage.number}  {title}" in written
        assert sentence in written
        assert node.name in written
    assert any("6 maps of 12×12" in line for line in written)
    assert any("30 neurons" in line for line in written)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((6, 12, 10), "6 maps of 12×10"), ((1, 28, 28), "1 map of 28×28"), ((1200,), "1,200 neurons")],
)
def test_shapes_are_said_in_words(shape, expected):
    node = NodeSpec(name="node", kind="conv", shape=shape, parameters=0, inputs=())
    assert signs.shape_text(node, words.load()) == expected


@pytest.mark.parametrize("language", words.languages())
def test_what_a_layer_does_fits_over_the_legend(language):
    text = words.load(language)
    kinds = ("input", "conv", "pool", "dense", "add", "concat", "norm", "mean", "attention", "other")
    made = [lettering.line(text.kind(kind)[1], size_m=signs.SMALL_M, width_m=signs.WIDE_M) for kind in kinds]
    assert all(-0.105 + path.get_tight_bounds()[0].z > -0.30 for path in made)


def test_an_option_is_said_in_the_visitors_language():
    assert signs.option_text("kernel", "5×5", words.load("de")) == "Filter 5×5"
    assert signs.option_text("module", "Strange", words.load("de")) == "Modul Strange"
    assert signs.option_text("direction", "upwards", words.load("de")) == "Richtung aufwärts"
    assert signs.option_text("unheard of", "7", words.load("de")) == "unheard of 7"


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        ("2×2 max", "pool 2×2 max", "Maximum aus 2×2"),
        ("3×2 mean", "pool 3×2 mean", "Mittel aus 3×2"),
        ("max to 7×7", "pool max to 7×7", "Maximum, übrig 7×7"),
        ("somehow", "pool somehow", "Pooling somehow"),
    ],
)
def test_how_a_layer_pools_is_said_in_words(value, english, german):
    assert signs.option_text("pool", value, words.load("en")) == english
    assert signs.option_text("pool", value, words.load("de")) == german


def foldable():
    """Return the names of all that folds into a layer, and is told of."""
    known = [kind for _, kind in kinds.MODULES] + [*kinds.FUNCTIONS.values(), *kinds.ALONE.values()]
    folds = {kind.label for kind in known if kind.role is not Role.LAYER}
    functions = {kinds.of_module(made()).label for made in (nn.LeakyReLU, nn.LogSigmoid, nn.Tanhshrink, nn.Softmin)}
    return (folds | functions) - set(signs.UNTOLD)


@pytest.mark.parametrize("language", words.languages())
def test_all_that_folds_into_a_layer_has_words(language):
    told = words.load(language)
    assert sorted(name for name in foldable() if told.find(f"operations.{name}") is None) == []
    assert told.operation("of my own") == "of my own"


def test_a_sign_tells_what_folds_into_its_layer_in_the_visitors_language(booth, written):
    world = booth.build(("conv", (6, 12, 12)))
    node = replace(world.spec.nodes[1], folded=("batch norm", "flatten", "relu"))
    signs.Sign(world.path, world.placement.stages[0], node, words.load("de"))
    assert any(text.endswith("danach Batch-Normierung, ReLU") for text in written)


@pytest.mark.parametrize("language", words.languages())
def test_facts_stay_on_one_line(booth, language, monkeypatch):
    made, told = [], words.load(language)
    line = lettering.line
    monkeypatch.setattr(lettering, "line", lambda text, **style: made.append((text, style)) or line(text, **style))
    node = NodeSpec(
        name="conv12",
        kind="conv",
        shape=(1024, 112, 112),
        parameters=1234567,
        inputs=(),
        folded=("batch norm", "relu"),
        options=(("kernel", "11×11"), ("stride", "2×1")),
    )
    world = booth.build(("conv", (6, 12, 12)))
    signs.Sign(world.path, world.placement.stages[0], node, told)
    long = [(text, style) for text, style in made if "11×11" in text or told.operation("batch norm") in text]
    assert len(long) == 2
    assert all(-line(text, **style).get_tight_bounds()[0].z < style["size_m"] * 0.5 for text, style in long)
