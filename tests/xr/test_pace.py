"""How the resolution gives way and comes back."""

from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.view.xr import pace
from layerwalk.game.view.xr.pace import Pace, paced

SHOWN_S = 1 / 90


def after(start, drawn_s, seconds, *, shown_s=SHOWN_S):
    for _ in range(round(seconds / shown_s)):
        start = paced(start, drawn_s=drawn_s(start.factor), shown_s=shown_s)
    return start


def test_a_frame_in_time_keeps_the_whole_resolution():
    assert after(Pace(), lambda factor: 0.007, 5).factor == 1.0


def test_frames_that_are_nearly_late_give_way_within_three_and_fit_then():
    gone = after(Pace(), lambda factor: 0.011, 3 * SHOWN_S)
    assert gone.factor < 0.9
    assert 0.011 * gone.factor**2 <= pace.FULL_SHARE * SHOWN_S


def test_a_single_hitch_changes_nothing():
    assert paced(paced(Pace(), drawn_s=0.2, shown_s=SHOWN_S), drawn_s=0.005, shown_s=SHOWN_S) == Pace()


def test_a_card_that_is_far_too_slow_gets_the_least_and_no_less():
    assert after(Pace(), lambda factor: 0.1 * factor**2, 1).factor == pace.LEAST


def test_the_resolution_returns_slowly_when_there_is_room():
    low = Pace(factor=0.6)
    assert after(low, lambda factor: 0.002, 1.5).factor == 0.6
    assert after(low, lambda factor: 0.002, 30).factor == 1.0


def test_a_headset_that_shows_fewer_frames_to_spare_its_battery_gets_finer_ones_and_gives_way_again():
    def drawn_s(factor):
        return 0.011 * factor**2

    quick = after(Pace(), drawn_s, 10)
    saving = after(quick, drawn_s, 10, shown_s=2 * SHOWN_S)
    again = after(saving, drawn_s, 10)
    assert quick.factor < 0.9
    assert saving.factor == 1.0
    assert again.factor == quick.factor


@given(st.floats(0.0005, 0.08))
def test_a_steady_load_leads_to_a_steady_picture_or_the_least(full_s):
    def drawn_s(factor):
        return full_s * factor**2

    settled = after(Pace(), drawn_s, 40)
    later = [after(settled, drawn_s, seconds).factor for seconds in (1, 3, 7, 13)]
    assert set(later) == {settled.factor}
    assert settled.factor == pace.LEAST or drawn_s(settled.factor) <= pace.FULL_SHARE * SHOWN_S


def test_nothing_is_learnt_from_a_clock_that_stands():
    assert paced(Pace(factor=0.7), drawn_s=0.0, shown_s=SHOWN_S) == Pace(factor=0.7)
