"""Turning smoothly or in steps, from the settings through the devices to the body."""

from types import SimpleNamespace

import panda3d.core as p3d
import pytest
from direct.showbase.EventManager import EventManager

from layerwalk.game import app, settings
from layerwalk.game.move import bindings, motion
from layerwalk.game.move.body import Body, MoveConfig
from layerwalk.game.move.devices import PADS_EVERY, Devices
from layerwalk.game.move.snap import REPEAT_S
from layerwalk.game.settings import Comfort, Settings

DT_S = 0.05
STEPS = Settings(comfort=Comfort(turning="snap", snap_deg=45.0))


class Window:
    """Stands in for a window that has not got the focus, so that its mouse does nothing."""

    def get_keyboard_map(self):
        return None

    def get_properties(self):
        return p3d.WindowProperties(size=(800, 600))

    def request_properties(self, properties):
        pass

    def clear_rejected_properties(self):
        pass


class Pads:
    """Stands in for the manager of gamepads; `push` says where the right stick is."""

    push = 0.0

    def update(self):
        pass

    def get_devices(self, _):
        axis = SimpleNamespace(axis=p3d.InputDevice.Axis.right_x, value=self.push, known=True)
        return [SimpleNamespace(name="pad", poll=lambda: None, axes=[axis], buttons=[])]


class Walker:
    """Stands on a spot with a keyboard and a gamepad, and turns."""

    def __init__(self, wanted):
        self.keys, self.pads = p3d.VirtualMouse("mouse"), Pads()
        self.root = p3d.NodePath("data")
        watcher = self.root.attach_new_node(self.keys).attach_new_node(p3d.MouseWatcher("watcher"))
        self.keys.set_mouse_on(True)
        base = SimpleNamespace(win=Window(), mouseWatcher=watcher, devices=self.pads)
        self.devices = Devices(base, bindings.DEFAULTS, how=app.turning(wanted))
        self.body = Body(position=(0.0, 0.0, 0.0), flying=True)

    def frames(self, seconds):
        """Return the headings after every frame."""
        return [self.frame() for _ in range(round(seconds / DT_S))]

    def frame(self):
        p3d.DataGraphTraverser().traverse(self.root.node())
        EventManager(eventQueue=p3d.EventQueue.get_global_event_queue()).doEvents()
        intent = self.devices.read(dt_s=DT_S, paused=False)
        self.body = motion.turn(self.body, intent, DT_S, None, MoveConfig())
        return self.body.heading_deg

    def key(self, *, down):
        handle = p3d.ButtonRegistry.ptr().find_button("j")
        (self.keys.press_button if down else self.keys.release_button)(handle)

    def stick(self, *, down):
        self.pads.push = -1.0 if down else 0.0


@pytest.fixture
def walker():
    made = []

    def make(wanted):
        made.append(Walker(wanted))
        return made[-1]

    yield make
    for one in made:
        one.devices.close()


@pytest.mark.parametrize("push", [Walker.key, Walker.stick], ids=["key", "stick"])
def test_in_steps_one_push_is_one_step_and_a_long_one_is_several(walker, push):
    one = walker(STEPS)
    push(one, down=True)
    assert one.frames(REPEAT_S - DT_S) == [45.0] * 6
    assert one.frames(2 * REPEAT_S)[-1] == 135.0
    push(one, down=False)
    assert one.frames(1.0)[-1] == 135.0


@pytest.mark.parametrize("push", [Walker.key, Walker.stick], ids=["key", "stick"])
def test_smoothly_one_turns_as_long_as_one_pushes(walker, push):
    one = walker(Settings(comfort=Comfort(turn_speed_deg_s=60.0)))
    push(one, down=True)
    assert one.frames(0.5)[-1] == pytest.approx(30.0)


def test_the_settings_file_says_which(walker, tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('[comfort]\nturning = "snap"\nsnap_deg = 15.0\n', "utf-8")
    one = walker(settings.load(file))
    one.key(down=True)
    assert one.frame() == 15.0


def test_it_can_be_changed_while_one_walks(walker):
    one = walker(Settings())
    one.devices.set_look(app.turning(STEPS))
    one.stick(down=True)
    assert one.frame() == 45.0


def test_a_stick_that_trembles_at_the_limit_turns_once(walker):
    one = walker(STEPS)
    for push in (-0.62, -0.58, -0.63, -0.57, -0.64):
        one.pads.push = push
        one.frame()
    assert one.body.heading_deg == 45.0


def test_a_gamepad_at_the_desk_is_heard_once_while_somebody_wears_a_headset(walker):
    one = walker(Settings())
    one.devices.bind({**bindings.DEFAULTS, "screenshot": ("right_x-",)})
    one.stick(down=True)
    heard = [one.devices.hear().actions for _ in range(3 * PADS_EVERY)]
    assert sorted(heard) == [()] * (3 * PADS_EVERY - 1) + [("screenshot",)]
