"""A headset that shows its frames for longer or shorter, and a graphics card that gets slower or faster."""

from itertools import pairwise

import pytest

pytestmark = pytest.mark.xr

FAST_HZ, SPARING_HZ = 90, 45


@pytest.fixture
def impatient(monkeypatch):
    """Let the resolution come back as soon as there is room, and not only after seconds."""
    from layerwalk.game.view.xr import pace

    monkeypatch.setattr(pace, "PATIENCE_S", 0.05)


def paced_at(shown, monkeypatch, hz):
    """Have the runtime say that it shows so many frames a second from now on; return what a frame says then."""
    frames = shown.headset._link.frames
    wait = type(frames).wait

    def told():
        seen_at, _, is_seen = wait(frames)
        return seen_at, round(1e9 / hz), is_seen

    monkeypatch.setattr(frames, "wait", told)
    return [shown.frame() for _ in range(60)][-1]


def besides_the_period(shown, tracked):
    """Return everything that is so of a headset but how finely it is drawn."""
    headset = shown.headset
    return headset.state, headset.eyes.size, headset.eyes.camera.get_mat(), headset.origin.get_mat(), tracked


def test_a_battery_that_is_spared_gives_every_frame_more_time_and_changes_nothing_else(
    base, remote, show, impatient, monkeypatch
):
    shown = show()
    headset, eyes = shown.headset, shown.headset.eyes
    # A card that would take nine tenths of a quick frame for the whole picture, and less for a coarser one.
    monkeypatch.setattr(headset._link.stopwatch, "read", lambda: 0.01 * (eyes.drawn[0] / eyes.size[0]) ** 2)
    quick = besides_the_period(shown, paced_at(shown, monkeypatch, FAST_HZ))
    assert headset.period_s == pytest.approx(1 / FAST_HZ)
    coarse = eyes.drawn
    assert coarse[0] < 0.95 * eyes.size[0]
    spared = besides_the_period(shown, paced_at(shown, monkeypatch, SPARING_HZ))
    assert headset.period_s == pytest.approx(1 / SPARING_HZ)
    assert eyes.drawn == eyes.size
    again = besides_the_period(shown, paced_at(shown, monkeypatch, FAST_HZ))
    assert eyes.drawn == coarse
    assert quick == spared == again


def test_a_picture_that_got_coarser_is_fine_again_when_drawing_is_quick(base, remote, show, impatient, monkeypatch):
    shown = show()
    eyes, stopwatch = shown.headset.eyes, shown.headset._link.stopwatch
    read, slow_s = type(stopwatch).read, [0.2]
    monkeypatch.setattr(stopwatch, "read", lambda: (read(stopwatch) or 0.001) + slow_s[0])
    shown.until(lambda tracked: eyes.drawn == (eyes.size[0] // 2, eyes.size[1] // 2))
    slow_s[0] = 0.0
    seen = []
    shown.until(lambda tracked: seen.append(eyes.drawn[0]) or eyes.drawn == eyes.size)
    assert seen == sorted(seen)
    assert max(after / before for before, after in pairwise(seen)) < 1.2, "by small steps"
    left, right = shown.look()
    assert left.shape[:2] == right.shape[:2] == eyes.size[::-1]
