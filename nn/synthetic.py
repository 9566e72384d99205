"""Networks of a stated size for measuring how fast the world is drawn: real ones, with random seeded weights.

Eight layers: six convolutions, a pooling, and a dense answer after a mean over each map.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from layerwalk.nn.data import DIGITS
from layerwalk.nn.network import NetworkSpec, NodeSpec

if TYPE_CHECKING:
    from torch import nn

SHAPE = (1, 28, 28)
CLASSES = DIGITS
CONVS = 6
PER_GROUP = 2
SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Say how wide a synthetic network is: `maps` per layer, each `side` cells wide."""

    title: str
    maps: int
    side: int

    def build(self) -> "nn.Module":
        """Return the network, its weights drawn anew from the same seed."""
        from layerwalk.nn import synthetic_model

        return synthetic_model.build(maps=self.maps, side=self.side, seed=SEED)


REGISTRY: Mapping[str, Size] = MappingProxyType(
    {
        "synthetic-10k": Size(title="Synthetic, 10 thousand values", maps=8, side=14),
        "synthetic-0.1m": Size(title="Synthetic, 0.1 million values", maps=20, side=28),
        "synthetic-1m": Size(title="Synthetic, 1 million values", maps=52, side=56),
        "synthetic-10m": Size(title="Synthetic, 10 million values", maps=128, side=112),
    }
)


def names() -> tuple[str, ...]:
    """Return the names of the synthetic networks."""
    return tuple(REGISTRY)


def spec(name: str) -> NetworkSpec:
    """Return the description of a synthetic network, by arithmetic; raise KeyError where there is none."""
    size = REGISTRY[name]
    maps, side = size.maps, size.side
    nodes = [NodeSpec(name="input", kind="input", shape=SHAPE, parameters=0, inputs=()), _first(size)]
    for number in range(2, CONVS + 1):
        nodes.append(
            NodeSpec(
                name=f"conv{number}",
                kind="conv",
                shape=(maps, side, side),
                parameters=maps * PER_GROUP * 9 + maps,
                inputs=(nodes[-1].name,),
                folded=("relu",),
                options=(("kernel", "3×3"), ("stride", "1"), ("padding", "1"), ("groups", str(maps // PER_GROUP))),
            )
        )
    pooled = (maps, side // 2, side // 2)
    pool = (("pool", "2×2 max"), ("stride", "2"))
    dense = (("inputs", str(maps)),)
    nodes += [
        NodeSpec(name="pool1", kind="pool", shape=pooled, parameters=0, inputs=(nodes[-1].name,), options=pool),
        NodeSpec(
            name="mean1",
            kind="mean",
            shape=(maps, 1, 1),
            parameters=0,
            inputs=("pool1",),
            folded=("flatten",),
        ),
        NodeSpec(
            name="dense1",
            kind="dense",
            shape=(len(CLASSES),),
            parameters=(maps + 1) * len(CLASSES),
            inputs=("mean1",),
            options=dense,
        ),
    ]
    return NetworkSpec(name=name, nodes=tuple(nodes), classes=CLASSES)


def _first(size: Size) -> NodeSpec:
    """Describe the first convolution, which brings the picture to the maps' size: up, down, or as it is."""
    factor = max(size.side // SHAPE[1], SHAPE[1] // size.side)
    kernel = 3 if factor == 1 else factor
    options = [("kernel", f"{kernel}×{kernel}"), ("stride", str(factor))]
    options += [("padding", "1")] if factor == 1 else []
    options += [("direction", "upwards")] if size.side > SHAPE[1] else []
    return NodeSpec(
        name="conv1",
        kind="conv",
        shape=(size.maps, size.side, size.side),
        parameters=size.maps * kernel * kernel + size.maps,
        inputs=("input",),
        folded=("relu",),
        options=tuple(options),
    )
