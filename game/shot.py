"""One picture of a level without a window: the same every time."""

from pathlib import Path

import numpy as np
import panda3d.core as p3d
from PIL import Image

from layerwalk.game import scene as scenes
from layerwalk.game import session as sessions
from layerwalk.game.errors import PlainError
from layerwalk.game.level import Level
from layerwalk.game.session import loop
from layerwalk.game.settings import Settings
from layerwalk.game.ui.pad import Pad
from layerwalk.game.view import mirror, offscreen, quality
from layerwalk.game.world.values import Floats

STILL_S = 0.0


class Studio:
    """Hold a scene before an off-screen camera, answered on the caller's thread."""

    def __init__(
        self,
        level: Level,
        *,
        settings: Settings,
        size: tuple[int, int],
        quality_name: str = "desktop",
        finish: bool = False,
    ) -> None:
        """Open the buffer and build the scene; raise RuntimeError where no OpenGL can be had."""
        offscreen.configure(off_screen=True, finish=finish)
        preset = quality.PRESETS[quality_name]
        self.size = size
        self.screen = offscreen.OffScreen(size, multisamples=preset.multisamples)
        self.mirror = None
        if preset.mirror > 0:
            small = (int(size[0] * preset.mirror), int(size[1] * preset.mirror))
            self.mirror = mirror.Mirror(self.screen.buffer, size=small)
        state = sessions.read_spec(level.network)
        session = sessions.Session(loop.InlineHost(), state)
        parts = scenes.Parts(
            level=level, settings=settings, quality=preset, mirror=self.mirror.texture if self.mirror else None
        )
        self.scene = scenes.Scene(parts, state=state, session=session)
        self.screen.camera.reparent_to(self.scene.world.path)

    def look(self, view: str) -> None:
        """Stand where a named view says; raise PlainError where there is none of that name."""
        views = self.scene.placement.views
        if view not in views:
            raise PlainError(f"There is no view {view!r}, expected one of: {', '.join(views)}.")
        scenes.set_view(self.screen.camera, views[view], size=self.size)
        self.seen()

    def seen(self) -> None:
        """Tell the world how large things come out after the lens has changed."""
        scale = scenes.pixels_per_radian(self.screen.camera, size=self.size)
        self.scene.world.set_view(pixels_per_radian=scale)

    def frame(self, *, dt_s: float = STILL_S) -> np.ndarray:
        """Draw a frame and return it as (height, width, 3) uint8."""
        self.step(dt_s=dt_s)
        return self.screen.pixels()

    def step(self, *, dt_s: float = STILL_S) -> None:
        """Bring the scene up to date for the next frame."""
        self.scene.update(self.screen.camera, dt_s=dt_s)
        if self.mirror:
            self.mirror.follow(self.screen.camera, self.scene.world.path)

    def close(self) -> None:
        """Close the buffer and end the conversation."""
        self.scene.session.close()
        self.screen.close()


def put_drawing(pad: Pad, drawing: Floats) -> None:
    """Put a drawing on the easel as if it had been drawn there."""
    side = pad.drawing.shape[0]
    image = Image.fromarray((drawing * 255).astype(np.uint8)).resize((side, side), Image.Resampling.BILINEAR)
    pad.load(np.asarray(image, np.float32) / 255)


def begin(pad: Pad, level: Level, drawing: Floats | None) -> None:
    """Begin with a drawing, or with the level's own digit."""
    if drawing is not None:
        put_drawing(pad, drawing)
    else:
        pad.put(loop.load_data("mnist-test").pictures[level.picture])


def shot(
    level: Level, *, view: str, size: tuple[int, int], drawing: Floats | None, quality_name: str | None, file: Path
) -> None:
    """Draw `level` from `view` and write the picture to `file`; its suffix names the format."""
    studio = Studio(level, settings=Settings(), size=size, quality_name=quality_name or "desktop")
    try:
        studio.look(view)
        begin(studio.scene.pad, level, drawing)
        for _ in range(2):
            studio.frame()
        picture = Image.fromarray(studio.frame())
    finally:
        studio.close()
    try:
        picture.save(file)
    except (OSError, ValueError) as error:
        raise PlainError(f"{file}: the picture could not be written ({error}).") from error


__all__ = ["Studio", "begin", "p3d", "shot"]
