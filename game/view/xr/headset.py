"""A headset: where the visitor's head and hands are, and what they are shown. Main thread, one at a time."""

import logging
from collections.abc import Mapping
from typing import Any

import panda3d.core as p3d
import xr

from layerwalk.game.move.gamepad import LET_GO, PRESSED
from layerwalk.game.move.intent import Reading
from layerwalk.game.view.rig import Hand, Pose, Tracked
from layerwalk.game.view.xr import instance, side_by_side
from layerwalk.game.view.xr.events import Events
from layerwalk.game.view.xr.eyes import Eyes
from layerwalk.game.view.xr.hook import Hook
from layerwalk.game.view.xr.instance import Runtime
from layerwalk.game.view.xr.link import Link
from layerwalk.game.view.xr.pace import Pace, paced
from layerwalk.game.view.xr.session import State
from layerwalk.game.view.xr.submission import submit

logger = logging.getLogger(__name__)

GONE = (xr.InstanceLostError, xr.SessionLostError, xr.RuntimeFailureError)
"""What every call may raise once the runtime is gone."""
NO_HANDS = Hand(), Hand()
NOTHING_PUSHED = Reading()
OVER = ("ended", "lost")
"""States from which nothing follows but closing, and perhaps opening anew."""


class Headset:
    """Hold an open headset. `origin` is the visitor's room, to be put into the world; `eyes.camera` the head in it.

    Once a frame: `poll`, then the world is brought up to date, then Panda3D draws its frame, and the headset's with it.
    adapts: whether the resolution gives way where the graphics card is too slow. drawn_s: how long it drew both eyes.
    """

    def __init__(self, window: Any, runtime: Runtime, *, eye_height_m: float, multisamples: int) -> None:
        """Let the graphics card of `window` draw for `runtime`; raise HeadsetError where it cannot."""
        self._runtime = runtime
        self.origin = p3d.NodePath("room")
        self._events = Events(runtime.instance)
        self._link: Link | None = None
        self._state: State = "waiting"
        self._views: Any = None
        self._head = Pose()
        self._time = self._period_ns = 0
        self._was_moved = False
        self._pace = Pace()
        self.adapts = True
        self.drawn_s = 0.0
        self._down: frozenset[str] = frozenset()
        self.eyes = Eyes(window, self.origin, size=runtime.size, multisamples=multisamples)
        self._hook = Hook(window, self.eyes.buffer, begin=self._begin, end=self._end)
        try:
            # The window's own context is only complete after its first frame.
            self._hook.run(lambda: None)
            self._hook.run(lambda: self._join(eye_height_m))
        except BaseException:
            self._hook.close()
            self.eyes.close()
            raise

    @classmethod
    def open(cls, window: Any, *, name: str, eye_height_m: float, multisamples: int = 0) -> "Headset":
        """Return the headset of this machine; raise HeadsetError where there is none to be had."""
        runtime = instance.connect(name=name)
        try:
            return cls(window, runtime, eye_height_m=eye_height_m, multisamples=multisamples)
        except BaseException:
            xr.destroy_instance(runtime.instance)
            raise

    @property
    def state(self) -> State:
        """Say what the headset is doing now."""
        return self._state

    @property
    def has_floor(self) -> bool:
        """Say whether the headset knows where the floor is."""
        return self._link is not None and self._link.spaces.has_floor

    @property
    def period_s(self) -> float:
        """Return how long the headset shows a frame now, 0 before the first; it may change, to spare a battery."""
        return self._period_ns / 1e9

    def poll(self) -> Tracked | None:
        """Wait until it is time for the next frame, and say where head and hands will be when it is seen.

        None while nothing is to be drawn for the headset, or once it is over: `state` says which.
        """
        if self._link is None or self._state in OVER:
            return None
        try:
            return self._polled(self._link)
        except xr.XrException as error:
            self._lose(error)
            return None

    def pulse(self, hand: str, *, seconds: float, strength: float) -> None:
        """Let the controller in the 'left' or the 'right' hand tremble; nothing where there is none."""
        if self._link is not None and self._state == "focused":
            try:
                self._link.actions.pulse(hand, seconds=seconds, strength=strength)
            except GONE as error:
                self._lose(error)

    def recentre(self, *, eye_height_m: float | None = None) -> bool:
        """Make the room's middle where the head is, and ahead where it looks; False while the head is not seen.

        eye_height_m: the eyes count as so high from now on, as for one who sits; None keeps the true floor.
        """
        if self._link is None or not self._time:
            return False
        try:
            return self._link.spaces.recentre(time=self._time, eye_height_m=eye_height_m)
        except GONE as error:
            self._lose(error)
            return False

    def close(self) -> None:
        """Give everything back; call it before the window is closed."""
        link, self._link = self._link, None
        self.eyes.set_active(False)
        if link is not None:
            self._part(link)
        self._hook.close()
        self.eyes.close()
        self.origin.remove_node()

    def _join(self, eye_height_m: float) -> None:
        width, height = self.eyes.size
        self._link = Link(self._runtime, size=(2 * width, height), eye_height_m=eye_height_m)

    def _part(self, link: Link) -> None:
        # Whatever became of the session: there can be one instance at a time.
        for job in (lambda: self._hook.run(link.close), lambda: xr.destroy_instance(self._runtime.instance)):
            try:
                job()
            except xr.ErrorResult as error:
                if self._state not in OVER and not isinstance(error, GONE):
                    raise
                logger.debug("A headset that was lost was not given back whole: %r.", error)

    def _polled(self, link: Link) -> Tracked | None:
        self._hook.check()
        link.frames.end()  # one that was never drawn: it may belong to a session that is told to stop now
        for event in self._events:
            link.session.hear(event)
        self._state = link.session.state
        if not link.session.is_running:
            self._rest()
            return None
        self._time, self._period_ns, is_seen = link.frames.wait()
        self._was_moved = link.spaces.settle(time=self._time) or self._was_moved
        self._views = link.frames.locate(link.spaces.room)
        self.eyes.set_active(self._views is not None and is_seen)
        if self._views is None:
            return None
        tracked = self._tracked(link)
        self.eyes.look(self._views, head=self._head)
        return tracked

    def _tracked(self, link: Link) -> Tracked:
        is_focused = link.actions.sync() and self._state == "focused"
        head, hands, pushed = link.read(time=self._time) if is_focused else (link.head(time=self._time), NO_HANDS, {})
        self._head = head or self._head
        moved, self._was_moved = self._was_moved, False
        return Tracked(head=self._head, hands=hands, reading=self._reading(pushed), focused=is_focused, moved=moved)

    def _reading(self, pushed: Mapping[str, float]) -> Reading:
        if not pushed:
            self._down = frozenset()
            return NOTHING_PUSHED
        down = frozenset(name for name, value in pushed.items() if value > (LET_GO if name in self._down else PRESSED))
        pressed, self._down = down - self._down, down
        return Reading(pushed=pushed, pressed=pressed)

    def _adapt(self, link: Link) -> None:
        drawn_s = link.stopwatch.read()
        if drawn_s is None:
            return
        self.drawn_s = drawn_s
        if self.adapts:
            self._pace = paced(self._pace, drawn_s=drawn_s, shown_s=self.period_s)
            self.eyes.set_resolution(self._pace.factor)

    def _rest(self) -> None:
        self._views, self._down = None, frozenset()
        self.eyes.set_active(False)

    def _lose(self, error: BaseException) -> None:
        logger.warning("The headset is lost: %s", type(error).__name__)
        self._state = "lost"
        self._rest()

    def _begin(self) -> None:
        side_by_side.begin_cut()
        link = self._link
        if link is not None and self._state not in OVER and link.frames.begin():
            link.stopwatch.begin()

    def _end(self) -> None:
        side_by_side.end_cut()
        link = self._link
        if link is None or self._state in OVER or not link.frames.is_under_way:
            return
        submit(link, self.eyes)
        self._adapt(link)
