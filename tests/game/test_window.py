"""A window that cannot be opened is told of in one plain sentence."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays have numbers on Linux alone")


@pytest.mark.parametrize("options", [(), ("--vr",)])
def test_a_display_that_cannot_be_reached_is_told_in_one_sentence(options, tmp_path):
    command = [sys.executable, "-W", "ignore", "-m", "layerwalk.game.cli", "play", "ana-small", *options]
    environment = os.environ | {"DISPLAY": ":987", "HOME": str(tmp_path)}
    environment.pop("WAYLAND_DISPLAY", None)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("layerwalk: No window can be opened here: the display")
    assert "unexpected" not in done.stderr
