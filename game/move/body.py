"""The visitor's body, the ground that it needs, and how it is set up: plain data. World, metres, Z up."""

import math
from dataclasses import dataclass, replace
from typing import Any, Protocol

Point = tuple[float, float, float]


class Ground(Protocol):
    """What a body asks of the world that it walks in."""

    def floor_at(self, x: float, y: float, z: float) -> float | None:
        """Return the height of the highest floor under (x, y) that is at most a step above z, None over water."""

    def slide(self, start: Point, end: Point, *, radius_m: float) -> Point:
        """Return where a body of `radius_m` gets on its way from `start` to `end`, along railings and walls.

        start lies on a floor; so does the answer, whatever `end` is.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveConfig:
    """Hold how a body moves, and where it begins.

    bound_m: flying ends this far from the origin; water_m: feet never come below it; top_m: nor above.
    step_m: what a foot takes without a jump. radius_m: how near the body comes to a wall.
    """

    walk_speed_m_s: float = 2.6
    fast_factor: float = 2.2
    crouch_factor: float = 0.5
    fly_speed_m_s: float = 6.0
    eye_height_m: float = 1.62
    crouch_eye_m: float = 0.85
    jump_speed_m_s: float = 3.4
    gravity_m_s2: float = 9.81
    fall_limit_m_s: float = 9.0
    radius_m: float = 0.3
    step_m: float = 0.5
    bound_m: float = 120.0
    water_m: float = 0.3
    top_m: float = 60.0
    spawn: Point = (0.0, 0.0, 0.0)
    spawn_heading_deg: float = 0.0
    spawn_pitch_deg: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Hold where the visitor is.

    position: the feet. heading_deg: counter-clockwise, 0 looks along +Y; pitch_deg: upwards.
    eye_height_m: now, between crouching and standing. lag_m: how far the eye is still behind a step that the feet
    have taken. landing: where a flight that ended over water is going.
    """

    position: Point
    heading_deg: float = 0.0
    pitch_deg: float = 0.0
    velocity_m_s: Point = (0.0, 0.0, 0.0)
    flying: bool = False
    grounded: bool = True
    crouching: bool = False
    eye_height_m: float = 1.62
    lag_m: float = 0.0
    landing: Point | None = None

    @property
    def eye(self) -> Point:
        """Return where the eye is."""
        x, y, z = self.position
        return x, y, z + self.eye_height_m + self.lag_m

    @property
    def gaze(self) -> Point:
        """Return the unit vector along which the eye looks."""
        heading, pitch = math.radians(self.heading_deg), math.radians(self.pitch_deg)
        return -math.sin(heading) * math.cos(pitch), math.cos(heading) * math.cos(pitch), math.sin(pitch)


def altered(body: Body, **parts: Any) -> Body:
    """Return a body with other parts; the same one where they are as they were."""
    return body if all(getattr(body, name) == part for name, part in parts.items()) else replace(body, **parts)


def following(body: Body, *, position: Point, heading_deg: float, pitch_deg: float, eye_height_m: float) -> Body:
    """Return a body that stands and looks as its head does; the same one where it does so already."""
    wanted = (position, heading_deg, pitch_deg, eye_height_m)
    if (body.position, body.heading_deg, body.pitch_deg, body.eye_height_m) == wanted:
        return body
    return Body(
        position=position,
        heading_deg=heading_deg,
        pitch_deg=pitch_deg,
        velocity_m_s=body.velocity_m_s,
        flying=body.flying,
        grounded=body.grounded,
        crouching=body.crouching,
        eye_height_m=eye_height_m,
        lag_m=body.lag_m,
        landing=body.landing,
    )


def spawned(config: MoveConfig) -> Body:
    """Return a body that stands where visitors begin."""
    return Body(
        position=config.spawn,
        heading_deg=config.spawn_heading_deg,
        pitch_deg=config.spawn_pitch_deg,
        eye_height_m=config.eye_height_m,
    )
