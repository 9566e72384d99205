"""Which way one looks on arrival: as a stick points while the arc is thrown, or as the wrist is rolled."""

import math

from layerwalk.game.move import look
from layerwalk.game.world.rays import Ray

PUSHED = 0.3
"""A stick that is pushed less far chooses nothing."""
STRAIGHT_DEG = 35.0
"""A stick that points ahead within it leaves the heading as it is."""
STILL_DEG, GAIN = 20.0, 3.0
"""A wrist that is rolled by less leaves the heading as it is; every degree more turns by so many."""


def by_stick(stick: tuple[float, float]) -> float | None:
    """Return how far to the left of the arc a stick points (x to the right, y ahead), None for nowhere else."""
    turn_deg = math.degrees(math.atan2(-stick[0], stick[1]))
    return None if math.hypot(*stick) < PUSHED or abs(turn_deg) < STRAIGHT_DEG else turn_deg


def by_wrist(roll_deg: float) -> float | None:
    """Return how far to the left of the arc a wrist turns that is rolled so far clockwise, None for nowhere else."""
    over_deg = abs(look.heading(roll_deg)) - STILL_DEG
    return None if over_deg <= 0 else -math.copysign(min(180.0, GAIN * over_deg), look.heading(roll_deg))


def heading_deg(turn_deg: float | None, ray: Ray) -> float | None:
    """Return the heading so far to the left of an arc's that leaves along `ray`, None for as it is."""
    if turn_deg is None:
        return None
    return look.heading(math.degrees(math.atan2(-ray.direction[0], ray.direction[1])) + turn_deg)
