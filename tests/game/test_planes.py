"""Boards by their planes against boards one by one."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from layerwalk.game.ui import planes, pointer
from layerwalk.game.ui.board import Frame
from layerwalk.game.world import rays

WALL = Frame(centre=np.array([1.0, 5.0, 1.5]), right=np.array([2.0, 0.5, 0.0]), up=np.array([-0.2, 0.8, 3.4]))
spots = st.tuples(*[st.floats(-9, 9)] * 3)
shares = st.tuples(st.floats(0.0, 0.4), st.floats(0.0, 0.4), st.floats(0.5, 1.0), st.floats(0.5, 1.0))
boards = st.lists(st.tuples(shares, st.sampled_from([0.0, 0.0, 0.3])), min_size=1, max_size=6)


def hung(places):
    """Return boards on a wall, or so far before it."""
    return {f"board {number}": WALL.lifted(off_m).part(*part) for number, (part, off_m) in enumerate(places)}


def test_what_hangs_side_by_side_is_one_plane():
    beside = {"left": WALL.part(0.0, 0.0, 0.2, 1.0), "right": WALL.part(0.5, 0.5, 0.9, 0.7)}
    assert len(planes.planes(beside)) == 1
    assert len(planes.planes({**beside, "before": WALL.lifted(0.01)})) == 2
    leaning = Frame(centre=WALL.centre, right=WALL.right, up=WALL.up + [0.0, 0.1, 0.0])
    assert len(planes.planes({**beside, "leaning": leaning})) == 2


@settings(deadline=None)
@given(boards, spots, st.floats(-0.2, 1.2), st.floats(-0.2, 1.2))
def test_the_first_board_is_that_which_all_one_by_one_give(places, eye, u, v):
    named, spot = hung(places), WALL.part(u, v, u, v).centre
    assume(np.linalg.norm(spot - eye) > 0.1)
    ray = rays.ray(eye, tuple(spot - eye))
    found, one_by_one = planes.first(ray, planes.planes(named)), pointer.nearest(ray, named)
    met = [hit for hit in (pointer.hit_plane(ray, frame) for frame in named.values()) if hit is not None]
    # Over an edge, and where one board is behind the other's edge, both answers are right.
    assume(all(abs(share - edge) > 1e-6 for hit in met for share in (hit.u, hit.v) for edge in (0.0, 1.0)))
    assert (found is None) == (one_by_one is None)
    if found is not None:
        hit, same = found[1], pointer.hit_board(ray, named[found[0]])
        assert (hit.u, hit.v, hit.distance_m) == pytest.approx((same.u, same.v, same.distance_m), abs=1e-6)
        assert hit.distance_m == pytest.approx(one_by_one[1].distance_m, abs=1e-6)


def test_nothing_is_met_where_nothing_hangs():
    assert planes.first(rays.ray((0, 0, 0), (0, 1, 0)), planes.planes({})) is None


def test_a_ray_from_behind_misses_all():
    ray = rays.ray(tuple(WALL.centre - WALL.normal), tuple(WALL.normal))
    assert planes.first(ray, planes.planes({"wall": WALL})) is None
    assert math.isclose(
        planes.first(rays.ray(tuple(WALL.centre + WALL.normal), tuple(-WALL.normal)), planes.planes({"wall": WALL}))[
            1
        ].distance_m,
        1.0,
    )
