"""Pictures over the faces of a stage: where they are seen, what stays, what is given back."""

from dataclasses import replace

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game.world import dress
from layerwalk.game.world.dress import Dress
from layerwalk.game.world.shown import EVERYTHING


def pictures(count, *, size=(8, 8), seed=1):
    """Return pictures of four by four fields of colour each."""
    fields = np.random.default_rng(seed).integers(0, 256, (count, 4, 4, 3), np.uint8)
    return fields.repeat(size[0] // 4, axis=1).repeat(size[1] // 4, axis=2)


def dressed(booth, *layer, size=(8, 8), **options):
    world = booth.build(layer, **{"shown": replace(EVERYTHING, neurons=False), **options})
    stage = world.placement.stages[0]
    return world, stage, Dress(stage, world.path, maps=stage.page[1], size=size)


def before(booth, corners):
    """Look straight at a face, (4, 3): lower left, lower right, upper right, upper left."""
    right, up = (corners[1] - corners[0]).astype(float), (corners[3] - corners[0]).astype(float)
    normal = np.cross(right, up) / np.linalg.norm(np.cross(right, up))
    middle = corners.mean(axis=0)
    booth.look(middle + normal * np.linalg.norm(right) * 1.1, middle, fov_deg=60, up=up)


def fields(booth, corners):
    """Return the colours in the middles of four by four fields of a face, (4, 4, 3)."""
    places = [
        corners[3] + (corners[2] - corners[3]) * (u + 0.5) / 4 + (corners[0] - corners[3]) * (v + 0.5) / 4
        for v in range(4)
        for u in range(4)
    ]
    return np.array([booth.colour(place) for place in places]).reshape(4, 4, 3)


def seen(booth, stage, map):
    corners = dress.faces(stage)[0].reshape(-1, 4, 3)[map]
    before(booth, corners)
    booth.frame()
    return fields(booth, corners)


@pytest.mark.parametrize("layer", [("conv", (6, 12, 12)), ("conv", (300, 6, 6)), ("dense", (30,))], ids=str)
def test_a_picture_is_seen_whole_and_upright_on_the_face_of_its_map(booth, layer):
    _, stage, made = dressed(booth, *layer)
    shown = pictures(stage.page[1])
    made.show(0, shown)
    for map in (0, stage.page[1] // 2, stage.page[1] - 1):
        assert np.abs(seen(booth, stage, map) - shown[map, ::2, ::2]).max() <= 2


def test_maps_whose_picture_has_not_come_yet_show_their_values(booth):
    world, stage, made = dressed(booth, "conv", (6, 4, 4))
    values = np.random.default_rng(3).random((6, 4, 4)).astype(np.float32)
    world.show({"layer 1": values}, None)
    own = seen(booth, stage, 4)
    made.show(1, pictures(2))
    assert np.array_equal(seen(booth, stage, 4), own)
    assert made.shown == {1, 2}


def test_cleared_it_is_as_if_there_had_been_none(booth):
    _, stage, made = dressed(booth, "conv", (6, 4, 4))
    own = seen(booth, stage, 0)
    made.show(0, pictures(6))
    assert not np.array_equal(seen(booth, stage, 0), own)
    made.clear()
    assert np.array_equal(seen(booth, stage, 0), own)
    assert made.shown == frozenset()


def test_a_newer_picture_takes_the_place_of_the_older(booth):
    _, stage, made = dressed(booth, "conv", (6, 12, 12))
    made.show(0, pictures(6))
    made.show(2, pictures(1, seed=9))
    assert np.abs(seen(booth, stage, 2) - pictures(1, seed=9)[0, ::2, ::2]).max() <= 2


def test_from_afar_a_picture_is_its_mean(booth):
    _, stage, made = dressed(booth, "conv", (6, 12, 12), size=(32, 32))
    fine = np.indices((32, 32)).sum(axis=0) % 2 * 200
    made.show(0, np.broadcast_to(fine[None, :, :, None], (6, 32, 32, 3)).astype(np.uint8))
    corners = dress.faces(stage)[0].reshape(-1, 4, 3)[0]
    normal = np.cross(corners[1] - corners[0], corners[3] - corners[0])
    middle = corners.mean(axis=0)
    booth.look(middle + normal / np.linalg.norm(normal) * 12, middle, fov_deg=140)
    booth.frame()
    assert np.abs(booth.colour(middle) - 100).max() <= 4


def test_large_pictures_of_many_maps_are_kept_small(booth):
    _, stage, made = dressed(booth, "conv", (40, 6, 6), size=(224, 224))
    assert dress.coarseness(40, (224, 224)) == 3
    shown = pictures(40, size=(224, 224))
    made.show(0, shown)
    texture = made.path.find("**/dress").get_shader_input("pictures").get_texture()
    assert (texture.get_x_size(), texture.get_y_size()) == (74, 74)
    assert np.abs(seen(booth, stage, 7) - shown[7, 28::56, 28::56]).max() <= 2


def test_the_frames_of_the_panels_stay(booth):
    _, stage, made = dressed(booth, "conv", (6, 12, 12))
    made.show(0, np.full((6, 8, 8, 3), 255, np.uint8))
    seen(booth, stage, 2)
    corners = dress.faces(stage)[0].reshape(-1, 4, 3)[2]
    beside = corners[0] * 0.5 + corners[3] * 0.5 + (corners[0] - corners[1]) * 0.02
    assert booth.colour(beside).max() < 200


def test_no_neurons_stand_up_before_a_picture(booth):
    world, stage, made = dressed(booth, "conv", (6, 8, 8), shown=EVERYTHING)
    before(booth, dress.faces(stage)[0].reshape(-1, 4, 3)[2])
    booth.frame()
    assert world.cubes.count > 0
    standing = len(world.platforms[0].reliefs)
    made.show(2, pictures(1))
    world.set_dressed("layer 1", made.shown)
    booth.frame()
    assert len(world.platforms[0].reliefs) == standing - 1
    world.set_dressed("layer 1", frozenset())
    assert len(world.platforms[0].reliefs) == standing


def test_a_stage_with_several_pages_shows_those_that_stand_there(booth):
    world = booth.build(("dense", (3000,)))
    stage = world.placement.stages[0]
    made = Dress(stage, world.path, maps=3000, size=(4, 4))
    made.show(stage.page[1] - 2, pictures(9, size=(4, 4)))
    assert made.shown == {stage.page[1] - 2, stage.page[1] - 1}


def test_it_is_one_draw_call_for_up_to_256_maps(booth):
    _, _, few = dressed(booth, "conv", (256, 6, 6))
    assert few.path.find_all_matches("**/+GeomNode").get_num_paths() == 1
    _, _, many = dressed(booth, "conv", (300, 6, 6))
    assert many.path.find_all_matches("**/+GeomNode").get_num_paths() == 2


def test_closed_it_leaves_nothing_behind(booth):
    world, _, made = dressed(booth, "conv", (6, 8, 8))
    children = world.path.get_num_children()
    made.show(0, pictures(6))
    booth.look((0, 0, 30), (0, 1, 0))
    booth.frame()
    made.close()
    assert world.path.get_num_children() == children - 1
    assert isinstance(made.path, p3d.NodePath)
    assert made.path.is_empty()
