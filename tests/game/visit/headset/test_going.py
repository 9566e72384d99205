"""Going and turning in a headset."""

import math

import pytest

from layerwalk.game.settings import Headset, Settings
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.rig import Hand, Pose

DT_S, EYE_M = 1 / 60, 1.65


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_stick_that_is_pushed_and_let_go_takes_one_where_its_arc_ends(wearer, side):
    start = wearer.body.position
    wearer.hands[side] = wearer.hand(0.0, (0.3, 1.0, -0.9))
    wearer.frame(3, **{f"{side}_y__plus": 1.0})
    aim = wearer.wearing.aim
    assert aim is not None
    assert aim.target is not None
    assert wearer.body.position == pytest.approx(start)
    wearer.frame(20)
    assert wearer.wearing.aim is None
    assert wearer.body.position == pytest.approx(aim.target, abs=1e-3)
    assert wearer.rig.head.point[:2] == pytest.approx(aim.target[:2], abs=1e-3)


def test_it_is_dark_on_the_way_as_long_as_one_wants(wearer):
    wearer.visit.set_settings(Settings(vr=Headset(blink_s=0.4)))
    wearer.hands["right"] = wearer.hand(0.0, (0.3, 1.0, -0.9))
    wearer.frame(3, right_y__plus=1.0)
    start, seen = wearer.body.position, []
    for _ in range(30):
        wearer.frame()
        seen.append((wearer.wearing.darkness, wearer.body.position == pytest.approx(start)))
    assert max(dark for dark, _ in seen) == 1
    assert all(stays for dark, stays in seen[:10])
    assert seen[-1] == (0, False)


def test_the_stick_chooses_where_one_looks_then(wearer):
    wearer.hands["right"] = wearer.hand(0.0, (0.0, 1.0, -0.9))
    before = wearer.body.heading_deg
    wearer.frame(3, right_y__plus=1.0)
    wearer.frame(3, right_x__plus=1.0)
    assert wearer.body.heading_deg == pytest.approx(before), "the stick aims, and does not turn"
    wearer.frame(20)
    off = math.radians(wearer.body.heading_deg - (before - 90))
    assert math.cos(off) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(("roll_deg", "turn_deg"), [(10, 0), (50, -90), (-50, 90)])
def test_the_wrist_of_a_hand_without_a_stick_chooses_it_too(wearer, roll_deg, turn_deg):
    wearer.hands["right"] = wearer.hand(0.0, (0.0, 1.0, -0.9))
    before = wearer.body.heading_deg
    wearer.frame(3, right_pinch=1.0)
    wearer.roll("right", roll_deg)
    wearer.frame(3, right_pinch=1.0)
    assert (wearer.wearing.aim.heading_deg is None) == (turn_deg == 0)
    wearer.frame(20)
    assert math.cos(math.radians(wearer.body.heading_deg - before - turn_deg)) == pytest.approx(1, abs=1e-6)


def test_over_the_water_one_goes_nowhere(wearer):
    start = wearer.body.position
    wearer.hands["right"] = wearer.hand(0.0, (0.0, -1.0, 0.3))
    wearer.frame(3, right_y__plus=1.0)
    assert wearer.wearing.aim.target is None
    wearer.frame(20)
    assert wearer.body.position == pytest.approx(start)


def test_a_squeeze_takes_the_arc_back(wearer):
    start = wearer.body.position
    wearer.hands["right"] = wearer.hand(0.0, (0.3, 1.0, -0.9))
    wearer.frame(3, right_y__plus=1.0)
    wearer.frame(1, right_y__plus=1.0, right_squeeze=1.0)
    assert wearer.wearing.aim is None
    wearer.frame(20)
    assert wearer.body.position == pytest.approx(start)


def test_who_wants_to_glides_with_the_stick(wearer):
    wearer.visit.set_settings(Settings(vr=Headset(walking="smooth")))
    wearer.head = Pose(point=(0.0, 0.0, EYE_M), turn=rigs.headed(90.0))
    wearer.frame()
    start, edges = wearer.body.position, []
    for _ in range(60):
        wearer.frame(1, left_y__plus=1.0)
        edges.append(wearer.wearing.edges)
    assert math.dist(wearer.body.position, start) > 0.8
    assert max(edges) > 0.3
    wearer.frame(60)
    assert wearer.wearing.edges == 0


def glided(wearer, *, push, vignette):
    """Return how dark the edges get while one glides straight on."""
    wearer.visit.set_settings(Settings(vr=Headset(walking="smooth", vignette=vignette)))
    wearer.visit.do("court")
    edges = []
    for _ in range(40):
        wearer.frame(1, left_y__plus=push)
        edges.append(wearer.wearing.edges)
    wearer.frame(60)
    return max(edges)


def test_the_edges_are_the_darker_the_faster_one_glides_and_never_darker_than_wished(wearer):
    wearer.head = Pose(point=(0.0, 0.0, EYE_M), turn=rigs.headed(90.0))
    slow, fast = (glided(wearer, push=push, vignette=0.8) for push in (0.4, 1.0))
    assert 0 < slow < 0.7 * fast
    assert fast == pytest.approx(0.8)
    assert glided(wearer, push=1.0, vignette=0.0) == 0


def test_who_walks_in_their_own_room_sees_everything(wearer):
    wearer.visit.set_settings(Settings(vr=Headset(vignette=1.0)))
    for step in range(60):
        wearer.head = Pose(point=(0.0, 0.025 * step, EYE_M))
        wearer.frame()
        assert wearer.wearing.edges == 0


def test_without_wanting_to_nobody_glides(wearer):
    start = wearer.body.position
    wearer.hands["left"] = wearer.hand(0.0, (0.0, 0.0, 1.0))
    wearer.frame(30, left_y__minus=1.0)
    wearer.frame(5)
    assert wearer.body.position == pytest.approx(start)


def test_one_controller_alone_turns_and_goes(wearer):
    wearer.hands = {"left": wearer.hand(0.0, (0.3, 1.0, -0.9)), "right": Hand()}
    before = wearer.body.heading_deg
    wearer.frame(1, left_x__minus=1.0)
    wearer.frame()
    assert wearer.body.heading_deg == pytest.approx(before + 30)
    start = wearer.body.position
    wearer.frame(3, left_y__plus=1.0)
    wearer.frame(20)
    assert math.dist(wearer.body.position, start) > 0.5


# Turning


@pytest.mark.parametrize("step", [30.0, 45.0])
def test_a_stick_turns_in_steps_again_and_again(wearer, step):
    wearer.visit.set_settings(Settings(vr=Headset(snap_deg=step)))
    before, head = wearer.body.heading_deg, wearer.rig.head.point
    wearer.frame(1, right_x__minus=1.0)
    assert wearer.body.heading_deg == pytest.approx(before + step)
    wearer.frame(round(0.36 / DT_S), right_x__minus=1.0)
    assert wearer.body.heading_deg == pytest.approx(before + 2 * step)
    assert wearer.rig.head.point == pytest.approx(head, abs=1e-3)
    assert wearer.wearing.edges == 0


def test_who_wants_to_is_turned_smoothly_with_dark_edges(wearer):
    wearer.visit.set_settings(Settings(vr=Headset(turning="smooth", vignette=0.8)))
    before = wearer.body.heading_deg
    wearer.frame(30, right_x__plus=1.0)
    assert wearer.body.heading_deg == pytest.approx(before - 0.5 * 120, abs=1e-3)
    assert wearer.wearing.edges == pytest.approx(0.8)


def test_a_head_that_turns_darkens_nothing(wearer):
    for turn in range(90):
        wearer.head = Pose(point=(0.0, 0.0, EYE_M), turn=rigs.headed(4.0 * turn))
        wearer.frame()
        assert wearer.wearing.edges == 0


def test_without_the_focus_nothing_happens(wearer):
    before = wearer.body
    wearer.frame(5, focused=False, right_x__minus=1.0, right_trigger=1.0)
    assert wearer.body.heading_deg == pytest.approx(before.heading_deg)


@pytest.mark.parametrize(("name", "side"), [("turn_left", 1), ("turn_right", -1)])
def test_who_has_no_stick_is_turned_by_the_menu_again_and_again(wearer, name, side):
    wearer.visit.set_settings(Settings(vr=Headset(snap_deg=45.0)))
    wearer.visit.open_menu("settings.vr")
    before, head = wearer.body.heading_deg, wearer.rig.head.point
    wearer.press(name)
    for turns in (1, 2):
        turned_deg = wearer.body.heading_deg - before - side * 45 * turns
        assert math.cos(math.radians(turned_deg)) == pytest.approx(1)
        assert wearer.rig.head.point == pytest.approx(head, abs=1e-3)
        assert (wearer.visit.menu.is_open, wearer.visit.plan.page) == (True, "settings.vr")
        assert wearer.visit.menu.hovered == name, "the menu comes along, and is pressed again from where one is"
        wearer.frame(2, right_trigger=1.0)
        wearer.frame(2)


def test_nobody_is_turned_beside_a_model(wearer):
    wearer.visit.do("table")
    wearer.frame(2)
    before = wearer.rig.origin
    wearer.visit.do("turn_left")
    wearer.frame(2)
    assert wearer.rig.origin == before
