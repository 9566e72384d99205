"""What is said to someone in a headset, where they point."""

import math
from dataclasses import replace

import numpy as np
import pytest

from layerwalk.game import worn as worns
from layerwalk.game.ui.label import EM_RAD, EVERY_S, NEAR_M, Label
from layerwalk.game.ui.menu import standing, typeset
from layerwalk.game.ui.said import Said
from layerwalk.game.world.standpoints import of

LONG = (
    "Zum Zeichnen zeig auf die Tafel und drück, oder leg die Hand daran. Schau auf deine Hand: Sie sagt dir, wie du "
    "woandershin gehst und das Menü rufst."
)
EYE = (0.0, 0.0, 2.0)


@pytest.fixture
def label(guest):
    made = Label(guest.scene.path)
    yield made
    made.close()


def point_at_a_neuron(wearer):
    stage = wearer.visit.scene.placement.stages[0]
    wearer.visit.visitor.stand_at(of(wearer.visit.scene.placement, wearer.visit.scene.state.spec, node=stage.node))
    wearer.frame(2)
    wearer.point("right", stage.shell.centres[0])
    wearer.frame(3)


def test_it_tells_of_the_neuron_that_is_pointed_at(wearer):
    point_at_a_neuron(wearer)
    assert wearer.visit.met is not None
    assert worns.read(wearer.visit).startswith("Convolution 1 · map 1, row ")
    assert not worns.told(wearer.visit)


def test_who_has_no_stick_is_told_that_holding_goes_to_what_lies_on_the_floor(wearer):
    point_at_a_neuron(wearer)
    assert not wearer.wearing.goes_by_holding
    wearer.point("right", wearer.visit.scene.placement.stages[0].floor.centre)
    wearer.frame(3)
    assert wearer.wearing.goes_by_holding
    worn = worns.Worn(wearer.visit.scene, head=wearer.guest.studio.screen.camera)
    for _ in range(6):
        wearer.visit.scene.turns.begin(dt_s=EVERY_S)
        worn.show(wearer.wearing, wearer.rig, dt_s=EVERY_S)
    told = worn._label.text
    worn.close()
    assert told.endswith(" · hold to go there")
    wearer.hands["right"] = replace(wearer.hands["right"], parts=frozenset({"stick"}))
    wearer.frame(2)
    assert not wearer.wearing.goes_by_holding


def test_what_the_plate_beside_the_neuron_says_is_not_said_twice(wearer):
    point_at_a_neuron(wearer)
    for _ in range(600):
        wearer.frame()
        if wearer.guest.state.explained is not None:
            break
    assert wearer.guest.state.explained is not None
    assert worns.read(wearer.visit) == ""


def test_what_the_visitor_is_told_is_told_beside_what_they_point_at(wearer):
    point_at_a_neuron(wearer)
    wearer.visit.say("notice.picture", file="seen.png")
    wearer.frame()
    assert "seen.png" in worns.told(wearer.visit)


def test_who_has_drawn_nothing_yet_is_told_how(wearer):
    wearer.visit.scene.hands.show_first()
    wearer.guest.studio.step(dt_s=60.0)  # nothing that was told before is told any more
    told = worns.told(wearer.visit)
    assert "point at the board and press" in told
    assert "Look at your hand" in told  # it knows which buttons it has
    wearer.visit.pad.clear()
    assert worns.told(wearer.visit) == ""


@pytest.mark.parametrize("text", ["Hello", LONG])
@pytest.mark.parametrize("text_size", [1.0, 1.5, 2.0])
@pytest.mark.parametrize(("has_menu", "least_deg", "most_deg"), [(False, 5, 36), (True, -60, -23)])
def test_it_is_told_over_what_one_looks_at_and_under_the_menu(wearer, text, text_size, has_menu, least_deg, most_deg):
    said = Said(wearer.guest.scene.path, text_size=text_size)
    under = standing.in_front(wearer.rig.head.point, 0.0) if has_menu else None
    said.write(text, dt_s=0.0)
    said.stand(wearer.rig, under=under, dt_s=0.0)
    (label,) = wearer.guest.scene.path.find_all_matches("**/label")
    x, y, z = wearer.rig.head.point
    bottom, top = label.get_tight_bounds(wearer.guest.scene.path)
    away_m = math.hypot(label.get_x() - x, label.get_y() - y)
    assert least_deg < math.degrees(math.atan2(bottom.z - z, away_m))
    assert math.degrees(math.atan2(top.z - z, away_m)) < most_deg
    said.write("", dt_s=0.0)
    said.stand(wearer.rig, under=under, dt_s=0.0)
    assert label.is_hidden()
    said.close()


@pytest.mark.parametrize("away_m", [0.5, 1.0, 5.0, 60.0])
def test_it_is_as_large_from_near_as_from_far_and_on_the_way_there(label, away_m):
    label.write("Neuron 7", dt_s=0.0)
    label.stand((0.0, away_m, 2.0), eye=(0.0, 0.0, 2.0))
    x, y, z = label.path.get_pos()
    assert (x, z) == pytest.approx((0, 2))
    assert y == pytest.approx(min(away_m, NEAR_M))
    assert label.path.get_scale().x / y == pytest.approx(EM_RAD)
    low, high = label.path.get_tight_bounds()
    assert high.z < 2.0, "it hides nothing that is pointed at"
    assert math.degrees((high.x - low.x) / y) < 30


@pytest.mark.parametrize("text_size", [0.75, 1.0, 1.5, 2.0])
def test_letters_follow_the_text_size_and_no_plate_is_wider_than_40_degrees(label, text_size):
    label.write(LONG, dt_s=0.0)
    label.stand((0.0, 1.0, 2.0), eye=EYE)
    label.set_text_size(text_size)
    label.stand((0.0, 1.0, 2.0), eye=EYE)
    assert label.path.get_scale().x == pytest.approx(EM_RAD * max(1.0, text_size))
    low, high = label.path.get_tight_bounds()
    assert 2 * math.degrees(math.atan((high.x - low.x) / 2)) < 40
    assert high.z < 2.0


def test_a_word_that_is_longer_than_a_row_is_broken(label):
    label.write("/a/folder/with/a/name/that/is/longer/than/any/row/can/be.png", dt_s=0.0)
    label.stand((0.0, 1.0, 2.0), eye=EYE)
    low, high = label.path.get_tight_bounds()
    assert 2 * math.degrees(math.atan((high.x - low.x) / 2)) < 40


@pytest.mark.parametrize("text_size", [1.0, 1.5])
@pytest.mark.parametrize("text", ["Hello", LONG])
def test_what_is_written_in_several_frames_is_what_is_written_at_once(guest, label, text, text_size):
    other = Label(guest.scene.path)
    for each in (label, other):
        each.set_text_size(text_size)
        each.stand((0.0, 1.0, 2.0), eye=EYE)
    label.write(text, dt_s=0.0)
    frames = 0
    while other.text != text:
        other.follow(lambda: text, dt_s=1 / 90)
        frames += 1
    corners = [each.path.find("**/letters/+GeomNode").node().get_geom(0).get_vertex_data() for each in (label, other)]
    assert frames == 3 + len(typeset.wrapped(text, label.width_em))
    assert corners[0].get_array(0).get_handle().get_data() == corners[1].get_array(0).get_handle().get_data()
    assert label.half_deg == other.half_deg
    other.close()


def seen(label):
    """Return from where to where a plate is seen, in degrees over the horizon."""
    low, high = label.path.get_tight_bounds()
    return [math.degrees(math.atan2(z - EYE[2], label.path.get_y())) for z in (low.z, high.z)]


def test_a_plate_hides_nothing_of_another_one_and_comes_back_beside_it(guest, label):
    other = Label(guest.scene.path, on_point=True, text_size=2.0)
    other.write(LONG, dt_s=0.0)
    other.stand((0.0, 2.0, 2.5), eye=EYE)
    plates = (other.frame(EYE),)
    label.write("Neuron 7", dt_s=0.0)
    label.stand((0.0, 3.0, 2.4), eye=EYE, plates=plates)
    assert seen(label)[1] < seen(other)[0], "down is the shorter way"
    label.stand((0.0, 3.0, 3.6), eye=EYE, plates=plates)
    assert seen(label)[0] > seen(other)[1], "up is"
    label.stand((-3.0, 3.0, 2.8), eye=EYE, plates=plates)
    there = label.path.get_tight_bounds()
    label.stand((-3.0, 3.0, 2.8), eye=EYE)
    assert label.path.get_tight_bounds() == there
    other.close()


def test_where_a_plate_says_it_is_it_is(label):
    label.write(LONG, dt_s=0.0)
    label.stand((0.0, 1.0, 2.0), eye=EYE)
    frame, (low, high) = label.frame(EYE), label.path.get_tight_bounds()
    assert tuple(frame.centre - frame.right - frame.up) == pytest.approx(tuple(low), abs=0.01)
    assert tuple(frame.centre + frame.right + frame.up) == pytest.approx(tuple(high), abs=0.01)


def test_what_is_worn_follows_the_settings(wearer):
    worn = worns.Worn(wearer.visit.scene, head=wearer.guest.studio.screen.camera)
    wearer.visit.say("notice.picture", file="seen.png")
    wearer.frame()
    worn.show(wearer.wearing, wearer.rig, dt_s=0.0)
    (small,) = worn.plates
    worn.set_text_size(2.0)
    worn.show(wearer.wearing, wearer.rig, dt_s=0.0)
    (large,) = worn.plates
    worn.close()
    assert np.linalg.norm(large.up) > 1.9 * np.linalg.norm(small.up)


def test_what_is_told_rests_where_nobody_moves(wearer, monkeypatch):
    said, stood = Said(wearer.guest.scene.path), []
    said.write("Hello", dt_s=0.0)
    monkeypatch.setattr(said.label, "stand", lambda *args, **more: stood.append(args))
    for _ in range(30):
        said.stand(wearer.rig, dt_s=1 / 60)
    assert len(stood) == 1
    said.stand(replace(wearer.rig, eye=(0.1, 0.0, 1.65)), dt_s=0.0)
    said.close()
    assert len(stood) == 2


def test_in_a_model_it_is_as_far_from_the_eye_in_the_room(label):
    label.write("Neuron 7", dt_s=0.0)
    label.stand((0.0, 600.0, 0.0), eye=(0.0, 0.0, 0.0), scale=50.0)
    assert label.path.get_pos().y == pytest.approx(50 * NEAR_M)


def test_it_is_written_no_more_often_than_it_can_be_read(label):
    written = []
    for number in range(30):
        label.write(f"Neuron {number}", dt_s=EVERY_S / 5)
        written.append(label.text)
    assert len(set(written)) <= 8
    label.write("", dt_s=0.001)
    assert label.text == "", "but what is over is gone at once"


def test_with_nothing_to_say_it_is_not_there(label):
    label.write("Neuron 7", dt_s=0.0)
    label.stand((0.0, 1.0, 1.0), eye=(0.0, 0.0, 1.0))
    assert not label.path.is_hidden()
    label.stand(None, eye=(0.0, 0.0, 1.0))
    assert label.path.is_hidden()
    label.write("", dt_s=0.0)
    label.stand((0.0, 1.0, 1.0), eye=(0.0, 0.0, 1.0))
    assert label.path.is_hidden()


def test_a_text_is_found_when_it_is_due_and_made_and_hung_with_the_next_frames(label):
    asked = []

    def text():
        asked.append(len(asked))
        return f"text {asked[-1]}"

    label.follow(text, dt_s=0.01)
    assert (label.text, asked) == ("", [0])
    for _ in range(5):
        label.follow(text, dt_s=EVERY_S / 10)
    assert (label.text, asked) == ("text 0", [0])
    label.follow(text, dt_s=EVERY_S)
    for _ in range(2):
        label.follow(text, dt_s=0.01)
    assert label.text == "text 0"
    label.follow(text, dt_s=0.01)
    assert label.text == "text 1"
    label.follow(None, dt_s=0.01)
    assert label.text == ""


def test_a_text_waits_for_its_turn_to_be_found_to_be_made_and_to_be_hung(label):
    asked = []

    def text():
        asked.append(len(asked))
        return "text"

    def follow(turn):
        label.follow(text, turn=lambda: turn, dt_s=0.01)
        return label.text, len(asked)

    turns = (False, True, False, True, False, True, False, True)
    assert [follow(turn) for turn in turns] == [("", 0)] + [("", 1)] * 6 + [("text", 1)]


def test_letters_stay_for_a_text_that_comes_back(label):
    label.write("text", dt_s=0.0)
    letters = label.path.find("**/letters").get_children()[0]
    for text in ("", "text"):
        label.write(text, dt_s=0.0)
    assert label.path.find("**/letters").get_children()[0] == letters
    label.write("another", dt_s=0.0)
    assert label.path.find("**/letters").get_children()[0] != letters
