"""Two hands in a headset: pointing, pressing, drawing, and what they feel."""

import math
from dataclasses import replace

import numpy as np
import pytest

from layerwalk.game.settings import Headset, Settings
from layerwalk.game.world.standpoints import of


def floor_beside(wearer, x=1.5, y=-1.5):
    """Return a place of the court where one can stand."""
    cx, cy, cz = wearer.visit.scene.placement.court.centre
    place = wearer.visit.visitor.ground.standing_near((cx + x, cy + y, cz), radius_m=0.3)
    assert place is not None
    return place


@pytest.mark.parametrize("side", ["left", "right"])
def test_either_hand_presses_in_the_menu(wearer, side):
    wearer.frame(1, menu=1.0)
    wearer.frame(2)
    assert wearer.visit.menu.is_open
    wearer.press("tab settings", side=side)
    assert wearer.visit.plan.page == "settings"
    wearer.press("close", side=side)
    assert not wearer.visit.menu.is_open


def test_the_hand_that_pressed_last_is_the_main_one_and_both_are_seen(wearer):
    assert [beam.is_main for beam in wearer.wearing.beams] == [False, True]
    wearer.frame(2, left_trigger=1.0)
    assert [beam.is_main for beam in wearer.wearing.beams] == [True, False]
    assert [beam.presses for beam in wearer.wearing.beams] == [True, False]


def test_the_left_handed_point_with_the_left_hand_at_once(wearer):
    wearer.visit.set_settings(Settings(vr=Headset(main_hand="left")))
    wearer.frame()
    assert [beam.is_main for beam in wearer.wearing.beams] == [True, False]


def test_both_hands_are_seen_on_the_menu(wearer):
    wearer.frame(1, menu=1.0)
    wearer.frame(2)
    for side, name in (("left", "tab data"), ("right", "tab train")):
        wearer.point(side, wearer.visit.menu.where(name))
    wearer.frame(2)
    assert wearer.visit.menu.pointed == {"tab data", "tab train"}
    wearer.hands["left"] = wearer.hand(-0.2)
    wearer.frame(2)
    assert wearer.visit.menu.pointed == {"tab train"}


def test_a_beam_ends_where_it_meets_something(wearer):
    board = wearer.visit.scene.easel.frames["board"]
    wearer.point("right", board.centre)
    wearer.point("left", floor_beside(wearer))
    wearer.frame(2)
    for beam, at in zip(wearer.wearing.beams, (floor_beside(wearer), board.centre), strict=True):
        assert beam.ray.at(beam.length_m) == pytest.approx(tuple(at), abs=1e-3)


def test_a_beam_into_the_sky_ends_nowhere(wearer):
    wearer.hands["right"] = wearer.hand(0.2, (0.0, 0.1, 1.0))
    wearer.frame(2)
    assert wearer.wearing.beams[1].length_m == math.inf


@pytest.mark.parametrize("side", ["left", "right"])
def test_one_draws_by_ray(wearer, side):
    wearer.visit.pad.clear()
    board = wearer.visit.scene.easel.frames["board"]
    wearer.point(side, board.centre - board.right * 0.5)
    wearer.frame(2)
    for share in np.linspace(-0.5, 0.5, 12):
        wearer.point(side, board.centre + board.right * share)
        wearer.frame(1, **{f"{side}_trigger": 1.0})
    wearer.frame()
    drawing = wearer.visit.pad.drawing
    rows, columns = np.nonzero(drawing > 0.5)
    assert rows.mean() == pytest.approx(drawing.shape[0] / 2, abs=4)
    assert columns.max() - columns.min() > drawing.shape[1] * 0.4


def test_one_draws_by_touching_the_board(wearer):
    wearer.visit.pad.clear()
    board = wearer.visit.scene.easel.frames["board"]
    wearer.put("right", board.centre - board.right * 0.5 + board.normal * 0.2)
    wearer.frame(2)
    assert wearer.visit.pad.is_empty
    for share in np.linspace(-0.5, 0.5, 12):
        wearer.put("right", board.centre + board.right * share + board.normal * 0.01)
        wearer.frame()
        assert wearer.wearing.beams[1] is None
    wearer.put("right", board.centre + board.right * 0.5 + board.normal * 0.2)
    wearer.frame(2)
    drawn = wearer.visit.pad.copy()
    _, columns = np.nonzero(drawn > 0.5)
    assert columns.max() - columns.min() > drawn.shape[1] * 0.4
    wearer.put("right", board.centre - board.up * 0.5 + board.normal * 0.2)
    wearer.frame(2)
    assert np.array_equal(wearer.visit.pad.drawing, drawn), "a hand in the air draws nothing"


def test_one_hand_draws_on_while_the_other_presses_in_the_menu(wearer):
    wearer.visit.open_menu("settings.comfort")
    wearer.frame(2)
    board = wearer.visit.scene.easel.frames["board"]
    wearer.put("right", board.centre - board.right * 0.5 + board.normal * 0.02)
    wearer.point("left", wearer.visit.menu.where("back"))
    wearer.frame(2)
    assert wearer.wearing.main == "right"
    wearer.frame(2, left_trigger=1.0)
    wearer.put("right", board.centre + board.right * 0.5 + board.normal * 0.02)
    wearer.frame(2)
    assert wearer.visit.plan.page == "settings"
    assert wearer.wearing.main == "right"
    _, columns = np.nonzero(wearer.visit.pad.drawing > 0.5)
    assert columns.max() - columns.min() > wearer.visit.pad.drawing.shape[1] * 0.4


def test_the_other_hand_moves_a_slider_beside_it(wearer):
    wearer.visit.open_menu("settings.sound")
    wearer.frame(2)
    before = wearer.visit.settings.sound.volume
    board = wearer.visit.scene.easel.frames["board"]
    wearer.put("right", board.centre + board.normal * 0.02)
    wearer.point("left", wearer.visit.menu.where("set sound.volume"))
    wearer.frame(2)
    wearer.frame(2, left_trigger=1.0)
    wearer.frame(2)
    assert wearer.visit.settings.sound.volume != before


def test_a_hand_without_buttons_pinches_the_floor_to_go_there(wearer):
    wearer.hands["right"] = wearer.hand(0.0, (0.5, 1.0, -1.5))
    wearer.frame(3, right_pinch=1.0)
    aim = wearer.wearing.aim
    assert aim is not None
    wearer.frame(20)
    assert wearer.body.position == pytest.approx(aim.target, abs=1e-3)


def point_at_the_mean(wearer):
    """Stand on a stage, and point at the mean of its maps, which lies on its floor."""
    visit = wearer.visit
    stage = visit.scene.placement.stages[0]
    visit.scene.state.selected = None
    visit.visitor.stand_at(of(visit.scene.placement, visit.scene.state.spec, node=stage.node))
    wearer.frame(2)
    wearer.point("right", stage.floor.centre)
    wearer.frame(2)
    assert visit.met is not None
    assert visit.met.map is None


def test_a_short_press_of_what_lies_on_the_floor_holds_it(wearer):
    point_at_the_mean(wearer)
    place = wearer.body.position
    wearer.frame(5, right_trigger=1.0)
    wearer.frame(20)
    assert wearer.visit.scene.state.selected == wearer.visit.scene.state.aimed
    assert wearer.body.position == pytest.approx(place)


def test_a_long_press_of_what_lies_on_the_floor_goes_there_and_holds_nothing(wearer):
    point_at_the_mean(wearer)
    held = wearer.visit.scene.state.selected
    wearer.point("right", wearer.visit.scene.placement.stages[0].floor.centre)
    wearer.frame(30, right_trigger=1.0)
    aim = wearer.wearing.aim
    assert aim is not None
    wearer.frame(20)
    assert wearer.body.position == pytest.approx(aim.target, abs=1e-3)
    assert wearer.visit.scene.state.selected == held


def test_a_hand_with_a_stick_holds_it_at_once(wearer):
    point_at_the_mean(wearer)
    wearer.hands["right"] = replace(wearer.hands["right"], parts=frozenset({"stick"}))
    wearer.frame(1, right_trigger=1.0)
    assert wearer.visit.scene.state.selected == wearer.visit.scene.state.aimed


def test_a_hand_that_is_not_heard_any_more_presses_nothing(wearer):
    point_at_the_mean(wearer)
    held = wearer.visit.scene.state.selected
    wearer.frame(5, right_trigger=1.0)
    wearer.frame(5, focused=False)
    assert wearer.visit.scene.state.selected == held


def test_a_hand_without_buttons_pinches_upwards_to_call_the_menu(wearer):
    wearer.hands["left"] = wearer.hand(0.0, (0.0, 0.5, 1.0))
    wearer.frame(10, left_pinch=1.0)
    assert not wearer.visit.menu.is_open
    wearer.frame(40, left_pinch=1.0)
    assert wearer.visit.menu.is_open


def test_a_hand_with_a_stick_presses_the_floor_in_vain(wearer):
    wearer.hands["right"] = replace(wearer.hand(0.0, (0.5, 1.0, -1.5)), parts=frozenset({"stick"}))
    wearer.frame(3, right_trigger=1.0)
    assert wearer.wearing.aim is None


def test_the_stick_scrolls_the_page_that_is_pointed_at(wearer):
    wearer.frame(1, menu=1.0)
    wearer.visit.open_menu("help.keys")
    wearer.frame(3)
    wearer.point("right", wearer.visit.menu.frame.centre)
    wearer.frame(2)
    start = wearer.body.position
    wearer.frame(60, right_y__minus=1.0)
    assert wearer.visit.menu.focus.scroll_m == pytest.approx(wearer.visit.menu.layout.range_m)
    wearer.frame(60, right_y__plus=1.0)
    assert wearer.wearing.aim is None
    wearer.frame(10)
    assert wearer.body.position == pytest.approx(start)


# What is felt


def test_hands_feel_what_they_point_at_and_press(wearer):
    board = wearer.visit.scene.easel.frames["pen"]
    wearer.frame(3)
    assert wearer.wearing.pulses == []
    wearer.point("right", board.centre)
    felt = []
    for pushed in (0.0, 0.0, 0.0, 1.0):
        wearer.frame(1, right_trigger=pushed)
        felt += wearer.wearing.pulses
    assert [pulse.hand for pulse in felt] == ["right", "right"]
    assert felt[0].strength < felt[1].strength


def test_a_hand_feels_every_neuron_that_its_ray_passes(wearer):
    visit = wearer.visit
    stage = visit.scene.placement.stages[0]
    visit.visitor.stand_at(of(visit.scene.placement, visit.scene.state.spec, node=stage.node))
    wearer.frame(2)
    passed, felt = [], []
    for share in np.linspace(0.5, -0.5, 60):
        wearer.point("right", stage.shell.centres[0] + share * stage.shell.ups[0])
        for _ in range(3):
            wearer.frame()
            passed.append(visit.met)
            felt.append([pulse.hand for pulse in wearer.wearing.pulses])
    assert {neuron.map for neuron in passed} == {0}
    assert passed[-1].row - passed[0].row > 8
    for before, after, ticks in zip(passed, passed[1:], felt[1:], strict=False):
        is_other = (before.row, before.column) != (after.row, after.column)
        assert ticks == (["right"] if is_other else [])


def test_hands_that_press_nothing_are_asked_for_nothing_until_one_presses(wearer, monkeypatch):
    asked, mean = [], wearer.wearing._mean
    monkeypatch.setattr(wearer.wearing, "_mean", lambda *args, **more: asked.append(args) or mean(*args, **more))
    wearer.frame(5)
    before = len(asked)
    wearer.frame(right_trigger=1.0)
    wearer.frame(5)
    assert (before, len(asked)) == (0, 2)  # the press, and its end
