"""A window with a headset beside it, as tests need them, and the very pictures that the runtime was given."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray
from OpenGL import GL

from layerwalk.game.view import offscreen
from layerwalk.game.view.frame import Frame
from layerwalk.game.view.rig import Pose, Tracked
from layerwalk.game.view.xr import wide
from layerwalk.game.view.xr.headset import Headset
from layerwalk.game.view.xr.opening import open_headset

Picture = NDArray[np.uint8]
PATIENCE_S = 20.0


def open_window() -> Any:
    """Open a small window, and return Panda3D's ShowBase."""
    offscreen.configure(off_screen=False)
    p3d.load_prc_file_data("tests", "win-size 320 240")
    return Frame()


class Showing:
    """Hold a window and an open headset; `frame` is what an application does once a frame."""

    def __init__(self, base: Any, **options: Any) -> None:
        self.base = base
        self.headset: Headset = open_headset(base.win, **options)
        self.headset.origin.reparent_to(base.render)
        self.on_tracked: Callable[[Tracked], None] = lambda tracked: None
        self.pictures: tuple[Picture, Picture] | None = None
        self._wanted = False
        swapchain = self.headset._link.swapchain
        copy = swapchain.copy

        def kept(texture: int, image: int, *, size: tuple[int, int]) -> None:
            copy(texture, image, size=size)
            if self._wanted:
                self.pictures = _read(image, size)

        swapchain.copy = kept

    def frame(self) -> Tracked | None:
        """Do one frame."""
        tracked = self.headset.poll()
        if tracked is not None:
            self.on_tracked(tracked)
        self.base.graphics_engine.render_frame()
        return tracked

    def until(self, reached: Any) -> Tracked | None:
        """Do frames until `reached(tracked)` is true of one; fail after a while."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            tracked = self.frame()
            if reached(tracked):
                return tracked
            if tracked is None:
                time.sleep(0.01)
        raise AssertionError(f"not reached; the headset is {self.headset.state}")

    def focus(self) -> Tracked:
        """Do frames until the visitor's input is ours."""
        return self.until(lambda tracked: tracked is not None and tracked.focused)

    def eyes(self) -> list[wide.Eye]:
        """Return both eyes of the frame that was done last, in the room."""
        return [wide.eye(wide.seen_from(view, head=Pose())) for view in self.headset._views]

    def look(self) -> tuple[Picture, Picture]:
        """Do a frame, and return what the left and the right eye were given, (height, width, 3), top row first."""
        self._wanted, self.pictures = True, None
        self.until(lambda tracked: self.pictures is not None)
        self._wanted = False
        assert self.pictures is not None
        return self.pictures

    def close(self) -> None:
        """Close the headset; the window stays."""
        self.headset.close()


def _read(image: int, size: tuple[int, int]) -> tuple[Picture, Picture]:
    """Read a picture of the runtime's back, and part it in two."""
    name = GL.glGenFramebuffers(1)
    GL.glBindFramebuffer(GL.GL_READ_FRAMEBUFFER, name)
    GL.glFramebufferTexture2D(GL.GL_READ_FRAMEBUFFER, GL.GL_COLOR_ATTACHMENT0, GL.GL_TEXTURE_2D, image, 0)
    GL.glPixelStorei(GL.GL_PACK_ALIGNMENT, 1)
    data = GL.glReadPixels(0, 0, *size, GL.GL_RGB, GL.GL_UNSIGNED_BYTE)
    GL.glDeleteFramebuffers(1, [name])
    both = np.frombuffer(data, np.uint8).reshape(size[1], size[0], 3)[::-1]
    half = size[0] // 2
    return both[:, :half].copy(), both[:, half:].copy()
