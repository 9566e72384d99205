"""The small record that lies beside trained weights: how they came to be, as text."""

from datetime import UTC, datetime

import torch

from layerwalk.nn import augment, data, models
from layerwalk.nn.evaluate import Evaluation
from layerwalk.nn.messages import Progress, TrainConfig

NO_PARENT = "none (weights drawn anew)"


def record(
    network: str,
    config: TrainConfig,
    last: Progress,
    evaluation: Evaluation,
    *,
    duration_s: float,
    parent: str = NO_PARENT,
) -> dict[str, str]:
    """Return how a network was trained, as (what, text). last: the run's final report; parent: what it began from."""
    known = models.REGISTRY.get(network)
    about = {"title": known.title, "source": known.source} if known else {"title": network}
    cycle = "one cycle to a rate of" if config.schedule == "one-cycle" else "a rate of"
    return {
        **about,
        "data": data.REGISTRY[config.data].title,
        "share": f"{config.share:.0%}, {config.validation_share:.0%} of it kept for validation",
        "epochs": str(config.epochs) if last.state == "finished" else f"{last.epoch} of {config.epochs}, {last.state}",
        "steps": f"{last.step} of {last.steps}",
        "batch": str(config.batch),
        "optimiser": f"{config.optimiser}, {cycle} {config.learning_rate:g}",
        "loss": config.loss,
        "augmentation": str(augment.REGISTRY[config.augmentation] or "none"),
        "seed": str(config.seed),
        "accuracy": f"{100 * evaluation.accuracy:.2f} % ({evaluation.right} of {evaluation.count} test digits)",
        "duration": f"{duration_s:.0f} s on {torch.get_num_threads()} thread(s)",
        "trained": datetime.now(UTC).isoformat(timespec="seconds"),
        "parent": parent,
        "torch": torch.__version__,
    }
