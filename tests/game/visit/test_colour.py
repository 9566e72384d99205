"""The tools with a network that reads colours: they work, and what has colours is shown in them."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from layerwalk.game.menus.dream_plan import DreamPlan
from layerwalk.game.selected import Selected
from layerwalk.game.ui import fool_board
from layerwalk.game.ui.menu.items import Event
from layerwalk.game.world import dress
from layerwalk.nn.aim import SynthesisConfig

if TYPE_CHECKING:
    from conftest import Arrive, Guest

SHORT = SynthesisConfig(steps=6)
LEVEL = """\
format = 1
title = "In colour"
text = "A network that reads colours."
[blueprint]
name = "colour"
title = "A network in colour"
shape = [3, 30, 30]
[[blueprint.layers]]
kind = "conv"
filters = 4
kernel = 5
[[blueprint.layers]]
kind = "max-pool"
[[blueprint.layers]]
kind = "flatten"
[[blueprint.layers]]
kind = "dense"
units = 12
"""


@pytest.fixture(scope="module")
def _guest(arrive: "Arrive", tmp_path_factory: pytest.TempPathFactory) -> "Guest":
    file: Path = tmp_path_factory.mktemp("levels") / "colour.toml"
    file.write_text(LEVEL, "utf-8")
    return arrive(str(file), by_rays=True)


@pytest.fixture
def guest(_guest: "Guest") -> "Guest":
    """Return the module's guest before a digit of the rack, with nothing asked."""
    _guest.leave_menu()
    _guest.scene.session.dreaming.put_away()
    _guest.scene.session.dreaming.show_layers((), SHORT, folder=None)
    _guest.scene.session.why.want(None)
    _guest.state.selected = None
    _guest.visit.plan.dreams = DreamPlan(config=SHORT, slowly=False)
    _guest.scene.pad.put(_guest.scene.rack.take(0)[0])
    _guest.until(lambda: not _guest.scene.session.waiting)
    return _guest


def is_coloured(picture: np.ndarray) -> bool:
    """Say whether some pixel of a picture, (3, H, W), is not grey."""
    return bool(np.ptp(picture, axis=0).max() > 0.02)


def texels(slab: dress.Slab) -> np.ndarray:
    """Return a slab's first picture as it is on the graphics card, (H, W, RGB)."""
    return slab._texels(0)[0, ..., 2::-1]


def test_the_easel_shows_what_the_network_sees_in_its_colours(guest: "Guest") -> None:
    guest.go("examine.fool")
    guest.press("fool_once")
    guest.until(lambda: guest.state.fooled is not None)
    guest.frames(2)
    assert is_coloured(guest.state.picture)
    shown = texels(guest.scene.easel._colours._slab)
    assert np.array_equal(shown, dress.colours(guest.state.picture[None])[0])
    guest.press("fool_back")
    guest.until(lambda: guest.state.fooled is None)


def test_of_a_change_in_several_colours_the_strongest_is_drawn() -> None:
    change = np.array([[[0.1, -0.2]], [[-0.3, 0.1]], [[0.2, 0.0]]], np.float32)
    assert np.array_equal(fool_board.strongest(change), np.array([[-0.3, -0.2]], np.float32))


def test_it_is_fooled_in_colours(guest: "Guest") -> None:
    guest.go("examine.fool")
    guest.press("fool_values hidden")
    guest.choose("fool steps", 5)
    guest.press("fool_go")
    guest.until(lambda: guest.state.fooled is not None and not guest.state.fooled.goes_on)
    fooled = guest.state.fooled
    assert fooled.now.begin.shape == fooled.now.answer.picture.shape == (3, 30, 30)
    assert is_coloured(fooled.now.answer.picture)
    guest.press("fool_back")
    guest.until(lambda: guest.state.fooled is None)


def test_an_answer_wants_to_see_colours_and_the_easel_takes_grey_only(guest: "Guest") -> None:
    words = guest.visit.words
    guest.go("examine.dreams")
    guest.choose("dream_target", "answer")
    guest.press("dream here")
    guest.until(lambda: guest.state.dreamt.one is not None and guest.state.dreamt.one.state == "finished")
    assert is_coloured(guest.state.dreamt.one.picture)
    assert not guest.item("dream_easel").enabled
    assert words("dreams.grey_only") in [item.text for item in guest.page.items if hasattr(item, "text")]
    before = guest.scene.pad.drawing.copy()
    guest.visit.hear(Event(name="dream_easel"))
    guest.frame()
    assert guest.visit.notice == words("dreams.grey_only")
    assert np.array_equal(guest.scene.pad.drawing, before)


@pytest.mark.parametrize("begin", ["noise", "grey", "drawing", "picture"])
def test_a_picture_begins_with_all_three_colours(guest: "Guest", begin: str) -> None:
    guest.visit.plan.dreams = DreamPlan(target="answer", begin=begin, config=SHORT, slowly=False)
    guest.go("examine.dreams")
    guest.press("dream here")
    guest.until(lambda: guest.state.dreamt.one.state == "finished")
    assert guest.state.dreamt.one.picture.shape == (3, 30, 30)


def test_the_walls_of_a_layer_show_its_pictures_in_colours(guest: "Guest") -> None:
    guest.state.selected = Selected(node="conv1", index=(0,))
    guest.go("examine.dreams")
    guest.press("dream_layer")
    layers = guest.state.dreamt.layers
    guest.until(lambda: "conv1" in layers and layers["conv1"].finished)
    guest.frames(6)
    (slab,) = guest.scene.lab.tools["dreams"]._walls._dresses["conv1"]._slabs
    assert np.array_equal(texels(slab), dress.colours(layers["conv1"].pictures[:1])[0])
    assert is_coloured(layers["conv1"].pictures[0])


@pytest.mark.parametrize(
    "method", ["saliency", "gradient-times-input", "integrated-gradients", "grad-cam", "occlusion"]
)
def test_every_way_to_ask_why_sums_up_the_colours(guest: "Guest", method: str) -> None:
    guest.go("examine.why")
    guest.press(f"why {method}")
    guest.until(lambda: guest.state.attributed is not None and guest.state.attributed.share == 1)
    guest.frames(2)
    assert guest.state.attributed.map.shape == (30, 30)
    assert np.abs(guest.state.attributed.map).max() > 0


@pytest.mark.parametrize("index", [(1,), (1, 5, 6)])
@pytest.mark.parametrize("node", ["input", "conv1", "pool1"])
def test_a_part_is_held_and_told(guest: "Guest", node: str, index: tuple[int, ...]) -> None:
    guest.visit.hear(Event(name=f"select {node} {' '.join(map(str, index))}"))
    guest.frames(4)
    assert guest.state.selected == Selected(node=node, index=index)
    whole, single = (guest.scene.lab.tools[name].frames for name in ("overview", "calculation"))
    assert bool(whole) == (len(index) == 1)
    assert bool(single) == (len(index) == 3)


def test_maps_are_pulled_out_but_not_the_colours_of_the_picture(guest: "Guest") -> None:
    for node, pulled in (("conv1", [("conv1", 1)]), ("input", [])):
        guest.visit.hear(Event(name=f"select {node} 1"))
        guest.frames(2)
        guest.visit.hear(Event(name="pull_out"))
        guest.frames(4)
        assert [(piece.node, piece.map) for piece in guest.state.pulled.pieces] == pulled
        guest.visit.hear(Event(name="put_all_back"))
        guest.frames(2)
    assert guest.visit.notice == guest.visit.words("pulled.cannot")
