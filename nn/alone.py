"""Train a network from the first step to the last, without a world round it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from layerwalk.nn import data, forward, store, worker
from layerwalk.nn import evaluate as evaluation
from layerwalk.nn import record as records
from layerwalk.nn.evaluate import Evaluation
from layerwalk.nn.messages import Progress, TrainConfig
from layerwalk.nn.training import TrainError, Training

TEST_DATA = "mnist-test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """Hold how a run ended: its last report, how its weights do on the test digits, and the record of it."""

    last: Progress
    evaluation: Evaluation
    record: dict[str, str]
    duration_s: float


def train(name: str, config: TrainConfig, *, file: Path | None = None, progress: Callable[[Progress], None]) -> Trained:
    """Train the network called `name` from new weights, measure it on the 10,000 test digits, and keep it in `file`.

    progress: told every report. An interrupt from the keyboard stops the run, not what comes after: what was learnt
    until then is measured and kept. Raise StoreError, TrainError or DataError, in one sentence.
    """
    if file is not None:
        _check(file)
    network = worker.open_network(name)
    parts = worker.training_parts(network, config)
    training = worker.open_training(network, parts, config)
    start_s = time.perf_counter()
    last = _run(training, progress)
    duration_s = time.perf_counter() - start_s
    network.model.eval()
    channels, height, width = network.traced.spec.input.shape
    measured = evaluation.evaluate(
        name, forward.answerer(network.model), data.load(TEST_DATA), shape=(channels, height, width)
    )
    record = records.record(name, config, last, measured, duration_s=duration_s)
    if file is not None:
        store.save(file.stem, network.model, record, folder=file.parent)
    return Trained(last=last, evaluation=measured, record=record, duration_s=duration_s)


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
