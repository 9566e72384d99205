"""What the runtime is told to show: both eyes' picture, and from where each was drawn."""

import ctypes
import functools
from typing import Any

import xr

from layerwalk.game.view.xr.swapchains import Swapchain

DRAWN = xr.CompositionLayerProjectionView.pose
"""Where what is drawn from is written: an XrPosef and an XrFovf, as they are in an XrView."""
DRAWN_SIZE = xr.View.pose.size + xr.View.fov.size


class Layer:
    """Hold the layer of both eyes, side by side in a picture of the swapchain's."""

    def __init__(self, swapchain: Swapchain, *, views: Any) -> None:
        """Show what is in the swapchain's pictures; views: the place of the XrViews from which they are drawn."""
        image = xr.SwapchainSubImage(swapchain=swapchain.handle, image_array_index=0)
        parts = [xr.CompositionLayerProjectionView(sub_image=image) for _ in views]
        self._parts = (xr.CompositionLayerProjectionView * len(parts))(*parts)
        self._copies = tuple(_copying(view, part) for view, part in zip(views, self._parts, strict=True))
        self.told = xr.CompositionLayerProjection(views=self._parts)
        self._size = (0, 0)
        self._room: Any = None

    def show(self, *, room: Any, size: tuple[int, int]) -> None:
        """Show pictures of `size` pixels that were drawn from what the views are in a room now."""
        if room is not self._room:
            self._room = self.told.space = room
        if size != self._size:
            self._size = size
            for number, part in enumerate(self._parts):
                part.sub_image.image_rect = xr.Rect2Di(xr.Offset2Di(number * size[0], 0), xr.Extent2Di(*size))
        for copy in self._copies:
            copy()


def _copying(view: Any, part: Any) -> Any:
    """Return what copies from where a view sees: each attribute of a structure would be an object of its own."""
    places = ctypes.addressof(part) + DRAWN.offset, ctypes.addressof(view) + xr.View.pose.offset
    return functools.partial(ctypes.memmove, *places, DRAWN_SIZE)
