"""The page about a neuron's calculation: what is written on it, beside what the network explained."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layerwalk.game import words as languages
from layerwalk.game.ui.calculation import layout, sheet
from layerwalk.game.ui.calculation.figures import adding_up, figure
from layerwalk.game.ui.calculation.measures import measures
from layerwalk.game.ui.calculation.parts import Sheet, Term, Told
from layerwalk.game.ui.menu import typeset
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.words import Words
from layerwalk.nn import calculation, forward, models, opening
from layerwalk.nn.blueprint import presets
from layerwalk.nn.blueprint.layers import AveragePool, Blueprint, Conv
from layerwalk.nn.forward import Capture
from layerwalk.nn.messages import Explained
from layerwalk.nn.opening import Network

CLOSE = 1e-4
AVERAGE = Blueprint(name="average", title="average", layers=(Conv(filters=4), AveragePool(size=3, stride=3)))
NETWORKS = (*models.REGISTRY, "residual", "average")


@cache
def opened(name: str) -> tuple[Network, Capture]:
    if name in models.REGISTRY:
        network = opening.open_network(name)
    else:
        network = opening.build_network(AVERAGE if name == "average" else presets.PRESETS[name], seed=3)
    picture = np.random.default_rng(5).random(network.shape, np.float32)
    return network, forward.capture(network.traced, picture)


def explain(name: str, node: str, index: tuple[int, ...]) -> Explained:
    network, capture = opened(name)
    return calculation.explain(network.model, network.traced, capture, node=node, index=index)


def told(name: str, words: Words, **options: object) -> Told:
    network, capture = opened(name)
    limits = {node: (float(values.min()), float(values.max())) for node, values in capture.activations.items()}
    return Told(spec=network.traced.spec, words=words, limits=limits, **options)  # type: ignore[arg-type]


def written(name: str, node: str, index: tuple[int, ...], *, language: str = "en", **options: object) -> Sheet:
    return sheet.sheet(explain(name, node, index), told(name, languages.load(language), **options))


def number(text: str) -> float:
    """Read a figure as it is written."""
    return float(text.strip("()").replace("−", "-").replace(",", ""))


def sums(terms: Sequence[Term]) -> tuple[list[float], float]:
    """Return what is added up in a formula, and what it says that it comes to."""
    equals = next(i for i, term in enumerate(terms) if term.sign == "=")
    return [number(term.text) for term in terms[:equals]], number(terms[equals].text)


def each_kind(name: str) -> list[tuple[str, tuple[int, ...]]]:
    """Return a neuron of every layer of a network, some way in."""
    spec = opened(name)[0].traced.spec
    return [(node.name, tuple(size * 2 // 5 for size in node.shape)) for node in spec.nodes]


@given(
    parts=st.lists(st.floats(-1000, 1000), min_size=1, max_size=12),
    decimals=st.integers(0, 4),
)
def test_rounded_numbers_add_up_and_none_is_farther_off_than_its_last_decimal(
    parts: list[float], decimals: int
) -> None:
    shown, total = adding_up(parts, sum(parts), decimals=decimals)
    unit = 10.0**-decimals
    assert round(sum(shown), decimals) == total == pytest.approx(sum(parts), abs=0.5 * unit + 1e-9)
    assert all(abs(a - b) <= unit + 1e-9 for a, b in zip(shown, parts, strict=True))


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert figure(-0.00001, languages.load("en")) == "0.0000"


@pytest.mark.parametrize("name", NETWORKS)
def test_what_is_shown_adds_up_as_shown_and_is_what_the_network_explained(name: str) -> None:
    for node, index in each_kind(name):
        explained = explain(name, node, index)
        terms = written(name, node, index).terms
        assert number(terms[-1].text) == pytest.approx(explained.output, abs=CLOSE)
        if any(term.sign == "+" for term in terms):
            parts, total = sums(terms)
            assert round(sum(parts), 4) == total
            assert total == pytest.approx(explained.total, abs=CLOSE)
        after = [number(term.text) for term in terms if term.sign == "→"]
        assert after == pytest.approx([step.value for step in explained.steps], abs=CLOSE)


@pytest.mark.parametrize("name", ["harley-conv", "harley-dense", "residual"])
def test_the_rows_of_a_dense_neuron_add_up_to_the_sum_of_them_all(name: str) -> None:
    for node, index in each_kind(name):
        made = written(name, node, index)
        if not made.rows:
            continue
        rows = [number(row.text) for row in made.rows]
        assert round(sum(rows), 4) == number(made.terms[0].text)
        strongest = sorted(
            abs(float(each)) for edges in explain(name, node, index).incoming for each in edges.contributions
        )
        assert abs(rows[0]) == pytest.approx(strongest[-1], abs=CLOSE)


def test_a_dense_neuron_tells_of_eight_and_of_the_others_together() -> None:
    made = written("harley-conv", "dense2", (7,))
    assert len(made.rows) == 9
    assert made.rows[-1].name == "the other 112 together"
    assert re.fullmatch(r"neuron \d+", made.rows[0].name)
    assert abs(made.rows[0].share or 0) == 1


def test_a_convolution_shows_what_it_sees_its_filter_and_their_product() -> None:
    explained = explain("harley-conv", "conv1", (2, 10, 12))
    seen, own, product = written("harley-conv", "conv1", (2, 10, 12)).grids
    assert explained.patch is not None
    np.testing.assert_array_equal(seen.values, explained.patch[0])
    np.testing.assert_allclose(seen.values * own.values, product.values)
    assert (seen.tint, own.tint, product.tint) == ("grey", "signed", "signed")
    assert own.high == -own.low == pytest.approx(np.abs(own.values).max())


def test_the_map_that_is_chosen_stands_in_the_formula_and_bears_the_mark() -> None:
    strongest = written("harley-conv", "conv2", (4, 5, 5)).tiles
    assert strongest[0].chosen
    other = strongest[2].map
    made = written("harley-conv", "conv2", (4, 5, 5), chosen=other)
    assert [tile.map for tile in made.tiles if tile.chosen] == [other]
    assert made.terms[0].caption == f"map {other + 1}"
    assert number(made.terms[0].text) == pytest.approx(float(made.grids[2].values.sum()), abs=CLOSE)


def test_more_maps_are_turned_to_strongest_first() -> None:
    pages = [written("ana-conv", "conv2", (4, 5, 5), tiles_from=first).tiles for first in (0, 8)]
    shown = [tile for page in pages for tile in page]
    assert sorted(tile.map for tile in shown) == list(range(16))
    strengths = [abs(number(tile.text.removeprefix("+"))) for tile in shown]
    assert strengths == sorted(strengths, reverse=True)


def test_a_pooling_frames_the_value_that_stays() -> None:
    explained = explain("harley-conv", "pool1", (2, 6, 6))
    made = written("harley-conv", "pool1", (2, 6, 6))
    (window,) = made.grids
    assert window.winner is not None
    assert window.values[window.winner] == window.values.max() == pytest.approx(explained.total)


def test_a_mean_is_the_sum_shared_out() -> None:
    together, count, mean = written("average", "pool1", (1, 3, 3)).terms
    assert number(together.text) / number(count.text) == pytest.approx(number(mean.text), abs=CLOSE)
    assert (count.sign, mean.sign) == ("÷", "=")


def test_a_short_cut_adds_up_its_branches_by_name() -> None:
    spec = opened("residual")[0].traced.spec
    node = next(node for node in spec.nodes if node.kind == "add")
    made = written("residual", node.name, (1, 3, 3))
    assert len(made.rows) == 2
    assert not any(row.product for row in made.rows)


def test_the_answer_tells_its_share() -> None:
    made = written("harley-conv", "dense3", (3,))
    assert "%" in made.terms[-1].caption
    assert made.terms[-1].last


def test_a_pixel_is_a_number() -> None:
    made = written("harley-conv", "input", (0, 15, 15))
    assert number(made.terms[0].text) == pytest.approx(
        float(opened("harley-conv")[1].activations["input"][0, 15, 15]), abs=CLOSE
    )


def test_a_value_that_a_lesion_changed_is_told() -> None:
    whole = explain("harley-conv", "conv1", (2, 10, 12))
    changed = Explained(
        **{name: getattr(whole, name) for name in whole.__slots__} | {"output": (whole.output or 0.0) + 0.5}
    )
    made = sheet.sheet(changed, told("harley-conv", languages.load("en"), lesioned=True))
    assert figure(changed.output or 0.0, languages.load("en")) in made.note
    assert not written("harley-conv", "conv1", (2, 10, 12)).note


def test_german_numbers_have_a_comma() -> None:
    made = written("harley-conv", "conv1", (2, 10, 12), language="de")
    assert all("," in term.text and "." not in term.text for term in made.terms)


@pytest.mark.parametrize("language", languages.languages())
@pytest.mark.parametrize("name", NETWORKS)
def test_everything_finds_room_on_the_page_at_every_text_size(name: str, language: str) -> None:
    words = languages.load(language)
    for text_size in (0.75, 1.0, 1.5, 2.0):
        sizes = measures(text_size)
        for node, index in each_kind(name):
            made = written(name, node, index, language=language, tiles=sizes.tiles, rows=sizes.rows)
            laid = layout.page(made, words, sizes, palette_name="viridis")
            face = Rect(left=-sizes.wide_m / 2, right=sizes.wide_m / 2, bottom=-laid.tall_m / 2, top=laid.tall_m / 2)
            assert laid.tall_m <= sizes.tallest_m + 1e-6
            for writing in laid.writings:
                assert face.holds(writing.box, slack_m=0.004), (node, writing.text)
            for cells in laid.cells:
                assert face.holds(cells.rect)


def test_no_two_lines_lie_on_each_other() -> None:
    words, sizes = languages.load("de"), measures(1.0)
    for node, index in each_kind("harley-conv"):
        laid = layout.page(written("harley-conv", node, index, language="de"), words, sizes, palette_name="viridis")
        boxes = [writing.box.grown(-0.1 * writing.size_m) for writing in laid.writings]
        assert not any(one.meets(other) for i, one in enumerate(boxes) for other in boxes[:i])


@settings(max_examples=20, deadline=None)
@given(text_size=st.floats(0.75, 2.0))
def test_letters_are_as_large_as_wished_or_nearly(text_size: float) -> None:
    made = written("harley-conv", "dense2", (7,), rows=measures(text_size).rows)
    laid = layout.page(made, languages.load("en"), measures(text_size), palette_name="viridis")
    title = next(writing for writing in laid.writings if writing.text == made.title)
    assert title.size_m >= 0.6 * 0.054 * text_size
    assert typeset.width_em(title.text, "display") * title.size_m < measures(text_size).width
