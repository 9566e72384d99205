"""What a headset adds to the picture: beams and dots, the arc and its rings, the veil; looked at in pixels."""

import math

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game.move.teleport import Aim
from layerwalk.game.view import offscreen
from layerwalk.game.view.arc import Arc
from layerwalk.game.view.pointers import Beam, Pointers
from layerwalk.game.view.veil import Veil
from layerwalk.game.world import rays

SIZE = (640, 480)
MIDDLE = (240, 320)
"""Row and column."""


@pytest.fixture(scope="module")
def screen():
    offscreen.configure(off_screen=True)
    opened = offscreen.OffScreen(SIZE)
    lens = p3d.PerspectiveLens()
    lens.set_fov(90, 2 * math.degrees(math.atan(0.75)))
    lens.set_near_far(0.05, 100.0)
    opened.camera.node().set_lens(lens)
    yield opened
    opened.close()


@pytest.fixture
def root(screen):
    """Return a grey world seen from its origin, 1 m up, along +Y."""
    made = p3d.NodePath("root")
    screen.camera.reparent_to(made)
    screen.camera.set_pos_hpr(0, 0, 1, 0, 0, 0)
    screen.buffer.set_clear_color(p3d.LColor(0.4, 0.4, 0.4, 1))
    yield made
    screen.camera.detach_node()


def drawn(screen):
    """Return where the picture differs from the grey behind it, (height, width)."""
    return np.abs(screen.pixels().astype(int) - 102).max(axis=-1) > 12


def beam(length_m=4.0, *, is_main=True, presses=False, x=0.0):
    return Beam(ray=rays.ray((x, 0, 0.5), (0, 4, 0.5)), length_m=length_m, is_main=is_main, presses=presses)


# Beams


def test_a_beam_leads_from_below_to_a_dot_where_it_ends(screen, root):
    pointers = Pointers(root)
    pointers.show((None, beam(math.hypot(4, 0.5))))
    seen = drawn(screen)
    rows, columns = np.nonzero(seen)
    assert rows.max() > 320, "it comes from the hand"
    assert seen[MIDDLE], "its dot lies in the middle of the picture"
    assert abs(columns.mean() - 320) < 2


def test_a_beam_that_meets_nothing_has_no_dot(screen, root):
    pointers = Pointers(root)
    pointers.show((None, beam(math.inf)))
    assert not drawn(screen)[:230].any()


def test_without_hands_nothing_is_drawn(screen, root):
    pointers = Pointers(root)
    pointers.show((beam(), beam()))
    pointers.show((None, None))
    assert not drawn(screen).any()


def dot_px(screen, root, **more):
    pointers = Pointers(root)
    length_m = more.pop("length_m", 4.0)
    pointers.show((None, Beam(ray=rays.ray((0, 0, 1), (0, 1, 0)), length_m=length_m, **more)))
    count = int(drawn(screen)[224:257, 304:337].sum())
    pointers.close()
    return count


def test_a_dot_is_as_large_from_near_as_from_far(screen, root):
    near = dot_px(screen, root, length_m=3.0, is_main=True, presses=False)
    far = dot_px(screen, root, length_m=40.0, is_main=True, presses=False)
    assert far > 10
    assert near == pytest.approx(far, abs=6)


def test_both_hands_are_seen(screen, root):
    pointers = Pointers(root)
    pointers.show((beam(x=-0.6, is_main=False), beam(x=0.6)))
    seen = drawn(screen)
    assert seen[:, :320].any()
    assert seen[:, 320:].any()


# The arc


ARC = ((0.3, 0.3, 0.6), (0.3, 1.5, 1.0), (0.3, 2.5, 0.8), (0.3, 3.2, 0.0))


def aim(target=ARC[-1], heading_deg=None):
    return Aim(points=ARC, target=target, heading_deg=heading_deg)


def picture(screen, root, shown):
    arc = Arc(root)
    arc.show(shown)
    seen = screen.pixels().astype(int)
    arc.close()
    return seen


def test_one_sees_where_one_would_stand(screen, root):
    found = picture(screen, root, aim())
    amber = (found[..., 0] - found[..., 2]) > 60
    assert amber.sum() > 200
    assert amber[320:400].any(), "the ring on the floor"


def test_where_one_cannot_stand_it_is_another_shape_and_not_amber(screen, root):
    can, cannot = (picture(screen, root, each) for each in (aim(), aim(target=None)))
    assert not ((cannot[..., 0] - cannot[..., 2]) > 60).any()
    changed = [np.abs(found - 102).max(axis=-1) > 12 for found in (can, cannot)]
    assert (changed[0] != changed[1]).sum() > 200, "grey pictures tell them apart, too"


def test_an_arrow_head_says_where_one_looks_then(screen, root):
    plain, turned = picture(screen, root, aim()), picture(screen, root, aim(heading_deg=-90.0))
    differ = np.abs(plain - turned).max(axis=-1) > 12
    rows, columns = np.nonzero(differ)
    assert differ.any()
    assert columns.min() > 340, "to the right of the ring"
    assert rows.min() > 280


def test_without_an_arc_nothing_is_drawn(screen, root):
    arc = Arc(root)
    arc.show(aim())
    arc.show(None)
    assert not drawn(screen).any()


# The veil


def test_a_veil_darkens_everything(screen, root):
    veil = Veil(screen.camera)
    veil.update(darkness=0.5, edges=0.0)
    half = screen.pixels()
    veil.update(darkness=1.0, edges=0.0)
    whole = screen.pixels()
    veil.close()
    assert np.ptp(half[..., 0].astype(int)) <= 3
    assert half.mean() == pytest.approx(102 / 2, abs=8)
    assert whole.max() < 20


def test_its_edges_leave_the_middle_as_it_is(screen, root):
    veil = Veil(screen.camera)
    veil.update(darkness=0.0, edges=1.0)
    seen = screen.pixels()[..., 0]
    veil.close()
    assert seen[MIDDLE] == 102
    assert seen[240, 4] < 40
    assert seen[240, 635] < 40


def test_a_veil_follows_the_head(screen, root):
    veil = Veil(screen.camera)
    screen.camera.set_pos_hpr(30, -7, 2, 140, 20, 0)
    veil.update(darkness=0.0, edges=1.0)
    seen = screen.pixels()[..., 0]
    veil.close()
    assert seen[MIDDLE] == 102
    assert seen[240, 4] < 40


def test_where_nothing_is_dark_nothing_is_drawn(screen, root):
    veil = Veil(screen.camera)
    veil.update(darkness=1.0, edges=1.0)
    veil.update(darkness=0.0, edges=0.0)
    assert veil.path.is_hidden()
    assert (screen.pixels() == 102).all()
    veil.close()
