"""Have a network ready to answer: a shipped or synthetic one by its name, or that of a blueprint."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import nn

from layerwalk.nn import data, evaluate, forward, models, origin, record, store, synthetic, trace
from layerwalk.nn.blueprint import build as building
from layerwalk.nn.blueprint.layers import Blueprint
from layerwalk.nn.device import CPU
from layerwalk.nn.idx import DataError
from layerwalk.nn.record import Provenance
from layerwalk.nn.score import Score
from layerwalk.nn.snapshots import Weights
from layerwalk.nn.trace import Traced

MEASURED = 1000
"""So many test pictures, at most, tell how well a network does when it is saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Hold a network that is ready to answer, with its description and where its first weights come from.

    blueprint: how to build it, None for a synthetic one.
    """

    model: nn.Module
    traced: Traced
    provenance: Provenance
    blueprint: Blueprint | None = None

    @property
    def record(self) -> dict[str, str]:
        """Return how it was trained, as (what, text)."""
        return dict(self.provenance.record)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Return what it reads, (C, H, W)."""
        channels, height, width = self.traced.spec.input.shape
        return channels, height, width


def open_network(name: str, *, place: torch.device = CPU) -> Network:
    """Return a shipped network with its trained weights, or a synthetic one; raise StoreError where there is none."""
    if name in synthetic.REGISTRY:
        size = synthetic.REGISTRY[name]
        provenance = Provenance(record={"title": size.title}, origin=origin.drawn_anew())
        return _follow(size.build, synthetic.SHAPE, synthetic.CLASSES, name, provenance, place=place)
    provenance = Provenance(record=store.read_record(name), origin=origin.shipped(name))
    blueprint = models.REGISTRY[name].blueprint

    def build() -> nn.Module:
        model = building.build(blueprint)
        store.load_weights(name, model)
        return model

    network = _follow(build, blueprint.shape, blueprint.classes, name, provenance, place=place)
    return replace(network, blueprint=blueprint)


def build_network(blueprint: Blueprint, *, seed: int, place: torch.device = CPU) -> Network:
    """Return a blueprint's network, its weights drawn from `seed`; raise FaultyError where it cannot be built."""

    def build() -> nn.Module:
        torch.manual_seed(seed)
        return building.build(blueprint)

    provenance = record.drawn(blueprint, seed=seed)
    network = _follow(build, blueprint.shape, blueprint.classes, blueprint.name, provenance, place=place)
    return replace(network, blueprint=blueprint)


def copied(network: Network) -> Network:
    """Return a copy on the CPU of a network as it is now, for what goes on beside it; itself where it has no plan."""
    if network.blueprint is None:
        return network
    copy = build_network(network.blueprint, seed=0)
    copy.model.load_state_dict(network.model.state_dict())
    return replace(copy, provenance=network.provenance)


def measure(network: Network, weights: Weights) -> Score | None:
    """Return how `network` does with `weights` on at most 1000 test pictures of its blueprint's data set.

    They are spread evenly over all of them. None where it has no data set that can be read and that fits. The network
    itself stays as it is.
    """
    if network.blueprint is None:
        return None
    answer = forward.answerer(network.model, weights)
    try:
        whole = data.load(f"{network.blueprint.data}-test")
        chosen = np.arange(0, len(whole), -(-len(whole) // MEASURED))
        few = replace(whole, pictures=whole.pictures[chosen], labels=whole.labels[chosen])
        return evaluate.evaluate(network.traced.spec.name, answer, few, shape=network.shape)
    except DataError:
        return None


def _follow(
    build: Callable[[], nn.Module],
    shape: tuple[int, int, int],
    classes: tuple[str, ...],
    name: str,
    provenance: Provenance,
    *,
    place: torch.device,
) -> Network:
    """Build a network, follow it, and let it answer once: the first pass is slow."""
    with torch.random.fork_rng(devices=[]):  # a run that goes on draws from the same generator
        model = build().to(place)
    traced = trace.follow(model, torch.zeros(1, *shape, device=place), name=name, classes=classes)
    forward.capture(traced, np.zeros(shape, np.float32), place=place)
    return Network(model=model, traced=traced, provenance=provenance)
