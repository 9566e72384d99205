"""From the desk along the thread of light to the answer: by simulated input, and as pictures without a display."""

import itertools
import math

import numpy as np
import pytest
from PIL import Image

from layerwalk.game import visitor, walk
from layerwalk.game.move import motion, script
from layerwalk.game.move.body import spawned
from layerwalk.game.settings import Settings
from layerwalk.game.world import layouts
from layerwalk.game.world.ground import Ground
from layerwalk.nn import loop

DT_S = 1 / 30
NEAR_M = 0.8
NETWORKS = loop.names()


class Walker:
    """Walk in a network's world by intents alone, and watch every step."""

    def __init__(self, name):
        self.placement = layouts.build("cove", loop.read_spec(name))
        self.ground = Ground(self.placement)
        self.config = visitor.config(self.placement, Settings())
        self.body = spawned(self.config)
        self.stood_on = {self._disc()}

    def _disc(self):
        """Return which round floor is underfoot, None on a bridge."""
        x, y, _ = self.body.position
        for number, disc in enumerate(self.placement.discs):
            if math.dist((x, y), disc.centre[:2]) < 0.95 * disc.radius_m:
                return number
        return None

    def go(self, target):
        """Walk until the target is near; give up after as long as it takes three times."""
        most_s = 5 + 3 * math.dist(self.body.position, target) / self.config.walk_speed_m_s
        for _ in range(int(most_s / DT_S)):
            if math.dist(self.body.position[:2], target[:2]) < NEAR_M:
                return
            before = self.body
            wanted = script.toward(self.body, target, dt_s=DT_S, fast=True)
            self.body = motion.step(self.body, wanted, DT_S, ground=self.ground, config=self.config)
            self.stood_on.add(self._disc())
            self.check(before)
        pytest.fail(f"the walker stands at {self.body.position} and does not get to {target}")

    def check(self, before):
        """Every step is one: on the floor, no longer than legs are, and the eye does not jump."""
        body = self.body
        assert not body.flying
        assert body.grounded
        assert body.position[2] == self.ground.floor_at(*body.position)
        stride_m = math.dist(body.position[:2], before.position[:2])
        assert stride_m <= 1.05 * self.config.walk_speed_m_s * self.config.fast_factor * DT_S
        assert abs(body.eye[2] - before.eye[2]) < 0.15


@pytest.mark.parametrize("name", NETWORKS)
def test_the_thread_is_walked_from_the_court_over_every_stage_to_the_answer(name):
    walker = Walker(name)
    court, *stages, island = range(len(walker.placement.discs))
    assert walker.stood_on == {court}
    for point in walker.placement.threads[0][1:]:
        walker.go(point)
    assert {court, *stages, island} <= walker.stood_on
    assert len(stages) == len(loop.read_spec(name).hidden)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_pictures_of_the_walk_are_taken_at_eye_height_over_its_floors(name):
    placement = layouts.build("cove", loop.read_spec(name))
    ground = Ground(placement)
    views = walk.walk_views(placement, Settings(), count=40)
    assert len(views) == 40
    for view in views[:-1]:
        x, y, z = view.eye
        assert z - 1.62 == pytest.approx(ground.floor_at(x, y, z - 1.62), abs=0.15)
    assert views[-1] == placement.views["output"]


def pixels(path):
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def test_a_point_along_a_line():
    line = np.array([[0, 0, 0], [3, 0, 0], [3, 4, 0]], float)
    places = [walk.point_at(line, along).tolist() for along in (0, 1.5, 5, 99)]
    assert places == [[0, 0, 0], [1.5, 0, 0], [3, 2, 0], [3, 4, 0]]


def test_a_contact_sheet_shows_every_picture():
    thumbs = [Image.new("RGB", (20, 10), (number, 200, 0)) for number in range(1, 12)]
    sheet = np.asarray(walk.contact_sheet(thumbs))
    for number in range(1, 12):
        assert (sheet == (number, 200, 0)).all(axis=2).sum() == 200


def test_without_a_display_the_walk_is_saved_as_pictures(level, tmp_path):
    sheet = walk.render(level("ana-dense"), folder=tmp_path / "walk", settings=Settings(), size=(160, 90))
    frames = [pixels(path) for path in sorted((tmp_path / "walk").glob("walk-*.png"))]
    assert len(frames) == walk.DRAWING_FRAMES + walk.WALKING_FRAMES
    assert all(frame.shape == (90, 160, 3) and frame.std() > 10 for frame in frames)
    assert pixels(sheet).shape[1] > 4 * walk.THUMB[0]
    while_drawing = frames[: walk.DRAWING_FRAMES]
    assert all((a != b).any() for a, b in itertools.pairwise(while_drawing))
