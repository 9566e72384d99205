"""From activations to palette steps and block means, against plain rules."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from layerwalk.game.world import pieces, textures, values
from layerwalk.game.world.values import Normalisation

WIDE = st.floats(-1e6, 1e6, width=32)
ANY = st.floats(width=32)  # with infinities and not-a-numbers
SHAPES = arrays.array_shapes(min_dims=3, max_dims=3, max_side=7)
SIZES = st.integers(1, 5)


def stacks(elements):
    return arrays.arrays(np.float32, SHAPES, elements=elements)


def steps(stack, how):
    out = np.full(stack.shape, 77, np.uint8)
    values.write_steps(stack, *values.limits(stack, how=how), out=out)
    return out


def exact(value, low, high):
    """Say how far along the palette a value lies, by the plain rule: 0 where the limits are equal."""
    if high - low <= 1e-36 or math.isnan(value):
        return 0.0
    return min(1.0, max(0.0, (value - low) / (high - low))) * 255


def assert_steps(drawn, stack, low, high):
    """Each step is floor(c * 255 + 0.5); right on the border between two, float32 may take either."""
    for step, value in zip(drawn.ravel(), stack.ravel(), strict=True):
        assert abs(int(step) - exact(float(value), float(low), float(high))) <= 0.5 + 1e-3


@given(stacks(WIDE))
def test_a_step_is_the_value_between_the_layers_limits(stack):
    assert_steps(steps(stack, Normalisation()), stack, stack.min(), stack.max())


@given(stacks(WIDE))
def test_by_map_every_map_has_its_own_limits(stack):
    drawn = steps(stack, Normalisation(mode="map"))
    for one, own in zip(drawn, stack, strict=True):
        assert_steps(one, own, own.min(), own.max())


@given(stacks(WIDE), st.floats(-1e3, 1e3, width=32), st.floats(1, 1e3, width=32))
def test_by_a_fixed_range_what_lies_outside_is_cut(stack, low, span):
    high = np.float32(low + span)
    assert_steps(steps(stack, Normalisation(mode="fixed", low=low, high=float(high))), stack, low, high)


@given(stacks(ANY), st.sampled_from(["layer", "map"]))
def test_what_is_not_finite_spoils_nothing(stack, mode):
    limits = values.limits(stack, how=Normalisation(mode=mode))
    low, high = (np.broadcast_to(limit, stack.shape).astype(np.float64) for limit in limits)
    finite = np.isfinite(stack)
    assert np.isfinite(low).all()
    assert np.isfinite(high).all()
    assert ((low <= stack) & (stack <= high) | ~finite).all()
    drawn, wide = steps(stack, Normalisation(mode=mode)), high - low > 1e-36
    assert (drawn[np.isnan(stack)] == 0).all()
    assert (drawn[(stack == high) & wide] == 255).all()
    assert (drawn[(stack == np.inf) & wide] == 255).all()
    assert (drawn[~wide & finite] == 0).all()


def mean_map(stack):
    return pieces.finish(values.mean_by_parts(stack))


@given(stacks(ANY), SIZES)
def test_blocks_and_means_of_what_is_not_finite_can_be_drawn(stack, size):
    for made in (values.blocks(stack, size=size), mean_map(stack)[None]):
        assert (steps(made, Normalisation())[np.isnan(made)] == 0).all()


@pytest.mark.parametrize("value", [0.0, -3.5, 1e30])
def test_equal_values_are_step_0(value):
    assert not steps(np.full((2, 3, 4), value, np.float32), Normalisation()).any()


def test_more_values_than_are_turned_at_once_come_out_the_same():
    stack = np.random.default_rng(3).normal(size=(9, 150, 130)).astype(np.float32)
    assert stack[:4].size > values.AT_ONCE
    for mode in ("layer", "map"):
        how = Normalisation(mode=mode)
        low, high = (np.broadcast_to(limit, (9, 1, 1)) for limit in values.limits(stack, how=how))
        together = steps(stack, how)
        one_by_one = np.empty_like(together)
        for index in range(9):
            part = slice(index, index + 1)
            values.write_steps(stack[part], low[part], high[part], out=one_by_one[part])
        assert (together == one_by_one).all()


# Blocks


@given(stacks(st.floats(-100, 100, width=32)), SIZES)
def test_blocks_are_means_those_at_the_edge_of_what_there_is(stack, size):
    maps, rows, columns = stack.shape
    drawn = values.blocks(stack, size=size)
    assert drawn.shape == (maps, -(-rows // size), -(-columns // size))
    for index in np.ndindex(drawn.shape):
        part = stack[index[0], index[1] * size : (index[1] + 1) * size, index[2] * size : (index[2] + 1) * size]
        assert drawn[index] == pytest.approx(part.astype(np.float64).mean(), abs=1e-3)


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_no_map_has_more_blocks_a_side_than_the_far_level_shows(rows, columns):
    size = values.block_size(rows, columns)
    if rows > 1:
        assert -(-max(rows, columns) // size) <= values.BLOCKS
        assert size == 1 or max(rows, columns) > values.BLOCKS
    else:
        assert size == 1


@given(stacks(st.floats(-100, 100, width=32)))
def test_the_mean_map_is_the_mean_over_the_maps(stack):
    assert mean_map(stack) == pytest.approx(stack.astype(np.float64).mean(axis=0), abs=1e-3)


# Shapes and slabs


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((10,), (1, 1, 10)), ((5, 7), (1, 5, 7)), ((6, 24, 20), (6, 24, 20)), ((6, 4, 3, 2), (6, 4, 6))],
)
def test_every_activation_becomes_a_stack_of_maps(shape, expected):
    activation = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
    stack = values.as_stack(activation)
    assert stack.shape == expected
    assert (stack.ravel() == activation.ravel()).all()


@given(st.integers(0, 500), st.integers(1, 3000), st.integers(1, 300))
def test_slabs_hold_every_map_once(first, count, limit):
    pieces = textures.slabs(first, count, limit=limit)
    assert [map_ for start, maps in pieces for map_ in range(start, start + maps)] == list(range(first, first + count))
    assert all(1 <= maps <= limit for _, maps in pieces)


# The light that a stage receives


def test_a_dark_layer_throws_the_palettes_first_colour_and_a_bright_one_more():
    colours = np.linspace(0, 255, 256)[:, None].repeat(3, axis=1).astype(np.uint8)
    dark, half, bright = (values.mean_light(np.full(50, step, np.uint8), colours)[0] for step in (0, 128, 255))
    assert dark == 0.0
    assert 0.0 < half < bright


@given(stack=stacks(ANY), mode=st.sampled_from(["layer", "map"]), data=st.data())
def test_the_share_of_one_value_is_its_step(stack, mode, data):
    how = Normalisation(mode=mode)
    low, high = values.limits(stack, how=how)
    index = tuple(data.draw(st.integers(0, size - 1)) for size in stack.shape)
    share = values.Taken(values=stack, low=low, high=high).share(index)
    assert 0.0 <= share <= 1.0
    if not np.any(high - low < values.LEAST_SPAN) and np.isfinite(high - low).all():
        assert abs(share * values.STEPS - float(steps(stack, how)[index])) < 1.0
