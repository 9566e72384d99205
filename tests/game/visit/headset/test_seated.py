"""Everything is reached from a chair, without a step: what can be pressed is in front, and a ray comes to it."""

import math
from dataclasses import replace

import pytest

from layerwalk.game.menus import registry
from layerwalk.game.settings import Headset, Settings, View
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.rig import Pose
from layerwalk.game.world import rays

EYE_M = 1.1
SHOULDER = (0.2, 0.0, 0.85)
REACH_M = 0.6
MOST_NOTCHES = 150
ASIDE_DEG, UP_DEG = 45, 35
"""So far from straight ahead does one look without turning in the chair."""


@pytest.fixture(params=["standing", "seated"])
def sitter(wearer, request):
    """Return one who sits, whether their settings know it or not, with both hands in their lap."""
    wearer.visit.set_settings(Settings(vr=Headset(posture=request.param)))
    wearer.head = Pose(point=(0.0, 0.0, EYE_M))
    for side, x in (("left", -0.2), ("right", 0.2)):
        wearer.hands[side] = replace(wearer.hand(x), aim=Pose(point=(x, 0.35, 0.75)), grip=Pose(point=(x, 0.35, 0.75)))
    wearer.frame(2)
    assert math.dist(SHOULDER, wearer.hands["right"].aim.point) < REACH_M
    return wearer


def off_deg(wearer, at):
    """Return how far a place is from straight ahead, to the side and up."""
    head = wearer.rig.head
    x, y, z = (there - here for there, here in zip(at, head.point, strict=True))
    aside = math.degrees(math.atan2(-x, y)) - rigs.heading_deg(head.turn)
    return (aside + 180) % 360 - 180, math.degrees(math.atan2(z, math.hypot(x, y)))


def ray_from_the_hand(wearer, at):
    x, y, z = hand = wearer.wearing.rigging.room.outward(wearer.hands["right"].aim.point)
    return rays.ray(hand, (at[0] - x, at[1] - y, at[2] - z))


def scrolled_to(menu, name):
    """Return where an item is seen, once the page is scrolled to it."""
    for notch in (*[-1] * MOST_NOTCHES, *[1] * 2 * MOST_NOTCHES):
        if menu.where(name) is not None:
            break
        menu.wheel(notch)
    return menu.where(name)


@pytest.mark.parametrize("text_size", [1.0, 2.0])
def test_a_ray_comes_to_everything_on_every_page_of_the_menu(sitter, text_size):
    visit, menu = sitter.visit, sitter.visit.menu
    visit.set_settings(replace(visit.settings, view=View(text_size=text_size)))
    for page in registry.PAGES:
        visit.open_menu(page)
        sitter.frame(2)
        for name in menu.layout.by_name:
            at = scrolled_to(menu, name)
            assert at is not None, f"{name} on {page} is never seen"
            aside, up = off_deg(sitter, at)
            assert abs(aside) < ASIDE_DEG, f"{name} on {page}"
            assert abs(up) < UP_DEG, f"{name} on {page}"
            menu.point(ray_from_the_hand(sitter, at), pointer="try")
            assert name in menu.pointed, f"{name} on {page}"
            menu.point(None, pointer="try")


def test_a_ray_comes_to_every_tool_of_the_easel_and_every_part_of_the_rack(sitter):
    scene = sitter.visit.scene
    for place, frames in (("easel", scene.easel.frames), ("rack", scene.shelf.frames)):
        for part, frame in frames.items():
            sitter.point("right", frame.centre)
            sitter.frame(2)
            assert scene.hands.hovered == f"{place} {part}"
