"""A map that was pulled out is made larger and smaller between two hands, and the world stays as it is."""

import pytest

from layerwalk.game.pulled import LARGEST_M
from layerwalk.game.view.rig import Hand, Pose
from layerwalk.game.world import empty_frames

NODE, MAP = "conv1", 0


@pytest.fixture
def carrier(guest, wearer):
    """Carry a map in the court."""
    wearer.frame(2)
    pulled = guest.scene.state.pulled
    assert empty_frames.find(guest.scene.placement, NODE, MAP) is not None
    assert pulled.pull(NODE, MAP)
    wearer.frame(3)
    yield wearer
    pulled.put_all_back()
    wearer.frame()


def apart(wearer, m):
    """Squeeze with both hands so far apart."""
    for side, x in (("left", -m / 2), ("right", m / 2)):
        turn = wearer.hands[side].aim.turn
        pose = Pose(point=(x, 0.4, 1.2), turn=turn)
        wearer.hands[side] = Hand(aim=pose, grip=pose)
    wearer.frame(2, left_squeeze=1.0, right_squeeze=1.0)


def test_what_is_carried_grows_and_shrinks_with_the_hands(carrier):
    piece = carrier.visit.scene.state.pulled.held
    before = piece.size_m
    apart(carrier, 0.2)
    apart(carrier, 0.4)
    assert piece.size_m == pytest.approx(2 * before)
    assert carrier.rig.scale == 1
    apart(carrier, 0.2)
    assert piece.size_m == pytest.approx(before)


def test_it_keeps_to_its_limits_and_to_the_hands_that_come_back(carrier):
    piece = carrier.visit.scene.state.pulled.held
    before = piece.size_m
    apart(carrier, 0.02)
    apart(carrier, 1.2)
    assert piece.size_m == LARGEST_M
    apart(carrier, 0.02)
    assert piece.size_m == pytest.approx(before)


def test_who_squeezes_anew_goes_on_from_what_it_is(carrier):
    piece = carrier.visit.scene.state.pulled.held
    before = piece.size_m
    for _ in range(2):
        apart(carrier, 0.3)
        apart(carrier, 0.45)
        carrier.frame(2)
    assert piece.size_m == pytest.approx(1.5**2 * before)


def test_a_map_that_stands_is_stretched_by_who_points_at_it_with_both_hands(carrier):
    pulled = carrier.visit.scene.state.pulled
    (piece,) = pulled.pieces
    room = carrier.wearing.rigging.room
    pulled.hang(centre=room.outward((0.0, 1.8, 1.5)), heading_deg=room.heading_deg + 180.0)
    carrier.frame(60)
    for side in ("left", "right"):
        carrier.point(side, piece.centre)
    before = piece.size_m
    apart(carrier, 0.3)
    apart(carrier, 0.45)
    assert piece.size_m == pytest.approx(1.5 * before)
    assert carrier.rig.scale == 1


def test_whoever_points_elsewhere_takes_the_world(carrier):
    pulled = carrier.visit.scene.state.pulled
    (piece,) = pulled.pieces
    pulled.hang(centre=carrier.wearing.rigging.room.outward((0.0, 1.8, 1.5)), heading_deg=0.0)
    carrier.frame(2)
    before = piece.size_m
    carrier.hands = {"left": carrier.hand(-0.2), "right": carrier.hand(0.2)}
    for m in (0.9, 0.5, 0.1):
        apart(carrier, m)
    assert piece.size_m == before
    assert carrier.rig.scale > 5
