"""Train a network from the first step to the last, without a world round it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from layerwalk.nn import data, device, forward, held, opening, saved, store, weights
from layerwalk.nn import evaluate as evaluation
from layerwalk.nn import record as records
from layerwalk.nn.held import Held
from layerwalk.nn.messages import Load, Progress, Score, Train, TrainConfig, Wanted
from layerwalk.nn.training import TrainError, Training


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """Hold how a run ended: its last report, how its weights do on the test pictures, and the record of it."""

    last: Progress
    score: Score
    record: dict[str, str]
    duration_s: float


def train(
    name: str,
    config: TrainConfig,
    *,
    file: Path | None = None,
    wanted: Wanted = "auto",
    progress: Callable[[Progress], None],
) -> Trained:
    """Train the network called `name` from new weights, measure it on all test pictures, and keep it in `file`.

    progress: told every report. An interrupt from the keyboard stops the run, not what comes after: what was learnt
    until then is measured and kept. Raise StoreError, TrainError or DataError, in one sentence.
    """
    if file is not None:
        _check(file)
    network = opening.open_network(name, place=device.choose(wanted))
    holding = Held(network, Load(network=name), network.provenance)
    training = holding.begin(Train(config=config), held.training_parts(network, config))
    last = _run(training, progress)
    tests = data.load(f"{data.split_name(config.data)[0]}-test")
    measured = evaluation.evaluate(name, forward.answerer(network.model), tests, shape=network.shape)
    record = {**holding.provenance.record, "accuracy": records.accuracy(measured)}
    if file is not None:
        saved.save(file, weights.to_bytes(holding.kept), record, network.blueprint)
    return Trained(last=last, score=measured, record=record, duration_s=training.stand.duration_s)


def _run(training: Training, progress: Callable[[Progress], None]) -> Progress:
    try:
        while training.busy:
            report = training.advance()
            if report is not None:
                progress(report)
    except KeyboardInterrupt:
        training.stop()
    return training.report()


def _check(file: Path) -> None:
    """Raise TrainError now where the file could not be written after all the work."""
    if file.suffix != store.WEIGHTS:
        raise TrainError(f"{file}: expected a file whose name ends in {store.WEIGHTS}.")
    if not file.parent.is_dir():
        raise TrainError(f"{file}: expected a folder {file.parent} that exists.")
