"""A frame of the headset's from beginning to end: what is begun is always ended, with a picture or without."""

import ctypes
from dataclasses import dataclass
from typing import Any

import xr

from layerwalk.game.view.rig import Eye
from layerwalk.game.view.xr import poses
from layerwalk.game.view.xr.instance import STEREO
from layerwalk.game.view.xr.swapchains import Swapchain

SEEN = xr.ViewStateFlags.ORIENTATION_VALID_BIT.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """Hold both eyes, as the runtime says them and as we do."""

    told: tuple[Any, ...]
    eyes: tuple[Eye, ...]


class Frames:
    """Hold the frame that is under way. `wait` and `locate` on the main thread, the others where the context is."""

    def __init__(self, session: Any) -> None:
        """Make frames for a session."""
        self._session = session
        self._is_begun = False
        self.state: Any = None

    @property
    def is_under_way(self) -> bool:
        """Say whether a frame was waited for and has not ended."""
        return self.state is not None

    def wait(self) -> Any:
        """Wait until it is time for the next frame, and return its XrFrameState; the one before must have ended."""
        self.state = xr.wait_frame(self._session, xr.FrameWaitInfo())
        return self.state

    def locate(self, room: Any) -> Views | None:
        """Return where the eyes will be when the frame is seen, None where that is not known."""
        info = xr.ViewLocateInfo(
            view_configuration_type=STEREO, display_time=self.state.predicted_display_time, space=room
        )
        told, found = xr.locate_views(self._session, info)
        if not told._view_state_flags & SEEN:
            return None
        views = tuple(found)
        return Views(told=views, eyes=tuple(poses.eye(view) for view in views))

    def begin(self) -> None:
        """Begin the frame that was waited for, if it has not begun."""
        if self.state is None or self._is_begun:
            return
        self._is_begun = True
        try:
            xr.begin_frame(self._session, xr.FrameBeginInfo())
        except xr.FrameDiscarded:
            # The frame before was waited for and never begun; this one is good.
            return

    def end(self, layer: Any = None) -> None:
        """End the frame that is under way, if one is, with a layer or with none."""
        if self.state is None:
            return
        self.begin()
        state, self.state, self._is_begun = self.state, None, False
        layers = [] if layer is None else [ctypes.pointer(layer)]
        xr.end_frame(
            self._session,
            xr.FrameEndInfo(
                display_time=state.predicted_display_time,
                environment_blend_mode=xr.EnvironmentBlendMode.OPAQUE,
                layers=layers,
            ),
        )


def projection(views: Views, *, room: Any, swapchain: Swapchain, size: tuple[int, int]) -> Any:
    """Return the layer that shows both eyes of `size` pixels each, side by side in a picture of the swapchain's."""
    parts = [
        xr.CompositionLayerProjectionView(
            pose=view.pose,
            fov=view.fov,
            sub_image=xr.SwapchainSubImage(
                swapchain=swapchain.handle,
                image_rect=xr.Rect2Di(offset=xr.Offset2Di(number * size[0], 0), extent=xr.Extent2Di(*size)),
                image_array_index=0,
            ),
        )
        for number, view in enumerate(views.told)
    ]
    return xr.CompositionLayerProjection(space=room, views=parts)
