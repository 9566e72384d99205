"""What the runtime is told to show: both eyes' picture, and from where each was drawn."""

from typing import Any

import xr

from layerwalk.game.view.xr.swapchains import Swapchain


class Layer:
    """Hold the layer of both eyes, side by side in a picture of the swapchain's."""

    def __init__(self, swapchain: Swapchain) -> None:
        """Show what is in the swapchain's pictures."""
        image = xr.SwapchainSubImage(swapchain=swapchain.handle, image_array_index=0)
        parts = [xr.CompositionLayerProjectionView(sub_image=image) for _ in ("left", "right")]
        self._parts = (xr.CompositionLayerProjectionView * len(parts))(*parts)
        self.told = xr.CompositionLayerProjection(views=self._parts)
        self._size = (0, 0)

    def show(self, views: Any, *, room: Any, size: tuple[int, int]) -> None:
        """Show pictures of `size` pixels that were drawn from `views`, XrViews in a room."""
        self.told.space = room
        if size != self._size:
            self._size = size
            for number, part in enumerate(self._parts):
                part.sub_image.image_rect = xr.Rect2Di(xr.Offset2Di(number * size[0], 0), xr.Extent2Di(*size))
        for part, view in zip(self._parts, views, strict=True):
            part.pose, part.fov = view.pose, view.fov
