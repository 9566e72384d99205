"""One picture of a level without a window: the same every time."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from layerwalk.game import scene as scenes
from layerwalk.game import session as sessions
from layerwalk.game.begin import begin
from layerwalk.game.errors import PlainError
from layerwalk.game.keeper import Keeper
from layerwalk.game.level import Level
from layerwalk.game.menus import registry
from layerwalk.game.move.intent import Intent
from layerwalk.game.order import Order
from layerwalk.game.settings import Settings, View
from layerwalk.game.ui.menu import standing
from layerwalk.game.ui.menu.items import Event, Value
from layerwalk.game.view import cameras, mirror, offscreen
from layerwalk.game.view import quality as qualities
from layerwalk.game.visit import Visit
from layerwalk.game.world.values import Floats

OWN = Path("out", "visit")
READ_DEG = -3.2
"""The menu stands so that it is read with the eyes a little lowered."""
SOON, SOON_S = 6, 0.1
"""After so many frames of so long, what comes a moment later has come too."""
SETTLED_S = 30.0
"""After so long the wave of light has run out, whatever the network's size."""


class Studio:
    """Hold a scene before an off-screen camera. Main thread."""

    def __init__(
        self,
        level: Level,
        *,
        settings: Settings,
        size: tuple[int, int],
        quality: str = "desktop",
        host: sessions.Host | None = None,
        finish: bool = False,
        later: bool = False,
        keeper: Keeper | None = None,
    ) -> None:
        """Open the buffer and build the scene; raise RuntimeError where no OpenGL can be had.

        host: who answers; without one the caller's thread does. finish: wait for the driver at every frame.
        later: nobody answers until the scene's session is connected to a host. keeper: where the visitor's own things
        are; without one they would go to a folder here.
        """
        offscreen.configure(off_screen=True, finish=finish)
        preset = qualities.PRESETS[quality]
        self.size = size
        self.screen = offscreen.OffScreen(size, multisamples=preset.multisamples)
        self.mirror = None
        if preset.mirror > 0:
            small = (int(size[0] * preset.mirror), int(size[1] * preset.mirror))
            self.mirror = mirror.Mirror(self.screen.buffer, size=small)
        state = sessions.before(level)
        self._inline = None if later or host else sessions.inline_host()
        answering = None if later else host or self._inline
        session = sessions.Session(answering, state, opening=sessions.opening(level))
        parts = scenes.Parts(
            level=level, settings=settings, quality=preset, mirror=self.mirror.texture if self.mirror else None
        )
        self.scene = scenes.Scene(parts, state=state, session=session, shown=settings.shown)
        self.visit = Visit(self.scene, keeper=keeper or Keeper(folder=OWN))
        self.screen.camera.reparent_to(self.scene.path)

    def look(self, view: str) -> None:
        """Stand where a named view says; raise PlainError where there is none of that name."""
        views = self.scene.placement.views
        if view not in views:
            raise PlainError(f"There is no view {view!r}, expected one of: {', '.join(views)}.")
        camera = self.screen.camera
        cameras.set_view(camera, views[view], size=self.size)
        self.visit.visitor.float_at(views[view].eye, heading_deg=camera.get_h(), pitch_deg=camera.get_p())
        self.tell_scale()

    def do(self, deed: str) -> None:
        """Do what an item of the menu does, by its name and perhaps its value: 'lesion', 'palette=grey'.

        Long jobs are waited for, and the camera goes where the visitor went. Raise PlainError where no item of the
        menu does that.
        """
        name, is_given, text = deed.partition("=")
        if name.split(" ")[0] not in registry.DEEDS:
            raise PlainError(f"There is no deed {name!r}, expected one of: {', '.join(registry.DEEDS)}.")
        before = self.visit.visitor.body
        self.visit.hear(Event(name=name, value=_value(text) if is_given else None))
        self.finish()
        body = self.visit.visitor.body
        if body != before:
            self.screen.camera.set_pos(*body.eye)
            self.screen.camera.set_hpr(body.heading_deg, body.pitch_deg, 0)

    def finish(self) -> None:
        """Let time pass until nothing is being calculated any more."""
        for _ in range(SOON):
            self._pass(SOON_S)
        while self._inline is not None and self._inline.busy:
            self._pass(0.0)

    def _pass(self, dt_s: float) -> None:
        self.visit.act(Intent(), dt_s=0.0, ray=self.visit.visitor.ray)
        self.step(dt_s=dt_s)

    def tell_scale(self) -> None:
        """Tell the scene how large things come out, after the lens has changed."""
        scale = cameras.pixels_per_radian(self.screen.camera, size=self.size)
        self.scene.set_view(pixels_per_radian=scale)

    def step(self, *, dt_s: float = 0.0) -> None:
        """Bring the scene up to date for the next frame."""
        self.visit.update(self.screen.camera, dt_s=dt_s)
        if self.mirror:
            self.mirror.follow(self.screen.camera, self.scene.path)

    def frame(self, *, dt_s: float = 0.0) -> NDArray[np.uint8]:
        """Draw a frame and return it as (height, width, 3) uint8."""
        self.step(dt_s=dt_s)
        return self.screen.pixels()

    def open_menu(self, page: str) -> None:
        """Bring the menu before the camera, at a page; raise PlainError where there is none of that name."""
        if page not in registry.PAGES:
            raise PlainError(f"There is no page {page!r}, expected one of: {', '.join(registry.PAGES)}.")
        camera = self.screen.camera
        eye = camera.get_pos(self.scene.path)
        self.visit.open_menu(page, standing.in_front((eye.x, eye.y, eye.z), camera.get_h(self.scene.path)))
        camera.set_hpr(self.scene.path, camera.get_h(self.scene.path), READ_DEG, 0)

    def settle(self) -> None:
        """Draw until the answer stands still."""
        for dt_s in (0.0, SETTLED_S):
            self.frame(dt_s=dt_s)
            self.scene.finish()
        self.frame()

    def close(self) -> None:
        """Close the buffer and end the conversation."""
        self.scene.session.close()
        self.screen.close()


def _value(text: str) -> Value:
    """Return a value as it is written in a deed: true, false, a number, or text."""
    if text in ("true", "false"):
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def shot(level: Level, order: Order, *, drawing: Floats | None, file: Path) -> None:
    """Draw `level` as ordered and write the picture to `file`; its suffix names the format."""
    view = View(text_size=order.text_size)
    studio = Studio(
        level, settings=Settings(language=order.language, view=view), size=order.size, quality=order.quality
    )
    try:
        begin(studio.scene.pad, level, drawing)
        studio.settle()  # a network of the level's own stands only now
        studio.look(order.view)
        for deed in order.deeds:
            studio.do(deed)
        if order.page:
            studio.open_menu(order.page)
        studio.settle()
        picture = Image.fromarray(studio.frame())
    finally:
        studio.close()
    try:
        picture.save(file)
    except (OSError, ValueError) as error:
        raise PlainError(f"{file}: the picture could not be written ({error}).") from error
