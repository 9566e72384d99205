"""Synthesis beside everything else, and what is kept of it."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from layerwalk.nn import opening, synthesis, synthesis_cache
from layerwalk.nn.aim import Aim, SynthesisConfig
from layerwalk.nn.device import CPU
from layerwalk.nn.opening import Network
from layerwalk.nn.synthesis_job import NAP_S, Job, together
from layerwalk.nn.synthesis_talk import Synthesise, Synthesised

CONFIG = SynthesisConfig(steps=4)


@pytest.fixture
def small() -> Network:
    return opening.open_network("ana-small")


def begin(network: Network, *, node: str = "conv2", folder: Path | None = None) -> Job:
    aims = tuple(Aim(node=node, index=(map,)) for map in range(network.traced.spec.node(node).maps))
    return Job(Synthesise(aims=aims, config=CONFIG, folder=folder), network, place=CPU, clock=ticking())


def ticking() -> Callable[[], float]:
    ticks = iter(range(10_000))
    return lambda: float(next(ticks))


def to_the_end(job: Job) -> list[Synthesised]:
    reports = []
    while job.state == "making":
        report = job.advance()
        reports += [report] if report else []
    return reports


def test_progress_has_the_pictures_so_far_and_the_end_has_all(small: Network) -> None:
    reports = to_the_end(begin(small))
    assert [report.state for report in reports] == ["making"] * 3 + ["finished"]
    assert [report.step for report in reports] == [1, 2, 3, 4]
    assert all(report.pictures.shape == (6, 1, 28, 28) and not report.pictures.flags.writeable for report in reports)


def test_a_large_layer_is_made_some_maps_at_a_time(small: Network) -> None:
    reports = to_the_end(begin(small, node="dense1"))
    assert [report.first for report in reports] == [0] * 4 + [32] * 3 + [0]
    assert reports[-1].pictures.shape == (64, 1, 28, 28)
    alone = synthesis.synthesise(
        small.traced, [Aim(node="dense1", index=(40,))], synthesis.noise(small.shape, seed=1), CONFIG
    )
    *_, last = alone
    np.testing.assert_allclose(reports[-1].pictures[40:41], last.pictures(), atol=1e-3)


def test_reports_come_at_most_ten_times_a_second(small: Network) -> None:
    job = Job(Synthesise(aims=(Aim(node="conv1", index=(0,)),), config=CONFIG), small, place=CPU, clock=lambda: 0.0)
    assert [report.state for report in to_the_end(job)] == ["finished"]


def test_what_was_made_is_found_again(small: Network, tmp_path: Path) -> None:
    made = to_the_end(begin(small, folder=tmp_path))[-1]
    again = begin(small, folder=tmp_path)
    assert again.state == "finished"
    assert np.array_equal(again.report().pictures, made.pictures)
    assert np.array_equal(again.report().scores, made.scores)
    assert len(list(tmp_path.iterdir())) == 1


def test_other_weights_have_other_pictures(small: Network, tmp_path: Path) -> None:
    to_the_end(begin(small, folder=tmp_path))
    with torch.no_grad():
        next(small.model.parameters()).mul_(1.5)
    assert begin(small, folder=tmp_path).state == "making"


def test_weights_that_change_meanwhile_leave_nothing_on_disk(small: Network, tmp_path: Path) -> None:
    job = begin(small, folder=tmp_path)
    job.advance()
    with torch.no_grad():
        next(small.model.parameters()).mul_(1.5)
    to_the_end(job)
    assert not list(tmp_path.iterdir())


def test_a_faulty_file_is_made_anew(small: Network, tmp_path: Path) -> None:
    to_the_end(begin(small, folder=tmp_path))
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"no pictures")
    job = begin(small, folder=tmp_path)
    assert job.state == "making"
    to_the_end(job)
    assert begin(small, folder=tmp_path).state == "finished"


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_a_cancelled_job_leaves_nothing_behind(small: Network, tmp_path: Path, steps: int) -> None:
    before = {name: value.clone() for name, value in small.model.state_dict().items()}
    job = begin(small, folder=tmp_path)
    for _ in range(steps):
        job.advance()
    assert job.cancel().state == "cancelled"
    assert not list(tmp_path.iterdir())
    assert all(torch.equal(value, before[name]) for name, value in small.model.state_dict().items())
    assert all(value.grad is None for value in small.model.parameters())


def test_reports_tell_what_was_climbed_at_every_step(small: Network) -> None:
    reports = to_the_end(begin(small))
    assert [report.scores.shape for report in reports] == [(6, 1), (6, 2), (6, 3), (6, 4)]
    assert (reports[-1].scores[:, -1] > reports[-1].scores[:, 0]).all()


def test_scores_of_a_large_layer_come_part_by_part_and_all_at_the_end(small: Network) -> None:
    reports = to_the_end(begin(small, node="dense1"))
    assert [report.scores.shape for report in reports[3:5]] == [(32, 4), (32, 1)]
    assert reports[-1].scores.shape == (64, 4)


def test_a_job_that_is_to_be_watched_takes_its_time(small: Network) -> None:
    now_s, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now_s[0] += seconds

    request = Synthesise(aims=(Aim(node="conv1", index=(0,)),), config=CONFIG, pace_hz=100.0)
    job = Job(request, small, place=CPU, clock=lambda: now_s[0], sleep=sleep)
    to_the_end(job)
    assert now_s[0] == pytest.approx(4 / 100)
    assert max(slept) <= NAP_S


def test_reports_say_which_request_they_answer(small: Network) -> None:
    request = Synthesise(aims=(Aim(node="conv1", index=(0,)),), config=CONFIG, serial=7)
    reports = to_the_end(Job(request, small, place=CPU, clock=ticking()))
    assert {report.serial for report in reports} == {7}


def test_the_folder_does_not_grow_for_ever(small: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to_the_end(begin(small, node="conv1", folder=tmp_path))
    (first,) = tmp_path.iterdir()
    os.utime(first, (1, 1))
    monkeypatch.setattr(synthesis_cache, "MOST_BYTES", int(first.stat().st_size * 1.5))
    to_the_end(begin(small, node="conv2", folder=tmp_path))
    assert first not in list(tmp_path.iterdir())
    assert begin(small, node="conv2", folder=tmp_path).state == "finished"


@pytest.mark.parametrize(("name", "node", "count"), [("ana-small", "dense1", 32), ("synthetic-1m", "mean1", 1)])
def test_of_large_networks_fewer_pictures_take_a_step_together(name: str, node: str, count: int) -> None:
    network = opening.open_network(name)
    aims = tuple(Aim(node=node, index=(map,)) for map in range(40))
    assert together(network, Synthesise(aims=aims)) == count
