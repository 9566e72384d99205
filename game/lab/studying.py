"""The board of studies as a tool: called, it stands beside the visitor; pressed, it stops, keeps or puts away."""

import itertools
import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
import panda3d.core as p3d

from layerwalk.game.lab import room
from layerwalk.game.lab.tool import Hall, Tool
from layerwalk.game.ui import bearings
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.study.sheet import SIZE_M
from layerwalk.game.ui.study_board import StudyBoard
from layerwalk.game.world import furniture, mesh
from layerwalk.game.world.placement import Point, Pose

AWAY_M, BELOW_EYE_M = 1.92, 0.04
"""How far off it stands when it is called."""
MENU_DEG = 29.0
"""So far to both sides of the gaze stands the menu from which it is called."""
TURN_DEG, TURNS, EDGE_DEG = 10.0, 4, 2.0
"""Where it would hide more than an edge of something it stands farther round, in so many steps at most."""
LARGEST = 1.3
"""With larger texts it is so much larger at most."""
NEAREST, BEFORE = 0.5, 0.94
"""Before a wall it is nearer, and smaller, by this share at most; it stands so far on the way to the wall."""
DEEDS: Mapping[str, str] = MappingProxyType({"stop": "study_stop", "save": "study_save", "away": "study_away"})


class StudyTool(Tool):
    """Hold the board while a study is on it. Main thread."""

    def __init__(self) -> None:
        """Stand nowhere yet."""
        self.frames: Mapping[str, Frame] = {}
        self._hall: Hall | None = None
        self._board: StudyBoard | None = None
        self._place: Frame | None = None
        self._called = 0
        self._hovered: str | None = None

    def stand(self, hall: Hall) -> None:
        """Stand where the board stood, anew where stages stand elsewhere; put away where there is another network."""
        before = self._hall
        if before is not None and before.world.spec is not hall.world.spec:
            hall.state.studies.put_away()
        if before is not None and before.placement.discs != hall.placement.discs:
            self._place = None
        self._hall = hall
        self._close()

    def hover(self, part: str | None) -> None:
        """Take note of the button that is pointed at."""
        self._hovered = part

    def press(self, part: str, u: float, v: float) -> str:
        """Return what a button does."""
        return DEEDS.get(part, "")

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Bring the board to where it was called, and up to date."""
        hall = self._hall
        if hall is None:
            return
        studies = hall.state.studies
        report = studies.on_board if studies.all else None
        if report is None:
            self._close()
            return
        if studies.called != self._called or self._place is None:
            self._called = studies.called
            self._place = place(hall, camera)
            self._close()
        if self._board is None:
            self._board = StudyBoard(hall.root, self._place, words=hall.words)
        self._board.update(report, hovered=self._hovered, dt_s=dt_s)
        self.frames = self._board.frames

    def leave(self) -> None:
        """Take the board away with its world."""
        self._close()

    def _close(self) -> None:
        if self._board is not None:
            self._board.close()
            self._board, self.frames = None, {}


def place(hall: Hall, camera: p3d.NodePath) -> Frame:
    """Return where the board stands for a camera: as near beside the menu as it hides nothing, first to the left."""
    x, y, z = camera.get_pos(hall.root)
    ahead = hall.root.get_relative_vector(camera, p3d.Vec3.forward())
    eye, heading_deg = (x, y, z), math.degrees(math.atan2(-ahead.x, ahead.y))
    size = min(max(hall.settings.view.text_size, 1.0), LARGEST)
    aside_deg = MENU_DEG + math.degrees(math.atan(SIZE_M[0] * size / 2 / AWAY_M))
    taken = room.taken(hall, eye, heading_deg=heading_deg, but="study")
    frames = [
        _standing(eye, heading_deg + side * (aside_deg + turn * TURN_DEG), size=size)
        for turn, side in itertools.product(range(TURNS), (1, -1))
    ]
    seen = [bearings.seen(frame, eye, heading_deg=heading_deg) for frame in frames]
    hidden_deg = [max(EDGE_DEG, sum(here.hides_deg(other) for other in taken)) for here in seen]
    best = [frame for frame, hidden in zip(frames, hidden_deg, strict=True) if hidden == min(hidden_deg)]
    return _before_wall(hall, eye, best)


def _before_wall(hall: Hall, eye: Point, frames: Sequence[Frame]) -> Frame:
    """Return the first place before which no wall stands, else the freest, nearer and smaller before its wall."""
    walls = []
    for frame in frames:
        walls.append(room.wall_m(hall, eye, frame))
        if walls[-1] > 1:
            return frame
    frame, share = frames[int(np.argmax(walls))], max(NEAREST, BEFORE * max(walls))
    return Frame(centre=eye + (frame.centre - eye) * share, right=frame.right * share, up=frame.up * share)


def _standing(eye: Point, heading_deg: float, *, size: float) -> Frame:
    """Return where the board stands in a direction, turned to the eye."""
    x, y, z = map(float, eye + mesh.forward(heading_deg).astype(np.float64) * AWAY_M - [0, 0, BELOW_EYE_M])
    pose = Pose(point=(x, y, z), heading_deg=heading_deg + 180.0, tilt_deg=math.degrees(BELOW_EYE_M / AWAY_M))
    centre, right, up = furniture.board_frame(pose, SIZE_M[0] * size, SIZE_M[1] * size)
    return Frame(centre=centre, right=right, up=up)
