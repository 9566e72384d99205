"""Find what a network can spare first, for one picture and with the lesions that it has."""

from collections.abc import Generator

import numpy as np
import torch
from torch import Tensor

from layerwalk.nn import masked
from layerwalk.nn.graph import Change
from layerwalk.nn.lesions.units import LesionError
from layerwalk.nn.messages import Floats
from layerwalk.nn.opening import Network
from layerwalk.nn.said import say

TOGETHER = 16
"""So many maps are left out in a piece, each in a picture of its own: a stroke waits for no more than that."""


def least(
    network: Network, picture: Floats, node: str, kept: tuple[int, ...], change: Change | None, *, place: torch.device
) -> Generator[None, None, int]:
    """Return which of the `kept` maps of a layer matters least: without it, the present guess stays the likeliest.

    picture: (C, H, W) float32. kept: the maps, or neurons of a line, that still work. change: the lesions that count.
    Raise LesionError where nothing is left to choose from. Source: importance by ablation, as in `importance`, but for
    the class that the network takes the picture for.
    """
    if not kept:
        raise LesionError(f"{node}: nothing is left to take away.", say("lesion_faults.nothing_left"))
    given = torch.from_numpy(np.array(picture, np.float32)).to(place)[None]
    whole = _scores(network, given, node, [None], change)[0]
    guess = int(whole.argmax())
    shares: list[float] = []
    for first in range(0, len(kept), TOGETHER):
        left_out = list(kept[first : first + TOGETHER])
        shares += _scores(network, given, node, left_out, change)[:, guess].tolist()
        yield
    return kept[int(np.argmax(shares))]


def _scores(
    network: Network, given: Tensor, node: str, left_out: list[int] | list[None], change: Change | None
) -> Tensor:
    """Return the answers (n, classes), as logarithms, each without one map of a layer."""
    traced, found = network.traced, dict[str, Tensor]()
    tap, answer = traced.taps[node], traced.taps[traced.spec.answer.name]

    def apply(operation: str, value: Tensor, read: Tensor | None) -> Tensor:
        value = change(operation, value, read) if change else value
        if operation == tap:
            maps = traced.shaped(node, value.clone())
            for row, map in enumerate(left_out):
                if map is not None:
                    maps[row, map] = 0
            value = maps.reshape(value.shape)
        return value

    with torch.inference_mode():
        traced.run(given.expand(len(left_out), *given.shape[1:]), found.__setitem__, apply)
        return masked.as_log_probabilities(traced, found[answer])
