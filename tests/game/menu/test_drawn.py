"""The menu as it is seen: its states, and what stands before it."""

import numpy as np
import pytest

from layerwalk.game import words
from layerwalk.game.ui.menu import paint, standing
from layerwalk.game.ui.menu.items import Button, Page, Text, Toggle
from layerwalk.game.ui.menu.menu import Menu
from layerwalk.game.world import mesh, signs

EYE = (40.0, -60.0, 12.0)
"""Where nothing else is near."""


@pytest.fixture
def menu(booth):
    world = booth.build(("conv", (4, 8, 8)))
    booth.look(EYE, (EYE[0], EYE[1] + 9, EYE[2] - 0.5))
    return Menu(world.path, words=words.load())


def grey(booth):
    """What a visitor sees who sees no colours, (480, 480)."""
    return booth.frame().astype(float) @ [0.3, 0.59, 0.11]


def show(menu, *items):
    menu.open(standing.in_front(EYE, 0.0))
    menu.show(Page(name="p", title="Title", items=(Button(name="first", text="First"), *items)))


def test_each_state_is_seen_without_colours(menu, booth):
    seen = {}
    states = {"plain": {}, "chosen": {"chosen": True}, "disabled": {"enabled": False}, "fault": {"fault": True}}
    for name, state in states.items():
        show(menu, Button(name="it", text="Item", **state))
        seen[name] = grey(booth)
    show(menu, Button(name="it", text="Item"))
    menu.key("down")
    seen["focus"] = grey(booth)
    for first in seen:
        for second in seen:
            if first < second:
                assert np.count_nonzero(np.abs(seen[first] - seen[second]) > 12) > 60, (first, second)


def test_a_switch_shows_its_state(menu, booth):
    show(menu, Toggle(name="t", text="Light", on=False))
    off = grey(booth)
    show(menu, Toggle(name="t", text="Light", on=True))
    assert np.count_nonzero(np.abs(grey(booth) - off) > 12) > 30


def wall(booth, distance_m):
    """A white wall before the eye."""
    middle = np.array(EYE) + [0, distance_m, 0]
    made = mesh.tagged(mesh.box(middle, (2.0, 0.02, 2.0), colour=(1, 1, 1, 0)), stage=0, emission=1.0)
    signs.stone_path(made, name="wall").reparent_to(booth.world.path)


def corner_is_dark(booth):
    """Whether the panel's face is seen where it bears nothing."""
    return bool(np.all(booth.frame()[330:336, 150:330].mean(axis=(0, 1)) < 60))


def test_what_was_called_is_read_before_a_wall(menu, booth):
    show(menu)
    wall(booth, 0.8)
    assert corner_is_dark(booth)


def test_what_stands_in_the_world_is_hidden_by_a_wall(menu, booth):
    show(menu)
    menu.stand(standing.in_front(EYE, 0.0))
    menu.close()
    assert corner_is_dark(booth)
    wall(booth, 0.8)
    assert not corner_is_dark(booth)


def test_content_ends_at_its_window(menu, booth, pages):
    menu.open(standing.in_front(EYE, 0.0))
    menu.show(pages.many())
    menu.point(None)
    foot = menu.layout.foot
    frame = menu.frame
    up = frame.up / np.linalg.norm(frame.up)
    menu.wheel(-1)
    booth.frame()
    row, _ = booth.pixel(frame.centre + up * foot.middle[1])
    band = booth.picture[row - 4 : row + 4, 130:350].astype(float)
    assert np.all(np.abs(band - np.array(paint.FACE) * 255) < 14)


def test_the_only_thing_to_press_is_seen_after_a_long_text(menu, booth):
    texts = tuple(Text(text=f"Line {index}") for index in range(60))
    menu.open(standing.in_front(EYE, 0.0))
    menu.show(Page(name="p", title="Title", items=(*texts, Button(name="last", text="Last"))))
    menu.wheel(-40)
    booth.frame()
    point = menu.where("last")
    row, column = booth.pixel(point)
    plate = booth.picture[row, column - 60].astype(float)
    assert np.all(np.abs(plate - np.array(paint.PLATE) * 255) < 14)
