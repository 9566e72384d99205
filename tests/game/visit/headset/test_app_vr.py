"""The application's headset, with a made-up one in its place: opened, worn, laid down, lost."""

import time

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game.app_vr import AppVr
from layerwalk.game.settings import Headset, Settings
from layerwalk.game.view import cameras
from layerwalk.game.view.rig import Hand, Pose, Tracked
from layerwalk.game.view.spectator import Spectator
from layerwalk.game.view.xr.trouble import HeadsetError

DT_S = 1 / 60


class Eyes:
    def __init__(self, origin: p3d.NodePath) -> None:
        self.camera = origin.attach_new_node(p3d.Camera("head"))
        self.camera.node().set_lens(p3d.PerspectiveLens())
        self.texture = p3d.Texture("eyes")
        self.size = self.drawn = (400, 400)
        self.pixels_per_radian = 200.0


class Device:
    """Stand in for a headset: its state is what a test makes it."""

    def __init__(self) -> None:
        self.origin = p3d.NodePath("room")
        self.eyes = Eyes(self.origin)
        self.state = "waiting"
        self.tracked: Tracked | None = Tracked(head=Pose(point=(0.1, 0.2, 1.7)))
        self.is_closed = False

    def poll(self) -> Tracked | None:
        if self.state not in ("hidden", "visible", "focused") or self.tracked is None:
            return None
        self.eyes.camera.set_pos(*self.tracked.head.point)
        return self.tracked

    def pulse(self, hand: str, *, seconds: float, strength: float) -> None:
        pass

    def recentre(self, *, eye_height_m: float | None = None) -> bool:
        return True

    def close(self) -> None:
        self.is_closed = True


class Desk:
    """Run the frames of an application whose headset is made up."""

    def __init__(self, guest, opener) -> None:
        self.guest = guest
        self.flat = p3d.NodePath("flat")
        studio = guest.studio
        self.camera = studio.scene.path.attach_new_node(p3d.Camera("window"))
        self.region = studio.screen.buffer.make_display_region()
        self.region.set_camera(self.camera)
        self.vr = AppVr(guest.visit, None, Spectator(self.flat, self.camera), opener=opener)

    def frame(self) -> bool:
        worn = self.vr.act(dt_s=DT_S)
        self.guest.visit.update(self.vr.head if worn else self.camera, dt_s=DT_S)
        if worn:
            self.vr.show(aspect=16 / 9, dt_s=DT_S)
        return worn

    def frames(self, count: int = 3) -> bool:
        return [self.frame() for _ in range(count)][-1]

    @property
    def told(self) -> str:
        said = self.guest.visit._notices.told
        return said.key if said else ""


@pytest.fixture
def device():
    return Device()


@pytest.fixture
def desk(guest, device):
    guest.visit.set_settings(Settings())
    guest.visit.do("court")
    made = Desk(guest, lambda window, *, multisamples: device)
    yield made
    made.vr.close()
    guest.studio.screen.buffer.remove_display_region(made.region)
    guest.visit.set_settings(Settings())


def test_without_a_headset_one_sentence_says_so_and_the_desk_goes_on(guest):
    def none(window, *, multisamples):
        raise HeadsetError("no_headset")

    desk = Desk(guest, none)
    assert desk.vr.put_on() == guest.visit.words("headset.no_headset")
    assert not desk.frames()
    assert desk.told == "headset.no_headset"
    assert not desk.vr.is_open
    guest.studio.screen.buffer.remove_display_region(desk.region)


def test_what_is_wrong_is_said_in_the_visitors_language(guest):
    def none(window, *, multisamples):
        raise HeadsetError("no_service")

    guest.visit.set_settings(Settings(language="de"))
    desk = Desk(guest, none)
    assert "VR-Brille" in desk.vr.put_on()
    guest.visit.set_settings(Settings())
    guest.studio.screen.buffer.remove_display_region(desk.region)


def test_a_headset_that_nobody_wears_yet_leaves_the_desk_alone(desk, device):
    assert desk.vr.put_on() == ""
    assert not desk.frames()
    assert desk.vr.is_open
    assert not desk.vr.is_worn
    assert desk.told == "headset.opened"


def test_whoever_puts_it_on_stands_where_they_stood(desk, device, guest):
    before = guest.visit.visitor.body
    desk.vr.put_on()
    device.state = "focused"
    assert desk.frames()
    head = desk.vr.head.get_pos(guest.scene.path)
    assert tuple(head) == pytest.approx((*before.position[:2], before.position[2] + 1.7), abs=1e-3)
    assert guest.visit.in_headset


def test_a_headset_that_is_laid_down_gives_the_desk_back_and_can_be_put_on_again(desk, device, guest):
    desk.vr.put_on()
    device.state = "focused"
    desk.frames()
    device.state = "waiting"
    assert not desk.frames()
    assert desk.told == "headset.laid_down"
    assert not guest.visit.in_headset
    device.state = "focused"
    assert desk.frames()


@pytest.mark.parametrize(("state", "said"), [("lost", "headset.lost"), ("ended", "headset.ended")])
def test_a_headset_that_is_over_is_closed_and_the_visitor_stays_where_they_are(desk, device, guest, state, said):
    desk.vr.put_on()
    device.state = "focused"
    desk.frames()
    before = guest.visit.visitor.body.position
    device.state = state
    assert not desk.frames()
    assert device.is_closed
    assert not desk.vr.is_open
    assert desk.told == said
    assert guest.visit.visitor.body.position == pytest.approx(before)


class Drawer:
    """Hand out headsets as long as there are some."""

    def __init__(self, *devices, slow_s=0.0):
        self.devices, self.slow_s, self.asked = list(devices), slow_s, 0

    def __call__(self, window, *, multisamples):
        self.asked += 1
        time.sleep(self.slow_s)
        if not self.devices:
            raise HeadsetError("no_service")
        return self.devices.pop(0)


def seconds(desk, count):
    return desk.frames(int(count / DT_S) + 1)


@pytest.fixture
def lose(guest):
    """Return a function that wears a headset that is lost, before a drawer of others."""
    desks = []

    def lost(*others, slow_s=0.0):
        device = Device()
        drawer = Drawer(device, *others)
        desks.append(Desk(guest, drawer))
        desks[-1].vr.put_on()
        device.state = "focused"
        desks[-1].frames()
        device.state, drawer.slow_s = "lost", slow_s
        desks[-1].frames()
        return desks[-1], drawer

    yield lost
    for desk in desks:
        desk.vr.close()
        guest.studio.screen.buffer.remove_display_region(desk.region)


def test_a_headset_that_was_lost_is_worn_again_as_soon_as_it_is_back(lose, guest):
    desk, drawer = lose()
    before = guest.visit.visitor.body.position
    assert desk.vr.is_awaited
    assert not seconds(desk, 3)
    found = Device()
    found.state = "focused"
    drawer.devices.append(found)
    assert seconds(desk, 4)
    assert not desk.vr.is_awaited
    assert desk.told == "headset.worn"
    assert guest.visit.visitor.body.position == pytest.approx(before, abs=1e-3)


def test_meanwhile_nothing_more_is_said(lose):
    desk, drawer = lose()
    seconds(desk, 3)
    assert drawer.asked == 2
    assert desk.told == "headset.lost"


def test_whoever_presses_the_key_meanwhile_is_told_what_is_wrong_and_ends_the_search(lose):
    desk, _ = lose()
    assert desk.vr.put_on()
    desk.frame()
    assert desk.told == "headset.no_service"
    assert not desk.vr.is_awaited


def test_what_would_hold_up_frames_is_not_tried_again(lose):
    desk, drawer = lose(slow_s=0.3)
    seconds(desk, 3)
    assert desk.told == "headset.not_found"
    seconds(desk, 5)
    assert drawer.asked == 2


def test_after_some_minutes_it_is_looked_for_no_longer(lose):
    desk, drawer = lose()
    for _ in range(2200):
        desk.vr.act(dt_s=0.1)
    assert not desk.vr.is_awaited
    asked = drawer.asked
    assert asked == 10
    for _ in range(600):
        desk.vr.act(dt_s=0.1)
    assert drawer.asked == asked


@pytest.mark.parametrize("state", ["ended", "focused"])
def test_a_headset_that_was_not_lost_is_not_looked_for(desk, device, state):
    desk.vr.put_on()
    device.state = "focused"
    desk.frames()
    device.state = state
    desk.frames()
    desk.vr.take_off()
    assert not desk.vr.is_awaited


def test_a_head_that_is_not_seen_for_a_moment_moves_nobody_and_stays_in(desk, device, guest):
    desk.vr.put_on()
    device.state = "focused"
    desk.frames()
    before, device.tracked = guest.visit.visitor.body, None
    assert desk.frames()
    assert guest.visit.visitor.body == before


def test_another_program_that_takes_the_input_is_told_of(desk, device):
    desk.vr.put_on()
    device.state = "focused"
    desk.frames()
    assert not desk.vr.is_away
    device.state = "visible"
    desk.frames()
    assert desk.vr.is_away
    assert desk.vr.is_worn


def test_the_window_shows_an_eye_and_draws_the_world_no_third_time(desk, device):
    desk.vr.put_on()
    device.state = "focused"
    desk.frames()
    assert not desk.region.is_active()
    assert desk.flat.find("**/eye").find_texture("*") == device.eyes.texture
    device.state = "waiting"
    desk.frames()
    assert desk.region.is_active()
    assert desk.flat.find("**/eye").is_empty()


def test_an_audience_sees_the_same_more_calmly(desk, device, guest):
    guest.visit.set_settings(Settings(vr=Headset(window="calm")))
    desk.vr.put_on()
    device.state = "focused"
    desk.frames()
    assert desk.region.is_active()
    start = desk.camera.get_pos(guest.scene.path)
    device.tracked = Tracked(head=Pose(point=(0.1, 0.2, 1.8)))
    desk.frame()
    after = desk.camera.get_pos(guest.scene.path)
    assert 0.0 < after.z - start.z < 0.02
    desk.frames(120)
    assert desk.camera.get_z(guest.scene.path) - start.z == pytest.approx(0.1, abs=0.005)


def test_a_rebuilt_world_is_worn_on_in(desk, device, guest):
    desk.vr.put_on()
    device.state = "focused"
    desk.frames()
    guest.scene.rebuild()
    assert desk.frames()


def test_levels_of_detail_are_those_of_the_eyes(desk, device, guest):
    desk.vr.put_on()
    device.state = "focused"
    desk.frames()
    assert guest.scene._pixels_per_radian == 200.0 * guest.scene.parts.quality.fine
    device.eyes.pixels_per_radian = 100.0
    desk.frames()
    assert guest.scene._pixels_per_radian == 100.0 * guest.scene.parts.quality.fine


def test_an_audience_sees_what_the_visitor_points_at(desk, device, guest):
    guest.visit.set_settings(Settings(vr=Headset(window="calm")))
    cameras.set_view(desk.camera, guest.scene.placement.views["court"], size=guest.studio.size)
    desk.region.set_sort(10)
    desk.region.set_clear_depth_active(True)
    desk.region.set_clear_color_active(True)
    desk.vr.put_on()
    device.state = "focused"
    ahead = Pose(point=(0.25, 0.4, 1.5), turn=(0.995, 0.0, 0.0, 0.1))
    device.tracked = Tracked(head=Pose(point=(0.1, 0.2, 1.7)), hands=(Hand(), Hand(aim=ahead, grip=ahead)))
    desk.frames()
    beam, pointers = desk.vr._immersion.wearing.beams[1], guest.scene.path.find("**/pointers")
    seen = guest.studio.screen.pixels().astype(int)
    pointers.hide()
    bare = guest.studio.screen.pixels().astype(int)
    pointers.show()
    for away_m in (0.4, 0.6, beam.length_m):
        row, column = pixel(desk.camera, guest, beam.ray.at(away_m))
        near = np.s_[row - 1 : row + 2, column - 1 : column + 2]
        assert (seen[near] - bare[near]).max() > 25, f"{away_m} m from the hand"


def pixel(camera, guest, point):
    """Return row and column of what a camera sees at a place of the world."""
    seen = p3d.LPoint2()
    place = camera.get_relative_point(guest.scene.path, p3d.LPoint3(*point))
    assert camera.node().get_lens().project(place, seen)
    width, height = guest.studio.size
    return int((1 - seen.y) / 2 * height), int((1 + seen.x) / 2 * width)
