"""One level, standing: its world, its desk, its rack and the conversation with its network; whatever draws it."""

from dataclasses import dataclass

import numpy as np
import panda3d.core as p3d

from layerwalk.game import session as sessions
from layerwalk.game import words
from layerwalk.game.level import Level
from layerwalk.game.settings import Settings
from layerwalk.game.state import State
from layerwalk.game.ui import easel
from layerwalk.game.ui.pad import Pad
from layerwalk.game.view.quality import Quality
from layerwalk.game.world import layouts
from layerwalk.game.world.placement import View
from layerwalk.game.world.values import Normalisation
from layerwalk.game.world.world import World

ASPECT = 16 / 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Hold what a scene is made from: the level, the settings, how finely it is drawn."""

    level: Level
    settings: Settings
    quality: Quality
    mirror: p3d.Texture | None = None


class Scene:
    """Hold a level's world and its conversation with the model loop. Main thread.

    Call `update` once a frame: it sends the drawing, takes the replies and brings what is seen up to date.
    """

    def __init__(self, parts: Parts, *, state: State, session: sessions.Session) -> None:
        """Build the world; the network need not be ready yet."""
        level, settings = parts.level, parts.settings
        self.state, self.session = state, session
        self.words = words.load(settings.language)
        self.placement = layouts.build(level.layout, state.spec)
        low, high = level.range or (0.0, 1.0)
        self.world = World(
            state.spec,
            self.placement,
            words=self.words,
            quality=parts.quality,
            palette_name=level.palette,
            normalisation=Normalisation(mode=level.normalisation, low=low, high=high),
            mirror=parts.mirror,
            reduced_motion=settings.view.reduced_motion,
        )
        self.pad = Pad()
        self.easel = easel.Easel(
            self.world.path,
            self.placement.desk,
            words=self.words,
            side=self.pad.drawing.shape[0],
            network=state.spec.input.shape[1:],
            classes=state.spec.classes,
        )
        self._sent = self._drawn = -1
        self._shown = -1
        self.hovered: str | None = None

    def update(self, camera: p3d.NodePath, *, dt_s: float) -> None:
        """Bring everything up to date for the next frame, seen by `camera`."""
        if self.pad.version != self._sent:
            self._sent = self.pad.version
            self.session.infer(self.pad.drawing, centre=self.pad.centre)
        if self.pad.version != self._drawn:
            self._drawn = self.pad.version
            self.easel.show_drawing(self.pad.drawing)
        self.session.poll()
        if self.state.changes != self._shown:
            self._shown = self.state.changes
            self._show()
        tools = easel.Tools(tool=self.pad.tool, brush=self.pad.brush, grey=self.pad.grey)
        self.easel.show_tools(tools, hovered=self.hovered)
        self.world.update(camera, dt_s=dt_s)

    def _show(self) -> None:
        state = self.state
        if state.probabilities is None:
            return
        blank = not np.any(state.picture) if state.picture is not None else True
        self.world.show(state.activations, None if blank else state.probabilities)
        self.easel.show_answer(state.picture, None if blank else state.probabilities)


def set_view(
    camera: p3d.NodePath, view: View, *, size: tuple[int, int], near_m: float = 0.08, far_m: float = 5000.0
) -> None:
    """Put a camera with its lens where a view says; of its horizontal field at 16:9 the vertical part is kept."""
    lens = p3d.PerspectiveLens()
    set_field(lens, fov_deg=view.fov_deg, size=size)
    lens.set_near_far(near_m, far_m)
    camera.node().set_lens(lens)
    camera.set_pos(*view.eye)
    camera.look_at(p3d.LPoint3(*view.target))


def set_field(lens: p3d.Lens, *, fov_deg: float, size: tuple[int, int]) -> None:
    """Set a lens's field of view from the horizontal one at 16:9, whatever the window's shape."""
    tall = np.tan(np.radians(fov_deg) / 2) / ASPECT
    wide = tall * size[0] / size[1]
    lens.set_fov(float(np.degrees(2 * np.arctan(wide))), float(np.degrees(2 * np.arctan(tall))))


def pixels_per_radian(camera: p3d.NodePath, *, size: tuple[int, int]) -> float:
    """Return how many pixels a radian covers in the middle of the picture."""
    return float(size[1] / 2 / np.tan(np.radians(camera.node().get_lens().get_vfov()) / 2))
