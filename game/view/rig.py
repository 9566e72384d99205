"""Where a visitor's head and hands are, whatever tracks them: plain data. World, metres, Z up.

A pose turns its own axes (right +X, ahead +Y, up +Z) into those of what it is in: the world, or the tracked room,
whose origin stands on the visitor's floor.
"""

import math
from dataclasses import dataclass

from layerwalk.game.move.intent import SILENT, Reading
from layerwalk.game.world import rays
from layerwalk.game.world.placement import Point
from layerwalk.game.world.rays import Ray

Quaternion = tuple[float, float, float, float]
"""(w, x, y, z), of length 1."""
Stand = tuple[float, float, float, float, float, float]
"""Of a room that stands upright: the cosine and the sine of how far it is turned, its origin, its scale."""
UNTURNED: Quaternion = (1.0, 0.0, 0.0, 0.0)
Joint = tuple[float, float, float, float]
"""x, y, z and a radius, in metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """Say where something is and how it is turned."""

    point: Point = (0.0, 0.0, 0.0)
    turn: Quaternion = UNTURNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Hold a hand in the room: where it points, and where it grips; None while it is not seen.

    parts: what its controller has of 'trigger', 'squeeze', 'stick', 'primary', 'secondary' and 'menu'. joints: of a
    bare hand, where each of OpenXR's is and half as thick as the hand is there, nothing where that is not known; None
    of a controller.
    """

    aim: Pose | None = None
    grip: Pose | None = None
    parts: frozenset[str] = frozenset()
    joints: tuple[Joint, ...] | None = None

    @property
    def has_stick(self) -> bool:
        """Say whether it holds something to steer with, a stick or a trackpad."""
        return "stick" in self.parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """Hold what a headset says in one frame; everything in the room's frame.

    hands: the left one and the right one. reading: how far each control is pushed, by the names that bindings use.
    focused: whether the visitor's input is for us now; else it is empty, as when a menu of the headset's own is open.
    moved: the headset has measured the room anew since the last frame, as when the visitor asked it to.
    """

    head: Pose
    hands: tuple[Hand, Hand] = (Hand(), Hand())
    reading: Reading = SILENT
    focused: bool = True
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """Hold the visitor in the world. origin: of the room, never tilted; scale: metres of the world to one of the room.

    eye: where the head is. pointers: of the left and the right hand, None for a hand that does not point. tracked: head
    and hands in the room.
    """

    origin: Pose
    eye: Point
    pointers: tuple[Ray | None, Ray | None]
    scale: float
    tracked: Tracked

    @property
    def head(self) -> Pose:
        """Return where the head is and how it is turned."""
        return Pose(point=self.eye, turn=multiplied(self.origin.turn, self.tracked.head.turn))

    @property
    def heading_deg(self) -> float:
        """Return the heading of what is ahead of the head."""
        return heading_deg(multiplied(self.origin.turn, self.tracked.head.turn))


def rig(tracked: Tracked, *, origin: Pose, scale: float = 1.0) -> Rig:
    """Return where head and pointers are in the world, of a room that stands upright and whose origin is there."""
    (w, _, _, z), (x, y, floor_z) = origin.turn, origin.point
    cos, sin = 1.0 - 2.0 * z * z, 2.0 * w * z
    stand = cos, sin, x, y, floor_z, scale
    head_x, head_y, head_z = tracked.head.point
    left, right = tracked.hands
    return Rig(
        origin=origin,
        eye=(
            x + scale * (cos * head_x - sin * head_y),
            y + scale * (sin * head_x + cos * head_y),
            floor_z + scale * head_z,
        ),
        pointers=(
            _pointer(left.aim, stand) if left.aim is not None else None,
            _pointer(right.aim, stand) if right.aim is not None else None,
        ),
        scale=scale,
        tracked=tracked,
    )


def placed(pose: Pose, *, origin: Pose, scale: float = 1.0) -> Pose:
    """Return in the world what is at `pose` in a room whose origin is there."""
    x, y, z = rotated(pose.point, origin.turn)
    ox, oy, oz = origin.point
    return Pose(point=(ox + scale * x, oy + scale * y, oz + scale * z), turn=multiplied(origin.turn, pose.turn))


def ray(pose: Pose) -> Ray:
    """Return the ray straight ahead of a pose."""
    return rays.ray(pose.point, ahead(pose.turn))


def headed(heading_deg: float) -> Quaternion:
    """Return the turn of one who stands upright and looks along a heading, counter-clockwise from +Y."""
    half = math.radians(heading_deg) / 2
    return math.cos(half), 0.0, 0.0, math.sin(half)


def heading_deg(turn: Quaternion) -> float:
    """Return the heading of what is ahead; of one who looks straight up or down, that of their feet."""
    return _heading_deg(ahead(turn), turn)


def looking_deg(turn: Quaternion) -> tuple[float, float]:
    """Return the heading of what is ahead, as `heading_deg` does, and how far up that is."""
    gaze = ahead(turn)
    return _heading_deg(gaze, turn), math.degrees(math.atan2(gaze[2], math.hypot(gaze[0], gaze[1])))


def roll_deg(turn: Quaternion) -> float:
    """Return how far one is rolled clockwise who looks along what is ahead; straight up or down it says nothing."""
    right, up = rotated((1.0, 0.0, 0.0), turn), rotated((0.0, 0.0, 1.0), turn)
    return math.degrees(math.atan2(-right[2], up[2]))


def rotated(point: Point, turn: Quaternion) -> Point:
    """Return a point after a turn round the origin."""
    w, a, b, c = turn
    x, y, z = point
    # Twice the cross product of the turn's axis and the point.
    u, v, t = 2.0 * (b * z - c * y), 2.0 * (c * x - a * z), 2.0 * (a * y - b * x)
    return x + w * u + b * t - c * v, y + w * v + c * u - a * t, z + w * t + a * v - b * u


def ahead(turn: Quaternion) -> Point:
    """Return the unit vector that is ahead after a turn."""
    w, x, y, z = turn
    return 2.0 * (x * y - w * z), 1.0 - 2.0 * (x * x + z * z), 2.0 * (y * z + w * x)


def multiplied(first: Quaternion, second: Quaternion) -> Quaternion:
    """Return the turn that does `second` and then `first`."""
    a, b, c, d = first
    e, f, g, h = second
    return (
        a * e - b * f - c * g - d * h,
        a * f + b * e + c * h - d * g,
        a * g - b * h + c * e + d * f,
        a * h + b * g - c * f + d * e,
    )


def _heading_deg(gaze: Point, turn: Quaternion) -> float:
    x, y, z = gaze
    if x * x + y * y < 1e-12:
        x, y, _ = rotated((0.0, 0.0, -math.copysign(1.0, z)), turn)
    return math.degrees(math.atan2(-x, y))


def _pointer(aim: Pose, stand: Stand) -> Ray:
    """Return in the world the ray straight ahead of a pose of the room."""
    cos, sin, ox, oy, oz, scale = stand
    (x, y, z), (w, a, b, c) = aim.point, aim.turn
    right, ahead = 2.0 * (a * b - w * c), 1.0 - 2.0 * (a * a + c * c)
    return Ray(
        origin=(ox + scale * (cos * x - sin * y), oy + scale * (sin * x + cos * y), oz + scale * z),
        direction=(cos * right - sin * ahead, sin * right + cos * ahead, 2.0 * (b * c + w * a)),
    )
