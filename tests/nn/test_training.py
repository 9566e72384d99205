"""One run and what it is made of: the digits it is given, its reports, its snapshots."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch

from layerwalk.nn import opening, snapshots, split, store, train, training
from layerwalk.nn.data import Dataset
from layerwalk.nn.messages import PRESETS, TrainConfig
from layerwalk.nn.training import TrainError, Training

STEPS = 22
CONFIG = TrainConfig(epochs=2, batch=50, validation_share=0.1)


class Clock:
    """Tell the time that it is set to."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def open_run(digits: Dataset, config: TrainConfig = CONFIG, *, clock: Clock | None = None) -> tuple[Training, Clock]:
    network, clock = opening.open_network("ana-dense"), clock or Clock()
    parts = split.split(digits, network.traced.spec, config)
    training.begin_anew(network.model, seed=config.seed)
    return Training(network.model, parts, config, classes=10, clock=clock), clock


def test_a_report_comes_at_most_ten_times_a_second(digits: Dataset) -> None:
    run, clock = open_run(digits)
    told = []
    for _ in range(10):
        clock.now_s += 0.03125
        report = run.advance()
        if report is not None:
            told.append((clock.now_s, report))
    times_s = [time_s for time_s, _ in told]
    assert times_s == [0.03125, 0.15625, 0.28125]
    assert told[-1][1].steps_per_s == pytest.approx(32)
    assert told[-1][1].seconds_left == pytest.approx((STEPS - 9) / 32)


def test_a_report_has_the_mean_of_the_steps_since_the_one_before_and_of_eight_at_least(digits: Dataset) -> None:
    run, clock = open_run(digits)
    network = opening.open_network("ana-dense")
    training.begin_anew(network.model, seed=CONFIG.seed)
    parts = split.split(digits, network.traced.spec, CONFIG)
    loss = [s.loss for s in itertools.islice(train.train(network.model, parts.pictures, parts.labels, CONFIG), 11)]
    first = run.advance()
    for _ in range(8):
        run.advance()
    clock.now_s = 1.0
    second = run.advance()
    clock.now_s = 2.0
    third = run.advance()
    assert first is not None
    assert second is not None
    assert third is not None
    assert first.loss == loss[0]
    assert second.loss == pytest.approx(sum(loss[1:10]) / 9)
    assert third.loss == pytest.approx(sum(loss[3:11]) / 8)


def test_what_is_measured_with_is_not_trained_on_whatever_the_seed(digits: Dataset) -> None:
    spec = store.read_spec("ana-dense")
    first, second = (split.split(digits, spec, replace(CONFIG, seed=seed)) for seed in (1, 2))
    assert torch.equal(first.validation_pictures, second.validation_pictures)
    assert (len(first.labels), len(first.validation_labels)) == (540, 60)
    half = split.split(digits, spec, replace(CONFIG, share=0.5))
    assert (len(half.labels), len(half.validation_labels)) == (270, 30)
    kept = {picture.numpy().tobytes() for picture in first.validation_pictures}
    assert not kept & {picture.numpy().tobytes() for picture in half.pictures}


def test_a_network_with_too_few_answers_is_not_trained(digits: Dataset) -> None:
    spec = store.read_spec("ana-dense")
    many = replace(digits, classes=tuple(map(str, range(11))))
    with pytest.raises(split.SplitError, match="number of classes is 11, expected at most 10 as ana-dense has"):
        split.split(many, spec, CONFIG)


@pytest.mark.parametrize("steps", [1, 2, 19, 24, 25, 60, 2345, 100_000])
def test_snapshots_are_dense_early_on(steps: int) -> None:
    kept = snapshots.schedule(steps)
    assert len(kept) == min(steps, snapshots.COUNT) >= min(steps, 20)
    assert kept[0] == 1
    assert kept[-1] == steps
    gaps = np.diff((0, *kept))
    assert (gaps > 0).all()
    assert (np.diff(gaps) >= -1).all()  # rounding apart, no gap is smaller than the one before


def test_a_snapshot_is_shown_only_of_a_run(digits: Dataset) -> None:
    run, _ = open_run(digits)
    with pytest.raises(TrainError, match="no snapshot -1"):
        run.show(-1)


def test_the_presets_are_good_and_anas() -> None:
    ana = PRESETS["ana"]
    assert (ana.learning_rate, ana.optimiser, ana.batch, ana.loss) == (0.01, "rmsprop", 320, "cross-entropy")
    assert PRESETS["good"] == TrainConfig()


def test_the_network_can_answer_in_the_middle_of_a_step_without_changing_the_run(digits: Dataset) -> None:
    alone, _ = open_run(digits)
    watched, _ = open_run(digits)
    answers: list[bool] = []

    def breathe() -> None:
        model = watched._model
        with torch.inference_mode():
            model(torch.zeros(1, 1, 28, 28))
        answers.append(model.training)

    for _ in range(3):
        alone.advance()
        watched.advance(breathe)
    assert answers == [False] * 6
    for mine, other in zip(alone.kept.values(), watched.kept.values(), strict=True):
        assert torch.equal(mine, other)
