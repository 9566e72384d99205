"""A visitor pulls maps out of their stages: by key, and with a ray alone."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from layerwalk.game import pulled as pulling
from layerwalk.game.lab.carrying import Carrying
from layerwalk.game.move.intent import Intent
from layerwalk.game.pulled import Piece
from layerwalk.game.selected import Selected
from layerwalk.game.settings import Settings, View
from layerwalk.game.ui.board import Frame
from layerwalk.game.world import empty_frames
from layerwalk.nn.lesions.targets import Lesion, Map

if TYPE_CHECKING:
    from conftest import Arrive, Guest

PRESS, HOLD, LET_GO = Intent(use=True, actions=("use",)), Intent(use=True), Intent()
NODE, MAP = "conv1", 2


def tool(guest: "Guest") -> Carrying:
    found = guest.scene.lab.tools["carrying"]
    assert isinstance(found, Carrying)
    return found


def panel(guest: "Guest", map: int = MAP) -> np.ndarray:
    """Return the middle of a map's panel."""
    found = empty_frames.find(guest.scene.placement, NODE, map)
    assert found is not None
    stage, index = found
    assert stage.shell is not None
    return np.asarray(stage.shell.centres[index], float)


def go_there(guest: "Guest") -> None:
    """Stand in the middle of the stage, looking at its maps."""
    found = empty_frames.find(guest.scene.placement, NODE, MAP)
    assert found is not None
    floor, heading_deg = found[0].floor, found[0].heading_deg
    visitor = guest.visit.visitor
    visitor.body = replace(visitor.body, position=floor.centre, heading_deg=heading_deg)
    guest.frame()


def floor(guest: "Guest", *, ahead_m: float = 2.0) -> np.ndarray:
    found = empty_frames.find(guest.scene.placement, NODE, MAP)
    assert found is not None
    turn = np.radians(found[0].heading_deg)
    return np.asarray(found[0].floor.centre) + ahead_m * np.array([-np.sin(turn), np.cos(turn), 0.0])


def use(guest: "Guest", point: np.ndarray) -> None:
    ray = guest.ray_to(point)
    guest.frame(LET_GO, ray=ray)
    guest.frame(PRESS, ray=ray)
    guest.frame(HOLD, ray=ray)
    guest.frame(LET_GO, ray=ray)


def press(guest: "Guest", part: str) -> None:
    """Press a part of the only piece's frame with a ray from before it, and a little to the right."""
    (piece,) = guest.state.pulled.pieces
    use(guest, tool(guest).frames[f"{piece.number} {part}"].centre)


def pulled_out(guest: "Guest", *, map: int = MAP) -> Piece:
    """Pull a map out through the menu and set it down before the visitor."""
    guest.state.selected = Selected(node=NODE, index=(map,))
    guest.go("examine.overview")
    guest.press("pull_out")
    guest.leave_menu()
    use(guest, floor(guest))
    for _ in range(20):
        guest.frame()
    piece = guest.state.pulled.find(NODE, map)
    assert piece is not None
    return piece


@pytest.fixture(params=[False, True], ids=["keys", "rays"])
def guest(arrive: "Arrive", request: pytest.FixtureRequest) -> "Guest":
    arrived = arrive("harley-conv", by_rays=request.param)
    go_there(arrived)
    return arrived


def test_a_map_is_pulled_out_and_set_down_on_the_floor_where_one_points(guest: "Guest") -> None:
    piece = pulled_out(guest)
    assert piece.centre is not None
    assert np.allclose(piece.centre[:2], floor(guest)[:2])
    face = tool(guest)._out[piece.number].drawn.face
    assert face is not None
    away = np.asarray(guest.visit.visitor.body.eye) - face.centre
    assert face.normal[:2] @ away[:2] > 0.99 * np.linalg.norm(away[:2]), "it faces the visitor"


def test_the_buttons_on_its_frame_make_it_larger_and_smaller_and_put_it_back(guest: "Guest") -> None:
    piece = pulled_out(guest)
    before = piece.size_m
    press(guest, "larger")
    assert piece.size_m > before
    press(guest, "smaller")
    assert piece.size_m == pytest.approx(before)
    press(guest, "back")
    assert guest.state.pulled.pieces == []


def test_by_its_name_it_is_taken_again_and_set_down_elsewhere(guest: "Guest") -> None:
    piece = pulled_out(guest)
    press(guest, "grip")
    assert piece.is_held
    use(guest, floor(guest, ahead_m=1.2))
    assert piece.centre is not None
    assert np.allclose(piece.centre[:2], floor(guest, ahead_m=1.2)[:2])


def test_set_down_in_the_air_it_hangs_there(guest: "Guest") -> None:
    piece = pulled_out(guest)
    press(guest, "grip")
    use(guest, np.asarray(guest.visit.visitor.body.eye) + [0.3, 0.1, 5.0])
    assert piece.centre is not None
    assert piece.floor_z is None


def test_behind_a_wall_there_is_no_floor_for_it(guest: "Guest") -> None:
    piece = pulled_out(guest)
    press(guest, "grip")
    far = floor(guest, ahead_m=8.0)
    floors = replace(guest.scene.placement.court, centre=tuple(map(float, far)))
    guest.scene.lab.tools["carrying"]._hall = replace(
        tool(guest)._hall, placement=replace(guest.scene.placement, court=floors)
    )
    use(guest, far)
    assert piece.floor_z is None
    assert piece.centre is not None
    wall_m = math.dist(guest.visit.visitor.body.eye, panel(guest))
    assert math.dist(guest.visit.visitor.body.eye, piece.centre) < wall_m


def test_it_stands_on_a_bridge(guest: "Guest") -> None:
    piece = pulled_out(guest)
    press(guest, "grip")
    way = guest.scene.placement.walkways[0]
    start, end = np.asarray(way.start), np.asarray(way.end)
    visitor = guest.visit.visitor
    visitor.body = replace(visitor.body, position=tuple(map(float, start + 0.4 * (end - start))))
    guest.frame()
    spot = (start + end) / 2
    use(guest, spot)
    assert piece.centre is not None
    assert piece.floor_z == pytest.approx(spot[2], abs=0.01)
    assert np.allclose(piece.centre[:2], spot[:2], atol=0.01)


def test_its_cells_are_read_as_they_are_on_its_panel(guest: "Guest") -> None:
    piece = pulled_out(guest)
    face = tool(guest)._out[piece.number].drawn.face
    assert face is not None
    rows, columns = guest.state.spec.node(NODE).shape[1:]
    spot: Frame = face.part(5 / columns, 3 / rows, 6 / columns, 4 / rows)
    guest.frame(ray=guest.ray_to(spot.centre))
    assert guest.state.aimed == Selected(node=NODE, index=(MAP, 3, 5))


def test_it_shows_what_its_panel_would_show_and_follows_the_drawing(guest: "Guest") -> None:
    piece = pulled_out(guest)
    flown = tool(guest)._out[piece.number]
    before = flown.drawn._textures.current_blocks()
    guest.draw((0.2, 0.2), (0.8, 0.2), (0.8, 0.8))
    guest.until(lambda: not guest.scene.session.waiting)
    guest.frames()
    assert not np.array_equal(flown.drawn._textures.current_blocks(), before)


def test_the_wheel_makes_what_is_carried_larger_and_leaves_the_drawing_alone(guest: "Guest") -> None:
    piece = pulled_out(guest)
    press(guest, "grip")
    before, drawn = piece.size_m, guest.visit.pad.version
    guest.tap("wheel_up", "wheel_up")
    assert piece.size_m > before
    guest.tap("wheel_down", "wheel_down")
    assert piece.size_m == pytest.approx(before)
    assert guest.visit.pad.version == drawn


def test_the_menu_lists_what_is_out_and_puts_it_back(guest: "Guest") -> None:
    piece = pulled_out(guest)
    guest.go("examine.overview")
    guest.press(f"enlarge {piece.number}")
    assert piece.size_m > 0.8
    guest.press(f"carry {piece.number}")
    assert piece.is_held
    guest.press("put_all_back")
    assert guest.state.pulled.pieces == []


def test_another_network_puts_everything_back(guest: "Guest") -> None:
    pulled_out(guest)
    guest.go("network.presets")
    guest.press("preset ana-dense")
    guest.until(lambda: guest.state.ready and guest.state.spec.name == "ana-dense")
    guest.frames()
    assert guest.state.pulled.pieces == []
    assert tool(guest).frames == {}


def test_a_key_pulls_out_what_one_points_at_and_puts_it_back(arrive: "Arrive") -> None:
    guest = arrive("harley-conv")
    go_there(guest)
    guest.state.selected = Selected(node=NODE, index=(MAP, 1, 1))
    guest.tap("b")
    assert guest.state.pulled.find(NODE, MAP) is not None
    guest.tap("b")
    assert guest.state.pulled.pieces == []


def test_with_reduced_motion_nothing_flies(arrive: "Arrive") -> None:
    guest = arrive("harley-conv", settings=Settings(view=View(reduced_motion=True)))
    go_there(guest)
    guest.state.selected = Selected(node=NODE, index=(MAP,))
    guest.tap("b")
    (flight,) = tool(guest)._out.values()
    assert flight.is_over
    guest.tap("b")
    assert tool(guest)._home == []


def test_it_flies_back_within_less_than_half_a_second(arrive: "Arrive") -> None:
    guest = arrive("harley-conv")
    go_there(guest)
    guest.state.selected = Selected(node=NODE, index=(MAP,))
    guest.tap("b")
    guest.frames(15)
    guest.tap("b")
    guest.frame(dt_s=0.1)
    (flight,) = tool(guest)._home
    assert flight.drawn.face is not None
    assert float(np.linalg.norm(flight.drawn.face.centre - panel(guest))) > 0
    guest.frame(dt_s=0.3)
    guest.frame()
    assert tool(guest)._home == []


def test_its_place_is_marked_and_no_neurons_stand_up_from_it(arrive: "Arrive") -> None:
    guest = arrive("harley-conv")
    go_there(guest)
    (platform,) = [each for each in guest.scene.world.platforms if each.node.name == NODE]
    before = len(platform.reliefs)
    guest.state.pulled.pull(NODE, MAP)
    guest.frames()
    assert len(platform.reliefs) == before - 1
    assert not guest.scene.world.path.find("**/empty frames").is_empty()
    guest.state.pulled.put_all_back()
    guest.frames(20)
    assert len(platform.reliefs) == before
    assert guest.scene.world.path.find("**/empty frames").is_empty()


def test_it_stays_where_it_is_in_another_language(arrive: "Arrive") -> None:
    guest = arrive("harley-conv")
    go_there(guest)
    piece = pulled_out(guest)
    before = tool(guest)._out[piece.number].drawn.face
    guest.visit.set_settings(Settings(language="de"))
    guest.frames()
    after = tool(guest)._out[piece.number].drawn.face
    assert before is not None
    assert after is not None
    assert np.allclose(before.centre, after.centre)


def test_what_to_do_with_it_is_said_as_long_as_it_is_in_the_hand_and_no_longer(guest: "Guest") -> None:
    piece = pulled_out(guest)
    told = guest.visit.words("pulled.carried", size="0.8")
    assert guest.visit.notice != told
    press(guest, "grip")
    for _ in range(300):
        guest.frame()
    assert guest.visit.notice == told
    use(guest, floor(guest))
    assert not piece.is_held
    guest.frame()
    assert guest.visit.notice == ""


def test_no_weights_are_shown_over_what_is_in_the_hand(guest: "Guest") -> None:
    guest.state.selected = Selected(node=NODE, index=(MAP,))
    guest.visit.ask("pull_out")
    ray = guest.ray_to(panel(guest, map=MAP + 1))
    for _ in range(5):
        guest.frame(ray=ray)
    assert guest.state.aimed is not None
    assert guest.state.weights is None
    use(guest, floor(guest))
    guest.until(lambda: guest.frame(ray=ray) or guest.state.weights is not None)


def test_the_button_that_makes_it_larger_stays_where_one_presses_it(guest: "Guest") -> None:
    piece = pulled_out(guest)
    ray = guest.ray_to(tool(guest).frames[f"{piece.number} larger"].centre)
    for _ in range(3):
        guest.frame(PRESS, ray=ray)
        guest.frame(LET_GO, ray=ray)
        guest.frame(ray=ray)
    assert piece.size_m == pytest.approx(pulling.FIRST_M * pulling.STEP**3)


def test_a_map_takes_the_sign_of_its_lesion_along_and_brings_it_back(guest: "Guest") -> None:
    lesion = Lesion(target=Map(node=NODE, map=MAP))
    guest.scene.session.lesioning.add(lesion)
    guest.until(lambda: guest.state.lesions == (lesion,))
    guest.frames()
    stage = guest.scene.path.find(f"**/scars {NODE}")
    assert not stage.find("**/large scars").is_empty()
    pulled_out(guest)
    assert guest.scene.path.find(f"**/scars {NODE}/large scars").is_empty()
    assert not guest.scene.path.find("**/pulled out/scars").is_empty()
    press(guest, "back")
    guest.frames(30)
    assert not guest.scene.path.find(f"**/scars {NODE}/large scars").is_empty()
    assert guest.scene.path.find("**/pulled out").is_empty()
