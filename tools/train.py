"""Train the shipped networks and write them into assets/networks: `python tools/train.py harley-conv` or `--all`.

Needs layerwalk installed. Each network's weights come from the last epoch; the test pictures are only read at the end.
"""

import argparse
import logging
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from layerwalk.nn import augment, data, evaluate, forward, models, prepare, saved, store, trace, train, weights
from layerwalk.nn.data import Dataset
from layerwalk.nn.messages import Score, TrainConfig

logger = logging.getLogger(__name__)

RECIPES = {
    "harley-conv": TrainConfig(epochs=30, learning_rate=0.004, augmentation="harley"),
    "harley-dense": TrainConfig(epochs=40, learning_rate=0.003, augmentation="harley"),
    "cerny-kopecka": TrainConfig(epochs=8, learning_rate=0.003, augmentation="gentle"),
    "ana-dense": TrainConfig(epochs=20, learning_rate=0.003),
    "ana-small": TrainConfig(epochs=20, learning_rate=0.004, augmentation="gentle"),
    "ana-conv": TrainConfig(epochs=12, learning_rate=0.003, augmentation="gentle"),
    # Chosen by cross-validation on the training pictures, among six: the test pictures were read once, at the end.
    "ana-faces": TrainConfig(epochs=60, batch=32, learning_rate=0.01, augmentation="gentle", data="faces-train"),
}
FOLDS, FEW = 5, 1000
"""Where there are only a few pictures to learn from, cross-validation with so many folds goes into the record too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Hold a trained network and what is known of its training."""

    model: nn.Module
    duration_s: float


def main() -> int:
    """Train what the command line names; return the exit code."""
    parser = argparse.ArgumentParser(description="Train the shipped networks.")
    parser.add_argument("networks", nargs="*", metavar="NETWORK", help=", ".join(RECIPES))
    parser.add_argument("--all", action="store_true", help="train every one")
    parser.add_argument("--describe", action="store_true", help="train nothing, only write the descriptions anew")
    parser.add_argument("--folder", type=Path, default=Path(__file__).parents[1] / "assets" / "networks")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(1)
    names = tuple(RECIPES) if arguments.all else tuple(arguments.networks)
    if not names or not set(names) <= set(RECIPES):
        parser.error(f"expected --all or names out of: {', '.join(RECIPES)}")
    for name in names:
        if arguments.describe:
            _describe(name, models.REGISTRY[name].build(), arguments.folder)
            continue
        outcome = _train(name, data.load(RECIPES[name].data))
        score = _evaluate(name, outcome.model)
        logger.info("%s: %.2f %% in %.0f s", name, 100 * score.accuracy, outcome.duration_s)
        content = weights.to_bytes(outcome.model.state_dict())
        saved.save(arguments.folder / f"{name}.safetensors", content, _record(name, outcome, score))
        _describe(name, outcome.model, arguments.folder)
    return 0


def _train(name: str, dataset: Dataset) -> Outcome:
    config, architecture = RECIPES[name], models.REGISTRY[name]
    start_s = time.perf_counter()
    torch.manual_seed(config.seed)
    model = architecture.build()
    pictures = torch.from_numpy(prepare.pad(dataset.pictures[:, None], architecture.shape))
    for step in train.train(model, pictures, torch.from_numpy(dataset.labels.astype(np.int64)), config):
        if step.number % 200 == 0:
            logger.info("%s %d/%d epoch %d loss %.4f", name, step.number, step.total, step.epoch, step.loss)
    return Outcome(model=model.eval(), duration_s=time.perf_counter() - start_s)


def _evaluate(name: str, model: nn.Module, dataset: Dataset | None = None) -> Score:
    """Measure a network, on the test pictures of its data set where no others are given."""
    answer, shape = forward.answerer(model), models.REGISTRY[name].shape
    tested = dataset or data.load(f"{data.split_name(RECIPES[name].data)[0]}-test")
    return evaluate.evaluate(name, answer, tested, shape=shape)


def _cross_validate(name: str) -> str:
    """Train anew without a fifth of the training pictures, measure with it, for each fifth; say how many were right."""
    dataset, right = data.load(RECIPES[name].data), 0
    place = np.arange(len(dataset)) % FOLDS
    for fold in range(FOLDS):
        outcome = _train(name, _part(dataset, place != fold))
        right += _evaluate(name, outcome.model, _part(dataset, place == fold)).right
    return f"{100 * right / len(dataset):.2f} % ({right} of {len(dataset)} training pictures, {FOLDS} folds)"


def _part(dataset: Dataset, chosen: np.ndarray) -> Dataset:
    return replace(dataset, pictures=dataset.pictures[chosen], labels=dataset.labels[chosen])


def _describe(name: str, model: nn.Module, folder: Path) -> None:
    architecture = models.REGISTRY[name]
    example = torch.zeros(1, *architecture.shape)
    store.save_spec(trace.trace(model, example, name=name, classes=architecture.classes), folder=folder)


def _record(name: str, outcome: Outcome, score: Score) -> dict[str, str]:
    config, architecture = RECIPES[name], models.REGISTRY[name]
    few = len(data.load(config.data)) <= FEW
    return {
        "title": architecture.title,
        "source": architecture.source,
        "data": data.REGISTRY[config.data].title,
        "epochs": str(config.epochs),
        "batch": str(config.batch),
        "optimiser": f"{config.optimiser}, one cycle to a rate of {config.learning_rate:g}",
        "augmentation": str(augment.REGISTRY[config.augmentation] or "none"),
        "seed": str(config.seed),
        "accuracy": f"{100 * score.accuracy:.2f} % ({score.right} of {score.count} {_counted(config)})",
        **({"cross-validation": _cross_validate(name)} if few else {}),
        "duration": f"{outcome.duration_s:.0f} s on one thread",
        "torch": torch.__version__,
    }


def _counted(config: TrainConfig) -> str:
    return "test digits" if data.split_name(config.data)[0] == "mnist" else "test pictures"


if __name__ == "__main__":
    sys.exit(main())
