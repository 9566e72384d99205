"""What flows from layer to layer, and what it costs: shapes, weights, values, multiplications. Plain arithmetic."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from layerwalk.nn.blueprint import rules
from layerwalk.nn.blueprint.layers import BatchNorm, Blueprint, Conv, Dense, Dropout, Flatten, Layer, Residual
from layerwalk.nn.blueprint.rules import PictureLayer, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Hold a layer where it stands: what comes in and what goes out, (C, H, W) or (N,).

    index: in the blueprint; for the answer one more than the last. fits: whether it keeps the rules of a single layer;
    where it does not, nothing is changed by it: `after` is `before`.
    """

    index: int
    layer: Layer
    before: Shape
    after: Shape
    fits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Count what one or more layers take: weights to learn; values and multiplications of one forward pass."""

    weights: int = 0
    values: int = 0
    work: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            weights=self.weights + other.weights, values=self.values + other.values, work=self.work + other.work
        )


def answer(blueprint: Blueprint) -> Dense:
    """Return the answer as the dense layer that it is."""
    return Dense(units=len(blueprint.classes), activation="none")


def stages(blueprint: Blueprint) -> Iterator[Stage]:
    """Yield every layer where it stands, the answer last; a layer that does not fit is stepped over."""
    before: Shape = blueprint.shape
    for index, layer in enumerate((*blueprint.layers, answer(blueprint))):
        is_answer = index == len(blueprint.layers)
        fits = is_answer or not any(True for _ in rules.broken(layer, before))
        after = _after(layer, before) if fits else before
        yield Stage(index=index, layer=layer, before=before, after=after, fits=fits)
        before = after


def shapes(blueprint: Blueprint) -> tuple[Shape | None, ...]:
    """Return the shape after each layer, without the answer: (C, H, W) or (N,), None from the first misfit on."""
    found: list[Shape | None] = []
    for stage in stages(blueprint):
        found.append(stage.after if stage.fits and None not in found else None)
    return tuple(found[:-1])


def parameters(blueprint: Blueprint) -> tuple[int, ...]:
    """Return how many weights each layer has, the answer last; 0 for a layer that does not fit."""
    return tuple(cost(stage).weights for stage in stages(blueprint))


def total(blueprint: Blueprint) -> Cost:
    """Return what the whole network takes, without the layers that do not fit."""
    return sum(map(cost, stages(blueprint)), Cost())


def cost(stage: Stage) -> Cost:
    """Return what one layer takes; nothing where it does not fit."""
    if not stage.fits:
        return Cost()
    weights, work = _cost(stage.layer, stage.before, stage.after)
    return Cost(weights=weights, values=math.prod(stage.after), work=work)


def _after(layer: Layer, before: Shape) -> Shape:
    match layer:
        case Dense():
            return (layer.units,)
        case Flatten():
            return (math.prod(before),)
        case BatchNorm() | Dropout():
            return before
        case _:
            return _slid(layer, before)


def _slid(layer: PictureLayer, before: Shape) -> Shape:
    slid = rules.window(layer)
    maps = layer.filters if isinstance(layer, Conv | Residual) else before[0]
    return maps, *((side + 2 * slid.padding - slid.size) // slid.stride + 1 for side in before[1:])


def _cost(layer: Layer, before: Shape, after: Shape) -> tuple[int, int]:
    """Return weights and multiplications."""
    match layer:
        case Dense():
            fan = math.prod(before)
            return layer.units * (fan + 1), layer.units * fan
        case Conv():
            return _convolution(layer.filters, before[0], layer.kernel, after)
        case Residual():
            parts = [_convolution(layer.filters, maps, layer.kernel, after) for maps in (before[0], layer.filters)]
            if before[0] != layer.filters:
                parts.append(_convolution(layer.filters, before[0], 1, after))
            return sum(weights for weights, _ in parts), sum(work for _, work in parts)
        case BatchNorm():
            return 2 * before[0], 0
        case _:
            return 0, 0


def _convolution(filters: int, maps: int, kernel: int, after: Shape) -> tuple[int, int]:
    weights = filters * maps * kernel**2
    return weights + filters, weights * math.prod(after[1:])
