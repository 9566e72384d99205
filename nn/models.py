"""The shipped architectures by name: blueprints of the literature, built with torch. They answer in logits."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from torch import nn

from layerwalk.nn.blueprint import build
from layerwalk.nn.blueprint.layers import Blueprint
from layerwalk.nn.blueprint.presets import PRESETS, SOURCES

SHIPPED = ("harley-conv", "harley-dense", "cerny-kopecka", "ana-dense", "ana-small", "ana-conv", "ana-faces")


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """Describe a network that ships with weights: how it is built, and where it comes from."""

    blueprint: Blueprint
    source: str

    @property
    def title(self) -> str:
        """Return its name for people."""
        return self.blueprint.title

    @property
    def shape(self) -> tuple[int, int, int]:
        """Return what it reads, (C, H, W)."""
        return self.blueprint.shape

    @property
    def classes(self) -> tuple[str, ...]:
        """Return the names of its answers."""
        return self.blueprint.classes

    def build(self) -> nn.Sequential:
        """Return the network with weights drawn anew."""
        return build.build(self.blueprint)


REGISTRY: Mapping[str, Architecture] = MappingProxyType(
    {name: Architecture(blueprint=PRESETS[name], source=SOURCES[name]) for name in SHIPPED}
)
