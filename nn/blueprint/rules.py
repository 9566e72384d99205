"""What a layer must keep to where it stands: the rules for a single layer and what comes in to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from layerwalk.nn.blueprint.fields import FIELDS
from layerwalk.nn.blueprint.layers import AveragePool, Conv, Flatten, Layer, MaxPool, Residual

Shape = tuple[int, ...]
Rule = Literal[
    "range",
    "no-picture",
    "line-already",
    "filter",
    "pool",
    "stride",
    "padding",
    "even",
    "layers",
    "weights",
    "values",
    "work",
]
PictureLayer = Conv | Residual | MaxPool | AveragePool


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Describe the square that a layer slides over the picture: lengths in pixels."""

    size: int
    stride: int
    padding: int = 0


def window(layer: PictureLayer) -> Window:
    """Return what `layer` slides over the picture."""
    match layer:
        case Conv():
            return Window(size=layer.kernel, stride=layer.stride, padding=layer.padding)
        case Residual():
            return Window(size=layer.kernel, stride=1, padding=layer.kernel // 2)
        case MaxPool() | AveragePool():
            return Window(size=layer.size, stride=layer.stride)


def broken(layer: Layer, before: Shape) -> Iterator[tuple[Rule, str]]:
    """Yield each rule that `layer` breaks where `before` comes in, with the field where the rule is about one.

    A layer with a number out of its range is judged by nothing else.
    """
    wild = [one.name for one in FIELDS[layer.kind] if not one.holds(getattr(layer, one.name))]
    if wild:
        yield from (("range", name) for name in wild)
    elif isinstance(layer, Flatten):
        if len(before) == 1:
            yield "line-already", ""
    elif isinstance(layer, PictureLayer):
        yield from ((rule, "") for rule in _broken_on_picture(layer, before))


def _broken_on_picture(layer: PictureLayer, before: Shape) -> Iterator[Rule]:
    slid = window(layer)
    if len(before) == 1:
        yield "no-picture"
    elif slid.size > min(before[1:]) + 2 * slid.padding:
        yield "filter" if isinstance(layer, Conv) else "pool"
    if isinstance(layer, Residual):
        if layer.kernel % 2 == 0:
            yield "even"
        return
    if slid.stride > slid.size:
        yield "stride"
    if slid.padding >= slid.size:
        yield "padding"
