"""What a measurement was made on, and how much memory it took."""

import os
import platform
import sys
from pathlib import Path
from typing import Any

import panda3d.core as p3d

from layerwalk.game import bench_python

CPU_INFO = Path("/proc/cpuinfo")
STATUS = Path("/proc/self/status")
STAT = Path("/proc/stat")
STOLEN_AT = 8
"""The word of its first line that counts what other machines on the same host had of the processors (proc_stat(5))."""


def describe() -> dict[str, Any]:
    """Return the processor, how many of its cores may be used, and the versions of the system, Python and Panda3D."""
    return {
        "cpu": _cpu(),
        "cores": cores(),
        "system": f"{platform.system()} {platform.machine()}",
        **bench_python.describe(),
        "panda3d": p3d.PandaSystem.get_version_string(),
    }


def peak_memory_mb() -> float | None:
    """Return the most memory that this process has held, in MB of 10^6 bytes; None where the system does not say."""
    # Not getrusage on Linux: there a new process begins with the peak of the one that started it.
    if STATUS.exists():
        kilobytes = _field(STATUS, "VmHWM").split()[0]
        return int(kilobytes) * 1024 / 1e6
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return None


def stolen() -> int:
    """Return for how long the host of a virtual machine has had its processors, in ticks; 0 where nothing tells.

    What is stolen from a thread while it runs counts as its own processor time.
    """
    words = STAT.read_text("ascii").split(None, STOLEN_AT + 1) if STAT.exists() else []
    return int(words[STOLEN_AT]) if len(words) > STOLEN_AT else 0


def _cpu() -> str:
    named = _field(CPU_INFO, "model name") if CPU_INFO.exists() else ""
    return named or platform.processor() or platform.machine()


def cores() -> int:
    """Return how many processors this process may use."""
    # Fewer than the machine has, where a container or a job scheduler says so.
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _field(path: Path, name: str) -> str:
    for line in path.read_text("utf-8", errors="replace").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return ""
