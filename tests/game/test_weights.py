"""Weights as a picture: which are shown, in which colours, and how they lie."""

import numpy as np
import panda3d.core as p3d
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.view import offscreen
from layerwalk.game.world import palette, weights

SIZE = (160, 160)


# Colours


def test_zero_has_a_colour_that_is_neither_blue_nor_orange():
    red, green, blue = palette.signed()[palette.SIGNED_ZERO].astype(int)
    assert max(red, green, blue) - min(red, green, blue) < 10


def test_below_zero_is_blue_and_above_is_orange_ever_brighter():
    steps = palette.signed().astype(int)
    assert (steps[1:120, 2] > steps[1:120, 0]).all()
    assert (steps[136:, 0] > steps[136:, 2]).all()
    light = steps @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(light[1:118]) <= 1).all()
    assert (np.diff(light[138:]) >= -1).all()


def test_steps_are_symmetric_about_zero():
    values = np.array([-2, -1, -0.5, 0, 0.5, 1, np.nan], np.float32)
    assert weights.steps(values, most=1.0).tolist() == [1, 1, 64, 128, 192, 255, 0]


def test_weights_that_are_all_zero_have_zeros_colour():
    assert weights.steps(np.zeros(3, np.float32), most=0.0).tolist() == [128, 128, 128]


def test_what_is_no_number_does_not_count_for_the_scale():
    assert weights.most(np.array([1.0, -3.0, np.nan, np.inf], np.float32)) == 3.0
    assert weights.most(np.array([np.nan], np.float32)) == 0.0


# Tiles


def test_of_many_maps_the_first_sixteen_are_shown():
    stack = np.arange(20 * 9, dtype=np.float32).reshape(20, 3, 3)
    np.testing.assert_array_equal(weights.tiles(stack), stack[:16])


@given(st.integers(1, 5000))
def test_a_line_is_folded_without_losing_a_weight_or_its_order(count):
    line = np.arange(count, dtype=np.float32)
    (folded,) = weights.tiles(line)
    np.testing.assert_array_equal(folded.ravel()[:count], line)
    assert np.isnan(folded.ravel()[count:]).all()
    assert folded.size - count < folded.shape[1], "only the last row may end early"


@pytest.mark.parametrize("count", [10, 42, 64, 100, 120, 300])
def test_the_lines_of_the_shipped_networks_fill_their_rows(count):
    assert not np.isnan(weights.tiles(np.zeros(count, np.float32))).any()


@given(st.integers(1, 16), st.integers(1, 32), st.integers(1, 32))
def test_tiles_stay_in_their_room_and_apart(count, rows, columns):
    laid = weights.arrange((count, rows, columns), wide=1.0, tall=0.4, most_cell=0.1)
    boxes = laid.boxes(left=0.0, top=0.0)
    assert len(boxes) == count
    assert laid.size[0] <= 1.0 + 1e-9
    assert laid.size[1] <= 0.4 + 1e-9
    assert max(right for _, right, _, _ in boxes) == pytest.approx(laid.size[0])
    assert min(bottom for _, _, bottom, _ in boxes) == pytest.approx(-laid.size[1])
    for first, (left, _, _, top) in enumerate(boxes):
        for other_left, other_right, other_bottom, other_top in boxes[:first]:
            assert other_right < left or other_bottom > top or (other_left > left and other_top > top)


def test_a_single_kernel_does_not_grow_without_end():
    assert weights.arrange((1, 3, 3), wide=1.0, tall=0.4, most_cell=0.1).size == pytest.approx((0.3, 0.3))


# Drawn


@pytest.fixture(scope="module")
def screen():
    offscreen.configure(off_screen=True)
    screen = offscreen.OffScreen(SIZE)
    yield screen
    screen.close()


@pytest.fixture
def picture(screen):
    """Return a picture with its lower left corner in the middle, and what draws it, 2 wide and 2 high."""
    root = p3d.NodePath("root")
    root.set_depth_test(False)
    lens = p3d.OrthographicLens()
    lens.set_film_size(2, 2)
    lens.set_near_far(-10, 10)
    screen.camera.node().set_lens(lens)
    screen.camera.reparent_to(root)
    screen.camera.set_pos(1, 0, 1)
    yield weights.Picture(root)
    screen.camera.detach_node()


def colour(pixels, x, z):
    return pixels[int((2 - z) / 2 * SIZE[1]), int(x / 2 * SIZE[0])].astype(int)


def test_every_cell_has_its_colour_in_its_place(screen, picture):
    kernel = np.array([[[-1, 0], [0.5, 1]], [[1, -0.5], [0, -1]]], np.float32)
    picture.show(kernel, most=1.0)
    picture.lay([(0.2, 0.8, 1.0, 1.6), (1.0, 1.6, 1.0, 1.6)], legend=(0.2, 1.8, 0.4, 0.6), plate=(0, 2, 0, 2))
    pixels = screen.pixels()
    expected = palette.signed()[weights.steps(kernel, most=1.0)].astype(int)
    for tile, left in enumerate((0.2, 1.0)):
        for row in range(2):
            for column in range(2):
                # A third of the way into a cell, where neither its sign nor the gap beside it is drawn.
                found = colour(pixels, left + 0.3 * column + 0.06, 1.6 - 0.3 * row - 0.06)
                assert np.abs(found - expected[tile, row, column]).max() <= 3


def test_the_middle_of_a_cell_says_its_sign_without_colour(screen, picture):
    picture.show(np.array([[[-1, 1]]], np.float32), most=1.0)
    picture.lay([(0.2, 1.8, 0.8, 1.6)], legend=(0.2, 1.8, 0.4, 0.6), plate=(0, 2, 0, 2))
    light = screen.pixels().astype(int).sum(axis=2)
    for left, upright in ((0.2, False), (1.0, True)):
        column = light[:, int((left + 0.4) / 2 * SIZE[0])]
        above = int((2 - 1.2 - 0.1) / 2 * SIZE[1])
        assert column[int((2 - 1.2) / 2 * SIZE[1])] < 500, "the bar that both have"
        assert (column[above] < 500) == upright


def test_the_legend_runs_from_blue_to_orange_with_a_mark_at_zero(screen, picture):
    picture.show(np.zeros((1, 1, 1), np.float32), most=0.0)
    picture.lay([(0.9, 1.1, 1.0, 1.2)], legend=(0.2, 1.8, 0.4, 0.6), plate=(0, 2, 0, 2))
    pixels = screen.pixels()
    low, high, middle = colour(pixels, 0.25, 0.5), colour(pixels, 1.75, 0.5), colour(pixels, 1.0, 0.5)
    assert low[2] > low[0] + 50
    assert high[0] > high[2] + 50
    assert middle.min() > 150


def test_other_weights_of_the_same_shape_need_no_new_mesh(screen, picture):
    picture.show(np.full((1, 1, 1), -1, np.float32), most=1.0)
    picture.lay([(0.2, 1.8, 0.8, 1.6)], legend=(0.2, 1.8, 0.4, 0.6), plate=(0, 2, 0, 2))
    before = screen.pixels()
    mesh = picture.path.get_child(0).node()
    picture.show(np.full((1, 1, 1), 1, np.float32), most=1.0)
    assert picture.path.get_child(0).node() == mesh
    assert np.abs(colour(screen.pixels(), 0.4, 1.4) - colour(before, 0.4, 1.4)).max() > 50


def test_a_folded_lines_free_places_show_the_plate(screen, picture):
    picture.show(np.array([[[1, np.nan]]], np.float32), most=1.0)
    picture.lay([(0.2, 1.8, 0.8, 1.6)], legend=(0.2, 1.8, 0.4, 0.6), plate=(0, 2, 0, 2))
    pixels = screen.pixels()
    assert np.abs(colour(pixels, 1.4, 1.2) - colour(pixels, 1.0, 1.8)).max() <= 2
