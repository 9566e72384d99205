"""Read a picture file as a drawing for the easel: light ink on black, square."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from layerwalk.game.errors import PlainError

FINENESS = 4
"""So many pixels each way stand for one of the data's pictures."""

PAPER_QUANTILE, INK_QUANTILE = 0.75, 0.995


def read(path: Path, *, picture_side_px: int = 28, ink: bool = True) -> NDArray[np.float32]:
    """Return the picture in `path` as a square of float32 in [0, 1], 1 = ink; raise PlainError where there is none.

    Its side is four times `picture_side_px`. Where `ink` is on, a picture whose border is light is ink on paper: it is
    inverted, and stretched so that the paper is 0 and the darkest ink 1. One with a dark border is taken as it is, and
    so is every picture where `ink` is off. What is not square is centred on black.
    """
    try:
        with Image.open(path) as image:
            grey = _on_white(ImageOps.exif_transpose(image)).convert("L")
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        reason = getattr(error, "strerror", None) or "it is not one that can be read"
        raise PlainError(f"{path}: expected a picture, but: {reason}.") from error
    light = np.asarray(grey, np.float32) / np.float32(255)
    side = FINENESS * picture_side_px
    square = ImageOps.pad(Image.fromarray(_as_ink(light) if ink else light), (side, side), Image.Resampling.BOX)
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
