"""The avenue: one straight line from the desk to the lantern. What holds for every layout is in test_layouts."""

import numpy as np
import pytest

from layerwalk.game.world import layouts
from layerwalk.nn.network import NetworkSpec, NodeSpec

MAPS, SMALL, LINE = (6, 28, 28), (16, 5, 5), (120,)
NETWORKS = {
    "one layer": (MAPS,),
    "lenet": (MAPS, MAPS, SMALL, SMALL, LINE, LINE),
    "dense only": (LINE, LINE),
    "seventeen layers": (SMALL,) * 15 + (LINE, LINE),
}


def network(shapes):
    nodes = [NodeSpec(name="input", kind="input", shape=(1, 28, 28), parameters=0, inputs=())]
    for k, shape in enumerate((*shapes, (10,))):
        kind = "conv" if len(shape) == 3 else "dense"
        nodes.append(NodeSpec(name=f"n{k}", kind=kind, shape=shape, parameters=1, inputs=(nodes[-1].name,)))
    return NetworkSpec(name="made up", nodes=tuple(nodes), classes=tuple("0123456789"))


@pytest.fixture(params=NETWORKS)
def place(request):
    return layouts.build("avenue", network(NETWORKS[request.param]))


def test_all_stages_stand_on_one_straight_line_from_the_court_to_the_island(place):
    assert len({stage.floor.centre[0] for stage in place.stages}) == 1
    line = [place.court.centre[1], *(stage.floor.centre[1] for stage in place.stages), place.island.centre[1]]
    assert line == sorted(line)


def test_every_layer_stands_to_the_left_and_looks_at_who_comes(place):
    for stage in place.stages:
        assert stage.floor.centre[0] + stage.floor.radius_m < 0
        assert 20 < stage.heading_deg < 110


def test_nothing_stands_between_the_entrance_and_the_lantern(place):
    eye, lantern = np.asarray(place.views["court"].eye), np.asarray(place.lantern.point)
    half_m = place.lantern_m / 2
    for stage in place.stages:
        x, y, _ = stage.floor.centre
        # Where the lines of sight to the lantern's western edge pass the stage.
        part = (y - eye[1]) / (lantern[1] - eye[1])
        assert x + stage.floor.radius_m < -half_m * part


def test_the_way_back_runs_straight_from_the_answer_to_the_desk(place):
    back = place.walkways[-1]
    assert back.start[0] == pytest.approx(back.end[0])
    assert not back.thread
