"""Build the synthetic networks that `layerwalk.nn.synthetic` describes."""

import math
from collections import OrderedDict

import torch
from torch import nn

from layerwalk.nn.synthetic import CLASSES, CONVS, PER_GROUP, SHAPE


def build(*, maps: int, side: int, seed: int) -> nn.Sequential:
    """Return a network of six convolutions with `maps` maps of `side` cells, a pooling, a mean and a dense answer.

    Weights are drawn as He et al., "Delving Deep into Rectifiers" (2015), so that activity lives through all layers.
    """
    layers: OrderedDict[str, nn.Module] = OrderedDict(conv1=_first(maps, side), relu1=nn.ReLU())
    for number in range(2, CONVS + 1):
        layers[f"conv{number}"] = nn.Conv2d(maps, maps, 3, padding=1, groups=maps // PER_GROUP)
        layers[f"relu{number}"] = nn.ReLU()
    layers["pool1"] = nn.MaxPool2d(2)
    layers["mean1"] = nn.AdaptiveAvgPool2d(1)
    layers["flatten"] = nn.Flatten()
    layers["dense1"] = nn.Linear(maps, len(CLASSES))
    model = nn.Sequential(layers)
    _draw(model, torch.Generator().manual_seed(seed))
    return model


def _first(maps: int, side: int) -> nn.Module:
    if side > SHAPE[1]:
        return nn.ConvTranspose2d(1, maps, side // SHAPE[1], stride=side // SHAPE[1])
    if side < SHAPE[1]:
        return nn.Conv2d(1, maps, SHAPE[1] // side, stride=SHAPE[1] // side)
    return nn.Conv2d(1, maps, 3, padding=1)


def _draw(model: nn.Module, generator: torch.Generator) -> None:
    for name, values in model.named_parameters():
        if name.endswith("bias"):
            nn.init.zeros_(values)
        elif isinstance(model.get_submodule(name.removesuffix(".weight")), nn.ConvTranspose2d):
            nn.init.normal_(values, std=math.sqrt(2), generator=generator)  # each cell reads a single pixel
        else:
            nn.init.kaiming_normal_(values, nonlinearity="relu", generator=generator)
