"""The environment is made once, and made again only in the part whose ingredients changed."""

import sys
from types import SimpleNamespace

import pytest

VERSION = ".".join(map(str, sys.version_info[:2]))

PYPROJECT = """
[build-system]
requires = ["hatchling"]
[project]
name = "layerwalk"
dependencies = ["numpy"]
[project.optional-dependencies]
test = ["pytest"]
vr = ["pyopenxr"]
"""


@pytest.fixture
def house(tool, tmp_path, monkeypatch):
    """A small checkout, with pip and venv replaced by notes of what they were asked to do."""
    bootstrap, done = tool("bootstrap"), []
    for name in bootstrap.FOLDERS:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f'"""{name}."""\n')
    (tmp_path / "tools").mkdir()
    for name, text in (("pyproject.toml", PYPROJECT), ("README.md", "# A\n"), ("tools/constraints.txt", "numpy==2\n")):
        (tmp_path / name).write_text(text)

    def create(folder, *, clear, with_pip):
        assert clear
        assert with_pip
        done.append("environment")
        bootstrap.python_of(folder).parent.mkdir(parents=True, exist_ok=True)
        bootstrap.python_of(folder).write_text("")

    def pip(folder, *words):
        done.append("layerwalk" if "--no-deps" in words else "packages")

    monkeypatch.setattr(bootstrap.venv, "create", create)
    monkeypatch.setattr(bootstrap, "_works", lambda folder, version: bootstrap.python_of(folder).exists())
    monkeypatch.setattr(bootstrap, "build", lambda root, folder: folder / "layerwalk.whl")
    monkeypatch.setattr(bootstrap, "pip", pip)

    def prepare(*, test=False):
        done.clear()
        bootstrap.prepare(tmp_path, test=test)
        return list(done)

    return SimpleNamespace(bootstrap=bootstrap, root=tmp_path, prepare=prepare)


def test_the_first_run_makes_everything(house):
    assert house.prepare() == ["environment", "packages", "layerwalk"]


def test_the_second_run_makes_nothing(house):
    house.prepare()
    assert house.prepare() == []


@pytest.mark.parametrize("folder", ["game", "nn", "levels", "assets"])
def test_a_changed_source_is_installed_and_nothing_else(house, folder):
    house.prepare()
    (house.root / folder / "new.txt").write_text("new")
    assert house.prepare() == ["layerwalk"]
    assert house.prepare() == []


def test_a_compiled_file_is_no_change(house):
    house.prepare()
    (house.root / "game" / "__pycache__").mkdir()
    (house.root / "game" / "__pycache__" / "app.pyc").write_bytes(b"1")
    assert house.prepare() == []


def test_changed_constraints_install_the_packages_again(house):
    house.prepare()
    (house.root / "tools" / "constraints.txt").write_text("numpy==3\n")
    assert house.prepare() == ["packages", "layerwalk"]


def test_the_tests_tools_are_added_once_and_kept(house):
    house.prepare()
    assert house.prepare(test=True) == ["packages"]
    assert house.prepare(test=True) == []
    assert house.prepare() == []


def test_the_requirements_are_those_of_pyproject(house):
    assert house.bootstrap.requirements(house.root, test=False) == ["hatchling", "numpy"]
    assert house.bootstrap.requirements(house.root, test=True) == ["hatchling", "numpy", "pytest", "pyopenxr"]


def test_an_environment_without_python_is_made_again(house):
    house.prepare()
    house.bootstrap.python_of(house.root / ".venv").unlink()
    assert house.prepare() == ["environment", "packages", "layerwalk"]


def test_an_environment_of_another_python_is_made_again(house, monkeypatch):
    house.prepare()
    stamp = house.bootstrap.read_stamp(house.root / ".venv") | {"python": "3.0"}
    house.bootstrap._write_stamp(house.root / ".venv", stamp)
    monkeypatch.setattr(house.bootstrap, "_works", lambda folder, version: False)
    assert house.prepare() == ["environment", "packages", "layerwalk"]


@pytest.mark.parametrize("text", ["", "{", "[]", "\ufeff"])
def test_a_broken_stamp_means_that_nothing_is_installed(house, text):
    house.prepare()
    (house.root / ".venv" / "layerwalk.json").write_text(text, encoding="utf-8")
    assert house.prepare() == ["packages", "layerwalk"]


def test_what_failed_is_tried_again(house, monkeypatch):
    pip = house.bootstrap.pip

    def no_network(folder, *words):
        raise house.bootstrap.SetupError("no connection")

    monkeypatch.setattr(house.bootstrap, "pip", no_network)
    with pytest.raises(house.bootstrap.SetupError):
        house.prepare()
    monkeypatch.setattr(house.bootstrap, "pip", pip)
    assert house.prepare() == ["packages", "layerwalk"]


def test_a_wrong_python_is_refused_in_one_sentence(tool):
    bootstrap = tool("bootstrap")
    for version in ((3, 10), (3, 14), (2, 7)):
        with pytest.raises(bootstrap.SetupError, match=r"needs Python 3\.11 to 3\.13, and this is"):
            bootstrap.check_python(version)
    for version in ((3, 11), (3, 12), (3, 13)):
        bootstrap.check_python(version)


def test_a_failing_pip_is_told_in_one_sentence(tool, tmp_path, capfd):
    bootstrap = tool("bootstrap")
    python = bootstrap.python_of(tmp_path)
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    with pytest.raises(bootstrap.SetupError, match="could not be installed"):
        bootstrap.pip(tmp_path, "install", "--no-index", "--find-links", str(tmp_path), "no-such-package-here")
    assert capfd.readouterr().out == ""


def test_this_python_with_pip_is_a_working_environment(tool, tmp_path):
    bootstrap = tool("bootstrap")
    assert not bootstrap._works(tmp_path, VERSION)
    python = bootstrap.python_of(tmp_path)
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    assert bootstrap._works(tmp_path, VERSION)
    assert not bootstrap._works(tmp_path, "3.0")


def test_trouble_ends_both_commands_with_one_line_and_2(tool, monkeypatch, capsys):
    for name in ("run", "test"):
        command = tool(name)

        def prepare(*, test, trouble=command.bootstrap.SetupError):
            raise trouble("There is no connection.")

        monkeypatch.setattr(command.bootstrap, "prepare", prepare)
        assert command.main([]) == 2
        assert capsys.readouterr().err == "There is no connection.\n"


@pytest.mark.parametrize(("words", "wanted"), [([], ["play"]), (["list", "--json"], ["list", "--json"])])
def test_run_hands_its_words_to_layerwalk(tool, monkeypatch, tmp_path, words, wanted):
    run, handed = tool("run"), []
    monkeypatch.setattr(run.bootstrap, "prepare", lambda *, test: tmp_path / "python")
    monkeypatch.setattr(run.needs, "provide", lambda *, test: None)
    monkeypatch.setattr(run.bootstrap, "hand_over", lambda command: handed.extend(command) or 7)
    assert run.main(words) == 7
    assert handed[0] == str(tmp_path / "python")
    assert handed[-len(wanted) - 1 :] == ["layerwalk.game.cli", *wanted]
