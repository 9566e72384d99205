"""From a drawing to the picture that is classified."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from layerwalk.nn import data, forward, opening, prepare
from layerwalk.nn.idx import DataError

Floats = NDArray[np.float32]
FIELD = (1, 28, 28)


@pytest.fixture(scope="module")
def digits() -> Floats:
    """The first 500 test digits as drawings of 112×112."""
    pictures = data.load("mnist-test").pictures[:500].astype(np.float32) / 255
    return pictures.repeat(4, axis=1).repeat(4, axis=2)


def shifted(drawing: Floats, generator: np.random.Generator) -> Floats:
    """Move a drawing by up to 8 px of the network's pixels each way, as far as the ink stays inside."""
    moves = []
    for where in np.nonzero(drawing):
        low, high = max(-32, -int(where.min())), min(32, len(drawing) - 1 - int(where.max()))
        moves.append(int(generator.integers(low, high + 1)))
    return np.roll(drawing, moves, axis=(0, 1))


def accuracy(drawings: Floats, *, centre: bool) -> float:
    pictures = [prepare.prepare(drawing, centre=centre, shape=(1, 32, 32)) for drawing in drawings]
    scores = forward.answerer(opening.open_network("harley-conv").model)(np.stack(pictures))
    return float((scores.argmax(axis=1) == data.load("mnist-test").labels[: len(drawings)]).mean())


@given(st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_enlarged_pixels_come_back_to_the_bit(factor: int, seed: int) -> None:
    small = np.random.default_rng(seed).random((28, 28), np.float32)
    drawing = small.repeat(factor, axis=0).repeat(factor, axis=1)
    np.testing.assert_array_equal(prepare.prepare(drawing, centre=False, shape=FIELD)[0], small)


@given(st.integers(8, 64), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_pictures_of_any_side_come_back_to_the_bit_with_zeros_round_them(side: int, factor: int, seed: int) -> None:
    small = np.random.default_rng(seed).random((side, side), np.float32)
    drawing = small.repeat(factor, axis=0).repeat(factor, axis=1)
    picture = prepare.prepare(drawing, centre=False, shape=(3, side + 5, side + 4), side_px=side)
    assert picture.shape == (3, side + 5, side + 4)
    for channel in picture:
        np.testing.assert_array_equal(channel[2 : 2 + side, 2 : 2 + side], small)
    assert np.count_nonzero(picture) == 3 * np.count_nonzero(small)


def test_only_digits_are_centred() -> None:
    with pytest.raises(DataError, match="it is to be centred at 25 px, expected 28"):
        prepare.prepare(np.zeros((50, 50), np.float32), centre=True, shape=(1, 25, 25), side_px=25)


def test_pictures_larger_than_the_networks_input_are_refused() -> None:
    with pytest.raises(DataError, match=r"picture: sizes are \(28, 28\), expected at most \(25, 25\)"):
        prepare.prepare(np.zeros((56, 56), np.float32), centre=False, shape=(1, 25, 25))


def test_an_empty_drawing_is_an_empty_picture() -> None:
    assert not prepare.prepare(np.zeros((112, 112), np.float32), centre=True, shape=(1, 32, 32)).any()


def test_padding_puts_the_field_in_the_middle() -> None:
    picture = prepare.prepare(np.ones((56, 56), np.float32), centre=False, shape=(1, 32, 32))
    assert picture.dtype == np.float32
    assert picture[0, 2:30, 2:30].all()
    assert picture.sum() == 28 * 28


def test_test_digits_are_centred_already(digits: Floats) -> None:
    """Centring repeats what was done to MNIST, so it gives nearly every digit back."""
    same = [np.allclose(prepare.centred(digit), digit[::4, ::4], atol=1e-5) for digit in digits]
    assert np.mean(same) > 0.99


def test_where_a_digit_is_drawn_does_not_matter(digits: Floats) -> None:
    moved = shifted(digits[0], np.random.default_rng(1))
    assert not np.array_equal(moved, digits[0])
    np.testing.assert_allclose(prepare.centred(moved), prepare.centred(digits[0]), atol=1e-6)


def test_shifted_digits_are_read_as_well_as_unshifted_ones_only_when_centred(digits: Floats) -> None:
    generator = np.random.default_rng(1)
    moved = np.stack([shifted(digit, generator) for digit in digits])
    plain = accuracy(digits, centre=False)
    assert accuracy(moved, centre=True) > plain - 0.01
    assert accuracy(moved, centre=False) < plain - 0.05


def test_small_and_large_digits_are_read_well_when_centred(digits: Floats) -> None:
    halved = np.zeros_like(digits)
    halved[:, 10:66, 40:96] = digits.reshape(-1, 56, 2, 56, 2).mean(axis=(2, 4))
    doubled = digits[:, 14:98, 14:98].repeat(4, axis=1).repeat(4, axis=2)
    assert accuracy(halved, centre=True) > 0.97
    assert accuracy(doubled, centre=True) > 0.97


@given(st.integers(0, 110), st.integers(0, 110), st.integers(1, 8))
def test_the_centre_of_mass_goes_to_the_middle(row: int, column: int, size: int) -> None:
    drawing = np.zeros((112, 112), np.float32)
    drawing[row : row + size, column : column + size] = 1
    field = prepare.centred(drawing)
    middles = [float((field.sum(axis=axis) * np.arange(28)).sum() / field.sum()) for axis in (0, 1)]
    assert all(13.4 < middle < 14.6 for middle in middles)


def test_a_dot_stays_a_dot() -> None:
    drawing = np.zeros((112, 112), np.float32)
    drawing[:4, :4] = 1
    assert (prepare.centred(drawing) > 0).sum() <= 16


@pytest.mark.parametrize(
    ("drawing", "sentence"),
    [
        (np.zeros((30, 30)), r"drawing: sizes are \(30, 30\), expected a square whole multiple of 28"),
        (np.zeros((28, 56)), r"drawing: sizes are \(28, 56\), expected a square"),
        (np.zeros((0, 0)), r"drawing: sizes are \(0, 0\), expected a square"),
        (np.full((28, 28), 2.0), "drawing: values go from 2 to 2, expected 0 to 1"),
        (np.full((28, 28), np.nan), "drawing: values go from nan to nan, expected 0 to 1"),
    ],
)
def test_a_faulty_drawing_is_refused(drawing: NDArray[np.float64], sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        prepare.prepare(drawing.astype(np.float32), centre=False, shape=FIELD)


@pytest.mark.parametrize(("top", "left", "height", "width"), [(10, 20, 90, 60), (40, 4, 30, 120), (100, 100, 20, 9)])
@pytest.mark.parametrize("centre", [True, False])
def test_the_window_says_where_in_the_drawing_the_picture_lies(top, left, height, width, centre):
    drawing = np.zeros((140, 140), np.float32)
    drawing[top : top + height, left : left + width] = 1
    picture = prepare.prepare(drawing, centre=centre, shape=(1, 32, 32))[0]
    window = prepare.window(drawing, centre=centre, shape=(1, 32, 32))
    rows = (window[1] + (np.arange(32) + 0.5) / 32 * (window[3] - window[1])) * 140
    columns = (window[0] + (np.arange(32) + 0.5) / 32 * (window[2] - window[0])) * 140
    inside = (rows >= top)[:, None] & (rows < top + height)[:, None] & (columns >= left) & (columns < left + width)
    np.testing.assert_array_equal(picture > 0.5, inside)


def test_the_window_of_an_empty_drawing_is_the_whole_of_it():
    window = prepare.window(np.zeros((140, 140), np.float32), centre=True, shape=(1, 28, 28))
    assert window == (0, 0, 1, 1)
