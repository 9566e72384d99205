"""The plate over a stage's sign, or beside the lantern: what was done to a layer, and what all lesions cost."""

from collections.abc import Sequence

import numpy as np
import panda3d.core as p3d

from layerwalk.game.ui import board, stage_sign, train_texts
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.train_texts import Style
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import furniture, lettering, light, mesh, scars, signs
from layerwalk.game.world.placement import Placement, Stage
from layerwalk.game.world.scars import Sign, Squares

TALL_M, ABOVE_M = 0.24, 0.05
"""How tall the plate is, and how far over the sign it hangs."""
TITLE = Style(size_m=0.125, face="display")
CHANGE = Style(size_m=0.092, face="display", align="right")
SIGN_M, SIDE_M = 0.062, 0.09
"""Half the size of the signs, and the room at both sides."""
STEP_M = SIGN_M * 3.2
LANTERN_SIZE, POST_M, LOW = 2.2, 0.84, 0.30
"""Beside the lantern it is so much larger; it hangs so far beside its face, and so far down on it."""


class Badge:
    """Hold one plate. Main thread."""

    def __init__(self, parent: p3d.NodePath, frame: Frame, *, kinds: Sequence[Sign], title: str) -> None:
        """Hang it at `frame`, with letters as large as that makes them. title: how many lesions there are."""
        self.path = parent.attach_new_node("badge")
        self._frame, self._size = frame, 2 * float(np.linalg.norm(frame.right)) / signs.PLATE_M[0]
        self._title, self._kinds = title, len(kinds)
        signs.stone_path(_plate(self._frame), name="badge plate").reparent_to(self.path)
        strokes = [part for place, kind in enumerate(kinds) for part in scars.signs(self._square(place), kind)]
        scars.build(strokes, name="badge signs").reparent_to(self.path)
        writing = board.writing(self.path, self._frame.lifted(0.012))
        writing.set_scale(self._size)
        self._lines = lettering.Lines(writing)
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
        frame, size = self._frame.lifted(0.012), self._size
        across, along = (axis / np.linalg.norm(axis) for axis in (frame.right, frame.up))
        middle = frame.centre - frame.right + across * size * (SIDE_M + SIGN_M + place * STEP_M)
        return Squares(middles=middle[None], rights=across[None] * SIGN_M * size, ups=along[None] * SIGN_M * size)


def over_sign(stage: Stage, *, size: float = 1.0) -> Frame:
    """Return where it hangs over a stage's sign, so much larger than usual."""
    sign = stage_sign.frame(stage)
    along = sign.up / np.linalg.norm(sign.up)
    middle = sign.centre + sign.up + along * (ABOVE_M + size * TALL_M / 2)
    return Frame(centre=middle, right=sign.right * size, up=along * size * TALL_M / 2)


def beside_lantern(placement: Placement, *, size: float = 1.0) -> Frame:
    """Return where it hangs on the lantern's right post, so much larger than usual."""
    pose, half, size = placement.lantern, placement.lantern_m / 2, size * LANTERN_SIZE
    wide, tall = signs.PLATE_M[0] * size, TALL_M * size
    centre, right, up = furniture.board_frame(pose, wide, tall)
    across, along = right / np.linalg.norm(right), up / np.linalg.norm(up)
    middle = centre + across * (half + POST_M + wide / 2) - along * LOW * placement.lantern_m
    return Frame(centre=middle, right=right, up=up)


def _plate(frame: Frame) -> mesh.Mesh:
    lower_left, lower_right, upper_right, upper_left = board.corners(frame)
    grid = np.array([[lower_left, lower_right], [upper_left, upper_right]])
    face = mesh.tagged(mesh.sheet(grid, colour=light.with_alpha(light.PLATE)), stage=0, emission=0.55)
    behind = frame.lifted(-0.012).centre
    back = furniture.slab(behind, frame.right * 1.04, frame.up * 1.14, thick_m=0.05, colour=light.WOOD)
    return mesh.joined([back, face])
