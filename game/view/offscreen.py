"""Draw without a window: shots, films, benchmarks and tests."""

from typing import Any

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game.view import software

Bytes = NDArray[np.uint8]

SETTINGS = """
gl-version 3 2
textures-power-2 none
notify-level-device fatal
notify-level-display fatal
notify-level-x11display fatal
notify-level-egldisplay fatal
notify-level-glgsg error
sync-video false
text-minfilter linear_mipmap_linear
text-magfilter linear
audio-library-name null
"""


def configure(*, off_screen: bool, finish: bool = False, samples: int = 0) -> None:
    """Set what Panda3D reads before its first window; `finish` waits for the driver at each frame (benchmarks)."""
    software.spare_cores()
    p3d.load_prc_file_data("layerwalk", SETTINGS)
    if off_screen:
        p3d.load_prc_file_data("layerwalk", "window-type offscreen")
    if finish:
        p3d.load_prc_file_data("layerwalk", "gl-finish true")
    if samples:
        p3d.load_prc_file_data("layerwalk", f"framebuffer-multisample 1\nmultisamples {samples}")


def pipes() -> list[str]:
    """Name the graphics pipes to try without a screen, best first."""
    return ["p3headlessgl", "pandagl"]


class OffScreen:
    """Hold a buffer of `size` pixels with one camera over the whole of it."""

    def __init__(self, size: tuple[int, int], *, multisamples: int = 0) -> None:
        """Open the buffer; raise RuntimeError where no OpenGL can be had."""
        self.size = size
        self.engine = p3d.GraphicsEngine.get_global_ptr()
        self.buffer = self._open(multisamples)
        self.camera = p3d.NodePath(p3d.Camera("off-screen"))
        self._region = self.buffer.make_display_region()
        self._region.set_camera(self.camera)
        self._picture = p3d.Texture("picture")
        self._reads = False

    def _open(self, multisamples: int) -> Any:
        shape = p3d.WindowProperties.size(*self.size)
        for name in pipes():
            pipe = p3d.GraphicsPipeSelection.get_global_ptr().make_module_pipe(name)
            # A driver that cannot take as many samples as wanted gives no buffer at all: ask for fewer.
            for samples in sorted({multisamples, min(multisamples, 4), 0}, reverse=True) if pipe else ():
                wanted = _properties(samples)
                refuse = p3d.GraphicsPipe.BF_refuse_window
                buffer = self.engine.make_output(pipe, "off-screen", 0, wanted, shape, refuse)
                if buffer is not None:
                    return buffer
        raise RuntimeError("No OpenGL 3.2 without a screen; install the system's OpenGL and EGL libraries.")

    @property
    def renderer(self) -> str:
        """Return the driver's own name for what draws."""
        return str(self.buffer.get_gsg().get_driver_renderer())

    def render(self) -> None:
        """Draw one frame."""
        self.engine.render_frame()
        # Beside a window a task of ShowBase does it; else every world that was rebuilt would leave its textures behind.
        p3d.TransformState.garbage_collect()
        p3d.RenderState.garbage_collect()

    def pixels(self) -> Bytes:
        """Draw one frame and return it as (height, width, 3) uint8 RGB, top row first."""
        if not self._reads:
            self.buffer.add_render_texture(self._picture, p3d.GraphicsOutput.RTM_copy_ram)
            self._reads = True
        self.render()
        image = self._picture.get_ram_image_as("RGB")
        width, height = self.size
        return np.frombuffer(image, np.uint8).reshape(height, width, 3)[::-1].copy()

    def close(self) -> None:
        """Close the buffer."""
        self.engine.remove_window(self.buffer)


def _properties(samples: int) -> p3d.FrameBufferProperties:
    wanted = p3d.FrameBufferProperties()
    wanted.set_rgba_bits(8, 8, 8, 0)
    wanted.set_depth_bits(24)
    wanted.set_multisamples(samples)
    return wanted
