"""The benchmarks: that they measure what they say, never how fast."""

import json
import sys

import panda3d.core as p3d
import pytest

from layerwalk.game import (
    bench,
    bench_child,
    bench_draws,
    bench_frames,
    bench_machine,
    bench_python,
    bench_stroke,
    bench_training,
)
from layerwalk.game.errors import PlainError
from layerwalk.game.view import offscreen

SIZE = (160, 90)
PLACES = ["court", "stage", "cubes", "island", "above"]


@pytest.fixture(scope="module")
def frames():
    return bench.frames(networks=("ana-dense",), count=3, size=SIZE)


def test_frames_are_measured_at_every_place_of_the_path(frames):
    assert [(row["network"], row["place"]) for row in frames["rows"]] == [("ana-dense", place) for place in PLACES]


def test_a_row_of_frames_has_its_times_values_draw_calls_and_memory(frames):
    for row in frames["rows"]:
        assert 0 < row["median_ms"] <= row["p95_ms"]
        assert row["cpu_ms"] > 0
        assert row["frames"] == 3
        assert row["values"] == 784 + 42 + 10
        assert row["draw_calls"] > 3
        assert row["memory_mb"] is None or row["memory_mb"] > 50


def test_a_result_names_the_machine_and_is_plain_json(frames):
    machine = frames["machine"]
    assert machine["cores"] >= 1
    assert machine["renderer"]
    assert machine["panda3d"] == p3d.PandaSystem.get_version_string()
    assert json.loads(json.dumps(frames)) == frames


def test_a_result_says_which_python_it_was_and_how_fast_that_is(frames):
    machine = frames["machine"]
    assert machine["python_program"] == sys.executable
    assert machine["python_loop_ms"] > 0
    assert bench_python.told(machine) in bench.table(frames)
    assert "nothing said of optimisation" in bench_python.told({**machine, "python_optimisations": []})


def test_only_what_a_python_was_configured_with_counts_as_optimised():
    assert bench_python.optimisations("'--prefix=/usr' '--enable-optimizations' '--with-lto=full'") == [
        "--enable-optimizations",
        "--with-lto",
    ]
    assert bench_python.optimisations("'--prefix=/with-lto' '--without-lto'") == []


def test_the_table_has_a_line_for_every_row(frames):
    sentence, blank, heading, rule, *rows = bench.table(frames).splitlines()
    assert frames["machine"]["renderer"] in sentence
    assert "160x90, preset software" in sentence
    assert blank == ""
    assert heading.startswith("| network | place |")
    assert len(rows) == len(PLACES)
    assert {line.count("|") for line in [heading, rule, *rows]} == {heading.count("|")}


def test_strokes_are_measured_until_their_answer_is_seen():
    result = bench.stroke(networks=("ana-dense",), count=3, size=SIZE)
    (row,) = result["rows"]
    assert (row["network"], row["strokes"]) == ("ana-dense", 3)
    assert 0 < row["median_ms"] <= row["p95_ms"]
    assert row["frame_ms"] > 0
    assert "| ana-dense |" in bench.table(result)


def test_reasons_are_measured_for_every_way_to_ask_that_the_network_allows():
    result = bench.why(networks=("ana-dense",), count=2, size=SIZE)
    methods = [row["method"] for row in result["rows"]]
    assert methods == ["saliency", "gradient-times-input", "integrated-gradients", "occlusion"]
    assert all(0 < row["made_ms"] < row["median_ms"] <= row["p95_ms"] for row in result["rows"])
    assert "| ana-dense | saliency |" in bench.table(result)


def test_a_stroke_ends_with_the_frame_that_shows_the_newest_answer():
    desk = bench_stroke.Desk(network="ana-dense", quality="software", size=SIZE)
    try:
        state, pad = desk.studio.scene.state, desk.studio.scene.pad
        for _ in range(3):
            before = state.serial, pad.version
            desk.stroke()
            assert desk.answered
            assert (state.serial, pad.version) == (before[0] + 1, before[1] + 1)
    finally:
        desk.studio.close()


def test_the_start_is_measured_step_by_step():
    result = bench.start(networks=("ana-dense",), count=2, size=SIZE)
    (row,) = result["rows"]
    assert 0 < row["imported_s"] < row["built_s"] < row["picture_s"] < row["answer_s"]
    assert row["runs"] == 2
    assert "| ana-dense |" in bench.table(result)


@pytest.fixture(scope="module")
def training():
    return bench.training(networks=("ana-dense",), seconds=1.0, size=SIZE)


def test_training_and_the_world_are_measured_with_every_host(training):
    assert [(row["network"], row["host"]) for row in training["rows"]] == [
        ("ana-dense", "thread"), ("ana-dense", "process")
    ]  # fmt: skip
    for row in training["rows"]:
        assert row["alone_steps_per_s"] > 0
        assert row["share"] == pytest.approx(row["world_steps_per_s"] / row["alone_steps_per_s"])
        for name in ("still", "training"):
            times = [row[f"{name}_{word}_ms"] for word in ("median", "p95", "p99", "max")]
            assert times == sorted(times)
        assert 0 < row["stroke_median_ms"] <= row["stroke_p95_ms"]
        assert row["strokes"] > 1
        assert row["frames"] > 20
    assert json.loads(json.dumps(training)) == training


def test_the_table_of_training_has_a_line_for_every_host(training):
    *_, heading, rule, first, second = bench.table(training).splitlines()
    assert {line.count("|") for line in (heading, rule, first, second)} == {heading.count("|")}
    assert first.startswith("| ana-dense | thread |")


def test_frames_come_sixty_times_a_second_and_training_pauses_when_it_is_told(monkeypatch):
    monkeypatch.setattr(bench_training, "WARM_UP_STROKES", 1)
    hall = bench_training.Hall(network="ana-dense", host="thread", quality="software", size=SIZE)
    try:
        hall.warm_up(seconds=0.2)
        before = hall.host.progress.step
        assert hall.host.progress.state == "paused"
        assert len(hall.frames(0.5)) <= 31
        (steps, seconds), took_ms = hall.training(0.3)
        assert steps > 0
        assert seconds >= 0.3
        assert len(took_ms) <= 19
        assert hall.host.progress.step == before + steps
    finally:
        hall.studio.close()


def test_of_several_starts_the_median_counts():
    rows = [{"network": "x", "picture_s": seconds, "memory_mb": None} for seconds in (3.0, 1.0, 2.0)]
    assert bench._median(rows) == {"network": "x", "picture_s": 2.0, "memory_mb": None, "runs": 3}


def test_all_shipped_and_all_synthetic_networks_are_measured_by_default(monkeypatch):
    monkeypatch.setattr(bench, "_child", lambda what, job: {"renderer": "none", "rows": [{"network": job["network"]}]})
    names = [row["network"] for row in bench.frames()["rows"]]
    assert names[0] == "harley-conv"
    assert {"cerny-kopecka", "ana-small", "synthetic-10k", "synthetic-0.1m", "synthetic-1m", "synthetic-10m"} < set(
        names
    )
    assert [row["network"] for row in bench.start()["rows"]] == ["harley-conv"]


def test_a_synthetic_network_has_a_world(capfd):
    job = {"network": "synthetic-10k", "quality": "software", "count": 1, "size": SIZE}
    assert bench_child.main(["frames", json.dumps(job)]) == 0
    rows = json.loads(capfd.readouterr().out)["rows"]
    assert [row["place"] for row in rows] == PLACES
    assert rows[0]["values"] > 9000


def test_an_unknown_network_is_named():
    with pytest.raises(PlainError, match="There is no network 'alexnet', expected one of: ana-conv"):
        bench.stroke(networks=("alexnet",))


def test_a_measurement_that_fails_says_why():
    with pytest.raises(PlainError, match=r"ana-dense ended with status 1: .*no-such-quality"):
        bench.frames(networks=("ana-dense",), quality="no-such-quality", count=1, size=SIZE)


def test_draw_calls_are_counted_one_by_one():
    offscreen.configure(off_screen=True)
    screen = offscreen.OffScreen(SIZE)
    root = p3d.NodePath("root")
    screen.camera.reparent_to(root)
    card = p3d.CardMaker("card")
    card.set_frame(-1, 1, -1, 1)
    for _ in range(3):
        root.attach_new_node(card.generate()).set_pos(0, 10, 0)
    root.attach_new_node(card.generate()).set_pos(0, -10, 0)
    screen.render()
    heard_before = p3d.Notify.ptr().get_ostream_ptr()
    try:
        assert bench_draws.count(screen.render) == 3
        assert p3d.Notify.ptr().get_ostream_ptr() == heard_before
    finally:
        screen.close()


def test_the_camera_sways_and_comes_back():
    camera = p3d.NodePath("camera")
    camera.set_pos_hpr(1, 2, 3, 40, 5, 0)
    stand = p3d.LMatrix4(camera.get_mat())
    bench_frames._sway(camera, stand, 40.0, 1.0)
    assert camera.get_h() == pytest.approx(40.0 + bench_frames.SWAY_DEG)
    assert (camera.get_pos() - p3d.LPoint3(1, 2, 3)).length() == pytest.approx(bench_frames.SWAY_M, rel=1e-4)
    bench_frames._sway(camera, stand, 40.0, 0.0)
    assert camera.get_mat().almost_equal(stand, 1e-4)


def test_peak_memory_is_told_in_megabytes():
    held = bytearray(64_000_000)
    held[::4096] = b"\x01" * len(held[::4096])
    found = bench_machine.peak_memory_mb()
    assert found is None or 64 < found < 64_000


def test_without_a_headset_one_sentence_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("XR_RUNTIME_JSON", str(tmp_path / "none.json"))
    with pytest.raises(PlainError, match=r"^No (headset|window)[^\n]*\.$"):
        bench.vr(networks=("ana-dense",), count=2)
