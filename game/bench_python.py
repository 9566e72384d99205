"""What is known of the Python that a measurement was made with: one takes 1.6 times as long as another."""

import platform
import sys
import sysconfig
import time
from collections.abc import Mapping
from typing import Any

OPTIMISING = ("--enable-optimizations", "--with-lto")
"""So most Pythons were configured that were optimised by a profile, or as a whole. Debian's was by a profile, and does
not say so: that is why a loop is measured."""
STEPS, TIMES = 20_000, 100


def describe() -> dict[str, Any]:
    """Return version, program, compiler, optimising flags where it tells of some, and how long a fixed loop takes."""
    return {
        "python": platform.python_version(),
        "python_program": sys.executable,
        "python_compiler": platform.python_compiler(),
        "python_optimisations": optimisations(str(sysconfig.get_config_var("CONFIG_ARGS") or "")),
        "python_loop_ms": min(_loop_ms() for _ in range(TIMES)),
    }


def told(machine: Mapping[str, Any]) -> str:
    """Return in words what `describe` found."""
    flags = " ".join(machine["python_optimisations"]) or "nothing said of optimisation"
    return (
        f"Python {machine['python']} ({machine['python_program']}, {machine['python_compiler']}, {flags}; "
        f"{STEPS:,} steps of a loop: {machine['python_loop_ms']:.2f} ms)"
    )


def optimisations(arguments: str) -> list[str]:
    """Return which optimising flags there are among what a Python was configured with."""
    words = [word.strip("'\"").partition("=")[0] for word in arguments.split()]
    return [flag for flag in OPTIMISING if flag in words]


def _loop_ms() -> float:
    total, began_s = 0, time.perf_counter()
    for step in range(STEPS):
        total += step * step % 7
    return 1000 * (time.perf_counter() - began_s)
