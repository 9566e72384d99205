"""The arrows of the house, on small made-up files."""

import subprocess
import sys

import pytest


@pytest.fixture
def faults(tool, tmp_path):
    check = tool("check_imports")

    def of(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return check.faults(tmp_path)

    return of


FORBIDDEN = [
    ("game/world/panels.py", "import torch"),
    ("game/app.py", "from torch import nn"),
    ("game/app.py", "def f():\n    import torch.nn.functional as F"),
    ("game/app.py", "from layerwalk.nn import models"),
    ("game/app.py", "import layerwalk.nn.worker"),
    ("game/app.py", "from layerwalk.nn.store import names"),
    ("game/app.py", "from layerwalk.nn import loop"),
    ("game/app.py", "from layerwalk import nn"),
    ("nn/loop.py", "import panda3d.core as p3d"),
    ("nn/loop.py", "from direct.showbase.ShowBase import ShowBase"),
    ("nn/loop.py", "from layerwalk.game import settings"),
    ("game/world/court.py", "from layerwalk.game import app"),
    ("game/move/walk.py", "from layerwalk.game.session import Session"),
    ("game/ui/pad.py", "import layerwalk.game.state"),
    ("game/view/rig.py", "from layerwalk.game import state"),
    ("game/world/lake.py", "from layerwalk.game.view.xr import headset"),
    ("game/ui/board.py", "from layerwalk.game import wearing"),
    ("game/tour/guide.py", "def f():\n    from layerwalk.game.immersion import Immersion"),
    ("game/lab/why.py", "from layerwalk.game.worn import Worn"),
    ("game/move/walk.py", "import layerwalk.game.app_vr"),
    ("game/ui/hud.py", "import xr"),
    ("levels/__init__.py", "from layerwalk.game import level"),
    ("assets/__init__.py", "import layerwalk"),
    ("game/app.py", "from . import cli"),
    ("nn/deep/er.py", "from ..loop import Host"),
]

ALLOWED = [
    ("game/app.py", "from layerwalk.nn import messages, network"),
    ("game/app.py", "from layerwalk.nn.network import NetworkSpec"),
    ("game/session.py", "from layerwalk.nn import loop"),
    ("game/commands.py", "from layerwalk.nn.loop import names"),
    ("game/app.py", "from layerwalk.game import session, state"),
    ("game/app_vr.py", "from layerwalk.game.view.xr.opening import open_headset"),
    ("game/ui/said.py", "from layerwalk.game.view.rig import Rig"),
    ("game/app.py", "import torchlight"),
    ("game/app.py", "# import torch\ntext = 'import torch'"),
    ("nn/worker.py", "import torch"),
    ("nn/worker.py", "import direction"),
    ("levels/__init__.py", "import json"),
]


@pytest.mark.parametrize(("name", "text"), FORBIDDEN)
def test_an_import_against_the_arrows_is_one_fault(faults, name, text):
    (fault,) = faults(name, text)
    assert fault.startswith(f"{name}:{len(text.splitlines())}: imports ")


@pytest.mark.parametrize(("name", "text"), ALLOWED)
def test_an_import_along_the_arrows_is_none(faults, name, text):
    assert faults(name, text) == []


@pytest.mark.parametrize("folder", ["world", "ui", "tour", "lab", "move"])
def test_nothing_in_the_world_asks_whether_there_is_a_headset(faults, folder):
    (fault,) = faults(f"game/{folder}/sign.py", "def tall(visit):\n    return 2 if visit.in_headset else 1\n")
    assert fault == f"game/{folder}/sign.py:2: asks for in_headset, expected the same for every device"


def test_a_headset_may_be_a_fact_like_any_other_and_the_menu_may_ask_for_it(faults):
    assert faults("game/ui/situation.py", "class Situation:\n    in_headset: bool = False\n") == []
    assert faults("game/ui/actions.py", 'condition = "in_headset"') == []
    assert faults("game/menus/help.py", "def shown(facts):\n    return facts.situation.in_headset\n") == []


def test_a_fault_names_what_may_be_imported(faults):
    (fault,) = faults("game/app.py", "from layerwalk.nn import models")
    assert fault == (
        "game/app.py:1: imports layerwalk.nn.models, which game/ may not; "
        "it may import layerwalk.nn.messages, layerwalk.nn.network, layerwalk.nn.blueprint, layerwalk.nn.aim, "
        "layerwalk.nn.lesions, layerwalk.nn.loop"
    )


def test_a_file_of_400_lines_is_the_longest(faults):
    assert faults("game/long.py", "x = 1\n" * 400) == []
    assert faults("game/long.py", "x = 1\n" * 401) == ["game/long.py: has 401 lines, expected 400 at most"]


def test_a_function_of_60_lines_is_the_longest(faults):
    assert faults("nn/long.py", "def f():\n" + "    x = 1\n" * 59) == []
    assert faults("nn/long.py", "def f():\n" + "    x = 1\n" * 60) == [
        "nn/long.py:1: f has 61 lines, expected 60 at most"
    ]


def test_what_is_no_python_is_a_fault(faults):
    (fault,) = faults("game/app.py", "x = 1\ndef\n")
    assert fault.startswith("game/app.py:2: expected Python, but ")


def test_a_public_name_without_a_docstring_is_refused_by_ruff(root):
    lines = ['"""A module."""\n', "\n\n", "def shown():\n    return 1\n", "\n\n", "def _hidden():\n    return 2\n"]
    command = [sys.executable, "-m", "ruff", "check", "--config", str(root / "pyproject.toml")]
    found = subprocess.run(
        [*command, "--stdin-filename", str(root / "game" / "made_up.py"), "-"],
        input="".join(lines),
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
    )
    assert found.stdout.count("D103") == 1
