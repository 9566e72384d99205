"""What `layerwalk bench synthesis` tells."""

from layerwalk.game import bench_synthesis
from layerwalk.nn import loop


def test_every_layer_is_measured_with_plain_and_usual_settings() -> None:
    rows = loop.bench_synthesis("ana-dense", seconds=0.001)
    spec = loop.read_spec("ana-dense")
    measured = [(row["node"], row["settings"]) for row in rows]
    assert measured == [(node.name, settings) for node in spec.nodes[1:] for settings in ("plain", "usual")]
    assert all(row["synthesis"] > 0 and row["bare"] > 0 for row in rows)
    assert all(row["share"] == row["synthesis"] / row["bare"] for row in rows)


def test_the_table_has_a_line_for_each_row_and_a_summary() -> None:
    row = {"network": "n", "node": "conv1", "maps": 6, "settings": "plain", "synthesis": 900.0, "bare": 1000.0}
    lines = bench_synthesis.table([{**row, "share": 0.9}]).splitlines()
    assert lines[2] == "| n | conv1 | 6 | plain | 900 | 1,000 | 90% |"
    assert lines[-1] == "plain: median share 90% of the bare loop's speed"
