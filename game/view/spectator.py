"""What the window at the desk shows while a headset is worn: one eye's picture, or a calm view for an audience."""

import math
from typing import Protocol

import numpy as np
import panda3d.core as p3d

from layerwalk.game.view.rig import Pose, rotated

SPECTATOR = p3d.BitMask32.bit(2)
"""What the window's camera sees; hide from it what is for the visitor's own eyes alone."""
FOLLOW_S = 0.25
"""After so long a good half of the way to where the head is now is made up."""
CUT_M = 1.5
"""Who is so much farther on was set down elsewhere: the view does not fly there."""


class Eyes(Protocol):
    """Both eyes' picture. drawn: how many pixels of each eye's `size` are in use, from its lower left corner on."""

    size: tuple[int, int]
    drawn: tuple[int, int]
    texture: p3d.Texture


class Spectator:
    """Hold the window's view of a visit in a headset; `show_eye` or `follow` once a frame. Main thread."""

    def __init__(self, flat: p3d.NodePath, camera: p3d.NodePath) -> None:
        """Show what `camera` sees, as long as nobody wears a headset; `flat` is the window's two-dimensional root."""
        self._camera = camera
        self._root = flat.attach_new_node("spectator")
        self._root.set_bin("background", 1)
        self._root.set_depth_test(False)
        self._root.set_depth_write(False)
        self._shown: tuple[float, ...] = ()
        self._eye: np.ndarray | None = None
        self._ahead = np.array([0.0, 1.0, 0.0])
        camera.node().set_camera_mask(SPECTATOR)

    def show_eye(self, eyes: Eyes, *, aspect: float) -> None:
        """Show what the left eye sees, as much of it as fills a window of the shape `aspect`."""
        wanted = (*eyes.drawn, *eyes.size, aspect)
        if wanted == self._shown:
            return
        self._shown = wanted
        self._draw(active=False)
        share = (eyes.drawn[0] / eyes.size[0], eyes.drawn[1] / eyes.size[1])
        eye_aspect = eyes.drawn[0] / eyes.drawn[1]
        self._root.get_children().detach()
        across, up = min(1.0, aspect / eye_aspect) / 2, min(1.0, eye_aspect / aspect) / 2
        wide, tall = share[0] / 2, share[1]
        card = p3d.CardMaker("eye")
        card.set_frame_fullscreen_quad()
        card.set_uv_range(
            p3d.LPoint2((0.5 - across) * wide, (0.5 - up) * tall), p3d.LPoint2((0.5 + across) * wide, (0.5 + up) * tall)
        )
        made = self._root.attach_new_node(card.generate())
        made.set_texture(eyes.texture)

    def follow(self, head: Pose, *, scale: float, dt_s: float) -> None:
        """Look from where the head is, calmly and upright; scale: metres of the world to one of the visitor's room."""
        self._draw(active=True)
        self._clear()
        eye, ahead = np.asarray(head.point), np.asarray(rotated((0.0, 1.0, 0.0), head.turn))
        if self._eye is None or float(np.linalg.norm(eye - self._eye)) > CUT_M * scale:
            self._eye, self._ahead = eye, ahead
        share = 1.0 - math.exp(-dt_s / FOLLOW_S)
        self._eye = self._eye + share * (eye - self._eye)
        self._ahead = self._ahead + share * (ahead - self._ahead)
        self._camera.set_pos(*map(float, self._eye))
        self._camera.look_at(p3d.LPoint3(*map(float, self._eye + self._ahead)))
        self._camera.node().set_lod_scale(scale)

    def rest(self) -> None:
        """Let the window show again what its own camera sees."""
        self._draw(active=True)
        self._clear()
        self._eye = None
        self._camera.node().set_lod_scale(1.0)

    def _clear(self) -> None:
        self._shown = ()
        self._root.get_children().detach()

    def _draw(self, *, active: bool) -> None:
        """Draw the world for the window only where it is seen there."""
        region = self._camera.node().get_display_region(0)
        if region.is_active() != active:
            region.set_active(active)
