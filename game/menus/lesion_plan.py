"""What the visitor has in mind to lesion: which part of what is held, how, and what it comes to as a target."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from layerwalk.game import selected as selecting
from layerwalk.game.selected import Selected
from layerwalk.game.state import State
from layerwalk.nn.lesions.targets import (
    Edge,
    Edges,
    Kind,
    Map,
    Mean,
    Neuron,
    Noise,
    Others,
    Scale,
    Share,
    Target,
    Units,
    Zero,
)
from layerwalk.nn.messages import Explained, Floats
from layerwalk.nn.network import NetworkSpec, NodeSpec

Part = Literal["it", "map", "others", "share", "edge", "edges"]
KindName = Literal["zero", "scale", "noise", "mean"]

OFFERED = 8
"""So many sources are offered, the strongest first."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LesionPlan:
    """Hold what is to be lesioned and how.

    part: what of the neuron, map or layer that is held; source: which of the strongest sources, 0 the strongest.
    share, units, seed: of a random share. kind, factor, amount: what is left.
    layer: whose filters are taken away one by one, '' for that of what is held. guess, picture: what the network took
    which picture for before the first of them was gone. logs: those that were saved.
    which: the lesion whose page is open.
    """

    part: Part = "it"
    source: int = 0
    share: float = 0.25
    units: Units = "neurons"
    seed: int = 1
    kind: KindName = "zero"
    factor: float = 0.5
    amount: float = 1.0
    layer: str = ""
    guess: str = ""
    picture: Floats | None = None
    logs: tuple[Path, ...] = ()
    which: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Name where edges come from, a neuron or a map, and how much arrives by them."""

    source: Selected
    arrives: float


def held(state: State) -> Selected | None:
    """Return what a lesion is about: what is held, else what is pointed at, but never the picture."""
    for found in (state.selected, state.aimed):
        if found is not None and selecting.fits(found, state.spec) and found.node != state.spec.input.name:
            return found
    return None


def parts(state: State) -> tuple[Part, ...]:
    """Return which parts of what is held can be lesioned."""
    found = held(state)
    if found is None:
        return ()
    extent = selecting.extent(found, state.spec)
    offered: list[Part] = ["it"]
    if extent == "neuron" and len(state.spec.node(found.node).shape) == 3:
        offered.append("map")
    if extent != "layer":
        offered.append("others")
    offered.append("share")
    if sources(state, "edge"):
        offered.append("edge")
    if sources(state, "edges"):
        offered.append("edges")
    return tuple(offered)


def part(plan: LesionPlan, state: State) -> Part:
    """Return which part counts: the one in mind, where it can be lesioned."""
    return plan.part if plan.part in parts(state) else "it"


def sources(state: State, part: Part) -> tuple[Source, ...]:
    """Return where the edges into the neuron that is held come from, the strongest first; () where that is not known.

    For 'edge' single neurons, for 'edges' whole maps.
    """
    found, told = held(state), state.explained
    if found is None or told is None or (told.node, told.index) != (found.node, found.index):
        return ()
    if part not in ("edge", "edges") or not _can_be_told(state.spec.node(found.node), state.spec, told):
        return ()
    edges = told.incoming[0]
    if part == "edges":
        return _maps(told, state.spec)
    rows = zip(edges.indices[:OFFERED], edges.contributions[:OFFERED], strict=True)
    return tuple(
        Source(source=Selected(node=edges.node, index=tuple(map(int, at))), arrives=float(arrives))
        for at, arrives in rows
    )


def _can_be_told(node: NodeSpec, spec: NetworkSpec, told: Explained) -> bool:
    """Say whether the edges into a layer have weights of their own, so that each can be lesioned by itself."""
    return node.kind in ("conv", "dense") and len(node.inputs) == 1 and len(told.incoming) == 1


def _maps(told: Explained, spec: NetworkSpec) -> tuple[Source, ...]:
    edges = told.incoming[0]
    if edges.indices.shape[1] != 3:
        return ()
    total = np.zeros(spec.node(edges.node).shape[0])
    size = np.zeros_like(total)
    np.add.at(total, edges.indices[:, 0], edges.contributions)
    np.add.at(size, edges.indices[:, 0], np.abs(edges.contributions))
    strongest = np.argsort(-size, kind="stable")[:OFFERED]
    return tuple(
        Source(source=Selected(node=edges.node, index=(int(map),)), arrives=float(total[map])) for map in strongest
    )


def target(plan: LesionPlan, state: State) -> Target | None:
    """Return what is to be lesioned; None where nothing is held."""
    found = held(state)
    if found is None:
        return None
    chosen = part(plan, state)
    if chosen in ("edge", "edges"):
        return _edges(plan, state, found, chosen)
    if chosen == "share":
        return Share(node=found.node, share=plan.share, seed=plan.seed, of=_units(plan, state.spec.node(found.node)))
    if chosen == "others":
        return Others(node=found.node, index=found.index)
    return _whole(found if chosen == "it" else selecting.wider(found, state.spec), state.spec)


def _units(plan: LesionPlan, node: NodeSpec) -> Units:
    return plan.units if len(node.shape) == 3 else "neurons"


def _whole(found: Selected, spec: NetworkSpec) -> Target:
    extent = selecting.extent(found, spec)
    if extent == "layer":
        return Share(node=found.node, share=1.0)
    if extent == "map" or len(found.index) == 1:
        return Map(node=found.node, map=found.index[0])
    return Neuron(node=found.node, index=found.index)


def _edges(plan: LesionPlan, state: State, found: Selected, chosen: Part) -> Target:
    known = sources(state, chosen)
    source = known[min(plan.source, len(known) - 1)].source
    if chosen == "edge":
        return Edge(source=source.node, at=source.index, node=found.node, index=found.index)
    return Edges(source=source.node, map=source.index[0], node=found.node, index=found.index)


def kind(plan: LesionPlan) -> Kind:
    """Return what is to be left."""
    match plan.kind:
        case "zero":
            return Zero()
        case "scale":
            return Scale(factor=plan.factor)
        case "noise":
            return Noise(amount=plan.amount, seed=plan.seed)
        case "mean":
            return Mean()
