"""Cameras and lenses: where a view puts them, and how large things come out."""

import numpy as np
import panda3d.core as p3d

from layerwalk.game.world.placement import View

ASPECT = 16 / 9
NEAR_M = 0.1
FAR_M = 5000.0


def set_view(camera: p3d.NodePath, view: View, *, size: tuple[int, int]) -> None:
    """Put a camera with its lens where a view says; of its horizontal field at 16:9 the vertical part is kept."""
    camera.node().set_lens(lens(fov_deg=view.fov_deg, size=size))
    camera.set_pos(*view.eye)
    camera.look_at(p3d.LPoint3(*view.target))


def lens(*, fov_deg: float, size: tuple[int, int]) -> p3d.PerspectiveLens:
    """Make a lens from the horizontal field of view at 16:9, for a window of any shape."""
    tall = np.tan(np.radians(fov_deg) / 2) / ASPECT
    wide = tall * size[0] / max(size[1], 1)
    made = p3d.PerspectiveLens()
    made.set_fov(float(np.degrees(2 * np.arctan(wide))), float(np.degrees(2 * np.arctan(tall))))
    made.set_near_far(NEAR_M, FAR_M)
    return made


def pixels_per_radian(camera: p3d.NodePath, *, size: tuple[int, int]) -> float:
    """Return how many pixels a radian covers in the middle of the picture."""
    return float(size[1] / 2 / np.tan(np.radians(camera.node().get_lens().get_vfov()) / 2))
