from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layerwalk.game.ui.rack import Rack


@dataclass(frozen=True)
class Pictures:
    pictures: np.ndarray
    labels: np.ndarray
    classes: tuple[str, ...]


def data(labels, classes=("zero", "one", "two")):
    rng = np.random.default_rng(1)
    pictures = rng.integers(1, 256, (len(labels), 28, 28), dtype=np.uint8)
    return Pictures(pictures, np.array(labels, np.uint8), classes)


MIXED = data([0, 1, 0, 2, 0, 1, 0, 0, 0, 2, 0])


def test_a_page_shows_the_pictures_of_one_class_in_order():
    rack = Rack(MIXED, rows=2, columns=2)
    assert rack.title == "zero"
    assert rack.indices == (0, 2, 4, 6)
    assert rack.pages == 2


def test_pages_go_round():
    rack = Rack(MIXED, rows=2, columns=2)
    rack.turn_page(1)
    assert rack.indices == (7, 8, 10)
    rack.turn_page(1)
    assert rack.page == 0
    rack.turn_page(-1)
    assert rack.page == 1


def test_classes_go_round_and_begin_at_their_first_page():
    rack = Rack(MIXED, rows=2, columns=2)
    rack.turn_page(1)
    rack.turn_class(-1)
    assert (rack.title, rack.page, rack.indices) == ("two", 0, (3, 9))
    rack.turn_class(1)
    assert rack.title == "zero"


def test_a_class_without_pictures_is_an_empty_page():
    rack = Rack(data([0, 0]), rows=2, columns=2)
    rack.show_class(1)
    assert rack.indices == ()
    assert rack.pages == 1
    rack.turn_page(1)
    assert not rack.sheet().any()
    assert rack.at(0.2, 0.2) is None


def test_the_sheet_holds_every_picture_to_the_bit_and_gaps_of_nothing():
    rack = Rack(MIXED, rows=2, columns=3, gap_px=4)
    sheet = rack.sheet()
    assert sheet.shape == rack.size_px == (2 * 32 + 4, 3 * 32 + 4)
    assert (sheet[4:32, 4:32] == MIXED.pictures[0]).all()
    assert (sheet[36:64, 68:96] == MIXED.pictures[8]).all()
    assert not sheet[:4].any()
    assert not sheet[32:36].any()
    assert not sheet[:, 64:68].any()


@settings(deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 5), st.floats(0, 1), st.floats(0, 1))
def test_what_is_pointed_at_is_what_the_sheet_shows_there(rows, columns, gap_px, u, v):
    rack = Rack(MIXED, rows=rows, columns=columns, gap_px=gap_px)
    height, width = rack.size_px
    y, x = min(int(v * height), height - 1), min(int(u * width), width - 1)
    found, pixel = rack.at(u, v), rack.sheet()[y, x]
    if u < 1 and v < 1:
        assert (found is None) == (pixel == 0)
    if found is not None:
        assert pixel in MIXED.pictures[found]


@pytest.mark.parametrize(("u", "v"), [(-0.1, 0.5), (0.5, 1.1), (2.0, 2.0)])
def test_beside_the_sheet_there_is_nothing(u, v):
    assert Rack(MIXED, rows=2, columns=2).at(u, v) is None


def test_taking_gives_a_picture_of_ones_own_with_its_label():
    picture, label = Rack(MIXED).take(3)
    assert (picture == MIXED.pictures[3]).all()
    assert label == 2
    picture[:] = 0
    assert MIXED.pictures[3].any()


@pytest.mark.parametrize("index", [-1, 11])
def test_a_picture_that_is_not_there_cannot_be_taken(index):
    with pytest.raises(IndexError, match="expected 0 to 10"):
        Rack(MIXED).take(index)


def test_the_picture_beside_stays_in_the_class_and_its_page_is_shown():
    rack = Rack(MIXED, rows=2, columns=2)
    assert rack.beside(6, 1) == 7
    assert rack.page == 1
    assert rack.beside(10, 1) == 0
    assert rack.beside(3, -1) == 9
    assert rack.title == "two"


def test_what_changes_the_view_counts():
    rack, versions = Rack(MIXED, rows=2, columns=2), []
    for change in (lambda: rack.turn_page(1), lambda: rack.turn_class(1), lambda: rack.turn_page(1)):
        change()
        versions.append(rack.version)
    assert versions == [1, 2, 2]


@pytest.mark.parametrize(("side", "gap"), [(8, 1), (25, 4), (28, 4), (64, 9)])
def test_pictures_of_any_side_hang_with_gaps_to_match(side, gap):
    faces = Pictures(np.full((3, side, side), 200, np.uint8), np.array([1, 0, 1], np.uint8), ("no face", "face"))
    rack = Rack(faces, rows=1, columns=2)
    rack.show_class(1)
    assert rack.size_px == (side + 2 * gap, 2 * side + 3 * gap)
    assert rack.sheet().astype(bool).sum() == 2 * side * side
    assert rack.at((gap + side + gap + 0.5) / rack.size_px[1], 0.5) == 2
    assert rack.take(2)[0].shape == (side, side)


def test_a_rack_without_room_is_refused():
    with pytest.raises(ValueError, match="0 rows"):
        Rack(MIXED, rows=0)
    with pytest.raises(ValueError, match="expected 0 to 2"):
        Rack(MIXED).show_class(3)
