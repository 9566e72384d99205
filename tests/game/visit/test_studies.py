"""Studies by pressing things: the page in the menu, and the board in the world."""

import csv
from typing import TYPE_CHECKING

import numpy as np
import pytest

from layerwalk.game.lab import room
from layerwalk.game.lab.studying import StudyTool
from layerwalk.game.move.intent import Intent
from layerwalk.game.selected import Selected
from layerwalk.game.ui import bearings
from layerwalk.game.ui.board import Frame
from layerwalk.nn.messages import Ablation, Dose, FoolRate

if TYPE_CHECKING:
    from conftest import Arrive, Guest

PRESS, LET_GO = Intent(use=True, actions=("use",)), Intent()


@pytest.fixture(scope="module")
def guest(arrive: "Arrive") -> "Guest":
    return arrive("ana-small", by_rays=True)


@pytest.fixture(autouse=True)
def on_the_page(guest: "Guest") -> None:
    guest.go("examine")
    if guest.visit.plan.page != "examine.studies":
        guest.press("go examine.studies")


def board(guest: "Guest") -> StudyTool:
    tool = guest.scene.lab.tools["study"]
    assert isinstance(tool, StudyTool)
    return tool


def press_board(guest: "Guest", part: str) -> None:
    ray = guest.ray_to(board(guest).frames[part].centre)
    guest.frame(PRESS, ray=ray)
    guest.frame(LET_GO, ray=ray)


def until_it_is_done(guest: "Guest") -> None:
    guest.until(lambda: guest.state.studies.live is None and bool(guest.state.studies.all), frames=6000)


def test_a_dose_response_curve_is_asked_for_by_ray(guest: "Guest") -> None:
    guest.choose("study_kind", "dose")
    guest.choose("study_layer", "conv2")
    guest.choose("study_pictures", 50)
    guest.choose("study_draws", 5)
    guest.press("study_start")
    live = guest.state.studies.live
    assert live is not None
    assert live.studied.config.layer == "conv2"
    until_it_is_done(guest)
    report = guest.state.studies.on_board
    assert report is not None
    assert isinstance(report.studied.findings, Dose)
    assert report.studied.findings.control.shape == (5, 7)


def test_the_board_stands_before_the_menu_and_faces_the_visitor(guest: "Guest") -> None:
    frame = board(guest).frames["away"]
    eye = np.asarray(guest.visit.visitor.body.eye)
    away = eye - frame.centre
    assert 1.0 < np.linalg.norm(away) < 3.0
    assert frame.normal @ away > 0


def test_it_stands_beside_the_menu_and_hides_nothing(guest: "Guest") -> None:
    hall, frame, body = board(guest)._hall, board(guest)._place, guest.visit.visitor.body
    assert hall is not None
    assert frame is not None
    here = bearings.seen(frame, body.eye, heading_deg=body.heading_deg)
    assert min(abs(here.left_deg), abs(here.right_deg)) == pytest.approx(29, abs=1)
    for other in room.taken(hall, body.eye, heading_deg=body.heading_deg, but="study"):
        assert here.hides_deg(other) <= 2


def test_the_part_that_matters_most_is_listed_first_and_can_be_held(guest: "Guest") -> None:
    report = guest.state.studies.on_board
    assert report is not None
    best = int(np.argmax(report.studied.findings.importance["ablation"]))
    listed = [name for name in guest.spot if name.startswith("select conv2")]
    assert listed[0] == f"select conv2 {best}"
    guest.press(listed[0])
    assert guest.state.selected == Selected(node="conv2", index=(best,))


def test_the_list_goes_by_another_way_to_tell_importance(guest: "Guest") -> None:
    guest.choose("study_ranked", "activation")
    report = guest.state.studies.on_board
    assert report is not None
    best = int(np.argmax(report.studied.findings.importance["activation"]))
    guest.frame()
    assert next(name for name in guest.spot if name.startswith("select conv2")) == f"select conv2 {best}"
    guest.choose("study_ranked", "ablation")


def test_the_board_saves_what_it_shows(guest: "Guest") -> None:
    press_board(guest, "save")
    file = guest.keeper.folder / "studies" / "ana-small-conv2-dose-seed1.csv"
    guest.until(lambda: "ana-small-conv2-dose-seed1" in guest.visit.notice)
    assert len(list(csv.DictReader(file.read_text("utf-8").splitlines()))) == 7
    assert file.with_suffix(".png").is_file()


def test_the_board_is_put_away_and_called_again(guest: "Guest") -> None:
    press_board(guest, "away")
    guest.frames()
    assert not board(guest).frames
    number = guest.state.studies.all[-1].number
    guest.press(f"study_show {number}")
    guest.frames()
    assert "save" in board(guest).frames


def test_an_order_is_left_out(guest: "Guest") -> None:
    guest.switch("study_order gradient", on=False)
    assert guest.visit.plan.study.config.orders == ("ablation", "activation")
    guest.switch("study_order gradient", on=True)
    assert guest.visit.plan.study.config.orders == ("ablation", "gradient", "activation")


def test_the_layer_that_is_held_comes_first(guest: "Guest") -> None:
    guest.state.selected = Selected(node="dense1")
    guest.frame()
    assert guest.item("study_layer").options[0][0] == "dense1"
    guest.state.selected = None


def test_a_study_is_cancelled_on_the_board_and_nothing_stays(guest: "Guest") -> None:
    guest.choose("study_pictures", 2000)
    before = [report.number for report in guest.state.studies.all]
    guest.press("study_start")
    guest.frames(5)
    assert guest.state.studies.live is not None
    press_board(guest, "stop")
    guest.frames(5)
    assert [report.number for report in guest.state.studies.all] == before
    assert not board(guest).frames
    guest.choose("study_pictures", 50)


def test_anas_experiment_and_fooling_are_asked_for_by_ray(guest: "Guest") -> None:
    for kind, findings in (("ablation", Ablation), ("fool", FoolRate)):
        guest.choose("study_kind", kind)
        guest.press("study_start")
        until_it_is_done(guest)
        report = guest.state.studies.on_board
        assert report is not None
        assert isinstance(report.studied.findings, findings)


def test_without_convolutions_the_page_says_so(guest: "Guest") -> None:
    guest.choose("study_kind", "ablation")
    guest.visit.scene.session.load("ana-dense")
    guest.until(lambda: guest.state.ready and guest.state.spec.name == "ana-dense")
    guest.frames()
    assert not board(guest).frames, "the board is put away with its network"
    assert not next(button for button in guest.page.items[2].buttons if button.name == "study_start").enabled


def test_what_lies_behind_the_eye_is_told_from_its_middle() -> None:
    frame = Frame(centre=np.array([0.0, -2.0, 1.0]), right=np.array([-1.0, 0.0, 0.0]), up=np.array([0.0, 0.0, 0.5]))
    behind = bearings.seen(frame, (0.0, 0.0, 1.0), heading_deg=0.0)
    assert behind.right_deg - behind.left_deg == pytest.approx(2 * np.degrees(np.arctan(0.5)))
