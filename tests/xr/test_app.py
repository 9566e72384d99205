"""The whole application in a real runtime: put on, shared, lost, put on again, taken off."""

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.xr

HERE = Path(__file__).resolve().parent
PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture(scope="module")
def told(pictures, tmp_path_factory):
    """Run the script, and return what it told."""
    own = tmp_path_factory.mktemp("own")
    command = [sys.executable, "-P", "-W", "ignore", str(HERE / "app_script.py"), str(own), str(pictures)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


def look(folder, name):
    return np.asarray(Image.open(folder / f"{name}.png").convert("RGB")).astype(int)


def test_whoever_puts_it_on_is_in_the_world_as_tall_as_they_are(told):
    assert told["complained"] == []
    assert told["said"] == "headset.worn"
    assert told["eye_m"] == pytest.approx(1.6, abs=0.02)


def test_meanwhile_the_mouse_is_free(told):
    assert told["mouse_is_free"]


def test_the_network_is_calculated_in_a_process_of_its_own(told):
    assert told["host"] == "ProcessHost"


def test_both_eyes_see_the_world_and_not_quite_the_same(told, pictures):
    eyes = look(pictures, "worn-eyes")
    left, right = np.split(eyes, 2, axis=1)
    assert left.std() > 10
    assert 0.001 < (np.abs(left - right).max(axis=-1) > 12).mean() < 0.5


def test_the_window_shows_what_the_left_eye_sees(told, pictures):
    left = np.split(look(pictures, "worn-eyes"), 2, axis=1)[0]
    window = look(pictures, "worn-window")
    tall = left.shape[1] * window.shape[0] / window.shape[1]
    top = round((left.shape[0] - tall) / 2)
    seen = Image.fromarray(left[top : top + round(tall)].astype(np.uint8)).resize((128, 72), Image.Resampling.BOX)
    shown = Image.fromarray(window.astype(np.uint8)).resize((128, 72), Image.Resampling.BOX)
    assert np.abs(np.asarray(seen).astype(int) - np.asarray(shown)).mean() < 12


def test_a_button_of_the_controller_calls_the_menu(told):
    assert told["menu"]


def test_another_application_takes_the_headset_and_gives_it_back(told):
    assert told["away"]
    assert told["back"]


def test_a_service_that_comes_back_takes_the_visitor_back_with_everything_that_was_under_way(told):
    assert told["found"] == {
        "at_desk": True,
        "said": "headset.worn",
        "drawing": True,
        "lesions": True,
        "place": True,
        "run": True,
    }


def test_a_service_that_is_killed_leaves_the_visitor_at_the_desk_where_they_stood(told):
    assert told["lost"] == "headset.lost"
    assert told["stayed"]
    assert told["paused"]


def test_without_its_service_one_sentence_says_so(told):
    assert told["refused"] == "headset.no_service"


def test_with_a_new_service_it_is_put_on_again_and_taken_off(told):
    assert told["taken_off"] == "headset.taken_off"
    assert not told["worn"]


def test_play_without_a_runtime_says_so_and_goes_on_at_the_desk(tmp_path):
    command = [sys.executable, "-P", "-W", "ignore", "-m", "layerwalk.game.cli", "play", "ana-small", "--vr"]
    environment = os.environ | {"XR_RUNTIME_JSON": str(tmp_path / "none.json"), "HOME": str(tmp_path)}
    playing = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    try:
        said, deadline = b"", time.monotonic() + PATIENCE_S
        while b"No headset was found" not in said and time.monotonic() < deadline and playing.poll() is None:
            if select.select([playing.stderr], [], [], 1.0)[0]:
                said += os.read(playing.stderr.fileno(), 4096)
        assert b"layerwalk: No headset was found" in said
        assert b"Traceback" not in said
        assert b"OpenXR-Loader" not in said
        with pytest.raises(subprocess.TimeoutExpired):
            playing.wait(2)
    finally:
        playing.terminate()
        playing.wait(20)
        playing.stderr.close()
