"""The weights of what is pointed at, for one who wears a headset: on a plate low at their right. Main thread.

It stays where it is until they turn away from it or walk on; then it comes after them. It stands at their left where
it would hide a board at their right.
"""

import math
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import bearings
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.hud import FAR_M
from layerwalk.game.ui.weights_plate import Box, WeightsPlate
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.view.rig import Rig
from layerwalk.game.words import Words
from layerwalk.game.world import mesh
from layerwalk.nn.messages import Weights

AHEAD_M, BELOW_M = 1.0, 0.68
ASIDE_DEG = (22.0, -22.0, -33.0, -40.0, -50.0, 33.0)
"""So far to the right of what is ahead it may stand, best first: it hides neither that nor what is said of it."""
OPACITY = 1.0
"""Nothing shines through it that has letters, too."""
UNIT_M = 0.68
"""Letters are laid out as over a picture that is 2 high; half of it is so many metres here, so that letters are
24 mm for every metre from the eye."""
WIDE = 1.3
AWAY_DEG, AWAY_M = 38.0, 0.45
"""Who turns or goes farther than this has the plate brought after them."""
ARRIVED = 0.02
COME_S = 0.2
LOOK_S = 0.1
"""A plate that rests looks so often whether it is to come."""
THERE_DEG = 0.02
NEAR_M = 4.0
"""What is farther off may be hidden."""
BIN = 48
"""It is drawn over the world and its letters, and under the plate where one points, beams, dots and the veil."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Say before which eye the plate stands: where that is, in the world, and its heading."""

    eye: tuple[float, float, float]
    heading_deg: float


def followed(
    now: Stand, head: Stand, *, comes: bool, scale: float, dt_s: float, aside_deg: float = 0.0
) -> tuple[Stand, bool]:
    """Return where the plate stands a moment later, and whether it is still coming after the head.

    aside_deg: so far to the right of the stand's heading it is seen; who turns to it does not turn away.
    """
    away_deg = (head.heading_deg - now.heading_deg + 180) % 360 - 180
    away_m = math.dist(now.eye, head.eye) / scale
    is_before = min(0.0, -aside_deg) - AWAY_DEG <= away_deg <= max(0.0, -aside_deg) + AWAY_DEG
    if not comes and is_before and away_m <= AWAY_M:
        return now, False
    share = 1 - math.exp(-dt_s / COME_S)
    x, y, z = (here + share * (there - here) for here, there in zip(now.eye, head.eye, strict=True))
    moved = Stand(eye=(x, y, z), heading_deg=now.heading_deg + share * away_deg)
    return moved, abs(away_deg) > AWAY_DEG * ARRIVED or away_m > AWAY_M * ARRIVED


class WeightsBefore:
    """Hold the plate; call `show` and `stand` once a frame."""

    def __init__(self, root: p3d.NodePath, *, text_size: float = 1.0) -> None:
        """Hang it, with nothing on it, under `root`, whose frame is the world's."""
        self.path = root.attach_new_node("weights before")
        self.path.set_antialias(p3d.AntialiasAttrib.M_multisample)
        self.path.set_shader_input("fog_distance_m", FAR_M)
        self.path.set_depth_test(False)
        self.path.set_two_sided(True)
        self.path.hide(MIRRORED)
        self._middle = self.path.attach_new_node("middle")
        self._plate = WeightsPlate(self._middle, opacity=OPACITY)
        self._lift()
        self._shown: tuple[object, ...] = ()
        self._work: Iterator[None] = iter(())
        self._is_working = False
        self._stand: Stand | None = None
        self._comes = False
        self.is_shown = self._was_away = False
        self._rest_s = 0.0
        self._scale = 1.0
        self.frames: tuple[Frame, ...] = ()
        """Where all of the plate is, while it is shown."""
        self._place: tuple[Frame, ...] = ()
        self._box: Box | None = None
        self._aside_deg = self._now_deg = ASIDE_DEG[0]
        self._known: tuple[object, ...] = ()
        self._laid: tuple[object, ...] = ()
        self._boards: tuple[Frame, ...] = ()
        self.set_text_size(text_size)

    def set_text_size(self, text_size: float) -> None:
        """Write everything larger or smaller; `text_size` is a factor, and nothing is smaller than at 1."""
        self._plate.fit(right=WIDE / 2, room=WIDE, factor=max(1.0, text_size))
        self._shown, self._is_working = (), False

    def show(
        self, weights: Weights | None, words: Words, *, kind: str = "", turn: Callable[[], bool] = lambda: True
    ) -> None:
        """Show weights where there are some, else nothing; kind: of their layer.

        A frame does a piece of the work. What is under way is finished first, unless nothing is to be shown. turn:
        whether this frame is for a piece; it is asked while there is one.
        """
        if weights is None and not self.is_shown:
            return
        self.is_shown = weights is not None
        wanted = (weights, words, kind)
        if wanted != self._shown and (weights is None or not self._is_working):
            self._shown, self._is_working = wanted, True
            self._work = self._showing(weights, words, kind)
        if self._is_working and (weights is None or turn()):
            self._is_working = next(self._work, True) is None

    def _showing(self, weights: Weights | None, words: Words, kind: str) -> Iterator[None]:
        yield from self._plate.showing(weights, words, kind=kind)
        if self._plate.box is not None:
            left, bottom, right, top = self._plate.box
            self._middle.set_x(-(left + right) / 2)
            self._box = (left - right) / 2, bottom, (right - left) / 2, top
        self._rest_s = 0.0

    def stand(self, rig: Rig, *, boards: Collection[Frame] = (), dt_s: float) -> None:
        """Stand low before the visitor, where it stood, or come after them; boards: what it should not hide."""
        if not self.is_shown:
            self._was_away, self.frames = True, ()
            return
        self._rest_s -= dt_s
        if self._rest_s > 0 and rig.scale == self._scale:
            return
        self._scale = rig.scale
        stand = self._follow(rig, dt_s=dt_s)
        self._give_way(stand, boards, scale=rig.scale, dt_s=dt_s)
        self._rest_s = 0.0 if self._comes or self._now_deg != self._aside_deg else LOOK_S
        laid = (stand, self._now_deg, rig.scale, self._box)
        if laid != self._laid:
            self._laid = laid
            self._lay(stand, scale=rig.scale)
        self.frames = self._place

    def _lay(self, stand: Stand, *, scale: float) -> None:
        """Put the plate in its place."""
        x, y, z, heading_deg = _place(stand, self._now_deg, scale=scale)
        self.path.set_pos(x, y, z)
        self.path.set_hpr(heading_deg, -math.degrees(math.atan2(BELOW_M, AHEAD_M)), 0)
        self.path.set_scale(UNIT_M * scale)
        if self._box is not None:
            self._place = (_frame(self._box, stand, self._now_deg, scale=scale),)

    def _follow(self, rig: Rig, *, dt_s: float) -> Stand:
        """Return where the plate stands now; one that was hidden meanwhile need not be seen coming."""
        head = Stand(eye=rig.eye, heading_deg=rig.heading_deg)
        now = head if self._stand is None else self._stand
        now, self._comes = followed(now, head, comes=self._comes, scale=rig.scale, dt_s=dt_s, aside_deg=self._aside_deg)
        is_far = math.dist(now.eye, head.eye) > 4 * AWAY_M * rig.scale
        if is_far or (self._was_away and self._comes):
            now, self._comes = head, False
        self._stand, self._was_away = now, False
        return now

    def _give_way(self, stand: Stand, boards: Collection[Frame], *, scale: float, dt_s: float) -> None:
        """Go where it hides less; that is found anew only when something has changed."""
        if self._box is None:
            return
        known = (stand, self._box, scale)
        if known != self._known or not _same(boards, self._boards):
            self._known, self._boards = known, tuple(boards)
            self._aside_deg = _aside_deg(self._aside_deg, self._box, stand, boards, scale=scale)
        self._now_deg += (1 - math.exp(-dt_s / COME_S)) * (self._aside_deg - self._now_deg)
        if abs(self._aside_deg - self._now_deg) < THERE_DEG:
            self._now_deg = self._aside_deg

    def close(self) -> None:
        """Take it away."""
        self.path.remove_node()

    def _lift(self) -> None:
        """Draw everything on it over the letters of the world, in its own order."""
        for path in self.path.find_all_matches("**"):
            if path.has_bin() and path.get_bin_draw_order() < BIN:
                path.set_bin("fixed", BIN + (path.get_bin_draw_order() > 15))


def _place(stand: Stand, aside_deg: float, *, scale: float) -> tuple[float, float, float, float]:
    """Return where the plate is that stands so far to the right of what is ahead, and its heading."""
    heading_deg = stand.heading_deg - aside_deg
    x, y, z = stand.eye
    ahead_x, ahead_y, _ = (AHEAD_M * scale * mesh.forward(heading_deg)).tolist()
    return x + ahead_x, y + ahead_y, z - BELOW_M * scale, heading_deg


def _same(boards: Collection[Frame], others: Collection[Frame]) -> bool:
    return len(boards) == len(others) and all(a is b for a, b in zip(boards, others, strict=True))


def _aside_deg(now_deg: float, box: Box, stand: Stand, boards: Collection[Frame], *, scale: float) -> float:
    """Return how far to the right the plate hides least of boards; it stays where it is where that is all the same."""
    near = (board for board in boards if math.dist(stand.eye, board.centre.tolist()) < NEAR_M * scale)
    taken = [bearings.seen(board, stand.eye, heading_deg=stand.heading_deg) for board in near]
    if not taken:
        return ASIDE_DEG[0]
    places = {each: _frame(box, stand, each, scale=scale) for each in ASIDE_DEG}
    seen = {each: bearings.seen(frame, stand.eye, heading_deg=stand.heading_deg) for each, frame in places.items()}
    return bearings.freest(now_deg, seen, taken)


def _frame(box: Box, stand: Stand, aside_deg: float, *, scale: float) -> Frame:
    """Return where all of the plate is that stands so far to the right."""
    x, y, z, heading_deg = _place(stand, aside_deg, scale=scale)
    left, bottom, right, top = (UNIT_M * scale * each for each in box)
    tilt = math.atan2(BELOW_M, AHEAD_M)
    across = np.asarray(mesh.forward(heading_deg - 90.0), np.float64)
    up = math.sin(tilt) * np.asarray(mesh.forward(heading_deg), np.float64) + [0.0, 0.0, math.cos(tilt)]
    centre = np.array([x, y, z]) + across * ((left + right) / 2) + up * ((bottom + top) / 2)
    return Frame(centre=centre, right=across * ((right - left) / 2), up=up * ((top - bottom) / 2))
