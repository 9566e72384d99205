"""What a visitor sees of their own hands: controllers and gloves, looked at in pixels."""

import math
from dataclasses import replace

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game.ui.menu import panel
from layerwalk.game.view import controller_shape, glove, offscreen
from layerwalk.game.view.hands_seen import HandsSeen
from layerwalk.game.view.rig import Hand, Pose
from layerwalk.game.world import shaders

SIZE = (640, 480)
AMBER_LESS_BLUE = 90
PARTS = frozenset(("trigger", "squeeze", "stick", "primary", "secondary", "menu"))


@pytest.fixture(scope="module")
def screen():
    offscreen.configure(off_screen=True)
    opened = offscreen.OffScreen(SIZE)
    lens = p3d.PerspectiveLens()
    lens.set_fov(60, 2 * math.degrees(math.atan(math.tan(math.radians(30)) * 0.75)))
    lens.set_near_far(0.05, 10.0)
    opened.camera.node().set_lens(lens)
    opened.buffer.set_clear_color(p3d.LColor(0.4, 0.4, 0.4, 1))
    yield opened
    opened.close()


@pytest.fixture
def seen(screen):
    """Return both hands under a room that is looked at from its origin along +Y."""
    root = p3d.NodePath("root")
    screen.camera.reparent_to(root)
    made = HandsSeen(root)
    yield made
    made.close()
    screen.camera.detach_node()


def picture(screen):
    return screen.pixels().astype(int)


def drawn(screen):
    """Return where the picture differs from the grey behind it, (height, width)."""
    return np.abs(picture(screen) - 102).max(axis=-1) > 12


def held(x=0.0, y=0.4):
    return Hand(grip=Pose(point=(x, y, 0.0)))


def bare(x=0.0, y=0.4):
    """Return a hand whose joints lie on a small ball round its middle."""
    turn = np.linspace(0, 2 * np.pi, glove.COUNT, endpoint=False)
    ring = np.stack([x + 0.05 * np.cos(turn), np.full(glove.COUNT, y), 0.05 * np.sin(turn)], axis=-1)
    return Hand(grip=Pose(point=(x, y, 0.0)), joints=tuple((*map(float, point), 0.01) for point in ring))


def rings(side):
    """Return how many rings of amber a controller has, along its handle."""
    made = controller_shape.built(side, parts=PARTS)
    along = np.unique(made.positions[made.colours[:, 3] > 0.5, 1].round(3))
    return 1 + int((np.diff(along) > 0.003).sum())


def test_a_controller_is_seen_where_it_is_gripped(screen, seen):
    seen.show((Hand(), held(0.1)))
    rows, columns = np.nonzero(drawn(screen))
    across_px = 320 / math.tan(math.radians(30))
    assert columns.mean() == pytest.approx(320 + across_px * 0.1 / 0.4, abs=12)
    assert rows.mean() == pytest.approx(240, abs=20)


def test_hands_that_are_not_tracked_are_not_seen(screen, seen):
    seen.show((held(-0.1), bare(0.1)))
    assert drawn(screen).any()
    seen.show((Hand(), Hand()))
    assert not drawn(screen).any()


def test_a_controller_has_the_buttons_that_it_has_in_truth(screen, seen):
    seen.show((Hand(), replace(held(), parts=frozenset(("trigger", "menu")))))
    simple = picture(screen)
    seen.show((Hand(), replace(held(), parts=PARTS)))
    assert np.abs(picture(screen) - simple).max() > 12
    seen.show((Hand(), replace(held(), parts=frozenset(("trigger", "menu")))))
    assert (picture(screen) == simple).all()


def test_left_and_right_are_told_apart_by_their_form(screen):
    left, right = (controller_shape.built(side, parts=PARTS) for side in ("left", "right"))
    assert rings("left") == 2
    assert rings("right") == 1
    assert left.positions[:, 0].min() == pytest.approx(-right.positions[:, 0].max())
    for part in ("stick", "primary", "secondary"):
        x, y, z = controller_shape.place(part, "right")
        assert controller_shape.place(part, "left") == (-x, y, z)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_controller_is_seen_from_outside_and_lit_everywhere(side):
    made = controller_shape.built(side, parts=PARTS)
    assert np.isfinite(made.normals).all()
    corners = made.positions[made.triangles].astype(float)
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    towards = (faces * made.normals[made.triangles].mean(axis=1)).sum(axis=-1)
    assert (towards >= -1e-9).mean() > 0.99


def test_a_bare_hand_is_seen_at_its_joints_and_shines_where_it_pinches(screen, seen):
    seen.show((bare(-0.1), Hand()))
    found = picture(screen)
    columns = np.nonzero(np.abs(found - 102).max(axis=-1) > 12)[1]
    across_px = 320 / math.tan(math.radians(30))
    assert columns.mean() == pytest.approx(320 - across_px * 0.1 / 0.4, abs=12)
    assert (found[..., 0] - found[..., 2] > AMBER_LESS_BLUE / 2).any()


def test_a_glove_takes_the_place_of_a_controller_that_was_laid_down(screen, seen):
    seen.show((Hand(), held()))
    controller = picture(screen)
    seen.show((Hand(), bare()))
    assert np.abs(picture(screen) - controller).max() > 30


def test_a_bare_hand_whose_joints_are_not_known_is_no_controller(screen, seen):
    seen.show((Hand(), Hand(grip=Pose(point=(0.0, 0.4, 0.0)), joints=())))
    assert not drawn(screen).any()


def test_all_bones_lie_between_two_joints_that_there_are():
    assert all(0 < start < glove.COUNT and 0 < end < glove.COUNT and start != end for start, end in glove.bones())
    assert {joint for bone in glove.bones() for joint in bone} == set(range(1, glove.COUNT))


def test_both_hands_are_drawn_in_two_calls(seen):
    seen.show((held(-0.1), bare(0.1)))
    geoms = [path for path in seen.path.find_all_matches("**/+GeomNode") if not path.is_hidden()]
    assert len(geoms) == 2


def blank():
    made = p3d.Texture("blank")
    made.setup_2d_texture(1, 1, p3d.Texture.T_unsigned_byte, p3d.Texture.F_red)
    made.set_ram_image(bytes(1))
    return made


def wall(seen, away_m):
    """Hang a white wall before the eye, and return it."""
    card = p3d.CardMaker("wall")
    card.set_frame(-1, 1, -1, 1)
    made = seen.path.get_parent().attach_new_node(card.generate())
    shaders.wear(made, "picture")
    for name in ("ink", "paper"):
        made.set_shader_input(name, p3d.LVecBase3(0.9, 0.9, 0.9))
    made.set_shader_input("cells_size", p3d.LVecBase2(0, 0))
    made.set_shader_input("picture", blank())
    made.set_y(away_m)
    return made


def test_a_menu_that_lies_over_the_world_lies_behind_a_hand_that_is_nearer(screen, seen):
    menu = wall(seen, 1.6)
    menu.set_bin("fixed", panel.BIN + 4)
    menu.set_depth_test(False)
    before = picture(screen)
    seen.show((Hand(), held()))
    assert (np.abs(picture(screen) - before).max(axis=-1) > 12).sum() > 1000
    menu.remove_node()


def test_a_hand_that_is_in_a_wall_is_not_seen(screen, seen):
    near = wall(seen, 0.2)
    before = picture(screen)
    seen.show((Hand(), held()))
    assert (picture(screen) == before).all()
    near.remove_node()
