"""Dark edges while moving: how dark, how soon, and that nothing is drawn without them."""

import numpy as np
import panda3d.core as p3d
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.view import offscreen
from layerwalk.game.view.vignette import IN_S, OUT_S, Vignette, darkness, eased

SIZE = (160, 90)


def test_who_stands_still_sees_everything():
    assert darkness(0, 0, 1.0) == 0


@pytest.mark.parametrize(("speed_m_s", "turn_deg_s"), [(2.6, 0), (0, 120), (-2.6, 0), (0, -120), (6, 120)])
def test_who_walks_or_is_turned_at_a_usual_pace_has_edges_as_dark_as_wished(speed_m_s, turn_deg_s):
    assert darkness(speed_m_s, turn_deg_s, 0.6) == pytest.approx(0.6)


def test_slow_steps_darken_less():
    assert 0 < darkness(0.5, 0, 1.0) < darkness(1.0, 0, 1.0) < 1


@given(st.floats(0, 100), st.floats(0, 1000), st.floats(0, 1))
def test_the_edges_are_never_darker_than_wished(speed_m_s, turn_deg_s, strength):
    assert 0 <= darkness(speed_m_s, turn_deg_s, strength) <= strength


def test_it_darkens_soon_and_clears_slowly():
    assert eased(0.0, 1.0, dt_s=IN_S) == pytest.approx(1.0)
    assert eased(0.0, 1.0, dt_s=IN_S / 2) == pytest.approx(0.5)
    assert eased(1.0, 0.0, dt_s=OUT_S / 2) == pytest.approx(0.5)
    assert eased(0.1, 0.0, dt_s=OUT_S) == 0


@pytest.fixture(scope="module")
def picture():
    """Return what draws a white sheet under a vignette and returns it as (height, width) in [0, 1]."""
    offscreen.configure(off_screen=True)
    screen = offscreen.OffScreen(SIZE)
    root = p3d.NodePath("flat")
    card = p3d.CardMaker("white")
    card.set_frame_fullscreen_quad()
    white = root.attach_new_node(card.generate())
    white.set_bin("background", 0)
    white.set_depth_write(False)
    lens = p3d.OrthographicLens()
    lens.set_film_size(2, 2)
    lens.set_near_far(-10, 10)
    screen.camera.node().set_lens(lens)
    screen.camera.reparent_to(root)

    def draw(*, strength, speed_m_s=2.6, seconds=1.0):
        vignette = Vignette(root)
        vignette.update(speed_m_s=speed_m_s, turn_deg_s=0.0, strength=strength, dt_s=seconds)
        pixels = screen.pixels().mean(axis=2) / 255
        hidden = vignette.path.is_hidden()
        vignette.path.remove_node()
        return pixels, hidden

    yield draw
    screen.close()


def test_the_middle_stays_as_it_is_and_the_corners_are_dark(picture):
    pixels, _ = picture(strength=1.0)
    assert pixels[45, 80] == 1.0
    assert pixels[[0, 0, -1, -1], [0, -1, 0, -1]].max() < 0.1


def test_half_the_strength_leaves_the_corners_half_as_bright(picture):
    pixels, _ = picture(strength=0.5)
    assert pixels[0, 0] == pytest.approx(0.5, abs=0.05)


def test_it_darkens_from_the_middle_outwards_without_steps(picture):
    row = picture(strength=1.0)[0][45, 80:]
    assert np.diff(row).max() <= 1.5 / 255
    assert np.abs(np.diff(row)).max() < 0.06


@pytest.mark.parametrize(("strength", "speed_m_s"), [(0.0, 2.6), (1.0, 0.0)])
def test_without_it_nothing_is_drawn(picture, strength, speed_m_s):
    pixels, hidden = picture(strength=strength, speed_m_s=speed_m_s)
    assert hidden
    assert pixels.min() == 1.0


def test_switched_off_while_walking_it_is_gone_at_once():
    vignette = Vignette(p3d.NodePath("flat"))
    vignette.update(speed_m_s=2.6, turn_deg_s=0.0, strength=1.0, dt_s=1.0)
    assert not vignette.path.is_hidden()
    vignette.update(speed_m_s=2.6, turn_deg_s=0.0, strength=0.0, dt_s=0.01)
    assert vignette.path.is_hidden()
