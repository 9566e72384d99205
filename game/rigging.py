"""The visitor's room in the world: it goes where the body goes, and the body goes where the head does. Main thread.

The body stands under the head and walks with it, along walls; who leans into a wall leaves the body before it. What
is seen moves with the head alone, or with what the visitor asked for.
"""

import math
from dataclasses import replace

from layerwalk.game.move import grab, look
from layerwalk.game.move.body import Body, Point
from layerwalk.game.move.grab import Pair, Room
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.rig import Pose, Rig, Tracked
from layerwalk.game.visitor import BODY_M, Visitor

DARK_FROM_M, DARK_M = 0.45, 0.7
"""So far may the head be beside the body before it gets dark, and from here on it is wholly dark: one is in a wall."""
JUMP_M = 1.0
"""Who is so much farther on after a frame was put there, and did not go there."""
LEAP_M, LEAP_DEG = 0.6, 75.0
"""A head that is so much farther on in the room, or turned by so much, after a frame did not move so: the room was
measured anew."""
LYING_M = 1.0
"""A headset that is lower than this when its room is measured lies on a table: it is measured again once it is worn."""
TABLE_M, AHEAD_M, BELOW_M = 1.0, 0.8, 0.5
"""Half the width of the model on a table with all the air round it, how far before the head its middle is, and how far
below."""
SHIFT_M = 0.05
"""Who is moved so far in the world while it stands on a table is to stand there, and no longer to look from above."""


class Rigging:
    """Hold where the room stands. Every frame: `begin`, then whatever moves the visitor's body, then `end`."""

    def __init__(self, visitor: Visitor) -> None:
        """Stand where the visitor stands; the head is not known yet."""
        self._visitor = visitor
        self.room = Room()
        self._lift_m = 0.0
        self._head: Pose | None = None
        self._anew, self._lies = True, False
        self._left = visitor.body
        self._held: Pair | None = None
        self._known: tuple[Tracked, Room, Rig] | None = None
        self.was_put = False
        """Whether something put the visitor elsewhere in the last frame, at once."""

    @property
    def is_holding(self) -> bool:
        """Say whether the visitor holds the world in both hands."""
        return self._held is not None

    @property
    def darkness(self) -> float:
        """Return how dark it is where the head is, 0 to 1: 1 in a wall."""
        if self._head is None or not self.room.is_life or self._held is not None:
            return 0.0
        gap_m = math.dist(self.room.outward(self._head.point)[:2], self._visitor.body.position[:2])
        return min(1.0, max(0.0, (gap_m - DARK_FROM_M) / (DARK_M - DARK_FROM_M)))

    def recentre(self) -> None:
        """Put the head over the body and measure its height anew, with the next frame."""
        self._anew = True

    def begin(self, tracked: Tracked, *, seated: bool = False) -> Rig:
        """Let room and body follow the head, and whatever moved the body since; return where everything is.

        seated: the eyes are raised to where the visitor's would be who stands.
        """
        before, head = self._left, tracked.head
        self.was_put = math.dist(before.position, self._visitor.body.position) > JUMP_M
        leapt = self._head is not None and _leapt(self._head, head)
        self._head = head
        is_taken = self._lies and head.point[2] >= LYING_M
        if self._anew or leapt or is_taken or tracked.moved:
            self._anew, self._lies = False, head.point[2] < LYING_M
            self._lift_m = max(0.0, self._visitor.moves.eye_height_m - head.point[2]) if seated else 0.0
            self._stand()
        self._carry(before)
        if self.room.is_life and self._held is None:
            self._walk()
        self._embody()
        return self.rig(tracked)

    def end(self, tracked: Tracked) -> Rig:
        """Let the room follow what moved the body since `begin`."""
        if self._visitor.body is not self._left:
            self._carry(self._left)
            self._embody()
        return self.rig(tracked)

    def rig(self, tracked: Tracked) -> Rig:
        """Return where head and pointers are now."""
        if self._known is None or self._known[0] is not tracked or self._known[1] != self.room:
            origin = Pose(point=self.room.point, turn=rigs.headed(self.room.heading_deg))
            self._known = tracked, self.room, rigs.rig(tracked, origin=origin, scale=self.room.scale)
        return self._known[2]

    def hold(self, hands: Pair | None) -> bool:
        """Hold the world in two hands, points of the room; let it go with None.

        Who lets go of a world that is large enough stands in it where the hands have brought them: return whether they
        came to stand somewhere. Else it stays as small as it is.
        """
        if hands is not None:
            self._held = self._held or (self.room.outward(hands[0]), self.room.outward(hands[1]))
            self.room = grab.grabbed(self._held, hands, now=self.room)
            return False
        was, self._held = self._held, None
        if was is None or self.room.scale >= grab.IN_BELOW:
            return False
        self._land()
        return True

    def show_model(self) -> None:
        """Make the whole network so small that it stands on a table before the visitor."""
        if self._head is None:
            return
        scale = min(grab.TABLE, max(grab.IN_BELOW, self._visitor.moves.bound_m / TABLE_M))
        turn = math.radians(rigs.heading_deg(self._head.turn))
        x, y, z = self._head.point
        middle = (x - AHEAD_M * math.sin(turn), y + AHEAD_M * math.cos(turn), z - BELOW_M)
        self.room = grab.anchored((0.0, 0.0, 0.0), middle, heading_deg=self.room.heading_deg, scale=scale)

    def step_in(self) -> None:
        """Stand in the world again, where the body was left."""
        if not self.room.is_life:
            self._held = None
            self._stand()
            self._embody()

    def _land(self) -> None:
        """Stand where the head is now, on the nearest floor."""
        body, ground = self._visitor.body, self._visitor.ground
        assert self._head is not None
        head = self.room.outward(self._head.point)
        place = ground.standing_near(head, radius_m=BODY_M) or body.position
        heading_deg = look.heading(self.room.heading_deg + rigs.heading_deg(self._head.turn))
        self._visitor.body = replace(
            body, position=place, heading_deg=heading_deg, velocity_m_s=(0.0, 0.0, 0.0), flying=False, grounded=True,
            lag_m=0.0, landing=None,
        )  # fmt: skip
        self._stand()
        self._embody()

    def _stand(self) -> None:
        """Turn the room, at life size, so that the head is over the body and looks where that looks."""
        assert self._head is not None
        body, (x, y, _) = self._visitor.body, self._head.point
        heading_deg = body.heading_deg - rigs.heading_deg(self._head.turn)
        self.room = grab.anchored((*body.position[:2], self._floor_m), (x, y, 0.0), heading_deg=heading_deg)
        self._left = body

    @property
    def _floor_m(self) -> float:
        """Return the height at which the room's floor lies."""
        body = self._visitor.body
        return body.position[2] + body.lag_m + self._lift_m

    def _carry(self, before: Body) -> None:
        """Move and turn the room as the body was, since it was as `before`."""
        now, head = self._visitor.body, self._head
        assert head is not None
        if now is before:
            return
        x, y, z = (there - here for there, here in zip(now.position, before.position, strict=True))
        if math.hypot(x, y, z) > (JUMP_M if self.room.is_life else SHIFT_M):
            self._held = None
            self._stand()
        elif self.room.is_life and self._held is None:
            if x or y:
                self.room = grab.moved(self.room, (x, y, 0.0))
            if now.heading_deg != before.heading_deg:
                about = self.room.outward(head.point)
                self.room = grab.turned(self.room, about, now.heading_deg - before.heading_deg)
        self._left = now

    def _walk(self) -> None:
        """Let the body follow the head, as far as it gets."""
        body = self._visitor.body
        assert self._head is not None
        x, y, _ = self.room.outward(self._head.point)
        if math.dist((x, y), body.position[:2]) < 1e-6:
            return
        if body.flying or body.landing is not None:
            position: Point = (x, y, body.position[2])
        else:
            there = self._visitor.ground.slide(body.position, (x, y, body.position[2]), radius_m=BODY_M)
            position = there if body.grounded else (*there[:2], body.position[2])
        self._visitor.body = replace(body, position=position)

    def _embody(self) -> None:
        """Let the body look where the head looks, and be as tall; the room's floor is at its feet."""
        if self.room.is_life and self._held is None and self._head is not None:
            x, y, z = self.room.point
            if z != self._floor_m:
                self.room = replace(self.room, point=(x, y, self._floor_m))
            self._visitor.body = _looking(
                self._visitor.body,
                heading_deg=look.heading(self.room.heading_deg + rigs.heading_deg(self._head.turn)),
                pitch_deg=look.pitch(math.degrees(math.asin(max(-1.0, min(1.0, rigs.ahead(self._head.turn)[2]))))),
                eye_height_m=self._head.point[2] + self._lift_m,
            )
        self._left = self._visitor.body


def _looking(body: Body, *, heading_deg: float, pitch_deg: float, eye_height_m: float) -> Body:
    """Return a body that looks so from so high; the same one where it does already."""
    if (body.heading_deg, body.pitch_deg, body.eye_height_m) == (heading_deg, pitch_deg, eye_height_m):
        return body
    return replace(body, heading_deg=heading_deg, pitch_deg=pitch_deg, eye_height_m=eye_height_m)


def _leapt(before: Pose, now: Pose) -> bool:
    """Say whether a head has moved as no head does in a frame."""
    alike = min(1.0, abs(sum(a * b for a, b in zip(before.turn, now.turn, strict=True))))
    return math.dist(before.point, now.point) > LEAP_M or math.degrees(2 * math.acos(alike)) > LEAP_DEG
