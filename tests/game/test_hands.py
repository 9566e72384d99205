"""What a ray does in the court: draw, erase, change the tools, take pictures from the rack."""

import numpy as np
import pytest

from layerwalk.game.hands import REACH_M, Hands
from layerwalk.game.move.intent import Intent
from layerwalk.game.ui import easel, shelf
from layerwalk.game.ui.pad import Pad
from layerwalk.game.ui.rack import Rack
from layerwalk.game.world import rays
from layerwalk.game.world.placement import Pose
from layerwalk.nn import loop

DESK = Pose(point=(0.0, -30.0, 1.6), heading_deg=180.0, tilt_deg=12.0)
RACK = Pose(point=(3.0, -30.0, 1.7), heading_deg=160.0, tilt_deg=8.0)
PRESS = Intent(use=True, actions=("use",))
HOLD = Intent(use=True)
LET_GO = Intent()


@pytest.fixture(scope="module")
def digits():
    return loop.load_data("mnist-test")


class Visitor:
    """Point at boards from somewhere before them, and press."""

    def __init__(self, digits):
        self.pad, self.rack = Pad(), Rack(digits)
        self.easel, self.shelf = easel.frames(DESK), shelf.frames(RACK, self.rack)
        self.hands = Hands(self.pad, self.rack, frames={"easel": self.easel, "rack": self.shelf})

    def ray(self, frame, u, v, *, away_m=2.0, aside_m=0.3):
        point = frame.centre + frame.right * (2 * u - 1) + frame.up * (1 - 2 * v)
        eye = point + frame.normal * away_m + frame.right / np.linalg.norm(frame.right) * aside_m
        return rays.ray(tuple(eye), tuple(point - eye))

    def press(self, frame, u=0.5, v=0.5, **where):
        self.hands.act(self.ray(frame, u, v, **where), PRESS)
        self.hands.act(self.ray(frame, u, v, **where), LET_GO)

    def draw(self, *places, **where):
        board = self.easel["board"]
        for index, place in enumerate(places):
            self.hands.act(self.ray(board, *place, **where), HOLD if index else PRESS)
        self.hands.act(self.ray(board, *places[-1], **where), LET_GO)

    def do(self, *actions):
        self.hands.act(rays.ray((0, 0, 50), (0, 0, 1)), Intent(actions=actions))


@pytest.fixture
def visitor(digits):
    return Visitor(digits)


def ink(visitor, u, v):
    side = len(visitor.pad.drawing)
    return float(visitor.pad.drawing[int(v * side), int(u * side)])


# Drawing


def test_a_stroke_goes_where_the_ray_points(visitor):
    visitor.draw((0.2, 0.3), (0.8, 0.3), (0.8, 0.7))
    assert [ink(visitor, *place) for place in ((0.2, 0.3), (0.5, 0.3), (0.8, 0.5), (0.8, 0.7))] == [1, 1, 1, 1]
    assert ink(visitor, 0.5, 0.5) == 0


def test_a_stroke_can_be_drawn_from_eight_metres(visitor, digits):
    near = Visitor(digits)
    near.draw((0.2, 0.3), (0.8, 0.6))
    visitor.draw((0.2, 0.3), (0.8, 0.6), away_m=8.0, aside_m=2.0)
    assert np.allclose(visitor.pad.drawing, near.pad.drawing, atol=1e-3)


def test_from_too_far_off_nothing_is_drawn(visitor):
    visitor.draw((0.2, 0.3), (0.8, 0.6), away_m=REACH_M + 1)
    assert visitor.pad.is_empty
    assert visitor.hands.hovered is None


def test_drawing_begins_on_the_board_or_not_at_all(visitor):
    visitor.draw((-0.4, 1.3), (0.5, 0.5), (0.8, 0.5))
    assert visitor.pad.is_empty
    assert not visitor.pad.undo()


def test_looking_at_the_board_draws_nothing(visitor):
    for u in (0.2, 0.5, 0.8):
        visitor.hands.act(visitor.ray(visitor.easel["board"], u, 0.5), LET_GO)
    assert visitor.pad.is_empty
    assert visitor.hands.hovered == "easel board"


def test_a_stroke_that_leaves_the_board_is_drawn_to_its_edge_and_comes_back(visitor):
    visitor.draw((0.5, 0.5), (0.5, 1.6), (0.7, 1.6), (0.7, 0.5))
    assert ink(visitor, 0.5, 0.99) == ink(visitor, 0.7, 0.99) == ink(visitor, 0.7, 0.5) == 1
    assert ink(visitor, 0.6, 0.99) == 0


def test_from_behind_the_board_nothing_is_drawn(visitor):
    visitor.draw((0.2, 0.3), (0.8, 0.6), away_m=-2.0)
    assert visitor.pad.is_empty


def test_two_strokes_are_not_joined(visitor):
    visitor.draw((0.2, 0.2), (0.2, 0.8))
    visitor.draw((0.8, 0.2), (0.8, 0.8))
    assert ink(visitor, 0.5, 0.8) == ink(visitor, 0.5, 0.2) == 0
    visitor.do("undo")
    assert (ink(visitor, 0.2, 0.5), ink(visitor, 0.8, 0.5)) == (1, 0)


def test_the_first_stroke_wipes_the_demonstration_and_the_second_does_not(visitor, digits):
    visitor.pad.put(digits.pictures[0])
    visitor.hands.show_first()
    assert visitor.hands.is_new
    visitor.draw((0.05, 0.1), (0.05, 0.9))
    assert not visitor.hands.is_new
    assert not visitor.pad.drawing[:, 20:].any()
    visitor.draw((0.9, 0.1), (0.9, 0.9))
    assert ink(visitor, 0.05, 0.5) == ink(visitor, 0.9, 0.5) == 1


# Tools, by pointing at their boards


def test_the_eraser_takes_away_what_the_pen_drew(visitor):
    visitor.draw((0.1, 0.5), (0.9, 0.5))
    visitor.press(visitor.easel["eraser"])
    assert visitor.pad.tool == "eraser"
    visitor.draw((0.5, 0.2), (0.5, 0.8))
    assert (ink(visitor, 0.5, 0.5), ink(visitor, 0.2, 0.5)) == (0, 1)
    visitor.press(visitor.easel["pen"])
    assert visitor.pad.tool == "pen"


def test_clear_takes_everything_off_and_can_be_undone(visitor):
    visitor.draw((0.1, 0.5), (0.9, 0.5))
    drawn = visitor.pad.copy()
    visitor.press(visitor.easel["clear"])
    assert visitor.pad.is_empty
    visitor.do("undo")
    assert (visitor.pad.drawing == drawn).all()


def test_the_brush_grows_with_every_press_and_begins_again(visitor):
    widths = []
    for _ in range(4):
        visitor.press(visitor.easel["brush"])
        visitor.press(visitor.easel["clear"])
        visitor.draw((0.1, 0.5), (0.9, 0.5))
        widths.append((visitor.pad.brush, float(visitor.pad.drawing[:, 70].sum())))
    assert [brush for brush, _ in widths] == [3, 1, 2, 3]
    assert widths[1][1] < widths[2][1] < widths[0][1] == widths[3][1]


def test_the_grey_goes_down_by_a_tenth_and_from_0_to_1(visitor):
    greys = []
    for _ in range(12):
        visitor.press(visitor.easel["grey"])
        greys.append(visitor.pad.grey)
    assert greys == pytest.approx([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0, 1.0, 0.9])


def test_a_grey_pen_draws_grey(visitor):
    for _ in range(4):
        visitor.press(visitor.easel["grey"])
    visitor.draw((0.1, 0.5), (0.9, 0.5))
    assert ink(visitor, 0.5, 0.5) == pytest.approx(0.6)


def test_what_is_pointed_at_is_told(visitor):
    for name in easel.TOOLS:
        visitor.hands.act(visitor.ray(visitor.easel[name], 0.5, 0.5), LET_GO)
        assert visitor.hands.hovered == f"easel {name}"
    visitor.hands.act(visitor.ray(visitor.shelf["class 7"], 0.5, 0.5), LET_GO)
    assert visitor.hands.hovered == "rack class 7"
    visitor.hands.act(rays.ray((0, 0, 50), (0, 0, 1)), LET_GO)
    assert visitor.hands.hovered is None


def test_pressing_the_networks_own_picture_does_nothing(visitor):
    visitor.draw((0.1, 0.5), (0.9, 0.5))
    before = visitor.pad.version
    visitor.press(visitor.easel["sees"])
    assert visitor.pad.version == before


# Tools, by keys


def test_keys_do_what_the_boards_do(visitor):
    visitor.draw((0.1, 0.5), (0.9, 0.5))
    visitor.do("eraser", "brush_bigger", "grey_darker", "grey_darker")
    assert (visitor.pad.tool, visitor.pad.brush, visitor.pad.grey) == ("eraser", 3, 0.8)
    visitor.do("pen", "brush_smaller", "brush_smaller", "grey_lighter")
    assert (visitor.pad.tool, visitor.pad.brush, visitor.pad.grey) == ("pen", 1, 0.9)
    visitor.do("clear")
    assert visitor.pad.is_empty
    visitor.do("undo")
    assert not visitor.pad.is_empty
    visitor.do("undo")
    assert visitor.pad.is_empty


# The rack


def place_of(visitor, index):
    """Return (u, v) of the middle of a picture on the rack's page."""
    row, column = divmod(visitor.rack.indices.index(index), visitor.rack.columns)
    height, width = visitor.rack.size_px
    return (4 + column * 32 + 14) / width, (4 + row * 32 + 14) / height


def test_a_picture_from_the_rack_comes_onto_the_easel_to_the_bit(visitor, digits):
    visitor.press(visitor.shelf["class 4"])
    index = visitor.rack.indices[8]
    visitor.press(visitor.shelf["pictures"], *place_of(visitor, index))
    assert digits.labels[index] == 4
    assert (visitor.pad.drawing[2::5, 2::5] * 255 == digits.pictures[index]).all()
    assert not visitor.pad.centre


def test_a_picture_can_be_drawn_over(visitor, digits):
    visitor.press(visitor.shelf["pictures"], *place_of(visitor, visitor.rack.indices[0]))
    before = visitor.pad.copy()
    visitor.draw((0.05, 0.05), (0.05, 0.95))
    assert ink(visitor, 0.05, 0.5) == 1
    assert (visitor.pad.drawing[:, 20:] == before[:, 20:]).all()


def test_between_two_pictures_nothing_is_taken(visitor):
    height, width = visitor.rack.size_px
    visitor.press(visitor.shelf["pictures"], 34 / width, 20 / height)
    assert visitor.pad.is_empty


def test_pages_are_turned_by_pointing(visitor):
    first = visitor.rack.indices
    visitor.press(visitor.shelf["on"])
    assert visitor.rack.page == 1
    assert not set(first) & set(visitor.rack.indices)
    visitor.press(visitor.shelf["back"])
    assert visitor.rack.indices == first
    visitor.press(visitor.shelf["back"])
    assert visitor.rack.page == visitor.rack.pages - 1


def test_keys_go_through_the_pictures_of_a_class(visitor, digits):
    visitor.press(visitor.shelf["class 2"])
    twos = np.flatnonzero(digits.labels == 2)
    for expected in (twos[0], twos[1], twos[2]):
        visitor.do("next_picture")
        assert (visitor.pad.drawing[2::5, 2::5] * 255 == digits.pictures[expected]).all()
    visitor.do("previous_picture")
    assert (visitor.pad.drawing[2::5, 2::5] * 255 == digits.pictures[twos[1]]).all()
