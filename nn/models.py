"""Architectures by name: plain stacks of torch modules, as their authors describe them. They answer in logits."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from torch import nn

from layerwalk.nn.data import DIGITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """Describe a network that can be built: its input (C, H, W), its classes, and where it comes from."""

    title: str
    source: str
    shape: tuple[int, int, int]
    classes: tuple[str, ...]
    build: Callable[[], nn.Sequential]


def _stack(**modules: nn.Module) -> nn.Sequential:
    return nn.Sequential(OrderedDict(modules))


def _harley_conv() -> nn.Sequential:
    return _stack(
        conv1=nn.Conv2d(1, 6, 5),  # (1, 32, 32) -> (6, 28, 28)
        relu1=nn.ReLU(),
        pool1=nn.MaxPool2d(2),  # -> (6, 14, 14)
        conv2=nn.Conv2d(6, 16, 5),  # -> (16, 10, 10)
        relu2=nn.ReLU(),
        pool2=nn.MaxPool2d(2),  # -> (16, 5, 5)
        flatten=nn.Flatten(),
        dense1=nn.Linear(400, 120),
        relu3=nn.ReLU(),
        dense2=nn.Linear(120, 100),
        relu4=nn.ReLU(),
        dense3=nn.Linear(100, 10),
    )


def _harley_dense() -> nn.Sequential:
    return _stack(
        flatten=nn.Flatten(),
        dense1=nn.Linear(784, 300),
        relu1=nn.ReLU(),
        dense2=nn.Linear(300, 100),
        relu2=nn.ReLU(),
        dense3=nn.Linear(100, 10),
    )


def _cerny_kopecka() -> nn.Sequential:
    return _stack(
        conv1=nn.Conv2d(1, 16, 3),  # (1, 28, 28) -> (16, 26, 26)
        relu1=nn.ReLU(),
        conv2=nn.Conv2d(16, 32, 3),  # -> (32, 24, 24)
        relu2=nn.ReLU(),
        pool1=nn.MaxPool2d(2),  # -> (32, 12, 12)
        flatten=nn.Flatten(),
        dense1=nn.Linear(4608, 64),
        relu3=nn.ReLU(),
        dense2=nn.Linear(64, 64),
        relu4=nn.ReLU(),
        dense3=nn.Linear(64, 10),
    )


def _ana_dense() -> nn.Sequential:
    return _stack(flatten=nn.Flatten(), dense1=nn.Linear(784, 42), relu1=nn.ReLU(), dense2=nn.Linear(42, 10))


def _ana_conv(first: int, second: int) -> nn.Sequential:
    return _stack(
        conv1=nn.Conv2d(1, first, 3),  # (1, 28, 28) -> (first, 26, 26)
        relu1=nn.ReLU(),
        pool1=nn.MaxPool2d(2),  # -> (first, 13, 13)
        conv2=nn.Conv2d(first, second, 3),  # -> (second, 11, 11)
        relu2=nn.ReLU(),
        flatten=nn.Flatten(),
        dense1=nn.Linear(second * 121, 64),
        relu3=nn.ReLU(),
        dense2=nn.Linear(64, 10),
    )


_HARLEY = "A. W. Harley, An Interactive Node-Link Visualization of Convolutional Neural Networks, 2015"
_CERNY_KOPECKA = "Cerny and Kopecka, Neural network visualization and implementation"
_ANA = "ANA, the Artificial Neuroscientist Application, 2019"
_FIELD = (1, 28, 28)

REGISTRY: Mapping[str, Architecture] = MappingProxyType(
    {
        "harley-conv": Architecture(
            title="Harley's convolutional network",
            source=_HARLEY,
            shape=(1, 32, 32),
            classes=DIGITS,
            build=_harley_conv,
        ),
        "harley-dense": Architecture(
            title="Harley's dense network", source=_HARLEY, shape=_FIELD, classes=DIGITS, build=_harley_dense
        ),
        "cerny-kopecka": Architecture(
            title="Cerny and Kopecka's network",
            source=_CERNY_KOPECKA,
            shape=_FIELD,
            classes=DIGITS,
            build=_cerny_kopecka,
        ),
        "ana-dense": Architecture(
            title="ANA's dense network", source=_ANA, shape=_FIELD, classes=DIGITS, build=_ana_dense
        ),
        "ana-small": Architecture(
            title="ANA's small convolutional network",
            source=_ANA,
            shape=_FIELD,
            classes=DIGITS,
            build=lambda: _ana_conv(6, 6),
        ),
        "ana-conv": Architecture(
            title="ANA's convolutional network",
            source=_ANA,
            shape=_FIELD,
            classes=DIGITS,
            build=lambda: _ana_conv(16, 32),
        ),
    }
)
