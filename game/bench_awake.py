"""Processors that do not sleep while something is measured, nor are lent to others meanwhile, as virtual ones are.

Runs by itself as the process that keeps one of them busy.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from layerwalk.game import bench_machine


@contextmanager
def awake() -> Iterator[None]:
    """Keep every processor busy with something that gives way to all else, until the end of the block."""
    words = [sys.executable, "-P", "-m", __name__]
    busy = [subprocess.Popen(words, stdin=subprocess.PIPE) for _ in range(bench_machine.cores())]
    try:
        yield
    finally:
        for each in busy:
            each.kill()
            each.communicate()


def _give_way() -> None:
    """Run only where nobody else wants to."""
    if sys.platform == "linux":
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    elif sys.platform != "win32":
        os.nice(19)
    else:
        import ctypes

        idle = 0x40
        ctypes.windll.kernel32.SetPriorityClass(ctypes.windll.kernel32.GetCurrentProcess(), idle)


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    _give_way()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        pass
