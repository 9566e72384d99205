"""Tests against a real OpenXR runtime: `python3 tools/xr/run.py pytest tests/xr`; skipped where none is."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

REASON = "needs an OpenXR runtime beside it: python3 tools/xr/run.py pytest tests/xr"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"xr: {REASON}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "XR_SANDBOX" in os.environ:
        return
    for item in items:
        if item.get_closest_marker("xr"):
            item.add_marker(pytest.mark.skip(reason=REASON))


@pytest.fixture(scope="session")
def base() -> Iterator[Any]:
    """Return the ShowBase of the one window of these tests."""
    import showing

    opened = showing.open_window()
    yield opened
    opened.destroy()


@pytest.fixture
def remote() -> Iterator[Any]:
    """Return the connection that says where head and hands are, with both in their places."""
    from remote import Remote

    scripted = Remote()
    scripted.send()
    yield scripted
    scripted.close()


@pytest.fixture
def show(base: Any) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a headset, focused, until the test ends."""
    import showing

    opened: list[Any] = []

    def open_one(**options: Any) -> Any:
        opened.append(showing.Showing(base, **options))
        opened[-1].focus()
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()
