"""How fast whole layers are synthesised, beside the bare torch loop of the same forward and backward."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

import torch
from torch import Tensor, nn

from layerwalk.nn import opening, synthesis
from layerwalk.nn.aim import Aim, SynthesisConfig
from layerwalk.nn.opening import Network

ROUNDS = 21
WARM_UP = 3
ENDLESS = 10**9
CONFIGS: Mapping[str, SynthesisConfig] = MappingProxyType(
    {
        "plain": SynthesisConfig(steps=ENDLESS, space="pixels", jitter_px=0),
        "usual": SynthesisConfig(steps=ENDLESS),
    }
)
"""What is measured: the same work as the bare loop's, and the default settings, which do more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSpeed:
    """Hold map-steps per second, medians of rounds in turn; `bare` is the loop that does nothing else."""

    network: str
    node: str
    maps: int
    settings: str
    synthesis: float
    bare: float

    @property
    def share(self) -> float:
        """Return how much of the bare loop's speed is left."""
        return self.synthesis / self.bare

    def plain(self) -> dict[str, Any]:
        """Return it as plain numbers, for a table or JSON."""
        return {**asdict(self), "share": self.share}


def bench(name: str, *, seconds: float = 0.05) -> Iterator[LayerSpeed]:
    """Measure each layer of a shipped network with each of CONFIGS; seconds: per round. Raise StoreError."""
    network = opening.open_network(name)
    for node in network.traced.spec.nodes[1:]:
        aims = [Aim(node=node.name, index=(map,)) for map in range(node.maps)]
        for settings, config in CONFIGS.items():
            steps = synthesis.synthesise(network.traced, aims, synthesis.noise(network.shape, seed=1), config)
            ours, bare = _in_turn(steps.__next__, _bare(network, node.name, node.maps), seconds)
            yield LayerSpeed(
                network=name,
                node=node.name,
                maps=node.maps,
                settings=settings,
                synthesis=ours * node.maps,
                bare=bare * node.maps,
            )


def _in_turn(ours: Callable[[], object], bare: Callable[[], object], seconds: float) -> tuple[float, float]:
    """Return the medians of the steps per second of both, measured one after the other again and again."""
    for _ in range(WARM_UP):
        ours(), bare()
    pairs = [(_speed(ours, seconds), _speed(bare, seconds)) for _ in range(ROUNDS)]
    return sorted(pair[0] for pair in pairs)[ROUNDS // 2], sorted(pair[1] for pair in pairs)[ROUNDS // 2]


def _speed(step: Callable[[], object], seconds: float) -> float:
    start_s, count = time.perf_counter(), 0
    while (elapsed_s := time.perf_counter() - start_s) < seconds:
        step()
        count += 1
    return count / elapsed_s


def _bare(network: Network, node: str, maps: int) -> Callable[[], None]:
    """Return one step of plain torch: forward as far as the layer, backward to the picture, a step along it."""
    model = _as_far_as(network, node)
    start = torch.from_numpy(synthesis.noise(network.shape, seed=1))
    pictures = start.repeat(maps, 1, 1, 1).requires_grad_()
    rows = torch.arange(maps)

    def step() -> None:
        values: Tensor = model(pictures)
        climbed = values.reshape(maps, maps, -1)[rows, rows].mean(1).sum()
        (gradient,) = torch.autograd.grad(climbed, pictures)
        with torch.no_grad():
            pictures.add_(gradient, alpha=0.05).clamp_(0, 1)

    return step


def _as_far_as(network: Network, node: str) -> nn.Sequential:
    """Return the layers up to a node with all that was folded into it."""
    names = [each.name for each in network.traced.spec.nodes]
    after = names[names.index(node) + 1 :]
    parts = []
    for name, part in network.model.named_children():
        if after and name == after[0]:
            break
        parts.append(part)
    return nn.Sequential(*parts)
