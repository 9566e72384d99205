"""The world as a model in both hands, and the height and place of whoever wears a headset."""

import math

import pytest

from layerwalk.game.settings import Headset, Settings
from layerwalk.game.view.rig import Hand, Pose


def test_both_hands_make_a_model_of_the_world_and_one_steps_in_again(wearer):
    def at(apart):
        pose = [Pose(point=(side * apart / 2, 0.4, 1.2)) for side in (-1, 1)]
        wearer.hands = {name: Hand(aim=each, grip=each) for name, each in zip(("left", "right"), pose, strict=True)}

    for apart in (0.9, 0.5, 0.1):
        at(apart)
        wearer.frame(2, left_squeeze=1.0, right_squeeze=1.0)
    assert wearer.rig.scale == pytest.approx(9)
    wearer.frame(10)
    assert wearer.rig.scale == pytest.approx(9)
    for apart in (0.1, 0.5, 0.9):
        at(apart)
        wearer.frame(2, left_squeeze=1.0, right_squeeze=1.0)
    wearer.frame(10)
    assert wearer.rig.scale == 1
    assert wearer.visit.visitor.ground.floor_at(*wearer.body.position) is not None


def test_the_menu_makes_a_model_and_one_points_at_where_to_stand(wearer):
    wearer.visit.open_menu("settings.vr")
    wearer.press("table")
    assert wearer.rig.scale > 5
    assert not wearer.visit.menu.is_open
    stage = wearer.visit.scene.placement.stages[0].floor.centre
    wearer.point("right", stage)
    wearer.frame(3, right_y__plus=1.0)
    assert wearer.wearing.aim.target is not None
    wearer.frame(20)
    assert wearer.rig.scale == 1
    assert math.dist(wearer.body.position[:2], stage[:2]) < wearer.visit.scene.placement.stages[0].floor.radius_m


def test_who_calls_the_menu_beside_a_model_stands_in_the_world_again(wearer):
    wearer.visit.do("table")
    wearer.frame(2)
    assert wearer.rig.scale > 5
    wearer.frame(1, menu=1.0)
    wearer.frame()
    assert wearer.rig.scale == 1
    assert wearer.visit.menu.is_open
    assert 1.3 <= math.dist(wearer.visit.menu.frame.centre, wearer.rig.head.point) <= 2.0


# Height and place


def test_a_stick_that_is_held_down_measures_anew(wearer):
    wearer.visit.set_settings(Settings(vr=Headset(posture="seated")))
    wearer.head = Pose(point=(0.0, 0.0, 1.15))
    wearer.frame(70, right_stick=1.0)
    assert wearer.wearing.was_recentred
    assert wearer.rig.head.point[2] == pytest.approx(wearer.body.position[2] + 1.62, abs=1e-3)


def test_the_menu_measures_anew(wearer):
    wearer.visit.open_menu("settings.vr")
    wearer.press("recentre")
    assert wearer.wearing.was_recentred
    assert "recentre" not in wearer.visit.wishes


def test_the_desk_is_as_it_was_when_the_headset_is_off(guest, wear):
    wearer = wear()
    assert guest.visit.situation.in_headset
    wearer.visit.do("table")
    wearer.frame(2)
    wearer.wearing.close()
    assert not guest.visit.situation.in_headset
    guest.visit.wishes.clear()
