"""A guest who wears a headset: heads, hands and controls are made up, frame by frame."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from layerwalk.game.move.intent import Reading
from layerwalk.game.settings import Settings
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.rig import Hand, Pose, Tracked
from layerwalk.game.wearing import Wearing

DT_S = 1 / 60
EYE_M = 1.65


def looking(direction) -> rigs.Quaternion:
    """Return the turn of one who looks along a direction of the room, without rolling."""
    x, y, z = direction
    heading = rigs.headed(math.degrees(math.atan2(-x, y)))
    half = math.atan2(z, math.hypot(x, y)) / 2
    return rigs.multiplied(heading, (math.cos(half), math.sin(half), 0.0, 0.0))


class Wearer:
    """Wear a headset in a guest's visit; hands point at places of the world."""

    def __init__(self, guest: Any) -> None:
        self.guest, self.visit = guest, guest.visit
        self.wearing = Wearing(self.visit)
        self.head = Pose(point=(0.0, 0.0, EYE_M))
        self.hands = {"left": self.hand(-0.2), "right": self.hand(0.2)}
        self.pushed: dict[str, float] = {}
        self.frame()

    @staticmethod
    def hand(x: float, direction=(0.0, 1.0, 0.6)) -> Hand:
        pose = Pose(point=(x, 0.3, 1.2), turn=looking(direction))
        return Hand(aim=pose, grip=pose)

    @property
    def body(self):
        return self.visit.visitor.body

    def frame(self, count: int = 1, *, focused: bool = True, **pushed: float) -> None:
        """Let frames pass while some controls are pushed: right_trigger=1."""
        for _ in range(count):
            now = {f"vr_{name}".replace("__minus", "-").replace("__plus", "+"): value for name, value in pushed.items()}
            fresh = frozenset(name for name, value in now.items() if value > 0.5 >= self.pushed.get(name, 0.0))
            self.pushed = now
            tracked = Tracked(
                head=self.head,
                hands=(self.hands["left"], self.hands["right"]),
                reading=Reading(pushed=now, pressed=fresh),
                focused=focused,
            )
            self.rig = self.wearing.act(tracked, dt_s=DT_S)
            self.guest.studio.step(dt_s=DT_S)

    def point(self, side: str, at) -> None:
        """Point with a hand at a place of the world."""
        room = self.wearing.rigging.room
        x, y, z = (b - a for a, b in zip(self.hands[side].aim.point, room.inward(tuple(map(float, at))), strict=True))
        pose = Pose(point=self.hands[side].aim.point, turn=looking((x, y, z)))
        self.hands[side] = Hand(aim=pose, grip=pose)

    def roll(self, side: str, deg: float) -> None:
        """Roll a hand clockwise."""
        was, half = self.hands[side].aim, math.radians(deg) / 2
        pose = Pose(point=was.point, turn=rigs.multiplied(was.turn, (math.cos(half), 0.0, math.sin(half), 0.0)))
        self.hands[side] = Hand(aim=pose, grip=pose)

    def put(self, side: str, at) -> None:
        """Hold a hand at a place of the world, pointing upwards."""
        pose = Pose(point=self.wearing.rigging.room.inward(tuple(map(float, at))), turn=looking((0, 0.1, 1)))
        self.hands[side] = Hand(aim=pose, grip=pose)

    def press(self, name: str, *, side: str = "right") -> None:
        """Press an item of the menu by a hand's ray."""
        self.frame(2)
        menu = self.visit.menu
        for _ in range(40):
            if menu.where(name) is None:
                menu.wheel(-1)
        self.point(side, menu.where(name))
        self.frame(2)
        self.frame(2, **{f"{side}_trigger": 1.0})
        self.frame(2)


@pytest.fixture(scope="module")
def guest(arrive):
    return arrive("ana-small")


@pytest.fixture
def wear(guest) -> Callable[[], Wearer]:
    """Return a function that puts the headset on in the court, with everything as it comes."""

    def put_on() -> Wearer:
        guest.visit.set_settings(Settings())
        guest.visit.menu.close()
        guest.visit.do("court")
        return Wearer(guest)

    return put_on


@pytest.fixture
def wearer(guest, wear):
    made = wear()
    yield made
    made.wearing.close()
    guest.visit.set_settings(Settings())
