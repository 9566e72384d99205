"""Signs on what is lesioned: a shape for every kind, where the lesion is, and never more than can be told apart."""

import itertools
from dataclasses import replace

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game.world import layouts, scarred, scars
from layerwalk.game.world.places import place_of
from layerwalk.game.world.scars import LINES, Squares
from layerwalk.nn.lesions.targets import Edge, Kind, Lesion, Map, Mean, Neuron, Noise, Others, Scale, Share, Zero
from layerwalk.nn.network import NetworkSpec, NodeSpec

SPEC = NetworkSpec(
    name="made up",
    nodes=(
        NodeSpec(name="input", kind="input", shape=(1, 28, 28), parameters=0, inputs=()),
        NodeSpec(name="conv", kind="conv", shape=(6, 26, 26), parameters=60, inputs=("input",)),
        NodeSpec(name="large", kind="conv", shape=(16, 24, 24), parameters=60, inputs=("conv",)),
        NodeSpec(name="dense", kind="dense", shape=(64,), parameters=60, inputs=("large",)),
        NodeSpec(name="answer", kind="dense", shape=(10,), parameters=60, inputs=("dense",)),
    ),
    classes=tuple("0123456789"),
)
PLACEMENT = layouts.build("cove", SPEC)


def built(*lesions: Lesion) -> p3d.NodePath:
    return scarred.build(PLACEMENT, SPEC, SPEC.node(lesions[0].target.node), lesions)


def quads(path: p3d.NodePath) -> int:
    nodes = [found.node() for found in path.find_all_matches("**/+GeomNode")]
    return sum(node.get_geom(0).get_vertex_data().get_num_rows() for node in nodes) // 4


def middle(path: p3d.NodePath) -> np.ndarray:
    low, high = path.get_tight_bounds()
    return np.array((low + high) / 2)


@pytest.mark.parametrize(
    ("kind", "sign"),
    [
        (Zero(), "zero"),
        (Scale(factor=0.0), "zero"),
        (Scale(factor=0.5), "weaker"),
        (Scale(factor=1.5), "stronger"),
        (Noise(amount=1.0), "noise"),
        (Mean(), "mean"),
    ],
)
def test_every_kind_has_its_sign(kind: Kind, sign: str) -> None:
    assert scarred.sign_of(kind) == sign


def test_no_two_signs_have_the_same_lines() -> None:
    assert all(LINES[one] != LINES[other] for one, other in itertools.combinations(LINES, 2))


@pytest.mark.parametrize(("node", "index"), [("conv", (2, 10, 12)), ("dense", (7,)), ("answer", (3,))])
def test_a_neuron_bears_its_sign_where_it_stands(node: str, index: tuple[int, ...]) -> None:
    place = place_of(PLACEMENT, SPEC, node, index)
    assert place is not None
    away = np.linalg.norm(middle(built(Lesion(target=Neuron(node=node, index=index)))) - place.feet[0])
    assert away < 0.6


def test_a_map_is_framed_and_crossed_out_as_a_whole() -> None:
    (stage,) = (stage for stage in PLACEMENT.stages if stage.node == "conv")
    path = built(Lesion(target=Map(node="conv", map=4)))
    assert stage.shell is not None
    assert middle(path) == pytest.approx(stage.shell.centres[4], abs=0.05)
    low, high = path.get_tight_bounds()
    assert (high - low).length() > stage.shell.face_m


def test_all_but_one_map_are_framed() -> None:
    one = quads(built(Lesion(target=Map(node="conv", map=0))))
    assert quads(built(Lesion(target=Others(node="conv", index=(0,))))) == 5 * one


def test_a_share_bears_a_sign_on_every_neuron() -> None:
    hit = round(0.2 * 6 * 26 * 26)
    one = quads(built(Lesion(target=Neuron(node="conv", index=(0, 0, 0)))))
    assert quads(built(Lesion(target=Share(node="conv", share=0.2)))) == hit * one


def test_of_too_many_neurons_no_signs_are_drawn() -> None:
    assert round(0.6 * 16 * 24 * 24) > scarred.MOST
    share = Lesion(target=Share(node="large", share=0.6))
    assert quads(built(share)) == 0
    assert scarred.unmarked(SPEC.node("large"), (share,)) == round(0.6 * 16 * 24 * 24)


def test_of_few_neurons_no_number_is_told() -> None:
    assert scarred.unmarked(SPEC.node("large"), (Lesion(target=Share(node="large", share=0.1)),)) == 0


def test_a_row_of_a_table_bears_signs_on_its_cells() -> None:
    table = NodeSpec(name="table", kind="other", shape=(4, 8), parameters=0, inputs=("input",))
    spec = NetworkSpec(
        name="flat", nodes=(SPEC.input, table, replace(SPEC.answer, inputs=("table",))), classes=SPEC.classes
    )
    placement = layouts.build("cove", spec)
    row, cell = Map(node="table", map=2), Neuron(node="table", index=(0, 0))
    one, all_of_it = (scarred.build(placement, spec, table, (Lesion(target=target),)) for target in (cell, row))
    assert quads(all_of_it) == 8 * quads(one)


def test_a_cut_connection_leaves_stumps_before_its_neuron() -> None:
    edge = Edge(source="input", at=(0, 3, 3), node="conv", index=(1, 5, 5))
    place = place_of(PLACEMENT, SPEC, "conv", (1, 5, 5))
    assert place is not None
    path = built(Lesion(target=edge))
    assert quads(path) > 0
    assert np.linalg.norm(middle(path) - place.feet[0]) < 0.6


def test_a_stage_costs_two_draw_calls_at_most() -> None:
    lesions = [Lesion(target=Map(node="conv", map=0)), Lesion(target=Share(node="conv", share=0.1), kind=Mean())]
    assert len(built(*lesions).find_all_matches("**/+GeomNode")) == 2


def test_dark_rims_lie_under_every_sign() -> None:
    square = Squares(middles=np.zeros((1, 3)), rights=np.array([[1.0, 0, 0]]), ups=np.array([[0, 0, 1.0]]))
    node = scars.build([*scars.signs(square, "zero"), *scars.signs(square, "noise")], name="two").node()
    colours = p3d.GeomVertexReader(node.get_geom(0).get_vertex_data(), "color")
    bright = []
    while not colours.is_at_end():
        bright.append(colours.get_data4().x > 0.5)
    assert bright == sorted(bright)


# Maps that are elsewhere


def on_map(map: int, *lesions: Lesion) -> p3d.NodePath | None:
    return scarred.on_map(SPEC.node("conv"), lesions, map)


def test_a_map_that_is_elsewhere_leaves_no_sign_on_its_stage() -> None:
    lesions = tuple(Lesion(target=Map(node="conv", map=map)) for map in (1, 2))
    whole, rest, none = (
        scarred.build(PLACEMENT, SPEC, SPEC.node("conv"), lesions, absent=frozenset(absent))
        for absent in ((), (2,), (1, 2))
    )
    assert quads(whole) == 2 * quads(rest) > 0
    assert quads(none) == 0


def test_it_takes_its_sign_along_within_the_square_of_its_cells() -> None:
    path = on_map(2, Lesion(target=Map(node="conv", map=2)))
    assert path is not None
    low, high = path.get_tight_bounds()
    assert (low.x, low.z, high.x, high.z) == pytest.approx((-1, -1, 1, 1), abs=0.06)
    assert low.y == high.y == 0


@pytest.mark.parametrize(("row", "column", "x", "z"), [(0, 0, -1, 1), (0, 25, 1, 1), (25, 0, -1, -1)])
def test_a_sign_on_one_of_its_neurons_is_where_that_is(row: int, column: int, x: float, z: float) -> None:
    path = on_map(2, Lesion(target=Neuron(node="conv", index=(2, row, column))))
    assert path is not None
    at = middle(path)
    assert (at[0], at[2]) == pytest.approx((x * 25 / 26, z * 25 / 26), abs=1e-5)


def test_the_lesions_of_others_leave_it_without_signs() -> None:
    assert on_map(2, Lesion(target=Map(node="conv", map=3)), Lesion(target=Map(node="large", map=2))) is None
