"""The shape of a bare hand: a capsule along each of its bones, which a shader puts between the joints. Once built.

The joints are OpenXR's 26, in its order: palm, wrist, four of the thumb, five of each finger.
"""

import itertools

import numpy as np
import panda3d.core as p3d

from layerwalk.game.world import light, mesh, shaders

COUNT = 26
WRIST = 1
FINGERS = ((2, 3, 4, 5), *(tuple(range(first, first + 5)) for first in (6, 11, 16, 21)))
"""The thumb's joints and the fingers', from the wrist to the tip."""
PINCHING = (5, 10)
"""The tips that press together."""
BODY: light.Colour = (0.190, 0.165, 0.162)
TIP: light.Colour = light.AMBER
ROUND, RISE = 14, 4
"""Into how many parts a capsule is divided all around, and each of its ends from its middle to its pole."""


def bones() -> tuple[tuple[int, int], ...]:
    """Return the joints that a bone lies between, those nearer to the wrist first."""
    along = [pair for finger in FINGERS for pair in itertools.pairwise(finger)]
    palm = [(WRIST, finger[0]) for finger in FINGERS]
    # The fingers' own bones leave gaps in the palm.
    across = [(one[part], other[part]) for one, other in itertools.pairwise(FINGERS[1:]) for part in (0, 1)]
    return (*along, *palm, *across, (FINGERS[0][1], FINGERS[1][1]))


def build() -> p3d.NodePath:
    """Return the hand; the shader input `joints` says where its joints are, four numbers each."""
    ball = _capsule()
    one = len(ball)
    found = bones()
    grid = np.arange(one).reshape(-1, ROUND + 1)
    a, b, c, d = grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]
    capsule = np.stack([a, b, c, a, c, d], axis=-1).reshape(-1, 3)
    triangles = np.concatenate([capsule + one * number for number in range(len(found))]).astype(np.uint32)
    far = np.arange(one) >= one // 2
    ends = [np.where(far[:, None], (end, start), (start, end)) for start, end in found]
    towards = np.where(far, 1.0, -1.0)[:, None]
    node = mesh.geom_node(
        "glove",
        [
            ("vertex", np.tile(ball, (len(found), 1)).astype(np.float32)),
            ("color", np.concatenate([_colours(end, far) for _, end in found])),
            ("bone", np.concatenate(ends).astype(np.float32)),
            ("towards", np.tile(towards, (len(found), 1)).astype(np.float32)),
        ],
        triangles,
    )
    node.set_bounds(p3d.OmniBoundingVolume())
    node.set_final(True)
    path = p3d.NodePath(node)
    shaders.wear(path, "glove")
    return path


def _capsule() -> np.ndarray:
    """Return both halves of a ball from pole to pole; each half belongs to its own end of the bone."""
    low = np.linspace(-np.pi / 2, 0.0, RISE + 1)
    up = np.concatenate([low, -low[::-1]])[:, None]
    turn = np.linspace(0, 2 * np.pi, ROUND + 1)
    return np.stack([np.cos(up) * np.cos(turn), np.cos(up) * np.sin(turn), np.sin(up) + 0 * turn], axis=-1).reshape(
        -1, 3
    )


def _colours(end: int, far: np.ndarray) -> np.ndarray:
    """Return the colours of a bone; the tips that press have a shine of amber."""
    tip = (*(0.55 * part for part in TIP), 0.5) if end in PINCHING else (*BODY, 0.0)
    colours = np.where(far[:, None], tip, (*BODY, 0.0))
    return (255 * colours + 0.5).astype(np.uint8)
