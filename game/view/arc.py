"""The arc along which one is set down elsewhere, and the ring where one would stand. World, metres.

It says by its shape, not by its colour alone, whether one can: a whole line and two rings, or dashes and a cross.
"""

import math

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.move.teleport import Aim
from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import light, ribbons
from layerwalk.game.world.placement import Point

HALF_M = 0.007
RING_M, INNER_M, PIECES = 0.36, 0.22, 48
RING_HALF_M = 0.014
LIFT_M = 0.06
"""Over the low cells of what lies on a floor: rings that these cut would look like dashes."""
FAR = 8.0
"""In a model that is so many times smaller rings begin to grow, so that they can be seen."""
FAR_M = 1e6
"""The dusk swallows none of it."""
CAN: light.Colour = light.AMBER
CANNOT: light.Colour = (0.62, 0.56, 0.54)


class Arc:
    """Hold the arc and its rings; `show` once a frame. Main thread."""

    def __init__(self, root: p3d.NodePath) -> None:
        """Hang it, still unseen, under `root`, whose frame is the world's."""
        self.path = root.attach_new_node("arc")
        self.path.set_antialias(p3d.AntialiasAttrib.M_multisample)
        self.path.set_shader_input("fog_distance_m", FAR_M)
        self.path.hide(MIRRORED)
        self.path.hide()
        self._is_seen = False
        self._line = self.path.attach_new_node("line")
        self._can = _rings([_circle(RING_M), _circle(INNER_M)], CAN)
        self._way = _rings([_head()], CAN)
        self._cannot = _rings([_circle(RING_M)], CANNOT, crossed=True)
        # It lies in the lake, often behind the edge of the floor that one stands on.
        self._cannot.set_depth_test(False)
        for mark in (self._can, self._way, self._cannot):
            mark.reparent_to(self.path)

    def show(self, aim: Aim | None, *, scale: float = 1.0) -> None:
        """Show where an arc leads, None for nothing; scale: metres of the world to one of the visitor's room."""
        if (aim is not None) != self._is_seen:
            self._is_seen = aim is not None
            (self.path.show if self._is_seen else self.path.hide)()
        if aim is None:
            return
        self._draw(aim, scale)
        size = max(1.0, scale / FAR)
        self._set(self._can, aim.target, size)
        self._set(self._way, aim.target if aim.heading_deg is not None else None, size)
        self._way.set_h(aim.heading_deg or 0.0)
        self._set(self._cannot, aim.points[-1] if aim.target is None else None, size)

    def close(self) -> None:
        """Take it away."""
        self.path.remove_node()

    def _draw(self, aim: Aim, scale: float) -> None:
        can = aim.target is not None
        self._line.get_children().detach()
        line = np.asarray([aim.points], np.float32)
        made = ribbons.build(
            line, HALF_M * min(scale, FAR), _colours(CAN if can else CANNOT, 1), dashed=not can, name="line"
        )
        made.reparent_to(self._line)

    @staticmethod
    def _set(mark: p3d.NodePath, at: Point | None, size: float) -> None:
        if at is None:
            mark.hide()
            return
        mark.set_pos(at[0], at[1], at[2] + LIFT_M)
        mark.set_scale(size)
        mark.show()


def _rings(lines: list[NDArray[np.float64]], colour: light.Colour, *, crossed: bool = False) -> p3d.NodePath:
    """Return closed lines on the floor in one node, with a cross in their middle where `crossed`."""
    path = p3d.NodePath("rings")
    for line in lines:
        ribbons.build(line[None], RING_HALF_M, _colours(colour, 1), name="ring").reparent_to(path)
    if crossed:
        reach = RING_M * math.sqrt(0.5)
        cross = np.array([[(-reach, -reach, 0), (reach, reach, 0)], [(-reach, reach, 0), (reach, -reach, 0)]])
        ribbons.build(cross, RING_HALF_M, _colours(colour, 2), name="cross").reparent_to(path)
    path.flatten_strong()
    return path


def _circle(radius_m: float) -> NDArray[np.float64]:
    turn = np.linspace(0, 2 * np.pi, PIECES + 1)
    return np.stack([radius_m * np.cos(turn), radius_m * np.sin(turn), np.zeros(PIECES + 1)], axis=-1)


def _head() -> NDArray[np.float64]:
    """Return the arrow head before the ring, which says where one looks then."""
    tip, foot, half = RING_M + 0.26, RING_M + 0.08, 0.15
    return np.array([(-half, foot, 0.0), (0.0, tip, 0.0), (half, foot, 0.0)])


def _colours(colour: light.Colour, count: int) -> NDArray[np.uint8]:
    return np.tile(np.array([*(round(255 * part) for part in colour), 235], np.uint8), (count, 1))
