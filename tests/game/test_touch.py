"""Touching a board with a hand."""

import numpy as np
import pytest

from layerwalk.game.ui import pointer, touch
from layerwalk.game.ui.board import Frame

BOARD = Frame(
    centre=np.array([0.0, 1.0, 1.0]), right=np.array([0.4, 0.0, 0.0]), up=np.array([0.0, 0.0, 0.4])
)  # it faces its reader, who is in the south


@pytest.mark.parametrize(
    ("off_m", "touches", "expected"),
    [
        (0.02, False, True),
        (0.04, False, False),
        (0.04, True, True),
        (0.05, True, False),
        (-0.1, False, True),
        (-0.2, True, False),
    ],
)
def test_a_hand_touches_a_board_that_it_is_near(off_m, touches, expected):
    found = touch.ray(BOARD, (0.1, 1.0 - off_m, 1.2), touches=touches)
    assert (found is not None) == expected


def test_it_touches_where_the_hand_is():
    found = touch.ray(BOARD, (0.2, 0.98, 1.2), touches=False)
    hit = pointer.hit_board(found, BOARD)
    assert (hit.u, hit.v) == pytest.approx((0.75, 0.25))


def test_beside_the_board_nothing_is_touched():
    assert touch.ray(BOARD, (0.5, 1.0, 1.0), touches=True) is None
