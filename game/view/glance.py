"""Whether someone looks at their own hand: for a moment, so that nobody does it by chance. Metres of their room."""

import math
from dataclasses import dataclass

from layerwalk.game.view import rig as rigs
from layerwalk.game.view.rig import Pose

WITHIN_DEG, BEYOND_DEG = 13.0, 24.0
"""How near to the middle of what is seen a hand is that one looks at, and how far off it one no longer does."""
WITHIN, BEYOND = math.cos(math.radians(WITHIN_DEG)), math.cos(math.radians(BEYOND_DEG))
NEAREST_M, FARTHEST_M = 0.05, 0.8
"""A hand that points at something is stretched out."""
MOMENT_S, AFTER_S = 0.7, 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """Say whether a hand is looked at, and for how long the other has been so."""

    looks: bool = False
    other_s: float = 0.0


def glanced(now: Glance, head: Pose, hand: Pose | None, *, dt_s: float) -> Glance:
    """Return whether the hand is looked at a moment later; None is a hand that is not to be looked at."""
    wants = hand is not None and _is_before(head, hand, BEYOND if now.looks else WITHIN)
    if wants == now.looks:
        return Glance(looks=now.looks) if now.other_s else now
    other_s = now.other_s + dt_s
    if other_s >= (MOMENT_S if wants else AFTER_S):
        return Glance(looks=wants)
    return Glance(looks=now.looks, other_s=other_s)


def _is_before(head: Pose, hand: Pose, least: float) -> bool:
    """Say whether the way to a hand and that of the gaze have no smaller a cosine than `least`."""
    away_m = math.dist(head.point, hand.point)
    if not NEAREST_M < away_m <= FARTHEST_M:
        return False
    (x, y, z), (a, b, c), (right, ahead, up) = head.point, hand.point, rigs.ahead(head.turn)
    return (a - x) * right + (b - y) * ahead + (c - z) * up >= away_m * least
