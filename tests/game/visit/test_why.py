"""Asking why through the menu, and what stands in the world then."""

import numpy as np
import pytest

from layerwalk.game.move.intent import Intent
from layerwalk.game.settings import Settings, View
from layerwalk.game.ui import why_board
from layerwalk.game.world import rays
from layerwalk.nn.messages import calculators

CHEAP = ("saliency", "gradient-times-input", "grad-cam")


@pytest.fixture(scope="module")
def guest(arrive):
    made = arrive("harley-conv", by_rays=True)
    made.draw((0.3, 0.2), (0.7, 0.2), (0.45, 0.8))
    made.frames(3)
    return made


@pytest.fixture(autouse=True)
def nothing_asked(guest):
    guest.scene.session.why.want(None)
    guest.leave_menu()
    guest.frames(2)


def tool(guest):
    return guest.scene.lab.tools["why"]


def ask(guest, method):
    guest.go("examine")
    guest.press("go examine.why")
    guest.press(f"why {method}")
    made = guest.state
    guest.until(lambda: made.attributed is not None and made.attributed.share == 1)
    guest.frames(2)
    return made.attributed


def seen(guest, name):
    """Say whether a thing of that name stands in the world and is not hidden."""
    found = guest.scene.path.find_all_matches(f"**/{name}")
    return any(not path.is_hidden() for path in found)


@pytest.mark.parametrize(
    "method", ["saliency", "gradient-times-input", "integrated-gradients", "grad-cam", "occlusion"]
)
def test_every_way_to_ask_is_pressed_and_shown(guest, method):
    made = ask(guest, method)
    assert made.method == method
    np.testing.assert_array_equal(made.picture, guest.state.picture)
    assert seen(guest, "reasons")
    assert seen(guest, "why board")
    assert guest.item(f"why {method}").chosen


def test_not_to_ask_takes_everything_away(guest):
    ask(guest, "saliency")
    guest.press("why off")
    guest.frames(2)
    assert guest.state.attributed is None
    assert not seen(guest, "reasons")
    assert not seen(guest, "why board")
    assert tool(guest).frames == {}


def test_the_key_asks_as_before_and_takes_it_away(guest):
    ask(guest, "occlusion")
    guest.leave_menu()
    guest.tap("v")
    assert guest.state.wish is None
    guest.tap("v")
    assert guest.state.wish.method == "occlusion"


@pytest.mark.parametrize("method", CHEAP)
def test_a_stroke_is_explained_with_its_answer(guest, method):
    ask(guest, method)
    guest.leave_menu()
    before = guest.state.attributed
    guest.draw((0.2, 0.5), (0.8, 0.5))
    guest.frames(2)
    assert guest.state.attributed is not before
    np.testing.assert_array_equal(guest.state.attributed.picture, guest.state.picture)


def test_another_answer_can_be_asked_about(guest):
    ask(guest, "saliency")
    guest.choose("why_target", "4")
    guest.until(lambda: guest.state.attributed is not None)
    assert guest.state.attributed.target == 4
    guest.choose("why_target", "")
    guest.until(lambda: guest.state.attributed is not None)
    assert guest.state.attributed.target == int(np.argmax(guest.state.probabilities))


def test_grad_cam_covers_the_panels_of_the_layer_that_is_chosen(guest):
    ask(guest, "grad-cam")
    assert seen(guest, "dress 3")
    guest.choose("why_layer", "conv1")
    guest.until(lambda: guest.state.attributed is not None)
    guest.frames(2)
    assert guest.state.attributed.maps.shape == guest.state.spec.node("conv1").shape
    assert seen(guest, "dress 1")
    assert not seen(guest, "dress 3")
    guest.choose("why_layer", "")


def test_no_neurons_stand_up_from_maps_that_show_their_part(guest):
    (platform,) = (each for each in guest.scene.world.platforms if each.node.name == "conv2")
    usual = len(platform.reliefs)
    ask(guest, "grad-cam")
    assert len(platform.reliefs) == usual - platform.node.maps
    guest.press("why off")
    guest.frames(2)
    assert len(platform.reliefs) == usual


def test_the_board_asks_in_another_way_and_goes(guest):
    ask(guest, "saliency")
    guest.leave_menu()
    for part, wanted in (("next", "gradient-times-input"), ("off", None)):
        press(guest, part)
        wish = guest.state.wish
        assert (wish.method if wish else None) == wanted


def press(guest, part):
    frame = tool(guest).frames[part]
    eyes = frame.centre + frame.normal * 1.2
    ray = rays.ray(tuple(eyes), tuple(frame.centre - eyes))
    guest.frame(Intent(use=True, actions=("use",)), ray=ray)
    guest.frame(ray=ray)
    guest.frames(2)


def test_who_calculates_is_chosen_or_told(guest):
    guest.go("examine")
    guest.press("go examine.why")
    texts = [item.text for item in guest.page.items if hasattr(item, "text")]
    assert guest.item("why_by").enabled == (len(calculators()) > 1)
    if len(calculators()) > 1:
        guest.choose("why_by", "captum")
        assert guest.visit.plan.why.by == "captum"
        guest.choose("why_by", "layerwalk")
    else:
        assert guest.visit.words("why.page.no_captum") in texts


def test_the_completeness_of_integrated_gradients_is_told(guest):
    made = ask(guest, "integrated-gradients")
    words = guest.visit.words
    texts = [item.text for item in guest.page.items if hasattr(item, "text")]
    total = words.fixed(float(made.map.sum()), decimals=2)
    assert any(total in text for text in texts)
    assert float(made.map.sum()) == pytest.approx(made.difference, rel=0.02)


def test_an_empty_board_is_not_explained(guest):
    ask(guest, "saliency")
    guest.leave_menu()
    guest.tap("delete")
    guest.frames(3)
    assert not seen(guest, "reasons")
    guest.draw((0.3, 0.2), (0.7, 0.2), (0.45, 0.8))
    guest.frames(3)
    assert seen(guest, "reasons")


def test_what_speaks_for_a_changed_picture_does_not_lie_over_the_drawing(guest):
    ask(guest, "saliency")
    over_drawing = tool(guest)._over_drawing
    assert not over_drawing.is_hidden()
    guest.go("examine.fool")
    guest.press("fool_once")
    guest.until(lambda: guest.state.fooled is not None)
    guest.until(lambda: np.array_equal(guest.state.attributed.picture, guest.state.fooled.now.answer.picture))
    guest.frames(2)
    assert over_drawing.is_hidden()
    assert seen(guest, "reasons")
    guest.press("fool_back")
    guest.until(lambda: guest.state.fooled is None and not guest.scene.session.waiting)
    guest.until(lambda: np.array_equal(guest.state.attributed.picture, guest.state.picture))
    guest.frames(2)
    assert not over_drawing.is_hidden()


def test_it_stands_again_in_another_language(guest):
    ask(guest, "saliency")
    guest.leave_menu()
    guest.visit.set_settings(Settings(language="de"))
    guest.frames(3)
    assert seen(guest, "why board")
    guest.visit.set_settings(Settings())
    guest.frames(3)
    assert len(guest.scene.path.find_all_matches("**/why board")) == 1


def test_the_board_grows_with_the_text(guest):
    ask(guest, "saliency")
    guest.leave_menu()
    usual = np.linalg.norm(tool(guest).frames["off"].right)
    guest.visit.set_settings(Settings(view=View(text_size=2.0)))
    guest.frames(3)
    assert np.linalg.norm(tool(guest).frames["off"].right) > 1.3 * usual
    guest.visit.set_settings(Settings())
    guest.frames(3)


def test_over_the_drawing_every_pixel_lies_where_it_came_from(guest):
    made, drawing = ask(guest, "gradient-times-input"), guest.visit.pad.drawing
    left, upper, right, lower = made.window
    rows, columns = np.nonzero(made.picture[0] > 0.95)
    height, width = made.map.shape
    down = upper + (rows + 0.5) / height * (lower - upper)
    across = left + (columns + 0.5) / width * (right - left)
    side = len(drawing)
    found = drawing[(down * side).astype(int), (across * side).astype(int)]
    assert len(found) > 10
    assert (found > 0.5).all()


def test_a_network_without_filters_offers_no_grad_cam(arrive):
    guest = arrive("ana-dense", by_rays=True)
    guest.go("examine")
    guest.press("go examine.why")
    assert not guest.item("why grad-cam").enabled
    assert guest.item("why saliency").enabled


def test_the_buttons_lie_on_the_board():
    for left, bottom, right, top in why_board.BUTTONS.values():
        assert -why_board.SIZE_M[0] / 2 < left < right < why_board.SIZE_M[0] / 2
        assert -why_board.SIZE_M[1] / 2 < bottom < top < why_board.SIZE_M[1] / 2
