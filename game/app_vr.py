"""The headset in the application: opened, put on, taken off, lost; whatever becomes of it, the visit goes on."""

import functools
import logging
import time
from collections.abc import Callable
from typing import Any

import panda3d.core as p3d

from layerwalk.game.immersion import Immersion
from layerwalk.game.lab import room
from layerwalk.game.retry import Retry
from layerwalk.game.ui.weights_before import WeightsBefore
from layerwalk.game.view.rig import Rig
from layerwalk.game.view.spectator import Spectator
from layerwalk.game.view.xr.opening import open_headset
from layerwalk.game.view.xr.trouble import HeadsetError
from layerwalk.game.visit import Visit
from layerwalk.game.world import shaders
from layerwalk.game.world.world import World

logger = logging.getLogger(__name__)

OVER = {"lost": "headset.lost", "ended": "headset.ended"}
"""States after which a headset is closed, and what is said of them."""
FINER = 0.03
"""Levels of detail follow the resolution where that has changed by so much."""
COSTLY_S = 0.25
"""A headset that is there no more and takes longer to say so is not tried again: frames would stand still."""
Opener = Callable[..., Any]


class AppVr:
    """Hold the headset of an application, if one is open; one that was lost is looked for again. Main thread.

    Once a frame: `act`; where it returns True the visitor wears the headset, and has done what they wanted; then the
    visit is brought up to date as seen by `head`, and then `show`. Else the view at the desk goes on.
    """

    def __init__(self, visit: Visit, window: Any, spectator: Spectator, *, opener: Opener = open_headset) -> None:
        """Open none yet; `window` is whose graphics card draws."""
        self._visit, self._window, self._spectator, self._opener = visit, window, spectator, opener
        self._headset: Any = None
        self._immersion: Immersion | None = None
        self._weights: WeightsBefore | None = None
        self._seen_px = 0.0
        self._multisamples = 0
        self._retry = Retry()
        self._turn = functools.partial(visit.scene.turns.take, "weights")
        self._calmed: World | None = None

    @property
    def is_open(self) -> bool:
        """Say whether a headset is open, worn or not."""
        return self._headset is not None

    @property
    def is_worn(self) -> bool:
        """Say whether the visitor is in the headset."""
        return self._immersion is not None

    @property
    def is_away(self) -> bool:
        """Say whether the headset is worn and its input is for another program."""
        return self.is_worn and self._headset.state != "focused"

    @property
    def is_awaited(self) -> bool:
        """Say whether a headset was lost and is looked for."""
        return self._retry.is_on

    @property
    def head(self) -> p3d.NodePath:
        """Return the camera at the visitor's head; only while the headset is open."""
        return self._headset.eyes.camera

    def put_on(self, *, multisamples: int = 0) -> str:
        """Open the headset of this machine; return what is wrong in the visitor's language, '' for nothing.

        One that was lost is looked for no longer then, whatever comes of it.
        """
        if self.is_open:
            return ""
        self._retry.forget()
        self._multisamples = multisamples
        wrong = self._open()
        self._visit.say(wrong or "headset.opened")
        return self._visit.words(wrong) if wrong else ""

    def take_off(self, *, said: str = "headset.taken_off") -> None:
        """Close the headset, and go on at the desk where the visitor stands; `said` names the text that tells so."""
        if self.is_open:
            self.close()
            self._visit.say(said)

    def close(self) -> None:
        """Give the headset back, if one is open; call it before the window is closed."""
        self._undress()
        headset, self._headset = self._headset, None
        if headset is not None:
            headset.close()

    def act(self, *, dt_s: float) -> bool:
        """Do what whoever wears the headset wants; return whether somebody does."""
        if self._headset is None:
            self._look_for_lost(dt_s=dt_s)
        if self._headset is None:
            return False
        if self._immersion is None:
            if self._headset.poll() is not None:
                self._wear()
        else:
            self._immersion.act(dt_s=dt_s)
        if self._headset.state != "focused":
            self._follow(self._headset.state)
        return self._immersion is not None and self._immersion.rig is not None

    def show(self, *, aspect: float, dt_s: float) -> None:
        """Bring up to date what is seen of a headset that is worn: in it, and in the window of the shape `aspect`."""
        immersion, weights = self._immersion, self._weights
        if immersion is None or weights is None or immersion.rig is None:
            return
        immersion.show(dt_s=dt_s)
        scene = self._visit.scene
        if scene.state.weights is not None or weights.is_shown:
            self._show_weights(weights, immersion.rig, dt_s=dt_s)
        scene.plates = immersion.plates + weights.frames
        if scene.world is not self._calmed:
            # A world that was built anew has a lake with a mirror again, which would fit one eye at most.
            self._calmed = scene.world
            shaders.wear(scene.world.water, "water")
        self._set_view()
        if self._visit.settings.vr.window == "calm":
            self._spectator.follow(immersion.rig.head, scale=immersion.rig.scale, dt_s=dt_s)
        else:
            self._spectator.show_eye(self._headset.eyes, aspect=aspect)

    def _show_weights(self, weights: WeightsBefore, rig: Rig, *, dt_s: float) -> None:
        """Bring the plate up to date on which weights are shown, or take it away."""
        scene = self._visit.scene
        shown = scene.state.weights
        kind = scene.state.spec.node(shown.node).kind if shown else ""
        weights.show(shown, scene.words, kind=kind, turn=self._turn)
        weights.stand(rig, boards=room.whole(scene.lab.frames) if shown else (), dt_s=dt_s)

    def set_text_size(self, text_size: float) -> None:
        """Write what is told in the headset larger or smaller."""
        if self._weights is not None:
            self._weights.set_text_size(text_size)
        if self._immersion is not None:
            self._immersion.set_text_size(text_size)

    def _open(self) -> str:
        """Open the headset; return the name of the text that says what is wrong, '' for nothing."""
        try:
            self._headset = self._opener(self._window, multisamples=self._multisamples)
        except HeadsetError as error:
            logger.info("No headset: %s", error)
            return error.key
        return ""

    def _look_for_lost(self, *, dt_s: float) -> None:
        """Try now and then to open a headset that was lost, as long as that costs no frames."""
        if not self._retry.is_due(dt_s=dt_s):
            return
        began_s = time.perf_counter()
        if not self._open():
            self._retry.end()
            self._visit.say("headset.opened")
        elif self._retry.is_over or time.perf_counter() - began_s > COSTLY_S:
            self._retry.forget()
            self._visit.say("headset.not_found")

    def _follow(self, state: str) -> None:
        """Leave a headset that is over, or that was taken off."""
        if state in OVER:
            self.take_off(said=OVER[state])
            if state == "lost":
                self._retry.begin()
        elif state == "waiting" and self.is_worn:
            self._undress()
            self._visit.say("headset.laid_down")

    def _wear(self) -> None:
        visit = self._visit
        self._immersion = Immersion(self._headset, visit, head=self.head)
        self._weights = WeightsBefore(visit.scene.path, text_size=visit.settings.view.text_size)
        self._seen_px = 0.0
        self._retry.forget()
        visit.say("headset.worn")
        logger.info("The headset is worn.")

    def _undress(self) -> None:
        """Take everything away that there is only in a headset; the visitor stays where they are."""
        if self._immersion is None or self._weights is None:
            return
        self._weights.close()
        self._immersion.close()
        self._weights = self._immersion = None
        self._calmed = None
        self._spectator.rest()
        scene = self._visit.scene
        scene.plates = ()
        shaders.wear(scene.world.water, "water mirror" if scene.parts.mirror else "water")

    def _set_view(self) -> None:
        seen_px = self._headset.eyes.pixels_per_radian
        if abs(seen_px - self._seen_px) > FINER * seen_px:
            self._seen_px = seen_px
            scene = self._visit.scene
            scene.set_view(pixels_per_radian=seen_px * scene.parts.quality.fine)
