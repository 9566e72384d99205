"""Nothing flashes more than three times a second, measured on whole pictures as a visitor sees them.

After the general flash of WCAG 2.2: a pair of opposing changes of at least a tenth of the greatest luminance where the
darker of the two is below 0.8, over a quarter of any ten degrees of the field.
"""

import itertools
import math
from collections import deque

import numpy as np
import pytest

from layerwalk.game import scene, unhurried
from layerwalk.game.menus.dream_plan import DreamPlan
from layerwalk.game.move.intent import Intent
from layerwalk.game.selected import Selected
from layerwalk.game.ui.label import Label
from layerwalk.game.world import rays
from layerwalk.game.world.standpoints import of
from layerwalk.nn import synthesis_job
from layerwalk.nn.aim import SynthesisConfig
from layerwalk.nn.lesions.targets import Lesion, Map, Noise

FRAME_HZ = 30
UPWARDS = rays.ray((0, 0, 50), (0, 0, 1))
MOST_HZ = 3
LEAST_CHANGE, BRIGHT = 0.1, 0.8
FIELD_DEG, AREA = 10, 0.25
BLOCK_PX = 4


def luminance(picture):
    """Return the relative luminance of a picture's blocks, (rows, columns) in [0, 1]."""
    part = picture.astype(np.float32) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]
    rows, columns = (side // BLOCK_PX for side in linear.shape)
    blocks = linear[: rows * BLOCK_PX, : columns * BLOCK_PX].reshape(rows, BLOCK_PX, columns, BLOCK_PX)
    return blocks.mean(axis=(1, 3))


class Flashes:
    """Count the changes of light of every block; `see` once a frame. most: the greatest share of a field so far."""

    def __init__(self, *, blocks_per_field):
        self.most, self._side = 0.0, blocks_per_field
        self._recent = deque(maxlen=FRAME_HZ)
        self._low = None

    def see(self, light):
        if self._low is None:
            self._low, self._high, self._way = light.copy(), light.copy(), np.zeros(light.shape, int)
        self._low, self._high = np.minimum(self._low, light), np.maximum(self._high, light)
        rises = (self._way <= 0) & (light - self._low >= LEAST_CHANGE) & (self._low < BRIGHT)
        falls = (self._way >= 0) & (self._high - light >= LEAST_CHANGE) & (light < BRIGHT)
        turns = rises | falls
        self._way[rises], self._way[falls] = 1, -1
        self._low[turns] = self._high[turns] = light[turns]
        self._recent.append(turns)
        flashing = np.sum(self._recent, axis=0) > 2 * MOST_HZ
        side = min(self._side, *flashing.shape)
        fields = np.lib.stride_tricks.sliding_window_view(flashing, (side, side)).mean(axis=(2, 3))
        self.most = max(self.most, float(fields.max()))


def blinking(hz, *, share=1.0, dark=0.2, bright=0.5, seconds=2):
    """Return what is counted of a picture some columns of which blink."""
    found = Flashes(blocks_per_field=8)
    for frame in range(seconds * FRAME_HZ):
        light = np.full((40, 40), dark)
        light[:, : round(40 * share)] = bright if math.sin(2 * math.pi * hz * frame / FRAME_HZ + 0.1) > 0 else dark
        found.see(light)
    return found.most


def test_what_blinks_too_often_is_found_and_what_does_not_is_not():
    assert blinking(5) == 1
    assert blinking(2.5) == 0
    assert blinking(5, bright=0.25) == 0
    assert blinking(5, dark=0.85, bright=1.0) == 0
    assert 0 < blinking(5, share=0.025) < AREA


@pytest.fixture(scope="module")
def arrived(arrive):
    return arrive("ana-small")


@pytest.fixture
def watch(arrived):
    """Return a function that lets a guest look for seconds, and returns the greatest share of a field that flashed."""
    studio = arrived.studio

    def watched(seconds, *, does=lambda frame: (Intent(), arrived.visit.visitor.ray)):
        body = arrived.visit.visitor.body
        studio.screen.camera.set_pos(*body.eye)
        studio.screen.camera.set_hpr(body.heading_deg, body.pitch_deg, 0)
        lens = studio.screen.camera.node().get_lens()
        per_degree = studio.size[0] / 2 / math.tan(math.radians(lens.get_hfov() / 2)) * math.radians(1)
        flashes = Flashes(blocks_per_field=round(FIELD_DEG * per_degree / BLOCK_PX))
        for frame in range(round(seconds * FRAME_HZ)):
            intent, ray = does(frame)
            arrived.visit.act(intent, dt_s=1 / FRAME_HZ, ray=ray)
            flashes.see(luminance(studio.frame(dt_s=1 / FRAME_HZ)))
        return flashes.most

    return watched


def stand_before(guest, node):
    guest.visit.visitor.stand_at(of(guest.scene.placement, guest.state.spec, node=node))
    guest.frames()


def test_the_maps_of_a_network_that_learns_many_steps_a_second_do_not_flash(arrived, watch):
    guest = arrived
    guest.go("train")
    guest.press("values_ana")
    guest.choose("config share", 0.2)
    guest.choose("config epochs", 50)
    guest.press("train_start")
    guest.leave_menu()
    guest.draw((0.3, 0.3), (0.6, 0.3), (0.4, 0.7))
    for node in ("conv1", "conv2"):
        stand_before(guest, node)
        begun = guest.state.runs.current.progress.step
        assert watch(1.5) < AREA
        assert guest.state.runs.current.progress.step > begun + 20
    guest.scene.session.control("stop")
    guest.frames()


@pytest.fixture
def watch_the_worst(arrived, watch, monkeypatch):
    """Return a function that lets a guest watch a layer of a network that learns, and returns what flashed.

    Every answer, as soon as the last one is shown, is the opposite: all neurons of all layers, and the classes. The
    machine is as quick as can be. Nothing is pointed at, because what is said of a neuron comes from the network.
    """
    monkeypatch.setattr(scene, "WORK_S", 60.0)
    guest, state = arrived, arrived.state
    guest.draw((0.3, 0.3), (0.6, 0.3), (0.4, 0.7))
    shown, count = dict(state.activations), len(state.probabilities)
    opposite = {name: np.full_like(values, values.max()) - values for name, values in shown.items()}
    answers = itertools.cycle(((opposite, np.eye(count)[1]), (shown, np.eye(count)[2])))
    first = state.serial

    def learn(frame):
        if not guest.scene.is_telling:
            state.activations, probabilities = next(answers)
            state.probabilities = probabilities.astype(np.float32)
            state.serial += 1
        return Intent(), UPWARDS

    def watched(node):
        stand_before(guest, node)
        return watch(2, does=learn), state.serial - first

    yield watched
    state.serial = first
    guest.scene.session.infer_again()
    guest.until(lambda: state.serial > first)


@pytest.mark.parametrize("node", ["conv1", "dense1", "dense2"])
def test_the_worst_that_can_be_told_of_a_network_that_learns_does_not_flash(watch_the_worst, node):
    flashed, told = watch_the_worst(node)
    assert flashed == 0
    assert told > 6, "it is told of all the same"


def test_it_would_if_it_were_told_as_quickly_as_it_learns(watch_the_worst, monkeypatch):
    monkeypatch.setattr(unhurried, "REST_S", 0.0)
    flashed, _ = watch_the_worst("dense1")
    assert flashed > AREA


def test_pictures_of_what_the_network_wants_to_see_grow_without_flashing(arrived, watch, monkeypatch):
    monkeypatch.setattr(synthesis_job, "REPORT_EVERY_S", 0.0)
    guest = arrived
    guest.visit.plan.dreams = DreamPlan(config=SynthesisConfig(steps=100_000), slowly=False)
    guest.state.selected = Selected(node="conv2", index=(2,))
    stand_before(guest, "conv2")
    guest.tap("y")
    guest.until(lambda: guest.state.dreamt.one.step > 0)
    guest.state.selected = None
    begun = guest.state.dreamt.one.step
    assert watch(2) < AREA
    assert guest.state.dreamt.one.step > begun + 20
    guest.tap("y")
    guest.scene.session.dreaming.put_away()
    guest.frames()


def test_noise_in_a_layer_stays_what_it_is_while_one_draws(arrived, watch):
    guest = arrived
    maps = guest.state.spec.node("conv1").maps
    guest.scene.session.lesioning.add(
        *(Lesion(target=Map(node="conv1", map=number), kind=Noise(amount=2.0)) for number in range(maps))
    )
    guest.until(lambda: len(guest.state.lesions) == maps)
    stand_before(guest, "conv1")
    board = guest.scene.easel.frames["board"]

    def draw(frame):
        turn = frame / 9
        at = board.centre + 0.7 * (board.right * math.cos(turn) + board.up * math.sin(turn))
        ray = rays.ray(tuple(at + board.normal), tuple(-board.normal))
        return Intent(use=True, actions=() if frame else ("use",)), ray

    serial = guest.state.serial
    assert watch(2, does=draw) < AREA
    assert guest.state.serial > serial + 20
    guest.scene.session.lesioning.clear()
    guest.frames()


@pytest.mark.parametrize("frames_each", [1, 3])
@pytest.mark.parametrize("texts", [("Neuron 1 of map 1: 0.25", "7"), ("Neuron 1 of map 1: 0.25", "")])
def test_what_is_told_beside_a_hand_that_trembles_does_not_flash(arrived, watch, texts, frames_each):
    guest = arrived
    guest.visit.do("court")
    guest.frames()
    label, eye = Label(guest.scene.path), guest.visit.visitor.body.eye
    x, y, z = guest.visit.visitor.ray.at(2.0)

    def tell(frame):
        text = texts[frame // frames_each % 2]
        label.follow((lambda: text) if text else None, dt_s=1 / FRAME_HZ)
        label.stand((x, y, z + 0.6), eye=eye)
        return Intent(), guest.visit.visitor.ray

    assert watch(2, does=tell) < AREA
    label.close()
