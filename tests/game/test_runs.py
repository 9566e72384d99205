"""The runs that the board remembers: curves that stay short, runs that come and go, the snapshot that is shown."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layerwalk.game.runs import MOST_POINTS, MOST_RUNS, Curve, Runs
from layerwalk.nn.messages import Progress, Said, Shown, TrainConfig

CONFIG = TrainConfig()


def report(step, *, run=1, state="training", **fields):
    """Make a report of a run of 5 epochs of 100 steps."""
    said = Said(key="training.begun")
    return Progress(run=run, state=state, said=said, step=step, steps=500, epoch=1, epochs=5, **fields)


@pytest.fixture
def runs():
    """Return runs of which the first has begun."""
    made = Runs()
    made.begin(1, config=CONFIG, title="ana-conv")
    return made


# Curves


@given(st.integers(2, 5000))
@settings(max_examples=30, deadline=None)
def test_a_curve_stays_short_and_keeps_its_ends(count):
    curve = Curve()
    for step in range(count):
        curve.add(step, 2.0, 0.5)
    points = curve.points
    assert len(points) <= MOST_POINTS + 1
    assert points[0, 0] == 0
    assert points[-1, 0] == count - 1
    assert (np.diff(points[:, 0]) > 0).all()


def test_a_short_curve_is_kept_as_it_was_measured():
    curve = Curve()
    for step in range(MOST_POINTS):
        curve.add(step, step / 10, 0.5)
    np.testing.assert_allclose(curve.points[:, 1], np.arange(MOST_POINTS) / 10)


def test_a_long_curve_has_the_means_of_neighbours():
    curve = Curve()
    for step in range(3000):
        curve.add(step, step % 2, 1.0)
    assert np.abs(curve.points[1:-1, 1] - 0.5).max() < 0.26
    assert (curve.points[:, 2] == 1.0).all()


# Reports


def test_a_report_makes_a_point_of_what_was_measured(runs):
    runs.hear(report(10, loss=2.3, accuracy=0.1))
    runs.hear(report(20, loss=1.5, accuracy=0.4))
    np.testing.assert_allclose(runs.current.train.points, [[10, 2.3, 0.1], [20, 1.5, 0.4]])


def test_a_validation_stands_where_its_epoch_ended(runs):
    runs.hear(report(207, validated_epoch=2, validation_loss=0.3, validation_accuracy=0.9))
    np.testing.assert_allclose(runs.current.validation.points, [[200, 0.3, 0.9]])


def test_a_report_without_measures_makes_no_point(runs):
    runs.hear(report(0))
    assert len(runs.current.train) == len(runs.current.validation) == 0
    assert runs.current.progress.step == 0


@pytest.mark.parametrize("loss", [float("nan"), float("inf")])
def test_what_is_not_a_number_makes_no_point(runs, loss):
    runs.hear(report(10, state="diverged", loss=loss, accuracy=0.1))
    assert len(runs.current.train) == 0


def test_a_run_is_as_long_as_all_its_epochs_until_it_ends(runs):
    runs.hear(report(150))
    assert runs.current.epochs == 5
    runs.hear(report(150, state="stopped"))
    assert runs.current.epochs == 1.5


def test_every_change_makes_the_version_grow(runs):
    seen = [runs.version]
    for change in (
        lambda: runs.hear(report(1)),
        lambda: runs.hear_shown(Shown(run=1, index=0, step=0)),
        lambda: runs.begin(2, config=CONFIG, title="ana-conv"),
        runs.let_go,
        lambda: runs.remove(1),
    ):
        change()
        seen.append(runs.version)
    assert seen == sorted(set(seen))


def test_a_run_that_was_forgotten_is_not_heard_any_more(runs):
    runs.remove(1)
    version = runs.version
    runs.hear(report(1))
    runs.hear_shown(Shown(run=1, index=0, step=0))
    assert len(runs) == 0
    assert runs.current is None
    assert runs.version == version


# Several runs


def test_the_oldest_run_goes_when_there_are_too_many():
    runs = Runs()
    for number in range(1, MOST_RUNS + 3):
        runs.begin(number, config=CONFIG, title="ana-conv")
    assert [run.number for run in runs] == list(range(3, MOST_RUNS + 3))
    assert runs.current.number == MOST_RUNS + 2


def test_no_two_runs_have_the_same_colour_whatever_comes_and_goes():
    runs = Runs()
    for number in range(1, 20):
        runs.begin(number, config=CONFIG, title="ana-conv")
        if number % 3 == 0:
            runs.remove(number - 1)
        colours = [run.colour for run in runs]
        assert len(set(colours)) == len(colours)
        assert set(colours) <= set(range(MOST_RUNS))


# Snapshots


def test_the_snapshot_that_is_shown_is_known(runs):
    runs.hear(report(40, state="paused", snapshots=(0, 10, 40)))
    runs.hear_shown(Shown(run=1, index=1, step=10))
    assert runs.current.snapshots == (0, 10, 40)
    assert runs.current.shown == 1


@pytest.mark.parametrize("state", ["training", "stopped"])
def test_going_on_and_stopping_show_the_newest_weights_again(runs, state):
    runs.hear(report(40, state="paused"))
    runs.hear_shown(Shown(run=1, index=1, step=10))
    runs.hear(report(40, state=state))
    assert runs.current.shown is None


def test_a_pause_does_not_change_what_is_shown(runs):
    runs.hear(report(40))
    runs.hear_shown(Shown(run=1, index=1, step=10))
    runs.hear(report(40, state="paused"))
    assert runs.current.shown == 1


def test_only_the_run_that_the_model_loop_still_has_can_be_looked_back_on(runs):
    assert runs.held is runs.current
    runs.let_go()
    assert runs.held is None
    assert runs.current is not None
    runs.begin(2, config=CONFIG, title="ana-conv")
    assert runs.held.number == 2


def test_runs_need_neither_torch_nor_panda3d():
    code = "import sys, layerwalk.game.runs; print({'torch', 'panda3d'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
