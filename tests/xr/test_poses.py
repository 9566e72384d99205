"""Poses out of the runtime's memory: in our axes, and turned by turns of length 1 whatever the runtime says."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.xr

PARTS = st.floats(-1, 1, width=32)
TURNS = st.tuples(PARTS, PARTS, PARTS, PARTS).filter(lambda turn: math.hypot(*turn) > 0.1)


def location(turn, point=(0.0, 0.0, 0.0), *, known=None):
    import xr

    from layerwalk.game.view.xr import poses

    pose = xr.Posef(orientation=xr.Quaternionf(*turn), position=xr.Vector3f(*point))
    return xr.SpaceLocation(location_flags=poses.PLACED if known is None else known, pose=pose)


def test_what_is_to_the_right_above_and_behind_there_is_so_here():
    from layerwalk.game.view.xr import poses

    found = poses.located(location((0.0, 0.0, 0.0, 1.0), (1.0, 2.0, 3.0)))
    assert found.point == (1.0, -3.0, 2.0)
    assert found.turn == (1.0, 0.0, 0.0, 0.0)


@given(TURNS)
def test_a_turn_has_the_length_1_and_is_the_one_that_was_told(turn):
    from layerwalk.game.view.xr import poses

    found, length = poses.located(location(turn)).turn, math.hypot(*turn)
    assert math.hypot(*found) == pytest.approx(1, abs=2 * poses.ROUNDING)
    a, b, c, w = (part / length for part in turn)
    assert found == pytest.approx((w, a, -c, b), abs=2 * poses.ROUNDING)


def test_a_turn_of_no_length_is_no_turn():
    from layerwalk.game.view.xr import poses

    assert poses.located(location((0.0, 0.0, 0.0, 0.0))).turn == (1.0, 0.0, 0.0, 0.0)


def test_what_is_turned_somehow_and_lies_nobody_knows_where_has_no_pose():
    from layerwalk.game.view.xr import poses

    assert poses.located(location((0.0, 0.0, 0.0, 1.0), known=poses.TURNED)) is None


@given(TURNS, st.tuples(PARTS, PARTS, PARTS))
def test_an_eye_is_put_back_where_it_was_by_the_head_from_which_it_is_seen(turn, point):
    import xr

    from layerwalk.game.view import rig
    from layerwalk.game.view.rig import Pose
    from layerwalk.game.view.xr import poses, wide

    here = location(turn, point).pose
    view = xr.View(pose=here, fov=xr.Fovf(-0.8, 0.7, 0.6, -0.5))
    head = Pose(point=(0.3, -0.2, 1.6), turn=poses.unit((0.8, 0.1, -0.3, 0.4)))
    eye, told = wide.eye(wide.seen_from(view, head=head)), wide.eye(wide.seen_from(view, head=Pose()))
    back = rig.placed(eye.pose, origin=head)
    assert back.point == pytest.approx(told.pose.point, abs=1e-5)
    assert back.turn == pytest.approx(told.pose.turn, abs=1e-5)
    assert (eye.left, eye.down) == pytest.approx((math.tan(-0.8), math.tan(-0.5)), abs=1e-6)
