"""The runtime's own pictures: both eyes side by side in one, filled by a copy of what was drawn. Draw thread only.

Bytes are copied as they are, since the world is drawn in the screen's colours: the picture is told to hold such, and no
conversion may take place on the way.
"""

import ctypes
import logging
from typing import Any

import xr
from OpenGL import GL

from layerwalk.game.view.xr import calls, opengl
from layerwalk.game.view.xr.trouble import HeadsetError

logger = logging.getLogger(__name__)

SRGB8_ALPHA8 = 0x8C43
FORMATS = (SRGB8_ALPHA8, 0x8C41, 0x8058, 0x8051, 0x881A, 0x805B)
"""What can be copied to, best first: sRGB with and without alpha, then RGBA8, RGB8, RGBA16F and RGBA16."""

ACQUIRE = calls.call("xrAcquireSwapchainImage", calls.HANDLE, calls.ADDRESS, calls.ADDRESS)
WAIT = calls.call("xrWaitSwapchainImage", calls.HANDLE, calls.ADDRESS)
RELEASE = calls.call("xrReleaseSwapchainImage", calls.HANDLE, calls.ADDRESS)
GET = opengl.asking("glGetIntegerv", opengl.NAME, answer=ctypes.c_int)


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
        self._bound = ctypes.c_int()
        self._bound_place = ctypes.byref(self._bound)
        self._attached = Attached()

    def fill(self, texture: int, *, size: tuple[int, int]) -> None:
        """Copy the lower left `size` pixels of an OpenGL texture into the next picture."""
        ACQUIRE(self.handle, None, self._number_place)
        WAIT(self.handle, self._patience)
        GET(GL.GL_DRAW_FRAMEBUFFER_BINDING, self._bound_place)
        try:
            self.copy(texture, self.images[self._number.value], size=size)
        finally:
            # Panda3D remembers what it has bound, always to both.
            GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, self._bound.value)
            RELEASE(self.handle, None)

    def copy(self, texture: int, image: int, *, size: tuple[int, int]) -> None:
        """Copy the lower left `size` pixels from one texture to another, byte for byte; nothing may be scissored."""
        source, target = self._attached.to(texture), self._attached.to(image)
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, source)
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, target)
        # Panda3D turns it on itself when it begins to draw into what holds such colours.
        GL.glDisable(GL.GL_FRAMEBUFFER_SRGB)
        GL.glBlitFramebuffer(0, 0, *size, 0, 0, *size, GL.GL_COLOR_BUFFER_BIT, GL.GL_NEAREST)

    def close(self) -> None:
        """Give the pictures back."""
        self._attached.close()
        xr.destroy_swapchain(self.handle)


class Attached:
    """Hold a framebuffer for each texture: one that is attached to another texture would be validated anew."""

    def __init__(self) -> None:
        """Have none yet."""
        self._names: dict[int, int] = {}

    def to(self, texture: int) -> int:
        """Return the framebuffer of a texture; one that is made is bound then."""
        if texture not in self._names:
            self._names[texture] = name = int(GL.glGenFramebuffers(1))
            GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, name)
            GL.glFramebufferTexture2D(GL.GL_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, texture, 0)
        return self._names[texture]

    def close(self) -> None:
        """Give them back."""
        GL.glDeleteFramebuffers(len(self._names), list(self._names.values()))


def chosen(offered: list[int]) -> int:
    """Return the best format that can be copied to; raise HeadsetError where there is none."""
    usable = [name for name in FORMATS if name in offered]
    if not usable:
        raise HeadsetError("no_opengl")
    if usable[0] != SRGB8_ALPHA8:
        logger.warning("The runtime has no pictures in SRGB8_ALPHA8, only %s: colours may be off.", offered)
    return usable[0]
