"""The way in to the headset: nothing of OpenXR is imported before somebody asks for it."""

import os
from typing import TYPE_CHECKING, Any

from layerwalk.game.view.xr.trouble import HeadsetError

if TYPE_CHECKING:
    from layerwalk.game.view.xr.headset import Headset

EYE_HEIGHT_M = 1.65


def open_headset(
    window: Any, *, name: str = "Layerwalk", eye_height_m: float = EYE_HEIGHT_M, multisamples: int = 0
) -> "Headset":
    """Return the headset of this machine, to be drawn for by the graphics card of `window`; main thread, blocks.

    eye_height_m: how high the eyes are where the runtime knows no floor. multisamples: of the eyes' picture. Raise
    HeadsetError where there is no headset to be had. Two frames of the window are drawn on the way.
    """
    # OpenXR's loader would say the same as we do, in five lines of its own; whoever sets this hears it.
    os.environ.setdefault("XR_LOADER_DEBUG", "none")
    try:
        import OpenGL

        # It would take errors that Panda3D has left behind for its own, and it asks after every call.
        OpenGL.ERROR_CHECKING = False
        import xr  # noqa: F401
    except (ImportError, AttributeError, OSError, NotImplementedError) as error:
        # Without the system's libGL the import fails with an AttributeError of PyOpenGL's.
        raise HeadsetError("no_extra") from error
    from layerwalk.game.view.xr.headset import Headset

    return Headset.open(window, name=name, eye_height_m=eye_height_m, multisamples=multisamples)
