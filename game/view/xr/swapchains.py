"""The runtime's own pictures: both eyes side by side in one, filled by a copy of what was drawn. Draw thread only.

Bytes are copied as they are, since the world is drawn in the screen's colours: the picture is told to hold such, and no
conversion may take place on the way.
"""

import ctypes
import logging
from typing import Any

import xr

from layerwalk.game.view.xr import calls
from layerwalk.game.view.xr.framebuffers import Framebuffers
from layerwalk.game.view.xr.trouble import HeadsetError

logger = logging.getLogger(__name__)

SRGB8_ALPHA8 = 0x8C43
FORMATS = (SRGB8_ALPHA8, 0x8C41, 0x8058, 0x8051, 0x881A, 0x805B)
"""What can be copied to, best first: sRGB with and without alpha, then RGBA8, RGB8, RGBA16F and RGBA16."""

ACQUIRE = calls.call("xrAcquireSwapchainImage", calls.HANDLE, calls.ADDRESS, calls.ADDRESS)
WAIT = calls.call("xrWaitSwapchainImage", calls.HANDLE, calls.ADDRESS)
RELEASE = calls.call("xrReleaseSwapchainImage", calls.HANDLE, calls.ADDRESS)


class Swapchain:
    """Hold the runtime's pictures of `size` pixels."""

    def __init__(self, session: Any, *, size: tuple[int, int]) -> None:
        """Ask the runtime for pictures; raise HeadsetError where it has none that can be copied to."""
        self.size = size
        self.format = chosen([int(found) for found in xr.enumerate_swapchain_formats(session)])
        usage = xr.SwapchainUsageFlags.COLOR_ATTACHMENT_BIT | xr.SwapchainUsageFlags.SAMPLED_BIT
        wanted = xr.SwapchainCreateInfo(
            usage_flags=usage | xr.SwapchainUsageFlags.TRANSFER_DST_BIT,
            format=self.format,
            sample_count=1,
            width=size[0],
            height=size[1],
            face_count=1,
            array_size=1,
            mip_count=1,
        )
        self.handle = xr.create_swapchain(session, wanted)
        images = xr.enumerate_swapchain_images(self.handle, xr.SwapchainImageOpenGLKHR)
        self.images = tuple(int(image.image) for image in images)
        self._number = ctypes.c_uint32()
        self._number_place = ctypes.byref(self._number)
        self._patience = ctypes.byref(xr.SwapchainImageWaitInfo(timeout=xr.INFINITE_DURATION))
        self._framebuffers = Framebuffers()
        self.copy = self._framebuffers.copy
        """What copies from a texture to a picture."""

    def fill(self, texture: int, *, size: tuple[int, int]) -> None:
        """Copy the lower left `size` pixels of an OpenGL texture into the next picture."""
        ACQUIRE(self.handle, None, self._number_place)
        WAIT(self.handle, self._patience)
        try:
            self.copy(texture, self.images[self._number.value], size=size)
        finally:
            RELEASE(self.handle, None)

    def close(self) -> None:
        """Give the pictures back."""
        self._framebuffers.close()
        xr.destroy_swapchain(self.handle)


def chosen(offered: list[int]) -> int:
    """Return the best format that can be copied to; raise HeadsetError where there is none."""
    usable = [name for name in FORMATS if name in offered]
    if not usable:
        raise HeadsetError("no_opengl")
    if usable[0] != SRGB8_ALPHA8:
        logger.warning("The runtime has no pictures in SRGB8_ALPHA8, only %s: colours may be off.", offered)
    return usable[0]
