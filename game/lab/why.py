"""Why this answer, as it stands in the world: over the drawing, in the floor of the court, on a layer's own maps."""

import math

import numpy as np
import panda3d.core as p3d

from layerwalk.game.lab import why_stage
from layerwalk.game.lab.tool import Hall, Tool
from layerwalk.game.ui import reasons, why_board, why_texts
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.reasons import Reasons
from layerwalk.game.ui.why_board import Told, WhyBoard
from layerwalk.game.world import furniture, mesh, weights
from layerwalk.game.world.panels import MOSAIC_LIFT_M
from layerwalk.game.world.placement import Placement, Pose
from layerwalk.nn.messages import Attributed

EVERY_S = 0.1
"""What the board says is written anew at most once in so long."""
LIFT_M = 0.0015
FLOOR_M = 2.2
AWAY_M, NEARER_M, HEIGHT_M, TILT_DEG = 1.48, 0.02, 1.08, 34.0
"""How the board stands: so far left of the desk, nearer to its reader, over the floor; its lean."""
LARGEST = 1.4


class Why(Tool):
    """Show what the state says of the reasons for its answer. Main thread."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self._hall: Hall | None = None
        self._reasons: Reasons | None = None
        self._stage = why_stage.Stages()
        self._shown: Attributed | None = None
        self._hovered: str | None = None
        self._waited_s = EVERY_S
        self.frames: dict[str, Frame] = {}

    def stand(self, hall: Hall) -> None:
        """Hang everything anew, once there is something to be seen."""
        self.leave()
        self._hall = hall

    def leave(self) -> None:
        """Take everything away."""
        if self._reasons is not None:
            self._reasons.path.remove_node()
            self._board.path.remove_node()
        self._stage.leave()
        self._hall = self._reasons = self._shown = None
        self.frames = {}

    def hover(self, part: str | None) -> None:
        """Take note of which of its buttons is pointed at."""
        self._hovered = part

    def press(self, part: str, u: float, v: float) -> str:
        """Return what is to be done: ask in another way, or no more."""
        return f"why {part}"

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Show the newest map, where something is asked and something is drawn."""
        if self._hall is None:
            return
        made = self._hall.state.attributed
        if self._hall.state.wish is None or (made is not None and not made.picture.any()):
            self._put_away()
        elif made is not None:
            self._show(made)
            self._tell(made, dt_s=dt_s)

    def _put_away(self) -> None:
        if self._reasons is not None and self._shown is not None:
            self._reasons.path.hide()
            self._board.path.hide()
            self._stage.leave()
            self.frames, self._shown = {}, None

    def _show(self, made: Attributed) -> None:
        if made is self._shown:
            return
        assert self._hall is not None
        if self._reasons is None or self._reasons.size != made.map.shape:
            self._build(self._hall, rows=made.map.shape[0], columns=made.map.shape[1])
        assert self._reasons is not None
        if self._shown is None:
            self._reasons.path.show()
            self._board.path.show()
            self.frames, self._waited_s = self._board.frames, EVERY_S
        self._shown = made
        self._reasons.show(made.map, made.picture, most=weights.most(made.map))
        reasons.set_window(self._over_drawing, made.window)
        (self._over_drawing.hide if self._hall.state.fooled else self._over_drawing.show)()
        self._stage.show(made, self._hall)

    def _build(self, hall: Hall, *, rows: int, columns: int) -> None:
        found = self._reasons = Reasons(hall.root, rows=rows, columns=columns)
        boards = hall.easel.frames
        self._over_drawing = found.face(boards["board"].lifted(0.004 + LIFT_M), ink=hall.easel.drawing)
        found.face(boards["sees"].lifted(0.003 + LIFT_M))
        _floor(found, hall.placement)
        size = min(max(hall.settings.view.text_size, 1.0), LARGEST)
        pose, floor_z = _beside(hall.placement, size=size), hall.placement.court.centre[2]
        self._board = WhyBoard(hall.root, pose, floor_z=floor_z, words=hall.words, size=size)
        self._shown = None

    def _tell(self, made: Attributed, *, dt_s: float) -> None:
        self._waited_s += dt_s
        if dt_s > 0 and self._waited_s < EVERY_S:
            return
        assert self._hall is not None
        self._waited_s = 0.0
        state, words = self._hall.state, self._hall.words
        guess = None if state.probabilities is None else int(np.argmax(state.probabilities))
        told = Told(
            title=why_texts.title(made, state.spec, words, guess=guess),
            method=words(f"why.methods.{made.method}"),
            sentence=words(f"why.sentences.{made.method}"),
            unit=words(f"why.units.{made.method}"),
            facts=why_texts.facts(made, state.spec, words),
            most=weights.most(made.map),
            share=made.share,
        )
        self._board.show(told, hovered=self._hovered)
        self._stage.tell(made, self._hall)


def _beside(placement: Placement, *, size: float) -> Pose:
    """Return where the board is: left of the desk, turned to whoever arrives; size: how much larger than usual."""
    desk, spawn = placement.desk, placement.spawn
    centre, right, _ = furniture.board_frame(desk, 1.0, 1.0)
    nearer = mesh.forward(desk.heading_deg) * NEARER_M
    grown_m = (size - 1) * why_board.SIZE_M[0] / 2
    x, y = (centre - 2 * right * (AWAY_M + grown_m) + nearer)[:2]
    heading_deg = math.degrees(math.atan2(x - spawn.point[0], spawn.point[1] - y))
    return Pose(
        point=(x, y, placement.court.centre[2] + HEIGHT_M + grown_m / 2), heading_deg=heading_deg, tilt_deg=TILT_DEG
    )


def _floor(found: Reasons, placement: Placement) -> None:
    """Lay the picture in the floor, between the desk and whoever arrives."""
    spawn, desk = placement.spawn, placement.desk
    x, y = ((a + b) / 2 for a, b in zip(spawn.point[:2], desk.point[:2], strict=True))
    floor_z = placement.court.centre[2] + MOSAIC_LIFT_M
    found.floor((x, y, floor_z), side_m=FLOOR_M, heading_deg=spawn.heading_deg)
