"""Both eyes' picture: one buffer with the eyes side by side, one camera at the head, culled and drawn once for both.

The camera has two lenses: the first spans what both eyes see, for whoever asks what the visitor looks at; the second
culls by the same, and projects for the left eye, with where that is and how it is turned.
"""

import itertools
import math
from collections.abc import Sequence
from typing import Any

import panda3d.core as p3d

from layerwalk.game.view.rig import Pose
from layerwalk.game.view.xr import side_by_side, wide
from layerwalk.game.view.xr.wide import Eye

NEAR_M = 0.05
FAR_M = 5000.0
SORT = -8
EYES = 2
LOOKED_AT = (0, None, 1, None, None)
"""Which eye is looked at in the first of five frames, the second, and so on."""
ALIKE = 1e-5
"""Eyes that differ by less, in metres and in radians, differ by rounding alone: a pixel covers a hundred times more."""


class Eyes:
    """Hold the buffer in which both eyes are drawn, and the camera under `origin`, the visitor's room. Main thread."""

    def __init__(self, window: Any, origin: p3d.NodePath, *, size: tuple[int, int], multisamples: int) -> None:
        """Open a buffer for two eyes of `size` pixels each; raise RuntimeError where the driver gives none."""
        self.size = size
        self.drawn = (0, 0)
        self.texture = p3d.Texture("eyes")
        self.texture.set_wrap_u(p3d.SamplerState.WM_clamp)
        self.texture.set_wrap_v(p3d.SamplerState.WM_clamp)
        self._engine, self._gsg = window.get_engine(), window.get_gsg()
        self._prepared = self._gsg.get_prepared_objects()
        self._name = 0
        self.buffer = self._open(window, multisamples)
        self.camera = p3d.NodePath(p3d.Camera("head"))
        self.camera.reparent_to(origin)
        self._seen = [wide.NOWHERE for _ in range(EYES)]
        self._turns = itertools.cycle(LOOKED_AT)
        self._factor = 0.0
        self._lens = p3d.MatrixLens()
        self._lens.set_film_size(2, 2)
        self.camera.node().set_lens(1, self._lens)
        self.region = self._open_region()
        self._close_with_everything()
        self.set_resolution(1.0)
        self._is_active = False
        self.buffer.set_active(False)

    def look(self, views: Sequence[Any], *, head: Pose) -> None:
        """Look from a head in the room with both its eyes, XrViews.

        Eyes move in the head when somebody sets how far they are apart: now and then one of them is looked at.
        """
        self.camera.set_pos_quat(p3d.LPoint3(*head.point), p3d.LQuaternion(*head.turn))
        number = next(self._turns)
        if number is None:
            return
        if math.dist(wide.seen_from(views[number], head=head), self._seen[number]) > ALIKE:
            self._seen = [wide.seen_from(view, head=head) for view in views]
            self._set_lenses(*(wide.eye(seen) for seen in self._seen))

    def set_active(self, active: bool) -> None:
        """Be drawn in every frame from now on, or in none."""
        if active is not self._is_active:
            self._is_active = active
            self.buffer.set_active(active)

    def set_resolution(self, factor: float) -> None:
        """Draw so many pixels per side beside the runtime's own wish, at most 1; costs nothing to change."""
        if factor == self._factor:
            return
        self._factor = factor
        width, height = (max(1, round(side * min(factor, 1.0))) for side in self.size)
        self.drawn = (width, height)
        self.region.set_dimensions(0, width / self.size[0], 0, height / self.size[1])

    def prepared(self) -> int:
        """Return the picture's name in OpenGL, which it keeps for as long as the buffer lives. Draw thread only."""
        if not self._name:
            self._name = int(self.texture.prepare_now(0, self._prepared, self._gsg).get_native_id())
        return self._name

    @property
    def pixels_per_radian(self) -> float:
        """Return how many pixels a radian covers in the middle of an eye's picture."""
        return self.drawn[1] / self.tall

    def close(self) -> None:
        """Close the buffer."""
        self.camera.remove_node()
        self._engine.remove_window(self.buffer)

    tall: float = 2.0

    def _set_lenses(self, *eyes: Eye) -> None:
        left, right = (wide.projection(eye, near_m=NEAR_M, far_m=FAR_M) for eye in eyes)
        self._lens.set_left_eye_mat(left)
        self.camera.node().set_initial_state(side_by_side.state(left, right))
        spanning = wide.spanning(eyes)
        self._lens.set_user_mat(wide.projection(spanning, near_m=NEAR_M, far_m=FAR_M))
        self.camera.node().set_lens(0, wide.lens(spanning, near_m=NEAR_M, far_m=FAR_M))
        self.tall = eyes[0].up - eyes[0].down

    def _open_region(self) -> Any:
        region = self.buffer.make_display_region()
        region.set_clear_color_active(True)
        region.set_clear_depth_active(True)
        region.set_camera(self.camera)
        region.set_lens_index(1)
        region.set_stereo_channel(p3d.Lens.SC_left)
        return region

    def _close_with_everything(self) -> None:
        """Let a region over the whole buffer come last: Panda3D smooths only within the scissor of the last one."""
        last = self.buffer.make_display_region()
        last.disable_clears()
        last.set_sort(1)

    def _open(self, window: Any, multisamples: int) -> Any:
        size = (2 * self.size[0], self.size[1])
        for samples in sorted({multisamples, min(multisamples, 4), 0}, reverse=True):
            wanted = p3d.FrameBufferProperties()
            wanted.set_rgba_bits(8, 8, 8, 8)
            wanted.set_depth_bits(24)
            wanted.set_multisamples(samples)
            buffer = window.make_texture_buffer("eyes", *size, self.texture, False, wanted)
            if buffer is not None:
                buffer.set_sort(SORT)
                buffer.disable_clears()
                return buffer
        raise RuntimeError("The graphics driver gave no buffer for the eyes.")
