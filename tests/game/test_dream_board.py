"""The board on which a picture grows: what is seen on it, grey and in colour, and that it leaves nothing behind."""

from dataclasses import replace

import numpy as np
import pytest

from layerwalk.game import words
from layerwalk.game.ui import dream_board
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.dream_board import DreamBoard, Told

TOLD = Told(title="Convolution 1, map 3", step="step 3 of 9", climbed="from 0 to 2", stale="", making=True, easel=True)
SCORES = np.array([0.0, 1.0, 2.0], np.float32)


def put_up(booth, *, size=(8, 8), scale=1.0, language="en"):
    world = booth.build(("conv", (6, 8, 8)))
    width_m, height_m = dream_board.SIZE_M
    frame = Frame(
        centre=np.array([0.0, 0.0, 60.0]),
        right=np.array([scale * width_m / 2, 0.0, 0.0]),
        up=np.array([0.0, 0.0, scale * height_m / 2]),
    )
    booth.look((0, -1.8 * scale, 60), (0, 0, 60), fov_deg=44)
    return frame, DreamBoard(world.path, frame, words=words.load(language), size=size)


def middles(frame, size, *, scale=1.0):
    """Return the middles of a picture's pixels, (rows, columns, 3)."""
    left, bottom, right, top = dream_board._fitted(size)
    rows, columns = np.mgrid[: size[0], : size[1]]
    x = left + (columns + 0.5) / size[1] * (right - left)
    z = top - (rows + 0.5) / size[0] * (top - bottom)
    return frame.centre + np.stack([scale * x, 0 * x - 0.004, scale * z], axis=-1)


@pytest.mark.parametrize("scale", [1.0, 0.7])
@pytest.mark.parametrize(("channels", "size"), [(1, (8, 8)), (3, (8, 8)), (1, (6, 9))])
def test_the_picture_is_seen_pixel_by_pixel_grey_and_in_colour(booth, channels, size, scale):
    frame, made = put_up(booth, size=size, scale=scale)
    picture = np.random.default_rng(1).random((channels, *size), np.float32)
    made.paint(picture)
    booth.frame()
    seen = np.array([booth.colour(point) for point in middles(frame, size, scale=scale).reshape(-1, 3)])
    expected = np.broadcast_to(picture, (3, *size)).transpose(1, 2, 0).reshape(-1, 3) * 255
    assert np.abs(seen - expected).max() <= 3


def test_what_it_says_is_drawn_anew_only_when_it_is_something_else(booth):
    _, made = put_up(booth)
    made.tell(TOLD, SCORES, hovered=None)
    first = made._live.path.get_child(0)
    made.tell(TOLD, SCORES, hovered=None)
    assert made._live.path.get_child(0) == first
    made.tell(replace(TOLD, step="step 4 of 9"), SCORES, hovered=None)
    assert made._live.path.get_child(0) != first


def test_the_button_that_is_pointed_at_is_lit(booth):
    _, made = put_up(booth)
    place = made.frames["again"].part(0.02, 0.05, 0.06, 0.1).centre - np.array([0, 0.004, 0])
    made.tell(TOLD, SCORES, hovered=None)
    booth.frame()
    before = booth.colour(place)
    made.tell(TOLD, SCORES, hovered="again")
    booth.frame()
    assert (booth.colour(place) > before + 20).all()


@pytest.mark.parametrize("language", words.languages())
@pytest.mark.parametrize(("making", "easel"), [(True, True), (False, True), (False, False)])
def test_every_text_has_room(booth, language, making, easel):
    _, made = put_up(booth, language=language)
    long = Told(
        title=words.load(language)("dreams.direction", name="Die Antwort Gesicht", other="kein Gesicht"),
        step=words.load(language)("dreams.finished", steps="1280"),
        climbed=words.load(language)("dreams.climbed", first="−0.0123", now="−65.9"),
        stale=words.load(language)("dreams.stale"),
        making=making,
        easel=easel,
    )
    made.tell(long, SCORES, hovered=None)
    width_m, height_m = dream_board.SIZE_M
    for lines in (made._still, made._live):
        low, high = lines.path.get_tight_bounds(lines.path)
        assert -width_m / 2 < low.x < high.x < width_m / 2
        assert -height_m / 2 < low.z < high.z < height_m / 2


def test_taken_away_it_leaves_nothing_behind(booth):
    _, made = put_up(booth)
    world = booth.world
    count = world.path.get_num_children()
    made.paint(np.zeros((1, 8, 8), np.float32))
    made.tell(TOLD, SCORES, hovered=None)
    booth.frame()
    made.close()
    assert world.path.get_num_children() == count - 1
