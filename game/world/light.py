"""The dusk's light on stone, worked out once for every vertex; and the house's colours.

Colours are sRGB in [0, 1]; the sun stands low in the north (+Y).
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from layerwalk.game.world.mesh import Floats, Mesh

Bytes = NDArray[np.uint8]
Colour = tuple[float, float, float]

STONE: Colour = (0.272, 0.240, 0.228)
SIDE: Colour = (0.165, 0.145, 0.140)
INLAY: Colour = (0.345, 0.300, 0.278)
SLATE: Colour = (0.205, 0.190, 0.192)
RAIL: Colour = (0.520, 0.405, 0.340)
FRAME: Colour = (0.400, 0.318, 0.268)
PLINTH: Colour = (0.430, 0.345, 0.318)
WOOD: Colour = (0.330, 0.232, 0.180)
AMBER: Colour = (1.000, 0.694, 0.412)
TEXT: Colour = (1.000, 0.925, 0.839)
SECOND_TEXT: Colour = (0.886, 0.745, 0.627)
PLATE: Colour = (0.105, 0.084, 0.082)

SUN = np.array([0.0, 0.955, 0.296], np.float32)
FROM_ABOVE = np.array([0.86, 0.77, 0.78], np.float32)
FROM_BELOW = np.array([0.40, 0.33, 0.31], np.float32)
FROM_SUN = np.array([0.72, 0.40, 0.22], np.float32)


def baked(mesh: Mesh) -> Mesh:
    """Multiply every vertex's colour by the light that reaches it; what gives light itself stays as it is."""
    upward = (0.5 + 0.5 * mesh.normals[:, 2:3]).astype(np.float32)
    sun = np.maximum(mesh.normals @ SUN, 0.0)[:, None]
    light = FROM_ABOVE * upward + FROM_BELOW * (1 - upward) + FROM_SUN * sun
    emits = mesh.extras[:, 1:2]
    colours = mesh.colours.copy()
    colours[:, :3] *= light * (1 - emits) + emits
    return replace(mesh, colours=colours)


def seen(mesh: Mesh) -> Bytes:
    """Return every vertex's colour in that light as bytes; the fourth still says how much else it receives."""
    colours: Bytes = np.clip(baked(mesh).colours * 255 + 0.5, 0, 255).astype(np.uint8)
    return colours


def received(mesh: Mesh, amount: Floats | float) -> Mesh:
    """Set how much of its stage's light each vertex receives."""
    colours = mesh.colours.copy()
    colours[:, 3] = amount
    return replace(mesh, colours=colours)


def with_alpha(colour: Colour, *, receives: float = 0.0) -> tuple[float, float, float, float]:
    """Add to a colour how much of its stage's light it receives."""
    return (*colour, receives)
