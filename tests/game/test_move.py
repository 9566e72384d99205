"""Movement on made-up grounds: plates that lie level or slant along x, railings at their edges."""

import math
import subprocess
import sys
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from layerwalk.game.move import body as bodies
from layerwalk.game.move import fly, look, motion, script, walk
from layerwalk.game.move.body import Body, MoveConfig, Point
from layerwalk.game.move.intent import IDLE, Intent

STEP_M = 0.5


@dataclass(frozen=True)
class Plate:
    """A rectangle of floor whose height goes from `low` at its west edge to `high` at its east edge."""

    west: float
    east: float
    south: float
    north: float
    low: float
    high: float

    def height(self, x: float, y: float) -> float | None:
        if not (self.west <= x <= self.east and self.south <= y <= self.north):
            return None
        return self.low + (self.high - self.low) * (x - self.west) / (self.east - self.west)


@dataclass(frozen=True)
class Plates:
    plates: tuple[Plate, ...]

    def floor_at(self, x: float, y: float, z: float) -> float | None:
        heights = (plate.height(x, y) for plate in self.plates)
        return max((height for height in heights if height is not None and height <= z + STEP_M), default=None)

    def slide(self, start: Point, end: Point, *, radius_m: float) -> Point:
        for x, y in ((end[0], end[1]), (end[0], start[1]), (start[0], end[1])):
            if self._stands(x, y, start[2], radius_m):
                return x, y, self.floor_at(x, y, start[2])
        return start

    def _stands(self, x: float, y: float, z: float, radius_m: float) -> bool:
        reach = ((0, 0), (radius_m, 0), (-radius_m, 0), (0, radius_m), (0, -radius_m))
        return all(self.floor_at(x + dx, y + dy, z) is not None for dx, dy in reach)


FIELD = Plates((Plate(-50, 50, -50, 50, 0.0, 0.0),))
ROOM = Plates((Plate(-4, 4, -4, 4, 0.5, 0.5),))
HILL = Plates((Plate(-5, 0.1, -2, 2, 0.0, 0.0), Plate(0, 24, -2, 2, 0.0, 2.0), Plate(23.9, 30, -2, 2, 2.0, 2.0)))
CONFIG = MoveConfig(spawn=(0.0, 0.0, 0.5), bound_m=40.0)


def moved(body, intent, seconds, *, ground=FIELD, config=CONFIG, fps=60):
    for _ in range(round(seconds * fps)):
        body = motion.step(body, intent, 1 / fps, ground=ground, config=config)
        intent = replace(intent, actions=(), turn_deg=0.0, look_deg=0.0)
    return body


def standing(x=0.0, y=0.0, z=0.0, **rest):
    return Body(position=(x, y, z), **rest)


def test_forward_is_where_the_body_looks():
    assert moved(standing(), Intent(forward=1), 1).position[1] > 2
    assert moved(standing(heading_deg=90), Intent(forward=1), 1).position[0] < -2
    assert moved(standing(), Intent(right=1), 1).position[0] > 2


def test_speed_comes_and_goes_smoothly():
    slow = motion.step(standing(), Intent(forward=1), 1 / 60, ground=FIELD, config=CONFIG)
    assert 0 < slow.velocity_m_s[1] < CONFIG.walk_speed_m_s / 2
    fast = moved(standing(), Intent(forward=1), 2)
    assert fast.velocity_m_s[1] == pytest.approx(CONFIG.walk_speed_m_s, rel=1e-3)
    assert moved(fast, Intent(), 1).velocity_m_s[1] == pytest.approx(0, abs=1e-2)


def test_a_diagonal_is_no_faster():
    body = moved(standing(), Intent(forward=1, right=1), 3)
    assert math.hypot(*body.velocity_m_s) == pytest.approx(CONFIG.walk_speed_m_s, rel=1e-3)


def test_fast_is_faster_and_crouching_slower_and_lower():
    plain = moved(standing(), Intent(forward=1), 2)
    assert moved(standing(), Intent(forward=1, fast=True), 2).position[1] > 1.8 * plain.position[1]
    crouched = moved(standing(), Intent(forward=1, crouch=True), 2)
    assert crouched.position[1] < 0.7 * plain.position[1]
    assert crouched.eye[2] == pytest.approx(CONFIG.crouch_eye_m, abs=0.01)
    assert moved(crouched, Intent(), 2).eye[2] == pytest.approx(CONFIG.eye_height_m, abs=0.01)


@pytest.mark.parametrize("intent", [Intent(forward=1), Intent(forward=1, right=0.5, fast=True)])
def test_the_way_is_the_same_at_any_frame_rate(intent):
    ends = [moved(standing(), intent, 3, fps=fps).position for fps in (20, 60, 144)]
    assert math.dist(ends[0], ends[1]) < 0.02
    assert math.dist(ends[1], ends[2]) < 0.02


def test_a_jump_rises_and_returns_to_the_floor():
    body, heights = standing(), []
    body = motion.step(body, Intent(actions=("up",)), 1 / 60, ground=FIELD, config=CONFIG)
    while not body.grounded:
        heights.append(body.position[2])
        body = motion.step(body, Intent(), 1 / 60, ground=FIELD, config=CONFIG)
    assert max(heights) == pytest.approx(CONFIG.jump_speed_m_s**2 / 2 / CONFIG.gravity_m_s2, abs=0.02)
    assert body.position[2] == 0.0
    assert body.velocity_m_s[2] == 0.0


def test_there_is_no_second_jump_in_the_air():
    rising = motion.step(standing(), Intent(actions=("up",)), 0.1, ground=FIELD, config=CONFIG)
    again = motion.step(rising, Intent(actions=("up",)), 0.1, ground=FIELD, config=CONFIG)
    plain = motion.step(rising, Intent(), 0.1, ground=FIELD, config=CONFIG)
    assert again == plain


def test_a_ramp_is_walked_up_and_down_with_the_feet_on_it():
    body = standing(-1.0, 0.0, 0.0, heading_deg=-90)
    heights = []
    for _ in range(60 * 14):
        body = motion.step(body, Intent(forward=1), 1 / 60, ground=HILL, config=CONFIG)
        assert body.position[2] == HILL.floor_at(*body.position)
        assert body.grounded
        heights.append(body.eye[2])
    assert body.position[0] > 29
    assert heights[-1] == pytest.approx(2.0 + CONFIG.eye_height_m, abs=0.01)
    assert max(abs(b - a) for a, b in pairwise(heights)) < 0.01
    down = moved(replace(body, heading_deg=90), Intent(forward=1), 14, ground=HILL)
    assert down.position[2] == 0.0


def test_the_eye_follows_a_step_smoothly():
    stairs = Plates((Plate(-5, 0, -2, 2, 0.0, 0.0), Plate(0, 5, -2, 2, 0.38, 0.38)))
    body, eyes = standing(-1, 0, 0, heading_deg=-90), []
    for _ in range(120):
        body = motion.step(body, Intent(forward=1), 1 / 60, ground=stairs, config=CONFIG)
        eyes.append(body.eye[2])
    assert body.position[2] == 0.38
    assert max(b - a for a, b in pairwise(eyes)) < 0.1
    assert eyes[-1] == pytest.approx(0.38 + CONFIG.eye_height_m, abs=0.01)


def test_a_railing_stops_and_lets_slide_along():
    body = moved(standing(z=0.5, heading_deg=-30), Intent(forward=1), 2.3, ground=ROOM)
    assert body.position[0] > 2
    body = moved(body, Intent(forward=1), 6, ground=ROOM)
    assert max(body.position[:2]) <= 4 - CONFIG.radius_m
    assert min(body.position[:2]) > 3.4
    assert math.hypot(*body.velocity_m_s) < 0.6


def test_flying_goes_where_one_looks_and_has_no_weight():
    body = moved(standing(z=1.0, pitch_deg=45), Intent(actions=("fly",), forward=1), 2)
    assert body.flying
    assert body.position[2] - 1.0 == pytest.approx(body.position[1], rel=0.01)
    still = moved(body, Intent(), 3)
    assert moved(still, Intent(), 3).position == pytest.approx(still.position, abs=1e-3)


def test_flying_stays_within_the_bounds_and_above_the_water():
    up = moved(standing(), Intent(actions=("fly",), forward=1, right=1, up=1, fast=True), 30)
    assert math.hypot(*up.position[:2]) <= CONFIG.bound_m + 1e-6
    assert up.position[2] == CONFIG.top_m
    over = standing(20, 0, 3, flying=True, grounded=False)
    assert moved(over, Intent(up=-1), 5, ground=ROOM).position[2] == CONFIG.water_m


def test_flying_down_ends_on_the_floor_beneath():
    over = standing(0, 0, 3, flying=True, grounded=False)
    assert moved(over, Intent(crouch=True), 5, ground=ROOM).position[2] == 0.5


def test_a_flight_that_ends_over_a_floor_falls_on_it():
    over = standing(1, 1, 20, flying=True, grounded=False)
    body = moved(over, Intent(actions=("fly",)), 4, ground=ROOM)
    assert body.position == (1, 1, 0.5)
    assert body.grounded


def test_a_flight_that_ends_over_water_glides_to_the_nearest_floor():
    over = standing(20, 1, 9, flying=True, grounded=False)
    body = moved(over, Intent(actions=("fly",)), 6, ground=ROOM)
    assert body.grounded
    assert body.landing is None
    assert body.position[2] == 0.5
    assert 2 < body.position[0] < 4


def test_a_glide_can_be_broken_off_by_flying():
    over = standing(20, 0, 9, flying=True, grounded=False)
    gliding = moved(over, Intent(actions=("fly",)), 0.2, ground=ROOM)
    assert gliding.landing is not None
    again = moved(gliding, Intent(actions=("fly",)), 0.2, ground=ROOM)
    assert again.flying
    assert again.landing is None


def test_where_there_is_no_floor_at_all_the_spawn_point_is_the_nearest():
    assert fly.nearest_floor(Plates(()), (3, 3, 3), config=CONFIG) == CONFIG.spawn


def test_the_court_key_returns_from_anywhere():
    for body in (standing(3, 3, 0.5), standing(30, 3, 9, flying=True, grounded=False)):
        assert moved(body, Intent(actions=("court",)), 1 / 60, ground=ROOM).position == CONFIG.spawn


def test_a_body_that_lost_the_floor_is_brought_back():
    assert moved(standing(99, 0, 0), Intent(), 1 / 60, ground=ROOM) == bodies.spawned(CONFIG)
    assert moved(standing(math.nan, 0, 0), Intent(), 1 / 60, ground=ROOM) == bodies.spawned(CONFIG)


@pytest.mark.parametrize("body", [standing(), replace(standing(0, 0, 5), flying=True, grounded=False)])
def test_who_rests_and_wants_nothing_is_left_alone(body):
    assert motion.step(body, Intent(), 0.1, ground=FIELD, config=CONFIG) is body


def test_who_lets_go_comes_to_rest():
    body = moved(standing(), Intent(forward=1), 1.0)
    body = moved(body, Intent(), 5.0)
    assert motion.step(body, Intent(), 0.1, ground=FIELD, config=CONFIG) is body


def test_a_headset_says_how_high_eyes_are():
    body = replace(standing(), eye_height_m=1.1)
    assert motion.step(body, Intent(), 0.1, ground=FIELD, config=CONFIG, providers=motion.TRACKED) is body


@given(
    st.tuples(*(st.sampled_from(each) for each in ((-60.0, 0.0, 3.0), (0.0, 9.0), (-1.0, 0.0, 0.5, 1.0, 99.0)))),
    st.sampled_from([(0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, -1.0)]),
    st.sampled_from([0.0, 0.2]),
    st.sampled_from([None, (0.0, 0.0, 0.5)]),
    st.booleans(),
    st.booleans(),
)
def test_a_tracked_body_rests_that_no_step_would_move(position, velocity, lag_m, landing, flying, grounded):
    body = Body(
        position=position, velocity_m_s=velocity, lag_m=lag_m, landing=landing, flying=flying, grounded=grounded
    )
    stepped = motion.step(body, IDLE, 1 / 60, ground=ROOM, config=CONFIG, providers=motion.TRACKED)
    assert motion.rests(body, ground=ROOM, config=CONFIG) == (stepped is body)


def test_a_provider_can_be_switched_off():
    legless = tuple(provider for provider in motion.PROVIDERS if provider is not walk.walk)
    body = motion.step(standing(), Intent(forward=1), 0.2, ground=FIELD, config=CONFIG, providers=legless)
    assert body.position == (0, 0, 0)


def test_a_long_pause_is_no_leap():
    body = motion.step(standing(), Intent(forward=1, fast=True), 60.0, ground=FIELD, config=CONFIG)
    assert body.position[1] < 2


def test_the_mouse_turns_right_and_looks_down():
    plain = look.Look(sensitivity_deg=0.5)
    assert look.turned(plain, 10, 4) == (-5, -2)
    assert look.turned(look.Look(sensitivity_deg=0.5, invert_y=True), 10, 4) == (-5, 2)


def test_looking_up_ends_before_the_zenith():
    assert moved(standing(), Intent(look_deg=500), 1 / 60).pitch_deg == look.PITCH_LIMIT_DEG


@settings(deadline=None)
@example(-180.00000000000003)
@given(st.floats(-1e4, 1e4))
def test_a_heading_is_kept_within_a_turn(degrees):
    assert -180 <= look.heading(degrees) < 180
    assert math.isclose(math.cos(math.radians(look.heading(degrees))), math.cos(math.radians(degrees)), abs_tol=1e-6)


@settings(deadline=None)
@given(st.sampled_from([7, 20, 30, 60, 144]))
def test_a_script_gives_all_turns_and_actions_at_any_frame_rate(fps):
    play = script.Script(
        (
            script.Cue(duration_s=0.5, intent=Intent(forward=1, turn_deg=30, actions=("up",))),
            script.Cue(duration_s=0.01, intent=Intent(look_deg=-10, actions=("fly", "use"))),
            script.Cue(duration_s=0.7, intent=Intent(turn_deg=-90)),
        )
    )
    frames = [play.at(i / fps, dt_s=1 / fps) for i in range(math.ceil(play.duration_s * fps) + 1)]
    assert sum(frame.turn_deg for frame in frames) == pytest.approx(-60)
    assert sum(frame.look_deg for frame in frames) == pytest.approx(-10)
    assert [name for frame in frames for name in frame.actions] == ["up", "fly", "use"]
    assert frames[0].forward == 1
    assert frames[-1] == Intent()


def test_a_cue_lasts():
    with pytest.raises(ValueError, match="duration_s is 0"):
        script.Cue(duration_s=0, intent=Intent())


@pytest.mark.parametrize("fps", [20, 60])
@pytest.mark.parametrize("target", [(3.0, -3.0, 0.5), (-3.5, 0.0, 0.5), (0.0, -3.0, 0.5)])
def test_a_body_can_be_steered_to_a_point(fps, target):
    body = standing(z=0.5)
    for _ in range(fps * 8):
        body = motion.step(body, script.toward(body, target, dt_s=1 / fps), 1 / fps, ground=ROOM, config=CONFIG)
    assert math.dist(body.position, target) < 0.05


def test_moving_needs_neither_panda_nor_torch():
    code = "import sys; import layerwalk.game.move.motion, layerwalk.game.move.script; print(sorted(sys.modules))"
    names = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "'panda3d" not in names
    assert "'torch" not in names


unit = st.floats(-1, 1)
intents = st.builds(
    Intent,
    forward=unit,
    right=unit,
    up=unit,
    turn_deg=st.floats(-400, 400),
    look_deg=st.floats(-200, 200),
    fast=st.booleans(),
    crouch=st.booleans(),
    actions=st.lists(st.sampled_from(["up", "fly", "court", "use"]), max_size=2).map(tuple),
)


@st.composite
def grounds(draw):
    """Return plates that join one another in a row, with a roof over some of it, and a start in the first."""
    west, height, plates = -2.0, draw(st.sampled_from([2.0, 3.5])), []
    for _ in range(draw(st.integers(1, 5))):
        length, rise = draw(st.floats(2, 12)), draw(st.sampled_from([0.0, 0.3, -0.3]))
        width = draw(st.floats(1, 6))
        plates.append(Plate(west, west + length, -width, width, height, height + rise))
        west, height = west + length, height + rise
    plates.append(Plate(-1, 3, -1, 1, height + 5, height + 5))
    return Plates(tuple(plates))


class Visit(RuleBasedStateMachine):
    """Whatever a visitor does: never off the floor, never below it, never not a number."""

    @initialize(ground=grounds())
    def enter(self, ground):
        self.ground = ground
        self.config = MoveConfig(spawn=(0.0, 0.0, ground.floor_at(0.0, 0.0, 4.0)), bound_m=40.0)
        self.body = bodies.spawned(self.config)

    @rule(intent=intents, dt_s=st.floats(0, 0.3), frames=st.integers(1, 12))
    def move(self, intent, dt_s, frames):
        for _ in range(frames):
            self.body = motion.step(self.body, intent, dt_s, ground=self.ground, config=self.config)
            self.stands_or_flies()
            intent = replace(intent, actions=())

    @invariant()
    def stands_or_flies(self):
        body = getattr(self, "body", None)
        if body is None:
            return
        assert all(map(math.isfinite, (*body.position, *body.velocity_m_s, *body.eye, *body.gaze)))
        floor = self.ground.floor_at(*body.position)
        if body.flying or body.landing is not None:
            assert math.hypot(*body.position[:2]) <= self.config.bound_m + 1e-6
            assert body.position[2] >= self.config.water_m - 1e-6
        else:
            assert floor is not None
            assert body.position[2] >= floor - 1e-6
            assert not body.grounded or body.position[2] == floor


Visit.TestCase.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
TestVisit = Visit.TestCase
