"""Head and hands, located all at once, or one by one by a runtime that has no other way."""

import pytest

pytestmark = pytest.mark.xr


def without(name, monkeypatch):
    """Use nothing of an extension."""
    from layerwalk.game.view.xr import instance

    monkeypatch.setattr(instance, "WELCOME", tuple(found for found in instance.WELCOME if found != name))


def test_a_runtime_that_cannot_tell_all_at_once_is_asked_one_by_one(base, remote, show, monkeypatch):
    from remote import pitch, yaw

    from layerwalk.game.view.xr import instance

    remote.head_position, remote.head_rotation = (0.5, 1.4, -1.0), yaw(30)
    remote.right.position, remote.right.rotation = (0.3, 1.1, -0.4), pitch(20)
    remote.send()
    shown = show()
    shown.headset.recentre()
    together = shown.frame()
    assert shown.headset._link._together is not None
    shown.headset.close()
    without(instance.ALL_AT_ONCE, monkeypatch)
    shown.__init__(base)
    shown.focus()
    shown.headset.recentre()
    singly = shown.frame()
    assert shown.headset._link._together is None
    assert poses(singly) == pytest.approx(poses(together), abs=1e-5)
    assert [hand.parts for hand in singly.hands] == [hand.parts for hand in together.hands]


def test_a_hand_that_sleeps_takes_neither_the_head_nor_the_other_hand_along(remote, show):
    shown = show()
    shown.until(lambda tracked: None not in (tracked.hands[0].aim, tracked.hands[1].aim))
    remote.left.active, remote.right.position, remote.head_position = False, (0.4, 1.2, -0.7), (0.1, 1.5, 0.2)
    remote.send()
    tracked = shown.until(lambda tracked: tracked.hands[0].aim is None)
    tracked = shown.until(lambda tracked: tracked.head.point == pytest.approx((0.1, -0.2, 1.5), abs=1e-4))
    assert tracked.hands[0].aim is tracked.hands[0].grip is None
    assert tracked.hands[1].aim.point == pytest.approx((0.4, 0.7, 1.2), abs=1e-4)
    remote.left.active = True
    remote.send()
    shown.until(lambda tracked: tracked.hands[0].grip is not None)
    assert shown.frame().hands[0].grip is not None


def poses(tracked):
    """Return the numbers of all that is located, one after the other."""
    left, right = tracked.hands
    placed = tracked.head, left.aim, left.grip, right.aim, right.grip
    return [number for pose in placed for number in (*pose.point, *pose.turn)]
