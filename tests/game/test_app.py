"""The application in a real window, on an X server without a screen, with scripted devices."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no Xvfb here, so no window can be opened")


@pytest.fixture(scope="module")
def display(tmp_path_factory):
    """Start an X server of our own that chooses a free number."""
    read, write = os.pipe()
    log = (tmp_path_factory.mktemp("xvfb") / "log").open("wb")
    words = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1024x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=(write,), stderr=log)
    os.close(write)
    number = os.read(read, 16).decode().strip()
    yield f":{number}"
    server.terminate()
    server.wait(10)
    os.close(read)
    log.close()


@pytest.fixture(scope="module")
def told(display, tmp_path_factory):
    """Run the script and return what it told."""
    own = tmp_path_factory.mktemp("own")
    script = Path(__file__).with_name("app_script.py")
    environment = os.environ | {"DISPLAY": display}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(script), str(own)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout[done.stdout.index("{") :])


def test_a_step_to_the_side_is_walked_on_the_court(told):
    assert 1.0 < told["walked_m"] < 5.0


def test_a_key_brings_one_back_to_where_one_began(told):
    assert told["back"]


def test_the_eye_that_looks_down_points_at_the_easel_and_draws_on_it(told):
    assert told["hovered"] == "easel board"
    assert told["strokes"] >= 5


def test_the_first_stroke_wipes_the_digit_that_was_shown_at_the_start(told):
    assert told["wiped"]


def test_escape_pauses_and_frees_the_mouse_and_never_quits(told):
    assert told["paused"]
    assert told["open"]


def test_a_click_goes_on_and_takes_the_mouse_again(told):
    assert told["resumed"]
    assert told["mouse"] == ["release", "capture"]


def test_a_key_calls_the_menu_and_gives_it_the_keys(told):
    assert told["menu"]
    assert told["closed"]


def test_a_setting_that_is_changed_in_the_menu_counts_at_once_and_is_kept(told):
    assert told["speed"] == pytest.approx(2.7)
    assert "walk_speed_m_s = 2.7" in told["kept"]


def test_a_key_that_was_chosen_in_the_menu_counts_at_once(told):
    assert told["bound"] == ["f9"]


def test_what_happens_is_played(told):
    assert told["heard"] == ["page"]


def test_edges_darken_while_one_walks_once_that_is_wished_for(told):
    assert told["clear"]
    assert told["dark"]
    assert told["clear_again"]
