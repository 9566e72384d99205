"""Colours for values: 256 steps each, looked up by a value in [0, 1]."""

import functools

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game import files

Bytes = NDArray[np.uint8]
NAMES = ("viridis", "cividis", "grey")
STEPS = 256


@functools.cache
def colours(name: str) -> Bytes:
    """Return the palette called `name` as (256, 3) uint8 sRGB; raise KeyError where there is none."""
    if name not in NAMES:
        raise KeyError(f"no palette {name!r}; there are {', '.join(NAMES)}")
    if name == "grey":
        steps = np.repeat(np.linspace(16, 255, STEPS).round().astype(np.uint8)[:, None], 3, axis=1)
    else:
        lines = files.asset("palettes", f"{name}.txt").read_text(encoding="ascii").split()
        steps = np.array([list(bytes.fromhex(line[1:])) for line in lines], np.uint8)
    steps.flags.writeable = False
    return steps


def look_up(values: NDArray[np.floating], *, name: str) -> Bytes:
    """Colour values in [0, 1] exactly as the shaders do: the nearest of 256 steps; (..., 3) uint8."""
    steps = np.floor(np.clip(values, 0.0, 1.0) * (STEPS - 1) + 0.5).astype(np.int64)
    found: Bytes = colours(name)[steps]
    return found


def texture(name: str) -> p3d.Texture:
    """Make the palette into a texture of 256 x 1 texels for `texelFetch`."""
    result = p3d.Texture(f"palette {name}")
    result.setup_2d_texture(STEPS, 1, p3d.Texture.T_unsigned_byte, p3d.Texture.F_rgb8)
    np.frombuffer(result.modify_ram_image(), np.uint8)[:] = colours(name)[:, ::-1].ravel()
    result.set_minfilter(p3d.SamplerState.FT_nearest)
    result.set_magfilter(p3d.SamplerState.FT_nearest)
    return result
