"""Where one stands to see a part of a network: on a floor, before it, looking at it."""

import math

import pytest

from layerwalk.game import session as sessions
from layerwalk.game.world import layouts, picking, rays, standpoints
from layerwalk.game.world.ground import Ground


@pytest.fixture(params=layouts.NAMES)
def placement(request, spec):
    return layouts.build(request.param, spec)


@pytest.fixture(params=["ana-small", "ana-conv", "harley-dense"])
def spec(request):
    return sessions.read_spec(request.param).spec


def test_one_stands_on_the_floor_of_the_layers_stage(placement, spec):
    for stage in placement.stages:
        there = standpoints.of(placement, spec, node=stage.node)
        assert math.dist(there.feet[:2], stage.floor.centre[:2]) < stage.floor.radius_m
        assert Ground(placement).floor_at(*there.feet) == pytest.approx(stage.floor.centre[2], abs=0.01)


def test_the_gaze_meets_the_map(placement, spec):
    for stage in placement.stages:
        for place in {stage.page[0], stage.page[0] + stage.page[1] - 1} if stage.shell else ():
            there = standpoints.of(placement, spec, node=stage.node, map=place)
            eye = (there.feet[0], there.feet[1], there.feet[2] + standpoints.EYE_M)
            way = tuple(b - a for a, b in zip(eye, there.target, strict=True))
            met = picking.pick(rays.ray(eye, way), placement, spec)
            assert (met.node, met.map) == (stage.node, place)


def test_the_picture_is_at_the_desk_and_the_answer_before_its_column(placement, spec):
    assert standpoints.of(placement, spec, node=spec.input.name).feet == placement.spawn.point
    last = standpoints.of(placement, spec, node=spec.answer.name, map=len(spec.classes) - 1)
    assert last.target[:2] == placement.plinths[-1].point[:2]


def test_what_is_not_there_has_no_place(placement, spec):
    assert standpoints.of(placement, spec, node="elsewhere") is None
