"""What a network is calculated on: the graphics card where there is one that works, else the processor."""

import logging

import torch
from torch import nn
from torch.nn import functional

from layerwalk.nn.messages import Wanted

logger = logging.getLogger(__name__)

CPU = torch.device("cpu")


def choose(wanted: Wanted = "auto") -> torch.device:
    """Return CUDA where there is such a card, else Apple's MPS, else the CPU; 'cpu' asks for the CPU at once.

    A card is only chosen if a small training step works on it; otherwise a line in the log says why not.
    """
    if wanted == "cpu":
        return CPU
    for device in _cards():
        try:
            _try(device)
            return device
        except (RuntimeError, NotImplementedError) as error:
            logger.warning("The GPU (%s) cannot be used, the CPU is: %s", device, error)
    if wanted == "gpu":
        logger.warning("There is no GPU that PyTorch can use: the CPU is used.")
    return CPU


def title(device: torch.device) -> str:
    """Return a device's name for people: 'CPU', 'Apple GPU', 'NVIDIA GeForce RTX 4070'."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return "Apple GPU" if device.type == "mps" else "CPU"


def of(model: nn.Module) -> torch.device:
    """Return the device of a network's weights; the CPU where it has none."""
    first = next(model.parameters(), None)
    return CPU if first is None else first.device


def _cards() -> list[torch.device]:
    cards = []
    if torch.cuda.is_available():
        cards.append(torch.device("cuda", torch.cuda.current_device()))
    if torch.backends.mps.is_available():
        cards.append(torch.device("mps"))
    return cards


def _try(device: torch.device) -> None:
    weights = torch.ones(2, 1, 3, 3, device=device, requires_grad=True)
    functional.conv2d(torch.ones(1, 1, 8, 8, device=device), weights).relu().sum().backward()  # type: ignore[no-untyped-call]
    if weights.grad is None or not bool(weights.grad.cpu().isfinite().all()):
        raise RuntimeError("its results are no numbers")
