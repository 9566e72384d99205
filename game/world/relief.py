"""Which standing cell of the near maps a ray meets: the cubes of `cubes.py`, without drawing them."""

import numpy as np
from numpy.typing import NDArray

from layerwalk.game.world import cubes, rays
from layerwalk.game.world.placement import Point, Shell
from layerwalk.game.world.rays import Ray

Doubles = NDArray[np.float64]


def pick(ray: Ray, shell: Shell, shares: NDArray[np.float32], *, focus: Point) -> tuple[float, int, int, int] | None:
    """Return (distance, panel, row, column) of the first cell that stands in the way of `ray`, or None.

    shares: (panels, rows, columns) in [0, 1]. The cells stand round `focus`, the eye, and sink towards
    `cubes.REACH_M`.
    """
    near = _near(shell, focus)
    rows, columns = shares.shape[1:]
    origins, directions = _local(ray, shell, near, rows, columns)
    tall_m = cubes.TALL_SHARE * shell.face_m + cubes.FLAT_M
    hit = rays.boxes(origins, directions, np.zeros(3), np.array([columns, rows, tall_m]))
    found = [
        (distance, int(near[i]), row, column)
        for i in np.flatnonzero(np.isfinite(hit))
        for distance, row, column in _cells(shell, int(near[i]), shares[near[i]], origins[i], directions[i], focus)
    ]
    return min(found, default=None)
