"""One factor for the eyes' resolution: it gives way before a frame is missed, and comes back when there is room."""

import math
from dataclasses import dataclass, replace

LEAST = 0.5
FULL_SHARE = 0.8
"""A frame may be drawn for so much of the time that it is shown; what is left is the runtime's."""
AIM_SHARE = 0.7
ROOM_SHARE = 0.55
PATIENCE_S = 2.0
"""There must have been room for so long before the picture grows again: it shall not flicker between two sizes."""
STEP = 1.1
LATE_FRAMES = 3
"""So many frames in a row must be too slow: one alone is a hitch, as when a shader is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Hold the factor in use, from 0.5 to 1 per side.

    late: frames in a row that were too slow; room_s: for how long there has been room for more.
    """

    factor: float = 1.0
    late: int = 0
    room_s: float = 0.0


def paced(pace: Pace, *, drawn_s: float, shown_s: float) -> Pace:
    """Return the pace after a frame that the graphics card drew for `drawn_s` and that is shown for `shown_s`."""
    if shown_s <= 0 or drawn_s <= 0:
        return pace
    share = drawn_s / shown_s
    if share > FULL_SHARE and pace.late + 1 < LATE_FRAMES:
        return replace(pace, late=pace.late + 1, room_s=0.0)
    if share > FULL_SHARE:
        # The time goes with the number of pixels, that is with the square of the factor.
        return Pace(factor=max(LEAST, pace.factor * math.sqrt(AIM_SHARE / share)))
    if share > ROOM_SHARE or pace.factor >= 1.0:
        return Pace(factor=pace.factor) if pace.late or pace.room_s else pace
    room_s = pace.room_s + shown_s
    return (
        Pace(factor=min(1.0, pace.factor * STEP)) if room_s >= PATIENCE_S else Pace(factor=pace.factor, room_s=room_s)
    )
