"""Blueprints to begin with, by name: networks from the literature, a modern one, and an empty one."""

from collections.abc import Mapping
from types import MappingProxyType

from layerwalk.nn.blueprint import datasets
from layerwalk.nn.blueprint.layers import (
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
from layerwalk.nn.messages import Said

_HARLEY = "A. W. Harley, An Interactive Node-Link Visualization of Convolutional Neural Networks, 2015"
_CERNY_KOPECKA = "Cerny and Kopecka, Neural network visualization and implementation"
_ANA = "ANA, the Artificial Neuroscientist Application, 2019"


def _ana_conv(name: str, title: str, first: int, second: int) -> Blueprint:
    layers = (Conv(filters=first), MaxPool(), Conv(filters=second), Flatten(), Dense(units=64))
    return Blueprint(name=name, title=title, layers=layers)


_BLUEPRINTS = (
    Blueprint(
        name="harley-conv",
        title="Harley's convolutional network",
        shape=(1, 32, 32),
        layers=(
            Conv(filters=6, kernel=5),
            MaxPool(),
            Conv(filters=16, kernel=5),
            MaxPool(),
            Flatten(),
            Dense(units=120),
            Dense(units=100),
        ),
    ),
    Blueprint(
        name="harley-dense",
        title="Harley's dense network",
        layers=(Flatten(), Dense(units=300), Dense(units=100)),
    ),
    Blueprint(
        name="cerny-kopecka",
        title="Cerny and Kopecka's network",
        layers=(Conv(filters=16), Conv(filters=32), MaxPool(), Flatten(), Dense(units=64), Dense(units=64)),
    ),
    Blueprint(name="ana-dense", title="ANA's dense network", layers=(Flatten(), Dense(units=42))),
    _ana_conv("ana-small", "ANA's small convolutional network", 6, 6),
    _ana_conv("ana-conv", "ANA's convolutional network", 16, 32),
    Blueprint(
        name="ana-faces",
        title="ANA's network for faces",
        data="faces",
        shape=(1, 25, 25),
        classes=datasets.SHIPPED["faces"].classes,
        layers=(Conv(filters=8), MaxPool(), Conv(filters=12), MaxPool(), Flatten()),
    ),
    Blueprint(
        name="residual",
        title="A small residual network",
        layers=(
            Conv(filters=16, padding=1),
            BatchNorm(),
            MaxPool(),
            Residual(filters=16),
            BatchNorm(),
            MaxPool(),
            Residual(filters=32),
            BatchNorm(),
            AveragePool(size=7, stride=7),
            Flatten(),
            Dropout(),
        ),
    ),
    Blueprint(name="empty", title="An empty network"),
)

PRESETS: Mapping[str, Blueprint] = MappingProxyType({blueprint.name: blueprint for blueprint in _BLUEPRINTS})
"""Every preset by its name, in the order of the menu."""

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "harley-conv": _HARLEY,
        "harley-dense": _HARLEY,
        "cerny-kopecka": _CERNY_KOPECKA,
        "ana-dense": _ANA,
        "ana-small": _ANA,
        "ana-conv": _ANA,
        "ana-faces": _ANA,
        "residual": "after K. He et al., Deep Residual Learning for Image Recognition, 2015",
    }
)
"""Where presets come from, by name; those that are not named were made for Layerwalk."""


def called(title: str) -> Said:
    """Return what to call a network with that title; a preset's is told in any language."""
    for name, blueprint in PRESETS.items():
        if blueprint.title == title:
            return Said(key=f"editor.presets.{name}.title")
    return Said(key="records.plain", values=(("text", title),))
