"""The thread of light in the floor, from the picture to the answer, and the wave that runs along it."""

import itertools
from collections.abc import Sequence

import numpy as np

from layerwalk.game.world import light
from layerwalk.game.world.glows import Glow
from layerwalk.game.world.placement import Point

HALF_WIDTH_M = 0.85
LIFT_M = 0.022
PIECE_M = 2.5


def build(lines: Sequence[Sequence[Point]]) -> Glow:
    """Build ribbons along `lines`; their places are (metres across, metres along from the start)."""
    ribbons = [_ribbon(np.asarray(line, np.float64)) for line in lines]
    points, places = (np.concatenate([_quads(made[part]) for made in ribbons]).astype(np.float32) for part in (0, 1))
    return Glow(points=points, places=places, colour=light.AMBER, flows=True)


def _quads(ribbon: np.ndarray) -> np.ndarray:
    """Return the corners of a ribbon's pieces one after the other, from its left and right edge (k, 2, c)."""
    left, right = ribbon[:, 0], ribbon[:, 1]
    corners: np.ndarray = np.stack([left[:-1], right[:-1], right[1:], left[1:]], axis=1)
    return corners.reshape(-1, ribbon.shape[-1])


def _ribbon(line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    fine = [line[0]]
    for a, b in itertools.pairwise(line):
        pieces = max(1, int(np.ceil(np.linalg.norm(b - a) / PIECE_M)))
        fine += [a + (b - a) * (i + 1) / pieces for i in range(pieces)]
    middle = np.array(fine)
    steps = np.linalg.norm(np.diff(middle, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    heading = np.diff(middle[:, :2], axis=0) / np.maximum(steps[:, None], 1e-6)
    # The mitre at a corner: the mean of the two sides, lengthened so that the ribbon keeps its width.
    side = np.stack([heading[:, 1], -heading[:, 0]], axis=1)
    before, after = np.vstack([side[:1], side]), np.vstack([side, side[-1:]])
    mitre = before + after
    mitre /= np.maximum(np.linalg.norm(mitre, axis=1, keepdims=True), 1e-6)
    stretch = 1.0 / np.clip((mitre * after).sum(axis=1, keepdims=True), 0.5, 1.0)
    offset = np.column_stack([mitre * stretch, np.zeros(len(mitre))]) * HALF_WIDTH_M
    lifted = middle + [0, 0, LIFT_M]
    ribbon = np.stack([lifted - offset, lifted + offset], axis=1)
    place = np.stack(
        [
            np.column_stack([np.full(len(along), -HALF_WIDTH_M), along]),
            np.column_stack([np.full(len(along), HALF_WIDTH_M), along]),
        ],
        axis=1,
    )
    return ribbon, place


def length_m(line: Sequence[Point]) -> float:
    """Return the length of a line of points in metres."""
    return float(np.linalg.norm(np.diff(np.asarray(line), axis=0), axis=1).sum())


def place_m(line: Sequence[Point], point: Point) -> float:
    """Return how far along `line` (metres) it comes nearest to `point`."""
    points = np.asarray(line, np.float64)
    starts, steps = points[:-1], np.diff(points, axis=0)
    lengths = np.linalg.norm(steps, axis=1)
    share = ((np.asarray(point) - starts) * steps).sum(axis=1) / np.maximum(lengths**2, 1e-9)
    share = np.clip(share, 0, 1)
    away = np.linalg.norm(starts + steps * share[:, None] - np.asarray(point), axis=1)
    nearest = int(away.argmin())
    return float(lengths[:nearest].sum() + lengths[nearest] * share[nearest])
