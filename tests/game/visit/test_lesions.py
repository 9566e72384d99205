"""The lesion lab in a visit, everything pressed with a ray: what is lesioned is at once seen, told, undone and kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest

from layerwalk.game import lesion_log
from layerwalk.game.move.intent import Intent
from layerwalk.game.selected import Selected
from layerwalk.game.ui.menu.items import Text
from layerwalk.game.world import rays
from layerwalk.nn.lesions.targets import Edge, Edges, Lesion, Map, Mean, Neuron, Noise, Others, Scale, Share, Zero

if TYPE_CHECKING:
    from conftest import Arrive, Guest

NEURON = Selected(node="conv2", index=(3, 4, 5))


@pytest.fixture(scope="module")
def arrived(arrive: "Arrive") -> "Guest":
    guest = arrive("ana-small", by_rays=True)
    guest.draw((0.45, 0.2), (0.5, 0.5), (0.5, 0.8))
    return guest


@pytest.fixture
def guest(arrived: "Guest") -> Iterator["Guest"]:
    arrived.state.selected, before = NEURON, arrived.visit.settings
    yield arrived
    arrived.scene.session.lesioning.take(lesion_log.History())
    arrived.until(lambda: arrived.state.lesions == ())
    arrived.frames(4)
    arrived.visit.plan.lesions = type(arrived.visit.plan.lesions)()
    if arrived.visit.settings != before:
        arrived.visit.set_settings(before)


def only(guest: "Guest") -> Lesion:
    """Return the lesion that there is."""
    guest.until(lambda: len(guest.state.lesions) == 1)
    return guest.state.lesions[0]


def lesioned(guest: "Guest") -> Lesion:
    guest.press("lesion")
    return only(guest)


def held(guest: "Guest", selected: Selected) -> None:
    guest.state.selected = selected
    guest.go("examine.lesions")


@pytest.mark.parametrize(
    ("part", "target"),
    [
        ("it", Neuron(node="conv2", index=(3, 4, 5))),
        ("map", Map(node="conv2", map=3)),
        ("others", Others(node="conv2", index=(3, 4, 5))),
        ("share", Share(node="conv2", share=0.25)),
    ],
)
def test_each_part_of_what_is_held_can_be_lesioned(guest: "Guest", part: str, target: object) -> None:
    guest.go("examine.lesions")
    guest.choose("lesion_part", part)
    assert lesioned(guest) == Lesion(target=target, kind=Zero())


def test_a_map_and_a_whole_layer_can_be_lesioned(guest: "Guest") -> None:
    held(guest, Selected(node="conv2", index=(2,)))
    assert lesioned(guest).target == Map(node="conv2", map=2)
    guest.press("undo_lesion")
    held(guest, Selected(node="conv2"))
    assert lesioned(guest).target == Share(node="conv2", share=1.0)


@pytest.mark.parametrize(("part", "kind"), [("edge", Edge), ("edges", Edges)])
def test_edges_into_a_neuron_can_be_cut(guest: "Guest", part: str, kind: type) -> None:
    guest.scene.session.explaining.want(NEURON.node, NEURON.index)
    guest.go("examine.lesions")
    guest.until(lambda: guest.state.explained is not None)
    guest.choose("lesion_part", part)
    guest.choose("lesion_source", 1)
    target = lesioned(guest).target
    assert isinstance(target, kind)
    assert (target.node, target.index) == ("conv2", (3, 4, 5))
    assert target.source == guest.state.spec.node("conv2").inputs[0]


def test_each_kind_of_lesion_can_be_chosen(guest: "Guest") -> None:
    held(guest, Selected(node="conv1", index=(0,)))
    guest.choose("lesion_kind", "scale")
    guest.slide("lesion_factor", 1.5)
    assert lesioned(guest).kind == Scale(factor=pytest.approx(1.5))
    guest.choose("lesion_kind", "noise")
    guest.slide("lesion_amount", 0.4)
    guest.press("lesion")
    guest.until(lambda: isinstance(only(guest).kind, Noise))
    guest.choose("lesion_kind", "mean")
    guest.press("lesion")
    guest.until(lambda: only(guest).kind == Mean())


def test_a_share_is_drawn_by_its_size_its_unit_and_its_number(guest: "Guest") -> None:
    guest.go("examine.lesions")
    guest.choose("lesion_part", "share")
    guest.slide("lesion_share", 0.5)
    guest.choose("lesion_units", "maps")
    guest.choose("lesion_seed", 3)
    assert lesioned(guest).target == Share(node="conv2", share=pytest.approx(0.5), seed=3, of="maps")


def test_undo_leaves_every_value_of_the_world_as_it_was_to_the_bit(guest: "Guest") -> None:
    before = dict(guest.state.activations)
    held(guest, Selected(node="conv1", index=(0,)))
    lesioned(guest)
    guest.until(lambda: not np.array_equal(guest.state.activations["conv2"], before["conv2"]))
    guest.press("undo_lesion")
    guest.until(lambda: not guest.state.lesions)
    guest.frames()
    assert all(np.array_equal(guest.state.activations[node], values) for node, values in before.items())
    guest.press("redo_lesion")
    only(guest)


def test_a_lesion_is_listed_gone_to_and_healed(guest: "Guest") -> None:
    held(guest, Selected(node="conv1", index=(1,)))
    lesioned(guest)
    guest.state.selected = None
    guest.call_menu()
    guest.press("lesion_at 0")
    guest.press("see_lesion 0")
    assert guest.state.selected == Selected(node="conv1", index=(1,))
    guest.call_menu()
    guest.press("heal 0")
    guest.until(lambda: not guest.state.lesions)


def test_a_lesion_is_given_a_name(guest: "Guest") -> None:
    guest.go("examine.lesions")
    lesioned(guest)
    guest.press("lesion_at 0")
    guest.press("name_lesion 0")
    for letter in "ow":
        guest.press(f"letter {letter}")
    guest.press("writing done")
    guest.until(lambda: only(guest).name == "ow")
    guest.press("heal 0")
    guest.until(lambda: not guest.state.lesions)
    assert guest.visit.plan.page == "examine.lesions"


def test_what_one_points_at_is_lesioned_by_a_key(guest: "Guest") -> None:
    guest.state.selected = None
    guest.leave_menu()
    (stage,) = (stage for stage in guest.scene.placement.stages if stage.node == "conv1")
    assert stage.shell is not None
    eye = np.asarray(stage.shell.eye)
    ray = rays.ray(tuple(eye), tuple(stage.shell.centres[2] - eye))
    guest.frame(Intent(), ray=ray)
    guest.frame(Intent(actions=("lesion",)), ray=ray)
    target = only(guest).target
    assert isinstance(target, Neuron)
    assert (target.node, target.index[0]) == ("conv1", 2)
    guest.tap("u")
    guest.until(lambda: not guest.state.lesions)


def test_everything_is_healed_after_a_question(guest: "Guest") -> None:
    guest.go("examine.lesions")
    lesioned(guest)
    guest.press("clear_lesions")
    guest.until(lambda: not guest.state.lesions)


def test_the_accuracy_is_measured_by_itself_and_told_answer_by_answer(guest: "Guest") -> None:
    held(guest, Selected(node="conv1"))
    lesioned(guest)
    guest.until(lambda: guest.state.measured is not None and guest.state.measured.state == "finished")
    measured = guest.state.measured
    assert measured is not None
    assert measured.before is not None
    assert measured.after is not None
    assert measured.before.accuracy > 0.95 > measured.after.accuracy
    guest.press("go examine.scores")
    assert len([item for item in guest.page.items if "→" in getattr(item, "note", "")]) == len(guest.state.spec.classes)


def test_it_is_measured_when_asked_and_stopped(guest: "Guest") -> None:
    guest.go("examine.lesions")
    guest.switch("set model.measure_lesions", on=False)
    lesioned(guest)
    guest.frames()
    assert guest.state.measured is None
    guest.press("measure_lesions")
    guest.press("stop_measuring")
    guest.until(lambda: guest.state.measured is not None and guest.state.measured.state == "stopped")


def test_filters_are_taken_away_until_none_is_left_and_come_back(guest: "Guest") -> None:
    guest.go("examine.lesions")
    guest.press("go examine.filters")
    guest.choose("lesion_layer", "conv1")
    for gone, button in enumerate(("filter_least", "filter_chance", "filter_least"), start=1):
        guest.press(button)
        guest.until(lambda gone=gone: len(guest.state.lesions) == gone)
    texts = [item.text for item in guest.page.items if isinstance(item, Text)]
    assert guest.visit.words("lesion_lab.left_of", count="3", of="6") in texts
    guest.press("undo_lesion")
    guest.until(lambda: len(guest.state.lesions) == 2)
    guest.press("filters_back")
    guest.until(lambda: not guest.state.lesions)


def test_a_log_is_saved_and_leads_to_the_same_state(guest: "Guest") -> None:
    guest.go("examine.lesions")
    guest.choose("lesion_part", "map")
    lesioned(guest)
    guest.frames()
    after = dict(guest.state.activations)
    guest.press("lesion_logs")
    guest.press("save_lesions")
    (file,) = (guest.keeper.folder / "lesions").iterdir()
    guest.scene.session.lesioning.clear()
    guest.until(lambda: not guest.state.lesions)
    guest.press(f"replay_lesions {file.name}")
    only(guest)
    guest.frames()
    assert all(np.array_equal(guest.state.activations[node], values) for node, values in after.items())


def test_a_log_of_another_network_is_refused_in_a_sentence(guest: "Guest") -> None:
    history = lesion_log.added(
        lesion_log.History(), Lesion(target=Map(node="conv1", map=0)), time=datetime(2026, 1, 1, tzinfo=UTC)
    )
    folder = guest.keeper.folder / "lesions"
    folder.mkdir(exist_ok=True)
    (folder / "other.json").write_text(lesion_log.to_json(history, network="ana-conv"), encoding="utf-8")
    guest.go("examine.lesions")
    guest.press("lesion_logs")
    guest.press("replay_lesions other.json")
    assert guest.visit.notice == guest.visit.words("lesion_lab.other_network", file="other.json", network="ana-conv")
    assert not guest.state.lesions


def signs_at(guest: "Guest", node: str) -> int:
    """Count the stages of a layer that bear signs."""
    return len(guest.scene.world.path.find_all_matches(f"**/scars {node}"))


def test_signs_stand_at_the_stage_until_it_is_healed(guest: "Guest") -> None:
    held(guest, Selected(node="conv1", index=(0,)))
    lesioned(guest)
    guest.frames()
    assert signs_at(guest, "conv1") == 1
    assert guest.scene.world.path.find("**/scars conv1/badge").is_empty() is False
    guest.press("undo_lesion")
    guest.until(lambda: signs_at(guest, "conv1") == 0)


def test_a_lesion_of_the_answer_is_told_beside_the_lantern(guest: "Guest") -> None:
    held(guest, Selected(node=guest.state.spec.answer.name, index=(2,)))
    lesioned(guest)
    guest.frames()
    badge = guest.scene.world.path.find(f"**/scars {guest.state.spec.answer.name}/badge")
    assert not badge.is_empty()
    low, high = badge.get_tight_bounds(guest.scene.world.path)
    x, _, z = guest.scene.placement.lantern.point
    assert x + guest.scene.placement.lantern_m / 2 < low.x
    assert z - guest.scene.placement.lantern_m < low.z < high.z < z + guest.scene.placement.lantern_m
    guest.press("undo_lesion")
    guest.until(lambda: signs_at(guest, guest.state.spec.answer.name) == 0)


def test_boards_and_badges_grow_with_the_texts(guest: "Guest") -> None:
    def sizes() -> list[float]:
        found = [guest.scene.world.path.find(f"**/{name}/writing") for name in ("scars conv1/badge", "lesion board")]
        return [float(path.get_scale(guest.scene.world.path).x) for path in found]

    held(guest, Selected(node="conv1", index=(0,)))
    lesioned(guest)
    guest.until(lambda: not guest.scene.world.path.find("**/lesion board").is_hidden())
    settings = guest.visit.settings
    assert sizes() == pytest.approx([1.0, 1.0])
    guest.visit.set_settings(replace(settings, view=replace(settings.view, text_size=2.0)))
    guest.frames()
    assert sizes() == pytest.approx([1.5, 1.5])
    guest.visit.set_settings(settings)


def test_an_answer_is_held_from_the_page_of_answers(guest: "Guest") -> None:
    held(guest, Selected(node="conv1"))
    lesioned(guest)
    guest.until(lambda: guest.state.measured is not None and guest.state.measured.state == "finished")
    guest.press("go examine.scores")
    assert 0 <= guest.item(f"select {guest.state.spec.answer.name} 4").bar <= 1
    guest.press(f"select {guest.state.spec.answer.name} 4")
    assert guest.state.selected == Selected(node=guest.state.spec.answer.name, index=(4,))


def test_signs_stand_again_when_the_world_is_built_anew(guest: "Guest") -> None:
    held(guest, Selected(node="conv1", index=(0,)))
    lesioned(guest)
    guest.visit.set_layout("avenue")
    guest.frames()
    assert signs_at(guest, "conv1") == 1
    guest.visit.set_layout("cove")


def test_the_cost_is_told_in_the_court_without_the_menu(guest: "Guest") -> None:
    held(guest, Selected(node="conv1", index=(0,)))
    lesioned(guest)
    guest.until(lambda: guest.state.measured is not None and guest.state.measured.state == "finished")
    guest.frames()
    board = guest.scene.world.path.find("**/lesion board")
    assert not board.is_hidden()
    guest.press("undo_lesion")
    guest.until(lambda: board.is_hidden())


def test_another_network_begins_whole_and_that_is_said(guest: "Guest") -> None:
    held(guest, Selected(node="conv1", index=(0,)))
    lesioned(guest)
    guest.visit.open_level("harley-dense")
    guest.until(lambda: guest.state.spec.name == "harley-dense")
    guest.frames()
    assert guest.visit.notice == guest.visit.words("lesion_lab.gone")
    assert not guest.state.history.now
    assert signs_at(guest, "conv1") == 0
