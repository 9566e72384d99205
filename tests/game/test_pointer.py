from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from layerwalk.game.ui import pointer
from layerwalk.game.world import rays

part = st.floats(-1, 1)
points = st.tuples(st.floats(-9, 9), st.floats(-9, 9), st.floats(-9, 9))


@dataclass(frozen=True)
class Board:
    centre: np.ndarray
    right: np.ndarray
    up: np.ndarray


def upright(y=5.0, half=1.0):
    """A board that is read by someone who looks north."""
    return Board(np.array([0, y, 1.5]), np.array([half, 0, 0]), np.array([0, 0, half]))


def looking(direction, origin=(0.0, 0.0, 1.5)):
    return rays.ray(origin, direction)


def test_straight_ahead_is_the_middle():
    hit = pointer.hit_board(looking((0, 2, 0)), upright())
    assert (hit.u, hit.v, hit.distance_m) == (0.5, 0.5, 5.0)


def test_u_goes_to_the_readers_right_and_v_down():
    hit = pointer.hit_board(looking((0.5, 5, 0.8)), upright())
    assert (hit.u, hit.v) == pytest.approx((0.75, 0.1))


def test_a_board_has_no_back():
    assert pointer.hit_board(looking((0, -1, 0), (0.0, 9.0, 1.5)), upright()) is None


def test_what_lies_behind_is_not_met():
    assert pointer.hit_board(looking((0, 1, 0), (0.0, 9.0, 1.5)), upright()) is None


def test_a_ray_along_the_board_misses_it():
    assert pointer.hit_board(looking((1, 0, 0), (-5.0, 5.0, 1.5)), upright()) is None


def test_beside_the_board_only_its_plane_is_met():
    ray = looking((2, 5, 0))
    assert pointer.hit_board(ray, upright()) is None
    assert pointer.hit_plane(ray, upright()).u == pytest.approx(1.5)


def test_the_nearest_board_wins():
    boards = {"far": upright(8), "near": upright(3, half=0.2), "aside": upright(1, half=0.001)}
    name, hit = pointer.nearest(looking((0.01, 1, 0)), boards)
    assert name == "near"
    assert hit.distance_m == pytest.approx(3, abs=0.01)
    assert pointer.nearest(looking((0.1, 1, 0)), boards)[0] == "far"
    assert pointer.nearest(looking((0, -1, 0)), boards) is None


def test_a_ray_needs_a_direction():
    with pytest.raises(ValueError, match="not zero"):
        rays.ray((0, 0, 0), (0, 0, 0))


@settings(deadline=None)
@given(points, points, points, part, part, points)
def test_aiming_at_a_spot_on_any_board_finds_that_spot(centre, right, other, a, b, eye):
    centre, right, other, eye = map(np.array, (centre, right, other, eye))
    normal = np.cross(right, other)
    assume(np.linalg.norm(right) > 0.1 and np.linalg.norm(normal) > 0.1)
    up = np.cross(normal, right) / np.linalg.norm(normal)
    spot = centre + a * right + b * up
    assume(np.linalg.norm(eye - spot) > 1e-3)
    side = np.cross(right, up) @ (eye - spot)
    assume(abs(side) > 0.05 * np.linalg.norm(eye - spot) * np.linalg.norm(np.cross(right, up)))
    hit = pointer.hit_plane(looking(tuple(spot - eye), tuple(eye)), Board(centre, right, up))
    if side < 0:
        assert hit is None
    else:
        assert (hit.u, hit.v) == pytest.approx(((1 + a) / 2, (1 - b) / 2), abs=1e-6)
        assert hit.distance_m == pytest.approx(np.linalg.norm(eye - spot))
