"""Every view of every shipped level shows something, every stage says what it is."""

import numpy as np
import pytest

from layerwalk.game import begin, shot
from layerwalk.game import level as levels
from layerwalk.game.settings import Settings
from layerwalk.game.world.titles import title_text
from layerwalk.nn import loop

LEVELS = levels.names()
VIEWS = {"court", "stage", "cubes", "output", "back", "above"}


@pytest.fixture(scope="module", params=LEVELS)
def settled(request, level):
    """Return a level's studio with its own digit answered."""
    studio = shot.Studio(level(request.param), settings=Settings(), size=(320, 180), quality="software")
    studio.look("court")
    begin.begin(studio.scene.pad, level(request.param), None)
    studio.settle()
    yield studio
    studio.close()


def test_every_view_of_a_level_shows_something(settled):
    assert set(settled.scene.placement.views) >= VIEWS
    pictures = {}
    for view in settled.scene.placement.views:
        settled.look(view)
        pictures[view] = settled.frame()
        colours, counts = np.unique(pictures[view].reshape(-1, 3), axis=0, return_counts=True)
        assert len(colours) > 500, f"{view} is next to empty"
        assert counts.max() < 0.5 * counts.sum(), f"{view} is mostly of one colour"
        assert pictures[view].std() > 20, f"{view} is without contrast"
    for view in VIEWS - {"court"}:
        assert np.abs(pictures["court"].astype(int) - pictures[view]).mean() > 3, f"{view} looks like the court"


def test_every_stage_of_a_level_has_its_title_and_its_sign(settled):
    scene = settled.scene
    assert len(scene.world.platforms) == len(scene.state.spec.hidden)
    for number, platform in enumerate(scene.world.platforms, start=1):
        node = scene.state.spec.node(platform.stage.node)
        assert title_text(platform.stage, node, scene.words) == f"{number}  {scene.words.kind(node.kind)[0]}"
        assert not platform.title.find("letters").is_empty()
        assert not platform.sign.path.find("letters").is_empty()


def test_a_level_begins_with_its_own_digit_rightly_answered(settled, level):
    state = settled.scene.state
    shown = level(state.spec.name)
    assert state.probabilities.argmax() == loop.load_data(f"{shown.data}-test").labels[shown.picture]
