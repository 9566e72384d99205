"""One step of the body: movement providers in order, each of which can be left out."""

import math
from collections.abc import Callable
from dataclasses import replace

from layerwalk.game.move import fly, look, walk
from layerwalk.game.move.body import Body, Ground, MoveConfig, spawned
from layerwalk.game.move.intent import Intent

Provider = Callable[[Body, Intent, float, Ground, MoveConfig], Body]

LONGEST_STEP_S = 1 / 30
LONGEST_FRAME_S = 0.25
"""After a longer pause the body goes on as if this much time had passed."""


def turn(body: Body, intent: Intent, dt_s: float, ground: Ground, config: MoveConfig) -> Body:
    """Turn the head."""
    if not intent.turn_deg and not intent.look_deg:
        return body
    heading = look.heading(body.heading_deg + intent.turn_deg)
    return replace(body, heading_deg=heading, pitch_deg=look.pitch(body.pitch_deg + intent.look_deg))


def court(body: Body, intent: Intent, dt_s: float, ground: Ground, config: MoveConfig) -> Body:
    """Bring the body back to the court where that is wanted."""
    return spawned(config) if "court" in intent.actions else body


PROVIDERS: tuple[Provider, ...] = (turn, court, walk.crouch, walk.follow, fly.fly, fly.land, walk.walk)
TRACKED = tuple(provider for provider in PROVIDERS if provider is not walk.crouch)
"""Those of a visitor whose eyes are as high as a headset says."""


def step(
    body: Body,
    intent: Intent,
    dt_s: float,
    *,
    ground: Ground,
    config: MoveConfig,
    providers: tuple[Provider, ...] = PROVIDERS,
) -> Body:
    """Return the body after `dt_s` of `intent`, in steps short enough for any frame rate.

    Whatever happens, the answer stands on a floor, is above one, or flies within the bounds.
    """
    time_s = min(dt_s, LONGEST_FRAME_S) if dt_s > 0 else 0.0
    count = max(1, math.ceil(time_s / LONGEST_STEP_S - 1e-9))
    step_s = max(time_s / count, 1e-6)
    for left in reversed(range(count)):
        before = body
        for provider in providers:
            body = provider(body, intent, step_s, ground, config)
        # What is done once is done in the first of the steps; who rests then goes on resting.
        if body is before or not left:
            break
        if intent.turn_deg or intent.look_deg or intent.actions:
            intent = replace(intent, turn_deg=0.0, look_deg=0.0, actions=())
    return body if _is_safe(body, ground) else spawned(config)


def rests(body: Body, *, ground: Ground, config: MoveConfig) -> bool:
    """Say whether a tracked body stays where it is while nothing is wanted of it: `step` would find it so, too."""
    if body.velocity_m_s != fly.STILL or body.lag_m or body.landing is not None:
        return False
    x, y, z = body.position
    floor = ground.floor_at(x, y, z)
    if body.flying:
        return (floor is None or floor <= z) and fly.is_within(body.position, config)
    return body.grounded and floor == z


def _is_safe(body: Body, ground: Ground) -> bool:
    # Their sum is finite only where all of them are.
    if not math.isfinite(sum(body.position) + sum(body.velocity_m_s) + body.heading_deg + body.pitch_deg):
        return False
    return body.flying or body.landing is not None or ground.floor_at(*body.position) is not None
