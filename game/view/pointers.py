"""What is seen of two hands that point: a beam from each, and a dot where it meets something. World, metres."""

import math
import struct
from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d

from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import light, live, mesh, shaders
from layerwalk.game.world.rays import Ray

LONG_M = 2.5
"""No beam is longer, in metres of the room: farther off the dot alone says where it goes."""
OFF_M = 0.04
"""It begins so far before the hand."""
LEAST_M = 1e-4
BRIGHT, FAINT = 0.80, 0.06
"""How bright a beam is at the hand, and at its end."""
BIN = 60
"""Drawn after the menu that was called, on which beams may end; dots are seen over everything but the veil."""
LESS, LEAST_DOT = 0.45, 0.6
"""How bright the beam is beside the main one's that is not, and its dot."""
PRESSED, OTHERS = 0.65, 0.75
"""How large a dot is that presses, and one that is not the main one's, beside the main one's."""

HANDS = struct.Struct("24f")
NOTHING = (0.0,) * 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Beam:
    """Hold what is seen of a hand that points: its ray, how far that goes (infinite: nowhere), and what it does."""

    ray: Ray
    length_m: float
    is_main: bool
    presses: bool


class Pointers:
    """Hold both hands' beams and dots, one mesh; `show` once a frame. Main thread."""

    def __init__(self, root: p3d.NodePath) -> None:
        """Hang them, still unseen, under `root`, whose frame is the world's."""
        self.path = root.attach_new_node(_mesh())
        self.path.set_antialias(p3d.AntialiasAttrib.M_multisample)
        shaders.wear(self.path, "pointers")
        self.path.set_transparency(p3d.TransparencyAttrib.M_alpha)
        self.path.set_depth_write(False)
        self.path.set_two_sided(True)
        self.path.set_bin("fixed", BIN)
        self.path.hide(MIRRORED)
        self._hands = live.lights(6)
        self.path.set_shader_input("hands", self._hands)
        self.path.hide()
        self._is_shown = False

    def show(self, beams: tuple[Beam | None, Beam | None], *, scale: float = 1.0) -> None:
        """Show what each hand points at; scale: metres of the world to one of the visitor's room."""
        left, right = beams
        is_shown = left is not None or right is not None
        if is_shown:
            self._hands.set_data(HANDS.pack(*_told(left, scale), *_told(right, scale)))
        if is_shown != self._is_shown:
            self._is_shown = is_shown
            (self.path.show if is_shown else self.path.hide)()

    def close(self) -> None:
        """Take them away."""
        self.path.remove_node()


def _told(beam: Beam | None, scale: float) -> tuple[float, ...]:
    """Return what the shader is told of a hand; see pointer.vert."""
    if beam is None:
        return NOTHING
    start_m = OFF_M * scale
    end_m = max(min(beam.length_m, LONG_M * scale), start_m + LEAST_M)
    start, end = beam.ray.at(start_m), beam.ray.at(end_m)
    bright = 1.0 if beam.is_main else LESS
    if beam.length_m == math.inf:
        return (*start, bright, *end, 0.0, *end, 0.0)
    large = (1.0 if beam.is_main else OTHERS) * (PRESSED if beam.presses else 1.0)
    return (*start, bright, *end, max(bright, LEAST_DOT), *beam.ray.at(beam.length_m), large)


def _mesh() -> p3d.GeomNode:
    """Return a quad for each hand's beam, and then one for each hand's dot; see pointer.vert."""
    corners = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], np.float32)
    colours = np.full((4, 4, 4), 255, np.uint8)
    colours[..., :3] = np.array(light.TEXT) * 255
    colours[:2, :2, 3], colours[:2, 2:, 3] = 255 * BRIGHT, 255 * FAINT
    parts = np.array([[hand, dot] for dot in range(2) for hand in range(2)], np.float32)
    columns: list[mesh.Column] = [
        ("vertex", np.tile(corners, (4, 1))),
        ("color", colours.reshape(-1, 4)),
        ("part", np.repeat(parts, 4, axis=0)),
    ]
    quads = np.array([[0, 1, 2], [0, 2, 3]], np.uint32)
    node = mesh.geom_node("pointers", columns, np.concatenate([quads + 4 * number for number in range(4)]))
    # The shader puts everything in its place.
    node.set_bounds(p3d.OmniBoundingVolume())
    node.set_final(True)
    return node
