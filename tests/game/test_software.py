"""The driver without a graphics card leaves a core to the network where there are few."""

import os

import pytest

from layerwalk.game.view import software


@pytest.mark.parametrize(("cores", "threads"), [(1, "0"), (2, "0"), (4, None)])
def test_few_cores_are_spared(monkeypatch, cores, threads):
    monkeypatch.setenv(software.VARIABLE, "")
    monkeypatch.delenv(software.VARIABLE)
    software.spare_cores(cores=cores)
    assert os.environ.get(software.VARIABLE) == threads


def test_what_somebody_has_said_stays(monkeypatch):
    monkeypatch.setenv(software.VARIABLE, "3")
    software.spare_cores(cores=1)
    assert os.environ[software.VARIABLE] == "3"
