"""A study beside everything else: piece by piece, with the findings of a study in one go."""

import pickle
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from layerwalk.nn import loop, opening, studies
from layerwalk.nn.messages import (
    PRESETS,
    Failed,
    Infer,
    Inferred,
    Load,
    Loaded,
    Progress,
    Reply,
    StopStudy,
    Studied,
    Study,
    Train,
)
from layerwalk.nn.messages import StudyConfig as Config
from layerwalk.nn.study_job import Studies

DOSE = Config(kind="dose", layer="conv2", pictures=100, draws=3, seed=2)


@pytest.fixture(scope="module")
def network() -> opening.Network:
    return opening.open_network("ana-small")


def clock() -> Iterator[float]:
    now_s = 0.0
    while True:
        now_s += 0.04
        yield now_s


def begun(network: opening.Network, config: Config) -> Studies:
    times = clock()
    job = Studies(clock=lambda: next(times))
    job.serve(Study(serial=1, config=config), network)
    return job


def to_the_end(job: Studies) -> list[Studied]:
    reports = []
    while job.busy:
        report = job.advance()
        reports += [report] if report else []
    return reports


def test_a_dose_response_curve_is_the_command_lines(network: opening.Network) -> None:
    last = to_the_end(begun(network, DOSE))[-1]
    alone = studies.respond("ana-small", "conv2", count=100, draws=3, seed=2)
    assert (last.state, last.share, last.seconds_left) == ("finished", 1.0, None)
    assert last.findings.plain() == alone.plain()


def test_anas_experiment_is_the_command_lines(network: opening.Network) -> None:
    config = Config(kind="ablation", pictures=60, draws=2)
    last = to_the_end(begun(network, config))[-1]
    alone = studies.ablation("ana-small", count=60, draws=2, seed=1)
    assert [needed.plain() for needed in last.findings.needed] == [needed.plain() for needed in alone.needed]


def test_fooling_is_the_command_lines(network: opening.Network) -> None:
    last = to_the_end(begun(network, Config(kind="fool", pictures=60)))[-1]
    assert last.findings == studies.fool("ana-small", count=60, seed=1)


def test_fewer_orders_give_the_same_curves(network: opening.Network) -> None:
    every = to_the_end(begun(network, DOSE))[-1].findings
    one = to_the_end(begun(network, Config(layer="conv2", orders=("gradient",), pictures=100, draws=3, seed=2)))[-1]
    assert list(one.findings.orders) == list(one.findings.importance) == ["gradient"]
    assert np.array_equal(one.findings.orders["gradient"], every.orders["gradient"])
    assert np.array_equal(one.findings.control, every.control)


def test_what_is_known_by_now_only_grows(network: opening.Network) -> None:
    reports = to_the_end(begun(network, DOSE))
    assert len(reports) > 5
    shares = [report.share for report in reports]
    known = [
        sum(np.isfinite(curve).sum() for curve in (*report.findings.orders.values(), report.findings.control))
        for report in reports
        if report.findings is not None
    ]
    assert shares == sorted(shares)
    assert known == sorted(known)
    assert known[0] < known[-1]


def test_the_band_comes_with_the_first_random_order(network: opening.Network) -> None:
    reports = to_the_end(begun(network, DOSE))
    early = next(report.findings for report in reports if report.findings is not None)
    assert np.isnan(early.band[1]).all()
    assert np.isfinite(reports[-1].findings.band[1]).all()


def test_a_stopped_study_leaves_nothing_to_do(network: opening.Network) -> None:
    job = begun(network, DOSE)
    for _ in range(20):
        job.advance()
    stopped = job.serve(StopStudy(serial=2), network)
    assert (stopped.state, stopped.serial, job.busy) == ("stopped", 2, False)


def test_another_network_ends_a_study_with_its_last_words(network: opening.Network) -> None:
    job = begun(network, DOSE)
    job.end()
    (last,) = to_the_end(job)
    assert (last.state, last.serial) == ("stopped", 1)


def test_weights_that_change_meanwhile_do_not_count() -> None:
    network = opening.open_network("ana-small")
    job = begun(network, DOSE)
    for value in network.model.parameters():
        value.data.zero_()
    alone = studies.respond("ana-small", "conv2", count=100, draws=3, seed=2)
    assert to_the_end(job)[-1].findings.plain() == alone.plain()


def test_beside_other_work_every_other_turn_is_taken(network: opening.Network) -> None:
    job = begun(network, DOSE)
    assert [job.takes_turn(beside=True) for _ in range(4)] == [False, True, False, True]
    assert all(job.takes_turn(beside=False) for _ in range(3))


@pytest.fixture
def host() -> Iterator[loop.Host]:
    host = loop.InlineHost()
    host.submit(Load(network="ana-small"))
    (reply,) = host.poll()
    assert isinstance(reply, Loaded)
    yield host
    host.close()


def until(host: loop.Host, kind: type, *, state: str = "") -> list[Reply]:
    """Poll until there is such a reply; return all that came."""
    came: list[Reply] = []
    for _ in range(5000):
        came += host.poll()
        if any(isinstance(reply, kind) and state in ("", getattr(reply, "state", "")) for reply in came):
            return came
    pytest.fail("it never came")


def test_a_stroke_is_answered_while_a_study_goes_on(host: loop.Host) -> None:
    host.submit(Study(serial=1, config=DOSE))
    until(host, Studied, state="studying")
    host.submit(Infer(drawing=np.zeros((28, 28), np.float32), serial=1))
    came = until(host, Inferred)
    assert not any(isinstance(reply, Studied) and reply.state == "finished" for reply in came)
    assert until(host, Studied, state="finished")


def test_training_goes_on_beside_a_study(host: loop.Host) -> None:
    config = replace(PRESETS["good"], data="mnist-train", epochs=1, share=0.01)
    host.submit(Train(config=config, start="shown", run=1))
    host.submit(Study(serial=1, config=DOSE))
    came = until(host, Studied, state="finished")
    steps = [reply.step for reply in came if isinstance(reply, Progress) and reply.state == "training"]
    assert steps or any(isinstance(reply, Progress) and reply.state == "finished" for reply in came)
    (done,) = (reply for reply in came if isinstance(reply, Studied) and reply.state == "finished")
    alone = studies.respond("ana-small", "conv2", count=100, draws=3, seed=2)
    assert done.findings.plain() == alone.plain()


@pytest.mark.parametrize(
    "config", [DOSE, Config(kind="ablation", pictures=20, draws=2), Config(kind="fool", pictures=20)]
)
def test_findings_come_from_another_process_as_they_are(network: opening.Network, config: Config) -> None:
    last = to_the_end(begun(network, config))[-1]
    buffers: list[pickle.PickleBuffer] = []
    sent = pickle.dumps(last, protocol=5, buffer_callback=buffers.append)
    come = pickle.loads(sent, buffers=buffers)
    assert come.config == config
    assert type(come.findings) is type(last.findings)


def test_loading_another_network_stops_the_study(host: loop.Host) -> None:
    host.submit(Study(serial=1, config=DOSE))
    until(host, Studied, state="studying")
    host.submit(Load(network="ana-dense"))
    assert until(host, Studied, state="stopped")


def test_what_cannot_be_studied_is_said(host: loop.Host) -> None:
    host.submit(Study(serial=1, config=Config(layer="conv9")))
    (failed,) = (reply for reply in until(host, Failed) if isinstance(reply, Failed))
    assert failed.said is not None
    assert failed.said.key == "study_faults.no_layer"
    assert "conv9" in failed.sentence
