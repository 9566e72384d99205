"""The world as it changes: the wave of light, what stands still under reduced motion, and what the lake mirrors."""

import numpy as np
import pytest

LAYERS = (("conv", (6, 12, 12)), ("pool", (6, 6, 6)), ("dense", (30,)))


def some_values():
    rng = np.random.default_rng(4)
    return {f"layer {k}": rng.normal(size=shape).astype(np.float32) for k, (_, shape) in enumerate(LAYERS, start=1)}


def overlook(booth, world):
    """Look at the whole world from high in the south."""
    booth.look((0, -world.placement.radius_m * 2.2, world.placement.radius_m), (0, 0, 0), fov_deg=60)


def rim_glow(booth, lit, floor):
    """Return how much brighter the rim of a floor became, where it became so most; `lit` is the difference drawn."""
    x, y, z = floor.centre
    found = []
    for turn in np.radians(np.arange(0, 360, 10)):
        point = (x + 0.99 * floor.radius_m * np.sin(turn), y + 0.99 * floor.radius_m * np.cos(turn), z + 0.03)
        row, column = booth.pixel(point)
        found.append(lit[row - 1 : row + 2, column - 1 : column + 2].max())
    return max(found)


def test_an_answer_runs_through_the_stages_as_a_wave(booth):
    world = booth.build(*LAYERS)
    overlook(booth, world)
    world.show(some_values(), None, wave=False)
    still = booth.frame().astype(int)
    world.show(some_values(), None, wave=True)
    glows = []
    for _ in range(60):
        lit = booth.frame(dt_s=0.1) - still
        glows.append([rim_glow(booth, lit, stage.floor) for stage in world.placement.stages])
    crests = np.argmax(glows, axis=0)
    assert list(crests) == sorted(set(crests)), "one stage after the other, in the network's order"
    assert (np.max(glows, axis=0) > 10).all()
    assert np.max(glows[-1]) <= 2, "then it is over"


def test_under_reduced_motion_nothing_moves(booth):
    world = booth.build(*LAYERS, reduced_motion=True)
    overlook(booth, world)
    world.show(some_values(), None)
    first = booth.frame()
    for _ in range(5):
        assert (booth.frame(dt_s=0.7) == first).all()


def test_otherwise_the_lake_moves_with_time(booth):
    world = booth.build(*LAYERS)
    overlook(booth, world)
    world.show(some_values(), None, wave=False)
    first = booth.frame()
    assert (booth.frame(dt_s=0.0) == first).all()
    assert (booth.frame(dt_s=0.7) != first).any()


def test_the_guess_stands_on_the_lantern(booth):
    world = booth.build(*LAYERS)
    x, y, z = world.placement.lantern.point
    booth.look((x, y - 8, z), (x, y, z), fov_deg=40)
    pictures = []
    for probabilities in (None, np.eye(10, dtype=np.float32)[3], np.eye(10, dtype=np.float32)[8]):
        world.show({}, probabilities)
        pictures.append(booth.frame())
    assert all((pictures[a] != pictures[b]).any() for a, b in ((0, 1), (0, 2), (1, 2)))


@pytest.mark.parametrize("count", [1, 2, 9])
def test_every_stage_has_a_title_and_a_sign(booth, count):
    world = booth.build(*[("conv", (4, 8, 8))] * count)
    assert [platform.stage.number for platform in world.platforms] == list(range(1, count + 1))
    for platform in world.platforms:
        for part in (platform.title, platform.sign.path):
            low, high = part.get_tight_bounds(part.get_top())
            middle = np.array((low + high) / 2)[:2]
            floor = platform.stage.floor
            assert np.linalg.norm(middle - floor.centre[:2]) < 1.3 * floor.radius_m


def calls(path):
    """Count the meshes under a node, each of which is drawn by a call of its own."""
    return sum(node.node().get_num_geoms() for node in path.find_all_matches("**/+GeomNode"))


def test_what_stands_together_is_drawn_in_one_call(booth):
    world = booth.build(("conv", (4, 8, 8)), ("conv", (6, 8, 8)), ("dense", (10,)))
    assert calls(world.titles) == 1
    assert calls(world.signs) == 1
    assert calls(world.answer.path.find("lines")) == 1, "names, guesses and percentages"
    for platform in world.platforms:
        assert calls(platform.path.find("**/near")) == 1, "panels, their frames and the mosaic, or pillars"
