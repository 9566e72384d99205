"""What a stage shows: panels in a grid on a sphere, pillars in rows."""

from itertools import pairwise

import pytest

from layerwalk.game.world import layouts
from layerwalk.game.world.layouts import shell
from layerwalk.nn.network import NetworkSpec, NodeSpec


def sequence(*words):
    """Make a network of layers in a row: c6 is a convolution of 6 maps, p6 a pooling, d120 a dense layer."""
    nodes = [NodeSpec(name="input", kind="input", shape=(1, 28, 28), parameters=0, inputs=())]
    for k, word in enumerate((*words, "d10")):
        kind, count = {"c": "conv", "p": "pool", "d": "dense"}[word[0]], int(word[1:])
        shape = (count,) if kind == "dense" else (count, 12, 12)
        nodes.append(NodeSpec(name=f"n{k}", kind=kind, shape=shape, parameters=1, inputs=(nodes[-1].name,)))
    return NetworkSpec(name="made up", nodes=tuple(nodes), classes=tuple("0123456789"))


@pytest.mark.parametrize(
    ("maps", "rows", "columns", "face_m"),
    [(6, 1, 6, 2.38), (16, 2, 8, 1.75), (32, 3, 11, 1.26), (64, 4, 16, 0.86), (128, 7, 19, 0.63), (256, 9, 29, 0.43)],
)
def test_grids_are_those_of_the_sketch(maps, rows, columns, face_m):
    grid = shell.best_grid(maps, half_deg=82, most_pitch=0.40 / 0.93)
    assert abs(grid.rows - rows) <= 1
    assert grid.rows * grid.columns >= maps > (grid.rows - 1) * grid.columns
    assert shell.FACE * grid.pitch * 0.93 * 6.6 == pytest.approx(face_m, rel=0.12)


def test_a_pooling_layer_takes_over_the_grid_of_its_convolution():
    for words in (("c32", "p32"), ("c6", "p6", "c16", "p16", "c64", "p64")):
        stages = layouts.build("cove", sequence(*words)).stages
        for conv, pool in zip(stages[::2], stages[1::2], strict=True):
            assert (conv.shell.rows, conv.shell.columns) == (pool.shell.rows, pool.shell.columns)


def test_panels_read_like_a_page():
    (stage,) = layouts.build("cove", sequence("c16")).stages
    columns = stage.shell.columns
    rights, ups = stage.shell.rights, stage.shell.ups
    first, second, below = (stage.shell.centres[k] for k in (0, 1, columns))
    assert (second - first) @ rights[0] > 0
    assert (below - first) @ ups[0] < 0


def test_every_map_and_neuron_is_shown_up_to_2048():
    place = layouts.build("cove", sequence("c2048", "d2048", "d4096"))
    assert [stage.page for stage in place.stages] == [(0, 2048)] * 3
    assert [len(stage.shell.centres if stage.shell else stage.choir.feet) for stage in place.stages] == [2048] * 3
    assert place.stages[0].shell.face_m > 0.12


@pytest.mark.parametrize(("neurons", "rows"), [(10, 1), (60, 2), (120, 3), (200, 3), (250, 4)])
def test_choirs_stand_in_few_rows_that_rise_outwards(neurons, rows):
    (stage,) = layouts.build("cove", sequence(f"d{neurons}")).stages
    steps = stage.choir.steps
    assert len(steps) == rows
    assert all(before[1] == pytest.approx(after[0]) and before[2] < after[2] for before, after in pairwise(steps))
    assert steps[-1][1] < stage.floor.radius_m


def test_the_first_neuron_stands_at_the_left_of_the_lowest_row():
    (stage,) = layouts.build("cove", sequence("d120")).stages
    first, second, last = (stage.choir.feet[k] for k in (0, 1, -1))
    assert first[2] == second[2] == stage.choir.feet[:, 2].min() < last[2]
    assert stage.choir.headings_deg[0] > stage.choir.headings_deg[1]


def test_tables_are_one_panel_and_single_values_one_pillar():
    first = NodeSpec(name="input", kind="input", shape=(1, 28, 28), parameters=0, inputs=())
    table = NodeSpec(name="table", kind="other", shape=(49, 64), parameters=0, inputs=("input",))
    single = NodeSpec(name="single", kind="mean", shape=(), parameters=0, inputs=("table",))
    answer = NodeSpec(name="answer", kind="dense", shape=(2,), parameters=1, inputs=("single",))
    spec = NetworkSpec(name="tables", nodes=(first, table, single, answer), classes=("no", "yes"))
    one, other = layouts.build("cove", spec).stages
    assert len(one.shell.centres) == 1
    assert len(other.choir.feet) == 1
