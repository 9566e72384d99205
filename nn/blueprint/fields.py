"""What can be set of each kind of layer: the fields in the menu's order, their bounds and the values to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_args

from layerwalk.nn.blueprint.layers import Activation, Kind, Layer

Value = int | float | str

MAX_LAYERS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Describe one field. choices: in order, for a menu; any other value from low to high is as good.

    low, high: None where only the choices will do.
    """

    name: str
    choices: tuple[Value, ...]
    low: int | float | None = None
    high: int | float | None = None

    def holds(self, value: object) -> bool:
        """Say whether `value` is of the right type and within the bounds."""
        if self.low is None or self.high is None:
            return value in self.choices
        types = int if self.whole else int | float
        return isinstance(value, types) and not isinstance(value, bool) and self.low <= value <= self.high

    @property
    def whole(self) -> bool:
        """Say whether its values are whole numbers."""
        return isinstance(self.low, int)

    @property
    def expected(self) -> str:
        """Say in English what values it takes."""
        if self.low is None:
            return f"one of: {', '.join(map(str, self.choices))}"
        return f"{'a whole number' if self.whole else 'a number'} from {self.low:g} to {self.high:g}"


def _whole(name: str, low: int, high: int, *choices: int) -> Field:
    return Field(name=name, low=low, high=high, choices=choices or tuple(range(low, high + 1)))


_FILTERS = _whole("filters", 1, 256, 1, 2, 4, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128, 192, 256)
_KERNEL = _whole("kernel", 1, 11)
_POOL = (_whole("size", 1, 8), _whole("stride", 1, 8))
_ACTIVATION = Field(name="activation", choices=get_args(Activation))

FIELDS: Mapping[Kind, tuple[Field, ...]] = MappingProxyType(
    {
        "conv": (_FILTERS, _KERNEL, _whole("stride", 1, 4), _whole("padding", 0, 5), _ACTIVATION),
        "residual": (_FILTERS, _whole("kernel", 1, 11, 1, 3, 5, 7, 9, 11), _ACTIVATION),
        "max-pool": _POOL,
        "average-pool": _POOL,
        "batch-norm": (),
        "dropout": (
            Field(name="share", low=0.0, high=0.9, choices=(0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9)),
        ),
        "flatten": (),
        "dense": (
            _whole("units", 1, 1024, 1, 2, 4, 8, 10, 16, 24, 32, 42, 64, 84, 100, 120, 128, 192, 256, 300, 512, 1024),
            _ACTIVATION,
        ),
    }
)


def field(kind: Kind, name: str) -> Field:
    """Return the field called `name` of a kind of layer; raise ValueError where there is none."""
    for one in FIELDS[kind]:
        if one.name == name:
            return one
    raise ValueError(f"{kind}: there is no field '{name}', expected one of: {', '.join(f.name for f in FIELDS[kind])}")


def choices(layer: Layer, one: Field) -> tuple[Value, ...]:
    """Return the values to choose from for a field of `layer`, the one that it has now among them."""
    now: Value = getattr(layer, one.name)
    if now in one.choices or isinstance(now, str):
        return one.choices
    return tuple(sorted((*one.choices, now), key=float))
