"""A headset that is worn, with a made-up device in its place."""

import math

import panda3d.core as p3d
import pytest

from layerwalk.game.immersion import Immersion
from layerwalk.game.move.intent import Reading
from layerwalk.game.settings import Headset, Settings
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.rig import Hand, Pose, Tracked

DT_S = 1 / 60


class Device:
    """Say what a test wants it to say."""

    def __init__(self) -> None:
        self.origin = p3d.NodePath("room")
        self.head = self.origin.attach_new_node(p3d.Camera("head"))
        self.tracked: Tracked | None = Tracked(head=Pose(point=(0.1, 0.2, 1.7)))
        self.felt: list[str] = []
        self.recentred = 0

    def poll(self) -> Tracked | None:
        if self.tracked is not None:
            self.head.set_pos(*self.tracked.head.point)
            self.head.set_quat(p3d.LQuaternion(*self.tracked.head.turn))
        return self.tracked

    def pulse(self, hand: str, *, seconds: float, strength: float) -> None:
        self.felt.append(hand)

    def recentre(self, *, eye_height_m: float | None = None) -> bool:
        self.recentred += 1
        self.tracked = Tracked(head=Pose(point=(0.0, 0.0, 1.7)))
        return True


@pytest.fixture
def device():
    return Device()


@pytest.fixture
def worn(guest, device):
    guest.visit.set_settings(Settings())
    guest.visit.do("court")
    made = Immersion(device, guest.visit, head=device.head)
    yield made
    made.close()
    guest.visit.set_settings(Settings())


def frames(guest, worn, count=1):
    for _ in range(count):
        assert worn.act(dt_s=DT_S)
        guest.visit.update(worn.head, dt_s=DT_S)
        worn.show(dt_s=DT_S)


def at(guest, worn):
    return tuple(worn.head.get_pos(guest.scene.path))


def test_the_headsets_eye_is_over_the_visitors_feet(guest, worn, device):
    frames(guest, worn)
    body = guest.visit.visitor.body
    assert at(guest, worn) == pytest.approx((*body.position[:2], body.position[2] + 1.7), abs=1e-3)
    assert worn.head.get_h(guest.scene.path) == pytest.approx(body.heading_deg, abs=1e-3)


def test_a_headset_that_says_nothing_moves_nobody(guest, worn, device):
    frames(guest, worn)
    before, device.tracked = guest.visit.visitor.body, None
    assert not worn.act(dt_s=DT_S)
    worn.show(dt_s=DT_S)
    assert guest.visit.visitor.body == before


def test_the_hands_feel_what_they_point_at(guest, worn, device):
    frames(guest, worn)
    room, pen = worn.wearing.rigging.room, guest.scene.easel.frames["pen"]
    hand = (0.2, 0.3, 1.3)
    x, y, z = (b - a for a, b in zip(hand, room.inward(tuple(map(float, pen.centre))), strict=True))
    half = math.atan2(z, math.hypot(x, y)) / 2
    turn = rigs.multiplied(rigs.headed(math.degrees(math.atan2(-x, y))), (math.cos(half), math.sin(half), 0.0, 0.0))
    aim = Hand(aim=Pose(point=hand, turn=turn))
    device.tracked = Tracked(head=Pose(point=(0.1, 0.2, 1.7)), hands=(Hand(), aim))
    frames(guest, worn, 3)
    assert device.felt == ["right"]


def test_measuring_anew_reaches_the_headset_and_moves_nobody(guest, worn, device):
    frames(guest, worn, 2)
    before = at(guest, worn)
    held = Reading(pushed={"vr_left_stick": 1.0})
    device.tracked = Tracked(head=Pose(point=(0.1, 0.2, 1.7)), reading=held)
    frames(guest, worn, 61)
    assert device.recentred == 1
    frames(guest, worn, 2)
    assert at(guest, worn) == pytest.approx(before, abs=1e-3)


def test_the_desk_has_its_world_back_when_the_headset_is_taken_off(guest, device):
    guest.visit.set_settings(Settings(vr=Headset(vignette=1.0)))
    before = guest.scene.path.get_num_children()
    made = Immersion(device, guest.visit, head=device.head)
    frames(guest, made)
    assert guest.scene.path.get_num_children() > before
    made.close()
    assert guest.scene.path.get_num_children() == before
    assert not guest.visit.in_headset
    assert device.head.get_num_children() == 0
