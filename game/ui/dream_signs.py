"""The plates under the signs of stages that show what their maps want to see: that they do, and how far it is."""

from collections.abc import Mapping

import panda3d.core as p3d

from layerwalk.game.ui import board, stage_sign, train_texts
from layerwalk.game.ui.board import Frame
from layerwalk.game.ui.train_texts import Style
from layerwalk.game.world import furniture, lettering, light, mesh, signs
from layerwalk.game.world.placement import Placement, Stage

READABLE_M = 16.0
HEAD = Style(size_m=0.082, face="display", align="centre")
SECOND = Style(size_m=0.066, colour=light.SECOND_TEXT, align="centre")
PLATE = (0.0, 1.04, 1.0, 1.30)
"""Left, top, right and bottom, in shares of the sign over it."""
Texts = tuple[str, str]
"""What is shown, and how it stands."""


class DreamSigns:
    """Hold the plates; all of them are one mesh, and their letters are drawn near them only. Main thread."""

    def __init__(self, parent: p3d.NodePath, placement: Placement) -> None:
        """Hang nothing to be seen under `parent` yet."""
        self.path = parent.attach_new_node("dream signs")
        self._stages = {stage.node: stage for stage in placement.stages}
        self._plates = self.path.attach_new_node("none")
        self._letters: dict[str, lettering.Lines] = {}
        self._shown: dict[str, Texts] = {}

    def show(self, texts: Mapping[str, Texts]) -> None:
        """Hang a plate with these texts at the stages of these layers, and at no others."""
        wanted = {node: text for node, text in texts.items() if node in self._stages}
        if wanted == self._shown:
            return
        if wanted.keys() != self._shown.keys():
            self._build(list(wanted))
        self._shown = wanted
        width_m = signs.WIDE_M
        for node, (head, second) in wanted.items():
            lines = (
                train_texts.entry(head, 0.0, 0.020, HEAD, width_m=width_m),
                train_texts.entry(second, 0.0, -0.080, SECOND, width_m=width_m),
            )
            self._letters[node].write(lines)

    def _build(self, nodes: list[str]) -> None:
        self.path.get_children().detach()
        self._letters = {}
        frames = {node: frame_of(self._stages[node]) for node in nodes}
        if not frames:
            return
        parts = [
            furniture.slab(each.centre, each.right, each.up, thick_m=0.02, colour=light.PLATE)
            for each in frames.values()
        ]
        self._plates = signs.stone_path(mesh.joined(parts), name="dream plates")
        self._plates.reparent_to(self.path)
        for node, frame in frames.items():
            near = p3d.NodePath(p3d.LODNode("readable"))
            near.node().add_switch(READABLE_M, 0.0)
            writing = board.writing(self.path, frame.lifted(0.006))
            near.reparent_to(writing)
            self._letters[node] = lettering.Lines(near)


def frame_of(stage: Stage) -> Frame:
    """Return where a stage's plate hangs: under its sign, in the same plane."""
    return stage_sign.frame(stage).part(*PLATE)
