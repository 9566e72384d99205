"""Someone fools the network, with the menu and the board alone, by rays."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from layerwalk.game.move.intent import Intent
from layerwalk.game.ui.menu.items import Event
from layerwalk.game.words import load
from layerwalk.game.world.textures import steps_of

if TYPE_CHECKING:
    from conftest import Arrive, Guest

PRESS = Intent(use=True, actions=("use",))


@pytest.fixture(scope="module")
def guest(arrive: "Arrive") -> "Guest":
    return arrive("ana-small", by_rays=True)


@pytest.fixture(autouse=True)
def begin(guest: "Guest") -> None:
    """Begin with a digit of the rack that is not fooled yet."""
    guest.scene.pad.put(guest.scene.rack.take(0)[0])
    guest.until(lambda: guest.state.fooled is None and not guest.scene.session.waiting)
    guest.go("examine.fool")


def to_the_end(guest: "Guest") -> None:
    guest.until(lambda: guest.state.fooled is not None and not guest.state.fooled.goes_on)


def press_board(guest: "Guest", part: str) -> None:
    """Press a part of the board in the world."""
    guest.leave_menu()
    guest.frame()
    middle = guest.scene.lab.tools["fooling"].frames[part].centre
    ray = guest.ray_to(middle)
    guest.frame(PRESS, ray=ray)
    guest.frame(ray=ray)
    guest.frame()


def test_it_is_fooled_towards_a_class(guest: "Guest") -> None:
    guest.choose("fool target", 3)
    guest.press("fool_values ana")
    guest.choose("fool epsilon", 1.0)
    before = guest.answer
    guest.press("fool_go")
    to_the_end(guest)
    assert guest.state.fooled.outcome == "reached"
    assert guest.answer == "3" != before
    guest.frame()
    assert "“3”" in guest.visit.notice


def test_the_picture_shown_is_the_tensor_that_was_classified(guest: "Guest") -> None:
    guest.press("fool_once")
    guest.until(lambda: guest.state.fooled is not None)
    guest.frames(2)
    picture = guest.state.fooled.now.answer.picture
    assert guest.state.picture is picture
    assert np.array_equal(guest.state.activations["input"], picture)
    shown = steps_of(guest.scene.easel._sees.cells)[0]
    assert np.array_equal(shown, np.floor(picture[0] * 255 + 0.5).astype(np.uint8))


@pytest.mark.parametrize("step", ["fgsm", "pgd"])
def test_no_pixel_goes_farther_than_is_allowed(guest: "Guest", step: str) -> None:
    guest.press("fool_values hidden")
    guest.choose("fool step", step)
    guest.choose("fool epsilon", 0.05)
    guest.choose("fool steps", 5)
    guest.press("fool_go")
    to_the_end(guest)
    fooled = guest.state.fooled
    assert 0 < fooled.now.farthest <= 0.05 + 1e-6
    assert fooled.now.answer.picture.min() >= 0
    assert fooled.now.answer.picture.max() <= 1


def test_away_from_its_guess_it_says_anything_else(guest: "Guest") -> None:
    guest.press("fool_values hidden")
    guest.choose("fool epsilon", 0.5)
    guest.choose("fool rate", 0.05)
    guest.choose("fool targeted", False)
    before = guest.answer
    guest.press("fool_go")
    to_the_end(guest)
    assert guest.answer != before
    guest.choose("fool targeted", True)


def test_the_neuron_that_is_held_is_what_is_aimed_at(guest: "Guest") -> None:
    guest.visit.hear(Event(name="select conv2 1 3 3"))
    guest.frame()
    guest.choose("fool what", "held")
    guest.press("fool_once")
    guest.until(lambda: guest.state.fooled is not None)
    assert (guest.state.fooled.now.aim.node, guest.state.fooled.now.aim.index) == ("conv2", (1, 3, 3))
    guest.choose("fool what", "answer")
    guest.visit.hear(Event(name="select"))


def test_a_stroke_on_the_desk_ends_it(guest: "Guest") -> None:
    guest.press("fool_once")
    guest.until(lambda: guest.state.fooled is not None)
    guest.leave_menu()
    guest.draw((0.2, 0.2), (0.3, 0.3))
    guest.frames(3)
    assert guest.state.fooled is None
    assert not guest.scene.lab.tools["fooling"].frames


def test_back_to_the_drawing_gives_its_answer_to_the_bit(guest: "Guest") -> None:
    before = guest.state.picture, guest.state.activations
    guest.press("fool_once")
    guest.until(lambda: guest.state.fooled is not None)
    guest.press("fool_back")
    guest.until(lambda: guest.state.fooled is None and not guest.scene.session.waiting)
    assert np.array_equal(guest.state.picture, before[0])
    assert all(np.array_equal(values, before[1][name]) for name, values in guest.state.activations.items())


def test_the_board_does_what_the_page_does(guest: "Guest") -> None:
    guest.press("fool_once")
    guest.until(lambda: guest.state.fooled is not None)
    press_board(guest, "once")
    guest.until(lambda: guest.state.fooled.now.step == 2)
    press_board(guest, "back")
    guest.until(lambda: guest.state.fooled is None)


def test_a_run_can_be_stopped_on_the_board(guest: "Guest") -> None:
    guest.press("fool_values hidden")
    guest.choose("fool epsilon", 0.01)
    guest.choose("fool rate", 0.001)
    guest.press("fool_go")
    guest.until(lambda: guest.state.fooled is not None)
    press_board(guest, "go")
    assert not guest.state.fooled.goes_on
    assert guest.state.fooled.outcome == ""


def test_the_easel_says_that_the_picture_was_changed(guest: "Guest") -> None:
    guest.press("fool_once")
    guest.until(lambda: guest.state.fooled is not None)
    guest.frames(2)
    texts = {entry.text for entry in guest.scene.easel._guess._entries}
    assert load("en")("fool.label", step=1) in texts


@pytest.mark.parametrize("text_size", [1.0, 2.0])
def test_the_board_can_be_read_from_before_the_desk_and_is_drawn_in_six_pieces(
    guest: "Guest", text_size: float
) -> None:
    guest.press("fool_once")
    guest.until(lambda: guest.state.fooled is not None)
    settings = guest.visit.settings
    guest.visit.set_settings(replace(settings, view=replace(settings.view, text_size=text_size)))
    guest.frames()
    board = guest.scene.lab.tools["fooling"]._board
    away_m = math.dist(board.frames["once"].centre, guest.visit.visitor.body.eye)
    assert board._layout.em_m >= 0.0235 * away_m * (1.0 if text_size == 1 else 1.25)
    assert board.path.find_all_matches("**/+GeomNode").get_num_paths() <= 6
    guest.visit.set_settings(settings)
