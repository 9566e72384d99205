"""The dark plates over the answer's columns, one mesh, that rise and sink with them. Main thread."""

import numpy as np
import panda3d.core as p3d

from layerwalk.game.world import light, mesh, signs
from layerwalk.game.world.placement import Placement
from layerwalk.game.world.values import Floats

TALL_SHARE = 0.42
"""A plate's height beside its width."""


class Plates:
    """Hold every plinth's plate, front and back."""

    def __init__(self, parent: p3d.NodePath, placement: Placement, *, half_m: float) -> None:
        """Lay the plates on the floors of their plinths; half_m: half of a plate's width."""
        tall = half_m * TALL_SHARE
        corners = np.array(
            [[[-half_m, -0.012, -tall], [half_m, -0.012, -tall]], [[-half_m, -0.012, tall], [half_m, -0.012, tall]]]
        )
        face = mesh.tagged(mesh.sheet(corners, colour=light.with_alpha(light.PLATE)), stage=0, emission=0.6)
        made = mesh.joined(
            mesh.moved(face, by=pose.point, heading_deg=pose.heading_deg - 180.0 + turn)
            for pose in placement.plinths
            for turn in (0.0, 180.0)
        )
        self.path = signs.stone_path(made, name="plates")
        self.path.reparent_to(parent)
        self._low_z = made.positions[:, 2].copy()

    def raise_by(self, heights_m: Floats) -> None:
        """Put the middle of each plate so high over its plinth's floor; heights (plinths,)."""
        data = self.path.node().modify_geom(0).modify_vertex_data()
        column = data.get_format().get_array(0).get_column("vertex")
        stride = data.get_format().get_array(0).get_stride()
        memory = memoryview(data.modify_array(0)).cast("B")
        up = column.get_start() + 2 * self._low_z.itemsize
        z = np.ndarray(self._low_z.shape, np.float32, memory, offset=up, strides=(stride,))
        z[:] = self._low_z + np.repeat(heights_m, len(self._low_z) // len(heights_m))
