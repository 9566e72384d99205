"""Choosing where to be set down: an arc is thrown as long as something is held, and gone along when it is let go.

Which way one looks then, the stick says that throws it, or the wrist of a hand that throws it by anything else.
"""

import math
from collections.abc import Sequence

from layerwalk.game.move import controls, facing, sticks, teleport
from layerwalk.game.move.bindings import Bindings
from layerwalk.game.move.handed import SIDES, Side
from layerwalk.game.move.intent import Reading
from layerwalk.game.move.teleport import Aim
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.rig import Hand, Rig
from layerwalk.game.visitor import BODY_M, Visitor
from layerwalk.game.world.rays import Ray

STICKS = frozenset(sticks.names(sticks.WALKS) + sticks.names(sticks.TURNS))
STEEPEST = 0.95
"""How a hand is rolled that points up or down more steeply cannot be told."""


class Aiming:
    """Hold the arc that is thrown; once a frame `follow`, and `begin` where another control begins it."""

    def __init__(self, visitor: Visitor) -> None:
        """Begin without an arc."""
        self._visitor = visitor
        self.side: Side | None = None
        """The hand from which an arc is thrown."""
        self.aim: Aim | None = None
        """The arc, None for none."""
        self._by = ""
        self._begun_deg: float | None = None
        self._rolled_deg = 0.0

    @property
    def by_stick(self) -> bool:
        """Say whether a stick aims, which turns nobody meanwhile."""
        return self.side is not None and self._by in STICKS

    def begin(self, side: Side, *, by: str = "use") -> None:
        """Throw an arc from a hand as long as what began it is held."""
        self.side, self._by = side, by
        self._begun_deg, self._rolled_deg = None, 0.0

    def cancel(self) -> None:
        """Go nowhere."""
        self.side, self.aim, self._by = None, None, ""

    def start(self, raw: Reading, arranged: Reading, bindings: Bindings, *, main: Side) -> None:
        """Begin where the control for it was pushed. raw: as the headset says it; arranged: as bindings know it."""
        begun = [name for name in bindings["teleport"] if name in arranged.pressed]
        if self.side is None and begun:
            self.begin(_thrower(begun[0], raw, main), by=begun[0])

    def follow(self, raw: Reading, rig: Rig, *, uses: bool) -> Aim | None:
        """Throw the arc anew; return it, for the last time, in the frame in which it was let go.

        uses: whether the hand still presses, which holds an arc that a press began.
        """
        if self.side is None:
            return None
        ray = rig.pointers[SIDES.index(self.side)]
        if ray is None:
            self.cancel()
            return None
        if not self._is_held(raw, uses=uses):
            last = self.aim
            self.cancel()
            return last
        self._roll(rig.tracked.hands[SIDES.index(self.side)], ray)
        chosen_deg = facing.by_stick(sticks.of(raw, self.side)) if self.by_stick else facing.by_wrist(self._rolled_deg)
        heading_deg = facing.heading_deg(chosen_deg, ray)
        self.aim = teleport.aimed(ray, self._visitor.ground, radius_m=BODY_M, heading_deg=heading_deg, scale=rig.scale)
        return None

    def _roll(self, hand: Hand, ray: Ray) -> None:
        """Take note of how far the hand has been rolled since the arc began."""
        if hand.aim is None or abs(ray.direction[2]) > STEEPEST:
            return
        roll_deg = rigs.roll_deg(hand.aim.turn)
        if self._begun_deg is None:
            self._begun_deg = roll_deg
        self._rolled_deg = roll_deg - self._begun_deg

    def _is_held(self, raw: Reading, *, uses: bool) -> bool:
        assert self.side is not None
        if self._by in STICKS:
            return math.hypot(*sticks.of(raw, self.side)) > teleport.LET_GO
        return uses if self._by == "use" else raw.pushed.get(self._by, 0.0) > teleport.LET_GO


def _thrower(control: str, raw: Reading, main: Side) -> Side:
    """Return the hand that pushed a control: of a stick that stands for both, the one that is pushed further."""
    if control in STICKS:
        pushed: Sequence[float] = [math.hypot(*sticks.of(raw, side)) for side in SIDES]
        return main if pushed[0] == pushed[1] else SIDES[pushed[1] > pushed[0]]
    return controls.hand(control) or main
