"""Walking, crouching and jumping on a ground."""

import math
from dataclasses import replace

from layerwalk.game.move.body import Body, Ground, MoveConfig, altered
from layerwalk.game.move.intent import Intent

GRIP_PER_S = 9.0
"""How quickly feet on the floor take up the wanted speed, and in the air."""
AIR_GRIP_PER_S = 2.0
CROUCH_PER_S = 9.0
LAG_PER_S = 11.0
"""How quickly the eye follows the feet over a step."""
LEAST_LAG_M = 1e-6
SETTLED = 1e-9
"""A speed that is so near to what is wanted has reached it: whoever stands still is left alone."""


def crouch(body: Body, intent: Intent, dt_s: float, ground: Ground, config: MoveConfig) -> Body:
    """Lower the eye while crouching is wanted."""
    down = intent.crouch and not body.flying
    wanted = config.crouch_eye_m if down else config.eye_height_m
    height = wanted + (body.eye_height_m - wanted) * math.exp(-CROUCH_PER_S * dt_s)
    return altered(body, crouching=down, eye_height_m=height)


def follow(body: Body, intent: Intent, dt_s: float, ground: Ground, config: MoveConfig) -> Body:
    """Let the eye follow the feet over steps."""
    if body.lag_m == 0.0:
        return body
    lag_m = body.lag_m * math.exp(-LAG_PER_S * dt_s)
    return altered(body, lag_m=lag_m if abs(lag_m) > LEAST_LAG_M else 0.0)


def walk(body: Body, intent: Intent, dt_s: float, ground: Ground, config: MoveConfig) -> Body:
    """Move a body that does not fly over the floor; let it jump, and fall where it is above the floor."""
    if body.flying or body.landing is not None:
        return body
    return _rise_or_fall(_along(body, intent, dt_s, ground, config), intent, dt_s, ground, config)


def approach(value: float, target: float, rate_per_s: float, dt_s: float) -> tuple[float, float]:
    """Return (speed after dt_s, way in dt_s) of a speed that nears `target` exponentially, exact for any dt_s."""
    if abs(value - target) < SETTLED:
        return target, target * dt_s
    rest = math.exp(-rate_per_s * dt_s)
    return target + (value - target) * rest, target * dt_s + (value - target) * (1.0 - rest) / rate_per_s


def speed_factor(intent: Intent, config: MoveConfig) -> float:
    """Return by how much `intent` quickens the plain speed."""
    return config.fast_factor if intent.fast else 1.0


def level(intent: Intent) -> tuple[float, float]:
    """Return (forward, right) of `intent`, no longer together than 1: a diagonal is no faster."""
    length = max(1.0, math.hypot(intent.forward, intent.right))
    return intent.forward / length, intent.right / length


def _along(body: Body, intent: Intent, dt_s: float, ground: Ground, config: MoveConfig) -> Body:
    """Move over the floor beneath, along whatever stands in the way."""
    if not (intent.forward or intent.right or body.velocity_m_s[0] or body.velocity_m_s[1]):
        return body
    x, y, z = body.position
    floor = ground.floor_at(x, y, z)
    if floor is None:
        return body
    wish_x, wish_y = _wish(body, intent, config)
    rate = GRIP_PER_S if body.grounded else AIR_GRIP_PER_S
    vx, way_x = approach(body.velocity_m_s[0], wish_x, rate, dt_s)
    vy, way_y = approach(body.velocity_m_s[1], wish_y, rate, dt_s)
    if not (way_x or way_y):
        return body
    end = x + way_x, y + way_y, floor
    slid = ground.slide((x, y, floor), end, radius_m=config.radius_m)
    new_floor = ground.floor_at(slid[0], slid[1], floor)
    if new_floor is None or new_floor > z + config.step_m:
        return replace(body, velocity_m_s=(0.0, 0.0, body.velocity_m_s[2]))
    if math.dist(slid[:2], end[:2]) > 1e-6:
        vx, vy = (slid[0] - x) / dt_s, (slid[1] - y) / dt_s
    return replace(body, position=(slid[0], slid[1], z), velocity_m_s=(vx, vy, body.velocity_m_s[2]))


def _wish(body: Body, intent: Intent, config: MoveConfig) -> tuple[float, float]:
    forward, right = level(intent)
    heading = math.radians(body.heading_deg)
    slow = config.crouch_factor if body.crouching else speed_factor(intent, config)
    speed = config.walk_speed_m_s * slow
    return (
        (right * math.cos(heading) - forward * math.sin(heading)) * speed,
        (right * math.sin(heading) + forward * math.cos(heading)) * speed,
    )


def _rise_or_fall(body: Body, intent: Intent, dt_s: float, ground: Ground, config: MoveConfig) -> Body:
    """Keep the feet on the floor, or move them by gravity where they have left it."""
    x, y, z = body.position
    floor = ground.floor_at(x, y, z)
    if floor is None:
        return body
    vx, vy, vz = body.velocity_m_s
    if body.grounded and "up" in intent.actions:
        vz = config.jump_speed_m_s
    elif body.grounded and z == floor and not vz:
        return body
    elif body.grounded and abs(z - floor) <= config.step_m:
        lag = max(-config.step_m, min(config.step_m, body.lag_m + z - floor))
        return altered(body, position=(x, y, floor), velocity_m_s=(vx, vy, 0.0), lag_m=lag)
    fallen = z + vz * dt_s - config.gravity_m_s2 * dt_s**2 / 2
    vz = max(vz - config.gravity_m_s2 * dt_s, -config.fall_limit_m_s)
    landed = fallen <= floor
    position = (x, y, floor if landed else fallen)
    return replace(body, position=position, velocity_m_s=(vx, vy, 0.0 if landed else vz), grounded=landed)
