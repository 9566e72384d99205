"""The plate of weights in a headset: it stays where it is, and comes after whoever turns or goes away."""

import pytest

from layerwalk.game.ui import weights_before
from layerwalk.game.ui.weights_before import Stand

HERE = Stand(eye=(0.0, 0.0, 1.6), heading_deg=0.0)


def after(now, head, *, frames, scale=1.0):
    comes = False
    for _ in range(frames):
        now, comes = weights_before.followed(now, head, comes=comes, scale=scale, dt_s=1 / 60)
    return now, comes


@pytest.mark.parametrize("heading_deg", [-30.0, 30.0])
def test_it_is_not_nailed_to_the_head(heading_deg):
    head = Stand(eye=(0.2, 0.1, 1.6), heading_deg=heading_deg)
    assert after(HERE, head, frames=60) == (HERE, False)


@pytest.mark.parametrize("head", [Stand(eye=(0.0, 0.0, 1.6), heading_deg=90.0), Stand(eye=(2, 1, 1.6), heading_deg=0)])
def test_it_comes_after_whoever_turns_or_walks_away(head):
    now, comes = after(HERE, head, frames=300)
    assert not comes
    assert now.heading_deg == pytest.approx(head.heading_deg, abs=1)
    assert now.eye == pytest.approx(head.eye, abs=0.01)


def test_it_turns_the_short_way_round():
    now, _ = after(Stand(eye=(0, 0, 1.6), heading_deg=170.0), Stand(eye=(0, 0, 1.6), heading_deg=-130.0), frames=6)
    assert now.heading_deg > 170.0


def test_beside_a_model_a_step_is_a_step_of_the_room():
    head = Stand(eye=(5.0, 0.0, 20.0), heading_deg=0.0)
    now = Stand(eye=(0.0, 0.0, 20.0), heading_deg=0.0)
    assert after(now, head, frames=60, scale=60.0) == (now, False)
