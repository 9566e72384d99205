"""Movement without a hand: timed cues, and the way to a point. For tests, films and the walk without a display."""

import math
from dataclasses import dataclass, replace

from layerwalk.game.move import look
from layerwalk.game.move.body import Body, Point
from layerwalk.game.move.intent import Intent

TURN_DEG_S = 150.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Hold an intent for a time; its turn_deg and look_deg are spread over it, its actions come at the beginning.

    Raises ValueError where it lasts no time.
    """

    duration_s: float
    intent: Intent

    def __post_init__(self) -> None:
        if not self.duration_s > 0.0:
            raise ValueError(f"duration_s is {self.duration_s}, expected more than 0")


@dataclass(frozen=True, slots=True)
class Script:
    """Hold cues that follow one another."""

    cues: tuple[Cue, ...]

    @property
    def duration_s(self) -> float:
        """Return how long all cues take."""
        return sum(cue.duration_s for cue in self.cues)

    def at(self, time_s: float, *, dt_s: float) -> Intent:
        """Return the intent of the frame that begins at `time_s` and lasts `dt_s`; nothing after the last cue.

        The held wishes are those of the cue at the frame's beginning; turns and actions of every cue that the frame
        touches are all counted, so that none is lost at any frame rate.
        """
        held, turn_deg, look_deg, begin_s = Intent(), 0.0, 0.0, 0.0
        actions: tuple[str, ...] = ()
        for cue in self.cues:
            end_s = begin_s + cue.duration_s
            share = max(0.0, min(end_s, time_s + dt_s) - max(begin_s, time_s)) / cue.duration_s
            turn_deg, look_deg = turn_deg + share * cue.intent.turn_deg, look_deg + share * cue.intent.look_deg
            held = cue.intent if begin_s <= time_s < end_s else held
            actions += cue.intent.actions if time_s <= begin_s < time_s + dt_s else ()
            begin_s = end_s
        return replace(held, turn_deg=turn_deg, look_deg=look_deg, actions=actions)


def toward(body: Body, target: Point, *, dt_s: float, fast: bool = False) -> Intent:
    """Return the intent that turns `body` to `target` and walks there; it slows down on arrival."""
    dx, dy = target[0] - body.position[0], target[1] - body.position[1]
    distance = math.hypot(dx, dy)
    if distance < 1e-3:
        return Intent()
    off_deg = look.heading(math.degrees(math.atan2(-dx, dy)) - body.heading_deg)
    turn_deg = max(-TURN_DEG_S * dt_s, min(TURN_DEG_S * dt_s, off_deg))
    pace = min(1.0, distance / 0.5) * max(0.0, math.cos(math.radians(min(90.0, 2.0 * abs(off_deg - turn_deg)))))
    return Intent(forward=pace, turn_deg=turn_deg, fast=fast)
