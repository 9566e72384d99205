"""A whole visit in the runtime's headset: head and hands are scripted, everything else is as it is for a visitor."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import showing
from remote import Remote

from layerwalk.game import level as levels
from layerwalk.game import scene as scenes
from layerwalk.game import session as sessions
from layerwalk.game import worn as worns
from layerwalk.game.begin import begin
from layerwalk.game.keeper import Keeper
from layerwalk.game.settings import Settings
from layerwalk.game.view import quality
from layerwalk.game.visit import Visit
from layerwalk.game.wearing import Wearing
from layerwalk.nn import loop

DT_S = 1 / 30
FRAMES = 600


class Visiting:
    """Visit a level with a headset; `at` and `point` move the true hands, `press` their true buttons."""

    def __init__(self, base: Any, remote: Remote, *, name: str, folder: Path) -> None:
        level = levels.load(levels.find(name), networks=loop.names())
        state = sessions.before(level)
        session = sessions.Session(sessions.inline_host(), state, opening=sessions.opening(level))
        parts = scenes.Parts(level=level, settings=Settings(), quality=quality.PRESETS["software"])
        self.scene = scenes.Scene(parts, state=state, session=session, shown=Settings().shown)
        self.visit = Visit(self.scene, keeper=Keeper(folder=folder))
        begin(self.scene.pad, level, None)
        self.remote, self.state = remote, state
        self.shown = showing.Showing(base)
        self.headset = self.shown.headset
        self.headset.origin.reparent_to(self.scene.path)
        self.wearing = Wearing(self.visit)
        self.worn = worns.Worn(self.scene, head=self.headset.eyes.camera)
        self.scene.set_view(pixels_per_radian=self.headset.eyes.pixels_per_radian)
        self.shown.on_tracked = self._act
        try:
            self.shown.focus()
        except BaseException:
            self.shown.close()
            raise

    def frame(self, count: int = 1) -> None:
        """Let frames pass, as the runtime paces them."""
        for _ in range(count):
            self.shown.frame()

    def until(self, holds: Callable[[], bool]) -> None:
        """Let frames pass until something is so; fail where it never becomes so."""
        for _ in range(FRAMES):
            if holds():
                return
            self.frame()
        raise AssertionError("it never came to this")

    def point(self, side: str, at: Sequence[float]) -> None:
        """Point with a hand from where it is at a place of the world."""
        x, y, z = self.wearing.rigging.room.inward(tuple(map(float, at)))
        self.remote.point(side, (x, z, -y))
        self.send()

    def put(self, side: str, at: Sequence[float]) -> None:
        """Hold a hand at a place of the world, turned as it is."""
        x, y, z = self.wearing.rigging.room.inward(tuple(map(float, at)))
        self.remote.hand(side).position = (x, z, -y)
        self.send()

    def hold(self, side: str, **controls: Any) -> None:
        """Push controls of a hand: trigger=1.0, thumbstick=(0, 1), b_click=True."""
        self.remote.hold(side, **controls)
        self.send()

    def send(self) -> None:
        """Tell the runtime, and let it come to us."""
        self.remote.send()
        self.frame(3)

    def press(self, name: str, *, side: str = "right") -> None:
        """Press an item of the menu by a hand's ray."""
        self.until(lambda: self.visit.menu.where(name) is not None)
        self.point(side, self.visit.menu.where(name))
        self.hold(side, trigger=1.0)
        self.hold(side, trigger=0.0)

    def close(self) -> None:
        """Take the headset off."""
        self.worn.close()
        self.wearing.close()
        self.scene.session.close()
        self.shown.close()
        self.scene.path.remove_node()

    def _act(self, tracked: Any) -> None:
        rig = self.wearing.act(tracked, dt_s=DT_S)
        worns.place(self.headset.origin, rig)
        for pulse in self.wearing.pulses:
            self.headset.pulse(pulse.hand, seconds=pulse.seconds, strength=pulse.strength)
        self.visit.update(self.headset.eyes.camera, dt_s=DT_S)
        self.worn.show(self.wearing, rig, dt_s=DT_S)
