"""The menu in the world, driven as a visitor does: by rays and by keys."""

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game import words
from layerwalk.game.ui.menu import letters, standing
from layerwalk.game.ui.menu.items import Event
from layerwalk.game.ui.menu.menu import Menu
from layerwalk.game.ui.menu.style import PANEL_M
from layerwalk.game.world import rays
from layerwalk.game.world.placement import Pose

EYE = (3.0, -20.0, 3.9)
AHEAD = standing.in_front(EYE, 30.0)
HOME = standing.on_pillar(Pose(point=(9.0, -20.0, 3.5), heading_deg=90.0, tilt_deg=8.0))


@pytest.fixture
def menu(pages):
    made = Menu(p3d.NodePath("world"), words=words.load())
    made.open(AHEAD)
    made.show(pages.training())
    return made


def towards(menu, name, part=None, eye=EYE):
    """The ray from the eye to something on the panel, or to a part of it."""
    point = np.array(menu.where(name))
    if part is not None:
        spot = menu.layout.by_name[name]
        point += AHEAD.right * (2 * (spot.parts[part].middle[0] - spot.rect.middle[0]) / PANEL_M[0])
    return rays.ray(eye, tuple(point - np.asarray(eye)))


def click(menu, name, part=None):
    menu.point(towards(menu, name, part))
    menu.press()
    menu.release()


def meshes(menu):
    return [node for node in menu.path.find_all_matches("**/+GeomNode") if not node.is_hidden()]


def test_it_stands_before_the_eye_and_faces_it():
    away = np.asarray(EYE) - AHEAD.centre
    assert 1.55 <= np.linalg.norm(away) <= 1.65
    assert AHEAD.normal @ away / np.linalg.norm(away) == pytest.approx(1.0)
    assert AHEAD.centre[2] < EYE[2]
    assert AHEAD.right[2] == pytest.approx(0.0)


@pytest.mark.parametrize("distance_m", [1.0, 2.5])
def test_it_stands_neither_too_near_nor_too_far(distance_m):
    with pytest.raises(ValueError, match=r"expected 1.3 to 2"):
        standing.in_front(EYE, 0.0, distance_m=distance_m)


def test_a_ray_presses_a_button(menu):
    assert menu.where("start") is None
    menu.wheel(-9)
    click(menu, "start")
    assert menu.events() == [Event(name="start")]


def test_what_is_not_on_the_page_is_nowhere(menu):
    assert menu.where("nothing of that name") is None


def test_a_ray_turns_a_toggle_and_a_choice(menu):
    click(menu, "augment")
    click(menu, "optimiser", "more")
    click(menu, "optimiser", "less")
    assert menu.events() == [
        Event(name="augment", value=False),
        Event(name="optimiser", value="sgd"),
        Event(name="optimiser", value="adamw"),
    ]


def test_a_ray_drags_a_slider_even_beside_the_panel(menu, pages):
    menu.point(towards(menu, "rate", "track"))
    menu.press()
    assert menu.events()[-1] == Event(name="rate", value=0.05, done=False)
    menu.show(pages.training(rate=0.05))
    far = AHEAD.centre + AHEAD.right * 1.6
    assert menu.point(rays.ray(EYE, tuple(far - np.asarray(EYE))))
    menu.release()
    assert menu.events() == [Event(name="rate", value=0.1, done=False), Event(name="rate", value=0.1)]


def test_a_ray_puts_it_away(menu):
    click(menu, "close")
    assert menu.events() == [Event(name="close")]


def test_a_ray_to_a_tab_says_which(menu):
    click(menu, "tab help")
    assert menu.events() == [Event(name="tab help")]


def test_a_ray_from_elsewhere_does_the_same_as_the_eyes(menu):
    hand = (EYE[0] + 0.3, EYE[1], EYE[2] - 0.5)
    menu.point(towards(menu, "augment", eye=hand), pointer="right hand")
    menu.press(pointer="right hand")
    menu.release(pointer="right hand")
    assert menu.events() == [Event(name="augment", value=False)]


def test_a_ray_past_it_or_from_behind_meets_nothing(menu):
    assert not menu.point(rays.ray(EYE, (0.0, -1.0, 0.0)))
    behind = AHEAD.centre - AHEAD.normal
    assert not menu.point(rays.ray(tuple(behind), tuple(AHEAD.normal)))
    assert not menu.press()
    assert not menu.point(None)


def test_keys_do_what_rays_do(menu):
    for key in ("right", "down", "right", "down", "down", "press"):
        menu.key(key)
    assert menu.events() == [
        Event(name="optimiser", value="sgd"),
        Event(name="rate", value=0.015),
        Event(name="augment", value=False),
    ]


def test_it_is_out_of_sight_until_it_is_called(pages):
    made = Menu(p3d.NodePath("world"), words=words.load())
    made.show(pages.bare())
    assert made.path.is_hidden()
    made.open(AHEAD)
    assert made.is_open
    assert not made.path.is_hidden()
    made.close()
    assert not made.is_open
    assert made.path.is_hidden()


def test_it_goes_back_to_its_pillar(menu):
    menu.stand(HOME)
    assert menu.frame is AHEAD
    menu.close()
    assert menu.frame is HOME
    assert not menu.path.is_hidden()


def test_on_its_pillar_it_answers_rays_and_has_no_cross(menu):
    menu.stand(HOME)
    menu.close()
    assert "close" not in menu.layout.by_name
    menu.point(towards(menu, "augment", eye=(6.0, -20.0, 3.9)))
    menu.press()
    menu.release()
    assert menu.events() == [Event(name="augment", value=False)]


def test_it_is_drawn_in_few_calls(menu, pages):
    for page in (pages.layers(), pages.training(), pages.long_words(), pages.many()):
        menu.show(page)
        assert sum(node.node().get_num_geoms() for node in meshes(menu)) == 3, "wood, shapes, letters"


def test_an_equal_page_is_not_drawn_again(menu, pages):
    def corners():
        return [node.node().get_geom(0).get_vertex_data() for node in meshes(menu)]

    before = corners()
    menu.show(pages.training())
    assert corners() == before
    menu.show(pages.layers())
    assert corners() != before


def test_pointing_lays_no_letters_of_the_page_again(menu, monkeypatch):
    told, lay = [], letters.laid
    monkeypatch.setattr(letters, "laid", lambda writings, inks: told.extend(writings) or lay(writings, inks))
    menu.point(towards(menu, "shuffle"))
    menu.point(towards(menu, "epochs"))
    assert told, "another help"
    assert not set(told) & set(menu.layout.writings)


def test_it_goes_on_in_another_language_and_size(menu):
    menu.speak(words=words.load("de"), text_size=2.0)
    texts = [writing.text for writing in menu.layout.writings]
    assert "an" in texts
    assert "on" not in texts


def test_the_pillar_reaches_from_the_floor_to_the_panel():
    pose = Pose(point=(1.0, 2.0, 3.5), heading_deg=120.0, tilt_deg=8.0)
    frame, made = standing.on_pillar(pose), standing.pillar(pose, floor_z=2.0)
    assert made.positions[:, 2].min() == pytest.approx(2.0)
    assert frame.centre[2] - abs(frame.up[2]) < made.positions[:, 2].max() < frame.centre[2] + abs(frame.up[2])
    # Nothing of it stands before the panel's face.
    height = made.positions[:, 2] > frame.centre[2] - abs(frame.up[2])
    assert np.all((made.positions[height] - frame.centre) @ frame.normal < 0)
