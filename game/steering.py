"""From a headset's sticks and buttons to what the visitor wants, and how dark the edges are meanwhile. Main thread."""

import math

from layerwalk.game.move import intent, sticks
from layerwalk.game.move.body import Body
from layerwalk.game.move.handed import SIDES, Press, Side
from layerwalk.game.move.intent import Intent, Reading
from layerwalk.game.move.repeat import Repeat
from layerwalk.game.move.snap import Snap
from layerwalk.game.settings import Headset
from layerwalk.game.view import vignette
from layerwalk.game.view.rig import Hand
from layerwalk.game.visit import Visit

SCROLLS = ("menu_scroll_up", "menu_scroll_down")


class Steering:
    """Hold for how long sticks have been pushed; `read` and then `darken` once a frame."""

    def __init__(self, visit: Visit) -> None:
        """Steer in a visit, as its settings and bindings say."""
        self._visit = visit
        self._scroll = Repeat(SCROLLS)
        self._snap: Snap | None = None
        self.edges = 0.0
        """How dark the edges of what is seen are, 0 to 1."""

    def read(self, raw: Reading, hands: tuple[Hand, Hand], *, dt_s: float) -> tuple[Reading, Intent]:
        """Return the sticks as bindings know them, and what they and the buttons want.

        While one points at the menu its controls hide those of the world.
        """
        if not (raw.pushed or raw.pressed):
            self._scroll.rest()
            self._snap = None
            return raw, intent.IDLE
        visit, settings = self._visit, self._visit.settings
        walks = settings.vr.walking == "smooth" or visit.visitor.body.flying
        arranged = sticks.arranged(raw, main=settings.vr.main_hand, walks=walks, alone=_alone(hands))
        points = visit.pointing_at_menu
        again = self._scroll.read((arranged,), visit.bindings, dt_s=dt_s, menu_open=points)
        wanted = intent.compose(
            visit.bindings,
            (arranged, again),
            dt_s=dt_s,
            stick_deg_s=settings.comfort.turn_speed_deg_s,
            snap=self._snapping(settings.vr),
            menu_open=points,
        )
        return arranged, wanted

    def darken(self, wanted: Intent, before: Body, *, dt_s: float) -> None:
        """Darken the edges while the stick moves the visitor, and not while they walk or turn by themselves.

        before: the body before the stick moved it in this frame.
        """
        body = self._visit.visitor.body
        is_still = body is before and not wanted.swing_deg and not self.edges
        if is_still or dt_s <= 0:
            return
        strength = self._visit.settings.vr.vignette
        gone_m_s = math.dist(before.position, body.position) / dt_s
        # Who is set down elsewhere did not go there.
        speed_m_s = min(gone_m_s, math.hypot(*body.velocity_m_s))
        dark = vignette.darkness(speed_m_s, wanted.swing_deg / dt_s, strength)
        self.edges = vignette.eased(self.edges, dark, dt_s=dt_s) if strength > 0 else 0.0

    def _snapping(self, vr: Headset) -> Snap | None:
        if vr.turning == "smooth":
            self._snap = None
        elif self._snap is None or self._snap.step_deg != vr.snap_deg:
            self._snap = Snap(vr.snap_deg)
        return self._snap


def allowed(found: Intent, press: Press, *, begun: tuple[str, ...], goes: bool, turns: bool) -> Intent:
    """Return the intent without what has no sense now: turning while a stick aims, walking beside a model.

    press: which hand presses. begun: the actions that began and are for the visit. goes, turns: whether there is sense
    in walking and in turning.
    """
    return Intent(
        forward=found.forward if goes else 0.0,
        right=found.right if goes else 0.0,
        up=found.up if goes else 0.0,
        turn_deg=found.turn_deg if turns else 0.0,
        swing_deg=found.swing_deg if turns else 0.0,
        fast=found.fast,
        crouch=found.crouch,
        use=press.use,
        actions=(*begun, "use") if press.begins else begun,
    )


def _alone(hands: tuple[Hand, Hand]) -> Side | None:
    """Return the only hand that is seen, None where both are, or none."""
    seen = [side for side, hand in zip(SIDES, hands, strict=True) if hand.aim is not None]
    return seen[0] if len(seen) == 1 else None
