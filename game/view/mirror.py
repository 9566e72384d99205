"""The lake's mirror: the world upside down, drawn into a texture before every frame."""

from typing import Any

import panda3d.core as p3d

MIRRORED = p3d.BitMask32.bit(1)
"""What the mirror's camera sees; hide from it what is too small to be seen in the lake."""


class Mirror:
    """Hold a texture in which `root` is seen as the lake reflects it; alpha is 0 where there is only sky."""

    def __init__(self, output: Any, *, size: tuple[int, int]) -> None:
        """Open the buffer beside `output`, a window or buffer, drawn before it."""
        self.texture = p3d.Texture("mirror")
        self.texture.set_wrap_u(p3d.SamplerState.WM_clamp)
        self.texture.set_wrap_v(p3d.SamplerState.WM_clamp)
        wanted = p3d.FrameBufferProperties()
        wanted.set_rgba_bits(8, 8, 8, 8)
        wanted.set_depth_bits(24)
        self._buffer = output.make_texture_buffer("mirror", *size, self.texture, False, wanted)
        if self._buffer is None:
            raise RuntimeError("The graphics driver gave no buffer for the lake's mirror.")
        self._buffer.set_clear_color_active(True)
        self._buffer.set_clear_color(p3d.LColor(0, 0, 0, 0))
        self._buffer.set_sort(-10)
        self._camera = p3d.Camera("mirror")
        self._camera.set_camera_mask(MIRRORED)
        state = p3d.RenderState.make(p3d.CullFaceAttrib.make_reverse())
        self._camera.set_initial_state(state)
        self.path = p3d.NodePath(self._camera)
        self._buffer.make_display_region().set_camera(self.path)

    def set_active(self, is_active: bool) -> None:
        """Draw it before every frame, or not at all."""
        self._buffer.set_active(is_active)

    def follow(self, camera: p3d.NodePath, world: p3d.NodePath) -> None:
        """Look from below the lake as `camera` looks from above it."""
        self._camera.set_lens(camera.node().get_lens())
        flip = p3d.LMatrix4.scale_mat(1, 1, -1)
        self.path.reparent_to(world)
        self.path.set_mat(camera.get_mat(world) * flip)
