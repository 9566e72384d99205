"""The plate over a stage's sign while its maps show what they say for an answer: legend, and all maps together."""

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.ui import board, stage_sign, strokes, train_texts, why_board
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.menu.rect import Rect
from layerwalk.game.ui.reasons import Reasons
from layerwalk.game.ui.train_texts import Style
from layerwalk.game.words import Words
from layerwalk.game.world import furniture, lettering, light, mesh, signs
from layerwalk.game.world.placement import Stage

LEFT, RIGHT = -0.72, 0.72
LIFT_M = 0.02
PICTURE = (LEFT, -0.43, -0.17, 0.12)
SCALE = (-0.07, -0.145, RIGHT, -0.075)
"""Left, bottom, right and top of the picture and of the legend's colours."""
NOTE = Rect(left=-0.07, bottom=-0.43, right=RIGHT, top=-0.255)
TITLE = Style(size_m=0.130, face="display")
HEAD = Style(size_m=0.078, face="display", colour=light.AMBER)
TEXT = Style(size_m=0.064)
LARGER = 1.3
"""The legend's letters are so much larger than on the board at the desk."""


class WhyPlate:
    """Hold what is seen of the plate. Main thread."""

    def __init__(self, parent: p3d.NodePath, stage: Stage, *, size: tuple[int, int], words: Words) -> None:
        """Put it over a stage's sign; size: rows and columns of the layer's maps."""
        self.path = parent.attach_new_node("why plate")
        self._words = words
        frame = stage_sign.frame(stage).lifted(LIFT_M)
        plate = furniture.slab(frame.centre, frame.right, frame.up, thick_m=LIFT_M, colour=light.PLATE)
        signs.stone_path(mesh.joined([plate, board.rim(frame)]), name="plate").reparent_to(self.path)
        self._letters = parent.find(f"**/sign {stage.number}/letters")
        self._letters.hide()  # they would show through
        near = self.path.attach_new_node(p3d.LODNode("readable"))
        near.node().set_center(p3d.LPoint3(*map(float, frame.centre)))
        near.node().add_switch(why_board.SEEN_M, 0.0)
        near = near.attach_new_node("face")
        self._sum = Reasons(near, rows=size[0], columns=size[1])
        self._sum.face(_part(frame, PICTURE).lifted(0.004))
        face = board.writing(near, frame.lifted(0.006))
        strokes.Drawing(face).show(strokes.joined(list(why_board.legend(*SCALE))))
        self._lines = lettering.Lines(face)

    def close(self) -> None:
        """Take it away; the sign can be read again."""
        self._letters.show()
        self.path.remove_node()

    def show(self, own: NDArray[np.float32], *, most: float, title: str, asked: str) -> None:
        """Show what all maps say together, (rows, columns), and what the ends of the legend stand for."""
        self._sum.show(own, np.zeros((1, *own.shape), np.float32), most=most)
        wide_m = RIGHT - LEFT
        entries = [
            train_texts.entry(title, LEFT, 0.325, TITLE, width_m=wide_m),
            train_texts.entry(asked, LEFT, 0.205, HEAD, width_m=wide_m),
            *why_board.legend_texts(most, self._words, rect=SCALE, size=LARGER),
            *train_texts.lines(self._words("why.maps_together"), NOTE, TEXT),
        ]
        self._lines.write(entries)


def _part(frame: Frame, rect: tuple[float, float, float, float]) -> Frame:
    left, bottom, right, top = rect
    wide, tall = signs.PLATE_M
    return frame.part(0.5 + left / wide, 0.5 - top / tall, 0.5 + right / wide, 0.5 - bottom / tall)
