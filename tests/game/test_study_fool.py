"""How `layerwalk study fool` tells its result."""

import json

import pytest

from layerwalk.game import cli


def test_it_prints_one_object(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["study", "fool", "--network", "ana-small", "--pictures", "20", "--json"]) == 0
    result = json.loads(capfd.readouterr().out)
    assert (result["network"], result["pictures"], result["seed"]) == ("ana-small", 20, 1)
    assert "draws" not in result, "no random orders are drawn"
    assert 0 < result["right"] <= 20
    assert result["rate"] == result["fooled"] / result["right"]


def test_it_prints_one_line(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["study", "fool", "--network", "ana-small", "--pictures", "20"]) == 0
    (line,) = capfd.readouterr().out.splitlines()
    assert line.startswith("ana-small: ")
    assert "epsilon 0.1" in line
