"""Exported scripts run on their own in a fresh interpreter and give the same answers."""

import ast
import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from layerwalk.nn.blueprint import script
from layerwalk.nn.blueprint.build import build
from layerwalk.nn.blueprint.layers import AveragePool, BatchNorm, Blueprint, Conv, Dense, MaxPool, Residual
from layerwalk.nn.blueprint.presets import PRESETS

EVERY_OPTION = Blueprint(
    name="options",
    title='Quotes """ and \\ and\nlines',
    shape=(2, 20, 17),
    classes=("it's", 'a "b"', "ü\\", "日本"),
    layers=(
        Conv(filters=5, kernel=4, stride=2, padding=2, activation="gelu"),
        Residual(filters=5, kernel=5, activation="none"),
        BatchNorm(),
        MaxPool(size=3, stride=2),
        Residual(filters=3, activation="leaky-relu"),
        AveragePool(size=2, stride=1),
        Dense(units=6, activation="sigmoid"),
        BatchNorm(),
        Dense(units=4, activation="none"),
    ),
)


def run(folder: Path, blueprint: Blueprint, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the script of `blueprint` far from this project; its weights are in 'a.safetensors' beside it."""
    file = folder / "network.py"
    file.write_text(script.script(blueprint, "a.safetensors"), encoding="utf-8")
    command = [sys.executable, "-I", str(file), *arguments]
    return subprocess.run(command, cwd=folder.parent, capture_output=True, text=True, encoding="utf-8", check=False)


def stirred(blueprint: Blueprint) -> nn.Sequential:
    """Return the network with random weights, those of batch norms too."""
    torch.manual_seed(3)
    network = build(blueprint)
    network.train()(torch.rand(8, *blueprint.shape))
    return network.eval()


@pytest.mark.parametrize("blueprint", [*PRESETS.values(), EVERY_OPTION], ids=lambda blueprint: blueprint.name)
def test_a_script_answers_as_the_network_does(blueprint: Blueprint, tmp_path: Path) -> None:
    network = stirred(blueprint)
    save_file(network.state_dict(), tmp_path / "a.safetensors")
    picture = np.random.default_rng(1).random(blueprint.shape, np.float32)
    np.save(tmp_path / "picture.npy", picture)
    result = run(tmp_path, blueprint, str(tmp_path / "picture.npy"))
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    with torch.inference_mode():
        expected = network(torch.from_numpy(picture)[None]).softmax(dim=1)[0]
    assert tuple(told) == blueprint.classes
    assert list(told.values()) == pytest.approx(expected.tolist(), abs=1e-6)


def test_a_script_answers_to_a_blank_picture_and_refuses_a_wrong_one(tmp_path: Path) -> None:
    blueprint = PRESETS["ana-dense"]
    save_file(stirred(blueprint).state_dict(), tmp_path / "a.safetensors")
    assert sum(json.loads(run(tmp_path, blueprint).stdout).values()) == pytest.approx(1)
    np.save(tmp_path / "small.npy", np.zeros((8, 8)))
    wrong = run(tmp_path, blueprint, str(tmp_path / "small.npy"))
    assert wrong.returncode == 1
    assert wrong.stderr.strip().endswith("small.npy: expected a picture of shape (1, 28, 28), found (8, 8)")


def test_titles_and_names_stay_text() -> None:
    evil = 'x\nimport os; os.abort()\r\x0b\u2028"""\''
    blueprint = dataclasses.replace(PRESETS["ana-dense"], title=evil, classes=(evil, *"123456789"))
    written = ast.parse(script.script(blueprint, f"{evil}.safetensors"))
    plain = ast.parse(script.script(PRESETS["ana-dense"], "a.safetensors"))
    assert [type(node) for node in ast.walk(written)] == [type(node) for node in ast.walk(plain)]


def test_a_script_carries_the_residual_block_only_where_it_is_used() -> None:
    assert "class Residual" in script.script(PRESETS["residual"], "a.safetensors")
    assert "Residual" not in script.script(PRESETS["cerny-kopecka"], "a.safetensors")


def test_a_script_reads_well() -> None:
    lines = script.script(PRESETS["harley-conv"], "harley-conv.safetensors").splitlines()
    assert lines[0] == "# Harley's convolutional network"
    assert '                ("conv1", nn.Conv2d(1, 6, 5)),  # (6, 28, 28)' in lines
    assert max(map(len, lines)) <= 100
