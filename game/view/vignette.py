"""Dark edges of the picture while the visitor is moved: what slides by at the edge of the eye makes dizzy.

After A. S. Fernandes and S. K. Feiner, Combating VR Sickness through Subtle Dynamic Field-Of-View Modification (2016).
"""

import panda3d.core as p3d

from layerwalk.game.world import shaders

FULL_SPEED_M_S = 2.0
FULL_TURN_DEG_S = 60.0
"""From this walking and from this turning on the edges are as dark as they get."""
STILL = 0.05
"""Of either this much leaves them as they are."""
IN_S, OUT_S = 0.15, 0.4
"""So long it takes until they are wholly dark, and wholly clear again."""


def darkness(speed_m_s: float, turn_deg_s: float, strength: float) -> float:
    """Return how dark the edges are to be, 0 to `strength`, for a body that goes and is turned so fast."""
    pace = max(abs(speed_m_s) / FULL_SPEED_M_S, abs(turn_deg_s) / FULL_TURN_DEG_S)
    return strength * min(1.0, max(0.0, (pace - STILL) / (1.0 - STILL)))


def eased(now: float, wanted: float, *, dt_s: float) -> float:
    """Return the darkness after `dt_s` on its way from `now` to `wanted`."""
    if wanted > now:
        return min(wanted, now + dt_s / IN_S)
    return max(wanted, now - dt_s / OUT_S)


class Vignette:
    """Hold a sheet over the world and under all texts; `update` once a frame. Main thread."""

    def __init__(self, root: p3d.NodePath) -> None:
        """Hang it, still unseen, under `root`, which is two-dimensional, 2 wide and 2 high."""
        card = p3d.CardMaker("vignette")
        card.set_frame_fullscreen_quad()
        self.path = root.attach_new_node(card.generate())
        shaders.wear(self.path, "vignette")
        self.path.set_transparency(p3d.TransparencyAttrib.M_alpha)
        # Over the world's own picture, where that is stretched over the window, and under everything else.
        self.path.set_bin("background", 10)
        self.path.set_depth_test(False)
        self.path.set_depth_write(False)
        self.path.hide()
        self.darkness = 0.0
        """How dark the edges are now, 0 to 1."""

    def update(self, *, speed_m_s: float, turn_deg_s: float, strength: float, dt_s: float) -> None:
        """Follow how fast the visitor goes and is turned; at a strength of 0 nothing is drawn, at once."""
        wanted = darkness(speed_m_s, turn_deg_s, strength)
        self.darkness = eased(self.darkness, wanted, dt_s=dt_s) if strength > 0 else 0.0
        if self.darkness <= 0:
            self.path.hide()
            return
        self.path.set_shader_input("darkness", self.darkness)
        self.path.show()
