"""The plate over a stage's sign: what was done to its layer, as signs and as a number, and what all lesions cost."""

from collections.abc import Sequence

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import board, train_texts
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.train_texts import Style
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import furniture, lettering, light, mesh, scars, signs
from layerwalk.game.world.placement import Pose, Stage
from layerwalk.game.world.scars import Sign, Squares

TALL_M, ABOVE_M = 0.24, 0.05
"""How tall the plate is, and how far over the sign it hangs."""
TITLE = Style(size_m=0.125, face="display")
CHANGE = Style(size_m=0.092, face="display", align="right")
SIGN_M, SIDE_M = 0.062, 0.09
"""Half the size of the signs, and the room at both sides."""
STEP_M = SIGN_M * 3.2


class Badge:
    """Hold one plate. Main thread."""

    def __init__(self, parent: p3d.NodePath, stage: Stage, *, kinds: Sequence[Sign], title: str) -> None:
        """Hang it over the stage's sign. title: how many lesions there are."""
        self.path = parent.attach_new_node("badge")
        self._frame = _frame(stage)
        self._title, self._kinds = title, len(kinds)
        signs.stone_path(_plate(self._frame), name="badge plate").reparent_to(self.path)
        strokes = [part for place, kind in enumerate(kinds) for part in scars.signs(self._square(place), kind)]
        scars.build(strokes, name="badge signs").reparent_to(self.path)
        self._lines = lettering.Lines(board.writing(self.path, self._frame.lifted(0.012)))
        self.path.hide(MIRRORED)
        self.tell("")

    def tell(self, change: str) -> None:
        """Write how many lesions there are, and what all of them cost, where that is known."""
        left, right = -signs.PLATE_M[0] / 2 + SIDE_M + self._kinds * STEP_M, signs.PLATE_M[0] / 2 - SIDE_M
        wide_m = right - left
        title_m, change_m = (wide_m * 0.42, wide_m * 0.54) if change else (wide_m, 0.0)
        entries = [train_texts.entry(self._title, left, -TITLE.size_m * 0.36, TITLE, width_m=title_m)]
        if change:
            entries.append(train_texts.entry(change, right, -CHANGE.size_m * 0.36, CHANGE, width_m=change_m))
        self._lines.write(entries)

    def _square(self, place: int) -> Squares:
        frame = self._frame.lifted(0.012)
        across, along = (axis / np.linalg.norm(axis) for axis in (frame.right, frame.up))
        middle = frame.centre - frame.right + across * (SIDE_M + SIGN_M + place * STEP_M)
        return Squares(middles=middle[None], rights=across[None] * SIGN_M, ups=along[None] * SIGN_M)


def _frame(stage: Stage) -> Frame:
    x, y, _ = stage.sign
    pose = Pose(
        point=(x, y, stage.floor.centre[2] + signs.HEIGHT_M),
        heading_deg=stage.sign_heading_deg + 180.0,
        tilt_deg=signs.TILT_DEG,
    )
    centre, right, up = furniture.board_frame(pose, *signs.PLATE_M)
    along = up / np.linalg.norm(up)
    return Frame(centre=centre + up + along * (ABOVE_M + TALL_M / 2), right=right, up=along * TALL_M / 2)


def _plate(frame: Frame) -> mesh.Mesh:
    lower_left, lower_right, upper_right, upper_left = board.corners(frame)
    grid = np.array([[lower_left, lower_right], [upper_left, upper_right]])
    face = mesh.tagged(mesh.sheet(grid, colour=light.with_alpha(light.PLATE)), stage=0, emission=0.55)
    behind = frame.lifted(-0.012).centre
    back = furniture.slab(behind, frame.right * 1.04, frame.up * 1.14, thick_m=0.05, colour=light.WOOD)
    return mesh.joined([back, face])
