"""The guess over the court, for whoever is elsewhere: who stands in the court reads it on the desk. Main thread."""

import panda3d.core as p3d

from layerwalk.game.world import lettering, light
from layerwalk.game.world.pieces import Pieces
from layerwalk.game.world.placement import Point

UP_M = 3.4
GUESS_M, SECOND_M = 1.15, 0.48
SECOND_DOWN_M = 0.72
NEAREST_M = 15.0
"""From nearer it is not seen: it would hang overhead, and letters would be more than 77 mm for every metre."""
FAR_M = 1.0e6


class OverCourt:
    """Hold the best guess with its share, and the second one; they turn to the eye."""

    def __init__(self, root: p3d.NodePath, court: Point) -> None:
        """Hang them, still empty, over the middle of the court's floor."""
        x, y, z = court
        far = p3d.LODNode("over the court")
        far.add_switch(FAR_M, NEAREST_M)
        self.path = root.attach_new_node(far)
        self.path.set_pos(x, y, z + UP_M)
        turned = self.path.attach_new_node("turned")
        turned.set_billboard_axis()
        self._lines = lettering.Lines(turned)

    def writing(self, guess: str, second: str) -> Pieces:
        """Write both, piece by piece."""
        below = (0.0, 0.0, -SECOND_DOWN_M)
        yield from self._lines.writing(
            [
                lettering.Entry(text=guess, point=(0.0, 0.0, 0.0), size_m=GUESS_M),
                lettering.Entry(text=second, point=below, size_m=SECOND_M, face="text", colour=light.SECOND_TEXT),
            ]
        )
