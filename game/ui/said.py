"""What a visitor is told who wears a headset: on a plate before them, where it hides nothing. Main thread.

It stays where it is until they turn away from it or walk on; then it comes after them.
"""

import math
from collections.abc import Callable

import panda3d.core as p3d

from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.label import Label
from layerwalk.game.ui.weights_before import AWAY_M, LOOK_S, Stand, followed
from layerwalk.game.view.rig import Rig
from layerwalk.game.world.placement import Point

TOP_DEG, FOOT_DEG = 20.0, 6.0
"""Its top is so far over what is straight ahead: over what one draws and looks at, as at the desk. A tall plate ends no
lower than its foot."""
LOW_DEG, GAP_DEG = -25.0, 1.5
"""Under the menu its top is here, or lower where the menu is."""
FAR_M = 2.0
MOVED_M = 0.02
"""Whose eye has moved so little sees it as large as before."""
NOWHERE: Point = (math.inf, 0.0, 0.0)


class Said:
    """Hold the plate; every frame `write`, and `stand`."""

    def __init__(self, root: p3d.NodePath, *, text_size: float = 1.0) -> None:
        """Hang it, still empty, under `root`, whose frame is the world's."""
        self.label = Label(root, text_size=text_size, on_point=True)
        self._stand: Stand | None = None
        self._comes = False
        self._rest_s = 0.0
        self._for: tuple[str, Frame | None, float] = "", None, 1.0
        self._eye = NOWHERE
        self.frames: tuple[Frame, ...] = ()
        """Where the plate is, while it says something."""

    def set_text_size(self, text_size: float) -> None:
        """Write larger or smaller; `text_size` is a factor, and nothing is smaller than at 1."""
        self.label.set_text_size(text_size)
        self._rest_s, self._eye = 0.0, NOWHERE

    def write(self, text: str, *, turn: Callable[[], bool] = lambda: True, dt_s: float) -> None:
        """Say `text`, or nothing; one that is new stands before the visitor at once. turn: as for `Label.follow`."""
        if not self.label.text:
            self._stand = None
        if text == self.label.text:
            self.label.keep(dt_s=dt_s)
        else:
            self.label.follow((lambda: text) if text else None, turn=turn, dt_s=dt_s)

    def stand(self, rig: Rig, *, under: Frame | None = None, dt_s: float) -> None:
        """Stand high before the visitor, or under the menu, where it stood, or come after them."""
        text, eye = self.label.text, rig.eye
        if not text:
            if self.frames:
                self._rest_s, self._eye, self.frames = 0.0, NOWHERE, ()
                self.label.stand(None, eye=eye)
            return
        self._rest_s -= dt_s
        asked, before = (text, under, rig.scale), self._stand
        rests = asked == self._for and math.dist(eye, self._eye) < MOVED_M * rig.scale
        if rests and self._rest_s > 0:
            return
        self._follow(rig, dt_s=dt_s)
        self._rest_s = 0.0 if self._comes else LOOK_S
        if rests and self._stand is before:
            return
        self._for, self._eye = asked, eye
        self.label.stand(self._place(rig.scale, under), eye=eye, scale=rig.scale)
        self.frames = (self.label.frame(eye),)

    def _follow(self, rig: Rig, *, dt_s: float) -> None:
        head = Stand(eye=rig.eye, heading_deg=rig.heading_deg)
        if self._stand is None or math.dist(self._stand.eye, head.eye) > 4 * AWAY_M * rig.scale:
            self._stand, self._comes = head, False
        self._stand, self._comes = followed(self._stand, head, comes=self._comes, scale=rig.scale, dt_s=dt_s)

    def _place(self, scale: float, under: Frame | None) -> Point:
        """Return where the plate's middle is."""
        assert self._stand is not None
        (x, y, z), half_deg = self._stand.eye, self.label.half_deg
        if under is None:
            up_deg = max(TOP_DEG - half_deg, FOOT_DEG + half_deg)
        else:
            up_deg = min(LOW_DEG, _foot_deg(under, self._stand.eye) - GAP_DEG) - half_deg
        turn, up = math.radians(self._stand.heading_deg), math.radians(up_deg)
        flat_m, rise_m = FAR_M * scale * math.cos(up), FAR_M * scale * math.sin(up)
        return x - flat_m * math.sin(turn), y + flat_m * math.cos(turn), z + rise_m

    def close(self) -> None:
        """Take it away."""
        self.label.close()


def _foot_deg(board: Frame, eye: Point) -> float:
    """Return how far over the horizon the middle of a board's lower edge is seen."""
    x, y, z = (board.centre - board.up).tolist()
    return math.degrees(math.atan2(z - eye[2], math.hypot(x - eye[0], y - eye[1])))
