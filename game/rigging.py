"""The visitor's room in the world: it goes where the body goes, and the body goes where the head does. Main thread.

The body stands under the head and walks with it, along walls; who leans into a wall leaves the body before it. What
is seen moves with the head alone, or with what the visitor asked for.
"""

import math
from dataclasses import replace

from layerwalk.game.move import grab, look
from layerwalk.game.move.body import Body, Point, following
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
LEAST_ALIKE = math.cos(math.radians(LEAP_DEG / 2))
"""Turns that are so much alike, by the product of their quaternions, are so far apart."""
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
        self._heading_deg = self._pitch_deg = 0.0
        self._anew, self._lies = True, False
        self._left = visitor.body
        self._held: Pair | None = None
        self._rig: Rig | None = None
        self._rig_room = self.room
        self.was_put = False
        """Whether something put the visitor elsewhere in the last frame, at once."""

    @property
    def is_holding(self) -> bool:
        """Say whether the visitor holds the world in both hands."""
        return self._held is not None

    @property
    def darkness(self) -> float:
        """Return how dark it is where the head is, 0 to 1: 1 in a wall."""
        if self._rig is None or not self.room.is_life or self._held is not None:
            return 0.0
        eye, feet = self._rig.eye, self._visitor.body.position
        gap_m = math.hypot(eye[0] - feet[0], eye[1] - feet[1])
        return 0.0 if gap_m <= DARK_FROM_M else min(1.0, (gap_m - DARK_FROM_M) / (DARK_M - DARK_FROM_M))

    def recentre(self) -> None:
        """Put the head over the body and measure its height anew, with the next frame."""
        self._anew = True

    def begin(self, tracked: Tracked, *, seated: bool = False) -> Rig:
        """Let room and body follow the head, and whatever moved the body since; return where everything is.

        seated: the eyes are raised to where the visitor's would be who stands.
        """
        before, now, head = self._left, self._visitor.body, tracked.head
        self.was_put = now is not before and math.dist(before.position, now.position) > JUMP_M
        leapt = self._head is not None and _leapt(self._head, head)
        self._note(head)
        is_taken = self._lies and head.point[2] >= LYING_M
        if self._anew or leapt or is_taken or tracked.moved:
            self._anew, self._lies = False, head.point[2] < LYING_M
            self._lift_m = max(0.0, self._visitor.moves.eye_height_m - head.point[2]) if seated else 0.0
            self._stand()
        if now is not before:
            self._carry(before)
        rig = self.rig(tracked)
        self._embody(rig.eye)
        return rig if self._rig_room is self.room else self.rig(tracked)

    def end(self, tracked: Tracked) -> Rig:
        """Let the room follow what moved the body since `begin`."""
        if self._visitor.body is not self._left:
            self._carry(self._left)
            self._embody()
        return self.rig(tracked)

    def rig(self, tracked: Tracked) -> Rig:
        """Return where head and pointers are now."""
        known, room = self._rig, self.room
        stands = room is self._rig_room
        if known is not None and stands and known.tracked is tracked:
            return known
        origin = known.origin if known is not None and stands else _origin(room)
        self._rig, self._rig_room = rigs.rig(tracked, origin=origin, scale=room.scale), room
        return self._rig

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
        turn = math.radians(self._heading_deg)
        x, y, z = self._head.point
        middle = (x - AHEAD_M * math.sin(turn), y + AHEAD_M * math.cos(turn), z - BELOW_M)
        self.room = grab.anchored((0.0, 0.0, 0.0), middle, heading_deg=self.room.heading_deg, scale=scale)

    def step_in(self) -> None:
        """Stand in the world again, where the body was left."""
        if not self.room.is_life:
            self._held = None
            self._stand()
            self._embody()

    def _note(self, head: Pose) -> None:
        """Take note of where the head is, and of where it looks."""
        if head is not self._head:
            self._head = head
            self._heading_deg, pitch_deg = rigs.looking_deg(head.turn)
            self._pitch_deg = look.pitch(pitch_deg)

    def _land(self) -> None:
        """Stand where the head is now, on the nearest floor."""
        body, ground = self._visitor.body, self._visitor.ground
        assert self._head is not None
        head = self.room.outward(self._head.point)
        place = ground.standing_near(head, radius_m=BODY_M) or body.position
        heading_deg = look.heading(self.room.heading_deg + self._heading_deg)
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
        heading_deg = body.heading_deg - self._heading_deg
        there_x, there_y, _ = body.position
        there = (there_x, there_y, self._floor_m(body, body.position))
        self.room = grab.anchored(there, (x, y, 0.0), heading_deg=heading_deg)
        self._left = body

    def _floor_m(self, body: Body, feet: Point) -> float:
        """Return the height at which the room's floor lies where a body's feet are there."""
        return feet[2] + body.lag_m + self._lift_m

    def _carry(self, before: Body) -> None:
        """Move and turn the room as the body was, since it was as `before`."""
        now, head = self._visitor.body, self._head
        assert head is not None
        (x, y, _), (x_before, y_before, _) = now.position, before.position
        if math.dist(now.position, before.position) > (JUMP_M if self.room.is_life else SHIFT_M):
            self._held = None
            self._stand()
        elif self.room.is_life and self._held is None:
            if (x, y) != (x_before, y_before):
                self.room = grab.moved(self.room, (x - x_before, y - y_before, 0.0))
            if now.heading_deg != before.heading_deg:
                about = self.room.outward(head.point)
                self.room = grab.turned(self.room, about, now.heading_deg - before.heading_deg)
        self._left = now

    def _embody(self, eye: Point | None = None) -> None:
        """Let the body look where the head looks, and be as tall; the room's floor is at its feet.

        eye: where the head is, to which the body follows it as far as it gets; None lets it stay.
        """
        if self.room.is_life and self._held is None and self._head is not None:
            body = self._visitor.body
            position = body.position if eye is None else self._walked(body, eye)
            x, y, z = self.room.point
            floor_m = self._floor_m(body, position)
            if z != floor_m:
                self.room = Room(point=(x, y, floor_m), heading_deg=self.room.heading_deg)
            self._visitor.body = following(
                body,
                position=position,
                heading_deg=look.heading(self.room.heading_deg + self._heading_deg),
                pitch_deg=self._pitch_deg,
                eye_height_m=self._head.point[2] + self._lift_m,
            )
        self._left = self._visitor.body

    def _walked(self, body: Body, eye: Point) -> Point:
        """Return where a body is that has followed the head."""
        here, (x, y, _) = body.position, eye
        if math.hypot(x - here[0], y - here[1]) < 1e-6:
            return here
        there = (x, y, here[2])
        if body.flying or body.landing is not None:
            return there
        slid = self._visitor.ground.slide(here, there, radius_m=BODY_M)
        return slid if body.grounded else (slid[0], slid[1], here[2])


def _origin(room: Room) -> Pose:
    return Pose(point=room.point, turn=rigs.headed(room.heading_deg))


def _leapt(before: Pose, now: Pose) -> bool:
    """Say whether a head has moved as no head does in a frame."""
    (a, b, c, d), (e, f, g, h) = before.turn, now.turn
    return -LEAST_ALIKE < a * e + b * f + c * g + d * h < LEAST_ALIKE or math.dist(before.point, now.point) > LEAP_M
