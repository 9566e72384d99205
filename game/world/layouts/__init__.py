"""Layouts: pure functions from a network's description to where everything stands, by name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from layerwalk.game.world.layouts import avenue, cove
from layerwalk.game.world.placement import Placement
from layerwalk.nn.network import NetworkSpec

_LAYOUTS: Mapping[str, Callable[[NetworkSpec], Placement]] = MappingProxyType(
    {"cove": cove.build, "avenue": avenue.build}
)

NAMES: tuple[str, ...] = tuple(_LAYOUTS)
DEFAULT = "cove"


def build(name: str, spec: NetworkSpec) -> Placement:
    """Return the placement of a network in the layout called `name`; raise ValueError where there is none."""
    if name not in _LAYOUTS:
        raise ValueError(f"layout is {name!r}, expected one of: {', '.join(NAMES)}")
    return _LAYOUTS[name](spec)
