"""The frames of panels are stone: what their stage shows lights them, and none is drawn thinner than a pixel."""

import numpy as np
import pytest

from layerwalk.game.world import shells
from layerwalk.game.world.values import Normalisation


def upper_bar(shell, panel):
    """Return the middle of the upper bar of a panel's frame, world."""
    return (shell.centres[panel] + shell.ups[panel] * (1 + shells.FRAME_SHARE)).astype(float)


@pytest.mark.parametrize("count", [1, 6, 300])
def test_what_a_stage_shows_lights_the_frames_of_its_panels(booth, count):
    world = booth.build(("conv", (count, 8, 8)), normalisation=Normalisation(mode="fixed"))
    shell = world.placement.stages[0].shell
    for panel in {0, count - 1}:
        booth.look(shell.eye, upper_bar(shell, panel), fov_deg=4)
        colours = []
        for value in (0.0, 1.0):
            world.show({"layer 1": np.full((count, 8, 8), value, np.float32)}, None)
            booth.frame()
            colours.append(booth.colour(upper_bar(shell, panel)))
        assert (colours[1][:2] > colours[0][:2] + 10).all(), "bright cells are yellow"


@pytest.mark.parametrize(("pixels_per_radian", "is_seen"), [(600.0, True), (100.0, False)])
def test_from_afar_frames_are_seen_where_their_bars_are_wider_than_a_pixel(booth, pixels_per_radian, is_seen):
    world = booth.build(("conv", (6, 96, 96)))
    stage = world.placement.stages[0]
    bar = upper_bar(stage.shell, 1)
    inward = np.append((np.asarray(stage.shell.eye) - bar)[:2], 0.0)
    booth.look(bar + inward / np.linalg.norm(inward) * 36 + [0, 0, 18], bar, fov_deg=1.5)
    colours = []
    for scale in (1e6, pixels_per_radian):
        world.set_view(pixels_per_radian=scale)
        booth.frame()
        colours.append(booth.colour(bar))
    assert (np.abs(colours[0] - colours[1]).max() <= 2) == is_seen
