"""What tests of training share: few digits, so that an epoch takes no time."""

import pytest

from layerwalk.nn import data
from layerwalk.nn.data import Dataset


@pytest.fixture(scope="module")
def digits() -> Dataset:
    """Return 600 of the test digits."""
    whole = data.load("mnist-test")
    return Dataset(name="few", pictures=whole.pictures[:600], labels=whole.labels[:600], classes=whole.classes)


@pytest.fixture
def few_digits(digits: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every data set be the few digits."""
    monkeypatch.setattr(data, "load", lambda name: digits)
