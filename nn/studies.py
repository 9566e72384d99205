"""Run a study from its first step to its last on a network of the house, without a world round it."""

from collections.abc import Callable

import numpy as np

from layerwalk.nn import data, dose, evaluate, forward, models, opening, pieces, study
from layerwalk.nn.dose import Dose
from layerwalk.nn.masked import Ints
from layerwalk.nn.messages import Floats
from layerwalk.nn.opening import Network
from layerwalk.nn.said import SaidError
from layerwalk.nn.study import Needed


class StudyError(SaidError):
    """Say in one sentence why there can be no such study."""


def ablation(
    name: str, *, count: int, draws: int, seed: int, progress: Callable[[float], None] = pieces.unheard
) -> tuple[Needed, ...]:
    """Return how many filters of every convolution are needed by `count` test pictures that the network gets right.

    Fewer where it gets fewer right; they are drawn by `seed`. Raise StudyError or StoreError.
    """
    _check(count, draws)
    network = opening.open_network(name)
    layers = [node.name for node in network.traced.spec.hidden if node.kind == "conv"]
    if not layers:
        raise StudyError(f"{name}: the network has no convolution, expected at least one")
    pictures, labels = _drawn(network, "test", seed)
    answer = forward.answerer(network.model)
    right = [answer(pictures[i : i + 256]).argmax(1) == labels[i : i + 256] for i in range(0, len(labels), 256)]
    chosen = np.flatnonzero(np.concatenate(right))[:count]
    job = study.ablation(network.traced, layers, pictures[chosen], labels[chosen], draws=draws, seed=seed)
    return pieces.finish(job, progress)


def respond(
    name: str, layer: str, *, count: int, draws: int, seed: int, progress: Callable[[float], None] = pieces.unheard
) -> Dose:
    """Return a layer's dose-response curves over `count` test pictures; importance is told by as many training ones.

    They are drawn by `seed`. Raise StudyError or StoreError.
    """
    _check(count, draws)
    network = opening.open_network(name)
    layers = [node.name for node in network.traced.spec.hidden]
    if layer not in layers:
        raise StudyError(f"--layer: found {layer!r}, expected one of {name}'s: {', '.join(layers)}")
    pictures, labels = _drawn(network, "test", seed, count)
    others = _drawn(network, "train", seed, count)
    job = dose.respond(network.traced, layer, pictures, labels, others=others, draws=draws, seed=seed)
    return pieces.finish(job, progress)


def _check(count: int, draws: int) -> None:
    for option, value in (("--pictures", count), ("--draws", draws)):
        if value < 1:
            raise StudyError(f"{option}: found {value}, expected 1 or more")


def _drawn(network: Network, part: str, seed: int, count: int | None = None) -> tuple[Floats, Ints]:
    """Return labelled pictures of the network's data set in an order drawn by `seed`, all or the first `count`."""
    name = network.traced.spec.name
    if network.blueprint is None:
        raise StudyError(f"{name}: the network has no data set, expected one of: {', '.join(models.REGISTRY)}")
    whole = data.load(f"{network.blueprint.data}-{part}")
    order = np.random.default_rng(seed).permutation(len(whole))[:count]
    pictures = np.ascontiguousarray(evaluate.as_input(whole.pictures[order], network.shape))
    return pictures, whole.labels[order].astype(np.int64)
