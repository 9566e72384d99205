"""Where the floor, the middle and ahead are."""

import pytest

pytestmark = pytest.mark.xr


@pytest.fixture
def kind(monkeypatch):
    """Return a function that lets the runtime know only one kind of room."""
    import xr

    from layerwalk.game.view.xr import spaces

    def only(name):
        monkeypatch.setattr(spaces, "KINDS", (getattr(xr.ReferenceSpaceType, name),))

    return only


def test_the_head_is_above_the_true_floor_where_there_is_a_stage(remote, show):
    from remote import yaw

    remote.head_position, remote.head_rotation = (0.5, 1.4, -1.0), yaw(30)
    remote.send()
    from layerwalk.game.view import rig

    shown = show()
    head = shown.focus().head
    assert shown.headset.has_floor
    assert head.point == pytest.approx((0.5, 1.0, 1.4), abs=1e-4)
    assert rig.heading_deg(head.turn) == pytest.approx(30, abs=0.01)


def test_where_only_the_floor_is_known_the_head_is_above_it(remote, show, kind):
    kind("LOCAL_FLOOR")
    shown = show()
    first = shown.focus().head.point[2]
    remote.head_position = (0.0, 1.2, 0.0)
    remote.send()
    shown.until(lambda tracked: tracked.head.point[2] == pytest.approx(first - 0.4, abs=1e-3))
    assert shown.headset.has_floor


def test_where_no_floor_is_known_recentring_puts_the_eyes_at_the_set_height(remote, show, kind):
    kind("LOCAL")
    shown = show(eye_height_m=1.5)
    assert not shown.headset.has_floor
    remote.head_position = (0.3, 1.1, 0.2)
    remote.send()
    for _ in range(4):
        shown.frame()
    assert shown.headset.recentre()
    shown.until(lambda tracked: tracked.head.point == pytest.approx((0, 0, 1.5), abs=1e-3))


def test_recentring_makes_ahead_where_one_looks_and_keeps_the_floor(remote, show):
    from remote import yaw

    from layerwalk.game.view import rig

    remote.head_position, remote.head_rotation = (1.0, 1.5, 2.0), yaw(-100)
    remote.send()
    shown = show()
    assert shown.headset.recentre()
    head = shown.frame().head
    assert head.point == pytest.approx((0, 0, 1.5), abs=1e-3)
    assert rig.heading_deg(head.turn) == pytest.approx(0, abs=0.1)


def test_who_sits_can_stand_tall(remote, show):
    remote.head_position = (0.0, 1.1, 0.0)
    remote.send()
    shown = show()
    assert shown.headset.recentre(eye_height_m=1.7)
    assert shown.frame().head.point[2] == pytest.approx(1.7, abs=1e-3)


def test_a_runtime_that_moves_the_room_itself_is_believed(remote, show):
    remote.head_position = (1.0, 1.5, 0.0)
    remote.send()
    shown = show()
    shown.headset.recentre()
    shown.frame()
    spaces = shown.headset._link.spaces
    spaces.changes(spaces.kind, 0)
    assert shown.frame().head.point == pytest.approx((1.0, 0.0, 1.5), abs=1e-3)
