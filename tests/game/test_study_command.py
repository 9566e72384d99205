"""`layerwalk study`: what is printed, what is written, and what is said when it goes wrong."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from layerwalk.game import cli, share_bar, studies, study_chart, words
from layerwalk.game.share_bar import ShareBar
from layerwalk.game.ui.study import sheet

FEW = ["--network", "ana-small", "--pictures", "30", "--draws", "3"]
CURVES = {
    "removed": [0.0, 1.0, 2.0],
    "ablation": [1.0, 0.5, 0.1],
    "gradient": [1.0, 0.6, 0.1],
    "activation": [1.0, 0.8, 0.1],
    "random_low": [1.0, 0.6, 0.1],
    "random": [1.0, 0.7, 0.1],
    "random_high": [1.0, 0.9, 0.1],
}
RESULT = {"network": "ana-small", "layer": "conv1", "pictures": 30, "draws": 3, "seed": 1, "curves": CURVES}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def study(capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*options: str) -> tuple[int, str, str]:
        status = cli.main(["study", *options])
        return status, *capfd.readouterr()

    return run


def test_the_experiment_is_printed_beside_anas_figures(study: Run) -> None:
    status, out, _ = study("ablation", *FEW)
    lines = out.splitlines()
    assert status == 0
    assert lines[0] == "ana-small: 30 pictures that it gets right, 3 random orders for each, seed 1"
    assert [line.split()[:2] for line in lines[2:8:3]] == [["conv1", "random"], ["conv2", "random"]]
    assert "8 of 10" in lines[-2]
    assert "6 of 10" in lines[-1]


def test_the_experiment_is_one_json_object_the_same_every_time(study: Run) -> None:
    first, again = (study("ablation", *FEW, "--json")[1] for _ in range(2))
    result = json.loads(first)
    assert first == again
    assert (result["network"], result["pictures"], len(result["layers"])) == ("ana-small", 30, 6)
    for row in result["layers"]:
        assert sum(row["shares"]) == pytest.approx(1, abs=1e-4)
        assert row["single_low"] <= row["single"] <= row["single_high"]


def test_a_dose_response_curve_is_written_as_table_and_picture(study: Run, tmp_path: Path) -> None:
    file = tmp_path / "conv2.csv"
    status, out, _ = study("dose", *FEW, "--layer", "conv2", "-o", str(file), "--json")
    result = json.loads(out)
    curves, importance = result["curves"], result["importance"]
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    assert status == 0
    assert {name: len(column) for name, column in importance.items()} == {"ablation": 6, "gradient": 6, "activation": 6}
    assert [int(row["removed"]) for row in rows] == list(range(7))
    assert [float(row["ablation"]) for row in rows] == curves["ablation"]
    assert all(float(row["random_low"]) <= float(row["random"]) <= float(row["random_high"]) for row in rows)
    with Image.open(tmp_path / "conv2.png") as picture:
        assert picture.size == (1280, 720)


def test_a_dose_response_curve_is_printed() -> None:
    last = studies.dose_table(RESULT).splitlines()[-2]
    assert last.split() == ["1", "50.0%", "60.0%", "80.0%", "60.0%", "70.0%", "90.0%"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["dose"], "--layer: 'study dose' expects the name of a layer."),
        (["ablation", "--layer", "conv1"], "--layer, --output: expected with 'study dose' alone."),
        (["dose", "--layer", "conv9"], "found 'conv9', expected one of ana-small's: conv1"),
        (["dose", "--layer", "conv1", "-o", "curve.txt"], "curve.txt: expected a file whose name ends in .csv."),
        (["dose", "--layer", "conv1", "-o", "nowhere/curve.csv"], "expected a folder nowhere that exists."),
        (["ablation", "--pictures", "0"], "--pictures: found 0, expected 1 or more"),
        (["ablation", "--seed", "-1"], "--seed: expected 0 or more, found -1."),
        (["ablation", "--language", "xx"], "--language: expected one of"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(study: Run, options: list[str], said: str) -> None:
    status, out, err = study(options[0], *FEW, *options[1:])
    assert (status, out) == (2, "")
    assert said in err


@pytest.mark.parametrize("language", words.languages())
def test_the_picture_shows_every_curve_and_keeps_its_rim_free(language: str) -> None:
    pixels = np.asarray(study_chart.draw(RESULT, words.load(language)))
    ground = pixels[0, 0]
    for hue in (*sheet.HUES.values(), sheet.CONTROL):
        ink = np.round(np.array(hue) * 255)
        assert (np.abs(pixels - ink).max(axis=2) < 8).sum() > 100
    assert (pixels[:, -16:] == ground).all()
    assert (pixels[:, :32] == ground).all()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_moves_on_a_terminal() -> None:
    times = iter((0.0, 2.0, 2.01, 4.0))
    out = Terminal()
    bar = ShareBar(out, clock_s=lambda: next(times))
    for share in (0.25, 0.26, 0.5):
        bar.show(share)
    bar.close()
    assert out.getvalue().split("\r")[1:] == [
        "[######..................]  25%, 6 s left",
        "[############............]  50%, 4 s left\n",
    ]


def test_nobody_is_shown_a_bar_who_does_not_watch() -> None:
    out = io.StringIO()
    bar = ShareBar(out)
    bar.show(0.5)
    bar.close()
    assert out.getvalue() == ""


def test_a_bar_without_progress_promises_nothing() -> None:
    assert share_bar.line(0, passed_s=3) == f"[{'.' * 24}]   0%"


def test_the_tables_need_no_torch() -> None:
    code = "import sys; from layerwalk.game import studies, study_chart, share_bar; assert 'torch' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
