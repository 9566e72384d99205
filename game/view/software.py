"""What Mesa's driver without a graphics card (llvmpipe) is told before it is loaded; other drivers do not listen."""

import os

VARIABLE = "LP_NUM_THREADS"
FEW_CORES = 2


def spare_cores(*, cores: int | None = None) -> None:
    """Let llvmpipe draw on the main thread alone where there are few cores, unless somebody has said otherwise.

    Its own threads gain nothing there, and take the core on which the network is calculated. Call it before the first
    window or buffer is opened. cores: those of the machine by default.
    """
    count = os.cpu_count() if cores is None else cores
    if count is not None and count <= FEW_CORES:
        os.environ.setdefault(VARIABLE, "0")
