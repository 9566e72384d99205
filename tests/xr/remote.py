"""Script the head, the eyes and both hands of a Monado service that runs its `remote` driver.

The service listens on TCP port 4242 for records of 376 bytes. Axes and units are OpenXR's: metres, +Y up, -Z ahead;
turns are quaternions (x, y, z, w).
"""

import math
import socket
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

PORT = 4242
HEADER = b"mndrmt3\0"
RECORD_SIZE = 376
GREETING_S = 5.0
Turn = tuple[float, float, float, float]
Place = tuple[float, float, float]
View = tuple[tuple[float, float, float, float], Turn, Place]
"""(left, right, up, down) in radians, turn and place, both seen from the head."""
UNTURNED: Turn = (0.0, 0.0, 0.0, 1.0)
BUTTONS = ("system_click", "system_touch", "a_click", "a_touch", "b_click", "b_touch", "trigger_click", "trigger_touch")
BUTTONS += ("thumbstick_click", "thumbstick_touch", "trackpad_touch")


def yaw(deg: float) -> Turn:
    """Return a turn to the left."""
    half = math.radians(deg) / 2
    return 0.0, math.sin(half), 0.0, math.cos(half)


def pitch(deg: float) -> Turn:
    """Return a turn upwards."""
    half = math.radians(deg) / 2
    return math.sin(half), 0.0, 0.0, math.cos(half)


def looking(x: float, y: float, z: float) -> Turn:
    """Return the turn that looks along a direction, to the side and then up."""
    aside, up = math.atan2(-x, -z) / 2, math.atan2(y, math.hypot(x, z)) / 2
    across = math.sin(aside), math.cos(aside)
    return across[1] * math.sin(up), across[0] * math.cos(up), -across[0] * math.sin(up), across[1] * math.cos(up)


@dataclass
class Hand:
    """Hold what one hand does."""

    position: Place
    rotation: Turn = UNTURNED
    active: bool = True
    hand_tracking: bool = False
    finger_curl: list[float] = field(default_factory=lambda: [0.0] * 5)
    trigger: float = 0.0
    squeeze: float = 0.0
    squeeze_force: float = 0.0
    thumbstick: tuple[float, float] = (0.0, 0.0)
    trackpad_force: float = 0.0
    trackpad: tuple[float, float] = (0.0, 0.0)
    buttons: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(BUTTONS, False))

    def pack(self) -> bytes:
        """Return the hand's part of a record."""
        velocities = (0.0,) * 6
        poses = struct.pack("<4f3f6f", *self.rotation, *self.position, *velocities)
        values = (self.trigger, self.squeeze, self.squeeze_force, *self.thumbstick, self.trackpad_force, *self.trackpad)
        flags = (self.hand_tracking, self.active, *(self.buttons[name] for name in BUTTONS))
        return poses + struct.pack("<5f8f13?3x", *self.finger_curl, *values, *flags)


class Remote:
    """Hold a connection to the service; change what is to change, then `send`."""

    def __init__(self, *, port: int = PORT, timeout_s: float = 10.0) -> None:
        """Connect; raise OSError where nobody listens after so long."""
        self._socket = _connected(port, timeout_s)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.head_position: Place = (0.0, 1.6, 0.0)
        self.head_rotation: Turn = UNTURNED
        self.views: Sequence[View] | None = None
        self.left, self.right = Hand((-0.2, 1.3, -0.5)), Hand((0.2, 1.3, -0.5))
        self._greet()

    def send(self) -> None:
        """Send everything; it holds until the next time."""
        eyes = b"".join(struct.pack("<4f4f3f4x", *fov, *turn, *place) for fov, turn, place in self.views or ())
        head = struct.pack("<4f3f?3x", *self.head_rotation, *self.head_position, bool(self.views))
        record = HEADER + (eyes or b"\0" * 96) + head + self.left.pack() + self.right.pack()
        assert len(record) == RECORD_SIZE, len(record)
        self._socket.sendall(record)

    def hold(self, side: str, **controls: Any) -> None:
        """Push controls of a hand: trigger=1.0, thumbstick=(0, 1), b_click=True."""
        hand = self.hand(side)
        for name, value in controls.items():
            if name in hand.buttons:
                hand.buttons[name] = value
            else:
                setattr(hand, name, value)

    def point(self, side: str, at: Place) -> None:
        """Turn a hand so that it points, from where it is, at a place."""
        hand = self.hand(side)
        hand.rotation = looking(*(there - here for here, there in zip(hand.position, at, strict=True)))

    def hand(self, side: str) -> Hand:
        """Return the 'left' or the 'right' hand."""
        return {"left": self.left, "right": self.right}[side]

    def _greet(self) -> None:
        """Take what the service tells first: the state of its start and its latest; it listens to one at a time."""
        self._socket.settimeout(GREETING_S)
        greeting = b""
        while len(greeting) < 2 * RECORD_SIZE:
            try:
                told = self._socket.recv(4096)
            except OSError:
                told = b""
            if not told:
                self.close()
                raise OSError("the service did not greet; is somebody else connected to it?")
            greeting += told

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def _connected(port: int, timeout_s: float) -> socket.socket:
    deadline = time.monotonic() + timeout_s
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 2)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
