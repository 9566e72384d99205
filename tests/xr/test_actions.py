"""What the hands say, with each kind of controllers, and without any."""

import pytest

pytestmark = pytest.mark.xr

EVERYWHERE = {"trigger": {"vr_{side}_trigger": 0.8}}
RICH = {
    **EVERYWHERE,
    "squeeze": {"vr_{side}_squeeze": 0.8},
    "thumbstick": {"vr_{side}_x+": 0.7, "vr_{side}_y-": 0.7},
    "thumbstick_click": {"vr_{side}_stick": 1.0},
}
SAID = {
    "khr/simple_controller": {**EVERYWHERE, "b_click": {"vr_menu": 1.0}},
    "oculus/touch_controller": RICH,
    "valve/index_controller": RICH,
}
LETTERED = ("oculus/touch_controller", "valve/index_controller")


def only(monkeypatch, profile):
    from layerwalk.game.view.xr import profiles

    monkeypatch.setattr(profiles, "PROFILES", {profile: profiles.PROFILES[profile]})


def push(hand, control, on):
    if control in hand.buttons:
        hand.buttons[control] = on
    elif control == "thumbstick":
        hand.thumbstick = (0.9, -0.9) if on else (0.0, 0.0)
    else:
        setattr(hand, control, 0.8 if on else 0.0)


def said(shown, remote, hand, control):
    """Push a control, and return what is said of it in some frames: how far, and what was newly pressed."""
    push(hand, control, True)
    remote.send()
    pressed, pushed = [], {}
    for _ in range(4):
        reading = shown.frame().reading
        pressed += reading.pressed
        pushed = dict(reading.pushed)
    push(hand, control, False)
    remote.send()
    shown.until(lambda tracked: not tracked.reading.pushed)
    return pushed, pressed


@pytest.mark.parametrize("profile", SAID)
def test_every_control_of_a_profile_is_said_by_its_name(profile, remote, show, monkeypatch):
    only(monkeypatch, profile)
    shown = show()
    for side in ("left", "right"):
        for control, told in SAID[profile].items():
            pushed, pressed = said(shown, remote, getattr(remote, side), control)
            names = {name.format(side=side): value for name, value in told.items()}
            assert pushed == pytest.approx(names, abs=0.01)
            assert sorted(pressed) == sorted(names)


@pytest.mark.parametrize("profile", LETTERED)
def test_lettered_buttons_are_x_and_y_on_the_left_and_a_and_b_on_the_right(profile, remote, show, monkeypatch):
    only(monkeypatch, profile)
    shown = show()
    pressed = [
        said(shown, remote, hand, control)[1]
        for hand in (remote.left, remote.right)
        for control in ("a_click", "b_click")
    ]
    assert pressed == [["vr_x"], ["vr_y"], ["vr_a"], ["vr_b"]]


@pytest.mark.parametrize("profile", SAID)
def test_a_hand_has_a_stick_where_its_controller_has_one(profile, show, remote, monkeypatch):
    only(monkeypatch, profile)
    tracked = show().focus()
    assert [hand.has_stick for hand in tracked.hands] == [profile in LETTERED] * 2


def test_a_hand_has_what_its_controller_has(show, remote, monkeypatch):
    only(monkeypatch, "khr/simple_controller")
    tracked = show().focus()
    assert [hand.parts for hand in tracked.hands] == [{"trigger", "menu"}] * 2


def test_the_runtime_accepts_every_path_of_every_profile(remote, show, caplog):
    caplog.set_level("INFO")
    show()
    assert "does not know controllers" not in caplog.text


def test_a_trigger_that_is_held_is_pressed_once(remote, show):
    shown = show()
    remote.right.trigger = 1.0
    remote.send()
    pressed = [name for _ in range(6) for name in shown.frame().reading.pressed]
    assert pressed == ["vr_right_trigger"]


def test_hands_aim_and_grip_where_the_controllers_are(remote, show):
    remote.left.position = (-0.3, 1.1, -0.4)
    remote.send()
    left, right = show().focus().hands
    assert left.aim.point == pytest.approx((-0.3, 0.4, 1.1), abs=1e-4)
    assert right.grip.point == pytest.approx((0.2, 0.5, 1.3), abs=1e-4)


def test_a_controller_turned_left_points_left(remote, show):
    from remote import yaw

    from layerwalk.game.view import rig

    remote.right.rotation = yaw(90)
    remote.send()
    ahead = rig.rotated((0, 1, 0), show().focus().hands[1].aim.turn)
    assert ahead == pytest.approx((-1, 0, 0), abs=1e-4)


def test_a_controller_that_sleeps_is_nowhere_until_it_wakes(remote, show):
    shown = show()
    remote.left.active = False
    remote.send()
    shown.until(lambda tracked: tracked.hands[0].aim is None)
    remote.left.active = True
    remote.send()
    shown.until(lambda tracked: tracked.hands[0].aim is not None)


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


def asked_for(shown):
    """Return what the runtime is asked for every frame."""
    return sorted(control.name for control in shown.headset._link.actions._controls._there)


def test_what_no_controller_has_is_not_asked_for(remote, show, monkeypatch):
    only(monkeypatch, "khr/simple_controller")
    shown = show()
    shown.until(lambda tracked: asked_for(shown) == ["vr_left_trigger", "vr_menu", "vr_menu", "vr_right_trigger"])


def test_a_controller_that_wakes_is_asked_for_everything_again(remote, show):
    shown = show()
    remote.left.active = False
    remote.send()
    shown.until(lambda tracked: "vr_left_trigger" not in asked_for(shown))
    remote.left.active, remote.left.trigger = True, 0.8
    remote.send()
    shown.until(lambda tracked: tracked.reading.pushed.get("vr_left_trigger"))
    shown.until(lambda tracked: "vr_left" in asked_for(shown))


def test_a_bare_hand_that_pinches_presses(remote, show):
    shown = show()
    remote.right.active, remote.right.hand_tracking, remote.right.finger_curl = False, True, [0.9] * 5
    remote.send()
    tracked = shown.until(lambda tracked: "vr_right_pinch" in tracked.reading.pressed)
    assert tracked.hands[1].aim is not None
    assert len(tracked.hands[1].joints) == 26
    assert all(0 < joint[3] < 0.05 for joint in tracked.hands[1].joints), "as thick as hands are"
    remote.right.finger_curl = [0.0] * 5
    remote.send()
    shown.until(lambda tracked: tracked.reading.pushed.get("vr_right_pinch", 0.0) < 0.5)


def test_a_pulse_is_taken_by_the_runtime(remote, show):
    shown = show()
    shown.headset.pulse("left", seconds=0.02, strength=0.4)
    shown.headset.pulse("right", seconds=0.02, strength=7.0)
    assert shown.frame().focused
