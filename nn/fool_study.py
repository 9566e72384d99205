"""How often a network is fooled over the test pictures, and in how many steps."""

from collections.abc import Iterator

import numpy as np

from layerwalk.nn import evaluate, fool, pieces
from layerwalk.nn.aim import Aim, FoolConfig
from layerwalk.nn.data import Dataset
from layerwalk.nn.idx import DataError
from layerwalk.nn.masked import Ints
from layerwalk.nn.messages import Floats
from layerwalk.nn.opening import Network
from layerwalk.nn.pieces import Job, Stand
from layerwalk.nn.study_results import FoolRate

BATCH = 50
CONFIG = FoolConfig(step="pgd", epsilon=0.1, rate=0.01, steps=40)
"""What the study of a shipped network is done with."""


def study(
    network: Network, dataset: Dataset, config: FoolConfig, *, count: int = 1000, seed: int = 1
) -> Iterator[Stand[FoolRate]]:
    """Fool a network on up to `count` test pictures, spread evenly over the set, that it gets right.

    Where it is targeted, towards another class for each, drawn from `seed`. Raise DataError where there are no
    pictures.
    """
    if count < 1:
        raise DataError(f"number of pictures is {count}, expected 1 or more")
    return _stands(network, dataset, config, np.arange(0, len(dataset), -(-len(dataset) // count)), seed)


def _stands(
    network: Network, dataset: Dataset, config: FoolConfig, chosen: Ints, seed: int
) -> Iterator[Stand[FoolRate]]:
    labels = dataset.labels[chosen].astype(np.int64)
    classes, name = network.traced.spec.answer.maps, network.traced.spec.name
    others = (labels + np.random.default_rng(seed).integers(1, classes, len(labels))) % classes
    found = FoolRate(network=name, pictures=0, fooled=0, steps=())
    for start in range(0, len(chosen), BATCH):
        part = slice(start, start + BATCH)
        pictures = evaluate.as_input(dataset.pictures[chosen[part]], network.shape)
        job = _steps(network, pictures, labels[part], others[part] if config.targeted else labels[part], config)
        took = yield from pieces.standing(job, found, start=start / len(chosen), size=len(pictures) / len(chosen))
        steps = tuple(sorted((*found.steps, *(step for step in took if step is not None))))
        found = FoolRate(network=name, pictures=found.pictures + len(took), fooled=len(steps), steps=steps)
        yield Stand(share=min(1.0, (start + BATCH) / len(chosen)), result=found)


def _steps(network: Network, pictures: Floats, labels: Ints, wanted: Ints, config: FoolConfig) -> Job[list[int | None]]:
    """Return for each picture that is right the number of steps until it is fooled; None where it never is."""
    aims = [Aim(node=network.traced.spec.answer.name, index=(int(place),)) for place in wanted]
    found: list[int | None] = [None] * len(aims)
    right = np.zeros(len(aims), bool)
    for fooled in fool.fool(network.traced, aims, pictures, config):
        if fooled.step == 0:
            right = fooled.strongest.numpy() == labels
        for place in np.flatnonzero(fooled.reached.numpy()):
            found[place] = fooled.step if found[place] is None else found[place]
        yield fooled.step / (config.steps + 1)
    return [steps for steps, was_right in zip(found, right, strict=True) if was_right]
