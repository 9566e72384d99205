"""From a headset's sticks and buttons to what the visitor wants, and how dark the edges are meanwhile. Main thread."""

import math

from layerwalk.game.move import intent, sticks
from layerwalk.game.move.body import Body
from layerwalk.game.move.handed import Side
from layerwalk.game.move.intent import Intent, Reading
from layerwalk.game.move.repeat import Repeat
from layerwalk.game.move.snap import Snap
from layerwalk.game.settings import Headset
from layerwalk.game.view import vignette
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

    def read(self, raw: Reading, *, alone: Side | None, dt_s: float) -> tuple[Reading, Intent]:
        """Return the sticks as bindings know them, and what they and the buttons want.

        alone: the hand with the only controller. While one points at the menu its controls hide those of the world.
        """
        visit, settings = self._visit, self._visit.settings
        walks = settings.vr.walking == "smooth" or visit.visitor.body.flying
        arranged = sticks.arranged(raw, main=settings.vr.main_hand, walks=walks, alone=alone)
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
        body, strength = self._visit.visitor.body, self._visit.settings.vr.vignette
        if dt_s <= 0:
            return
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
