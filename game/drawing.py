"""Read a picture file as a drawing for the easel: light ink on black, square."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from layerwalk.game.errors import PlainError

SIDE_PX = 112
"""Four pixels for each of the network's 28."""

PAPER_QUANTILE, INK_QUANTILE = 0.75, 0.995


def read(path: Path) -> NDArray[np.float32]:
    """Return the picture in `path` as (112, 112) float32 in [0, 1], 1 = ink; raise PlainError where there is none.

    A picture whose border is light is ink on paper: it is inverted, and stretched so that the paper is 0 and the
    darkest ink 1. One with a dark border is taken as it is. What is not square is centred on black.
    """
    try:
        with Image.open(path) as image:
            grey = _on_white(ImageOps.exif_transpose(image)).convert("L")
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        reason = getattr(error, "strerror", None) or "it is not one that can be read"
        raise PlainError(f"{path}: expected a picture, but: {reason}.") from error
    ink = _as_ink(np.asarray(grey, np.float32) / np.float32(255))
    square = ImageOps.pad(Image.fromarray(ink), (SIDE_PX, SIDE_PX), Image.Resampling.BOX)
    return np.asarray(square, np.float32).clip(0, 1)


def _on_white(image: Image.Image) -> Image.Image:
    """Lay a picture with transparent parts on white paper."""
    if not image.has_transparency_data:
        return image
    paper = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(paper, image.convert("RGBA"))


def _as_ink(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    if np.median(border) <= 0.5:
        return grey
    ink = 1 - grey
    low, high = np.quantile(ink, (PAPER_QUANTILE, INK_QUANTILE))
    stretched: NDArray[np.float32] = ((ink - low) / max(high - low, 1e-3)).clip(0, 1).astype(np.float32)
    return stretched
