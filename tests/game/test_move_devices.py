"""Devices: keys through a real data graph, mice and gamepads through stand-ins that behave as window systems do."""

import math
from dataclasses import dataclass, field
from types import SimpleNamespace

import panda3d.core as p3d
import pytest
from direct.showbase.EventManager import EventManager
from hypothesis import given, settings
from hypothesis import strategies as st

from layerwalk.game.move import gamepad, keyboard
from layerwalk.game.move.gamepad import Gamepads
from layerwalk.game.move.intent import Reading
from layerwalk.game.move.keyboard import Keyboard
from layerwalk.game.move.mouse import REFUSALS, Mouse

SIZE = (800, 600)


class Keys:
    """A keyboard in a data graph: VirtualMouse, MouseWatcher, and the Keyboard under test."""

    def __init__(self, names=("w", "shift", "space", "mouse1", "face_a"), keyboard_map=None):
        self.root = p3d.NodePath("data")
        self.mouse = p3d.VirtualMouse("mouse")
        self.watcher = self.root.attach_new_node(self.mouse).attach_new_node(p3d.MouseWatcher("watcher"))
        self.keyboard = Keyboard(self.watcher, names, keyboard_map=keyboard_map)
        self.mouse.set_mouse_on(True)

    def run(self):
        p3d.DataGraphTraverser().traverse(self.root.node())
        EventManager(eventQueue=p3d.EventQueue.get_global_event_queue()).doEvents()
        return self.keyboard.read()

    def press(self, name):
        self.mouse.press_button(p3d.ButtonRegistry.ptr().find_button(name))

    def release(self, name):
        self.mouse.release_button(p3d.ButtonRegistry.ptr().find_button(name))


@pytest.fixture
def keys():
    made = Keys()
    yield made
    made.keyboard.close()


def test_a_held_key_is_pressed_once_and_held_until_it_is_let_go(keys):
    keys.press("w")
    assert keys.run() == Reading(pushed={"w": 1.0}, pressed=frozenset({"w"}))
    assert keys.run() == Reading(pushed={"w": 1.0})
    keys.release("w")
    assert keys.run() == Reading()


def test_a_key_that_was_tapped_between_two_frames_still_counts(keys):
    keys.press("space")
    p3d.DataGraphTraverser().traverse(keys.root.node())
    keys.release("space")
    assert keys.run() == Reading(pushed={"space": 1.0}, pressed=frozenset({"space"}))
    assert keys.run() == Reading()


def test_the_mouses_button_is_a_key_like_others(keys):
    keys.press("mouse1")
    assert keys.run().pushed == {"mouse1": 1.0}


def test_keys_that_nobody_bound_are_not_told(keys):
    keys.press("x")
    assert keys.run() == Reading()


def test_a_closed_keyboard_hears_nothing():
    keys = Keys()
    keys.keyboard.close()
    keys.press("w")
    assert keys.run().pressed == frozenset()


@dataclass
class Layout:
    """A window's keyboard map: places on a US keyboard to what is printed there."""

    moved: dict[str, str] = field(default_factory=dict)

    def get_mapped_button(self, name):
        return p3d.ButtonRegistry.ptr().find_button(self.moved.get(name, name))


AZERTY = Layout({"w": "z", "a": "q", "q": "a", "z": "w", "1": "&"})


def test_on_azerty_the_same_finger_walks():
    keys = Keys(keyboard_map=AZERTY)
    keys.press("z")
    assert keys.run() == Reading(pushed={"w": 1.0}, pressed=frozenset({"w"}))
    keys.keyboard.close()


def test_the_help_names_what_is_printed():
    assert keyboard.labels(("w", "1", "f12", "mouse1"), AZERTY) == {
        "w": "z",
        "1": "&",
        "f12": "f12",
        "mouse1": "mouse1",
    }


def test_a_map_that_moves_the_space_bar_is_not_believed():
    assert keyboard.button("w", Layout({"space": "x", "w": "z"})).get_name() == "w"


def test_a_key_that_the_map_does_not_know_is_itself():
    assert keyboard.button("w", Layout({"w": "none"})).get_name() == "w"


@dataclass
class Window:
    """A window system's mouse: what it grants is set by the flags, `push` is the visitor's hand."""

    relative: bool = False
    warps: bool = True
    late: int = 0
    x: float = 100.0
    y: float = 100.0
    foreground: bool = True
    mode: int = p3d.WindowProperties.M_absolute
    hidden: bool = False
    waiting: list = field(default_factory=list)

    def __post_init__(self):
        self.rejected = p3d.WindowProperties()

    def get_properties(self):
        return SimpleNamespace(
            get_foreground=lambda: self.foreground, get_x_size=lambda: SIZE[0], get_y_size=lambda: SIZE[1]
        )

    def request_properties(self, wanted):
        mode = wanted.get_mouse_mode()
        self.hidden = wanted.get_cursor_hidden()
        if mode == p3d.WindowProperties.M_relative and not self.relative:
            self.rejected.set_mouse_mode(mode)
        else:
            self.mode = mode

    def get_rejected_properties(self):
        return self.rejected

    def clear_rejected_properties(self):
        self.rejected = p3d.WindowProperties()

    def get_pointer(self, _):
        return SimpleNamespace(get_x=lambda: self.x, get_y=lambda: self.y)

    def move_pointer(self, _, x, y):
        self.waiting = [self.late, float(x), float(y)]
        self._settle()
        return True

    def _settle(self):
        if self.waiting and self.waiting[0] == 0:
            if self.warps:
                self.x, self.y = self.waiting[1:]
            self.waiting = []

    def push(self, dx, dy):
        if self.waiting:
            self.waiting[0] -= 1
            self._settle()
        self.x += dx
        self.y += dy
        if self.mode != p3d.WindowProperties.M_relative:
            self.x, self.y = min(max(self.x, 0), SIZE[0] - 1), min(max(self.y, 0), SIZE[1] - 1)


def turned(window, mouse, steps, dx=20.0, dy=0.0):
    total = [0.0, 0.0]
    for _ in range(steps):
        window.push(dx, dy)
        moved = mouse.read()
        assert abs(moved[0]) <= 2 * abs(dx) + 1
        total[0] += moved[0]
        total[1] += moved[1]
    return total


@pytest.mark.parametrize("relative", [True, False])
def test_a_mouse_turns_on_and_on(relative):
    window = Window(relative=relative)
    mouse = Mouse(window)
    mouse.capture()
    mouse.read()
    assert turned(window, mouse, 500)[0] == pytest.approx(500 * 20, rel=0.02)


def test_where_relative_mode_is_refused_the_pointer_is_confined():
    for relative, mode in ((True, p3d.WindowProperties.M_relative), (False, p3d.WindowProperties.M_confined)):
        window = Window(relative=relative)
        mouse = Mouse(window)
        mouse.capture()
        mouse.read()
        assert window.mode == mode
        assert window.hidden


@pytest.mark.parametrize("late", [1, 2])
def test_a_pointer_that_is_centred_late_makes_no_leap(late):
    window = Window(late=late)
    mouse = Mouse(window)
    mouse.capture()
    mouse.read()
    assert turned(window, mouse, 500)[0] > 500 * 20 * 0.7


def test_where_the_pointer_cannot_be_centred_the_turn_ends_at_the_edge_without_a_leap(caplog):
    window = Window(warps=False)
    mouse = Mouse(window)
    mouse.capture()
    mouse.read()
    turned(window, mouse, 300)
    turned(window, mouse, 60, dx=-10.0)
    assert turned(window, mouse, 20, dx=10.0)[0] > 0
    assert mouse._refused == REFUSALS
    assert "centred" in caplog.text


def test_whoever_takes_the_mouse_anew_tries_again_to_centre_the_pointer():
    window = Window(warps=False)
    mouse = Mouse(window)
    mouse.capture()
    mouse.read()
    turned(window, mouse, 300)
    assert mouse._refused == REFUSALS
    window.warps = True
    mouse.release()
    mouse.capture()
    mouse.read()
    assert turned(window, mouse, 500)[0] > 500 * 20 * 0.7


def test_a_released_mouse_turns_nothing_and_is_seen():
    window = Window()
    mouse = Mouse(window)
    mouse.capture()
    mouse.read()
    mouse.release()
    assert turned(window, mouse, 5) == [0, 0]
    assert not window.hidden
    assert window.mode == p3d.WindowProperties.M_absolute


def test_a_recaptured_mouse_begins_anew():
    window = Window()
    mouse = Mouse(window)
    mouse.capture()
    mouse.read()
    mouse.release()
    window.push(300, 200)
    mouse.capture()
    assert mouse.read() == (0, 0)


def test_without_the_focus_nothing_turns():
    window = Window()
    mouse = Mouse(window)
    mouse.capture()
    mouse.read()
    window.foreground = False
    assert turned(window, mouse, 5) == [0, 0]
    window.foreground = True
    window.push(30, 0)
    assert mouse.read() == (0, 0)


def pad(name="pad", *, axes=None, buttons=()):
    axis = p3d.InputDevice.Axis
    return SimpleNamespace(
        name=name,
        poll=lambda: None,
        axes=[SimpleNamespace(axis=getattr(axis, key), value=value, known=True) for key, value in (axes or {}).items()],
        buttons=[
            SimpleNamespace(handle=p3d.ButtonRegistry.ptr().find_button(key), pressed=True, known=True)
            for key in buttons
        ],
    )


@dataclass
class Manager:
    devices: list

    def update(self):
        pass

    def get_devices(self, _):
        return self.devices


def test_a_gamepad_says_what_is_pushed_and_what_was_newly_pressed():
    manager = Manager([pad(axes={"left_y": 1.0, "right_trigger": 0.9}, buttons=("face_a",))])
    pads = Gamepads(manager)
    reading = pads.read()
    assert reading.pushed == {
        "face_a": 1.0,
        "left_y+": pytest.approx(1),
        "right_trigger+": pytest.approx(0.878, abs=0.01),
    }
    assert reading.pressed == {"face_a", "left_y+", "right_trigger+"}
    assert pads.read().pressed == frozenset()
    manager.devices = [pad()]
    assert pads.read() == Reading()


def test_gamepads_come_and_go():
    manager = Manager([])
    pads = Gamepads(manager)
    assert pads.read() == Reading()
    manager.devices = [pad("one", axes={"left_x": -1.0}), pad("two", buttons=("start",))]
    assert pads.read().pushed == {"left_x-": 1.0, "start": 1.0}
    manager.devices = []
    assert pads.read() == Reading()


def test_the_real_device_manager_answers():
    assert isinstance(Gamepads(p3d.InputDeviceManager.get_global_ptr()).read(), Reading)


@settings(deadline=None)
@given(st.floats(-1, 1), st.floats(-1, 1))
def test_a_stick_keeps_its_direction_and_begins_at_nothing(x, y):
    live = gamepad.live(x, y)
    length = math.hypot(x, y)
    if length <= gamepad.DEAD_ZONE:
        assert live == (0, 0)
    else:
        assert math.hypot(*live) <= 1 + 1e-9
        assert live[0] * y == pytest.approx(live[1] * x, abs=1e-9)
        assert math.hypot(*live) == pytest.approx(min(1, (length - 0.18) / 0.82))


def test_a_stick_that_is_not_a_number_is_at_rest():
    assert gamepad.live(math.nan, 0.5) == (0, 0)
