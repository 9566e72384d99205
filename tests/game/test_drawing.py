"""A picture file becomes a drawing: light ink on black, square."""

import numpy as np
import pytest
from PIL import Image

from layerwalk.game import drawing
from layerwalk.game.errors import PlainError


def save(path, array, mode=None):
    Image.fromarray(np.asarray(array, np.uint8), mode).save(path)
    return path


def digit():
    array = np.zeros((28, 28), np.uint8)
    array[4:24, 12:16] = 255
    array[4:8, 8:16] = 128
    return array


def test_a_digit_of_the_networks_size_comes_back_to_the_bit(tmp_path):
    drawn = drawing.read(save(tmp_path / "a.png", digit()))
    assert drawn.dtype == np.float32
    assert drawn.shape == (112, 112)
    assert np.array_equal(drawn, np.kron(digit(), np.ones((4, 4))).astype(np.float32) / np.float32(255))


def test_dark_ink_on_light_paper_is_inverted(tmp_path):
    drawn = drawing.read(save(tmp_path / "a.png", 255 - digit()))
    assert drawn[60, 54] == 1
    assert drawn[0, 0] == 0


def test_grey_paper_in_a_photo_becomes_black_and_pale_ink_full(tmp_path):
    noise = np.random.default_rng(0).normal(0, 2, (280, 280))
    photo = 200 - np.kron(digit(), np.ones((10, 10))) * 0.45 + noise
    drawn = drawing.read(save(tmp_path / "a.jpg", photo.clip(0, 255)))
    assert drawn[60, 54] > 0.9
    assert drawn[:, :20].mean() < 0.02


def test_black_on_transparent_is_ink_on_paper(tmp_path):
    picture = np.zeros((28, 28, 4), np.uint8)
    picture[..., 3] = digit()
    drawn = drawing.read(save(tmp_path / "a.png", picture))
    assert drawn[60, 54] == 1
    assert drawn[0, 0] == 0


def test_what_is_not_square_is_centred(tmp_path):
    drawn = drawing.read(save(tmp_path / "a.png", np.pad(np.full((10, 40), 255), 2)))
    assert drawn.shape == (112, 112)
    assert drawn[56, 56] == 1
    assert drawn[:30].max() == 0
    assert drawn[-30:].max() == 0


@pytest.mark.parametrize("value", [0, 90, 255])
def test_an_even_picture_is_a_drawing(tmp_path, value):
    drawn = drawing.read(save(tmp_path / "a.png", np.full((5, 5), value)))
    assert np.isfinite(drawn).all()


def test_what_is_no_picture_is_said_plainly(tmp_path):
    path = tmp_path / "a.png"
    path.write_text("no picture")
    for bad in (path, tmp_path / "none.png", tmp_path):
        with pytest.raises(PlainError, match="expected a picture, but: "):
            drawing.read(bad)


def test_a_photo_is_taken_as_it_is_where_it_is_no_ink_on_paper(tmp_path):
    photo = 255 - np.kron(digit()[:25, :25], np.ones((4, 4)))
    drawn = drawing.read(save(tmp_path / "a.png", photo), picture_side_px=25, ink=False)
    assert drawn.shape == (100, 100)
    assert np.array_equal(drawn, photo.astype(np.float32) / np.float32(255))
