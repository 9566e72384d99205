"""What the runtime makes of our pictures: `python3 tools/xr/run.py --picture pytest tests/xr/test_composited.py`."""

import os
import time

import numpy as np
import pytest

pytestmark = [
    pytest.mark.xr,
    pytest.mark.skipif(os.environ.get("XR_COMPOSITOR") != "xcb", reason="needs the runtime's own picture: --picture"),
]

COLOUR = (120, 60, 30)
WIDE, TALL = 960, 540
"""The runtime's window, in the upper left corner of the screen; an eye in each half."""


def seen():
    """Return the middle of the mark in the runtime's picture of each eye, as shares of its width and height."""
    import screen

    picture = screen.grab()[:TALL, :WIDE].astype(int)
    middles = []
    for half in (picture[:, : WIDE // 2], picture[:, WIDE // 2 :]):
        rows, columns = np.nonzero((abs(half - np.array(COLOUR)) <= 4).all(axis=2))
        if len(rows) < 20:
            return None
        middles.append((columns.mean() / (WIDE // 2), rows.mean() / TALL))
    return middles


def composited(shown):
    """Do frames until the runtime's picture stands still, and return what is seen in it."""
    deadline, before = time.monotonic() + 20, None
    while time.monotonic() < deadline:
        for _ in range(4):
            shown.frame()
        now = seen()
        if now is not None and before is not None and np.allclose(now, before, atol=0.005):
            return now
        before = now
    raise AssertionError("the mark was not seen in its own colour")


@pytest.mark.parametrize("resolution", [1.0, 0.5])
def test_colours_places_and_eyes_come_through_whatever_the_resolution(resolution, base, remote, show):
    import markers

    path = markers.mark(base.render, (0.1, 0.8, 1.75), COLOUR)
    shown = show()
    shown.headset.adapts = False
    shown.headset.eyes.set_resolution(resolution)
    left, right = composited(shown)
    shown.focus()
    eyes = shown.eyes()
    for middle, eye in zip((left, right), eyes, strict=True):
        across, upward = (0.1 - eye.pose.point[0]) / 0.8, (1.75 - eye.pose.point[2]) / 0.8
        told = (across - eye.left) / (eye.right - eye.left), (eye.up - upward) / (eye.up - eye.down)
        assert middle == pytest.approx(told, abs=0.01)
    assert left[0] > right[0]
    path.remove_node()
