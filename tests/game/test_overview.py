"""A map or a layer summed up: its picture, its numbers, its weights as one picture."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game import overview
from layerwalk.game.selected import Selected
from layerwalk.nn.messages import DeadCounted
from layerwalk.nn.network import NodeSpec

STACK = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
NODE = NodeSpec(name="conv", kind="conv", shape=(2, 3, 4), parameters=0, inputs=())


def test_a_map_is_shown_as_it_is() -> None:
    assert np.array_equal(overview.merged(STACK, (1,)), STACK[1])


def test_a_layer_is_shown_as_its_mean_or_the_largest_of_each_place() -> None:
    assert np.array_equal(overview.merged(STACK, ()), STACK.mean(axis=0))
    assert np.array_equal(overview.merged(STACK, (), merge="most"), STACK[1])


@given(st.integers(1, 2000))
def test_a_line_is_folded_without_losing_a_neuron_into_what_is_no_strip(count: int) -> None:
    line = np.arange(count, dtype=np.float32)
    made = overview.folded(line)
    rows, columns = made.shape
    assert np.array_equal(made.ravel()[:count], line)
    assert np.isnan(made.ravel()[count:]).all()
    assert columns <= overview.WIDEST * rows + 4
    assert made.size - count < columns


@pytest.mark.parametrize(("count", "shape"), [(120, (10, 12)), (84, (7, 12)), (10, (2, 5)), (64, (8, 8))])
def test_rows_are_full_where_that_can_be(count: int, shape: tuple[int, int]) -> None:
    assert overview.folded(np.zeros(count, np.float32)).shape == shape


def test_a_summary_tells_mean_most_and_zeros() -> None:
    told = overview.summary(np.array([0, 0, 1, 3], np.float32))
    assert (told.mean, told.least, told.most, told.zeros, told.count) == (1.0, 0.0, 3.0, 2, 4)
    assert told.zero_share == 0.5


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=200))
def test_every_value_is_in_one_step_of_the_histogram(numbers: list[float]) -> None:
    told = overview.summary(np.array(numbers, np.float32))
    assert told.counts.sum() == len(numbers) == told.count
    assert told.least <= told.mean + 1e-3 * max(1.0, abs(told.mean))


def test_values_that_are_all_alike_are_one_bar_in_the_middle() -> None:
    told = overview.summary(np.full(5, 2.0, np.float32))
    assert told.counts[overview.BINS // 2] == 5


def test_what_is_not_finite_does_not_count() -> None:
    told = overview.summary(np.array([np.nan, np.inf, 1], np.float32))
    assert (told.count, told.mean) == (1, 1.0)
    assert overview.summary(np.array([np.nan], np.float32)).count == 0


def test_dead_neurons_are_those_of_the_map_or_of_the_whole_layer() -> None:
    told = DeadCounted(network="n", serial=1, state="finished", dead={"conv": np.array([3, 5])})
    assert overview.dead(told, Selected(node="conv", index=(1,)), NODE) == (5, 12)
    assert overview.dead(told, Selected(node="conv"), NODE) == (8, 24)


def test_dead_neurons_are_not_known_before_they_are_counted() -> None:
    told = DeadCounted(network="n", serial=1, state="counting", share=0.5)
    assert overview.dead(told, Selected(node="conv"), NODE) is None
    assert overview.dead(None, Selected(node="conv"), NODE) is None


def test_filters_of_a_map_lie_side_by_side_with_gaps() -> None:
    filters = np.arange(12, dtype=np.float32).reshape(3, 2, 2)
    laid = overview.mosaic(filters, wide=3, tall=1)
    assert laid.shape == (2, 8)
    assert np.isnan(laid[:, [2, 5]]).all()
    assert np.array_equal(laid[:, 3:5], filters[1])


@pytest.mark.parametrize("shape", [(16, 6, 5, 5), (6, 16, 3, 3), (2, 1, 3, 3)])
def test_all_filters_of_a_layer_are_a_table_that_suits_the_room(shape: tuple[int, int, int, int]) -> None:
    laid = overview.mosaic(np.ones(shape, np.float32), wide=3, tall=1)
    assert np.isfinite(laid).sum() == math.prod(shape)
    assert laid.shape[1] >= laid.shape[0]


def test_a_table_of_weights_that_suits_the_room_stays_a_table() -> None:
    table = np.ones((4, 9), np.float32)
    assert overview.mosaic(table, wide=3, tall=1) is table


@pytest.mark.parametrize("shape", [(2, 192), (10, 84), (64, 512), (1, 7)])
def test_rows_that_would_be_too_long_are_folded_and_lose_nothing(shape: tuple[int, int]) -> None:
    table = np.arange(math.prod(shape), dtype=np.float32).reshape(shape)
    laid = overview.mosaic(table, wide=3, tall=1)
    assert np.array_equal(laid[np.isfinite(laid)], table.ravel())
    assert 1 <= laid.shape[1] / laid.shape[0] <= 6
