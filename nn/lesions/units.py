"""Which values of a layer a lesion is about, and whether a network has them. numpy only."""

import math

import numpy as np
from numpy.typing import NDArray

from layerwalk.nn.lesions.targets import (
    Edge,
    Edges,
    Lesion,
    Lesions,
    Map,
    Neuron,
    Noise,
    Others,
    Scale,
    Share,
    Target,
    Zero,
)
from layerwalk.nn.network import NetworkSpec, NodeSpec
from layerwalk.nn.said import SaidError, say

Mask = NDArray[np.bool_]


class LesionError(SaidError):
    """Say in one sentence why something cannot be lesioned."""

    KEY = "lesion_faults.other"


def of_layer(target: Neuron | Map | Share | Others, shape: tuple[int, ...]) -> Mask:
    """Return which neurons of a layer of that shape are hit, (shape) bool."""
    hit: Mask = np.zeros(shape, np.bool_)
    match target:
        case Neuron():
            hit[target.index] = True
        case Map():
            hit[target.map] = True
        case Others():
            hit[:] = True
            hit[target.index] = False
        case Share():
            count = math.prod(shape) if target.of == "neurons" else shape[0]
            order = np.random.default_rng(target.seed).permutation(count)[: round(target.share * count)]
            hit.reshape(count, -1)[order] = True
    return hit


def of_source(target: Edge | Edges, shape: tuple[int, ...]) -> Mask:
    """Return which neurons of the layer before, of that shape, no longer reach the target as they should."""
    hit: Mask = np.zeros(shape, np.bool_)
    hit[target.at if isinstance(target, Edge) else target.map] = True
    return hit


def working(lesions: Lesions, node: NodeSpec) -> tuple[int, ...]:
    """Return the maps of a layer, or the neurons of a line, of which something is left that was not set to zero."""
    hit: Mask = np.zeros(node.shape, np.bool_)
    for lesion in lesions:
        target, kind = lesion.target, lesion.kind
        is_zero = isinstance(kind, Zero) or (isinstance(kind, Scale) and kind.factor == 0)
        if is_zero and target.node == node.name and not isinstance(target, Edge | Edges):
            hit |= of_layer(target, node.shape)
    return tuple(int(map) for map in np.flatnonzero(~hit.reshape(node.shape[0], -1).all(axis=1)))


def check(lesions: Lesions, spec: NetworkSpec) -> None:
    """Raise LesionError, naming the layer, where one of the lesions is of something that the network does not have."""
    for lesion in lesions:
        _check_target(lesion.target, spec)
        _check_kind(lesion)


def _check_target(target: Target, spec: NetworkSpec) -> None:
    node = _node(spec, target.node)
    if node is spec.input:
        raise LesionError("The picture cannot be lesioned, expected a layer.", say("lesion_faults.picture"))
    match target:
        case Neuron():
            _check_index(node, target.index)
        case Map():
            _check_index(node, (target.map,), whole=False)
        case Others():
            _check_index(node, target.index, whole=False)
        case Share():
            if not 0 <= target.share <= 1:
                raise LesionError(
                    f"{node.name}: share is {target.share:g}, expected 0 to 1.",
                    say("lesion_faults.share", share=target.share),
                )
        case Edge() | Edges():
            source = _node(spec, target.source)
            if source.name not in node.inputs:
                sentence = f"{node.name} does not read {source.name}, expected one of: {', '.join(node.inputs)}."
                raise LesionError(sentence, say("lesion_faults.apart", source=source.name, layer=node.name))
            _check_index(node, target.index)
            index = target.at if isinstance(target, Edge) else (target.map,)
            _check_index(source, index, whole=isinstance(target, Edge))


def _check_kind(lesion: Lesion) -> None:
    kind = lesion.kind
    value = kind.factor if isinstance(kind, Scale) else kind.amount if isinstance(kind, Noise) else 0.0
    if not math.isfinite(value):
        sentence = f"{lesion.target.node}: {kind.form} is {value:g}, expected a finite number."
        raise LesionError(sentence, say("lesion_faults.amount"))


def _check_index(node: NodeSpec, index: tuple[int, ...], *, whole: bool = True) -> None:
    fits = len(index) == len(node.shape) if whole else len(index) <= len(node.shape)
    if not fits or not all(0 <= place < size for place, size in zip(index, node.shape, strict=False)):
        sentence = f"{node.name}: there is nothing at {index}, expected a place within {node.shape}."
        raise LesionError(sentence, say("lesion_faults.place", layer=node.name))


def _node(spec: NetworkSpec, name: str) -> NodeSpec:
    try:
        return spec.node(name)
    except KeyError:
        sentence = f"There is no layer '{name}', expected one of: {', '.join(node.name for node in spec.nodes)}."
        raise LesionError(sentence, say("lesion_faults.layer", layer=name)) from None
