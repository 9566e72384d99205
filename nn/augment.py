"""Vary training pictures as Harley does: each is shifted, turned, skewed and resized a little, at random."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import torch
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True, slots=True, kw_only=True)
class Augmentation:
    """Say how far a picture may be varied either way; each amount is drawn evenly from [-limit, limit]."""

    shift_px: float = 0.0
    rotate_deg: float = 0.0
    skew_deg: float = 0.0
    scale: float = 0.0

    def __str__(self) -> str:
        return (
            f"shift ±{self.shift_px:g} px, rotation ±{self.rotate_deg:g}°, "
            f"skew ±{self.skew_deg:g}°, size ±{self.scale:.0%}"
        )


REGISTRY: Mapping[str, Augmentation | None] = MappingProxyType(
    {
        "none": None,
        "gentle": Augmentation(shift_px=1, rotate_deg=8, skew_deg=6, scale=0.08),
        "harley": Augmentation(shift_px=2, rotate_deg=12, skew_deg=10, scale=0.1),
    }
)


def augment(pictures: Tensor, augmentation: Augmentation, *, generator: torch.Generator) -> Tensor:
    """Return a varied copy of `pictures`, (N, C, H, W) float32 in [0, 1], each by its own amounts.

    Pixels are read through an inverse affine map with bilinear interpolation; what comes from outside is 0.
    Source: A. W. Harley, An Interactive Node-Link Visualization of Convolutional Neural Networks, ISVC 2015.
    """
    transforms = _transforms(len(pictures), pictures.shape[-1], augmentation, generator)
    grid = functional.affine_grid(transforms, list(pictures.shape), align_corners=False)
    return functional.grid_sample(pictures, grid, align_corners=False)


def _transforms(count: int, side_px: int, limits: Augmentation, generator: torch.Generator) -> Tensor:
    """Return (N, 2, 3) maps from the varied picture's coordinates, in [-1, 1], to the original's."""
    turn, skew, scale, x, y = torch.rand((5, count), generator=generator) * 2 - 1
    turn = turn * math.radians(limits.rotate_deg)
    skew = torch.tan(skew * math.radians(limits.skew_deg))
    zoom = 1 / (1 + scale * limits.scale)
    shift = 2 * limits.shift_px / side_px
    cos, sin = torch.cos(turn) * zoom, torch.sin(turn) * zoom
    first = torch.stack([cos, cos * skew - sin, x * shift], dim=1)
    second = torch.stack([sin, sin * skew + cos, y * shift], dim=1)
    return torch.stack([first, second], dim=1)
