"""The benchmark in a headset: that it measures what it says, never how fast."""

import pytest

pytestmark = pytest.mark.xr


@pytest.fixture(scope="module")
def result():
    from layerwalk.game import bench

    return bench.vr(networks=("ana-dense",), count=4)


def test_frames_are_measured_with_and_without_training(result):
    told = [(row["network"], row["processors"], row["training"]) for row in result["rows"]]
    assert told == [("ana-dense", way, word) for way in ("may sleep", "kept awake") for word in ("no", "yes")]
    for row in result["rows"]:
        assert row["frames"] == 5 * 4
        for name in ("app", "headset", "simulation", "culling", "submission", "drawing"):
            times = [row[f"{name}_{word}_ms"] for word in ("median", "p95", "p99", "max")]
            assert times == sorted(times)
            assert times[0] > 0
        assert 0 <= row["disturbed"] < row["frames"]
        assert row["app_any_p99_ms"] > 0


def test_a_frame_in_which_the_host_took_a_processor_does_not_count():
    from layerwalk.game import bench_vr, bench_wearer

    def took(ms, *, calm):
        return bench_wearer.Took(headset=0.0, simulation=ms, culling=0.0, submission=0.0, is_drawn=False, is_calm=calm)

    calm, stolen = took(2.0, calm=True), took(80.0, calm=False)
    assert bench_vr._calm([calm, stolen, calm]) == [calm, calm]
    assert bench_vr._calm([stolen, stolen]) == [stolen, stolen]


def test_what_is_drawn_in_software_takes_longer_than_what_is_only_told(result):
    assert all(row["drawing_median_ms"] > 0 for row in result["rows"])


def test_the_table_has_a_line_for_every_row(result):
    from layerwalk.game import bench

    heading, rule, *rows = bench.table(result).splitlines()[-6:]
    assert {line.count("|") for line in (heading, rule, *rows)} == {heading.count("|")}
    assert rule.startswith("|---|---:|---|---|---:|")


def test_what_is_left_out_is_neither_drawn_nor_cleared_nor_copied(base, remote, show):
    from layerwalk.game.view.xr.spared import Spared

    shown = show()
    shown.headset.eyes.region.set_clear_color((1, 0, 0, 1))
    left, _ = shown.look()
    assert (left == (255, 0, 0)).all()
    spared = Spared(base.win, shown.headset.eyes.buffer)
    spared.draws = False
    shown.headset.eyes.region.set_clear_color((0, 1, 0, 1))
    for _ in range(4):
        shown.frame()
    texture = shown.headset.eyes.texture
    base.graphics_engine.extract_texture_data(texture, base.win.get_gsg())
    pixel = bytes(texture.get_ram_image_as("RGB"))[:3]
    spared.close()
    assert pixel == b"\xff\x00\x00"
    assert (shown.look()[0] == (0, 255, 0)).all()
