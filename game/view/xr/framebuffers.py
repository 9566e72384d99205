"""Copies from one OpenGL texture to another, byte for byte. Draw thread only."""

import contextlib
from collections.abc import Iterator

from OpenGL import GL


class Framebuffers:
    """Hold a framebuffer for each texture: one that is attached to another texture would be validated anew."""

    def __init__(self) -> None:
        """Have none yet."""
        self._names: dict[int, int] = {}
        # Since OpenGL 4.5 nothing need be bound.
        self._blit = GL.glBlitNamedFramebuffer or _blit_bound

    def copy(self, texture: int, image: int, *, size: tuple[int, int]) -> None:
        """Copy the lower left `size` pixels from one texture to another; nothing may be scissored."""
        width, height = size
        source, target = self._of(texture), self._of(image)
        # Panda3D turns it on itself when it begins to draw into what holds such colours.
        GL.glDisable(GL.GL_FRAMEBUFFER_SRGB)
        area = 0, 0, width, height
        self._blit(source, target, *area, *area, GL.GL_COLOR_BUFFER_BIT, GL.GL_NEAREST)

    def close(self) -> None:
        """Give them back."""
        GL.glDeleteFramebuffers(len(self._names), list(self._names.values()))

    def _of(self, texture: int) -> int:
        return self._names.get(texture) or self._made(texture)

    def _made(self, texture: int) -> int:
        self._names[texture] = name = int(GL.glGenFramebuffers(1))
        with _bound_again():
            GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, name)
            GL.glFramebufferTexture2D(GL.GL_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, texture, 0)
        return name


def _blit_bound(source: int, target: int, *area_and_what: int) -> None:
    with _bound_again():
        GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, source)
        GL.glBindFramebuffer(GL.GL_DRAW_FRAMEBUFFER, target)
        GL.glBlitFramebuffer(*area_and_what)


@contextlib.contextmanager
def _bound_again() -> Iterator[None]:
    """Bind afterwards what was bound: Panda3D remembers that, always to both."""
    bound = int(GL.glGetIntegerv(GL.GL_DRAW_FRAMEBUFFER_BINDING))
    try:
        yield
    finally:
        GL.glBindFramebuffer(GL.GL_FRAMEBUFFER, bound)
