"""The board of studies as a tool: called, it stands beside the visitor; pressed, it stops, keeps or puts away."""

import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import panda3d.core as p3d

from layerwalk.game.lab.tool import Hall, Tool
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.study.sheet import SIZE_M
from layerwalk.game.ui.study_board import StudyBoard
from layerwalk.game.world import furniture, mesh
from layerwalk.game.world.placement import Pose

AWAY_M, ASIDE_DEG, BELOW_EYE_M = 2.2, 70.0, 0.04
"""Where it stands when it is called: so far to the left that no menu in front and no page on what is held hides it."""
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
        """Stand where the board stood; it is put away where there is another network."""
        if self._hall is not None and self._hall.world.spec is not hall.world.spec:
            hall.state.studies.put_away()
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
        report = studies.on_board
        if report is None:
            self._close()
            return
        if studies.called != self._called or self._place is None:
            self._called = studies.called
            self._place = beside(camera, hall.root, size=hall.settings.view.text_size)
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


def beside(camera: p3d.NodePath, root: p3d.NodePath, *, size: float = 1.0) -> Frame:
    """Return where the board stands beside an eye, turned to it. size: how much larger than usual, and farther off."""
    eye = np.array([*camera.get_pos(root)])
    ahead = root.get_relative_vector(camera, p3d.Vec3.forward())
    heading_deg = math.degrees(math.atan2(-ahead.x, ahead.y)) + ASIDE_DEG
    x, y, z = map(float, eye + mesh.forward(heading_deg).astype(np.float64) * AWAY_M - [0, 0, BELOW_EYE_M])
    pose = Pose(point=(x, y, z), heading_deg=heading_deg + 180.0, tilt_deg=math.degrees(BELOW_EYE_M / AWAY_M))
    centre, right, up = furniture.board_frame(pose, SIZE_M[0] * size, SIZE_M[1] * size)
    return Frame(centre=centre, right=right, up=up)
