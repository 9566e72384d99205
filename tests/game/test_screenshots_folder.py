"""Where pictures of the screen go."""

from pathlib import Path

import platformdirs
import pytest

from layerwalk.game import keeper


@pytest.fixture
def pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(platformdirs, "user_pictures_path", lambda: tmp_path / "Pictures")
    return tmp_path / "Pictures"


def test_they_lie_among_the_users_pictures(pictures: Path) -> None:
    pictures.mkdir()
    assert keeper.screenshots_folder() == pictures


def test_without_such_a_folder_they_lie_where_the_program_was_started(
    pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert keeper.screenshots_folder() == tmp_path
    assert not pictures.exists(), "nobody asked for one"
