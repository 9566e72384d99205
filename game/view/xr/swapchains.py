"""The runtime's own pictures: both eyes side by side in one, filled by a copy of what was drawn. Draw thread only.

Bytes are copied as they are, since the world is drawn in the screen's colours: the picture is told to hold such, and no
conversion may take place on the way.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import xr
from OpenGL import GL

from layerwalk.game.view.xr.trouble import HeadsetError

logger = logging.getLogger(__name__)

SRGB8_ALPHA8 = 0x8C43
FORMATS = (SRGB8_ALPHA8, 0x8C41, 0x8058, 0x8051, 0x881A, 0x805B)
"""What can be copied to, best first: sRGB with and without alpha, then RGBA8, RGB8, RGBA16F and RGBA16."""


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
        self._from, self._to = (int(name) for name in GL.glGenFramebuffers(2))

    @contextmanager
    def image(self) -> Iterator[int]:
        """Take the next picture for a while, and give its OpenGL name."""
        number = xr.acquire_swapchain_image(self.handle, xr.SwapchainImageAcquireInfo())
        xr.wait_swapchain_image(self.handle, xr.SwapchainImageWaitInfo(timeout=xr.INFINITE_DURATION))
        try:
            yield self.images[number]
        finally:
            xr.release_swapchain_image(self.handle, xr.SwapchainImageReleaseInfo())

    def fill(self, texture: int, *, size: tuple[int, int]) -> None:
        """Copy the lower left `size` pixels of an OpenGL texture into the next picture."""
        with self.image() as image, _untouched():
            self.copy(texture, image, size=size)

    def copy(self, texture: int, image: int, *, size: tuple[int, int]) -> None:
        """Copy the lower left `size` pixels from one texture to another, byte for byte."""
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, self._from)
        GL.glFramebufferTexture2D(GL.GL_READ_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, texture, 0)
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, self._to)
        GL.glFramebufferTexture2D(GL.GL_DRAW_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, image, 0)
        GL.glBlitFramebuffer(0, 0, *size, 0, 0, *size, GL.GL_COLOR_BUFFER_BIT, GL.GL_NEAREST)

    def close(self) -> None:
        """Give the pictures back."""
        GL.glDeleteFramebuffers(2, [self._from, self._to])
        xr.destroy_swapchain(self.handle)


def chosen(offered: list[int]) -> int:
    """Return the best format that can be copied to; raise HeadsetError where there is none."""
    usable = [name for name in FORMATS if name in offered]
    if not usable:
        raise HeadsetError("no_opengl")
    if usable[0] != SRGB8_ALPHA8:
        logger.warning("The runtime has no pictures in SRGB8_ALPHA8, only %s: colours may be off.", offered)
    return usable[0]


@contextmanager
def _untouched() -> Iterator[None]:
    """Leave bindings and switches of OpenGL as they were found: Panda3D remembers what it has set."""
    drawn, read = (
        int(GL.glGetIntegerv(name)) for name in (GL.GL_DRAW_FRAMEBUFFER_BINDING, GL.GL_READ_FRAMEBUFFER_BINDING)
    )
    switches = [name for name in (GL.GL_SCISSOR_TEST, GL.GL_FRAMEBUFFER_SRGB) if GL.glIsEnabled(name)]
    for name in switches:
        GL.glDisable(name)
    try:
        yield
    finally:
        for name in switches:
            GL.glEnable(name)
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, drawn)
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, read)
