"""Build a blueprint with torch."""

from collections import OrderedDict

from torch import nn

from layerwalk.nn.blueprint import faults, plan
from layerwalk.nn.blueprint.layers import Blueprint
from layerwalk.nn.blueprint.plan import Part
from layerwalk.nn.blueprint.residual import Residual


def build(blueprint: Blueprint) -> nn.Sequential:
    """Return the network of `blueprint`, its weights drawn anew from torch's generator; it answers in logits.

    It reads (N, C, H, W) float32. Raise FaultyError where the blueprint has faults.
    """
    faults.check(blueprint)
    return nn.Sequential(OrderedDict((part.name, _module(part)) for part in plan.plan(blueprint)))


def _module(part: Part) -> nn.Module:
    if part.type == "Residual":
        maps, filters, kernel = map(int, part.arguments)
        return Residual(maps, filters, kernel, getattr(nn, part.activation)() if part.activation else None)
    module: nn.Module = getattr(nn, part.type)(*part.arguments, **dict(part.options))
    return module
