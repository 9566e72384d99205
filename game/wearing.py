"""A visit in a headset: from where head and hands are to what the visitor wants, frame by frame. Main thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from layerwalk.game.aiming import Aiming
from layerwalk.game.move import handed, teleport
from layerwalk.game.move.grab import Pair
from layerwalk.game.move.handed import RESTING, SIDES, Handed, Press, Side
from layerwalk.game.move.intent import IDLE, SILENT, Intent, Reading
from layerwalk.game.move.tapping import Tapping
from layerwalk.game.move.teleport import Aim
from layerwalk.game.pulses import NOTHING_FELT, Felt, Pulse, Pulses
from layerwalk.game.pushes import Pushes
from layerwalk.game.reach import end_m, points_at_floor
from layerwalk.game.rigging import Rigging
from layerwalk.game.steering import Steering, allowed
from layerwalk.game.stretching import Stretching
from layerwalk.game.touching import NO_TOUCHES, Touches, Touching
from layerwalk.game.ui.menu import standing
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.blink import Blink
from layerwalk.game.view.pointers import Beam
from layerwalk.game.view.rig import Rig, Tracked
from layerwalk.game.visit import Visit
from layerwalk.game.world.rays import Ray

TURNS = MappingProxyType({"turn_left": 1, "turn_right": -1})
OWN = frozenset(("teleport", "grab", "recentre", "table", "show_controls", *TURNS))
"""Actions that are done here, and not by the visit."""
OPEN_S = 0.16
"""So long it grows light after the visitor was put elsewhere."""
UPWARDS = 0.3
"""A hand that points more steeply upwards than this means nothing of the world."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meant:
    """Say what hands mean in a frame. is_long: a press of what lies on a floor has lasted so long that it is meant.

    arrived: an arc was let go where one can stand.
    """

    press: Press
    wanted: Intent = IDLE
    is_long: bool = False
    arrived: bool = False


NOTHING_MEANT = {side: _Meant(press=RESTING[side]) for side in SIDES}
"""What hands mean that press nothing, by which of them is the main one."""


class Wearing:
    """Hold what a headset does in a visit: `act` once a frame in place of `visit.act`, then draw what it shows.

    `pulses` are what the hands are to feel of the last frame; `was_recentred` says that the room is to be measured anew
    by the headset, too.
    """

    def __init__(self, visit: Visit) -> None:
        """Put the headset on."""
        self.visit = visit
        self.rigging = Rigging(visit.visitor)
        self._aiming = Aiming(visit.visitor)
        self._steering = Steering(visit)
        self._blink, self._pulses, self._pushes = Blink(), Pulses(), Pushes()
        self._main = visit.settings.vr.main_hand
        self._handed = Handed(self._main)
        self._touching, self._tapping, self._stretching = Touching(), Tapping(), Stretching(visit.scene)
        self._rests = False
        self._rays: tuple[Tracked, Sequence[Ray | None]] | None = None
        self.pulses: list[Pulse] = []
        self.was_recentred = False
        self.tells_controls = False
        """Whether the visitor asked what the buttons in their hands do; for whoever shows it, who sets it back."""
        self.beams: tuple[Beam | None, Beam | None] = (None, None)
        """What is seen of the hands, the left one and the right one."""
        visit.wear(True)

    def close(self) -> None:
        """Take the headset off: the visitor stands in the world as before."""
        self.rigging.step_in()
        self.visit.wear(False)

    @property
    def main(self) -> Side:
        """Return the hand that is the main one now."""
        return self._handed.main

    @property
    def aim(self) -> Aim | None:
        """Return the arc that is thrown now."""
        return self._aiming.aim

    @property
    def goes_by_holding(self) -> bool:
        """Say whether the main hand points at what lies on a floor, and goes there where its press is held."""
        return self.visit.met is not None and self._rays is not None and self._can_go(*self._rays, self.main)

    @property
    def edges(self) -> float:
        """Return how dark the edges of what is seen are, 0 to 1."""
        return self._steering.edges

    @property
    def darkness(self) -> float:
        """Return how dark all that is seen is, 0 to 1."""
        return max(self._blink.darkness, self.rigging.darkness)

    def act(self, tracked: Tracked, *, dt_s: float) -> Rig:
        """Do what the visitor wants in this frame; return where they are then."""
        visit, vr, rigging = self.visit, self.visit.settings.vr, self.rigging
        self._blink.update(dt_s=dt_s)
        rig = rigging.begin(tracked, seated=vr.posture == "seated")
        if rigging.was_put:
            self._blink.open(length_s=min(OPEN_S, vr.blink_s))
        raw = tracked.reading if tracked.focused else SILENT
        is_silent, rested = not (raw.pushed or raw.pressed), self._rests
        if not (is_silent and rested) and self._pushes.note(raw, long=visit.bindings["recentre"], dt_s=dt_s):
            self._recentre()
            rig = rigging.begin(tracked, seated=vr.posture == "seated")
        touches = self._touching.rays(tracked, rigging.room, visit.scene.easel.frames.get("board"))
        touches_none = touches == NO_TOUCHES
        rays = rig.pointers if touches_none else (touches[0] or rig.pointers[0], touches[1] or rig.pointers[1])
        self._rays, self._rests = (tracked, rays), is_silent and touches_none
        # With the first frame in which nothing is pressed all has ended that hands did.
        rests = rested and self._rests and vr.main_hand == self._main
        meant = NOTHING_MEANT[self._handed.main] if rests else self._mean(raw, tracked, rig, touches, rays, dt_s=dt_s)
        press, before = meant.press, visit.visitor.body
        if visit.plan.listening:
            visit.bind(raw.pressed)
        else:
            mine, other = rays if press.main == "left" else (rays[1], rays[0])
            ray = mine or other or rigs.ray(rig.head)
            visit.act(meant.wanted, dt_s=dt_s, ray=ray, other=other, beside=press.beside)
        if not rests and not tracked.hands[SIDES.index(press.main)].has_stick:
            self._begin_by_press(rig.pointers[SIDES.index(press.main)], press, is_long=meant.is_long, dt_s=dt_s)
        self._steering.darken(meant.wanted, before, dt_s=dt_s)
        if visit.wishes:
            self._grant()
        rig = rigging.end(tracked)
        self._show(rig, press, touches)
        self._feel(press, arrived=meant.arrived, dt_s=dt_s)
        return rig

    def _mean(
        self, raw: Reading, tracked: Tracked, rig: Rig, touches: Touches, rays: Sequence[Ray | None], *, dt_s: float
    ) -> _Meant:
        """Return what the hands mean in this frame, and go on with what they hold: an arc, a map, the world."""
        press = self._press(raw, touches, usual=self.visit.settings.vr.main_hand)
        if not tracked.focused:
            self._tapping.spend()
        waits = press.begins and self._can_go(tracked, rays, press.main)
        tap, is_long = self._tapping.read(press, waits=waits, dt_s=dt_s)
        wanted = self._wanted(raw, tracked, tap, dt_s=dt_s)
        arrived = self._go(raw, rig, press, dt_s=dt_s)
        self._grab(raw, tracked, rig)
        return _Meant(press=press, wanted=wanted, is_long=is_long, arrived=arrived)

    def _press(self, raw: Reading, touches: tuple[Ray | None, Ray | None], *, usual: Side) -> Press:
        """Return which hand presses: by a trigger, by a pinch, or by touching the board.

        usual: the hand that is the main one until the other one presses.
        """
        if usual != self._main:
            self._main = usual
            self._handed = Handed(usual)
        names, main = self.visit.bindings["use"], self._handed.main
        left = 1.0 if touches[0] is not None else self._pushes.of(raw, names, "left", main=main)
        right = 1.0 if touches[1] is not None else self._pushes.of(raw, names, "right", main=main)
        return self._handed.press(left, right, beside=self.visit.can_press_beside)

    def _wanted(self, raw: Reading, tracked: Tracked, press: Press, *, dt_s: float) -> Intent:
        """Return the intent of this frame; what is done here is no part of it."""
        visit = self.visit
        arranged, found = self._steering.read(raw, tracked.hands, dt_s=dt_s)
        if arranged.pressed and not visit.pointing_at_menu:
            self._aiming.start(raw, arranged, visit.bindings, main=visit.settings.vr.main_hand)
        if found is IDLE and not press.use:
            return found
        begun = tuple(name for name in found.actions if name not in OWN and name != "use")
        goes = self.rigging.room.is_life and not self.rigging.is_holding
        if "menu" in begun and not goes:
            # Menus stand in the world at life size, and so does who calls one.
            self.rigging.step_in()
        return allowed(found, press, begun=begun, goes=goes, turns=goes and not self._aiming.by_stick)

    def _go(self, raw: Reading, rig: Rig, press: Press, *, dt_s: float) -> bool:
        """Follow the arc; return whether it was let go where one can stand."""
        if self._aiming.side is None:
            return False
        if any(name in raw.pressed for name in self.visit.bindings["grab"]):
            self._aiming.cancel()
        uses = press.use and press.main == self._aiming.side
        let_go = self._aiming.follow(raw, rig, uses=uses)
        if let_go is None or let_go.target is None:
            return False
        self._blink.begin(lambda: self._arrive(let_go), length_s=self.visit.settings.vr.blink_s)
        return True

    def _arrive(self, aim: Aim) -> None:
        visitor = self.visit.visitor
        visitor.body = teleport.gone(visitor.body, aim)

    def _can_go(self, tracked: Tracked, rays: Sequence[Ray | None], side: Side) -> bool:
        """Say whether a hand goes by pressing a floor: it has no stick, and points at one."""
        which = SIDES.index(side)
        ray = rays[which]
        return ray is not None and not tracked.hands[which].has_stick and points_at_floor(ray, self.visit)

    def _begin_by_press(self, ray: Ray | None, press: Press, *, is_long: bool, dt_s: float) -> None:
        """Let a hand without a stick press where nothing is: downwards an arc goes there, upwards the menu comes.

        is_long: it has pressed what lies on a floor for so long that the floor is meant.
        """
        visit, scene = self.visit, self.visit.scene
        if not press.use:
            self._pushes.rest()
            return
        if ray is None:
            return
        is_free = not (visit.pointing_at_menu or scene.hands.hovered or visit.met or scene.lab.takes_use)
        begins = is_long or (press.begins and is_free)
        if begins and self._aiming.side is None and ray.direction[2] <= UPWARDS:
            self._tapping.spend()
            self._aiming.begin(press.main)
        if self._pushes.waits(press, is_free=is_free and ray.direction[2] > UPWARDS, dt_s=dt_s):
            self.rigging.step_in()
            visit.open_menu()

    def _grab(self, raw: Reading, tracked: Tracked, rig: Rig) -> None:
        """Hold a map that was pulled out, or else the world, while both hands squeeze."""
        hands = self._squeezing(raw, tracked) if raw.pushed else None
        if hands is not None:
            self._aiming.cancel()
        if self._stretching.hold(hands, rig.pointers):
            return
        if hands is not None:
            self.rigging.hold(hands)
        elif self.rigging.hold(None):
            self._blink.open(length_s=min(OPEN_S, self.visit.settings.vr.blink_s))

    def _squeezing(self, raw: Reading, tracked: Tracked) -> Pair | None:
        """Return where both hands are, where both squeeze."""
        names, main = self.visit.bindings["grab"], self._handed.main
        if not all(self._pushes.of(raw, names, side, main=main) > handed.HELD for side in SIDES):
            return None
        left, right = (hand.grip or hand.aim for hand in tracked.hands)
        return (left.point, right.point) if left is not None and right is not None else None

    def _recentre(self) -> None:
        self.rigging.step_in()
        self.rigging.recentre()
        self.was_recentred = True

    def _turn(self, turn_deg: float) -> None:
        """Turn the visitor on the spot, and the menu that they have called with them; nobody turns beside a model."""
        visitor, menu = self.visit.visitor, self.visit.menu
        if not turn_deg or not self.rigging.room.is_life:
            return
        eye = visitor.body.eye
        visitor.move(Intent(turn_deg=turn_deg), dt_s=0.0)
        if menu.is_open and menu.frame is not None:
            menu.move(standing.carried(menu.frame, eye=eye, to=eye, turn_deg=turn_deg))

    def _grant(self) -> None:
        """Do what the menu wished for that only a headset can do."""
        mine = [wish for wish in self.visit.wishes if wish in OWN]
        self.visit.wishes = [wish for wish in self.visit.wishes if wish not in OWN]
        if "recentre" in mine:
            self._recentre()
        for wish in mine:
            self._turn(TURNS.get(wish, 0) * self.visit.settings.vr.snap_deg)
        if "show_controls" in mine:
            self.visit.menu.close()
            self.tells_controls = True
        if "table" in mine:
            self.visit.menu.close()
            (self.rigging.show_model if self.rigging.room.is_life else self.rigging.step_in)()

    def _show(self, rig: Rig, press: Press, touches: Touches) -> None:
        """Say how far each hand's ray goes; one that touches the board, throws an arc or holds the world has none."""
        if self.rigging.is_holding:
            self.beams = (None, None)
            return
        (left, right), arc = rig.pointers, self._aiming.side
        self.beams = (
            self._beam("left", left, press) if left is not None and touches[0] is None and arc != "left" else None,
            self._beam("right", right, press) if right is not None and touches[1] is None and arc != "right" else None,
        )

    def _beam(self, side: Side, ray: Ray, press: Press) -> Beam:
        is_main = side == press.main
        length_m = end_m(ray, self.visit, is_main=is_main)
        return Beam(ray=ray, length_m=length_m, is_main=is_main, presses=press.use if is_main else press.beside)

    def _feel(self, press: Press, *, arrived: bool, dt_s: float) -> None:
        visit, aim, hand = self.visit, self._aiming.aim, self._aiming.side or press.main
        on, met = visit.menu.hovered if visit.pointing_at_menu else visit.scene.hands.hovered, visit.met
        if on or met is not None or aim is not None or press.begins or press.begins_beside or arrived:
            now = Felt(
                hand=hand,
                on=on or "",
                neuron=(met.node, met.map, met.row, met.column) if met is not None else None,
                pressed=press.begins,
                beside=press.begins_beside,
                arc=aim.target is not None if aim is not None else None,
                arrived=arrived,
            )
        else:
            now = NOTHING_FELT[hand]
        self.pulses = self._pulses.feel(now, dt_s=dt_s)
