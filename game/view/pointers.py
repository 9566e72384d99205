"""What is seen of two hands that point: a beam from each, and a dot where it meets something. World, metres."""

import math
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d

from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import light, mesh, ribbons, shaders
from layerwalk.game.world.rays import Ray

LONG_M = 2.5
"""No beam is longer, in metres of the room: farther off the dot alone says where it goes."""
OFF_M = 0.04
"""It begins so far before the hand."""
HALF_M, LEAST_M = 0.0035, 1e-4
BRIGHT, FAINT = 0.80, 0.06
"""How bright a beam is at the hand, and at its end."""
FAR_M = 1e6
"""The dusk swallows none of it."""
BIN = 60
"""Dots are drawn over everything but the veil: what they lie on is what is met first."""
LESS = 0.45
"""How bright the hand is beside the main one that is not."""
PRESSED, OTHERS = 0.65, 0.75
"""How large a dot is that presses, and one that is not the main one's, beside the main one's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beam:
    """Hold what is seen of a hand that points: its ray, how far that goes (infinite: nowhere), and what it does."""

    ray: Ray
    length_m: float
    is_main: bool
    presses: bool


class Pointers:
    """Hold both hands' beams and dots; `show` once a frame. Main thread."""

    def __init__(self, root: p3d.NodePath) -> None:
        """Hang them, still unseen, under `root`, whose frame is the world's."""
        self.path = root.attach_new_node("pointers")
        self.path.set_antialias(p3d.AntialiasAttrib.M_multisample)
        self.path.set_shader_input("fog_distance_m", FAR_M)
        self.path.hide(MIRRORED)
        self._hands = tuple(_Hand(self.path) for _ in range(2))

    def show(self, beams: tuple[Beam | None, Beam | None], *, scale: float = 1.0) -> None:
        """Show what each hand points at; scale: metres of the world to one of the visitor's room."""
        left, right = self._hands
        left.show(beams[0], scale)
        right.show(beams[1], scale)

    def close(self) -> None:
        """Take them away."""
        self.path.remove_node()


class _Hand:
    def __init__(self, parent: p3d.NodePath) -> None:
        self._beam = _line()
        self._beam.reparent_to(parent)
        self._dot = _dot()
        self._dot.reparent_to(parent)
        self._beam.hide()
        self._dot.hide()
        self._beams = self._meets = False
        self._as: tuple[bool, bool] | None = None

    def show(self, beam: Beam | None, scale: float) -> None:
        meets = beam is not None and beam.length_m != math.inf
        if (beam is not None) != self._beams or meets != self._meets:
            self._set_seen(beam is not None, meets)
        if beam is None:
            return
        if (beam.is_main, beam.presses) != self._as:
            self._set_look(beam)
        start_m, end_m = OFF_M * scale, min(beam.length_m, LONG_M * scale)
        _lay(self._beam, beam.ray, start_m, end_m - start_m)
        if meets:
            self._dot.set_pos(beam.ray.at(beam.length_m))

    def _set_seen(self, beams: bool, meets: bool) -> None:
        self._beams, self._meets = beams, meets
        (self._beam.show if beams else self._beam.hide)()
        (self._dot.show if meets else self._dot.hide)()

    def _set_look(self, beam: Beam) -> None:
        self._as = (beam.is_main, beam.presses)
        bright = 1.0 if beam.is_main else LESS
        self._beam.set_color_scale(1, 1, 1, bright)
        self._dot.set_color_scale(*light.TEXT, max(bright, 0.6))
        self._dot.set_scale((1.0 if beam.is_main else OTHERS) * (PRESSED if beam.presses else 1.0))


def _line() -> p3d.NodePath:
    """Return a line along +Y from 0 to 1 that becomes fainter."""
    line, colours = np.zeros((1, 2, 3)), np.empty((1, 2, 4))
    line[0, 1, 1] = 1.0
    colours[..., :3] = light.TEXT
    colours[..., 3] = BRIGHT, FAINT
    path = ribbons.build(line, HALF_M, (255 * colours).astype(np.uint8), name="beam")
    # The menu that was called is drawn over the world; beams that end on it lie before it.
    path.set_bin("fixed", BIN - 1)
    return path


def _dot() -> p3d.NodePath:
    corners = np.array([[-1, 0, -1], [1, 0, -1], [1, 0, 1], [-1, 0, 1]], np.float32)
    path = p3d.NodePath(mesh.geom_node("dot", [("vertex", corners)], np.array([[0, 1, 2], [0, 2, 3]], np.uint32)))
    path.node().set_bounds(p3d.OmniBoundingVolume())
    path.node().set_final(True)
    shaders.wear(path, "dot")
    path.set_transparency(p3d.TransparencyAttrib.M_alpha)
    path.set_depth_test(False)
    path.set_depth_write(False)
    path.set_two_sided(True)
    path.set_bin("fixed", BIN)
    return path


def _lay(line: p3d.NodePath, ray: Ray, start_m: float, length_m: float) -> None:
    """Lay a unit line along a ray; how it is rolled is not seen."""
    x, y, z = ray.direction
    heading_deg, pitch_deg = math.degrees(math.atan2(-x, y)), math.degrees(math.atan2(z, math.hypot(x, y)))
    line.set_pos_hpr_scale(ray.at(start_m), (heading_deg, pitch_deg, 0.0), (1.0, max(length_m, LEAST_M), 1.0))
