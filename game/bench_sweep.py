"""A headset to be measured with: its hands sweep over what is ahead, and its eyes have as many pixels as is usual."""

import time
from dataclasses import replace
from typing import Any

import numpy as np

from layerwalk.game.move.intent import Reading
from layerwalk.game.view.rig import Hand, Pose, Tracked, headed, multiplied

PIXELS_PER_RADIAN = 900.0
"""About that of headsets with 1832x1920 pixels an eye: the world is as detailed as it would be there."""
SWEEP_DEG = 25.0


class Fine:
    """Stand before the eyes of a headset, as if they had more pixels."""

    pixels_per_radian = PIXELS_PER_RADIAN

    def __init__(self, eyes: Any) -> None:
        """Pass everything else on to `eyes`."""
        self._eyes = eyes

    def __getattr__(self, name: str) -> Any:
        """Return what the eyes have."""
        return getattr(self._eyes, name)


class Sweeping:
    """Stand before a headset: both hands sweep over what is ahead, and press nothing.

    share: how much of their way they have gone. took_s: the processor time of the headset's last answer; own_s: that
    of moving the hands, which is no part of the application.
    """

    share = 0.0
    took_s = own_s = 0.0

    def __init__(self, headset: Any) -> None:
        """Pass everything but hands and pixels on to a headset, which shall not draw less where it draws slowly."""
        self._headset = headset
        self.eyes = Fine(headset.eyes)
        headset.adapts = False

    def __getattr__(self, name: str) -> Any:
        """Return what the headset has."""
        return getattr(self._headset, name)

    def poll(self) -> Tracked | None:
        """Return what the headset says, with hands that have gone their way."""
        began_s = time.thread_time()
        tracked = self._headset.poll()
        answered_s = time.thread_time()
        swept = _pointing(tracked, self.share) if tracked else None
        self.took_s, self.own_s = answered_s - began_s, time.thread_time() - answered_s
        return swept


def _pointing(tracked: Tracked, share: float) -> Tracked:
    """Return what is tracked with both hands sweeping over what is ahead of the head, and nothing pressed."""
    x, y, z = tracked.head.point
    hands = []
    for side, sign in ((-0.2, 1.0), (0.2, -1.0)):
        turn = multiplied(tracked.head.turn, headed(sign * SWEEP_DEG * float(np.cos(4 * np.pi * share))))
        pose = Pose(point=(x + side, y + 0.3, z - 0.4), turn=turn)
        hands.append(Hand(aim=pose, grip=pose))
    return replace(tracked, hands=(hands[0], hands[1]), reading=Reading(), focused=True)
