"""Looking at a neuron, by pointing at it in the world: it lights up, its wires come, and it can be held."""

import numpy as np
import pytest

from layerwalk.game.lab import room
from layerwalk.game.move.intent import Intent
from layerwalk.game.selected import Selected
from layerwalk.game.settings import Settings
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.wire_plate import EM_RAD
from layerwalk.game.world import places, rays

SOON = 30
"""Wires come piece by piece, but no later than after so many frames."""
PRESS = Intent(use=True, actions=("use",))
NEURON = Selected(node="conv2", index=(4, 5, 6))
OTHER = Selected(node="conv2", index=(5, 5, 6))


@pytest.fixture(scope="module")
def visitor(arrive):
    """One guest for all; the fixture `guest` takes everything back that a test may have done."""
    return arrive("harley-conv", by_rays=True)


@pytest.fixture
def guest(visitor):
    visitor.visit.plan.page = "examine"
    visitor.state.selected = None
    visitor.state.wiring = type(visitor.state.wiring)()
    visitor.visit.set_settings(Settings())
    if visitor.menu.is_open:
        visitor.leave_menu()
    visitor.frames(8)
    visitor.until(lambda: visitor.state.explained is None)
    return visitor


def ray_at(guest, part):
    """Return a ray that meets a neuron from a little before it."""
    place = places.place_of(guest.scene.placement, guest.state.spec, part.node, part.index, shares=guest.scene.shares)
    eye = place.points[0] + 1.5 * place.normals[0]
    return rays.ray(tuple(eye), tuple(-place.normals[0]))


def point(guest, part, *, frames=8):
    for _ in range(frames):
        guest.frame(ray=ray_at(guest, part))


def press(guest, part):
    guest.frame(PRESS, ray=ray_at(guest, part))
    guest.frame()


def looking(guest):
    return guest.scene.world.path.find("looking")


def wires(guest):
    """Return how many meshes of wires there are."""
    return len(looking(guest).find_all_matches("**/wires/wires"))


def come(guest, count, *, part=None):
    """Let frames pass, while one points at a part, until so many meshes of wires are there."""
    for _ in range(SOON):
        if wires(guest) == count:
            return
        guest.frame(ray=ray_at(guest, part) if part else None)
    pytest.fail("the wires never came")


def plate(guest):
    return looking(guest).find("wire plate")


def test_a_neuron_that_is_pointed_at_lights_up_at_once(guest):
    point(guest, NEURON, frames=1)
    assert guest.state.aimed == NEURON
    assert not looking(guest).find("aimed").is_hidden()
    assert wires(guest) == 0


def test_after_a_moment_its_wires_come(guest):
    point(guest, NEURON)
    assert guest.state.explained.index == NEURON.index
    come(guest, 1, part=NEURON)
    point(guest, NEURON, frames=6)
    assert not plate(guest).is_hidden()


def test_a_picture_shows_them_all_at_once(guest):
    point(guest, NEURON)
    guest.scene.finish()
    assert wires(guest) == 1


def test_wires_go_with_the_gaze(guest):
    point(guest, NEURON)
    come(guest, 1, part=NEURON)
    guest.frames(2)
    assert guest.state.aimed is None
    assert wires(guest) == 0
    assert plate(guest).is_hidden()


def test_whoever_looks_round_quickly_asks_nothing(guest):
    for column in range(8):
        guest.frame(ray=ray_at(guest, Selected(node="conv2", index=(4, 5, column))))
        assert guest.state.explained is None


def test_a_press_holds_a_neuron_and_its_wires_stay(guest):
    press(guest, NEURON)
    point(guest, OTHER)
    assert guest.state.selected == NEURON
    assert guest.state.explained.index == NEURON.index
    come(guest, 1, part=OTHER)
    assert not looking(guest).find("held").is_hidden()
    assert not looking(guest).find("aimed").is_hidden()


def test_a_second_press_lets_go(guest):
    press(guest, NEURON)
    press(guest, NEURON)
    assert guest.state.selected is None
    guest.frames(4)
    assert wires(guest) == 0


def test_what_is_held_shows_the_numbers_of_every_new_drawing(guest):
    press(guest, NEURON)
    come(guest, 1)
    before = guest.state.explained.serial
    guest.draw((0.2, 0.2), (0.7, 0.6))
    guest.until(lambda: guest.state.explained is not None and guest.state.explained.serial > before)
    assert guest.state.explained.output == pytest.approx(float(guest.state.activations["conv2"][NEURON.index]))
    assert wires(guest) == 1


def test_other_numbers_come_piece_by_piece_and_sooner_those_of_another_drawing(guest):
    press(guest, NEURON)
    come(guest, 1)
    took = []
    for ask in (guest.scene.session.infer_again, lambda: guest.draw((0.3, 0.2), (0.6, 0.8))):
        drawn, serial = looking(guest).find("**/wires/wires"), guest.state.explained.serial
        ask()
        guest.until(lambda: guest.state.explained is not None and guest.state.explained.serial > serial)  # noqa: B023
        took.append(0)
        while looking(guest).find("**/wires/wires") == drawn:
            guest.frame()
            took[-1] += 1
            assert took[-1] <= 2 * SOON
    assert 0 < took[1] < took[0]


def test_the_menu_shows_where_it_sends_to_and_hides_what_it_listens_to(guest):
    press(guest, NEURON)
    guest.go("examine.look")
    guest.switch("wiring outgoing", on=True)
    guest.until(lambda: wires(guest) == 2)
    guest.switch("wiring incoming", on=False)
    come(guest, 1)
    guest.switch("wiring outgoing", on=False)
    come(guest, 0)


def test_the_menu_tells_its_numbers_and_widens_it(guest):
    press(guest, NEURON)
    guest.go("examine.look")
    words = [item.text for item in guest.page.items if hasattr(item, "style")]
    value = guest.visit.words.number(float(guest.state.activations["conv2"][NEURON.index]))
    assert any(value in text for text in words)
    guest.press("wider")
    assert guest.state.selected == Selected(node="conv2", index=(4,))
    guest.frames(3)
    assert not looking(guest).find("held").is_hidden()
    guest.press("wider")
    guest.frames(3)
    assert looking(guest).find("held").is_hidden()
    assert len(looking(guest).find_all_matches("**/ring")) == 1


def test_the_menu_leads_to_what_is_held(guest):
    press(guest, NEURON)
    guest.go("examine.look")
    guest.press("goto")
    stage = next(stage for stage in guest.scene.placement.stages if stage.node == "conv2")
    away = np.subtract(guest.visit.visitor.body.position[:2], stage.floor.centre[:2])
    assert np.linalg.norm(away) <= stage.floor.radius_m


def test_the_menu_paints_wires_as_ana_does(guest):
    press(guest, NEURON)
    guest.until(lambda: wires(guest) == 1)
    guest.go("examine.look")
    guest.choose("set view.wires", "ana")
    assert guest.visit.settings.view.wires == "ana"
    guest.until(lambda: wires(guest) == 1)


def test_of_a_pooling_the_winner_is_marked(guest):
    stack = guest.state.activations["pool1"]
    press(guest, Selected(node="pool1", index=tuple(map(int, np.unravel_index(stack.argmax(), stack.shape)))))
    come(guest, 1)
    assert not looking(guest).find("winner").is_hidden()
    assert guest.state.explained.winner is not None


def test_on_a_plinth_the_answer_lights_up(guest):
    part = Selected(node=guest.state.spec.answer.name, index=(3,))
    point(guest, part)
    assert guest.state.explained.node == guest.state.spec.answer.name
    come(guest, 1, part=part)


def test_on_a_map_that_was_pulled_out_its_neurons_are_marked_and_wired(guest):
    pulled = guest.state.pulled
    assert pulled.pull("conv2", 4)
    piece = pulled.find("conv2", 4)
    x, y, z = guest.visit.visitor.body.eye
    piece.centre, piece.heading_deg = (x + 1.0, y + 2.0, z), 180.0
    guest.frames(20)
    guest.state.selected = NEURON
    guest.until(lambda: wires(guest) == 1)
    at = np.array(tuple(looking(guest).find("held").get_pos(guest.scene.world.path)))
    assert np.linalg.norm(at - piece.centre) < piece.size_m
    met = guest.scene.lab.pick(guest.ray_to(at))
    assert (met.node, met.map, met.row, met.column) == ("conv2", *NEURON.index)
    pulled.pieces.clear()
    guest.frames(20)
    at = np.array(tuple(looking(guest).find("held").get_pos(guest.scene.world.path)))
    assert np.linalg.norm(at - piece.centre) > piece.size_m


def test_the_mark_of_a_map_that_was_pulled_out_leaves_its_buttons_free(guest):
    pulled = guest.state.pulled
    assert pulled.pull("conv2", 4)
    piece = pulled.find("conv2", 4)
    x, y, z = guest.visit.visitor.body.eye
    piece.centre, piece.heading_deg = (x, y + 2.0, z), 180.0
    guest.state.selected = Selected(node="conv2", index=(4,))
    guest.frames(20)
    low, high = looking(guest).find("held").get_tight_bounds(guest.scene.world.path)
    for frame in guest.scene.lab.tools["carrying"].frames.values():
        for side in (-1, 1):
            corner = frame.centre + side * (frame.right + frame.up)
            assert low.x < corner[0] < high.x
            assert low.z < corner[2] < high.z
    pulled.pieces.clear()
    guest.state.selected = None


def test_the_plate_keeps_clear_of_the_page_about_what_is_held(guest):
    camera, placement = guest.studio.screen.camera, guest.scene.placement
    (stage,) = [each for each in placement.stages if each.node == NEURON.node]
    x, y, z = stage.floor.centre
    camera.set_pos(x, y, z + 1.6)
    camera.set_hpr(stage.heading_deg, 0, 0)
    press(guest, NEURON)
    come(guest, 1)
    guest.frames(8)
    tool = guest.scene.lab.tools["looking"]
    sight, plate = room.sight(tool._hall, camera, tool._wired._point), tool._wired._plate
    spot, (x, z) = plate._spot, sight.point
    box = plate._boxes()[spot.on_right, spot.above].moved(x=spot.shift[0], z=spot.shift[1])
    em = EM_RAD * spot.size
    lies = Rect(left=x + em * box.left, bottom=z + em * box.bottom, right=x + em * box.right, top=z + em * box.top)
    assert not plate.path.is_hidden()
    assert len(sight.boards) == 1
    assert sight.picture.holds(lies)
    assert not lies.meets(sight.boards[0])


def test_another_language_keeps_what_is_held(guest):
    press(guest, NEURON)
    come(guest, 1)
    guest.visit.set_settings(Settings(language="de"))
    guest.frames(4)
    assert guest.state.selected == NEURON
    assert wires(guest) == 1


def test_another_network_lets_go(arrive):
    guest = arrive("ana-small", by_rays=True)
    press(guest, Selected(node="conv1", index=(1, 5, 5)))
    guest.until(lambda: wires(guest) == 1)
    guest.visit.open_level("ana-dense")
    guest.until(lambda: guest.state.spec.name == "ana-dense" and guest.state.ready)
    guest.frames(3)
    assert guest.state.selected is None
    assert wires(guest) == 0
