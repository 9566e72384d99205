"""A map as a long job: it reports now and then, and leaves nothing behind."""

import numpy as np
import pytest

from layerwalk.nn import opening
from layerwalk.nn.attribution_job import Reasons
from layerwalk.nn.attribution_question import AttributionError
from layerwalk.nn.messages import Attribute
from layerwalk.nn.opening import Network
from layerwalk.nn.pace import REPORT_EVERY_S


@pytest.fixture(scope="module")
def network() -> Network:
    return opening.open_network("cerny-kopecka")


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def asked(method: str = "occlusion", side: int = 28, serial: int = 1) -> Attribute:
    picture = np.zeros((1, side, side), np.float32)
    picture[0, 5:23, 13:16] = 1
    return Attribute(picture=picture, serial=serial, method=method)


def test_between_two_reports_there_is_a_while(network: Network) -> None:
    reasons = Reasons(network, clock=Clock())
    reports = [reasons.serve(asked(), change=None)]
    while reasons.busy:
        reports.append(reasons.advance())
    told = [report for report in reports if report is not None]
    assert len(reports) > 2
    assert [report.share == 1 for report in told] == [False, True]


def test_what_takes_long_is_told_of_as_it_goes_on(network: Network) -> None:
    clock = Clock()
    reasons = Reasons(network, clock=clock)
    shares = [reasons.serve(asked(), change=None).share]
    while reasons.busy:
        clock.now_s += REPORT_EVERY_S
        shares.append(reasons.advance().share)
    assert shares == sorted(set(shares))
    assert shares[-1] == 1


def test_another_request_takes_the_place_of_the_first(network: Network) -> None:
    reasons = Reasons(network, clock=Clock())
    reasons.serve(asked(), change=None)
    made = reasons.serve(asked("saliency", serial=2), change=None)
    assert (made.serial, made.share) == (2, 1)
    assert not reasons.busy
    assert reasons.advance() is None


def test_what_is_dropped_is_not_gone_on_with(network: Network) -> None:
    reasons = Reasons(network, clock=Clock())
    reasons.serve(asked(), change=None)
    assert reasons.busy
    reasons.drop()
    assert not reasons.busy
    assert reasons.advance() is None


def test_what_cannot_be_asked_ends_what_goes_on(network: Network) -> None:
    reasons = Reasons(network, clock=Clock())
    reasons.serve(asked(), change=None)
    with pytest.raises(AttributionError):
        reasons.serve(asked(side=5 + 28), change=None)
    assert not reasons.busy
