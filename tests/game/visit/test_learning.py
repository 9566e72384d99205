"""Training through the menu: begun, paused, taken step by step, stopped, looked back on, gone on from."""

import numpy as np
import pytest

from layerwalk.game.menus import train
from layerwalk.game.move.intent import Intent
from layerwalk.game.walk import THREE
from layerwalk.nn.messages import PRESETS

PRESS, LET_GO = Intent(use=True, actions=("use",)), Intent()


@pytest.fixture(scope="module")
def arrived(arrive):
    made = arrive("ana-dense")
    made.draw(*THREE)
    return made


@pytest.fixture
def guest(arrived):
    """Return a guest before an untrained network and the Train menu, with few pictures to learn from."""
    arrived.by_rays = False
    for run in [run.number for run in arrived.state.runs]:
        arrived.state.runs.remove(run)
    arrived.go("network.presets")
    arrived.switch("trained", on=False)
    arrived.press("preset ana-small")
    arrived.press("tab network")
    arrived.press("preset")
    arrived.press("preset ana-dense")
    arrived.go("train")
    arrived.press("values_ana")
    arrived.choose("config share", 0.05)
    arrived.choose("config epochs", 50)
    arrived.frames()
    assert arrived.state.runs.held is None
    return arrived


def progress(guest):
    return guest.state.runs.current.progress


def finished(guest):
    """Train to the end."""
    guest.choose("config epochs", 2)
    guest.press("train_start")
    guest.until(lambda: progress(guest) is not None and progress(guest).state == "finished")
    guest.frames()


def test_training_is_begun_paused_gone_on_with_and_stopped(guest):
    guest.press("train_start")
    guest.until(lambda: progress(guest).step >= 2)
    guest.press("train_pause")
    assert progress(guest).state == "paused"
    step = progress(guest).step
    guest.frames(5)
    assert progress(guest).step == step
    guest.press("train_pause")
    guest.until(lambda: progress(guest).step > step)
    guest.press("train_stop")
    assert progress(guest).state == "stopped"
    assert guest.state.unsaved, "what was learnt stays"


def test_keys_do_it_without_the_menu(guest):
    guest.leave_menu()
    guest.tap("t")
    guest.until(lambda: progress(guest) is not None and progress(guest).step >= 1)
    guest.tap("p")
    assert progress(guest).state == "paused"


def test_one_step_after_the_other(guest):
    for step in (1, 2, 3):
        guest.press("train_step")
        guest.frames()
        assert (progress(guest).state, progress(guest).step) == ("paused", step)
    assert len(guest.state.runs) == 1


def test_one_epoch_after_the_other(guest):
    for epoch in (1, 2):
        guest.press("train_epoch")
        guest.until(lambda: progress(guest).state == "paused")
        assert progress(guest).epoch == epoch
        assert progress(guest).step == epoch * progress(guest).steps // progress(guest).epochs


def test_after_the_end_one_more_step_begins_another_run_from_the_same_weights(guest):
    finished(guest)
    shares = guest.state.probabilities
    guest.press("train_step")
    guest.frames()
    assert len(guest.state.runs) == 2
    assert progress(guest).step == 1
    assert np.abs(guest.state.probabilities - shares).max() < 0.5, "it does not begin anew"


def test_what_is_drawn_is_answered_with_the_weights_of_the_moment(guest):
    guest.press("train_start")
    for _ in range(3):
        shares = guest.state.probabilities
        guest.until(lambda: (guest.state.probabilities != shares).any())  # noqa: B023
        assert progress(guest).state == "training"
    guest.press("train_stop")


def test_the_page_tells_how_it_stands(guest):
    finished(guest)
    texts = [item.text for item in guest.page.items if hasattr(item, "style")]
    assert guest.visit.words("training.finished", epochs=2) in texts
    assert any(text.startswith("Epoch 2 of 2 · step") for text in texts)
    assert guest.visit.words("menus.trains.device", device=guest.state.device) in texts


def test_training_time_is_walked_back_and_forth(guest):
    finished(guest)
    newest, learnt = guest.state.probabilities, dict(guest.state.activations)
    held = guest.state.runs.held
    assert held.snapshots[0] == 0
    guest.slide("snapshot", 0)
    guest.frames()
    assert held.shown == 0
    assert guest.item("snapshot").shown == "after step 0"
    assert guest.state.probabilities.max() < 0.5, "it knew nothing then"
    hidden = guest.state.spec.hidden[0].name
    assert not np.allclose(guest.state.activations[hidden], learnt[hidden])
    guest.slide("snapshot", len(held.snapshots))
    guest.frames()
    assert held.shown is None
    assert (guest.state.probabilities == newest).all()


def test_training_time_is_walked_on_the_board_too(guest):
    finished(guest)
    guest.leave_menu()
    slider = guest.scene.board.frames["slider"]
    ray = guest.ray_to(slider.centre - slider.right * 0.95)
    assert guest.scene.hands.distance_m(ray) < 14.0
    guest.frame(PRESS, ray=ray)
    guest.frame(LET_GO, ray=ray)
    guest.frames()
    assert guest.state.runs.held.shown == 0


def test_what_is_drawn_is_answered_by_the_network_as_it_was(guest):
    finished(guest)
    guest.slide("snapshot", 0)
    guest.leave_menu()
    before = guest.state.serial
    guest.visit.pad.clear()
    guest.draw(*THREE)
    guest.frames()
    assert guest.state.serial > before
    assert guest.state.runs.held.shown == 0
    assert guest.state.probabilities.max() < 0.5


def test_one_goes_on_from_any_point_in_training_time(guest):
    finished(guest)
    guest.slide("snapshot", 0)
    guest.frames()
    then = guest.state.probabilities
    guest.press("train_from_here")
    guest.press("train_pause")
    guest.frames()
    assert len(guest.state.runs) == 2
    guest.slide("snapshot", 0)
    guest.frames()
    assert guest.state.runs.held.shown == 0
    assert (guest.state.probabilities == then).all()


def test_runs_lie_over_one_another_and_are_forgotten_after_a_question(guest):
    for _ in range(2):
        finished(guest)
    first, second = guest.state.runs
    assert len(first.train)
    assert len(second.train)
    assert first.colour != second.colour
    guest._press(f"forget {first.number}")
    assert guest.menu.layout.page.name == "train?"
    guest._press("no, do not")
    assert len(guest.state.runs) == 2
    guest.press(f"forget {first.number}")
    assert list(guest.state.runs) == [second]


def test_a_run_that_goes_astray_ends_with_words_and_its_last_good_weights(guest):
    guest.choose("config learning_rate", 1.0)
    guest.choose("config optimiser", "rmsprop")
    guest.press("train_start")
    guest.until(lambda: progress(guest).state != "training")
    assert progress(guest).state == "diverged"
    guest.frames()
    texts = [item.text for item in guest.page.items if hasattr(item, "style")]
    assert any("Training went astray after step" in text and "lower learning rate than 1" in text for text in texts)
    assert np.isfinite(guest.state.probabilities).all()
    guest.choose("config learning_rate", 0.01)
    guest.press("train_start")
    guest.until(lambda: progress(guest).step > 3)
    guest.press("train_stop")


@pytest.mark.parametrize("field", ["epochs", "learning_rate", "batch", "seed", "share", *train.CHOICES])
def test_every_value_is_changed_and_the_presets_bring_them_back(guest, field):
    guest.press("values_good")
    before = getattr(guest.visit.plan.config, field)
    guest._more(f"config {field}")
    after = getattr(guest.visit.plan.config, field)
    assert after != before
    assert type(after) is type(before)
    guest.press("values_good")
    assert guest.visit.plan.config == PRESETS["good"]
    guest.press("values_ana")
    assert guest.visit.plan.config == PRESETS["ana"]


def test_an_edit_while_it_learns_ends_the_run_and_keeps_what_was_learnt(guest):
    guest.press("train_start")
    guest.until(lambda: progress(guest).step >= 2)
    guest.go("network.layers")
    guest.press("layer 1")
    guest._more("field units")
    guest.frames()
    assert guest.state.blueprint.layers[1].units != 42
    assert not guest.state.runs.current.is_live
    assert guest.state.runs.held is None
    assert len(guest.visit.plan.saved) >= 1, "it was saved before it would have been lost"
    guest.go("train")
    assert not guest.item("train_pause").enabled
    assert not guest.item("train_stop").enabled


def test_what_was_learnt_is_answered_for_after_the_menu_is_away(guest):
    finished(guest)
    guest.leave_menu()
    guest.visit.pad.clear()
    guest.draw(*THREE)
    guest.frames()
    assert guest.answer == "3"
