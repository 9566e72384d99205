"""A visitor in a headset: the room goes with the body, the body with the head, and nothing moves by itself."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game import visitor as visitors
from layerwalk.game.move import grab
from layerwalk.game.move.intent import Intent
from layerwalk.game.rigging import DARK_FROM_M, Rigging
from layerwalk.game.settings import Settings
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.rig import Hand, Pose, Tracked
from layerwalk.game.visitor import Visitor
from layerwalk.game.world import layouts
from layerwalk.game.world.ground import Ground
from layerwalk.game.world.standpoints import Standpoint
from layerwalk.nn.network import NetworkSpec, NodeSpec

NODES = (
    NodeSpec(name="input", kind="input", shape=(1, 28, 28), parameters=0, inputs=()),
    NodeSpec(name="conv", kind="conv", shape=(6, 24, 24), parameters=0, inputs=("input",)),
    NodeSpec(name="output", kind="dense", shape=(10,), parameters=0, inputs=("conv",)),
)
PLACEMENT = layouts.build("cove", NetworkSpec(name="small", nodes=NODES, classes=tuple("0123456789")))
MOVES = visitors.config(PLACEMENT, Settings())
EYE_M = 1.7
DT_S = 1 / 90


class Wearer:
    """Stand in the middle of a stage, with a head that is moved by hand."""

    def __init__(self, *, seated: bool = False, height_m: float = EYE_M) -> None:
        self.visitor = Visitor(MOVES, Ground(PLACEMENT))
        stage = PLACEMENT.stages[0].floor.centre
        self.visitor.stand_at(Standpoint(feet=stage, target=(stage[0], stage[1] + 1.0, stage[2] + 1.62)))
        self.rigging = Rigging(self.visitor)
        self.head, self.seated = Pose(point=(0.2, -0.1, height_m), turn=rigs.headed(25.0)), seated
        self.hands = (Hand(), Hand())
        self.frame()

    def frame(self, intent: Intent = Intent(), *, dt_s: float = DT_S, moved: bool = False):  # noqa: B008
        tracked = Tracked(head=self.head, hands=self.hands, moved=moved)
        self.rigging.begin(tracked, seated=self.seated)
        self.visitor.move(intent, dt_s=dt_s)
        self.rig = self.rigging.end(tracked)
        return self.rig

    def lean(self, x: float, y: float, *, turn_deg: float = 0.0) -> None:
        """Move the head in the room in small steps, as heads do."""
        for _ in range(20):
            hx, hy, hz = self.head.point
            turn = rigs.multiplied(rigs.headed(turn_deg / 20), self.head.turn)
            self.head = Pose(point=(hx + x / 20, hy + y / 20, hz), turn=turn)
            self.frame()


@pytest.fixture
def wearer():
    return Wearer()


def test_the_head_is_over_the_body_and_looks_where_that_looked(wearer):
    body = wearer.visitor.body
    assert wearer.rig.head.point == pytest.approx((*body.position[:2], body.position[2] + EYE_M))
    assert rigs.heading_deg(wearer.rig.head.turn) == pytest.approx(0, abs=1e-6)
    assert body.eye == pytest.approx(wearer.rig.head.point)


def test_nothing_moves_by_itself(wearer):
    before = wearer.rig
    for _ in range(200):
        wearer.frame()
    assert wearer.rig.origin.point == pytest.approx(before.origin.point, abs=1e-6)
    assert wearer.rig.origin.turn == pytest.approx(before.origin.turn)


def test_a_room_that_nothing_moves_is_placed_no_second_time(wearer):
    origin = wearer.rig.origin
    assert wearer.frame().origin is origin
    wearer.lean(0.1, 0.0)
    assert wearer.rig.origin is origin
    assert wearer.frame(Intent(turn_deg=5.0)).origin is not origin


def test_who_walks_in_the_room_walks_in_the_world(wearer):
    origin, start = wearer.rig.origin, wearer.visitor.body.position
    wearer.lean(0.6, 0.8)
    assert wearer.rig.origin.point == pytest.approx(origin.point, abs=1e-6)
    assert math.dist(wearer.visitor.body.position, start) == pytest.approx(1.0, abs=1e-3)
    assert wearer.visitor.body.eye == pytest.approx(wearer.rig.head.point)


def test_who_turns_the_head_walks_where_it_looks(wearer):
    wearer.lean(0, 0, turn_deg=-90.0)
    assert wearer.visitor.body.heading_deg == pytest.approx(-90)
    start = wearer.visitor.body.position
    for _ in range(90):
        wearer.frame(Intent(forward=1.0))
    assert wearer.visitor.body.position[0] > start[0] + 1.0
    assert wearer.visitor.body.position[1] == pytest.approx(start[1], abs=0.05)


@given(st.floats(-180, 180), st.floats(-1.0, 1.0), st.floats(-1.0, 1.0))
def test_a_turn_by_stick_is_round_the_head(angle, x, y):
    wearer = Wearer()
    wearer.lean(x, y)
    head = wearer.rig.head.point
    wearer.frame(Intent(turn_deg=angle))
    assert wearer.rig.head.point == pytest.approx(head, abs=1e-4)
    off = math.radians(rigs.heading_deg(wearer.rig.head.turn) - angle)
    assert math.cos(off) == pytest.approx(1, abs=1e-6)


def test_who_leans_into_a_wall_leaves_the_body_before_it_and_sees_nothing(wearer):
    origin = wearer.rig.origin
    assert wearer.rigging.darkness == 0
    for _ in range(12):
        wearer.lean(0.0, -1.0)  # over the railing and on
    assert wearer.visitor.ground.floor_at(*wearer.visitor.body.position) is not None
    assert wearer.rigging.darkness == 1
    assert wearer.rig.origin.point == pytest.approx(origin.point, abs=1e-6)


def test_it_gets_darker_the_deeper_one_is(wearer):
    seen = []
    for _ in range(200):
        wearer.lean(0.0, -0.1)
        gap_m = math.dist(wearer.rig.head.point[:2], wearer.visitor.body.position[:2])
        seen.append((gap_m, wearer.rigging.darkness))
        if wearer.rigging.darkness == 1:
            break
    assert [dark for _, dark in seen] == sorted(dark for _, dark in seen)
    assert all((dark > 0) == (gap_m > DARK_FROM_M) for gap_m, dark in seen)
    assert any(0 < dark < 1 for _, dark in seen)


def test_who_comes_back_from_a_wall_has_the_body_again(wearer):
    start = wearer.visitor.body.position
    for step in (-1.0, 1.0):
        for _ in range(12):
            wearer.lean(0.0, step)
    assert wearer.visitor.body.position == pytest.approx(start, abs=1e-3)
    assert wearer.rigging.darkness == 0


def test_who_is_put_elsewhere_has_the_head_over_the_feet_there(wearer):
    wearer.lean(0.5, 0.3, turn_deg=40.0)
    x, y, z = PLACEMENT.court.centre
    wearer.visitor.stand_at(Standpoint(feet=(x + 2.0, y, z), target=(x + 3.0, y, z + 1.62)))
    wearer.frame()
    assert wearer.rigging.was_put
    assert wearer.rig.head.point[:2] == pytest.approx((x + 2.0, y))
    assert rigs.heading_deg(wearer.rig.head.turn) == pytest.approx(-90)
    wearer.frame()
    assert not wearer.rigging.was_put


def test_the_floor_of_the_room_is_at_the_feet(wearer):
    assert wearer.rig.origin.point[2] == pytest.approx(wearer.visitor.body.position[2])
    wearer.head = replace(wearer.head, point=(*wearer.head.point[:2], 1.2))
    wearer.frame()
    assert wearer.visitor.body.eye[2] == pytest.approx(wearer.visitor.body.position[2] + 1.2)


def test_who_sits_is_raised_to_where_one_stands():
    wearer = Wearer(seated=True, height_m=1.1)
    assert wearer.rig.head.point[2] == pytest.approx(wearer.visitor.body.position[2] + MOVES.eye_height_m)
    wearer.head = replace(wearer.head, point=(*wearer.head.point[:2], 1.0))
    wearer.frame()
    assert wearer.rig.head.point[2] == pytest.approx(wearer.visitor.body.position[2] + MOVES.eye_height_m - 0.1)


def test_a_headset_that_is_taken_from_a_table_is_measured_again():
    wearer = Wearer(seated=True, height_m=0.75)
    for height_m in (0.8, 1.0, 1.15):
        wearer.head = replace(wearer.head, point=(*wearer.head.point[:2], height_m))
        wearer.frame()
    above_m = wearer.rig.head.point[2] - wearer.visitor.body.position[2]
    assert above_m == pytest.approx(MOVES.eye_height_m + 0.15)
    assert wearer.visitor.body.position[:2] == pytest.approx(wearer.rig.head.point[:2])


def test_the_height_is_measured_anew_where_that_is_wanted():
    wearer = Wearer(seated=True, height_m=1.1)
    wearer.head = replace(wearer.head, point=(*wearer.head.point[:2], 1.3))
    wearer.rigging.recentre()
    wearer.frame()
    assert wearer.rig.head.point[2] == pytest.approx(wearer.visitor.body.position[2] + MOVES.eye_height_m)


@pytest.mark.parametrize(("point", "turn_deg"), [((-2.0, 1.5, EYE_M), -30.0), ((0.6, 0.0, EYE_M), 130.0)])
def test_a_room_that_was_measured_anew_moves_nobody(wearer, point, turn_deg):
    wearer.lean(0.3, 0.2)
    head, body = wearer.rig.head, wearer.visitor.body
    wearer.head = Pose(point=point, turn=rigs.headed(turn_deg))
    wearer.frame()
    assert wearer.rig.head.point == pytest.approx(head.point, abs=1e-6)
    assert wearer.visitor.body.position == body.position
    assert rigs.heading_deg(wearer.rig.head.turn) == pytest.approx(rigs.heading_deg(head.turn))


# The world in both hands


def hands(apart, *, z=1.2):
    return (0.2 - apart / 2, 0.4, z), (0.2 + apart / 2, 0.4, z)


def hold(wearer, *widths):
    for apart in widths:
        wearer.rigging.hold(hands(apart))
        wearer.frame()


def test_hands_that_close_make_the_world_small(wearer):
    held = [wearer.rigging.room.outward(hand) for hand in hands(0.8)]
    hold(wearer, 0.8, 0.4, 0.1)
    assert wearer.rig.scale == pytest.approx(8)
    assert [wearer.rigging.room.outward(hand) for hand in hands(0.1)] == [pytest.approx(point) for point in held]


def test_the_small_world_stays_when_it_is_let_go(wearer):
    start = wearer.visitor.body.position
    hold(wearer, 0.8, 0.1)
    assert not wearer.rigging.hold(None)
    small = wearer.frame()
    wearer.lean(0.2, 0.2)
    assert wearer.rig.scale == small.scale
    assert wearer.rig.origin == small.origin
    assert wearer.visitor.body.position == pytest.approx(start)


def test_who_pulls_it_large_again_stands_where_they_are_then(wearer):
    hold(wearer, 0.8, 0.1)
    wearer.rigging.hold(None)
    hold(wearer, 0.1, 0.5)
    over = wearer.rig.head.point
    assert wearer.rigging.hold(None)
    rig = wearer.frame()
    assert rig.scale == 1
    place = wearer.visitor.body.position
    assert wearer.visitor.ground.floor_at(*place) == pytest.approx(place[2])
    assert rig.head.point[:2] == pytest.approx(place[:2])
    nearest = wearer.visitor.ground.standing_near(over, radius_m=visitors.BODY_M)
    assert place == pytest.approx(nearest, abs=1e-3)


def test_the_model_stands_on_a_table_before_the_head_and_one_steps_in_again(wearer):
    before = wearer.rig
    wearer.rigging.show_model()
    rig = wearer.frame()
    assert grab.IN_BELOW < rig.scale <= grab.TABLE
    x, y, z = wearer.rigging.room.inward((0.0, 0.0, 0.0))
    assert math.dist((x, y), wearer.head.point[:2]) == pytest.approx(0.8)
    assert z == pytest.approx(EYE_M - 0.5)
    wearer.rigging.step_in()
    rig = wearer.frame()
    assert rig.scale == 1
    assert rig.head.point == pytest.approx(before.head.point)


def test_who_goes_to_a_place_of_the_model_stands_there_at_life_size(wearer):
    wearer.rigging.show_model()
    wearer.frame()
    wearer.visitor.move(Intent(actions=("court",)), dt_s=DT_S)
    rig = wearer.frame()
    assert rig.scale == 1
    assert rig.head.point[:2] == pytest.approx(PLACEMENT.spawn.point[:2])


@given(
    st.lists(
        st.tuples(st.sampled_from(["lean", "turn", "walk", "hold", "drop", "model", "in"]), st.floats(-1, 1)),
        max_size=12,
    )
)
def test_whatever_happens_one_stands_on_a_floor_and_comes_back_to_life_size(steps):
    wearer = Wearer()
    for name, value in steps:
        match name:
            case "lean":
                wearer.lean(value, -value / 2)
            case "turn":
                wearer.frame(Intent(turn_deg=180 * value))
            case "walk":
                for _ in range(20):
                    wearer.frame(Intent(forward=value))
            case "hold":
                hold(wearer, 0.5 + value / 3)
            case "drop":
                wearer.rigging.hold(None)
            case "model":
                wearer.rigging.show_model()
            case "in":
                wearer.rigging.step_in()
        wearer.frame()
        place = wearer.visitor.body.position
        assert wearer.visitor.ground.floor_at(*place) == pytest.approx(place[2], abs=0.3)
        assert 1 <= wearer.rig.scale <= grab.TABLE
    wearer.rigging.hold(None)
    wearer.rigging.step_in()
    assert wearer.frame().scale == 1


def test_a_headset_that_says_so_moves_nobody_however_little_it_measured_anew(wearer):
    wearer.lean(0.3, 0.2)
    head, body = wearer.rig.head, wearer.visitor.body
    x, y, z = wearer.head.point
    wearer.head = Pose(point=(x + 0.3, y - 0.2, z), turn=rigs.multiplied(rigs.headed(40.0), wearer.head.turn))
    wearer.frame(moved=True)
    assert wearer.rig.head.point == pytest.approx(head.point, abs=1e-6)
    assert rigs.heading_deg(wearer.rig.head.turn) == pytest.approx(rigs.heading_deg(head.turn), abs=1e-6)
    assert wearer.visitor.body.position == body.position
