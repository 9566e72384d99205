"""Lesions over the model loop: they count at once, are measured beside the strokes, and are gone without a trace."""

import contextlib
import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from layerwalk.nn import opening
from layerwalk.nn.device import CPU
from layerwalk.nn.lesion_lab import Lab
from layerwalk.nn.lesions.targets import Edges, Lesion, Lesions, Map, Mean, Others, Share
from layerwalk.nn.loop import ThreadHost
from layerwalk.nn.messages import (
    Failed,
    FindLeast,
    Infer,
    Inferred,
    Least,
    Lesioned,
    Load,
    Measured,
    MeasureLesions,
    Reply,
    Reset,
    SetLesions,
)
from layerwalk.nn.process import ProcessHost

if TYPE_CHECKING:
    from conftest import Talk

BLIND = (Lesion(target=Share(node="conv1", share=1.0)),)
USUAL = (Lesion(target=Map(node="conv1", map=0), kind=Mean()),)


@pytest.fixture
def loaded(host: "Talk") -> "Talk":
    host.loaded(Load(network="ana-small"))
    return host


def lesion(host: "Talk", lesions: Lesions) -> Reply:
    (reply,) = [each for each in host.ask(SetLesions(lesions=lesions)) if isinstance(each, Lesioned | Failed)]
    return reply


def measured(host: "Talk", serial: int = 1) -> list[Measured]:
    found = [each for each in host.ask(MeasureLesions(serial=serial)) if isinstance(each, Measured)]
    for _ in range(200):
        found += [each for each in host.ask() if isinstance(each, Measured)]
        if found[-1].state != "measuring":
            return found
    raise AssertionError("the measurement never ends")


def test_a_lesion_counts_with_the_next_drawing_and_undone_it_is_gone_to_the_bit(loaded: "Talk") -> None:
    before = loaded.answer()
    assert lesion(loaded, BLIND) == Lesioned(network="ana-small", lesions=BLIND)
    assert loaded.answer() != before
    lesion(loaded, ())
    assert loaded.answer() == before


def test_a_measurement_tells_how_the_network_does_whole_and_lesioned(loaded: "Talk") -> None:
    lesion(loaded, BLIND)
    reports = measured(loaded)
    last = reports[-1]
    assert last.state == "finished"
    assert last.lesions == BLIND
    assert last.before is not None
    assert last.after is not None
    assert last.before.count == last.after.count == 1000
    assert last.before.accuracy > 0.9 > 0.3 > last.after.accuracy
    assert sum(right for _, right, _ in last.before.per_class) == last.before.right
    assert all(one.share <= two.share for one, two in itertools.pairwise(reports))


def test_a_measurement_reports_at_most_ten_times_a_second() -> None:
    times = itertools.count(0.0, 0.04)
    lab = Lab(opening.open_network("ana-small"), place=CPU, clock=lambda: next(times))
    lab.serve(MeasureLesions(serial=1))
    told = [lab.advance() for _ in range(30)]
    assert 5 <= sum(report is not None for report in told) <= 12
    assert all(first is None or second is None for first, second in itertools.pairwise(told))


def test_without_lesions_nothing_is_lost(loaded: "Talk") -> None:
    last = measured(loaded)[-1]
    assert last.before == last.after


def test_a_measurement_that_is_stopped_says_no_more(loaded: "Talk") -> None:
    loaded.ask(MeasureLesions(serial=1))
    (reply,) = loaded.ask(MeasureLesions(serial=2, stops=True))
    assert reply == Measured(serial=2, state="stopped")
    assert loaded.ask() == []


def test_a_measurement_of_weights_that_change_stops(loaded: "Talk") -> None:
    loaded.ask(MeasureLesions(serial=1))
    loaded.ask()
    replies = loaded.ask(Reset())
    assert Measured(serial=1, state="stopped") in replies


def test_lesions_that_change_do_not_disturb_a_measurement_of_others(loaded: "Talk") -> None:
    loaded.ask(MeasureLesions(serial=1))
    lesion(loaded, BLIND)
    last = [reply for _ in range(100) for reply in loaded.ask() if isinstance(reply, Measured)][-1]
    assert last.lesions == ()
    assert last.before == last.after


def test_a_mean_counts_as_soon_as_it_is_known_and_strokes_are_answered_meanwhile(loaded: "Talk") -> None:
    before = loaded.answer()
    assert lesion(loaded, USUAL) == Lesioned(network="ana-small", lesions=(), waits=True)
    assert loaded.answer() == before
    replies = [reply for _ in range(60) for reply in loaded.ask()]
    assert replies == [Lesioned(network="ana-small", lesions=USUAL)]
    assert loaded.answer() != before


def test_what_is_usual_is_found_out_once(loaded: "Talk") -> None:
    lesion(loaded, USUAL)
    for _ in range(60):
        loaded.ask()
    lesion(loaded, ())
    assert lesion(loaded, USUAL) == Lesioned(network="ana-small", lesions=USUAL)


def test_a_lesion_of_what_is_not_there_leaves_the_others(loaded: "Talk") -> None:
    lesion(loaded, BLIND)
    lesioned = loaded.answer()
    assert isinstance(lesion(loaded, (Lesion(target=Map(node="nowhere", map=0), kind=Mean()),)), Failed)
    assert loaded.answer() == lesioned


def test_another_network_is_whole(loaded: "Talk") -> None:
    whole = loaded.answer()
    lesion(loaded, BLIND)
    loaded.loaded(Load(network="ana-small"))
    assert loaded.answer() == whole


def test_a_network_is_trained_whole(loaded: "Talk", few_digits: None) -> None:
    loaded.trained(steps=2)
    whole = loaded.answer()
    lesion(loaded, BLIND)
    loaded.trained(steps=2, run=2)
    lesion(loaded, ())
    assert loaded.answer() == whole


def test_lesions_that_fail_when_the_mean_is_known_leave_a_measurement_alone(loaded: "Talk") -> None:
    edges = Edges(source="conv1", map=0, node="pool1", index=(0, 0, 0))
    lesion(loaded, (Lesion(target=edges, kind=Mean()),))
    replies = loaded.ask(MeasureLesions(serial=1))
    for _ in range(200):
        replies += loaded.ask()
    assert [type(reply) for reply in replies if isinstance(reply, Failed)] == [Failed]
    assert isinstance(replies[-1], Measured)
    assert replies[-1].state == "finished"


def classified(host: "Talk") -> Inferred:
    drawing = np.zeros((28, 28), np.float32)
    drawing[5:23, 13:16] = 1
    (reply,) = [each for each in host.ask(Infer(drawing=drawing, serial=99, centre=True)) if isinstance(each, Inferred)]
    return reply


def least(host: "Talk", *kept: int, node: str = "conv1") -> int:
    picture = classified(host).picture
    found = [*host.ask(FindLeast(serial=1, node=node, kept=kept, picture=picture)), *host.ask(), *host.ask()]
    return next(each.map for each in found if isinstance(each, Least) and each.map is not None)


def test_what_matters_least_is_what_lowers_the_answer_least_when_it_alone_is_removed(loaded: "Talk") -> None:
    found = least(loaded, *range(6))
    guess = int(np.argmax(classified(loaded).probabilities))
    shares = []
    for map in range(6):
        lesion(loaded, (Lesion(target=Map(node="conv1", map=map)),))
        shares.append(float(classified(loaded).probabilities[guess]))
    assert shares[found] == pytest.approx(max(shares), abs=1e-6)


def test_what_matters_least_is_found_among_those_that_still_work(loaded: "Talk") -> None:
    first = least(loaded, *range(6))
    kept = tuple(map for map in range(6) if map != first)
    lesion(loaded, (Lesion(target=Map(node="conv1", map=first)),))
    assert least(loaded, *kept) in kept


def test_a_process_finds_what_matters_least_too() -> None:
    with contextlib.closing(ProcessHost()) as host:
        host.submit(Load(network="ana-small"))
        host.submit(FindLeast(serial=1, node="conv1", kept=(2, 4), picture=np.ones((1, 28, 28), np.float32)))
        found: list[Reply] = []
        while not any(isinstance(each, Least) and each.map is not None for each in found):
            found += host.poll(wait_s=0.1)
            assert not any(isinstance(each, Failed) for each in found)
    assert found[-1].map in (2, 4)


def test_where_nothing_is_left_that_is_said(loaded: "Talk") -> None:
    request = FindLeast(serial=1, node="conv1", kept=(), picture=classified(loaded).picture)
    replies = [*loaded.ask(request), *loaded.ask()]
    assert [each.said.key for each in replies if isinstance(each, Failed) and each.said] == [
        "lesion_faults.nothing_left"
    ]


def test_all_but_one_map_leaves_that_one_alone(loaded: "Talk") -> None:
    before = classified(loaded).activations["conv1"]
    lesion(loaded, (Lesion(target=Others(node="conv1", index=(2,))),))
    after = classified(loaded).activations["conv1"]
    assert np.array_equal(after[2], before[2])
    assert not np.delete(after, 2, axis=0).any()


@pytest.mark.parametrize("host_type", [ThreadHost, ProcessHost])
def test_a_thread_and_a_process_measure_too(host_type: type[ThreadHost] | type[ProcessHost]) -> None:
    host = host_type(device="cpu")
    try:
        host.submit(Load(network="ana-small"))
        host.poll(wait_s=60)
        host.submit(SetLesions(lesions=BLIND))
        host.submit(MeasureLesions(serial=1))
        replies: list[Reply] = []
        while not any(isinstance(reply, Measured) and reply.state == "finished" for reply in replies):
            replies += (found := host.poll(wait_s=60))
            assert found
        assert replies[-1].lesions == BLIND
    finally:
        host.close()
