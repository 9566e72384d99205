"""How a plate goes up or down to hide nothing of others."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.ui import sidestep
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.menu.rect import Rect

EYE = (0.0, 0.0, 1.6)
BELOW = Rect(left=-0.2, bottom=-0.2, right=0.2, top=-0.05)


def plate(x, z, *, wide=0.4, tall=0.3, away_m=1.2):
    """Return a plate before the eye, by where and how large it is seen."""
    centre = np.array([x * away_m, away_m, EYE[2] + z * away_m])
    return Frame(centre=centre, right=np.array([wide / 2, 0, 0]) * away_m, up=np.array([0, 0, tall / 2]) * away_m)


def shift(*plates, now=0.0, point=(0.0, 3.0, 1.6)):
    return sidestep.shift(BELOW, point, EYE, plates, now=now)


@pytest.mark.parametrize("where", [(1.0, 0.0), (0.0, 0.5), (0.0, -0.6)])
def test_beside_others_it_stays(where):
    assert shift(plate(*where)) == 0.0


def test_it_goes_over_its_point_past_a_plate_that_is_low_and_down_past_one_that_is_high():
    assert shift(plate(0.0, -0.3)) == pytest.approx(0.25)
    assert shift(plate(0.0, 0.05)) == pytest.approx(-0.1 - sidestep.GAP + 0.05)


def test_what_is_behind_is_not_hidden():
    assert shift(plate(0.0, 0.1, away_m=-1.2)) == 0.0


def test_it_stays_aside_until_the_other_is_clearly_away():
    other = plate(0.43, -0.2)
    assert shift(other) == 0.0
    assert shift(other, now=0.25) > 0.0


@given(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5), st.floats(-0.3, 0.3), st.sampled_from([-0.2, 0.0, 0.2]))
def test_wherever_the_other_is_nothing_of_it_is_hidden(x, z, up, now):
    point = (0.0, 3.0, 1.6 + 3 * math.tan(up))
    other = plate(x, z)
    moved = BELOW.moved(z=sidestep.shift(BELOW, point, EYE, (other,), now=now))
    seen = sidestep._seen(other, EYE, sidestep.axes(point, EYE), reach=9.0)
    assert not moved.meets(seen)
