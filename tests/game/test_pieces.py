"""What is done piece by piece, while a network learns, comes out as if it had been done at once."""

import itertools
import time

import numpy as np
import panda3d.core as p3d
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layerwalk.game import scene as scenes
from layerwalk.game.world import glyphs, lettering, pieces, values
from layerwalk.game.world.lettering import Entry, Lines
from layerwalk.game.world.textures import LayerTextures
from layerwalk.game.world.values import Normalisation
from layerwalk.nn import loop
from layerwalk.nn.messages import Inferred

SHAPE = (40, 60, 60)
"""A layer of several parts: `values.AT_ONCE` is less."""
BY_LAYER = Normalisation(mode="layer")


def stack(seed, shape=SHAPE):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def memory(texture):
    shape = (texture.get_z_size(), texture.get_y_size(), texture.get_x_size())
    return np.frombuffer(texture.get_ram_image(), np.uint8).reshape(shape).copy()


# Work


def test_work_goes_on_until_the_time_is_over():
    done = []

    def work():
        for number in range(100):
            time.sleep(0.002)
            done.append(number)
            yield

    going = work()
    assert pieces.go_on(going, for_s=0.007)
    assert 1 <= len(done) <= 5
    pieces.finish(going)
    assert done == list(range(100))
    assert not pieces.go_on(going, for_s=1.0)


def test_without_time_one_piece_is_done():
    assert pieces.go_on(iter([1, 2, 3]), for_s=0.0)
    assert not pieces.go_on(iter([]), for_s=0.0)


# A layer's values


@pytest.mark.parametrize("mode", ["layer", "map"])
def test_limits_found_by_parts_are_those_of_the_whole(mode):
    maps = stack(1)
    maps[3] = np.nan
    maps[5, 0, 0] = -np.inf
    axes = (1, 2) if mode == "map" else (0, 1, 2)
    finite = np.where(np.isfinite(maps), maps, 0)  # 0 is between the limits of every map
    low, high = values.limits(maps, how=Normalisation(mode=mode))
    assert (low == finite.min(axis=axes, keepdims=True)).all()
    assert (high == finite.max(axis=axes, keepdims=True)).all()


def test_a_layer_without_a_finite_value_lies_between_0_and_0():
    low, high = values.limits(np.full((3, 4, 4), np.nan, np.float32), how=BY_LAYER)
    assert (low.tolist(), high.tolist()) == ([[[0.0]]], [[[0.0]]])


@pytest.mark.parametrize("cells", [False, True])
@pytest.mark.parametrize("mode", ["layer", "map"])
def test_a_texture_changes_once_all_its_parts_are_there(cells, mode):
    one, other = (LayerTextures("layer", first=0, maps=40, rows=60, columns=60) for _ in range(2))
    for layer in (one, other):
        layer.show(stack(1), *values.limits(stack(1), how=Normalisation(mode=mode)))
    other.write(cells=cells)
    found = []
    for count in one.writing(cells=cells):
        found.append(count)
        assert not memory(one.blocks).any() or (memory(one.blocks) == memory(other.blocks)).all()
        assert not memory(one.cells).any()
    assert len(found) > 2
    assert sum(found) == stack(1).size * (1 + cells)
    assert (memory(one.blocks) == memory(other.blocks)).all()
    assert (memory(one.cells) == memory(other.cells)).all()


# A stage in a world


@pytest.fixture
def stage(booth):
    world = booth.build(("conv", SHAPE))
    booth.look(world.platforms[0].eye, world.placement.stages[0].shell.centres[3])
    world.update(booth.screen.camera, dt_s=0.0)
    return world


def cells(world):
    return memory(world.platforms[0].slabs[0].cells)


def expected(seed):
    layer = LayerTextures("expected", first=0, maps=SHAPE[0], rows=SHAPE[1], columns=SHAPE[2])
    layer.show(stack(seed), *values.limits(stack(seed), how=BY_LAYER))
    layer.write(cells=True)
    return memory(layer.cells)


def test_whatever_comes_in_between_the_newest_values_stand_at_last(booth, stage):
    @settings(max_examples=15, deadline=None)
    @given(deeds=st.lists(st.sampled_from(["at once", "by and by", "some", "update"]), min_size=1, max_size=12))
    def live(deeds):
        work, newest = iter(()), 0
        show(booth, 0)
        for number, deed in enumerate(deeds, start=1):
            if deed in ("at once", "by and by"):
                newest = number
                stage.show_values({"layer 1": stack(newest)}, at_once=deed == "at once")
            elif deed == "some":
                pieces.go_on(work, for_s=0.0)
            else:
                stage.update(booth.screen.camera, dt_s=0.0)
                work = stage.rewriting()
            if deeds[:number][-2:] == ["at once", "update"]:
                assert (cells(stage) == expected(newest)).all(), "the next frame shows what is to be there at once"
        stage.update(booth.screen.camera, dt_s=0.0)
        pieces.finish(stage.rewriting())
        stage.update(booth.screen.camera, dt_s=0.0)
        assert (cells(stage) == expected(newest)).all()
        assert not stage.waits

    live()


def show(booth, seed):
    booth.world.show_values({"layer 1": stack(seed)})
    booth.world.update(booth.screen.camera, dt_s=0.0)


def test_what_stands_is_told_until_the_newer_values_are_there(booth, stage):
    stage.show_values({"layer 1": stack(1)})
    assert stage.standing("layer 1") is None, "it is to be seen at once, and was not yet"
    stage.update(booth.screen.camera, dt_s=0.0)
    assert (stage.standing("layer 1").values == stack(1)).all()
    stage.show_values({"layer 1": stack(2)}, at_once=False)
    stage.update(booth.screen.camera, dt_s=0.0)
    assert (stage.standing("layer 1").values == stack(1)).all()
    pieces.finish(stage.rewriting())
    assert (stage.standing("layer 1").values == stack(2)).all()


# The island of the answer


def shares(seed):
    found = np.random.default_rng(seed).random(10).astype(np.float32) ** 4
    return found / found.sum()


def test_an_answer_told_piece_by_piece_gives_the_same_picture(booth):
    world = booth.build(("conv", (6, 8, 8)))
    island = world.placement.island.centre
    booth.look(np.add(island, (14.0, -16.0, 9.0)), np.add(island, (0, 0, 2.0)))
    world.answer.show(shares(1))
    before = booth.frame()
    told = world.answer.showing(shares(2))
    assert sum(1 for _ in told) > 20, "no frame has to do much of it"
    by_and_by = booth.frame()
    for piece, _ in enumerate(world.answer.showing(shares(3))):
        if piece == 12:
            break  # something newer has come
    world.answer.show(shares(2))
    assert (booth.frame() == by_and_by).all()
    assert (by_and_by != before).any()
    world.answer.show(shares(1))
    assert (booth.frame() == before).all()


# Letters


def test_texts_joined_as_arrays_are_where_their_nodes_would_be():
    root = p3d.NodePath("texts")
    entries = [Entry(text=f"{n}.1 %", point=(n, 2.0, 3.0), heading_deg=35.0 * n, size_m=0.1) for n in range(4)]
    Lines(root).write(entries)
    nodes = p3d.NodePath("nodes")
    for entry in entries:
        made = lettering.line(entry.text, size_m=entry.size_m, face=entry.face, colour=entry.colour)
        made.reparent_to(nodes)
        made.set_pos_hpr(made.get_pos() + p3d.LPoint3(*entry.point), p3d.LVecBase3(entry.heading_deg, 0, 0))
    nodes.flatten_strong()
    assert np.allclose(points(root), points(nodes), atol=1e-5)


@settings(deadline=None)
@given(
    text=st.text(st.sampled_from("AVWTaäöüßé0123456789.,%×·→−½ \u00a0"), max_size=12).map(lambda text: f"{text}x"),
    face=st.sampled_from(sorted(lettering.FACES)),
    align=st.sampled_from(sorted(lettering.ALIGN)),
)
def test_texts_of_known_letters_are_those_that_panda3d_makes(text, face, align):
    style = {"text": text, "size_m": 0.13, "face": face, "colour": (1.0, 0.61, 0.2), "align": align}
    made = {part.state: part for part in glyphs.of(lettering.line(**style))}
    spelt = {part.state: part for part in lettering.spelt(**style)}
    assert spelt.keys() == made.keys()
    for state, part in made.items():
        assert np.allclose(spelt[state].rows, part.rows, atol=1e-6)
        assert (spelt[state].corners == part.corners).all()


def points(root):
    found = []
    for path in root.find_all_matches("**/+GeomNode"):
        for geom in path.node().get_geoms():
            reader = p3d.GeomVertexReader(geom.get_vertex_data(), "vertex")
            while not reader.is_at_end():
                found.append(tuple(reader.get_data3()))
    return np.array(found)


def test_texts_change_all_at_once_and_no_piece_learns_two_letters():
    lines = Lines(p3d.NodePath("texts"))
    lines.write([Entry(text="1 %", point=(0.0, 0.0, 0.0), size_m=0.1)])
    before, learnt, seen = points(lines.path).tolist(), [], []
    for _ in lines.writing([Entry(text=text, point=(0.0, 0.0, 1.0), size_m=0.1) for text in ("ÆÐØ", "2 %")]):
        learnt.append(len(lettering._letters("display")))
        seen.append(points(lines.path).tolist())
    assert np.diff(learnt).max() <= 1
    assert seen[:-1] == [before] * (len(seen) - 1)
    assert seen[-1] != before


def test_other_geometry_is_not_taken_for_letters():
    card = p3d.NodePath("root")
    card.attach_new_node(p3d.CardMaker("card").generate())
    with pytest.raises(ValueError, match="letters"):
        list(glyphs.of(card))


# The whole scene, while a network learns


class Learner:
    """Answer every drawing with the same picture and with values that are others every time."""

    def __init__(self):
        self.state, self.asked = None, []
        self.grey = 0.5

    def submit(self, request):
        if hasattr(request, "drawing"):
            self.asked.append(request)

    def poll(self, *, wait_s=0.0):
        asked, self.asked = self.asked[-1:], []
        return [self.answer(request.serial) for request in asked]

    def answer(self, serial):
        spec = self.state.spec
        found = {node.name: stack(serial, node.shape) for node in spec.nodes}
        found[spec.answer.name] = shares(serial)
        picture = np.full(spec.input.shape, self.grey, np.float32)
        return Inferred(
            network=spec.name,
            serial=serial,
            picture=picture,
            activations=found,
            probabilities=found[spec.answer.name],
            duration_s=1e-3,
        )

    def close(self):
        pass


@pytest.fixture
def learner():
    return Learner()


@pytest.fixture
def studio(open_studio, learner):
    opened = open_studio("ana-small", host=learner)
    learner.state = opened.scene.state
    opened.visit.menu.path.detach_node()
    opened.scene.pad.put(loop.load_data("mnist-test").pictures[3])
    opened.settle()
    return opened


def again(studio):
    """Ask once more about the same drawing, as after every step of training."""
    studio.scene.session.infer_again()


def test_another_answer_to_the_same_picture_is_told_over_several_frames(studio, monkeypatch):
    monkeypatch.setattr(scenes, "WORK_S", 0.0)
    before = studio.frame()
    again(studio)
    pictures = [studio.frame() for _ in range(150)]
    assert (pictures[0] == before).all()
    changes = sum((one != other).any() for one, other in itertools.pairwise(pictures))
    assert changes > 3
    assert (pictures[-1] == pictures[-10]).all(), "all was told"
    studio.scene.set_shown(studio.scene.shown)  # which shows everything at once
    assert (studio.frame() == pictures[-1]).all()


def test_an_answer_is_told_to_its_end_before_the_next_begins(studio, monkeypatch):
    monkeypatch.setattr(scenes, "WORK_S", 0.0)
    told, showing = [], studio.scene.world.answer.showing
    monkeypatch.setattr(studio.scene.world.answer, "showing", lambda given: told.append(given) or showing(given))
    for _ in range(400):
        again(studio)
        studio.step()
    assert 2 <= len(told) <= 10, "each takes many frames; those that come meanwhile are left out but for the newest"
    studio.settle()
    assert (told[-1] == studio.scene.state.probabilities).all()


def test_a_new_picture_is_shown_at_once(studio, learner, monkeypatch):
    monkeypatch.setattr(scenes, "WORK_S", 0.0)
    again(studio)
    studio.step()
    studio.scene.session.poll()
    learner.grey = 0.7
    again(studio)
    at_once = studio.frame()
    assert (studio.frame() == at_once).all()
    studio.scene.set_shown(studio.scene.shown)
    assert (studio.frame() == at_once).all()
