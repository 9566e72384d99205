"""From a blueprint to torch modules, in words: names, types and arguments. What is built and what is written agree."""

import dataclasses
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from layerwalk.nn.blueprint import shapes
from layerwalk.nn.blueprint.layers import (
    Activation,
    AveragePool,
    BatchNorm,
    Blueprint,
    Conv,
    Dense,
    Dropout,
    Flatten,
    MaxPool,
    Residual,
)
from layerwalk.nn.blueprint.rules import Shape
from layerwalk.nn.blueprint.shapes import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Describe a module: its name in the network, its type, what it is called with, and the shape that it gives.

    type: of torch.nn, or 'Residual'. activation: the type of the module that a residual block uses inside, '' for none.
    """

    name: str
    type: str
    arguments: tuple[int | float, ...] = ()
    options: tuple[tuple[str, int], ...] = ()
    activation: str = ""
    shape: Shape


ACTIVATIONS: Mapping[Activation, tuple[str, str]] = MappingProxyType(
    {
        "relu": ("relu", "ReLU"),
        "leaky-relu": ("leaky", "LeakyReLU"),
        "gelu": ("gelu", "GELU"),
        "tanh": ("tanh", "Tanh"),
        "sigmoid": ("sigmoid", "Sigmoid"),
        "none": ("", ""),
    }
)
"""For each activation the name that its modules get, and their type."""


def plan(blueprint: Blueprint) -> tuple[Part, ...]:
    """Return the modules of a blueprint without faults, in order; names are counted: conv1, relu1, pool1, conv2, ...

    Where a dense layer, or the answer, meets a picture, a flatten goes before it.
    """
    counter: Counter[str] = Counter()
    parts = []
    for stage in shapes.stages(blueprint):
        for part in _parts(stage):
            counter[part.name] += 1
            number = "" if part.type == "Flatten" else str(counter[part.name])
            parts.append(dataclasses.replace(part, name=part.name + number))
    return tuple(parts)


def _parts(stage: Stage) -> Iterator[Part]:
    """Yield the modules of one layer, not yet numbered."""
    layer, after = stage.layer, stage.after
    maps = stage.before[0]
    match layer:
        case Conv():
            options = _unless(("stride", layer.stride, 1), ("padding", layer.padding, 0))
            yield Part(
                name="conv",
                type="Conv2d",
                arguments=(maps, layer.filters, layer.kernel),
                options=options,
                shape=after,
            )
        case Residual():
            _, activation = ACTIVATIONS[layer.activation]
            arguments = (maps, layer.filters, layer.kernel)
            yield Part(name="block", type="Residual", arguments=arguments, activation=activation, shape=after)
        case MaxPool() | AveragePool():
            kind = "MaxPool2d" if isinstance(layer, MaxPool) else "AvgPool2d"
            options = _unless(("stride", layer.stride, layer.size))
            yield Part(name="pool", type=kind, arguments=(layer.size,), options=options, shape=after)
        case BatchNorm():
            kind = "BatchNorm1d" if len(after) == 1 else "BatchNorm2d"
            yield Part(name="norm", type=kind, arguments=(maps,), shape=after)
        case Dropout():
            yield Part(name="dropout", type="Dropout", arguments=(layer.share,), shape=after)
        case Flatten():
            yield Part(name="flatten", type="Flatten", shape=after)
        case Dense():
            values = math.prod(stage.before)
            if len(stage.before) > 1:
                yield Part(name="flatten", type="Flatten", shape=(values,))
            yield Part(name="dense", type="Linear", arguments=(values, layer.units), shape=after)
    if isinstance(layer, Conv | Dense) and layer.activation != "none":
        name, kind = ACTIVATIONS[layer.activation]
        yield Part(name=name, type=kind, shape=after)


def _unless(*options: tuple[str, int, int]) -> tuple[tuple[str, int], ...]:
    """Return the options (name, value, default) that are not what torch would take anyway."""
    return tuple((name, value) for name, value, default in options if value != default)
