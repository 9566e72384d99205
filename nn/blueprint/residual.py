"""The residual block, as a torch module."""

from torch import Tensor, nn


class Residual(nn.Module):
    """Add to what comes in what two padded convolutions make of it.

    Where the number of maps changes, a 1×1 convolution brings what comes in to it first.
    Source: K. He et al., Deep Residual Learning for Image Recognition, 2015, section 3.2; without its batch norms.
    """

    def __init__(self, maps: int, filters: int, kernel: int, activation: nn.Module | None) -> None:
        """Make the block for pictures of `maps` maps; `kernel` is odd, so that they keep their size."""
        super().__init__()
        self.conv1 = nn.Conv2d(maps, filters, kernel, padding=kernel // 2)
        self.conv2 = nn.Conv2d(filters, filters, kernel, padding=kernel // 2)
        self.shortcut = nn.Conv2d(maps, filters, 1) if maps != filters else None
        self.activation = activation

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, filters, H, W) for (N, maps, H, W)."""
        short = x if self.shortcut is None else self.shortcut(x)
        y = self.conv2(self._activate(self.conv1(x)))
        return self._activate(y + short)

    def _activate(self, x: Tensor) -> Tensor:
        return x if self.activation is None else self.activation(x)
