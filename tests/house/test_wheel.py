"""A wheel is complete when it has every file of the four packages, and no other."""

import zipfile

import pytest


@pytest.fixture
def tree(tmp_path):
    for name in ("game/__init__.py", "game/world/panels.py", "assets/shaders/panel.frag", "levels/a.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "game" / "__pycache__").mkdir()
    (tmp_path / "game" / "__pycache__" / "x.pyc").write_text("x")
    return tmp_path


def wheel(tree, *names):
    path = tree / "layerwalk-0.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return path


WHOLE = (
    "layerwalk/game/__init__.py",
    "layerwalk/game/world/panels.py",
    "layerwalk/assets/shaders/panel.frag",
    "layerwalk/levels/a.toml",
    "layerwalk-0.dist-info/METADATA",
)


def test_a_complete_wheel_has_no_fault(tool, tree):
    assert tool("check_wheel").faults(tree, wheel(tree, *WHOLE)) == []


@pytest.mark.parametrize("name", WHOLE[:-1])
def test_every_missing_file_is_named(tool, tree, name):
    lacking = wheel(tree, *(other for other in WHOLE if other != name))
    assert tool("check_wheel").faults(tree, lacking) == [f"layerwalk-0.whl: {name}: expected, but it is missing"]


def test_a_file_that_is_not_in_the_checkout_is_named(tool, tree):
    found = tool("check_wheel").faults(tree, wheel(tree, *WHOLE, "layerwalk/game/old.py"))
    assert found == ["layerwalk-0.whl: layerwalk/game/old.py: there is no such file"]
