"""What is changed while a picture is made: its pixels, or its spectrum."""

import math

import torch
from torch import Tensor

from layerwalk.nn.aim import Space

EDGE = 0.02
"""The darkest and lightest pixel of a start that the spectrum can come from: black and white lie at infinity."""


class Canvas:
    """Hold pictures, (N, C, H, W) float32 in [0, 1], as the numbers that are changed; `numbers` is the leaf.

    space: 'pixels', kept in the range by clipping after each step; 'fourier', the spectrum with each frequency scaled
    by its length as natural pictures have it, drawn through a sigmoid (Olah, Mordvintsev and Schubert, Feature
    Visualization, 2017). One channel or several are treated alike.
    """

    def __init__(self, start: Tensor, *, space: Space) -> None:
        """Begin with the pictures `start`."""
        self._size = (start.shape[-2], start.shape[-1])
        self._fourier = space == "fourier"
        self._scale = _scale(*self._size).to(start.device) if self._fourier else torch.ones(1, device=start.device)
        self._scales: dict[tuple[int, int], Tensor] = {}
        self.numbers = (self._spectrum(start) if self._fourier else start.clone()).requires_grad_()

    def picture(self, *, shift_px: tuple[int, int] = (0, 0)) -> Tensor:
        """Return the pictures, with the graph that leads back to the numbers; shift_px: rolled down and right."""
        if not self._fourier:
            return self.numbers.roll(shift_px, (-2, -1)) if any(shift_px) else self.numbers
        if shift_px not in self._scales:
            self._scales[shift_px] = self._scale * _turns(self._size, shift_px).to(self._scale.device)
        spectrum = torch.view_as_complex(self.numbers) * self._scales[shift_px]
        picture: Tensor = torch.fft.irfft2(spectrum, s=self._size, norm="ortho").sigmoid()
        return picture

    def settle(self) -> None:
        """Bring the pictures back into the range after a step; without gradients."""
        if not self._fourier:
            self.numbers.clamp_(0, 1)

    def _spectrum(self, start: Tensor) -> Tensor:
        spectrum = torch.fft.rfft2(start.clamp(EDGE, 1 - EDGE).logit(), norm="ortho")
        return torch.view_as_real(spectrum / self._scale).clone()


def _scale(height: int, width: int) -> Tensor:
    """Return (H, W // 2 + 1): one over each frequency, so that the mean of a picture moves as its number does."""
    longest, area = max(height, width), height * width
    rows, columns = torch.fft.fftfreq(height)[:, None], torch.fft.rfftfreq(width)[None]
    lengths = (rows.square() + columns.square()).sqrt() * longest
    scale: Tensor = math.sqrt(area) / lengths.clamp(min=1)
    return scale


def _turns(size: tuple[int, int], shift_px: tuple[int, int]) -> Tensor:
    """Return by how much each frequency's wave turns where a picture of a size is rolled, (H, W // 2 + 1) complex.

    That is far less work than to roll all pictures, and their gradients back.
    """
    down, right = (shift / length for shift, length in zip(shift_px, size, strict=True))
    rows, columns = torch.arange(size[0])[:, None], torch.arange(size[1] // 2 + 1)
    angles = -math.tau * (rows * down + columns * right)
    return torch.polar(torch.ones_like(angles), angles)
