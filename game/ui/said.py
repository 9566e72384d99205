"""What a visitor is told who wears a headset: on a plate before them, where it hides nothing. Main thread.

It stays where it is until they turn away from it or walk on; then it comes after them.
"""

import math

import panda3d.core as p3d

from layerwalk.game.ui.label import Label
from layerwalk.game.ui.weights_before import AWAY_M, Stand, followed
from layerwalk.game.view import rig as rigs
from layerwalk.game.view.rig import Rig

UP_DEG, LOW_DEG = 23.0, -22.0
"""So far over what is straight ahead it hangs: over what one draws and looks at, as at the desk; and under the menu."""
FAR_M = 2.0


class Said:
    """Hold the plate; every frame `write`, and `stand`."""

    def __init__(self, root: p3d.NodePath) -> None:
        """Hang it, still empty, under `root`, whose frame is the world's."""
        self._label = Label(root)
        self._stand: Stand | None = None
        self._comes = False

    def write(self, text: str, *, dt_s: float) -> None:
        """Say `text`, or nothing; a text that is new stands before the visitor at once."""
        if not self._label.text:
            self._stand = None
        self._label.write(text, dt_s=dt_s)

    def stand(self, rig: Rig, *, low: bool, dt_s: float) -> None:
        """Stand high before the visitor, or low where the menu is, where it stood, or come after them."""
        if not self._label.text:
            self._label.stand(None, eye=rig.head.point)
            return
        head = Stand(eye=rig.head.point, heading_deg=rigs.heading_deg(rig.head.turn))
        if self._stand is None or math.dist(self._stand.eye, head.eye) > 4 * AWAY_M * rig.scale:
            self._stand, self._comes = head, False
        self._stand, self._comes = followed(self._stand, head, comes=self._comes, scale=rig.scale, dt_s=dt_s)
        turn, up = math.radians(self._stand.heading_deg), math.radians(LOW_DEG if low else UP_DEG)
        x, y, z = self._stand.eye
        flat_m, rise_m = FAR_M * rig.scale * math.cos(up), FAR_M * rig.scale * math.sin(up)
        there = (x - flat_m * math.sin(turn), y + flat_m * math.cos(turn), z + rise_m)
        self._label.stand(there, eye=rig.head.point, scale=rig.scale)

    def close(self) -> None:
        """Take it away."""
        self._label.close()
