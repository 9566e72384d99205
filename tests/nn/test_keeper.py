"""The last good weights, kept in files for the case that the process is lost."""

import json
from pathlib import Path

import pytest

from layerwalk.nn.keeper import Keeper
from layerwalk.nn.keepsake import Keepsake
from layerwalk.nn.letters import Kept
from layerwalk.nn.messages import Load, Reply, Request

REQUEST = Load(network="ana-small")


class Learner:
    """Have weights that change whenever a test says so."""

    busy = False

    def __init__(self) -> None:
        self.weights_version = 0

    def keepsake(self) -> Keepsake | None:
        weights = f"weights {self.weights_version}".encode()
        return Keepsake(request=REQUEST, weights=weights, version=self.weights_version, record={"title": "learner"})

    def handle(self, request: Request) -> Reply:
        raise NotImplementedError

    def advance(self) -> Reply | None:
        return None


class Scene:
    """Hold a keeper with a clock of its own, and what it has told."""

    def __init__(self, folder: Path) -> None:
        self.learner, self.now_s, self.told = Learner(), 100.0, list[Kept]()
        self.keeper = Keeper(self.learner, self.told.append, folder=folder, name="kept", clock=lambda: self.now_s)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_nothing_is_kept_before_something_has_changed(scene: Scene) -> None:
    assert scene.keeper.due_in_s is None
    scene.keeper.keep(now=True)
    assert scene.told == []


def test_what_has_changed_is_written_whole_and_told(scene: Scene) -> None:
    scene.learner.weights_version = 1
    scene.keeper.keep()
    (kept,) = scene.told
    assert kept.request == REQUEST
    assert kept.file is not None
    assert kept.file.read_bytes() == b"weights 1"
    assert json.loads(kept.file.with_suffix(".record.json").read_text("utf-8")) == {"title": "learner"}


def test_weights_are_written_once_a_second_at_most(scene: Scene) -> None:
    for step in range(1, 26):
        scene.learner.weights_version = step
        scene.keeper.keep()
        scene.now_s += 0.125
    names = [kept.file.name for kept in scene.told if kept.file]
    assert names == [f"kept-{step}.safetensors" for step in (1, 9, 17, 25)]


def test_what_waits_to_be_kept_says_for_how_long(scene: Scene) -> None:
    scene.learner.weights_version = 1
    scene.keeper.keep()
    scene.learner.weights_version = 2
    scene.now_s += 0.25
    assert scene.keeper.due_in_s == pytest.approx(0.75)


def test_what_must_be_kept_now_does_not_wait(scene: Scene) -> None:
    for version in (1, 2):
        scene.learner.weights_version = version
        scene.keeper.keep(now=True)
    assert len(scene.told) == 2


def test_a_full_disk_is_told_and_logged(scene: Scene, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    scene.learner.weights_version = 1
    (tmp_path / "kept-1.safetensors").mkdir()
    scene.keeper.keep()
    assert scene.told == [Kept(request=REQUEST, file=None)]
    assert "could not be kept" in caplog.text
