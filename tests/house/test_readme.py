"""The first screen of the README has what a newcomer types."""

import re

import pytest

from layerwalk.game import words
from layerwalk.game.move import bindings
from layerwalk.game.ui import keys


@pytest.mark.parametrize("command", ["python3 tools/run.py", "python3 tools/test.py"])
def test_both_commands_are_on_the_first_screen(root, command):
    first_screen = (root / "README.md").read_text("utf-8").splitlines()[:30]
    assert any(command in line for line in first_screen)


def test_every_command_of_layerwalk_is_described(root):
    from layerwalk.game.commands import COMMANDS

    text = (root / "README.md").read_text("utf-8")
    assert [name for name in COMMANDS if not re.search(rf"layerwalk {name}\b", text)] == []


def test_the_table_of_keys_is_the_registrys(root):
    text = (root / "README.md").read_text("utf-8")
    table = text.partition("<!-- keys -->\n")[2].partition("\n<!-- keys -->")[0]
    assert table == keys.markdown(words.load("en"), bindings.DEFAULTS, headset=True)


def test_no_file_names_a_package_index(root):
    for name in ("pyproject.toml", "tools/constraints.txt"):
        assert "://" not in (root / name).read_text("utf-8")
