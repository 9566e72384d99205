"""A veil round the head: dark edges while the visitor is moved, darkness while they are set down, and in walls.

The edges after A. S. Fernandes and S. K. Feiner, Combating VR Sickness through Subtle Dynamic Field-Of-View
Modification (2016).
"""

import numpy as np
import panda3d.core as p3d

from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.view.spectator import SPECTATOR
from layerwalk.game.world import mesh, shaders

RADIUS_M = 1.0
ROWS, COLUMNS = 10, 20
BIN = 90
"""It is drawn over everything, the menu and its pointers too."""
LEAST = 0.004
"""What is darker by less is not seen."""


class Veil:
    """Hold a sphere round the head; `update` once a frame. Main thread."""

    def __init__(self, head: p3d.NodePath) -> None:
        """Hang it, still unseen, under the head, which looks along +Y."""
        self.path = head.attach_new_node(_sphere())
        shaders.wear(self.path, "veil")
        self.path.set_transparency(p3d.TransparencyAttrib.M_alpha)
        self.path.set_two_sided(True)
        self.path.set_depth_test(False)
        self.path.set_depth_write(False)
        self.path.set_bin("fixed", BIN)
        self.path.hide(MIRRORED | SPECTATOR)
        self.path.hide()
        self._shown = (0.0, 0.0)

    def update(self, *, darkness: float, edges: float) -> None:
        """Be as dark as is wanted, each from 0 to 1; where nothing is dark, nothing is drawn."""
        if (darkness, edges) == self._shown:
            return
        self._shown = (darkness, edges)
        if max(darkness, edges) < LEAST:
            self.path.hide()
            return
        self.path.set_shader_input("darkness", darkness)
        self.path.set_shader_input("edge_darkness", edges)
        self.path.show()

    def close(self) -> None:
        """Take it away."""
        self.path.remove_node()


def _sphere() -> p3d.GeomNode:
    up, round_about = np.linspace(-np.pi / 2, np.pi / 2, ROWS + 1), np.linspace(0, 2 * np.pi, COLUMNS + 1)
    rise, turn = np.meshgrid(up, round_about, indexing="ij")
    points = np.stack([np.cos(rise) * np.sin(turn), np.cos(rise) * np.cos(turn), np.sin(rise)], axis=-1)
    index = np.arange((ROWS + 1) * (COLUMNS + 1), dtype=np.uint32).reshape(ROWS + 1, COLUMNS + 1)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    triangles = np.stack([a, b, c, a, c, d], axis=-1).reshape(-1, 3)
    return mesh.geom_node("veil", [("vertex", (RADIUS_M * points.reshape(-1, 3)).astype(np.float32))], triangles)
