"""The guess over the court: who stands in the court reads it on the desk, and is not stood over by it."""

import panda3d.core as p3d
import pytest

from layerwalk.game.ui.over_court import GUESS_M, NEAREST_M, OverCourt
from layerwalk.game.view import offscreen
from layerwalk.game.world import pieces
from layerwalk.game.world.layouts import court

LARGEST_RAD = 0.080


@pytest.fixture(scope="module")
def screen():
    offscreen.configure(off_screen=True)
    opened = offscreen.OffScreen((320, 240))
    yield opened
    opened.close()


def is_seen(screen, eye):
    root = p3d.NodePath("root")
    over = OverCourt(root, (0.0, 0.0, 0.0))
    pieces.finish(over.writing("3   98 %", "or 5"))
    screen.camera.reparent_to(root)
    screen.camera.set_pos(*eye)
    screen.camera.look_at(over.path)
    root.set_shader_input("fog_distance_m", 1e9)
    screen.camera.node().get_lens().set_near_far(0.05, 500.0)
    screen.render()  # glyphs that were never drawn before come with the second frame
    return bool(screen.pixels().std() > 0)


@pytest.mark.parametrize("eye", [(0.0, -1.5, 1.6), (0.0, 0.0, 1.6), (court.RADIUS_M, 0.0, 1.6)])
def test_who_stands_in_the_court_does_not_see_it(screen, eye):
    assert not is_seen(screen, eye)


@pytest.mark.parametrize("away_m", [16.0, 40.0])
def test_who_is_elsewhere_does(screen, away_m):
    assert is_seen(screen, (0.0, away_m, 1.6))


def test_it_is_no_larger_than_a_caption_is():
    assert GUESS_M / NEAREST_M <= LARGEST_RAD
