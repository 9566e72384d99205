from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layerwalk.game.ui import pad as pads
from layerwalk.game.ui.pad import Pad

PICTURE_SIDE, SCALE = 28, 5
SIDE = PICTURE_SIDE * SCALE

unit = st.floats(-0.5, 1.5)


def downsampled(drawing):
    blocks = drawing.astype(np.float64).reshape(PICTURE_SIDE, SCALE, PICTURE_SIDE, SCALE)
    return blocks.mean(axis=(1, 3)).astype(np.float32)


def distances(u0, v0, u1, v1):
    """Return how far each cell's middle is from a dense row of points on the segment, in cells: slow and plain."""
    middles = (np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE)), -1) + 0.5).reshape(-1, 1, 2)
    way = np.linspace((u0 * SIDE, v0 * SIDE), (u1 * SIDE, v1 * SIDE), 300)[None]
    return np.linalg.norm(middles - way, axis=2).min(axis=1).reshape(SIDE, SIDE)


@pytest.mark.parametrize("brush", [1, 2, 3])
@pytest.mark.parametrize("way", [(0.2, 0.3, 0.8, 0.6), (0.5, 0.5, 0.5, 0.5), (0.9, 0.1, 1.2, 0.4)])
def test_a_stroke_inks_what_lies_within_the_brush_and_nothing_else(brush, way):
    pad = Pad()
    pad.change_brush(brush - 2)
    pad.stroke(*way)
    radius, away = pads.BRUSH_WIDTHS[brush] * SCALE / 2, distances(*way)
    assert (pad.drawing[away < radius - 0.7] == 1).all()
    assert (pad.drawing[away > radius + 0.7] == 0).all()
    assert pad.drawing.max() == 1


def test_u_goes_right_and_v_goes_down():
    pad = Pad()
    pad.stroke(0.9, 0.1, 0.9, 0.1)
    assert pad.drawing[int(0.1 * SIDE), int(0.9 * SIDE)] == 1
    assert not pad.drawing[SIDE // 2 :].any()


def test_only_the_returned_part_changes():
    pad = Pad()
    rect = pad.stroke(0.3, 0.4, 0.35, 0.45)
    outside = pad.copy()
    outside[rect.slices] = 0
    assert not outside.any()
    assert rect.bottom - rect.top < SIDE / 4


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0.1, 0.9), st.floats(0.1, 0.9)), min_size=2, max_size=8))
def test_strokes_from_point_to_point_leave_no_gap(points):
    pad = Pad()
    for (u0, v0), (u1, v1) in pairwise(points):
        pad.stroke(u0, v0, u1, v1)
        for share in np.linspace(0, 1, 50):
            u, v = u0 + (u1 - u0) * share, v0 + (v1 - v0) * share
            assert pad.drawing[int(v * SIDE), int(u * SIDE)] == 1


def test_the_second_brush_is_about_as_wide_as_the_pen_of_the_digits():
    pad = Pad()
    pad.stroke(0.5, 0.2, 0.5, 0.8)
    assert downsampled(pad.drawing)[14].sum() == pytest.approx(2.4, abs=0.1)


def test_the_eraser_brings_back_zero():
    pad = Pad()
    pad.change_brush(1)
    pad.stroke(0.3, 0.5, 0.7, 0.5)
    pad.tool = "eraser"
    for v in np.linspace(0.4, 0.6, 40):
        pad.stroke(0.2, v, 0.8, v)
    assert pad.is_empty


def test_the_eraser_leaves_what_it_does_not_reach():
    pad = Pad()
    pad.stroke(0.2, 0.5, 0.8, 0.5)
    before = pad.copy()
    pad.tool = "eraser"
    rect = pad.stroke(0.5, 0.5, 0.5, 0.5)
    left = pad.copy()
    assert left[SIDE // 2, SIDE // 2] == 0
    left[rect.slices] = before[rect.slices]
    assert (left == before).all()


def test_grey_goes_in_steps_of_a_tenth_from_0_to_1():
    pad, greys = Pad(), []
    for _ in range(12):
        greys.append(pad.grey)
        pad.change_grey(-1)
    assert greys == pytest.approx([1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0, 0])
    pad.change_grey(3)
    pad.stroke(0.5, 0.5, 0.5, 0.5)
    assert pad.drawing.max() == np.float32(0.3)


def test_grey_does_not_lighten_black():
    pad = Pad()
    pad.stroke(0.2, 0.5, 0.8, 0.5)
    before = pad.copy()
    pad.change_grey(-5)
    pad.stroke(0.2, 0.5, 0.8, 0.5)
    assert (pad.drawing == before).all()


def test_there_are_three_brushes():
    pad, sizes = Pad(), []
    for by in (-1, -1, 1, 1, 1):
        pad.change_brush(by)
        sizes.append(pad.brush)
    assert sizes == [1, 1, 2, 3, 3]


def test_clearing_empties_and_centres_what_comes_next():
    pad = Pad()
    pad.put(np.full((28, 28), 9, np.uint8))
    pad.clear()
    assert pad.is_empty
    assert pad.centre


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_dataset_picture_comes_back_to_the_bit(seed):
    picture = np.random.default_rng(seed).integers(0, 256, (28, 28), dtype=np.uint8)
    pad = Pad()
    pad.put(picture)
    assert (downsampled(pad.drawing) == picture.astype(np.float32) / np.float32(255)).all()
    assert not pad.centre


def test_a_picture_can_be_drawn_over():
    pad = Pad()
    pad.put(np.zeros((28, 28), np.uint8))
    pad.stroke(0.5, 0.2, 0.5, 0.8)
    assert not pad.is_empty
    assert not pad.centre


def test_undo_goes_back_stroke_by_stroke_and_picture_by_picture():
    pad = Pad()
    pad.begin()
    pad.stroke(0.2, 0.2, 0.4, 0.4)
    first = pad.copy()
    pad.begin()
    pad.stroke(0.4, 0.4, 0.8, 0.2)
    pad.stroke(0.8, 0.2, 0.8, 0.8)
    second = pad.copy()
    pad.put(np.full((28, 28), 200, np.uint8))
    assert pad.undo()
    assert (pad.drawing == second).all()
    assert pad.centre
    assert pad.undo()
    assert (pad.drawing == first).all()
    assert pad.undo()
    assert pad.is_empty
    assert not pad.undo()


def test_undo_is_bounded():
    pad = Pad()
    for _ in range(pads.UNDO_LIMIT + 9):
        pad.clear()
    assert sum(pad.undo() for _ in range(100)) == pads.UNDO_LIMIT


def test_every_change_counts():
    pad, versions = Pad(), [0]
    for change in (lambda: pad.stroke(0.5, 0.5, 0.5, 0.5), pad.clear, lambda: pad.put(np.ones((28, 28))), pad.undo):
        change()
        versions.append(pad.version)
    assert versions == sorted(set(versions))


def test_beside_the_board_nothing_happens():
    pad = Pad()
    assert pad.stroke(1.5, 1.5, 1.7, 1.7) is None
    assert pad.stroke(float("nan"), 0, 0, 0) is None
    assert pad.version == 0


def test_the_drawing_cannot_be_written_from_outside():
    with pytest.raises(ValueError, match="read-only"):
        Pad().drawing[0, 0] = 1


@pytest.mark.parametrize("shape", [(27, 28), (1, 28, 28), (SIDE, SIDE)])
def test_a_picture_of_another_size_is_refused(shape):
    with pytest.raises(ValueError, match="expected \\(28, 28\\)"):
        Pad().put(np.zeros(shape, np.uint8))


def test_a_finished_drawing_can_be_placed():
    pad = Pad()
    pad.replace(np.full((SIDE, SIDE), 0.5, np.float32))
    assert (pad.drawing == 0.5).all()
    assert pad.centre
    with pytest.raises(ValueError, match="expected \\(140, 140\\)"):
        pad.replace(np.zeros((28, 28), np.float32))


@pytest.mark.parametrize(("picture_side_px", "side"), [(8, 144), (25, 150), (28, 140), (48, 144), (64, 128)])
def test_a_pad_is_about_as_fine_for_pictures_of_any_side(picture_side_px, side):
    pad = Pad(picture_side_px=picture_side_px)
    assert pad.drawing.shape == (side, side)
    assert side == picture_side_px * pad.scale


def test_a_picture_of_another_data_set_comes_back_to_the_bit():
    pad = Pad(picture_side_px=25, centred=False)
    picture = np.random.default_rng(1).integers(0, 256, (25, 25), dtype=np.uint8)
    pad.put(picture)
    assert (pad.drawing[::6, ::6] == picture.astype(np.float32) / np.float32(255)).all()
    with pytest.raises(ValueError, match="expected \\(25, 25\\)"):
        pad.put(np.zeros((28, 28), np.uint8))


def test_a_brush_is_as_many_pixels_of_the_picture_wide_whatever_their_size():
    pad = Pad(picture_side_px=8)
    pad.stroke(0.5, 0.0, 0.5, 1.0)
    assert pad.drawing[72].sum() / pad.scale == pytest.approx(2.4, abs=0.1)


def test_only_digits_are_centred():
    pad = Pad(picture_side_px=25, centred=False)
    for change in (lambda: pad.stroke(0.5, 0.5, 0.5, 0.5), pad.clear, lambda: pad.replace(pad.copy()), pad.undo):
        change()
        assert not pad.centre


def test_another_pad_for_pictures_of_one_side_keeps_the_drawing_and_what_can_be_undone():
    pad = Pad()
    pad.begin()
    pad.stroke(0.2, 0.2, 0.8, 0.8)
    other = pad.fitted(picture_side_px=28, centred=False)
    assert (other.drawing == pad.drawing).all()
    assert not other.centre
    assert other.undo()
    assert other.is_empty
    assert not other.centre


def test_another_pad_for_pictures_of_another_side_keeps_the_tools():
    pad = Pad()
    pad.stroke(0.2, 0.2, 0.8, 0.8)
    pad.change_brush(1)
    pad.change_grey(-3)
    pad.tool = "eraser"
    other = pad.fitted(picture_side_px=25, centred=False)
    assert other.is_empty
    assert (other.tool, other.brush, other.grey) == ("eraser", 3, 0.7)
    assert other.version > pad.version


def test_what_is_no_digit_cannot_be_centred():
    pad = Pad(picture_side_px=25, centred=False)
    version = pad.version
    pad.set_centre(True)
    assert not pad.can_centre
    assert not pad.centre
    assert pad.version == version
    assert Pad().can_centre


@settings(deadline=None)
@given(st.lists(st.tuples(unit, unit, unit, unit, st.integers(-3, 3), st.booleans()), max_size=20))
def test_whatever_is_drawn_stays_between_0_and_1(strokes):
    pad = Pad()
    for u0, v0, u1, v1, steps, erasing in strokes:
        pad.change_grey(steps)
        pad.change_brush(steps)
        pad.tool = "eraser" if erasing else "pen"
        pad.stroke(u0, v0, u1, v1)
    assert pad.drawing.dtype == np.float32
    assert pad.drawing.min() >= 0
    assert pad.drawing.max() <= 1
