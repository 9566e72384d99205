"""What both eyes are given, by the pixel."""

import math

import pytest

pytestmark = pytest.mark.xr

UNTURNED = (0.0, 0.0, 0.0, 1.0)
SIZE = (320, 240)
HALF_M = 0.032
EVEN = (-0.8, 0.8, 0.7, -0.7)
LEFT_ASKEW, RIGHT_ASKEW = (-0.9, 0.7, 0.6, -0.8), (-0.7, 0.9, 0.6, -0.8)


def views(left=EVEN, right=EVEN, *, left_turn=UNTURNED, right_turn=UNTURNED):
    return ((left, left_turn, (-HALF_M, 0.0, 0.0)), (right, right_turn, (HALF_M, 0.0, 0.0)))


def turned(axis: int, deg: float):
    half = math.radians(deg) / 2
    parts = [0.0, 0.0, 0.0, math.cos(half)]
    parts[axis] = math.sin(half)
    return tuple(parts)


CASES = {
    "straight": ((0.0, 1.6, 0.0), UNTURNED, views()),
    "yawed": ((0.0, 1.6, 0.0), turned(1, 20), views()),
    "pitched": ((0.0, 1.6, 0.0), turned(0, -15), views()),
    "rolled": ((0.0, 1.6, 0.0), turned(2, 12), views()),
    "shifted": ((0.4, 1.2, -0.6), UNTURNED, views()),
    "asymmetric": ((0.0, 1.6, 0.0), UNTURNED, views(LEFT_ASKEW, RIGHT_ASKEW)),
    "canted": ((0.0, 1.6, 0.0), UNTURNED, views(left_turn=turned(1, 10), right_turn=turned(1, -10))),
    "everything": (
        (-0.3, 1.5, 0.2),
        turned(1, -14),
        views(LEFT_ASKEW, RIGHT_ASKEW, left_turn=turned(1, 8), right_turn=turned(1, -8)),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_marks_are_where_openxr_says_they_are_in_both_eyes(case, base, remote, show):
    import markers

    place, turn, both = CASES[case]
    points = {markers.RED: (0.0, 3.0, 1.6), markers.GREEN: (1.0, 4.0, 2.2), markers.BLUE: (-0.8, 2.5, 1.2)}
    hung = [markers.mark(base.render, point, colour) for colour, point in points.items()]
    remote.head_position, remote.head_rotation, remote.views = place, turn, both
    remote.send()
    shown = show()
    for _ in range(3):
        shown.frame()
    pictures = shown.look()
    for picture, view in zip(pictures, both, strict=True):
        for colour, point in points.items():
            told = markers.expected(point, (place, turn), view, size=SIZE)
            assert markers.found(picture, colour) == pytest.approx(told, abs=0.7)
    for path in hung:
        path.remove_node()


def test_near_things_lie_further_apart_in_both_eyes_than_far_things(base, remote, show):
    import markers

    near, far = (
        markers.mark(base.render, (0, 1.0, 1.6), markers.RED),
        markers.mark(base.render, (0, 8, 1.9), markers.BLUE),
    )
    remote.views = views()
    remote.send()
    left, right = show().look()
    pixels_per_tangent = SIZE[0] / (2 * math.tan(0.8))
    for colour, distance_m in ((markers.RED, 1.0), (markers.BLUE, 8.0)):
        apart = markers.found(left, colour)[0] - markers.found(right, colour)[0]
        assert apart == pytest.approx(2 * HALF_M / distance_m * pixels_per_tangent, abs=0.7)
    near.remove_node()
    far.remove_node()


@pytest.mark.parametrize("moved", [0, 1])
def test_an_eye_that_is_moved_in_the_head_sees_from_there(moved, base, remote, show):
    import markers

    path = markers.mark(base.render, (0.1, 2.0, 1.7), markers.GREEN)
    remote.views = views()
    remote.send()
    shown = show()
    shown.look()
    both = list(views())
    both[moved] = (EVEN, UNTURNED, (both[moved][2][0] * 2, 0.0, 0.0))
    remote.views = tuple(both)
    remote.send()
    for _ in range(4):
        shown.frame()
    for picture, view in zip(shown.look(), both, strict=True):
        told = markers.expected((0.1, 2.0, 1.7), ((0.0, 1.6, 0.0), UNTURNED), view, size=SIZE)
        assert markers.found(picture, markers.GREEN) == pytest.approx(told, abs=0.7)
    path.remove_node()


def test_a_coarser_picture_shows_the_same_in_fewer_pixels(base, remote, show):
    import markers

    path = markers.mark(base.render, (0.5, 2.5, 1.8), markers.GREEN)
    remote.views = views()
    remote.send()
    shown = show()
    shown.headset.adapts = False
    shown.headset.eyes.set_resolution(0.5)
    left, right = shown.look()
    assert left.shape == right.shape == (SIZE[1] // 2, SIZE[0] // 2, 3)
    told = markers.expected((0.5, 2.5, 1.8), ((0, 1.6, 0), UNTURNED), remote.views[0], size=(160, 120))
    assert markers.found(left, markers.GREEN) == pytest.approx(told, abs=0.7)
    path.remove_node()


def test_a_room_put_into_the_world_takes_the_eyes_along(base, remote, show):
    import markers

    path = markers.mark(base.render, (7.0, 5.0, 3.6), markers.RED)
    remote.views = views()
    remote.send()
    shown = show()
    shown.headset.origin.set_pos(10, 5, 2)
    shown.headset.origin.set_h(90)
    left, _ = shown.look()
    told = markers.expected((0, 3, 1.6), ((0, 1.6, 0), UNTURNED), remote.views[0], size=SIZE)
    assert markers.found(left, markers.RED) == pytest.approx(told, abs=0.7)
    path.remove_node()


def test_a_world_seen_from_a_larger_room_looks_small(base, remote, show):
    import markers

    path = markers.mark(base.render, (0.0, 10.0, 16.0), markers.RED)
    path.set_scale(5)
    remote.views = views()
    remote.send()
    shown = show()
    shown.headset.origin.set_scale(10)
    left, right = shown.look()
    apart = markers.found(left, markers.RED)[0] - markers.found(right, markers.RED)[0]
    assert apart == pytest.approx(2 * HALF_M / 1.0 * SIZE[0] / (2 * math.tan(0.8)), abs=0.7)
    path.remove_node()


def test_nothing_reaches_over_into_the_other_eyes_picture(base, remote, show):
    import markers
    import numpy as np

    remote.views = views()
    remote.send()
    ahead_m, edge = 2.5, math.tan(EVEN[1])
    hung = [
        markers.mark(base.render, (ahead_m * edge - HALF_M, ahead_m, 1.6), markers.GREEN),
        markers.mark(base.render, (HALF_M - ahead_m * edge, ahead_m, 1.6), markers.RED),
    ]
    left, right = show().look()
    for picture, colour, seen, other in ((left, markers.GREEN, -1, 0), (right, markers.RED, 0, -1)):
        is_marked = (picture == np.array(colour, np.uint8)).all(axis=2)
        assert is_marked[:, seen].any(), "the mark lies across the edge"
        assert not is_marked[:, other].any()
    for path in hung:
        path.remove_node()


def test_an_older_opengl_copies_the_same_pictures(base, remote, show, monkeypatch):
    import markers
    from OpenGL import GL

    path = markers.mark(base.render, (0.5, 2.5, 1.8), markers.GREEN)
    remote.views = views()
    remote.send()
    shown = show()
    seen = shown.look()
    shown.headset.close()
    monkeypatch.setattr(GL, "glBlitNamedFramebuffer", None)
    shown.__init__(base)
    shown.focus()
    for before, now in zip(seen, shown.look(), strict=True):
        assert (before == now).all()
        assert markers.found(now, markers.GREEN)
    path.remove_node()


def test_both_eyes_are_culled_once(base, remote, show):
    import panda3d.core as p3d

    culled = []
    node = p3d.CallbackNode("told")
    node.set_cull_callback(p3d.PythonCallbackObject(lambda data: culled.append(data)))
    path = base.render.attach_new_node(node)
    shown = show()
    culled.clear()
    base.cam.node().set_active(False)
    shown.frame()
    assert len(culled) == 1
    base.cam.node().set_active(True)
    path.remove_node()


def test_a_smoothed_picture_shows_the_same(base, remote, show):
    import markers
    import panda3d.core as p3d

    path = markers.mark(base.render, (0.5, 2.5, 1.8), markers.GREEN)
    path.set_antialias(p3d.AntialiasAttrib.M_multisample)
    remote.views = views()
    remote.send()
    for picture, view in zip(show(multisamples=4).look(), remote.views, strict=True):
        told = markers.expected((0.5, 2.5, 1.8), ((0, 1.6, 0), UNTURNED), view, size=SIZE)
        assert markers.found(picture, markers.GREEN) == pytest.approx(told, abs=0.7)
        greens = picture[:, :, 1].astype(int)
        assert ((greens > 120) & (greens < 240)).any(), "its edges are between two colours"
    path.remove_node()


def test_what_both_eyes_see_is_in_the_head_cameras_field(base, remote, show):
    import panda3d.core as p3d

    remote.views = CASES["everything"][2]
    remote.send()
    shown = show()
    camera = shown.headset.eyes.camera
    span = camera.node().get_lens().make_bounds()
    shown.focus()
    for eye in shown.eyes():
        for across in (eye.left, eye.right):
            for upward in (eye.up, eye.down):
                turn = p3d.LQuaternion(*eye.pose.turn)
                point = p3d.LPoint3(*eye.pose.point) + turn.xform(p3d.LVector3(across, 1, upward) * 2.0)
                seen = camera.get_relative_point(shown.headset.origin, point)
                assert span.contains(p3d.LPoint3(seen * 0.999)), (across, upward)


def test_the_sky_is_endlessly_far(base, remote, show):
    from layerwalk.game.world import sky

    dome = sky.build_sky(sky.sky_texture())
    dome.reparent_to(base.render)
    remote.views = views()
    remote.head_rotation = turned(0, 15)
    remote.send()
    shown = show()
    for _ in range(2):
        shown.frame()
    left, right = (picture.astype(int) for picture in shown.look())
    assert left.std() > 5, "the sky is there"
    assert abs(left - right).max() <= 2
    dome.remove_node()


def test_a_picture_that_takes_too_long_gets_coarser(base, remote, show):
    shown = show()
    fine = shown.headset.eyes.drawn
    assert shown.headset.drawn_s > 0
    for _ in range(3):
        shown.headset.poll()
        shown.headset._period_ns = 1000  # as if each frame were shown for a microsecond only
        base.graphics_engine.render_frame()
    assert shown.headset.eyes.drawn == (fine[0] // 2, fine[1] // 2)
    assert shown.look()[0].shape[:2] == (fine[1] // 2, fine[0] // 2)


def test_a_smoothed_picture_has_smooth_hands(base, remote, show):
    import markers
    import panda3d.core as p3d

    from layerwalk.game.view.hands_seen import HandsSeen
    from layerwalk.game.view.rig import Hand, Pose

    wall = markers.mark(base.render, (0.0, 3.0, 1.6), markers.GREEN)
    wall.set_scale(40)
    wall.set_antialias(p3d.AntialiasAttrib.M_multisample)
    hands = HandsSeen(base.render)
    hands.show((Hand(), Hand(grip=Pose(point=(0.0, 0.4, 1.6)))))
    remote.views = views()
    remote.send()
    left, _ = show(multisamples=4).look()
    reds, greens = left[90:150, 130:210, 0], left[90:150, 130:210, 1]
    assert (greens < 60).any(), "a hand is there"
    assert ((reds < 40) & (greens > 90) & (greens < 240)).any(), "its edges are between two colours"
    hands.close()
    wall.remove_node()


def test_a_picture_for_which_there_is_room_gets_finer_again(base, remote, show):
    from layerwalk.game.view.xr.pace import Pace

    shown = show()
    fine = shown.headset.eyes.drawn
    shown.headset._pace = Pace(factor=0.95)
    shown.frame()
    assert shown.headset.eyes.drawn < fine
    shown.until(lambda tracked: shown.headset.eyes.drawn == fine)
