"""What a visitor does twice, too early, or while something else is on."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from layerwalk.game.move.intent import Intent
from layerwalk.game.selected import Selected

if TYPE_CHECKING:
    from conftest import Arrive, Guest

PRESS = Intent(use=True, actions=("use",))


@pytest.fixture(scope="module")
def guest(arrive: "Arrive") -> "Guest":
    return arrive("ana-small", by_rays=True)


def test_who_presses_start_twice_does_not_cancel_the_study(guest: "Guest") -> None:
    guest.go("examine.studies")
    ray = guest._aim("study_start")
    for _ in range(2):
        guest.frame(PRESS, ray=ray)
        guest.frame(ray=ray)
    guest.frame()
    assert guest.state.studies.live is not None
    guest.visit.ask("study_stop")
    guest.frames()
    assert guest.state.studies.live is None


def test_the_board_of_studies_comes_along_into_another_layout(guest: "Guest") -> None:
    guest.go("examine.studies")
    guest.choose("study_pictures", 50)
    guest.press("study_start")
    guest.until(lambda: guest.state.studies.live is None, frames=6000)
    guest.visit.set_layout("avenue")
    guest.studio.look("court")
    guest.frames()
    centre = guest.scene.lab.frames["study"]["save"].centre
    assert np.linalg.norm(centre - np.asarray(guest.visit.visitor.body.eye)) < 4.0
    guest.visit.set_layout("cove")
    guest.studio.look("court")


def test_a_lesion_that_is_made_twice_is_undone_at_once(guest: "Guest") -> None:
    guest.state.selected = Selected(node="conv2", index=(2,))
    guest.tap("n")
    guest.tap("n")
    assert len(guest.state.history.now) == 1
    guest.tap("u")
    assert guest.state.history.now == ()


def test_pictures_on_all_walls_go_on_in_a_network_whose_layers_have_the_same_names(guest: "Guest") -> None:
    guest.visit.ask("dream_everywhere")
    guest.until(lambda: "conv1" in guest.state.dreamt.layers)
    guest.scene.session.load("ana-faces")
    guest.until(lambda: guest.state.spec.name == "ana-faces" and guest.state.ready)
    guest.until(lambda: "conv1" in guest.state.dreamt.layers)
    guest.frames(10)
    assert len(guest.state.dreamt.layers["conv1"].revisions) == guest.state.spec.node("conv1").maps
    guest.visit.ask("dream_everywhere")
    guest.scene.session.load("ana-small")
    guest.until(lambda: guest.state.spec.name == "ana-small" and guest.state.ready)


def test_a_network_with_a_larger_picture_may_answer_in_the_frame_in_which_it_comes(guest: "Guest") -> None:
    guest.leave_menu()
    for name, side in (("harley-conv", 32), ("ana-small", 28)):
        guest.scene.session.load(name)
        guest.visit.pad.clear()
        guest.frames()
        assert guest.state.spec.name == guest.scene.world.spec.name == name
        assert guest.state.picture is not None
        assert guest.state.picture.shape == (1, side, side)


def test_what_was_drawn_for_larger_pictures_is_not_asked_of_a_network_for_smaller_ones(guest: "Guest") -> None:
    guest.scene.session.load("ana-faces")
    guest.visit.pad.clear()
    guest.until(lambda: guest.scene.world.spec.name == "ana-faces" and not guest.scene.session.waiting)
    guest.frames()
    assert guest.visit.notice == ""
    assert guest.state.picture is not None
    assert guest.state.picture.shape == guest.state.spec.input.shape
    guest.scene.session.load("ana-small")
    guest.until(lambda: guest.scene.world.spec.name == "ana-small" and not guest.scene.session.waiting)


def test_a_neuron_that_is_pointed_at_goes_with_its_network(guest: "Guest") -> None:
    stage = next(stage for stage in guest.scene.placement.stages if stage.node == "conv1")
    guest.visit.go_to(Selected(node="conv1"))
    guest.leave_menu()
    guest.frames()
    ray = guest.ray_to(stage.shell.centres[1])
    guest.frame(ray=ray)
    assert guest.visit.met is not None
    guest.scene.session.load("ana-dense")
    while guest.state.spec.name == "ana-small":
        guest.frame(ray=ray)
    assert "conv1" not in guest.state.activations
    assert guest.visit.met is None
    guest.scene.session.load("ana-small")
    guest.until(lambda: guest.state.ready)
