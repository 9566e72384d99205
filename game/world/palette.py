"""Colours for values: 256 steps each, looked up by a value in [0, 1]."""

import functools

import numpy as np
import panda3d.core as p3d
from numpy.typing import NDArray

from layerwalk.game import files

Bytes = NDArray[np.uint8]
NAMES = ("viridis", "cividis", "grey")
STEPS = 256
SIGNED_ZERO = 128
"""The step of a signed palette that stands for 0; it reaches as far below as above."""
SIGNED = (
    (-1.0, (128, 194, 255)),
    (-0.6, (56, 132, 222)),
    (-0.2, (38, 76, 130)),
    (0.0, (46, 44, 47)),
    (0.2, (130, 64, 30)),
    (0.6, (222, 100, 32)),
    (1.0, (255, 158, 84)),
)
"""Blue below 0, orange above: told apart by everyone, and the brighter the farther from 0."""


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


@functools.cache
def signed() -> Bytes:
    """Return the palette of signed values as (256, 3) uint8 sRGB: step 128 is 0, 1 and 255 are equally far from it."""
    share = (np.arange(STEPS) - SIGNED_ZERO) / (STEPS - 1 - SIGNED_ZERO)
    at, stops = [stop for stop, _ in SIGNED], np.array([colour for _, colour in SIGNED])
    channels = [np.interp(share, at, stops[:, channel]) for channel in range(3)]
    steps: Bytes = np.stack(channels, axis=1).round().astype(np.uint8)
    steps.flags.writeable = False
    return steps


def texture(name: str) -> p3d.Texture:
    """Make the palette into a texture of 256 x 1 texels for `texelFetch`."""
    return _texture(name, colours(name))


def signed_texture() -> p3d.Texture:
    """Make the palette of signed values into a texture of 256 x 1 texels for `texelFetch`."""
    return _texture("signed", signed())


def _texture(name: str, steps: Bytes) -> p3d.Texture:
    result = p3d.Texture(f"palette {name}")
    result.setup_2d_texture(STEPS, 1, p3d.Texture.T_unsigned_byte, p3d.Texture.F_rgb8)
    np.frombuffer(result.modify_ram_image(), np.uint8)[:] = steps[:, ::-1].ravel()
    result.set_minfilter(p3d.SamplerState.FT_nearest)
    result.set_magfilter(p3d.SamplerState.FT_nearest)
    return result
