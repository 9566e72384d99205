"""Flying without weight, and finding back to a floor."""

import math
from collections.abc import Iterator
from dataclasses import replace

from layerwalk.game.move.body import Body, Ground, MoveConfig, Point, altered
from layerwalk.game.move.intent import Intent
from layerwalk.game.move.walk import approach, speed_factor

DRAG_PER_S = 5.0
LAND_SPEED_M_S = 12.0
STILL: Point = (0.0, 0.0, 0.0)
RINGS = 40
RING_POINTS = 24


def fly(body: Body, intent: Intent, dt_s: float, ground: Ground, config: MoveConfig) -> Body:
    """Begin or end flying where that is wanted, and move a flying body the way it looks."""
    if "fly" in intent.actions:
        body = _ended(body, ground, config) if body.flying else _begun(body)
    return _flown(body, intent, dt_s, ground, config) if body.flying else body


def land(body: Body, intent: Intent, dt_s: float, ground: Ground, config: MoveConfig) -> Body:
    """Carry a body whose flight ended where nobody can stand to the floor that it is bound for."""
    if body.landing is None:
        return body
    distance = math.dist(body.position, body.landing)
    way = min(LAND_SPEED_M_S, 1.0 + 4.0 * distance) * dt_s
    if distance <= way:
        return replace(body, position=body.landing, landing=None, grounded=True)
    share = way / distance
    x, y, z = (a + (b - a) * share for a, b in zip(body.position, body.landing, strict=True))
    return replace(body, position=(x, y, z))


def nearest_floor(ground: Ground, point: Point, *, config: MoveConfig) -> Point:
    """Return a place to stand near `point`, looking in growing rings round it; the spawn point where there is none."""
    for x, y in _rings(point, config.bound_m):
        below = ground.floor_at(x, y, point[2])
        floor = ground.floor_at(x, y, config.top_m) if below is None else below
        if floor is not None and _stands(ground, (x, y, floor), config):
            return x, y, floor
    return config.spawn


def is_within(point: Point, config: MoveConfig) -> bool:
    """Say whether a point lies where one may fly."""
    x, y, z = point
    return config.water_m <= z <= config.top_m and x * x + y * y <= config.bound_m * config.bound_m


def _begun(body: Body) -> Body:
    return replace(body, flying=True, grounded=False, landing=None, velocity_m_s=(0.0, 0.0, 0.0))


def _ended(body: Body, ground: Ground, config: MoveConfig) -> Body:
    x, y, z = body.position
    floor = ground.floor_at(x, y, z)
    falls = floor is not None and _stands(ground, (x, y, floor), config)
    landing = None if falls else nearest_floor(ground, body.position, config=config)
    return replace(body, flying=False, grounded=False, landing=landing, velocity_m_s=(0.0, 0.0, 0.0))


def _flown(body: Body, intent: Intent, dt_s: float, ground: Ground, config: MoveConfig) -> Body:
    velocity_m_s, (dx, dy, dz) = _driven(body, intent, dt_s, config)
    x, y, z = body.position
    to = _bounded((x + dx, y + dy, z + dz), config)
    floor = ground.floor_at(to[0], to[1], z)
    if floor is not None and floor > to[2]:
        lag_m = max(-config.step_m, body.lag_m + min(0.0, z - floor))
        return altered(body, position=(to[0], to[1], floor), velocity_m_s=velocity_m_s, lag_m=lag_m)
    if to == body.position and velocity_m_s == body.velocity_m_s:
        return body
    return replace(body, position=to, velocity_m_s=velocity_m_s)


def _driven(body: Body, intent: Intent, dt_s: float, config: MoveConfig) -> tuple[Point, Point]:
    """Return how fast a flying body goes after `dt_s`, and its way until then."""
    wish = _wish(body, intent)
    if wish == body.velocity_m_s == STILL:
        return STILL, STILL
    speed = config.fly_speed_m_s * speed_factor(intent, config)
    (vx, dx), (vy, dy), (vz, dz) = (
        approach(now, way * speed, DRAG_PER_S, dt_s) for now, way in zip(body.velocity_m_s, wish, strict=True)
    )
    return (vx, vy, vz), (dx, dy, dz)


def _wish(body: Body, intent: Intent) -> Point:
    """Return the wanted direction, no longer than 1."""
    if not (intent.forward or intent.right or intent.up or intent.crouch):
        return STILL
    heading = math.radians(body.heading_deg)
    ahead = body.gaze
    up = intent.up - (1.0 if intent.crouch else 0.0)
    x = intent.forward * ahead[0] + intent.right * math.cos(heading)
    y = intent.forward * ahead[1] + intent.right * math.sin(heading)
    z = intent.forward * ahead[2] + up
    length = max(1.0, math.hypot(x, y, z))
    return x / length, y / length, z / length


def _bounded(point: Point, config: MoveConfig) -> Point:
    x, y, z = point
    away_m = math.hypot(x, y)
    if away_m > config.bound_m:
        x, y = x * config.bound_m / away_m, y * config.bound_m / away_m
    return x, y, max(config.water_m, min(config.top_m, z))


def _rings(point: Point, bound_m: float) -> Iterator[tuple[float, float]]:
    """Yield places round `point`, from near to far, about as far apart as they are far."""
    yield point[0], point[1]
    growth = (2.5 * bound_m / 0.4) ** (1 / RINGS)
    for ring in range(RINGS):
        distance = 0.4 * growth**ring
        for step in range(RING_POINTS):
            angle = math.tau * (step + 0.5 * (ring % 2)) / RING_POINTS
            yield point[0] + distance * math.cos(angle), point[1] + distance * math.sin(angle)


def _stands(ground: Ground, point: Point, config: MoveConfig) -> bool:
    """Say whether a body stands freely at `point`: a small step each way succeeds in the open."""
    x, y, z = point
    reach = 0.05
    steps = ((reach, 0.0), (-reach, 0.0), (0.0, reach), (0.0, -reach))
    ends = [(x + dx, y + dy, z) for dx, dy in steps]
    reached = [ground.slide(point, end, radius_m=config.radius_m) for end in ends]
    return all(math.dist(there[:2], end[:2]) < 1e-3 for there, end in zip(reached, ends, strict=True))
