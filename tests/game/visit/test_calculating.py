"""The page with a neuron's calculation, reached by pointing: at the neuron, at the menu, at the page itself."""

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game.lab import beside
from layerwalk.game.lab.tool import Hall
from layerwalk.game.move.intent import Intent
from layerwalk.game.selected import Selected
from layerwalk.game.settings import Settings
from layerwalk.game.ui import board, pointer
from layerwalk.game.ui.calculation import measures
from layerwalk.game.ui.calculation.figures import figure
from layerwalk.game.world import places, rays

PRESS = Intent(use=True, actions=("use",))
NEURON = Selected(node="conv2", index=(4, 5, 6))
OTHER = Selected(node="dense2", index=(7,))


@pytest.fixture(scope="module")
def visitor(arrive):
    """One guest for all; the fixture `guest` takes everything back that a test may have done."""
    return arrive("harley-conv", by_rays=True)


@pytest.fixture
def guest(visitor):
    visitor.state.selected = None
    visitor.visit.set_settings(Settings())
    visitor.visit.plan.page = "examine"
    if visitor.menu.is_open:
        visitor.leave_menu()
    visitor.frames(8)
    visitor.until(lambda: visitor.state.explained is None)
    return visitor


def tool(guest):
    return guest.scene.lab.tools["calculation"]


def hold(guest, part=NEURON):
    """Point at a neuron from a little before it, and press."""
    place = places.place_of(guest.scene.placement, guest.state.spec, part.node, part.index, shares=guest.scene.shares)
    ray = rays.ray(tuple(place.points[0] + 1.5 * place.normals[0]), tuple(-place.normals[0]))
    guest.frame(PRESS, ray=ray)
    guest.frame()
    assert guest.state.selected == part
    guest.until(lambda: tool(guest).frames)


def press(guest, part):
    """Press a part of the page with a ray from before it."""
    frame = tool(guest).frames[part]
    eye = frame.centre + 1.2 * frame.normal
    ray = rays.ray(tuple(eye), tuple(-frame.normal))
    guest.frame(ray=ray)
    guest.frame(PRESS, ray=ray)
    guest.frame()
    guest.frame()


def pages(guest):
    return guest.scene.world.path.find_all_matches("**/calculation")


def test_nothing_stands_before_a_neuron_is_held(guest):
    assert len(pages(guest)) == 0
    assert not tool(guest).frames


def test_a_neuron_that_is_held_gets_a_page_before_the_visitor(guest):
    hold(guest)
    assert len(pages(guest)) == 1
    frame = tool(guest).frames["page"]
    away = frame.centre - np.asarray(guest.visit.visitor.body.eye)
    camera = guest.studio.screen.camera.get_pos(guest.scene.path)
    towards = np.array([camera.x, camera.y, camera.z]) - frame.centre
    assert 0.8 < np.linalg.norm(towards) < 1.7
    assert frame.normal @ towards / np.linalg.norm(towards) > 0.99
    assert np.isfinite(away).all()


def test_letting_go_takes_the_page_away(guest):
    hold(guest)
    guest.state.selected = None
    guest.frames(2)
    assert len(pages(guest)) == 0


def test_a_map_has_no_page(guest):
    hold(guest)
    guest.tap("g")
    assert guest.state.selected == Selected(node="conv2", index=(4,))
    guest.frames(3)
    assert len(pages(guest)) == 0


def test_the_cross_puts_the_page_away_until_another_neuron_is_held(guest):
    hold(guest)
    press(guest, "close")
    assert len(pages(guest)) == 0
    assert guest.state.selected == NEURON
    hold(guest, OTHER)
    assert len(pages(guest)) == 1


def test_another_input_map_can_be_chosen(guest):
    hold(guest)
    shown = [name for name in tool(guest).frames if name.startswith("map ")]
    assert len(shown) == 6
    drawn = tool(guest).drawings
    press(guest, shown[-1])
    assert tool(guest).chosen == int(shown[-1].removeprefix("map "))
    assert tool(guest).drawings > drawn
    assert guest.state.selected == NEURON


def test_the_numbers_follow_the_drawing(guest):
    hold(guest)
    before = tool(guest).told.total
    guest.draw((0.2, 0.2), (0.8, 0.8), (0.5, 0.1))
    guest.until(lambda: tool(guest).told.serial == guest.state.serial and not guest.scene.session.waiting)
    assert tool(guest).told.output == guest.state.activations["conv2"][NEURON.index]
    assert tool(guest).told.total != before
    assert figure(tool(guest).told.output, guest.visit.words) in [term.text for term in tool(guest).sheet.terms]


def test_the_page_is_switched_off_and_on_in_the_menu(guest):
    hold(guest)
    guest.go("examine.look")
    guest.switch("set shown.calculation", on=False)
    assert len(pages(guest)) == 0
    guest.switch("set shown.calculation", on=True)
    assert len(pages(guest)) == 1


def test_switching_it_on_brings_back_what_the_cross_put_away(guest):
    hold(guest)
    press(guest, "close")
    guest.go("examine.look")
    guest.switch("set shown.calculation", on=False)
    guest.switch("set shown.calculation", on=True)
    assert len(pages(guest)) == 1


def test_it_stays_where_it_is_in_another_language(guest):
    hold(guest)
    before = tool(guest).frames["page"].centre
    guest.visit.set_settings(Settings(language="de"))
    guest.until(lambda: tool(guest).frames)
    np.testing.assert_allclose(tool(guest).frames["page"].centre, before, atol=1e-6)
    assert len(pages(guest)) == 1
    assert "Faltung" in tool(guest).sheet.title


def test_nothing_is_drawn_anew_while_nothing_changes(guest):
    hold(guest)
    guest.frames(3)
    drawn = tool(guest).drawings
    guest.frames(5)
    assert tool(guest).drawings == drawn


@pytest.mark.parametrize("turn_deg", [15.0, 0.0, -15.0])
def test_it_leaves_the_neuron_free_to_be_seen(guest, turn_deg):
    hold(guest)
    place = places.place_of(guest.scene.placement, guest.state.spec, NEURON.node, NEURON.index)
    neuron, normal = place.feet[0], place.normals[0]
    eye = neuron + 3.0 * normal
    camera = guest.scene.world.path.attach_new_node(p3d.Camera("eye"))
    camera.set_pos(*map(float, eye))
    camera.set_hpr(float(np.degrees(np.arctan2(normal[0], -normal[1]))) + turn_deg, 0, 0)
    frame = beside.spot(guest_hall(guest), camera, NEURON, wide_m=1.36).frame((1.36, 1.3))
    camera.remove_node()
    hit = pointer.hit_board(rays.ray(tuple(eye), tuple(neuron - eye)), frame)
    assert hit is None or not 0.03 < hit.u < 0.97


@pytest.mark.parametrize("text_size", [0.75, 1.0, 1.5, 2.0])
def test_it_is_seen_whole_however_large_its_letters_are(guest, text_size):
    hold(guest)
    sizes = measures.measures(text_size)
    node = p3d.Camera("eye")
    node.get_lens().set_fov(80.0, 50.5)
    camera = guest.scene.world.path.attach_new_node(node)
    camera.set_pos(*map(float, guest.scene.placement.court.centre))
    camera.set_z(camera.get_z() + 1.6)
    frame = beside.spot(guest_hall(guest), camera, NEURON, wide_m=sizes.wide_m).frame((sizes.wide_m, sizes.tallest_m))
    for corner in board.corners(frame):
        seen = camera.get_relative_point(guest.scene.world.path, p3d.LPoint3(*map(float, corner)))
        assert node.get_lens().project(seen, p3d.LPoint3())
    camera.remove_node()


def guest_hall(guest):
    scene = guest.scene
    return Hall(
        root=scene.world.path,
        world=scene.world,
        placement=scene.placement,
        state=scene.state,
        session=scene.session,
        words=scene.words,
        easel=scene.easel,
        settings=guest.visit.settings,
        look=scene.look,
    )
