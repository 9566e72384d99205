"""What is learnt is kept, taken up again and taken along; other data and other worlds, through the menu."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from layerwalk.game import level as levels
from layerwalk.game.walk import THREE
from layerwalk.nn import loop
from layerwalk.nn.blueprint import datasets, presets


@pytest.fixture(scope="module")
def arrived(arrive):
    return arrive("ana-dense")


@pytest.fixture
def guest(arrived):
    """Return a guest with an own folder that is empty, a three on the easel and an untrained network before it."""
    shutil.rmtree(arrived.keeper.folder / "networks", ignore_errors=True)
    shutil.rmtree(arrived.keeper.folder / "levels", ignore_errors=True)
    arrived.state.unsaved = False
    arrived.leave_menu()
    arrived.visit.open_level("ana-small")
    arrived.until(lambda: arrived.visit.level_name == "ana-small" and arrived.state.ready)
    arrived.go("network.presets")
    arrived.switch("trained", on=False)
    arrived.press("preset ana-dense")
    arrived.frames()
    arrived.visit.plan.saved = ()
    arrived.leave_menu()
    arrived.visit.pad.clear()
    arrived.draw(*THREE)
    arrived.frame(dt_s=60.0)
    assert not arrived.state.unsaved
    assert arrived.visit.notice == ""
    return arrived


def learn(guest):
    """Let the network learn a little."""
    guest.go("train")
    guest.press("values_ana")
    guest.choose("config share", 0.05)
    guest.press("train_epoch")
    guest.until(lambda: guest.state.runs.current.progress.state == "paused")
    guest.press("train_stop")
    guest.frames()
    assert guest.state.unsaved
    return guest.state.probabilities


def files(guest, folder):
    return sorted(path.name for path in (guest.keeper.folder / folder).glob("*"))


# Weights


def test_what_was_learnt_is_saved_and_found_again(guest):
    shares = learn(guest)
    guest.go("network")
    guest.press("save_weights")
    guest.frames()
    assert guest.visit.notice.startswith("Saved as ana-dense-1.safetensors")
    assert not guest.state.unsaved
    assert files(guest, "networks") == [
        f"ana-dense-1.{end}" for end in ("blueprint.json", "record.json", "safetensors")
    ]
    guest.press("preset")
    guest.press("preset ana-small")
    guest.frames()
    assert guest.state.spec.name == "ana-small"
    guest.press("load_weights")
    guest.press("weights ana-dense-1.safetensors")
    guest.frames()
    assert guest.state.spec.name == "ana-dense"
    assert (guest.state.probabilities == shares).all()
    assert guest.state.record["epochs"]
    assert not guest.state.unsaved


def test_weights_of_the_same_network_are_put_into_it(guest):
    shares = learn(guest)
    guest.go("network")
    guest.press("save_weights")
    spec = guest.state.spec
    learn(guest)
    guest.visit.scene.state.unsaved = False
    guest.go("network")
    guest.press("load_weights")
    guest.press("weights ana-dense-1.safetensors")
    guest.frames()
    assert guest.state.spec is spec, "the world stays"
    assert (guest.state.probabilities == shares).all()


def test_the_weights_from_before_come_back_after_a_question(guest):
    before = guest.state.probabilities
    shares = learn(guest)
    guest.go("network")
    guest._press("revert_weights")
    assert guest.menu.layout.page.name == "network?"
    guest._press("no, do not")
    guest.frames()
    assert (guest.state.probabilities == shares).all()
    guest.press("revert_weights")
    guest.frames()
    assert (guest.state.probabilities == before).all()
    assert not guest.item("revert_weights").enabled, "there is nothing to go back from"


@pytest.mark.parametrize("way", ["another preset", "a trained preset", "an edit", "another world", "other data"])
def test_nothing_that_was_learnt_is_lost_on_the_way_to_another_network(guest, way):
    shares = learn(guest)
    if way == "another preset":
        guest.go("network.presets")
        guest.press("preset ana-small")
    elif way == "a trained preset":
        guest.go("network.presets")
        guest.switch("trained", on=True)
        guest.press("preset ana-small")
    elif way == "an edit":
        guest.go("network.layers")
        guest.press("layer 1")
        guest._more("field units")
    elif way == "another world":
        guest.go("world.levels")
        guest.press("level harley-conv")
    else:
        guest.go("data")
        guest.press("data faces")
    guest.frames()
    assert guest.state.blueprint != presets.PRESETS["ana-dense"]
    assert "ana-dense-1.safetensors" in files(guest, "networks")
    guest.go("network.saved")
    guest.press("weights ana-dense-1.safetensors")
    guest.frames()
    guest.visit.pad.clear()
    guest.leave_menu()
    guest.draw(*THREE)
    guest.frames()
    assert guest.state.blueprint == presets.PRESETS["ana-dense"]
    assert guest.state.probabilities == pytest.approx(shares, abs=1e-6)


def test_what_cannot_be_written_is_told_and_the_network_stays(guest, caplog):
    shares = learn(guest)
    (guest.keeper.folder / "networks").write_text("in the way")
    guest.go("network")
    guest.press("save_weights")
    guest.frames()
    (guest.keeper.folder / "networks").unlink()
    assert guest.visit.notice
    assert "{" not in guest.visit.notice
    assert guest.state.unsaved
    assert (guest.state.probabilities == shares).all()
    assert caplog.records


def test_a_damaged_file_is_told_of_and_everything_stays(guest, caplog):
    folder = guest.keeper.folder / "networks"
    folder.mkdir(parents=True)
    learn(guest)
    guest.go("network")
    guest.press("save_weights")
    guest.frames()
    (folder / "ana-dense-1.safetensors").write_bytes(b"nothing")
    shares = guest.state.probabilities
    guest.press("load_weights")
    guest.press("weights ana-dense-1.safetensors")
    guest.frames()
    assert guest.visit.notice
    assert (guest.state.probabilities == shares).all()
    assert guest.state.ready


# To take along


def test_a_world_that_was_saved_is_listed_and_gives_the_same_answers(guest):
    shares = learn(guest)
    guest.go("network")
    guest.press("export_level")
    guest.frames()
    file = guest.keeper.folder / "levels" / "ana-dense-1.toml"
    saved = levels.load(file, networks=loop.names())
    assert saved.blueprint == presets.PRESETS["ana-dense"]
    guest.go("world.levels")
    guest.press("level ana-small")
    guest.until(lambda: guest.state.spec.name == "ana-small")
    guest.go("world.levels")
    guest.press(f"level {file}")
    guest.until(lambda: guest.state.spec.name == "ana-dense")
    guest.leave_menu()
    guest.draw(*THREE)
    guest.frames()
    assert guest.visit.level_name == str(file)
    assert guest.state.probabilities == pytest.approx(shares, abs=1e-6)


def test_a_script_that_was_saved_runs_on_its_own_and_answers_the_same(guest, tmp_path):
    shares = learn(guest)
    guest.go("network")
    guest.press("export_script")
    guest.frames()
    (script,) = (guest.keeper.folder / "scripts").glob("*.py")
    np.save(tmp_path / "picture.npy", guest.state.picture)
    command = [sys.executable, str(script), str(tmp_path / "picture.npy")]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert list(json.loads(done.stdout).values()) == pytest.approx(shares, abs=1e-6)


# Data


def test_other_data_bring_a_network_that_fits_and_the_desk_and_the_rack_follow(guest):
    guest.go("data")
    guest.press("data faces")
    guest.frames()
    assert guest.state.blueprint.data == "faces"
    assert guest.state.blueprint.layers == presets.PRESETS["ana-dense"].layers
    side = datasets.SHIPPED["faces"].side_px
    assert guest.state.spec.input.shape == (1, side, side)
    assert len(guest.state.spec.classes) == 2
    assert guest.visit.pad.picture_side_px == side
    assert guest.visit.level.data == "faces"
    guest.leave_menu()
    guest.tap("r")
    guest.frames()
    assert guest.state.picture.shape == (1, side, side)
    assert guest.state.probabilities.shape == (2,)
    assert guest.visit.plan.config.data == "faces-train"
    guest.go("data")
    guest.press("data mnist")
    guest.frames()
    assert guest.state.spec.input.shape == (1, 28, 28)
    assert guest.visit.pad.picture_side_px == 28
    assert guest.visit.notice == ""


def test_faces_are_learnt_from_faces(guest):
    guest.go("network.presets")
    guest.press("preset ana-faces")
    guest.go("train")
    guest.press("values_good")
    guest.choose("config batch", 32)
    guest.press("train_epoch")
    guest.until(lambda: guest.state.runs.current.progress.state == "paused")
    assert guest.state.runs.current.config.data == "faces-train"
    assert guest.visit.notice == ""
    guest.press("train_stop")


def test_layers_that_do_not_fit_other_data_are_shown_with_their_mends(guest):
    guest.go("network.presets")
    guest.press("preset ana-small")
    guest.go("network.layers")
    for _ in range(2):
        guest.press("layer 1")
        guest.press("place after")
        guest.press("add max-pool")
        guest.press("back")
    guest.frames()
    stood = guest.state.blueprint
    assert guest.visit.plan.page == "network.layers"
    guest.go("data")
    guest.press("data faces")
    guest.frames()
    assert guest.visit.plan.page == "network.layers"
    assert guest.state.blueprint == stood, "the world waits"
    guest.press(next(name for name in guest.spot if name.startswith("mend ")))
    guest.frames()
    assert guest.state.blueprint.data == guest.visit.level.data == "faces"


# Worlds


def test_another_world_is_entered_at_its_desk_with_its_own_picture(guest):
    guest.go("world.levels")
    guest.press("level harley-conv")
    guest.until(lambda: guest.visit.level_name == "harley-conv")
    guest.frames()
    assert guest.state.spec.name == "harley-conv"
    assert not guest.visit.pad.is_empty
    assert guest.scene.hands.is_new, "the first stroke wipes it"
    assert guest.visit.visitor.body.position == guest.visit.visitor.moves.spawn
    guest.go("world.levels")
    assert guest.item("level harley-conv").chosen


def test_the_next_world_comes_after_this_one_and_the_first_after_the_last(guest):
    names = [name for name, _ in guest.visit.levels]
    guest.go("world")
    for _ in names:
        at = names.index(guest.visit.level_name)
        guest.press("next_level")
        guest.frames()
        assert guest.visit.level_name == names[(at + 1) % len(names)]
        guest.go("world")


def test_a_faulty_world_tells_why_and_everything_stays(guest, tmp_path, caplog):
    broken = tmp_path / "broken.toml"
    broken.write_text("format = 1\ntitle = 'Broken'\ntext = 'Nothing.'\nnetwork = 'alexnet'\n")
    spec, name = guest.state.spec, guest.visit.level_name
    guest.visit.open_level(str(broken))
    guest.frames()
    assert "network" in guest.visit.notice
    assert (guest.state.spec, guest.visit.level_name, guest.state.ready) == (spec, name, True)
    assert caplog.records


def test_a_world_whose_weights_are_damaged_tells_why_and_everything_stays(guest, caplog):
    learn(guest)
    guest.go("network")
    guest.press("export_level")
    guest.frames()
    file = guest.keeper.folder / "levels" / "ana-dense-1.toml"
    file.with_suffix(".safetensors").write_bytes(b"nothing")
    guest.go("world.levels")
    guest.press("level ana-small")
    guest.until(lambda: guest.visit.level_name == "ana-small")
    guest.go("world.levels")
    guest.press(f"level {file}")
    guest.frames()
    assert guest.visit.notice
    assert guest.visit.level_name == "ana-small"
    assert guest.state.ready
    guest.go("network.presets")
    guest.press("preset ana-dense")
    guest.frames()
    assert guest.visit.level_name == "ana-small", "the world that did not come does not come later"
    assert caplog.records


def test_what_was_learnt_is_saved_under_a_name_and_never_over_another(guest):
    for _ in range(2):
        guest.go("network")
        guest.press("save_as")
        assert guest.visit.plan.page == "network.write"
        for letter in "tom":
            guest.press(f"letter {letter}")
        before = guest.state.saved
        guest.press("writing done")
        guest.until(lambda before=before: guest.state.saved > before)
    names = [name for name in files(guest, "networks") if name.endswith(".safetensors")]
    assert names == ["tom-1.safetensors", "tom.safetensors"]
