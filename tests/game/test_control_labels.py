"""Labels beside a hand: how large they are, where they stand, and that lines lead to the buttons."""

import itertools
import math

import panda3d.core as p3d
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game.ui.control_labels import ControlLabels
from layerwalk.game.ui.control_names import Named
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.glance import AFTER_S, MOMENT_S, Glance, glanced
from layerwalk.game.view.rig import Pose

DT_S = 1 / 90
LEAST_RAD = 0.024
HEAD = Pose(point=(0.0, 0.0, 1.6))
HAND = (0.2, 0.5, 1.5)
NAMED = (Named(part="stick", text="Go there · Look round"), Named(part="trigger", text="Draw"))
PLACES = {"stick": (0.2, 0.55, 1.53), "trigger": (0.2, 0.54, 1.48)}


@pytest.fixture
def labels():
    room = p3d.NodePath("room")
    made = ControlLabels(room, "right")
    made.write(NAMED)
    yield made
    made.close()


def letters(labels):
    return labels.path.find("**/letters")


@pytest.mark.parametrize("away_m", [0.3, 0.5, 0.8])
def test_letters_are_large_enough_from_wherever_one_looks(labels, away_m):
    hand = (0.0, away_m, 1.6)
    labels.stand(hand, PLACES, head=HEAD)
    assert labels.path.find("**/block").get_scale().x / away_m >= LEAST_RAD


def test_they_stand_outside_the_hand_and_upright_for_the_head(labels):
    turn = rigs.multiplied(rigs.headed(30.0), (math.cos(-0.3), math.sin(-0.3), 0.0, 0.0))
    labels.stand(HAND, PLACES, head=Pose(point=HEAD.point, turn=turn))
    block = labels.path.find("**/block")
    assert tuple(block.get_quat()) == pytest.approx(turn, abs=1e-5)
    low, _ = letters(labels).get_tight_bounds(block)
    assert low.x > 0


def test_a_line_leads_from_each_button_to_its_label(labels):
    labels.stand(HAND, PLACES, head=HEAD)
    block = labels.path.find("**/block")
    lines = sorted(labels.path.find_all_matches("line"), key=lambda path: path.get_z())
    for path, place in zip(lines, sorted(PLACES.values(), key=lambda place: place[2]), strict=True):
        assert tuple(path.get_pos()) == pytest.approx(place, abs=1e-5)
        end = block.get_relative_point(labels.path, labels.path.get_relative_point(path, p3d.LPoint3(0, 1, 0)))
        assert end.x == pytest.approx(0, abs=1e-3)


def test_they_are_written_anew_only_when_they_change(labels):
    labels.stand(HAND, PLACES, head=HEAD)
    before = letters(labels)
    labels.write(NAMED)
    assert letters(labels) == before
    labels.write(NAMED[:1])
    assert labels.path.find_all_matches("line").get_num_paths() == 1


def corners(labels):
    (path,) = letters(labels).find_all_matches("**/+GeomNode")
    return bytes(path.node().get_geom(0).get_vertex_data().get_array(0).get_handle().get_data())


def test_what_was_said_is_seen_until_the_next_is_written_piece_by_piece(labels):
    labels.stand(HAND, PLACES, head=HEAD)
    was, wanted = corners(labels), (*NAMED[1:], *NAMED)
    work = labels.writing(wanted)
    for _ in work:
        assert (labels.named, corners(labels)) == (NAMED, was)
    other = ControlLabels(p3d.NodePath("room"), "right")
    other.write(wanted)
    assert (labels.named, corners(labels)) == (wanted, corners(other))
    other.close()


@pytest.mark.parametrize("text_size", [0.75, 1.0, 1.5, 2.0])
def test_they_follow_the_text_size_as_long_as_all_can_be_seen_at_once(labels, text_size):
    many = tuple(Named(part="stick", text=f"Go there · Look round · Turn {number}") for number in range(8))
    hand = (0.0, 0.5, 1.6)
    labels.stand(hand, PLACES, head=HEAD)
    small = labels.path.find("**/block").get_scale().x
    labels.set_text_size(text_size)
    labels.stand(hand, PLACES, head=HEAD)
    assert labels.path.find("**/block").get_scale().x == pytest.approx(max(1.0, text_size) * small)
    labels.write(many)
    labels.stand(hand, PLACES, head=HEAD)
    block = labels.path.find("**/block")
    low, high = block.get_tight_bounds(labels.path)
    assert math.degrees((high.z - low.z) / 0.5) < 50
    assert block.get_scale().x >= LEAST_RAD * 0.5


# Looking at one's hand


def looked(now, hand, *, seconds, head=HEAD):
    for _ in range(round(seconds / DT_S)):
        now = glanced(now, head, hand, dt_s=DT_S)
    return now


def test_who_looks_at_their_hand_for_a_moment_sees_labels():
    hand = Pose(point=(0.0, 0.5, 1.55))
    assert not looked(Glance(), hand, seconds=MOMENT_S / 2).looks
    assert looked(Glance(), hand, seconds=MOMENT_S + 0.1).looks


@pytest.mark.parametrize("point", [(0.5, 0.2, 1.2), (0.0, -0.5, 1.6), (0.0, 1.2, 1.6)])
def test_a_hand_aside_or_behind_or_stretched_out_is_not_looked_at(point):
    assert not looked(Glance(), Pose(point=point), seconds=3.0).looks


def test_they_go_when_one_looks_away_or_the_hand_does_something():
    looks = Glance(looks=True)
    assert not looked(looks, Pose(point=(0.6, 0.1, 1.0)), seconds=AFTER_S + 0.1).looks
    assert not looked(looks, None, seconds=AFTER_S + 0.1).looks


@given(st.lists(st.booleans(), min_size=30, max_size=180))
def test_they_never_flash_however_the_eyes_jump(seen):
    hand, now, shown = Pose(point=(0.0, 0.5, 1.6)), Glance(), []
    for is_seen in seen:
        now = glanced(now, HEAD, hand if is_seen else None, dt_s=DT_S)
        shown.append(now.looks)
    changes = [number for number, (one, two) in enumerate(itertools.pairwise(shown)) if one != two]
    assert all((later - sooner) * DT_S >= AFTER_S - 2 * DT_S for sooner, later in itertools.pairwise(changes))
