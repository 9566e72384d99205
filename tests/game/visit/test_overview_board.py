"""A visitor looks over maps and layers: on the board beside them, by keys and with a ray alone."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from layerwalk.game.lab.overview import OverviewTool
from layerwalk.game.move.intent import Intent
from layerwalk.game.selected import Selected
from layerwalk.game.world import empty_frames

if TYPE_CHECKING:
    from conftest import Arrive, Guest

PRESS, HOLD, LET_GO = Intent(use=True, actions=("use",)), Intent(use=True), Intent()


def tool(guest: "Guest") -> OverviewTool:
    found = guest.scene.lab.tools["overview"]
    assert isinstance(found, OverviewTool)
    return found


def hold(guest: "Guest", node: str, *index: int) -> None:
    """Hold a part of the network, and wait until all is told about it."""
    guest.state.selected = Selected(node=node, index=index)
    guest.until(lambda: bool(tool(guest).frames) and guest.state.overview.weights is not None)
    guest.frames(8)


def press(guest: "Guest", part: str) -> None:
    """Press a part of the board from right before it."""
    frame = tool(guest).frames[part]
    visitor = guest.visit.visitor
    x, y, z = (float(each) for each in frame.centre + frame.normal)
    visitor.body = replace(visitor.body, position=(x, y, z - visitor.body.eye_height_m), flying=True, grounded=False)
    ray = guest.ray_to(frame.centre)
    for intent in (LET_GO, PRESS, HOLD, LET_GO):
        guest.frame(intent, ray=ray)
    guest.frames(8)


def written(guest: "Guest") -> str:
    """Return all that is written on the board."""
    board = tool(guest)._board
    assert board is not None
    return " | ".join(entry.text for lines in (board._still, board._live) for entry in lines._entries)


@pytest.fixture
def guest(arrive: "Arrive") -> "Guest":
    return arrive("harley-conv", by_rays=True)


def test_a_neuron_has_no_overview_its_map_and_its_layer_have(guest: "Guest") -> None:
    guest.state.selected = Selected(node="conv1", index=(2, 3, 4))
    guest.frames(5)
    assert not tool(guest).frames
    for title in ("map 3", "6 maps"):
        guest.go("examine")
        guest.press("wider")
        guest.leave_menu()
        guest.frames(8)
        assert title in written(guest)


def test_the_numbers_are_those_of_the_values_that_stand_on_the_stage(guest: "Guest") -> None:
    hold(guest, "conv1", 2)
    shown, words = guest.state.activations["conv1"][2], guest.visit.words
    for value in (shown.mean(), shown.max()):
        assert words.number(float(value)) in written(guest)
    assert f"{int((shown == 0).sum())} of {shown.size}" in written(guest)


def test_they_follow_the_drawing(guest: "Guest") -> None:
    hold(guest, "conv1", 2)
    before = written(guest)
    guest.draw((0.2, 0.2), (0.8, 0.2), (0.8, 0.8))
    guest.until(lambda: not guest.scene.session.waiting)
    guest.frames(8)
    assert written(guest) != before


def test_a_layer_can_be_shown_as_its_mean_or_its_maximum(guest: "Guest") -> None:
    hold(guest, "conv2")
    assert "The mean of all its maps" in written(guest)
    press(guest, "most")
    assert "The largest value of each place" in written(guest)
    press(guest, "mean")
    assert "The mean of all its maps" in written(guest)


def test_a_map_is_pulled_out_and_put_back_by_a_button(guest: "Guest") -> None:
    hold(guest, "conv2", 3)
    press(guest, "pull")
    assert guest.state.pulled.find("conv2", 3) is not None
    guest.state.pulled.hang(centre=(0.0, 0.0, 9.0), heading_deg=0.0)
    press(guest, "pull")
    assert guest.state.pulled.pieces == []


def test_neurons_that_are_never_active_are_counted_when_one_asks(guest: "Guest") -> None:
    hold(guest, "dense1")
    assert "not counted yet" in written(guest)
    press(guest, "count")
    guest.until(lambda: guest.state.overview.dead is not None and guest.state.overview.dead.state == "finished")
    guest.frames(8)
    dead = guest.state.overview.dead
    assert dead is not None
    assert f"{int(dead.dead['dense1'].sum())} of 120" in written(guest)
    assert "1,000 test pictures" in written(guest)


def test_counting_can_be_stopped_in_the_menu(guest: "Guest") -> None:
    guest.go("examine.overview")
    guest.press("count_dead")
    assert guest.state.overview.dead is not None
    guest.press("stop_dead")
    assert guest.state.overview.dead is None
    guest.frames(80)
    assert guest.state.overview.dead is None, "nothing more is heard of it"


def test_put_away_it_comes_back_with_something_else(guest: "Guest") -> None:
    hold(guest, "conv1", 2)
    press(guest, "close")
    assert not tool(guest).frames
    hold(guest, "conv1", 3)
    assert tool(guest).frames


def test_switched_off_in_the_menu_it_does_not_come(guest: "Guest") -> None:
    hold(guest, "conv1", 2)
    guest.go("examine.overview")
    guest.switch("overview_on", on=False)
    guest.leave_menu()
    assert not tool(guest).frames
    guest.go("examine.overview")
    guest.switch("overview_on", on=True)
    guest.leave_menu()
    guest.frames()
    assert tool(guest).frames


def test_it_faces_the_visitor_and_stands_beside_what_is_looked_at(guest: "Guest") -> None:
    hold(guest, "conv1", 2)
    frame = tool(guest).frames["whole"]
    camera = guest.studio.screen.camera
    eye = np.array(camera.get_pos(guest.scene.path))
    away = eye - frame.centre
    assert frame.normal @ away > 0.95 * np.linalg.norm(away)
    assert camera.get_relative_point(guest.scene.path, tuple(frame.centre)).x > 0.3


def test_left_behind_it_comes_after_the_visitor_who_stands_still_again(guest: "Guest") -> None:
    hold(guest, "conv1", 2)
    before, camera = tool(guest).frames["whole"].centre, guest.studio.screen.camera
    for _ in range(5):
        camera.set_pos(guest.scene.path, camera.get_pos(guest.scene.path) + (0, 2, 0))
        guest.frames(3)
        assert np.array_equal(tool(guest).frames["whole"].centre, before)
    guest.frames(30)
    eye = np.array(camera.get_pos(guest.scene.path))
    assert np.linalg.norm(tool(guest).frames["whole"].centre - eye) < 1.8


def test_every_layer_can_be_looked_over_in_every_language(arrive: "Arrive") -> None:
    guest = arrive("ana-faces")
    for language in ("de", "en"):
        settings = guest.visit.settings
        guest.visit.set_settings(replace(settings, language=language))
        for node in guest.state.spec.nodes:
            hold(guest, node.name)
            assert guest.visit.words("overview.mean") in written(guest)


def test_another_network_takes_the_board_away(guest: "Guest") -> None:
    hold(guest, "conv1", 2)
    guest.go("network.presets")
    guest.press("preset ana-dense")
    guest.until(lambda: guest.state.ready and guest.state.spec.name == "ana-dense")
    guest.frames()
    assert not tool(guest).frames
    assert empty_frames.find(guest.scene.placement, "conv1", 2) is None
