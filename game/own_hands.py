"""What visitors see of their own hands, and what the buttons in them do while they look at them. Main thread."""

import math
from collections.abc import Callable, Mapping

import panda3d.core as p3d

from layerwalk.game.move.handed import SIDES, Side, other
from layerwalk.game.ui import control_names
from layerwalk.game.ui.control_labels import ControlLabels
from layerwalk.game.ui.control_names import Named
from layerwalk.game.view import controller_shape, glove
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.glance import Glance, glanced
from layerwalk.game.view.hands_seen import HandsSeen
from layerwalk.game.view.pointers import Beam
from layerwalk.game.view.rig import Hand, Pose, Rig
from layerwalk.game.visit import Visit
from layerwalk.game.world import pieces
from layerwalk.game.world.pieces import Pieces
from layerwalk.game.world.placement import Point

Beams = tuple[Beam | None, Beam | None]
ASKED_S = 30.0
"""So long labels stay that were asked for."""


class OwnHands:
    """Hold both hands and their labels; `show` once a frame. `path` is to be put where the visitor's room is."""

    def __init__(self, root: p3d.NodePath, *, text_size: float = 1.0) -> None:
        """Hang them, still unseen, under `root`."""
        self._seen = HandsSeen(root)
        self.path = self._seen.path
        self._told = tuple(_Told(self.path, side, text_size) for side in SIDES)
        self._asked_s = 0.0
        self._which, self._since_s = 1, 0.0

    def set_text_size(self, text_size: float) -> None:
        """Write labels larger or smaller; `text_size` is a factor, and nothing is smaller than at 1."""
        for told in self._told:
            told.labels.set_text_size(text_size)

    def tell(self) -> None:
        """Say for a while what the buttons do, wherever the visitor looks."""
        self._asked_s = ASKED_S

    def show(
        self, visit: Visit, rig: Rig, beams: Beams, *, turn: Callable[[], bool] = lambda: True, dt_s: float
    ) -> None:
        """Show both hands, and labels at those that are looked at; a hand without a beam, or that presses, is busy.

        turn: whether this frame is for a piece of writing labels; it is asked while there is something to write.
        """
        head, hands = rig.tracked.head, rig.tracked.hands
        self._seen.show(hands)
        self._look(visit, rig, beams, dt_s=dt_s)
        if self._asked_s:
            self._asked_s = max(0.0, self._asked_s - dt_s)
        for told, hand in zip(self._told, hands, strict=True):
            if hand.grip is not None and (self._asked_s or told.glance.looks):
                told.write(visit, hand, is_due=lambda: dt_s == 0 or turn(), for_s=0.0 if dt_s else math.inf)
                told.stand(hand, hand.grip, head=head)
            elif told.is_seen:
                told.hide()

    def _look(self, visit: Visit, rig: Rig, beams: Beams, *, dt_s: float) -> None:
        """Find whether one of the hands is looked at; with the next frame it is the other one's turn."""
        which, since_s = 1 - self._which, self._since_s + dt_s
        self._which, self._since_s = which, dt_s
        told, beam, tracked = self._told[which], beams[which], rig.tracked
        is_free = not (beam is None or beam.presses or visit.pointing_at_menu)
        told.glance = glanced(told.glance, tracked.head, tracked.hands[which].grip if is_free else None, dt_s=since_s)

    def close(self) -> None:
        """Take everything away."""
        self._seen.close()


class _Told:
    """Hold the labels of a hand, and whether it is looked at."""

    def __init__(self, room: p3d.NodePath, side: Side, text_size: float) -> None:
        self.labels = ControlLabels(room, side, text_size=text_size)
        self.glance = Glance()
        self.is_seen = False
        self._side: Side = side
        self._asked: object = None
        self._work: Pieces | None = None

    def write(self, visit: Visit, hand: Hand, *, is_due: Callable[[], bool], for_s: float) -> None:
        """Write labels anew where they should say something else, piece by piece."""
        asked = _asked(visit, self._side, hand)
        if asked != self._asked:
            self._asked, self._work = asked, _writing(self.labels, visit, self._side, hand)
        if self._work is not None and is_due() and not pieces.go_on(self._work, for_s=for_s):
            self._work = None

    def stand(self, hand: Hand, grip: Pose, *, head: Pose) -> None:
        """Let labels stand beside the hand, as far as there are any for it."""
        places = _places(self._side, hand, grip, self.labels.named)
        if not places:
            self.hide()
            return
        self.labels.stand(grip.point, places, head=head)
        self.is_seen = True

    def hide(self) -> None:
        """Show no labels."""
        self.labels.hide()
        self.is_seen = False


def _writing(labels: ControlLabels, visit: Visit, side: Side, hand: Hand) -> Pieces:
    named = _named(visit, side, hand)
    yield
    yield from labels.writing(named)


def _asked(visit: Visit, side: Side, hand: Hand) -> tuple[object, ...]:
    """Return all on which it depends what labels say."""
    return visit.words, visit.bindings, hand.parts, bool(hand.joints), _steers(visit, side)


def _steers(visit: Visit, side: Side) -> Side:
    """Return whose stick's bindings the stick of a hand has."""
    vr = visit.settings.vr
    walks = vr.walking == "smooth" or visit.visitor.body.flying
    return "left" if walks and side == other(vr.main_hand) else "right"


def _named(visit: Visit, side: Side, hand: Hand) -> tuple[Named, ...]:
    words, bindings = visit.words, visit.bindings
    if hand.joints is not None:
        return control_names.pinches(words, bindings, side) if hand.joints else ()
    return control_names.named(words, bindings, side, parts=hand.parts, steers=_steers(visit, side))


def _places(side: Side, hand: Hand, grip: Pose, named: tuple[Named, ...]) -> Mapping[str, Point]:
    """Return where in the room what is told of is; nothing where that is still of the other kind of hands."""
    parts = {each.part for each in named}
    if hand.joints is None:
        return {part: rigs.placed(_on(part, side), origin=grip).point for part in parts if part in control_names.PARTS}
    if not hand.joints:
        return {}
    x, y, z, _ = hand.joints[glove.PINCHING[1]]
    return dict.fromkeys(parts, (x, y, z))


def _on(part: str, side: Side) -> Pose:
    return Pose(point=controller_shape.place(part, side))
