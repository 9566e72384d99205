"""Light arcs: the connections of a network that no bridge follows, such as a residual short cut."""

import itertools
from collections.abc import Sequence

import numpy as np
import panda3d.core as p3d

from layerwalk.game.world import light, mesh, signs
from layerwalk.game.world.placement import Point

ARC: light.Colour = (0.72, 0.46, 0.26)
THICK_M = 0.055


def build(links: Sequence[Sequence[Point]]) -> p3d.NodePath:
    """Build a thin glowing bar along every link."""
    pieces = [
        (a, b) for line in links for a, b in itertools.pairwise(line) if np.linalg.norm(np.subtract(b, a)[:2]) > 1e-3
    ]
    if not pieces:
        return p3d.NodePath("links")
    starts, ends = np.array(pieces, np.float32).transpose(1, 0, 2)
    bars = mesh.beams(starts, ends, width_m=THICK_M, height_m=THICK_M, colour=light.with_alpha(ARC))
    return signs.stone_path(mesh.tagged(bars, stage=0, emission=1.0), name="links")
