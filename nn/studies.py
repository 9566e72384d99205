"""Begin a study of a network: check that there can be one, draw its pictures, and do it piece by piece."""

from collections.abc import Callable, Generator, Iterator
from typing import TypeVar

import numpy as np

from layerwalk.nn import data, dose, evaluate, fool_study, forward, models, opening, pieces, study
from layerwalk.nn.data import Dataset
from layerwalk.nn.masked import BATCH, Ints
from layerwalk.nn.messages import Floats
from layerwalk.nn.opening import Network
from layerwalk.nn.pieces import Job, Stand
from layerwalk.nn.said import SaidError, say
from layerwalk.nn.study_results import Ablation, Dose, Findings, FoolRate
from layerwalk.nn.study_talk import StudyConfig

Found = TypeVar("Found", bound=Findings)
Got = TypeVar("Got")
Stands = Iterator[Stand[Findings | None]]


class StudyError(SaidError):
    """Say in one sentence why there can be no such study."""


def study_network(name: str, config: StudyConfig, progress: Callable[[float], None] = pieces.unheard) -> Findings:
    """Return all that a study of a shipped network finds; raise StudyError, StoreError or DataError."""
    findings = pieces.last(begin(opening.open_network(name), config), progress)
    assert findings is not None
    return findings


def ablation(
    name: str, *, count: int, draws: int, seed: int, progress: Callable[[float], None] = pieces.unheard
) -> Ablation:
    """Return how many filters of every convolution are needed by `count` test pictures that the network gets right.

    Fewer where it gets fewer right; they are drawn by `seed`. Raise StudyError or StoreError.
    """
    config = StudyConfig(kind="ablation", pictures=count, draws=draws, seed=seed)
    return _only(Ablation, study_network(name, config, progress))


def respond(
    name: str, layer: str, *, count: int, draws: int, seed: int, progress: Callable[[float], None] = pieces.unheard
) -> Dose:
    """Return a layer's dose-response curves over `count` test pictures; importance is told by as many training ones.

    They are drawn by `seed`. Raise StudyError or StoreError.
    """
    config = StudyConfig(kind="dose", layer=layer, pictures=count, draws=draws, seed=seed)
    return _only(Dose, study_network(name, config, progress))


def fool(name: str, *, count: int, seed: int, progress: Callable[[float], None] = pieces.unheard) -> FoolRate:
    """Return how often a network is fooled over `count` test pictures; raise StudyError or StoreError."""
    return _only(FoolRate, study_network(name, StudyConfig(kind="fool", pictures=count, seed=seed), progress))


def begin(network: Network, config: StudyConfig) -> Stands:
    """Return a study of a network on the CPU as a job of small pieces; raise StudyError where there can be none."""
    _check(network, config)
    return {"dose": _dose, "ablation": _ablation, "fool": _fool}[config.kind](network, config)


def _check(network: Network, config: StudyConfig) -> None:
    name = network.traced.spec.name
    for option, value in (("--pictures", config.pictures), ("--draws", config.draws)):
        if value < 1:
            raise StudyError(f"{option}: found {value}, expected 1 or more")
    if network.blueprint is None:
        sentence = f"{name}: the network has no data set, expected one of: {', '.join(models.REGISTRY)}"
        raise StudyError(sentence, say("study_faults.no_data"))
    if config.kind == "ablation" and not _convolutions(network):
        sentence = f"{name}: the network has no convolution, expected at least one"
        raise StudyError(sentence, say("study_faults.no_convolution"))
    layers = [node.name for node in network.traced.spec.hidden]
    if config.kind == "dose" and config.layer not in layers:
        sentence = f"--layer: found {config.layer!r}, expected one of {name}'s: {', '.join(layers)}"
        raise StudyError(sentence, say("study_faults.no_layer", layer=config.layer))


def _dose(network: Network, config: StudyConfig) -> Stands:
    test = yield from _begun(_part(network, "test"))
    train = yield from _begun(_part(network, "train"))
    pictures, labels = _drawn(network, test, config.seed, config.pictures)
    yield from dose.respond(
        network.traced,
        config.layer,
        pictures,
        labels,
        others=_drawn(network, train, config.seed, config.pictures),
        draws=config.draws,
        seed=config.seed,
        orders=config.orders,
    )


def _ablation(network: Network, config: StudyConfig) -> Stands:
    whole = yield from _begun(_part(network, "test"))
    pictures, labels = yield from _begun(_right(network, whole, config.seed, config.pictures))
    layers = _convolutions(network)
    yield from study.ablation(network.traced, layers, pictures, labels, draws=config.draws, seed=config.seed)


def _fool(network: Network, config: StudyConfig) -> Stands:
    whole = yield from _begun(_part(network, "test"))
    yield from fool_study.study(network, whole, fool_study.CONFIG, count=config.pictures, seed=config.seed)


def _begun(job: Job[Got]) -> Generator[Stand[None], None, Got]:
    """Do what comes before the study itself: nothing is known by then."""
    return pieces.standing(job, None, start=0.0, size=0.0)


def _convolutions(network: Network) -> list[str]:
    return [node.name for node in network.traced.spec.hidden if node.kind == "conv"]


def _part(network: Network, part: str) -> Job[Dataset]:
    """Return a part of the network's data set, read on a thread of its own; raise StudyError where it does not fit."""
    assert network.blueprint is not None
    name = f"{network.blueprint.data}-{part}"
    whole = yield from pieces.aside(lambda: data.load(name))
    classes, known = len(whole.classes), network.traced.spec.answer.maps
    if classes > known:
        sentence = f"{whole.name}: number of classes is {classes}, expected at most {known}"
        raise StudyError(sentence, say("study_faults.no_data"))
    return whole


def _drawn(network: Network, whole: Dataset, seed: int, count: int) -> tuple[Floats, Ints]:
    """Return labelled pictures in an order drawn by `seed`, the first `count`."""
    order = np.random.default_rng(seed).permutation(len(whole))[:count]
    pictures = np.ascontiguousarray(evaluate.as_input(whole.pictures[order], network.shape))
    return pictures, whole.labels[order].astype(np.int64)


def _right(network: Network, whole: Dataset, seed: int, count: int) -> Job[tuple[Floats, Ints]]:
    """Return the first `count` pictures in an order drawn by `seed` that the network gets right, with their labels.

    Raise StudyError where it gets none right.
    """
    answer = forward.answerer(network.model)
    order = np.random.default_rng(seed).permutation(len(whole))
    chosen = np.empty(0, np.int64)
    for start in range(0, len(order), BATCH):
        few = order[start : start + BATCH]
        guesses = answer(evaluate.as_input(whole.pictures[few], network.shape)).argmax(1)
        chosen = np.concatenate([chosen, few[guesses == whole.labels[few]]])[:count]
        if len(chosen) == count:
            break
        yield 0.0
    if not len(chosen):
        sentence = f"{network.traced.spec.name}: the network gets no picture right, expected at least one"
        raise StudyError(sentence, say("study_faults.none_right"))
    pictures = np.ascontiguousarray(evaluate.as_input(whole.pictures[chosen], network.shape))
    return pictures, whole.labels[chosen].astype(np.int64)


def _only(kind: type[Found], findings: Findings) -> Found:
    assert isinstance(findings, kind)
    return findings
