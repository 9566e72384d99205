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
        self._labels = {side: ControlLabels(self.path, side, text_size=text_size) for side in SIDES}
        self._glances = dict.fromkeys(SIDES, Glance())
        self._asked: dict[Side, object] = dict.fromkeys(SIDES)
        self._work: dict[Side, Pieces | None] = dict.fromkeys(SIDES)
        self._asked_s = 0.0

    def set_text_size(self, text_size: float) -> None:
        """Write labels larger or smaller; `text_size` is a factor, and nothing is smaller than at 1."""
        for labels in self._labels.values():
            labels.set_text_size(text_size)

    def tell(self) -> None:
        """Say for a while what the buttons do, wherever the visitor looks."""
        self._asked_s = ASKED_S

    def show(
        self, visit: Visit, rig: Rig, beams: Beams, *, turn: Callable[[], bool] = lambda: True, dt_s: float
    ) -> None:
        """Show both hands, and labels at those that are looked at; a hand without a beam, or that presses, is busy.

        turn: whether this frame is for a piece of writing labels; it is asked while there is something to write.
        """
        self._seen.show(rig.hands)
        self._asked_s = max(0.0, self._asked_s - dt_s)
        head, is_at_menu = rig.room_head, visit.pointing_at_menu
        for side, hand, beam in zip(SIDES, rig.hands, beams, strict=True):
            is_free = not (beam is None or beam.presses or is_at_menu)
            glance = glanced(self._glances[side], head, hand.grip if is_free else None, dt_s=dt_s)
            self._glances[side] = glance
            if hand.grip is not None and (self._asked_s or glance.looks):
                self._write(visit, side, hand, is_due=lambda: dt_s == 0 or turn(), for_s=0.0 if dt_s else math.inf)
                self._label(side, hand, hand.grip, head=head)
            else:
                self._labels[side].hide()

    def close(self) -> None:
        """Take everything away."""
        self._seen.close()

    def _write(self, visit: Visit, side: Side, hand: Hand, *, is_due: Callable[[], bool], for_s: float) -> None:
        """Write labels anew where they should say something else, piece by piece."""
        asked = _asked(visit, side, hand)
        if asked != self._asked[side]:
            self._asked[side], self._work[side] = asked, _writing(self._labels[side], visit, side, hand)
        work = self._work[side]
        if work is not None and is_due() and not pieces.go_on(work, for_s=for_s):
            self._work[side] = None

    def _label(self, side: Side, hand: Hand, grip: Pose, *, head: Pose) -> None:
        labels = self._labels[side]
        places = _places(side, hand, grip, labels.named)
        if places:
            labels.stand(grip.point, places, head=head)
        else:
            labels.hide()


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
