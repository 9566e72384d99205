"""Textures are rewritten only for layers that are about to be seen, and only when there is something new."""

import numpy as np
import pytest

from layerwalk.game.world import textures, values
from layerwalk.game.world.textures import LayerTextures
from layerwalk.game.world.values import Normalisation

WHOLE = Normalisation(mode="fixed", low=0.0, high=255.0)


def some_steps(shape, *, seed=1):
    """Return whole numbers from 0 to 255, which a fixed range leaves as they are."""
    return np.random.default_rng(seed).integers(0, 256, shape).astype(np.float32)


def show(layer, stack):
    layer.show(stack, *values.limits(stack, how=WHOLE))


def memory(texture):
    shape = (texture.get_z_size(), texture.get_y_size(), texture.get_x_size())
    return np.frombuffer(texture.get_ram_image(), np.uint8).reshape(shape)


def test_nothing_is_written_before_there_is_something_to_show():
    layer = LayerTextures("layer", first=0, maps=2, rows=4, columns=5)
    assert layer.write(cells=True) == 0
    assert not memory(layer.cells).any()


def test_values_are_written_once_and_only_when_asked():
    layer = LayerTextures("layer", first=0, maps=2, rows=4, columns=5)
    stack = some_steps((2, 4, 5))
    show(layer, stack)
    assert not memory(layer.cells).any()
    assert layer.write(cells=True) == 40
    assert (memory(layer.cells) == stack).all()
    assert layer.write(cells=True) == 0


def test_of_several_answers_the_newest_is_written():
    layer = LayerTextures("layer", first=0, maps=2, rows=4, columns=5)
    for seed in range(5):
        show(layer, some_steps((2, 4, 5), seed=seed))
    assert layer.write(cells=True) == 40
    assert (memory(layer.cells) == some_steps((2, 4, 5), seed=4)).all()


def test_from_afar_only_block_means_are_written():
    layer = LayerTextures("layer", first=0, maps=3, rows=32, columns=20)
    show(layer, some_steps((3, 32, 20)))
    assert layer.block == 2
    assert layer.write(cells=False) == 3 * 32 * 20
    assert memory(layer.blocks).shape == (3, 16, 10)
    assert memory(layer.blocks).any()
    assert not memory(layer.cells).any()
    assert layer.write(cells=True) == 3 * 32 * 20
    assert (memory(layer.cells) == some_steps((3, 32, 20))).all()
    assert layer.write(cells=True) == layer.write(cells=False) == 0


def test_small_maps_have_one_texture_for_both_levels():
    layer = LayerTextures("layer", first=0, maps=3, rows=12, columns=12)
    show(layer, some_steps((3, 12, 12)))
    assert layer.blocks is layer.cells
    assert layer.write(cells=False) == 3 * 12 * 12
    assert layer.write(cells=True) == 0


def test_a_slab_takes_its_own_maps_with_their_own_limits():
    stack = some_steps((5, 3, 3)) * np.arange(1, 6, dtype=np.float32)[:, None, None]
    layer = LayerTextures("layer", first=2, maps=3, rows=3, columns=3)
    layer.show(stack, *values.limits(stack, how=Normalisation(mode="map")))
    assert layer.write(cells=True) == 27
    for drawn, own in zip(memory(layer.cells), stack[2:], strict=True):
        assert drawn[own == own.max()].tolist() == [255] * int((own == own.max()).sum())
        assert drawn[own == own.min()].max() == 0


def test_a_layer_of_300_maps_is_split_where_opengl_may_end(booth):
    world = booth.build(("conv", (300, 3, 4)))
    slabs = world.platforms[0].slabs
    assert [(slab.first, slab.maps) for slab in slabs] == [(0, 256), (256, 44)]
    stack = some_steps((300, 3, 4))
    for slab in slabs:
        show(slab, stack)
        slab.write(cells=True)
    assert (np.concatenate([memory(slab.cells) for slab in slabs]) == stack).all()


def test_no_slab_is_larger_than_opengl_allows():
    assert textures.slabs(0, 1024) == [(0, 256), (256, 256), (512, 256), (768, 256)]


# What the camera sees


@pytest.fixture
def world(booth):
    world = booth.build(("conv", (6, 20, 20)), ("conv", (8, 10, 10)), ("dense", (30,)))
    shapes = {name: world.spec.node(name).shape for name in ("layer 1", "layer 2", "layer 3")}
    world.show({name: some_steps(shape) for name, shape in shapes.items()}, None)
    return world


def eye(world, number):
    return np.asarray(world.platforms[number].eye)


def outward(world, number):
    """Return the way from the middle of the world through a stage, which leads away from all others."""
    middle = np.asarray(world.placement.stages[number].floor.centre[:2])
    return np.append(middle / np.linalg.norm(middle), 0.0)


def test_with_the_back_to_every_stage_nothing_is_written(booth, world):
    spot = eye(world, 0) + outward(world, 0) * 30
    booth.look(spot, spot + outward(world, 0))
    assert world.update(booth.screen.camera, dt_s=0.0) == 0
    assert not any(memory(slab.blocks).any() for platform in world.platforms for slab in platform.slabs)


def test_whoever_turns_to_the_stages_has_them_written_once(booth, world):
    spot = eye(world, 0) + outward(world, 0) * 30
    booth.look(spot, spot - outward(world, 0), fov_deg=100)
    assert world.update(booth.screen.camera, dt_s=0.0) > 0
    assert world.update(booth.screen.camera, dt_s=0.0) == 0


def test_only_the_stage_that_is_seen_is_written(booth, world):
    middle, stage = eye(world, 0), world.placement.stages[0]
    booth.look(middle, stage.shell.centres[3], fov_deg=30)
    world.update(booth.screen.camera, dt_s=0.0)
    drawn = [any(memory(slab.cells).any() for slab in platform.slabs) for platform in world.platforms]
    assert drawn == [True, False, False]


def test_whoever_comes_near_has_the_cells_written_after_the_blocks(booth, world):
    afar = eye(world, 0) - outward(world, 0) * 60 + [0, 0, 30]
    booth.look(afar, eye(world, 0), fov_deg=20)
    world.set_view(pixels_per_radian=1.0)
    world.update(booth.screen.camera, dt_s=0.0)
    slab = world.platforms[0].slabs[0]
    assert (memory(slab.blocks).any(), memory(slab.cells).any()) == (True, False)
    booth.look(eye(world, 0), world.placement.stages[0].shell.centres[2])
    assert world.update(booth.screen.camera, dt_s=0.0) >= 6 * 20 * 20
    assert (memory(slab.cells) != 0).any()


def test_an_answer_that_nobody_saw_is_never_written(booth, world):
    newest = some_steps((6, 20, 20), seed=9)
    world.show({"layer 1": newest}, None)
    booth.look(eye(world, 0), world.placement.stages[0].shell.centres[2])
    world.update(booth.screen.camera, dt_s=0.0)
    low, high = newest.min(), newest.max()
    expected = np.floor((newest - low) / (high - low) * 255 + 0.5)
    assert np.abs(memory(world.platforms[0].slabs[0].cells) - expected).max() <= 1
