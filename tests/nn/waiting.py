"""Wait for what a host says."""

import time
from collections.abc import Callable

from layerwalk.nn.loop import Host
from layerwalk.nn.messages import Reply

PATIENCE_S = 60.0


def until(host: Host, wanted: Callable[[Reply], bool]) -> list[Reply]:
    """Poll until a reply is as wanted; return all that came."""
    replies: list[Reply] = []
    end_s = time.monotonic() + PATIENCE_S
    while not any(map(wanted, replies)):
        assert time.monotonic() < end_s, replies
        replies += host.poll(wait_s=0.01)
    return replies
