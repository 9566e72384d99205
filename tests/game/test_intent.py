"""From what is pressed and pushed to what the visitor wants, in the world and in the menu."""

import pytest

from layerwalk.game.move import bindings, intent
from layerwalk.game.move.intent import Intent, Reading
from layerwalk.game.move.snap import Snap


def composed(*readings, dt_s=0.1, **rest):
    return intent.compose(bindings.DEFAULTS, readings, dt_s=dt_s, **rest)


def held(**pushed):
    return Reading(pushed=pushed)


def test_keys_become_wishes():
    assert composed(held(w=1.0, d=1.0, shift=1.0, c=1.0)) == Intent(forward=1, right=1, fast=True, crouch=True)
    assert composed(held(s=1.0, arrow_left=1.0, space=1.0)) == Intent(forward=-1, right=-1, up=1)


def test_who_pushes_nothing_wants_nothing():
    assert composed(Reading(), Reading()) is intent.IDLE
    assert composed(Reading(), turn_deg=1.0) == Intent(turn_deg=1.0)


def test_opposite_keys_cancel():
    assert composed(held(w=1.0, s=1.0)) == Intent()


def test_a_stick_walks_as_far_as_it_is_pushed_and_turns_by_time():
    wanted = composed(Reading(pushed={"left_y+": 0.5, "right_x-": 1.0, "right_y+": 0.5}), dt_s=0.1)
    assert wanted.forward == 0.5
    assert wanted.turn_deg == pytest.approx(12)
    assert wanted.look_deg == pytest.approx(6)
    assert composed(Reading(pushed={"right_y+": 0.5}), invert_y=True).look_deg == pytest.approx(-6)


def test_the_device_that_is_pushed_further_counts():
    assert composed(held(w=1.0), Reading(pushed={"left_y+": 0.25})).forward == 1


def test_actions_are_told_once_and_in_the_order_of_the_table():
    wanted = composed(Reading(pressed=frozenset(["f12", "escape", "w", "mouse1", "space"])))
    assert wanted.actions == ("up", "use", "screenshot", "pause")


def test_keys_look_round_as_the_stick_does():
    wanted = composed(held(j=1.0, i=1.0), dt_s=0.1)
    assert (wanted.turn_deg, wanted.look_deg) == (pytest.approx(12), pytest.approx(12))


@pytest.mark.parametrize(("control", "turn_deg"), [("j", 30), ("l", -30), ("right_x-", 30), ("right_x+", -30)])
def test_keys_and_sticks_can_turn_in_steps(control, turn_deg):
    snap, held_down = Snap(30), Reading(pushed={control: 1.0})
    pushed = Reading(pushed={control: 1.0}, pressed=frozenset([control]))
    assert composed(pushed, snap=snap) == Intent(turn_deg=turn_deg)
    assert [composed(held_down, snap=snap, dt_s=0.1).turn_deg for _ in range(3)] == [0, 0, 0]
    assert composed(held_down, snap=snap, dt_s=0.1).turn_deg == turn_deg


def test_turning_in_steps_the_mouse_turns_as_ever_and_sticks_look_up_smoothly():
    wanted = composed(held(i=1.0), snap=Snap(30), turn_deg=3.0, dt_s=0.1)
    assert (wanted.turn_deg, wanted.look_deg, wanted.swing_deg) == (3.0, pytest.approx(12), pytest.approx(12))


def test_only_keys_and_sticks_swing_the_eye():
    assert composed(turn_deg=50.0, look_deg=20.0).swing_deg == 0
    assert composed(held(j=1.0), turn_deg=50.0, dt_s=0.1).swing_deg == pytest.approx(12)


def test_with_the_menu_open_arrows_go_through_it_and_wasd_still_walks():
    arrow = Reading(pushed={"arrow_up": 1.0}, pressed=frozenset(["arrow_up"]))
    assert composed(arrow) == Intent(forward=1)
    assert composed(arrow, menu_open=True) == Intent(actions=("menu_up",))
    assert composed(held(w=1.0), menu_open=True).forward == 1
    assert composed(Reading(pushed={"left_y+": 1.0}), menu_open=True).forward == 1


def test_with_the_menu_open_the_gamepads_a_presses_and_does_not_jump():
    face_a = Reading(pushed={"face_a": 1.0}, pressed=frozenset(["face_a"]))
    assert composed(face_a) == Intent(up=1, actions=("up",))
    assert composed(face_a, menu_open=True) == Intent(actions=("menu_press",))


def test_escape_closes_the_menu_when_it_is_open_and_else_pauses():
    escape = Reading(pressed=frozenset(["escape"]))
    assert composed(escape).actions == ("pause",)
    assert composed(escape, menu_open=True).actions == ("menu_close",)


def test_the_menus_key_counts_in_the_world_and_in_the_menu():
    key = Reading(pressed=frozenset(["m"]))
    assert composed(key).actions == composed(key, menu_open=True).actions == ("menu",)


def test_drawing_is_a_held_use():
    assert composed(held(mouse1=1.0)).use
    assert not composed(held(mouse1=1.0)).actions
