"""A headset that is lost, shared, begun and ended: never a crash, and nothing left behind."""

import gc
import os
import subprocess
import sys
import time
import weakref
from pathlib import Path

import pytest

pytestmark = pytest.mark.xr

HERE = Path(__file__).resolve().parent
MOST_GROWTH_BYTES = 1_000_000
"""So much may the memory in use grow in ten lives; one eye's picture left in each would be three times that."""


def service(what):
    subprocess.run([f"{os.environ['XR_SANDBOX']}/service.sh", what], check=True)


@pytest.fixture
def mortal():
    """Let the service be killed, and start it again after the test."""
    yield lambda: service("kill")
    service("start")


def second(seconds):
    """Start another application, and return it when it has opened the headset."""
    command = [sys.executable, "-P", str(HERE / "second.py"), str(seconds)]
    other = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert other.stdout.readline() == "ready\n"
    return other


def until_state(shown, *states):
    shown.until(lambda tracked: shown.headset.state in states)


def test_a_killed_service_is_told_as_lost_and_a_new_one_takes_the_visitor_back(base, remote, show):
    shown = show()
    service("kill")
    until_state(shown, "lost")
    assert shown.frame() is None
    service("start")
    shown.headset.close()
    shown.__init__(base)
    assert shown.focus().focused


def test_a_service_killed_while_a_frame_is_under_way_is_told_as_lost(base, remote, show, mortal):
    shown = show()
    assert shown.headset.poll() is not None
    mortal()
    until_state(shown, "lost")


def test_a_headset_is_closed_even_where_its_service_is_gone(base, remote, show, mortal):
    shown = show()
    mortal()
    shown.headset.close()
    shown.headset.close()


def test_a_service_that_does_not_run_is_told_in_one_sentence(base, mortal):
    from layerwalk.game.view.xr.opening import open_headset
    from layerwalk.game.view.xr.trouble import HeadsetError

    mortal()
    with pytest.raises(HeadsetError, match="not running") as caught:
        open_headset(base.win)
    assert caught.value.key == "headset.no_service"


def test_without_a_runtime_one_sentence_says_so(base, tmp_path):
    program = (
        "from layerwalk.game.view.xr.opening import open_headset\n"
        "from layerwalk.game.view.xr.trouble import HeadsetError\n"
        "try:\n    open_headset(None)\nexcept HeadsetError as error:\n    print(error.key)\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "XR_RUNTIME_JSON"}
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        env=environment | {"XR_RUNTIME_JSON": str(tmp_path / "none.json")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "headset.no_runtime\n"


def test_another_application_takes_the_headset_and_gives_it_back(remote, show):
    shown = show()
    other = second(3)
    until_state(shown, "visible", "hidden")
    tracked = shown.until(lambda tracked: tracked is not None and shown.headset.state == "hidden")
    assert not tracked.focused
    assert not tracked.reading.pushed
    other.wait(20)
    other.stdout.close()
    until_state(shown, "focused")
    assert shown.frame().focused


def test_while_nobody_sees_it_no_eye_is_drawn_and_input_is_not_for_us(remote, show):
    shown = show()
    other = second(3)
    until_state(shown, "hidden")
    remote.right.trigger = 1.0
    remote.send()
    for _ in range(4):
        tracked = shown.frame()
        assert not shown.headset.eyes.buffer.is_active()
        assert tracked.hands[1].aim is None
        assert not tracked.reading.pushed
    other.wait(20)
    other.stdout.close()


def test_a_focus_that_comes_back_while_the_trigger_is_held_is_a_press_of_its_own(remote, show):
    shown = show()
    remote.right.trigger = 1.0
    remote.send()
    shown.until(lambda tracked: "vr_right_trigger" in tracked.reading.pressed)
    other = second(2)
    until_state(shown, "hidden")
    remote.right.trigger = 0.0
    remote.send()
    other.wait(20)
    other.stdout.close()
    tracked = shown.focus()
    assert not tracked.reading.pressed


def test_ten_headsets_one_after_the_other_leave_nothing_behind(base, remote):
    import showing

    def life():
        shown = showing.Showing(base)
        shown.focus()
        shown.close()
        return weakref.ref(shown.headset)

    def held():
        gc.collect()
        textures = base.win.get_gsg().get_prepared_objects().get_num_prepared_textures()
        threads = len(os.listdir("/proc/self/task"))
        return len(os.listdir("/proc/self/fd")), threads, base.graphics_engine.get_num_windows(), textures

    life()
    base.graphics_engine.render_frame()
    before = held()
    lives = [life() for _ in range(10)]
    base.graphics_engine.render_frame()
    assert held() == before
    assert not any(life() for life in lives)


def found_by_the_validation_layer(*arguments):
    """Return the lines in which the layer complains of a lively life."""
    import xr

    folder = Path(xr.__file__).parent / "api_layer" / "x86_64"
    layers = {
        "XR_API_LAYER_PATH": str(folder),
        "XR_ENABLE_API_LAYERS": "XR_APILAYER_LUNARG_core_validation",
        "XR_CORE_VALIDATION_EXPORT_TYPE": "text",
    }
    done = subprocess.run(
        [sys.executable, "-P", str(HERE / "lively.py"), *arguments],
        env=os.environ | layers,
        capture_output=True,
        text=True,
        check=True,
    )
    told = done.stdout + done.stderr
    assert "Core Validation Layer is initialized" in told
    return [line for line in told.splitlines() if "VALID_" in line and "VALID_DEBUG" not in line]


def test_the_validation_layer_finds_nothing():
    assert found_by_the_validation_layer() == []


def test_the_validation_layer_would_find_a_fault():
    found = found_by_the_validation_layer("faulty")
    assert len(found) == 2, "one in each life"
    assert all("xrCreateReferenceSpace" in line for line in found)


def test_a_second_headset_at_once_is_told_to_be_busy(base, remote, show):
    from layerwalk.game.view.xr.opening import open_headset
    from layerwalk.game.view.xr.trouble import HeadsetError

    shown = show()
    with pytest.raises(HeadsetError) as caught:
        open_headset(base.win)
    assert caught.value.key == "headset.no_session"
    assert shown.frame() is not None


def alone(*lines):
    """Run lines of Python in a process of its own, and return what it prints; fail where it crashes."""
    program = "\n".join([f"import sys\nsys.path.insert(0, {str(HERE)!r})\nimport showing", *lines])
    done = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_ten_headsets_one_after_the_other_take_no_more_memory():
    told = alone(
        "import gc, remote",
        "scripted = remote.Remote()",
        "scripted.send()",
        "base = showing.open_window()",
        "for _ in range(13):",
        "    shown = showing.Showing(base)",
        "    shown.focus()",
        "    shown.close()",
        "    base.graphics_engine.render_frame()",
        "    gc.collect()",
        "    print('pages', open('/proc/self/statm').read().split()[1])",
    )
    resident = [int(line.split()[1]) * os.sysconf("SC_PAGE_SIZE") for line in told if line.startswith("pages")]
    warm = resident[2:]
    assert len(warm) == 11
    assert warm[-1] - warm[0] < MOST_GROWTH_BYTES


def test_a_window_that_is_closed_first_does_not_crash_the_headset():
    told = alone(
        "shown = showing.Showing(showing.open_window())",
        "shown.focus()",
        "shown.base.close_window(shown.base.win)",
        "shown.close()",
        "print('closed')",
    )
    assert told[-1] == "closed"


def test_a_program_that_forgets_to_close_ends_without_a_crash():
    told = alone("shown = showing.Showing(showing.open_window())", "shown.focus()", "print('over')")
    assert told[-1] == "over"


def test_a_window_that_the_runtime_cannot_share_is_told_in_one_sentence():
    told = alone(
        "from layerwalk.game.view import offscreen",
        "from layerwalk.game.view.xr.opening import open_headset",
        "from layerwalk.game.view.xr.trouble import HeadsetError",
        "offscreen.configure(off_screen=True)",
        "screen = offscreen.OffScreen((64, 64))",
        "screen.render()",
        "try:",
        "    open_headset(screen.buffer)",
        "except HeadsetError as error:",
        "    print(error.key)",
    )
    assert told[-1] == "headset.no_opengl"


def test_a_desktop_that_draws_nothing_for_a_while_does_not_hang_the_headset(base, remote, show):
    shown = show()
    for _ in range(3):
        assert shown.headset.poll() is not None
        time.sleep(0.02)
    assert shown.frame() is not None
