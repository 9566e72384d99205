"""The application: opens the window, builds the parts, wires them, and runs them frame by frame."""

import logging
import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

import panda3d.core as p3d

from layerwalk.game import garbage, readout, scene, sound
from layerwalk.game import session as sessions
from layerwalk.game.app_vr import AppVr, Opener
from layerwalk.game.begin import begin
from layerwalk.game.keeper import Keeper, screenshots_folder
from layerwalk.game.level import Level
from layerwalk.game.move.devices import Devices
from layerwalk.game.move.intent import Intent
from layerwalk.game.move.look import Look
from layerwalk.game.settings import Settings
from layerwalk.game.ui import keys
from layerwalk.game.ui.hud import Hud
from layerwalk.game.view import cameras, window
from layerwalk.game.view.mirror import Mirror
from layerwalk.game.view.scaled import Scaled
from layerwalk.game.view.spectator import Spectator
from layerwalk.game.view.vignette import Vignette
from layerwalk.game.view.xr.opening import open_headset
from layerwalk.game.visit import Visit

logger = logging.getLogger(__name__)
LONGEST_FRAME_S = 0.1
AT_DESK = ("help", "screenshot", "quit", "headset")
"""What whoever stands at the desk can do by key while somebody else wears the headset."""
Trouble = Callable[[str], None]


class App:
    """Hold the running application; `run` returns when the window is closed."""

    def __init__(
        self,
        level: Level,
        *,
        settings: Settings,
        keeper: Keeper,
        name: str = "",
        on_vr: Trouble | None = None,
        opener: Opener = open_headset,
    ) -> None:
        """Open the window and build the level's world; `name` is that under which the level was asked for.

        on_vr: a headset is opened at once, and this is told in one sentence what is wrong with it, if anything is.
        opener: what opens it.
        """
        opened = window.open_window(
            size=settings.view.size,
            fullscreen=settings.view.fullscreen,
            wanted=settings.view.quality,
            for_headset=on_vr is not None,
        )
        self.base: Any = opened.base
        self._fine = opened.quality.fine
        size = self._size()
        factor = opened.quality.resolution * settings.view.resolution
        self._scaled = Scaled(self.base.win, self.base.render2d, factor=factor, size=size) if factor < 1 else None
        scaled = (int(size[0] * opened.quality.mirror), int(size[1] * opened.quality.mirror))
        self._mirror = Mirror(self.base.win, size=scaled) if opened.quality.mirror > 0 else None
        state = sessions.before(level)
        session = sessions.Session(None, state, opening=sessions.opening(level))
        texture = self._mirror.texture if self._mirror else None
        parts = scene.Parts(level=level, settings=settings, quality=opened.quality, mirror=texture)
        self.scene = scene.Scene(parts, state=state, session=session, shown=settings.shown)
        self.visit = Visit(self.scene, keeper=keeper, name=name)
        self.camera = self.base.make_camera(self._scaled.output if self._scaled else self.base.win)
        self.camera.reparent_to(self.scene.path)
        self.devices = Devices(self.base, self.visit.bindings, how=turning(settings))
        self.vr = AppVr(self.visit, self.base.win, Spectator(self.base.render2d, self.camera), opener=opener)
        self._on_vr, self._was_worn = on_vr, False
        self._stands: tuple[object, bool] | None = None
        self.hud = Hud(self.base.render2d, text_size=settings.view.text_size)
        self._vignette = Vignette(self.base.render2d)
        self._was_at = self.visit.visitor.body.position
        self.sounds = sound.Sounds(sound.loudspeaker(), volume=settings.sound.volume)
        self.paused = False
        self._asked_size = settings.view.size
        begin(self.scene.pad, level, None)
        self.scene.hands.show_first()
        self._resize()
        self.base.accept("window-event", self._window_changed)
        self.base.task_mgr.add(self._step, "layerwalk frame", sort=0)
        self._frames = 0

    def run(self) -> None:
        """Run until the window is closed."""
        try:
            self.base.run()
        except SystemExit:
            logger.debug("The window was closed.")
        finally:
            self.close()

    def close(self) -> None:
        """End the conversation with the model loop, free the mouse, and fall silent."""
        self.vr.close()
        self.devices.close()
        self.sounds.close()
        self.scene.session.close()

    def _size(self) -> tuple[int, int]:
        properties = self.base.win.get_properties()
        return properties.get_x_size(), properties.get_y_size()

    def _window_changed(self, changed: Any) -> None:
        if changed is not self.base.win:
            return
        properties = changed.get_properties()
        if properties.get_open():
            self._resize()
            if not properties.get_foreground() and not self.vr.is_worn:
                self.pause()

    def _resize(self) -> None:
        size = self._size()
        self._aspect = size[0] / max(size[1], 1)
        made = cameras.lens(fov_deg=self.visit.settings.movement.fov_deg, size=size)
        self.camera.node().set_lens(made)
        if self._scaled:
            self._scaled.resize(size)
        self.hud.fit(aspect=self._aspect)
        if not self.vr.is_worn:
            self.scene.set_view(pixels_per_radian=cameras.pixels_per_radian(self.camera, size=size) * self._fine)

    def _step(self, task: Any) -> int:
        self.frame(dt_s=min(p3d.ClockObject.get_global_clock().get_dt(), LONGEST_FRAME_S))
        # The network is woken after the first picture, so that torch does not delay it.
        self._frames += 1
        if self._frames == 2:
            model = self.visit.settings.model
            host = "process" if self._on_vr else model.host
            self.scene.session.connect(sessions.HOSTS[host](device=model.device))
            if self._on_vr:
                self._put_on(self._on_vr)
        return int(task.cont)

    def frame(self, *, dt_s: float) -> None:
        """Do one frame's work: input, body, hands, menu, scene, texts; in the headset where one is worn."""
        is_worn = self.vr.act(dt_s=dt_s)
        if is_worn != self._was_worn:
            self._was_worn = is_worn
            self._change_view()
        if is_worn:
            self._worn_frame(dt_s=dt_s)
        else:
            self._desk_frame(dt_s=dt_s)
        self._sound()
        self._tell()
        self._tidy()

    def _worn_frame(self, *, dt_s: float) -> None:
        visit, devices = self.visit, self.devices
        intent = devices.hear()
        if devices.pressed:
            visit.type(devices.pressed, devices.labels)
        for name in intent.actions:
            if name in AT_DESK:
                visit.do(name)
        visit.update(self.vr.head, dt_s=dt_s)
        self._grant()
        self.vr.show(aspect=self._aspect, dt_s=dt_s)

    def _desk_frame(self, *, dt_s: float) -> None:
        visit = self.visit
        self.devices.bind(visit.controls)
        intent = self.devices.read(dt_s=dt_s, paused=self.paused, menu_open=visit.menu.is_open)
        if self.paused:
            if "use" in intent.actions or "pause" in intent.actions:
                self.resume()
            elif "headset" in intent.actions:
                visit.do("headset")
        elif visit.plan.listening:
            visit.bind(self.devices.pressed)
        else:
            visit.type(self.devices.pressed, self.devices.labels)
            visit.act(intent, dt_s=dt_s)
        body = visit.visitor.body
        self.camera.set_pos(*body.eye)
        self.camera.set_hpr(body.heading_deg, body.pitch_deg, 0)
        visit.update(self.camera, dt_s=dt_s)
        self._grant()
        self._comfort(intent, dt_s=dt_s)
        if self._mirror:
            self._mirror.follow(self.camera, self.scene.path)

    def _change_view(self) -> None:
        """Leave the desk for the headset, or come back to it; whoever comes back takes the mouse with a click."""
        if self._mirror:
            self._mirror.set_active(not self.vr.is_worn)
        self.base.rests_hidden = not self.vr.is_worn
        self.pause()
        self._was_at = self.visit.visitor.body.position
        self._vignette.update(speed_m_s=0.0, turn_deg_s=0.0, strength=0.0, dt_s=1.0)
        self._resize()
        if self.vr.is_worn:
            # All but a notice stands in the world then, and so in what the window shows of it.
            self.hud.aim(shown=False)
            self.hud.read("")
            self.hud.weigh(None, self.scene.words)

    def _put_on(self, tell: Trouble | None = None) -> None:
        wrong = self.vr.put_on(multisamples=self.scene.parts.quality.multisamples)
        if wrong and tell:
            tell(wrong)
        if not wrong:
            self.scene.session.move()  # nothing may delay a headset's frames

    def _tidy(self) -> None:
        """Set aside what stands as soon as it does, so that no frame waits until the collector has gone through it."""
        stands = (self.scene.world, self.vr.is_worn)
        if stands != self._stands:
            self._stands = stands
            garbage.set_aside()

    def _comfort(self, intent: Intent, *, dt_s: float) -> None:
        body, was = self.visit.visitor.body, self._was_at
        self._was_at = body.position
        is_moved = not self.paused and dt_s > 0
        # Who walks against a railing gets nowhere, and who is put elsewhere did not go there.
        gone_m_s = math.dist(body.position, was) / dt_s if is_moved else 0.0
        self._vignette.update(
            speed_m_s=min(gone_m_s, math.hypot(*body.velocity_m_s)),
            turn_deg_s=intent.swing_deg / dt_s if is_moved else 0.0,
            strength=self.visit.settings.comfort.vignette,
            dt_s=dt_s,
        )

    def _sound(self) -> None:
        for name in self.visit.sounds:
            self.sounds.play(name)
        self.sounds.update()

    def _grant(self) -> None:
        """Do what was wished for that only the window can do."""
        if not self.visit.wishes:
            return
        wishes, self.visit.wishes = self.visit.wishes, []
        for wish in wishes:
            if wish == "pause":
                self.pause()
            elif wish == "help" and self.vr.is_worn:
                self.visit.open_menu("help.keys")
            elif wish == "help":
                words, bindings = self.visit.words, self.visit.bindings
                self.hud.turn_help(keys.texts(words, bindings, printed=self.devices.labels))
            elif wish == "screenshot":
                self._save_picture()
            elif wish == "quit":
                self.base.userExit()
            elif wish == "headset":
                (self.vr.take_off if self.vr.is_open else self._put_on)()
            elif wish == "settings":
                self._apply(self.visit.settings)

    def _apply(self, settings: Settings) -> None:
        self.devices.bind(self.visit.bindings)
        self.devices.set_look(turning(settings))
        self.hud.set_text_size(settings.view.text_size)
        self.vr.set_text_size(settings.view.text_size)
        self.hud.hide_help()
        self.sounds.set_volume(settings.sound.volume)
        properties = self.base.win.get_properties()
        wanted = p3d.WindowProperties()
        if properties.get_fullscreen() != settings.view.fullscreen:
            wanted.set_fullscreen(settings.view.fullscreen)
            wanted.set_size(*settings.view.size)
        elif settings.view.size != self._asked_size:
            wanted.set_size(*settings.view.size)
        self._asked_size = settings.view.size
        if wanted.is_any_specified():
            self.base.win.request_properties(wanted)
        self._resize()

    def pause(self) -> None:
        """Free the mouse and stand still; whoever wears a headset goes on."""
        self.paused = not self.vr.is_worn
        self.devices.release()

    def resume(self) -> None:
        """Take the mouse again and go on."""
        self.paused = False
        self.devices.capture()

    def _save_picture(self) -> None:
        name = screenshots_folder() / f"layerwalk-{datetime.now():%Y%m%d-%H%M%S}.png"
        saved = self.base.win.save_screenshot(p3d.Filename.from_os_specific(str(name)))
        self.visit.say("notice.picture" if saved else "notice.no_picture", file=str(name))

    def _hint(self) -> str:
        words, bindings, printed = self.scene.words, self.visit.bindings, self.devices.labels
        known = {name: keys.first(words, bindings, name, printed=printed) for name in ("menu", "help")}
        return words("screen.hint", **known)

    def _tell(self) -> None:
        if self._was_worn:
            self.hud.notify(self.scene.words("headset.away") if self.vr.is_away else "")
        else:
            self.hud.aim(shown=not self.paused)
            self._tell_at_desk()

    def _tell_at_desk(self) -> None:
        state, words = self.scene.state, self.scene.words
        is_new = self.scene.hands.is_new and not self.visit.menu.is_open
        hint = self._hint() if is_new else ""
        notice = self.visit.notice or (hint if state.ready else words("screen.loading"))
        # Whoever comes back from a headset is told why.
        paused = "\n".join(filter(None, (self.visit.notice, words("screen.paused"))))
        self.hud.notify(paused if self.paused else notice)
        met, weights = None if self.paused else self.visit.met, state.weights
        self.hud.read(readout.tell(met, state, words) if met and self.scene.shown.readout else "")
        self.hud.weigh(weights, words, kind=state.spec.node(weights.node).kind if weights else "")


def turning(settings: Settings) -> Look:
    """Return how the head is turned, by the settings."""
    movement, comfort = settings.movement, settings.comfort
    return Look(
        sensitivity_deg=movement.mouse_sensitivity_deg,
        invert_y=movement.invert_y,
        turn_deg_s=comfort.turn_speed_deg_s,
        snap_deg=comfort.snap_deg if comfort.turning == "snap" else 0.0,
    )


def play(level: Level, *, settings: Settings, keeper: Keeper, name: str = "", on_vr: Trouble | None = None) -> None:
    """Walk in `level` until the window is closed; on_vr: in a headset, see `App`."""
    App(level, settings=settings, keeper=keeper, name=name, on_vr=on_vr).run()
