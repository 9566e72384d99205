"""Marks: round their neuron, told apart by shape, and never too small to be seen."""

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game import session as sessions
from layerwalk.game.world import layouts, marks, places, spots

SPEC = sessions.read_spec("harley-conv").spec
PLACEMENT = layouts.build("cove", SPEC)


def corners(mark):
    """Return where the eight corners of a mark's unit shape lie in the world."""
    matrix = mark.path.get_mat()
    spots = [(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (0, 1)]
    return np.array([tuple(matrix.xform_point(p3d.LPoint3(*spot))) for spot in spots])


@pytest.fixture
def root():
    return p3d.NodePath("world")


def put(root, node, index, *, eye_m=2.0, held=False, stands_m=0.0, shares=None):
    place = places.place_of(PLACEMENT, SPEC, node, index, shares=shares)
    mark = marks.Mark(root, held=held)
    mark.put(spots.spot_of(PLACEMENT, SPEC, node, index, shares=shares))
    eye = place.points[0] + eye_m * place.normals[0]
    mark.update(eye, stands_m=stands_m)
    return mark, place, eye


def test_a_mark_is_round_its_cell_and_a_little_larger(root):
    mark, place, _ = put(root, "conv2", (3, 4, 5))
    away = corners(mark) - place.feet[0]
    half = np.linalg.norm(place.rights[0])
    across = np.abs(away @ place.rights[0] / half)
    assert (across > half).all()
    assert (across < 1.5 * half).all()


def test_a_mark_rises_with_a_cell_that_stands_up(root):
    mark, place, _ = put(root, "conv2", (3, 4, 5), stands_m=0.3)
    assert ((corners(mark) - place.feet[0]) @ place.normals[0]).max() > 0.3


def test_a_mark_is_as_tall_as_its_pillar(root):
    shares = {"dense1": np.ones(120, np.float32)}
    mark, place, _ = put(root, "dense1", (7,), shares=shares)
    assert corners(mark)[:, 2].max() > place.points[0][2]
    assert corners(mark)[:, 2].min() == pytest.approx(place.feet[0][2], abs=1e-4)


def test_from_far_off_a_mark_is_larger_than_its_neuron(root):
    mark, place, eye = put(root, "conv1", (3, 4, 5), eye_m=60.0)
    wide = np.ptp((corners(mark) - place.feet[0]) @ place.rights[0] / np.linalg.norm(place.rights[0]))
    assert wide / np.linalg.norm(place.points[0] - eye) == pytest.approx(2 * marks.LEAST_RAD, rel=0.01)


def test_what_is_held_has_another_shape(root):
    aimed, held = (put(root, "conv2", (3, 4, 5), held=held)[0] for held in (False, True))
    lines = [mark.path.find("mark").node().get_geom(0).get_vertex_data().get_num_rows() // 4 for mark in (aimed, held)]
    assert lines == [12, 24]  # the edges of a box, and three legs at each of its corners


def test_a_mark_round_nothing_is_not_seen(root):
    mark, _, eye = put(root, "conv2", (3, 4, 5))
    mark.put(None)
    mark.update(eye)
    assert mark.path.is_hidden()
