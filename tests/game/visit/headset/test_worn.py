"""What is drawn of a visit in a headset, in the world that the visitor stands in."""

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game import worn as worns
from layerwalk.game.view import cameras


@pytest.fixture
def eye(wearer):
    """Return a function that draws what the wearer sees, (height, width, 3) uint8."""
    studio = wearer.guest.studio
    camera, before = studio.screen.camera, studio.screen.camera.get_parent()
    origin = studio.scene.path.attach_new_node("room")
    camera.node().set_lens(cameras.lens(fov_deg=90, size=studio.size))
    worn = worns.Worn(studio.scene, head=camera)
    camera.reparent_to(origin)

    def look():
        worns.place(origin, wearer.rig)
        camera.set_pos(*wearer.head.point)
        camera.set_quat(p3d.LQuaternion(*wearer.head.turn))
        worn.show(wearer.wearing, wearer.rig, dt_s=0.0)
        return studio.frame().astype(int)

    yield look
    worn.close()
    camera.reparent_to(before)
    origin.remove_node()


def differ(one, two):
    return float((np.abs(one - two).max(axis=-1) > 12).mean())


def test_the_eye_is_where_the_head_is(wearer, eye):
    eye()
    camera = wearer.guest.studio.screen.camera
    assert tuple(camera.get_pos(wearer.guest.scene.path)) == pytest.approx(wearer.rig.head.point, abs=1e-3)
    assert camera.get_h(wearer.guest.scene.path) == pytest.approx(wearer.body.heading_deg, abs=1e-3)


def test_an_arc_is_seen_while_it_is_thrown(wearer, eye):
    wearer.frame(2)
    before = eye()
    wearer.hands["right"] = wearer.hand(0.0, (0.2, 1.0, -0.6))
    wearer.frame(3, right_y__plus=1.0)
    thrown = eye()
    amber = (thrown[..., 0] - thrown[..., 2] > 60) & (np.abs(thrown - before).max(axis=-1) > 30)
    assert amber.sum() > 30


def test_it_gets_dark_on_the_way_and_light_again(wearer, eye):
    light = eye().mean()
    wearer.hands["right"] = wearer.hand(0.0, (0.3, 1.0, -0.9))
    wearer.frame(3, right_y__plus=1.0)
    seen = []
    for _ in range(20):
        wearer.frame()
        seen.append(eye().mean())
    assert min(seen) < light / 4
    assert seen[-1] > light / 2


def test_a_model_is_drawn_no_finer_than_it_is_seen(wearer, eye):
    camera = wearer.guest.studio.screen.camera.node()
    eye()
    assert camera.get_lod_scale() == 1
    wearer.visit.do("table")
    wearer.frame(3)
    eye()
    assert camera.get_lod_scale() == pytest.approx(wearer.rig.scale)


def test_a_model_is_not_lost_in_the_dusk(wearer, eye):
    wearer.head = type(wearer.head)(point=wearer.head.point, turn=(0.966, -0.259, 0.0, 0.0))
    wearer.frame()
    wearer.visit.do("table")
    wearer.frame(3)
    clear = eye()
    wearer.guest.scene.world.set_scale(1.0)
    hazy = wearer.guest.studio.frame().astype(int)
    assert np.ptp(clear, axis=(0, 1)).sum() > np.ptp(hazy, axis=(0, 1)).sum()
    assert differ(clear, hazy) > 0.01
