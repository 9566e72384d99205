"""A small plate below where a hand points: what is there, or what the visitor is told. It turns to the eye.

Main thread.
"""

import math

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.view.mirror import MIRRORED
from layerwalk.game.world import lettering, light, mesh, shaders
from layerwalk.game.world.placement import Point

EM_RAD = 0.026
"""How large letters are: 26 mm for every metre from the eye."""
WIDE, PAD, RIM = 17.0, 0.7, 0.06
"""In ems: how long lines are, and what is left free round them; and the rim."""
BELOW = 2.2
"""So many ems below the point its top is."""
NEAR_M = 1.4
"""It is no farther from the eye, so that hardly anything is nearer."""
EVERY_S = 0.1
"""What changes faster than one can read waits."""
BIN = 64
"""Over the beams, which may end behind it."""
FAR_M = 1.0e9
"""The dusk swallows none of it."""
BACK = (*light.PLATE, 0.93)

Shape = tuple[float, float, float, float]
"""Left, right, bottom, top."""


class Label:
    """Hold the plate; every frame `write`, and `stand` where it says something."""

    def __init__(self, parent: p3d.NodePath) -> None:
        """Hang it, still empty, under `parent`, whose frame is the world's."""
        self.path = parent.attach_new_node("label")
        self.path.set_billboard_point_eye()
        self.path.set_depth_test(False)
        self.path.set_shader_input("fog_distance_m", FAR_M)
        self.path.hide(MIRRORED)
        self.path.hide()
        self._text = ""
        self._waited_s = EVERY_S

    @property
    def text(self) -> str:
        """Return what it says."""
        return self._text

    def write(self, text: str, *, dt_s: float) -> None:
        """Say `text`, or nothing; it is written anew only when it is another one, and not too often."""
        self._waited_s += dt_s
        if text == self._text or (text and dt_s > 0 and self._waited_s < EVERY_S):
            return
        self._text, self._waited_s = text, 0.0
        self.path.get_children().detach()
        if text:
            for part in _plate(text):
                part.reparent_to(self.path)

    def stand(self, point: Point | None, *, eye: Point, scale: float = 1.0) -> None:
        """Stand below a point of the world, on the way to it and as large as it is read from `eye`; None: nowhere.

        scale: metres of the world to one of the visitor's room.
        """
        if point is None or not self._text:
            self.path.hide()
            return
        away_m = max(math.dist(point, eye), 1e-3)
        near_m = min(away_m, NEAR_M * scale)
        self.path.set_pos(*(here + near_m / away_m * (there - here) for here, there in zip(eye, point, strict=True)))
        self.path.set_scale(EM_RAD * near_m)
        self.path.show()

    def close(self) -> None:
        """Take it away."""
        self.path.remove_node()


def _plate(text: str) -> tuple[p3d.NodePath, p3d.NodePath]:
    """Return the plate's back and its letters, in ems, below the origin."""
    letters = lettering.lettered(p3d.NodePath("letters"))
    lettering.line(text, size_m=1.0, width_m=WIDE).reparent_to(letters)
    low, high = letters.get_tight_bounds()
    letters.set_z(-BELOW - PAD - high.z)
    letters.set_bin("fixed", BIN + 1)
    tall = high.z - low.z
    return _back((low.x - PAD, high.x + PAD, -BELOW - tall - 2 * PAD, -BELOW)), letters


def _back(inner: Shape) -> p3d.NodePath:
    """Return a dark plate with a fine amber rim."""
    left, right, bottom, top = inner
    outer = (left - RIM, right + RIM, bottom - RIM, top + RIM)
    corners = np.concatenate([_corners(outer), _corners(inner)])
    colours = np.repeat([_bytes((*light.AMBER, 0.9)), _bytes(BACK)], 4, axis=0)
    columns: list[tuple[str, NDArray[np.generic]]] = [
        ("vertex", corners),
        ("color", colours),
        ("edge", np.zeros((8, 1), np.float32)),
    ]
    first = np.array([[0, 1, 2], [0, 2, 3]], np.uint32)
    path = p3d.NodePath(mesh.geom_node("plate", columns, np.concatenate([first, first + np.uint32(4)])))
    path.set_shader(shaders.load("curve"))
    path.set_transparency(p3d.TransparencyAttrib.M_alpha)
    path.set_depth_write(False)
    path.set_two_sided(True)
    path.set_bin("fixed", BIN)
    return path


def _corners(shape: Shape) -> NDArray[np.float32]:
    left, right, bottom, top = shape
    return np.array([(left, 0, bottom), (right, 0, bottom), (right, 0, top), (left, 0, top)], np.float32)


def _bytes(colour: tuple[float, float, float, float]) -> NDArray[np.uint8]:
    return np.array([round(255 * part) for part in colour], np.uint8)
