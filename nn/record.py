"""The record that lies beside weights: how they came to be, as text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import torch

from layerwalk.nn import augment, data, origin
from layerwalk.nn.blueprint import presets
from layerwalk.nn.blueprint.layers import Blueprint
from layerwalk.nn.messages import Score, TrainConfig, TrainState

NOT_MEASURED = "not measured"
BUILT_HERE = "built here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Say how far a run has come: with `step` steps taken, in `epoch`, after `duration_s` of training."""

    run: int
    state: TrainState
    step: int
    steps: int
    epoch: int
    duration_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Say where weights come from. record: for people, as (what, text). origin: what a run calls its parent."""

    record: Mapping[str, str]
    origin: str


def about(blueprint: Blueprint) -> dict[str, str]:
    """Return a network's title, and where it comes from."""
    known = presets.PRESETS.get(blueprint.name) == blueprint
    return {
        "title": blueprint.title,
        "source": presets.SOURCES.get(blueprint.name, BUILT_HERE) if known else BUILT_HERE,
    }


def drawn(blueprint: Blueprint, *, seed: int) -> Provenance:
    """Return where weights come from that nothing has trained yet."""
    record = {
        **about(blueprint),
        "seed": str(seed),
        "accuracy": NOT_MEASURED,
        "parent": origin.drawn_anew(seed),
        "torch": str(torch.__version__),
    }
    return Provenance(record=record, origin=origin.drawn_anew(seed))


def trained(
    known: Mapping[str, str], config: TrainConfig, stand: Stand, *, parent: str, place: str, accuracy: str
) -> Provenance:
    """Return where the weights of a run come from, after `stand`. known: title and source. place: the device's name."""
    cycle = "one cycle to a rate of" if config.schedule == "one-cycle" else "a rate of"
    is_whole = stand.step == stand.steps
    record = {
        **{key: known[key] for key in ("title", "source") if key in known},
        "data": _data_title(config.data),
        "share": f"{config.share:.0%}, {config.validation_share:.0%} of it kept for validation",
        "epochs": str(config.epochs) if is_whole else f"{stand.epoch} of {config.epochs}, {stand.state}",
        "steps": f"{stand.step} of {stand.steps}",
        "batch": str(config.batch),
        "optimiser": f"{config.optimiser}, {cycle} {config.learning_rate:g}",
        "loss": config.loss,
        "augmentation": str(augment.REGISTRY[config.augmentation] or "none"),
        "seed": str(config.seed),
        "accuracy": accuracy,
        "duration": f"{stand.duration_s:.0f} s on {place}, {torch.get_num_threads()} thread(s)",
        "trained": datetime.now(UTC).isoformat(timespec="seconds"),
        "parent": parent,
        "torch": str(torch.__version__),
    }
    return Provenance(record=record, origin=origin.run(stand.run, step=stand.step))


def accuracy(measured: Score | None) -> str:
    """Return how well a network did, as a record has it."""
    if measured is None:
        return NOT_MEASURED
    return f"{100 * measured.accuracy:.2f} % ({measured.right} of {measured.count} test pictures)"


def from_file(file: Path, record: Mapping[str, str]) -> Provenance:
    """Return where weights come from that were read from a file."""
    return Provenance(record=record, origin=origin.file(file.name, record.get("accuracy", NOT_MEASURED)))


def _data_title(name: str) -> str:
    return data.REGISTRY[name].title if name in data.REGISTRY else Path(name).name
