"""Wires: the strongest edges, from where one neuron stands to where the other does, and nothing dropped in silence."""

import numpy as np
import pytest

from layerwalk.game import session as sessions
from layerwalk.game.world import layouts, palette, places, wires
from layerwalk.nn.explained import Edges

SPEC = sessions.read_spec("harley-conv").spec
PLACEMENT = layouts.build("cove", SPEC)


def find(node, indices):
    return places.places_of(PLACEMENT, SPEC, node, indices)


def edges(contributions, *, node="pool1", left_out=0, left_out_sum=0.0):
    """Make up edges from a few neurons of a layer, strongest first as the network tells them."""
    given = np.array(contributions, np.float32)
    most, least = max(given.max(), 0), min(given.min(), 0)
    whole = max(most, -least) or 1.0
    by_sign = np.where(given > 0, given / (most or 1), given / (-least or 1))
    return Edges(
        node=node,
        indices=np.array([(i % 6, i // 6 % 14, i // 84) for i in range(len(given))], np.int32),
        weights=given,
        values=np.ones_like(given),
        contributions=given,
        strengths=given / np.float32(whole),
        strengths_by_sign=by_sign.astype(np.float32),
        left_out=left_out,
        left_out_sum=left_out_sum,
    )


HERE = find("conv2", [(3, 4, 5)])


def test_a_wire_leads_from_the_neuron_that_is_read_to_the_one_that_reads():
    found = wires.gather([edges([2.0])], HERE, find)
    line = wires.curves(found)[0]
    assert line[0] == pytest.approx(find("pool1", [(0, 0, 0)]).points[0])
    assert line[-1] == pytest.approx(HERE.points[0])


def test_an_outgoing_wire_leads_away():
    found = wires.gather([edges([2.0], node="pool2")], HERE, find, outgoing=True)
    assert wires.curves(found)[0][0] == pytest.approx(HERE.points[0])


def test_the_strongest_lie_on_top_and_the_rest_is_counted():
    given = np.array([-5, 4, 3, -2, 1], float)
    found = wires.gather([edges(given, left_out=7, left_out_sum=0.25)], HERE, find, most=2)
    assert found.strengths == pytest.approx([0.8, -1.0])
    assert (found.shown, found.left_out) == (2, 3 + 7)
    assert found.left_out_sum == pytest.approx(3 - 2 + 1 + 0.25)
    assert (found.most, found.least) == (4.0, -5.0)


def test_edges_of_several_layers_compete_with_each_other():
    found = wires.gather([edges([3.0, 1.0]), edges([2.0], node="conv1")], HERE, find, most=2)
    assert found.left_out_sum == pytest.approx(1.0)
    assert found.starts[1] == pytest.approx(find("pool1", [(0, 0, 0)]).points[0])


def test_what_stands_nowhere_is_counted_with_what_is_too_weak():
    found = wires.gather([edges([3.0, 1.0], node="input")], HERE, find)
    assert (found.shown, found.left_out, found.left_out_sum) == (0, 2, 4.0)
    assert wires.build(found).node().get_geom(0).get_vertex_data().get_num_rows() == 0


def test_anas_way_measures_each_sign_by_itself():
    found = wires.gather([edges([-4.0, 2.0])], HERE, find, by_sign=True)
    assert sorted(found.strengths) == [-1.0, 1.0]


def test_wires_taper_from_the_one_that_gives_to_the_one_that_takes():
    found = wires.gather([edges([2.0, -1.0])], HERE, find)
    half = wires.halves_m(found, wires.curves(found))
    middle = half.shape[1] // 2
    assert (np.diff(half[:, middle:], axis=1) <= 1e-9).all()
    assert (half[:, 4] > half[:, -5]).all()
    assert half[1, middle] > half[0, middle]  # the stronger one comes last


def test_no_wire_is_wider_than_its_neurons_where_it_touches_them():
    found = wires.gather([edges([2.0])], HERE, find)
    half = wires.halves_m(found, wires.curves(found))[0]
    for end, place in ((0, find("pool1", [(0, 0, 0)])), (-1, HERE)):
        assert half[end] < np.linalg.norm(place.rights[0])


def test_blue_is_below_nothing_and_orange_above():
    below, nothing, above = wires.coloured(np.array([-1, 0, 1], np.float32), "signed").astype(int)
    assert tuple(below) == tuple(palette.signed()[1])
    assert tuple(above) == tuple(palette.signed()[255])
    assert nothing.max() - nothing.min() < 20


def test_green_and_red_are_anas():
    red, green = wires.coloured(np.array([-1, 1], np.float32), "ana").astype(int)
    assert red[0] > 2 * red[1]
    assert green[1] > 2 * green[0]


def column(path, name):
    data = path.node().get_geom(0).get_vertex_data()
    reader = __import__("panda3d.core", fromlist=["core"]).GeomVertexReader(data, name)
    found = []
    while not reader.is_at_end():
        found.append(tuple(reader.get_data4()))
    return np.array(found)


def test_a_wire_that_pushes_down_is_dashed_too():
    built = wires.build(wires.gather([edges([2.0, -1.0])], HERE, find))
    along = column(built, "ribbon")[:, 3].reshape(2, -1)
    weak, strong = along  # weakest first
    assert weak.max() > 1.0
    assert (strong == -1.0).all()


def test_where_nothing_is_weighed_all_wires_are_grey():
    built = wires.build(wires.gather([edges([2.0, -1.0])], HERE, find), neutral=True)
    colours = column(built, "color")[:, :3]
    assert len(np.unique(colours.round(3), axis=0)) == 1


def test_wires_that_begin_close_together_fan_out():
    frame = np.array([0.0, -30.0, 3.0])
    rows = np.arange(5)[:, None]
    near = frame + np.hstack([rows * 0.015, 0 * rows, 0 * rows])
    found = wires.gather([edges([5.0, 4.0, 3.0, 2.0, 1.0])], HERE, find)
    close = wires.Wires(
        **{
            name: getattr(found, name)
            for name in ("start_ways", "ends", "end_ways", "rooms_m", "strengths", "left_out", "left_out_sum")
        },
        starts=near,
        most=found.most,
        least=found.least,
    )
    lines = wires.curves(close)
    apart = np.linalg.norm(lines[0] - lines[-1], axis=1)
    assert apart[lines.shape[1] // 2] > 4 * apart[0]
