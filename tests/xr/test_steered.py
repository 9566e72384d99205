"""What the runtime's owner does from outside: gives the headset to and fro, takes the input, measures the room anew."""

import subprocess
import sys
from pathlib import Path

import control
import pytest

pytestmark = pytest.mark.xr

HERE = Path(__file__).resolve().parent
OURS, OTHER = "Layerwalk", "Another"


@pytest.fixture
def other(show):
    """Let another application, which came later and has the headset, run beside ours; return ours."""
    shown = show()
    command = [sys.executable, "-P", str(HERE / "second.py"), "60"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert running.stdout.readline() == "ready\n"
    until_state(shown, "hidden")
    yield shown
    running.kill()
    running.wait(20)
    running.stdout.close()


def until_state(shown, *states):
    shown.until(lambda tracked: shown.headset.state in states)


def test_the_headset_is_given_to_and_fro(remote, other):
    for _ in range(3):
        control.give_headset(OURS)
        assert other.focus().focused
        control.give_headset(OTHER)
        until_state(other, "hidden")
        assert not other.frame().focused


def test_what_is_held_down_meanwhile_presses_nothing_when_the_headset_comes_back(remote, other):
    control.give_headset(OURS)
    other.focus()
    remote.right.trigger = 1.0
    remote.send()
    other.until(lambda tracked: "vr_right_trigger" in tracked.reading.pressed)
    control.give_headset(OTHER)
    until_state(other, "hidden")
    remote.right.trigger = 0.0
    remote.send()
    control.give_headset(OURS)
    assert not other.focus().reading.pressed


def test_hands_whose_input_is_taken_away_are_gone_until_it_is_given_back(remote, show):
    shown = show()
    remote.right.trigger = 1.0
    remote.send()
    shown.until(lambda tracked: tracked.reading.pushed)
    control.turn_input(OURS)
    tracked = shown.until(lambda tracked: tracked.hands[1].aim is None)
    assert not tracked.reading.pushed
    assert shown.headset.state == "focused"
    control.turn_input(OURS)
    tracked = shown.until(lambda tracked: tracked.hands[1].aim is not None)
    assert tracked.reading.pushed["vr_right_trigger"] == 1.0


def test_an_application_that_dies_with_the_headset_leaves_it_to_us(remote, show):
    shown = show()
    command = [sys.executable, "-P", str(HERE / "second.py"), "60"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert running.stdout.readline() == "ready\n"
    until_state(shown, "hidden")
    running.kill()
    running.wait(20)
    running.stdout.close()
    assert shown.focus().focused


def test_a_room_measured_anew_by_the_runtime_has_its_middle_where_the_head_is(remote, show, monkeypatch):
    import xr

    from layerwalk.game.view.xr import spaces

    monkeypatch.setattr(spaces, "KINDS", (xr.ReferenceSpaceType.LOCAL_FLOOR,))
    shown = show()
    remote.head_position = (0.5, 1.6, 0.4)
    remote.send()
    shown.until(lambda tracked: tracked.head.point == pytest.approx((0.5, -0.4, 1.6), abs=1e-3))
    assert shown.headset.recentre()
    remote.head_position = (1.5, 1.6, 0.4)
    remote.send()
    shown.until(lambda tracked: tracked.head.point == pytest.approx((1.0, 0.0, 1.6), abs=1e-3))
    control.recentre()
    tracked = shown.until(lambda tracked: tracked.moved)
    assert tracked.head.point == pytest.approx((0.0, 0.0, 1.6), abs=1e-3)
    assert not shown.frame().moved, "it is told once"
