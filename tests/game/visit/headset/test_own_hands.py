"""What visitors see of their own hands in a visit, and what these say of themselves."""

import math
from dataclasses import replace

import panda3d.core as p3d
import pytest

from layerwalk.game import worn as worns
from layerwalk.game.own_hands import ASKED_S
from layerwalk.game.view.rig import Hand, Pose

PARTS = frozenset(("trigger", "squeeze", "stick", "primary", "secondary"))
DT_S = 1 / 60


@pytest.fixture
def seen(wearer):
    """Return a function that lets seconds pass and says whose labels are seen then."""
    camera = p3d.NodePath(p3d.Camera("head"))
    worn = worns.Worn(wearer.guest.scene, head=camera)

    def pass_by(seconds):
        for side, hand in wearer.hands.items():
            wearer.hands[side] = replace(hand, parts=PARTS)
        for _ in range(math.ceil(seconds / DT_S)):
            wearer.frame()
            worn.show(wearer.wearing, wearer.rig, dt_s=DT_S)
        found = wearer.guest.scene.path.find_all_matches("**/* labels")
        return {path.name.split()[0] for path in found if not path.is_hidden()}

    yield pass_by
    worn.close()


def before_the_eyes(wearer, side):
    pose = Pose(point=(0.0, 0.45, 1.62), turn=wearer.hands[side].aim.turn)
    wearer.hands[side] = replace(wearer.hands[side], aim=pose, grip=pose)


def test_a_hand_that_is_looked_at_says_what_its_buttons_do(wearer, seen):
    assert seen(1.0) == set()
    before_the_eyes(wearer, "left")
    assert seen(1.5) == {"left"}


def test_a_hand_that_is_busy_says_nothing(wearer, seen):
    before_the_eyes(wearer, "right")
    wearer.put("right", wearer.visit.scene.easel.frames["board"].centre)
    assert seen(1.5) == set()


def test_the_menu_has_both_hands_say_it_for_a_while_and_goes(wearer, seen):
    wearer.visit.open_menu("help")
    wearer.press("show_controls")
    assert seen(1.0) == {"left", "right"}
    assert not wearer.visit.menu.is_open
    assert seen(ASKED_S + 0.5) == set()


def test_hands_that_are_gone_say_nothing(wearer, seen):
    wearer.wearing.tells_controls = True
    assert seen(0.5) == {"left", "right"}
    wearer.hands["left"] = Hand()
    assert seen(0.1) == {"right"}


def test_a_hand_that_lays_its_controller_down_says_how_to_pinch_as_soon_as_that_is_written(wearer, seen):
    wearer.wearing.tells_controls = True
    joints = tuple((0.01 * number, 0.4, 1.5, 0.01) for number in range(26))
    for found in (joints, None, joints, (), None):
        assert seen(0.5) >= {"right"}
        wearer.hands["left"] = replace(wearer.hands["left"], joints=found)
        seen(DT_S)


def test_hands_are_as_large_as_ever_in_a_model(wearer, seen):
    seen(0.1)
    hands = wearer.guest.scene.path.find("hands")
    assert hands.get_scale().x == pytest.approx(1)
    wearer.visit.do("table")
    seen(0.1)
    assert hands.get_scale().x == pytest.approx(wearer.rig.scale)
