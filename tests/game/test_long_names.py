"""Names of classes are as long as they like, and stay on the boards that they are written on."""

import pytest

from layerwalk.game.ui.easel import SIDE_M
from layerwalk.game.world import lettering
from layerwalk.game.world.answer import LANTERN_TEXT


def width_m(path):
    low, high = path.get_tight_bounds(path)
    return high.x - low.x


@pytest.mark.parametrize("text", ["8", "kein Gesicht", "Gesichtserkennungsverfahren", "oder kein Gesicht   < 1 %"])
@pytest.mark.parametrize("face", ["text", "display"])
def test_letters_are_as_large_as_they_fit(text, face):
    size_m = lettering.fitting(text, size_m=0.3, width_m=0.5, face=face)
    line = lettering.line(text, size_m=size_m, face=face)
    assert width_m(line) <= 0.5 + 2 * size_m * lettering.MARGIN_PX / lettering.PIXELS_PER_EM
    assert size_m == 0.3 or width_m(line) > 0.45


def test_short_names_are_as_large_as_asked_for_and_nothing_has_any_size():
    assert lettering.fitting("8", size_m=0.3, width_m=0.5) == 0.3
    assert lettering.fitting("", size_m=0.3, width_m=0.5) == 0.3


def test_the_guess_stays_on_the_desks_board_and_on_the_lantern(open_studio):
    studio = open_studio("ana-faces")
    scene = studio.scene
    scene.pad.put(scene.rack.take(31)[0])
    studio.settle()
    assert 0.5 * SIDE_M < width_m(scene.easel._guess.path) < SIDE_M
    lantern_m = scene.placement.lantern_m
    carved = [entry for entry in scene.world.answer._lines._entries if entry.colour == LANTERN_TEXT]
    lines = [lettering.line(entry.text, size_m=entry.size_m, face=entry.face) for entry in carved]
    assert 0.5 * lantern_m < max(map(width_m, lines)) < lantern_m
