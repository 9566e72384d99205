"""The sheets of studies: what is drawn, what is written, and that it all has room."""

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from layerwalk.game import study_files, words
from layerwalk.game.study_reports import Report
from layerwalk.game.ui.menu import typeset
from layerwalk.game.ui.study import ablation_sheet, dose_sheet, fool_sheet, sheet, study_texts
from layerwalk.game.ui.study.sheet import SIZE_M
from layerwalk.game.words import Words
from layerwalk.nn.messages import Ablation, Dose, FoolRate, Needed, Studied, StudyConfig
from layerwalk.nn.network import NetworkSpec, NodeSpec

PICTURE = NodeSpec(name="input", kind="input", shape=(1, 8, 8), parameters=0, inputs=())
CONVS = tuple(
    NodeSpec(name=f"conv{n}", kind="conv", shape=(16, 4, 4), parameters=9, inputs=("input",)) for n in (1, 2, 3, 4)
)
ANSWER = NodeSpec(name="answer", kind="dense", shape=(2,), parameters=0, inputs=("conv4",))
SPEC = NetworkSpec(name="ana-small", nodes=(PICTURE, *CONVS, ANSWER), classes=("0", "1"))
REMOVED = np.arange(5)
FALLING = np.array([1.0, 0.7, 0.45, 0.2, 0.1], np.float32)
SLOWER = np.array([[1.0, 0.9, 0.8, 0.4, 0.1], [1.0, 0.95, 0.85, 0.5, 0.1]], np.float32)
DOSE = Dose(
    layer="conv1",
    units=4,
    removed=REMOVED,
    importance={"ablation": np.array([0.1, 0.9, -0.2, 0.3], np.float32)},
    orders={"ablation": FALLING},
    control=SLOWER,
)
COUNTS = np.random.default_rng(1).integers(1, 17, (40, 5))
NEEDED = tuple(
    Needed(layer=layer, order=order, units=16, counts=COUNTS)
    for layer in ("conv1", "conv2", "conv3", "conv4")
    for order in ("random", "ablation", "gradient")
)
FINDINGS = {
    "dose": DOSE,
    "ablation": Ablation(needed=NEEDED),
    "fool": FoolRate(network="ana-small", pictures=200, fooled=6, steps=(3, 9, 9, 10, 24, 40)),
}


def report(kind: str, *, state: str = "finished") -> Report:
    config = StudyConfig(kind=kind, layer="conv1" if kind == "dose" else "", pictures=200)
    studied = Studied(serial=1, state=state, network="ana-small", config=config, share=0.5, findings=FINDINGS[kind])
    return Report(number=1, title="ana-small", spec=SPEC, studied=studied)


@pytest.fixture(params=words.languages())
def spoken(request: pytest.FixtureRequest) -> Words:
    return words.load(request.param)


@pytest.fixture
def english() -> Words:
    return words.load("en")


@pytest.mark.parametrize("kind", FINDINGS)
def test_all_that_is_written_stands_on_the_sheet(kind: str, spoken: Words) -> None:
    for entry in study_texts.draw(report(kind), spoken).written:
        half_m = typeset.width_em(entry.text, "display" if entry.face == "display" else "text") * entry.size_m / 2
        assert abs(entry.point[0]) + half_m < SIZE_M[0] / 2 - 0.02, entry.text
        assert abs(entry.point[2]) < SIZE_M[1] / 2 - 0.01, entry.text
        assert entry.size_m >= 0.022, entry.text


@pytest.mark.parametrize("kind", FINDINGS)
def test_all_that_is_drawn_lies_on_the_sheet(kind: str, english: Words) -> None:
    points = study_texts.draw(report(kind), english).drawn.points
    assert (np.abs(points) < np.array(SIZE_M) / 2).all()


def test_half_of_the_answers_is_found_on_the_curve() -> None:
    curves = DOSE.plain()
    assert dose_sheet.halved(curves, "ablation") == 2
    assert dose_sheet.halved(curves, "random") == 3


def test_the_sentence_tells_of_the_best_order_and_of_chance(english: Words) -> None:
    said = dose_sheet.found(DOSE.plain(), english)
    assert "2 of 4" in said
    assert said.endswith("3.")


def test_without_an_order_it_tells_of_chance_alone(english: Words) -> None:
    alone = Dose(layer="conv1", units=4, removed=REMOVED, control=SLOWER)
    assert "3 of 4" in dose_sheet.found(alone.plain(), english)


def test_nothing_is_said_before_it_is_known(english: Words) -> None:
    begun = Dose(layer="conv1", units=4, removed=REMOVED, control=np.full((2, 5), np.nan, np.float32))
    assert dose_sheet.found(begun.plain(), english) == ""
    assert ablation_sheet.found((), ["Convolution 1"], english) == ""
    assert ablation_sheet.found(NEEDED[:2], ["Convolution 1"], english) == ""
    assert fool_sheet.found(FoolRate(network="", pictures=0, fooled=0, steps=()), english) == ""


def test_a_curve_that_is_half_known_is_drawn_so_far(english: Words) -> None:
    half = FALLING.copy()
    half[3:] = np.nan
    begun = Dose(
        layer="conv1", units=4, removed=REMOVED, orders={"ablation": half}, control=np.full((2, 5), np.nan, np.float32)
    )
    known = sheet.About(title="", layer="")
    fewer = dose_sheet.draw(begun.plain(), known, english).drawn
    whole = dose_sheet.draw(DOSE.plain(), known, english).drawn
    assert np.isfinite(fewer.points).all()
    assert len(fewer.points) < len(whole.points)


def test_every_order_has_a_mark_and_a_dash_of_its_own() -> None:
    assert len(set(sheet.MARKS.values())) == len(sheet.MARKS) == len(set(sheet.DASHES.values()))
    assert sheet.MARKS.keys() == sheet.HUES.keys() == sheet.DASHES.keys()


def test_a_dashed_line_has_gaps_and_ends_where_it_should() -> None:
    places = np.array([(0.0, 0.0), (1.0, 0.0)])
    (drawn,) = sheet.dashed(places, (0.2, 0.1), width_m=0.001, colour=(1, 1, 1))
    pieces = drawn.points.reshape(4, 4, 2)[..., 0]
    assert pieces.min(axis=1) == pytest.approx([0.0, 0.3, 0.6, 0.9], abs=0.001)
    assert pieces.max(axis=1) == pytest.approx([0.2, 0.5, 0.8, 1.0], abs=0.001)


def test_layers_without_a_chart_are_named(english: Words) -> None:
    written = [entry.text for entry in study_texts.draw(report("ablation"), english).written]
    assert "1 more layers are in the table" not in written
    assert any(text.startswith("1 more") for text in written)
    assert "Convolution 3" in written
    assert "Convolution 4" not in written


def test_the_rate_is_written_large(english: Words) -> None:
    written = study_texts.draw(report("fool"), english).written
    assert max(written, key=lambda entry: entry.size_m).text == "3 %"


def test_a_study_that_goes_on_says_nothing_final(english: Words) -> None:
    live = study_texts.draw(report("fool", state="studying"), english).written
    done = study_texts.draw(report("fool"), english).written
    assert len(done) > len(live)
    assert study_texts.progress(report("fool", state="studying"), english) == "50 %"


def test_a_dose_response_curve_is_kept_as_table_and_picture(tmp_path: Path, english: Words) -> None:
    said = study_files.save(report("dose"), tmp_path, english)
    file = tmp_path / "studies" / "ana-small-conv1-dose-seed1.csv"
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    assert said.key == "studies.saved"
    assert [float(row["ablation"]) for row in rows] == [1.0, 0.7, 0.45, 0.2, 0.1]
    with Image.open(file.with_suffix(".png")) as picture:
        assert picture.size == (1280, 720)
    parts = list(csv.DictReader(file.with_stem(f"{file.stem}-importance").read_text("utf-8").splitlines()))
    assert [row["part"] for row in parts] == ["1", "2", "3", "4"]
    assert float(parts[1]["ablation"]) == pytest.approx(0.9)


def test_the_experiment_is_kept_with_its_distribution(tmp_path: Path, english: Words) -> None:
    study_files.save(report("ablation"), tmp_path, english)
    rows = list(csv.DictReader((tmp_path / "studies" / "ana-small-ablation-seed1.csv").read_text("utf-8").splitlines()))
    assert len(rows) == 12
    assert (rows[0]["layer"], rows[0]["order"], rows[0]["units"]) == ("conv1", "random", "16")
    assert sum(float(rows[0][f"needed_{count}"]) for count in range(1, 17)) == pytest.approx(1, abs=1e-4)


def test_the_steps_of_fooling_are_kept(tmp_path: Path, english: Words) -> None:
    study_files.save(report("fool"), tmp_path, english)
    rows = list(csv.DictReader((tmp_path / "studies" / "ana-small-fool-seed1.csv").read_text("utf-8").splitlines()))
    assert len(rows) == 40
    assert rows[8] == {"steps": "9", "pictures": "2"}


def test_what_was_kept_before_stays(tmp_path: Path, english: Words) -> None:
    for _ in range(2):
        study_files.save(report("fool"), tmp_path, english)
    assert {file.name for file in (tmp_path / "studies").glob("*.csv")} == {
        "ana-small-fool-seed1.csv",
        "ana-small-fool-seed1-2.csv",
    }


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path: Path, english: Words) -> None:
    (tmp_path / "studies").write_text("in the way")
    assert study_files.save(report("fool"), tmp_path, english).key == "studies.unwritten"


def test_the_sheets_need_no_torch() -> None:
    code = "import sys; from layerwalk.game import study_files, studying; assert 'torch' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
