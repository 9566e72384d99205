"""A headset that is worn in a visit: what it says goes to the visit, what the visit shows goes to it. Main thread."""

from typing import Protocol

import panda3d.core as p3d

from layerwalk.game import worn
from layerwalk.game.ui.board import Frame
from layerwalk.game.view.rig import Pose, Rig, Tracked
from layerwalk.game.visit import Visit
from layerwalk.game.wearing import Wearing


class Device(Protocol):
    """What a headset must be able to do."""

    @property
    def origin(self) -> p3d.NodePath:
        """Return the room, to be put into the world."""

    def poll(self) -> Tracked | None:
        """Return where head and hands are in this frame, None while there is nothing to draw for them."""

    def pulse(self, hand: str, *, seconds: float, strength: float) -> None:
        """Let a hand feel something."""

    def recentre(self, *, eye_height_m: float | None = None) -> bool:
        """Measure the room anew; return whether that could be done."""


class Immersion:
    """Hold a headset that is worn. Every frame: `act`, the visit's `update` by `head`, and then `show`."""

    def __init__(self, device: Device, visit: Visit, *, head: p3d.NodePath) -> None:
        """Put a headset on; head: its camera, under the device's room."""
        self.head = head
        self._device, self._visit = device, visit
        device.origin.reparent_to(visit.scene.path)
        self.wearing = Wearing(visit)
        self._worn = worn.Worn(visit.scene, head=head)
        self._placed: Pose | None = None
        self.rig: Rig | None = None
        """Where the visitor is, None as long as the headset has not said it."""

    def act(self, *, dt_s: float) -> bool:
        """Do what the visitor wants in this frame; return False where the headset says nothing now."""
        tracked = self._device.poll()
        if tracked is None:
            return False
        wearing = self.wearing
        self.rig = rig = wearing.act(tracked, dt_s=dt_s)
        if rig.origin is not self._placed:
            self._placed = rig.origin
            worn.place(self._device.origin, rig)
        for pulse in wearing.pulses:
            self._device.pulse(pulse.hand, seconds=pulse.seconds, strength=pulse.strength)
        if wearing.was_recentred:
            wearing.was_recentred = False
            self._device.recentre()
            wearing.rigging.recentre()
        return True

    def show(self, *, dt_s: float) -> None:
        """Bring up to date what the headset adds to what is seen."""
        if self.rig is not None:
            self._worn.show(self.wearing, self.rig, dt_s=dt_s)

    @property
    def plates(self) -> tuple[Frame, ...]:
        """Return where what is told stands before the visitor."""
        return self._worn.plates

    def set_text_size(self, text_size: float) -> None:
        """Write what the headset adds larger or smaller."""
        self._worn.set_text_size(text_size)

    def close(self) -> None:
        """Take the headset off; the device stays open."""
        self._worn.close()
        self.wearing.close()
        self._device.origin.detach_node()
