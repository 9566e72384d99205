"""All that belongs to one session of the runtime's: made together and given back together, where the context is."""

import logging
from collections.abc import Mapping

import xr

from layerwalk.game.view.rig import Hand, Pose
from layerwalk.game.view.xr import graphics, instance, profiles
from layerwalk.game.view.xr.actions import Actions
from layerwalk.game.view.xr.frames import Frames
from layerwalk.game.view.xr.hands import Hands
from layerwalk.game.view.xr.layer import Layer
from layerwalk.game.view.xr.session import Session
from layerwalk.game.view.xr.spaces import Spaces
from layerwalk.game.view.xr.stopwatch import Stopwatch
from layerwalk.game.view.xr.swapchains import Swapchain
from layerwalk.game.view.xr.trouble import HeadsetError

logger = logging.getLogger(__name__)


class Link:
    """Hold a session with its frames, rooms, pictures, actions and hands."""

    def __init__(self, runtime: instance.Runtime, *, size: tuple[int, int], eye_height_m: float) -> None:
        """Begin a conversation, with pictures of `size` pixels; raise HeadsetError where the runtime refuses."""
        graphics.check(runtime.instance, runtime.system)
        wanted = xr.SessionCreateInfo(system_id=runtime.system, next=graphics.binding())
        try:
            handle = xr.create_session(runtime.instance, wanted)
        except xr.ErrorResult as error:
            logger.debug("The runtime made no session: %r.", error)
            raise HeadsetError("no_session") from error
        self.session = Session(handle)
        self.spaces = Spaces(handle, eye_height_m=eye_height_m)
        self.swapchain = Swapchain(handle, size=size)
        self.frames = Frames(handle)
        self.layer = Layer(self.swapchain, views=self.frames.views)
        self.frames.show(self.layer.told)
        self.actions = Actions(runtime.instance, handle)
        self.hands = Hands(runtime.instance, handle) if runtime.has_hands else None
        self._located = (self.spaces.head, *self.actions.spaces)
        self.stopwatch = Stopwatch()
        self.session.on_space = self.spaces.changes
        self.session.on_profile = self._tell_profiles
        self._told: Mapping[str, str] = {}
        self._parts: Mapping[str, frozenset[str]] = dict.fromkeys(profiles.SIDES, frozenset())

    def head(self, *, time: int) -> Pose | None:
        """Return where the head is in the room, None where that is not known."""
        return self.spaces.locate(self.spaces.head, time=time)

    def read(self, *, time: int) -> tuple[Pose | None, tuple[Hand, Hand], Mapping[str, float]]:
        """Return the head, both hands, and how far everything that they hold is pushed and they pinch, 0 to 1."""
        head, left_aim, left_grip, right_aim, right_grip = self.spaces.locate_all(self._located, time=time)
        pushed = self.actions.pushed(seen=(left_aim is not None, right_aim is not None))
        left = Hand(aim=left_aim, grip=left_grip, parts=self._parts["left"])
        right = Hand(aim=right_aim, grip=right_grip, parts=self._parts["right"])
        if self.hands is None or not (left_aim is None or right_aim is None):
            return head, (left, right), pushed
        pinched = dict(pushed)
        left = self._or_bare("left", left, pinched, time=time)
        return head, (left, self._or_bare("right", right, pinched, time=time)), pinched

    def close(self) -> None:
        """Give everything back; what the session holds goes with it."""
        self.stopwatch.close()
        self.swapchain.close()
        if self.hands:
            self.hands.close()
        self.actions.close()
        xr.destroy_session(self.session.handle)

    def _or_bare(self, side: str, held: Hand, pushed: dict[str, float], *, time: int) -> Hand:
        """Return the controller's hand while it is seen, else the bare one, and add how far that pinches."""
        if held.aim is not None or self.hands is None:
            return held
        hand, pinch = self.hands.find(side, self.spaces, time=time) or (held, 0.0)
        if pinch:
            pushed[f"vr_{side}_{profiles.PINCH}"] = pinch
        return hand

    def _tell_profiles(self) -> None:
        self.actions.expect_all()
        told, self._told = self._told, self.actions.profiles()
        self._parts = profiles.parts(self._told)
        for side in profiles.SIDES:
            if self._told[side] != told.get(side):
                logger.info("The %s hand holds %s.", side, self._told[side] or "nothing")
