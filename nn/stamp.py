"""Tell whether weights are still those that a job began with."""

from torch import nn

Stamp = tuple[int, ...]


def of(model: nn.Module) -> Stamp:
    """Return what differs whenever something has been written into the weights."""
    return (*(value._version for value in model.parameters()), *(value._version for value in model.buffers()))
