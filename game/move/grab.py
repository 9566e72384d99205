"""Taking the world in both hands: where the visitor's room stands in it, so that the hands keep what they hold.

The room is never tilted: what is held stays level. World and room, metres, Z up.
"""

import math
from dataclasses import dataclass

from layerwalk.game.move import look
from layerwalk.game.move.body import Point

LIFE, TABLE = 1.0, 100.0
"""Metres of the world to one of the room: at life size, and with the whole network on a table."""
IN_BELOW = 5.0
"""Who lets go of a world that is larger than a fifth of its size stands in it again."""
NEAREST_M = 0.02
"""Hands that are nearer to each other say nothing of size and heading."""

Pair = tuple[Point, Point]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Say where the room's origin stands in the world, how it is turned, and how large the world is beside it.

    scale: metres of the world to one of the room. heading_deg: counter-clockwise, 0 has the room's +Y along the
    world's.
    """

    point: Point = (0.0, 0.0, 0.0)
    heading_deg: float = 0.0
    scale: float = LIFE

    def outward(self, point: Point) -> Point:
        """Return in the world what is at `point` in the room."""
        x, y, z = _turned(point, self.heading_deg)
        ox, oy, oz = self.point
        return ox + self.scale * x, oy + self.scale * y, oz + self.scale * z

    def inward(self, point: Point) -> Point:
        """Return in the room what is at `point` in the world."""
        (x, y, z), (ox, oy, oz), scale = point, self.point, self.scale
        return _turned(((x - ox) / scale, (y - oy) / scale, (z - oz) / scale), -self.heading_deg)

    @property
    def is_life(self) -> bool:
        """Say whether the world is as large as it is."""
        return self.scale == LIFE


def grabbed(held: Pair, hands: Pair, *, now: Room) -> Room:
    """Return where the room stands so that what was `held` in the world is between the `hands` in the room.

    What lies between the hands stays there, as large as they are apart and turned as they are turned, within the
    scale's limits. Hands that say nothing, one over the other or too near, leave heading or size as it is `now`.
    """
    wide, apart = math.dist(*held), math.dist(*hands)
    says_size = min(wide / now.scale, apart) > NEAREST_M
    scale = min(TABLE, max(LIFE, wide / apart)) if says_size else now.scale
    known = says_size and _aside(held) > wide / 4 and _aside(hands) > apart / 4
    heading_deg = _heading_deg(held) - _heading_deg(hands) if known else now.heading_deg
    return anchored(_middle(held), _middle(hands), heading_deg=look.heading(heading_deg), scale=scale)


def anchored(world: Point, room: Point, *, heading_deg: float, scale: float = LIFE) -> Room:
    """Return the room so turned and so large in which a point of it is at a point of the world."""
    (x, y, z), (ox, oy, oz) = _turned(room, heading_deg), world
    return Room(point=(ox - scale * x, oy - scale * y, oz - scale * z), heading_deg=heading_deg, scale=scale)


def turned(room: Room, about: Point, by_deg: float) -> Room:
    """Return the room turned to the left round an upright line through a point of the world."""
    (x, y, z), (ox, oy, oz) = room.point, about
    x, y, z = _turned((x - ox, y - oy, z - oz), by_deg)
    return Room(point=(ox + x, oy + y, oz + z), heading_deg=room.heading_deg + by_deg, scale=room.scale)


def moved(room: Room, by: Point) -> Room:
    """Return the room moved in the world."""
    (x, y, z), (dx, dy, dz) = room.point, by
    return Room(point=(x + dx, y + dy, z + dz), heading_deg=room.heading_deg, scale=room.scale)


def _turned(point: Point, by_deg: float) -> Point:
    turn = math.radians(by_deg)
    cos, sin = math.cos(turn), math.sin(turn)
    x, y, z = point
    return x * cos - y * sin, x * sin + y * cos, z


def _middle(pair: Pair) -> Point:
    (ax, ay, az), (bx, by, bz) = pair
    return (ax + bx) / 2, (ay + by) / 2, (az + bz) / 2


def _aside(pair: Pair) -> float:
    return math.dist(pair[0][:2], pair[1][:2])


def _heading_deg(pair: Pair) -> float:
    (ax, ay, _), (bx, by, _) = pair
    return math.degrees(math.atan2(by - ay, bx - ax))
