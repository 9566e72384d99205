"""The world changes while one stands in it: another network, another language, another look, more or less shown."""

import tomllib
from dataclasses import fields, replace

import numpy as np
import panda3d.core as p3d
import pytest

from layerwalk.game import files, words
from layerwalk.game import session as sessions
from layerwalk.game.world import lettering, palette
from layerwalk.game.world.shown import EVERYTHING, Shown
from layerwalk.game.world.values import Normalisation
from layerwalk.nn import loop
from layerwalk.nn.messages import Inferred


class Answerer:
    """Answer every drawing with values that were made up for whatever network is in the state."""

    def __init__(self):
        self.state, self.asked = None, []

    def submit(self, request):
        if hasattr(request, "drawing"):
            self.asked.append(request)

    def poll(self, *, wait_s=0.0):
        asked, self.asked = self.asked[-1:], []
        return [made_up(self.state.spec, request.serial) for request in asked]

    def close(self):
        pass


def made_up(spec, serial):
    rng = np.random.default_rng(serial)
    values = {node.name: rng.random(node.shape, np.float32) for node in spec.nodes}
    for maps in values.values():
        maps *= np.linspace(0.2, 1.0, len(maps), dtype=np.float32).reshape(-1, *[1] * (maps.ndim - 1))
    shares = values[spec.answer.name] = values[spec.answer.name] / values[spec.answer.name].sum()
    picture = values[spec.input.name]
    return Inferred(
        network=spec.name, serial=serial, picture=picture, activations=values, probabilities=shares, duration_s=1e-3
    )


@pytest.fixture
def studio(open_studio):
    """Return a studio in which a digit lies on the easel and was answered."""
    host = Answerer()
    opened = open_studio("ana-small", host=host)
    host.state = opened.scene.state
    opened.scene.pad.put(loop.load_data("mnist-test").pictures[3])
    # The menu's panel is moved by the visit, not by the scene.
    opened.visit.menu.path.detach_node()
    opened.settle()
    return opened


def enter(studio, network):
    """Let the state go over to another network, as the model loop does when it has loaded one."""
    state = studio.scene.state
    state.spec = sessions.read_spec(network).spec
    state.activations, state.picture, state.probabilities = {}, None, None
    studio.scene.rebuild()


def again(studio, factor=1.0):
    """Let the same picture be answered with other values, as while a network learns."""
    state = studio.scene.state
    state.activations = {name: values * np.float32(factor) for name, values in state.activations.items()}
    state.changes += 1


def difference(a, b):
    """Return how far the colours of two pictures are apart, leaving out the few pixels that differ most.

    Where two faces lie in one place, what is drawn first may differ between two worlds.
    """
    apart = np.abs(a.astype(int) - b).max(axis=2)
    return int(np.sort(apart, axis=None)[-4])


def nodes(path):
    return 1 + sum(nodes(child) for child in path.get_children())


# Another network


def test_another_network_stands_at_once_and_is_asked_about_the_drawing(studio):
    drawing = studio.scene.pad.drawing.copy()
    enter(studio, "harley-conv")
    assert len(studio.scene.world.platforms) == len(studio.scene.state.spec.hidden)
    assert (studio.scene.pad.drawing == drawing).all()
    studio.settle()
    assert studio.scene.state.picture.shape == (1, 32, 32)
    assert studio.scene.state.serial == 2


def test_what_is_seen_is_the_same_however_one_came_to_a_network(studio):
    studio.scene.set_look(reduced_motion=True)
    studio.look("court")
    before = studio.frame()
    enter(studio, "harley-conv")
    studio.settle()
    assert difference(studio.frame(), before) > 60
    enter(studio, "ana-small")
    studio.scene.state.serial = studio.scene.session._serial = 0
    studio.settle()
    assert difference(studio.frame(), before) <= 1


def test_the_same_world_rebuilt_is_the_same_to_the_eye(studio):
    studio.look("above")
    before = studio.frame()
    studio.scene.rebuild()
    assert difference(studio.frame(), before) == 0


def test_the_camera_and_what_is_in_the_hand_stay(studio):
    scene = studio.scene
    scene.pad.tool, page = "eraser", scene.rack
    scene.rack.show_class(7)
    place = studio.screen.camera.get_mat(scene.path)
    enter(studio, "cerny-kopecka")
    assert studio.screen.camera.get_mat(scene.path) == place
    assert studio.screen.camera.has_parent()
    assert (scene.pad.tool, scene.rack, scene.rack.label) == ("eraser", page, 7)


def test_after_a_rebuild_one_draws_on_the_easel_that_stands_there_now(studio):
    enter(studio, "harley-conv")
    studio.step()
    assert studio.scene.hands._frames["easel"]["board"] is studio.scene.easel.frames["board"]
    assert studio.scene.hands._frames["rack"]["pictures"] is studio.scene.shelf.frames["pictures"]


def test_a_network_that_finds_no_place_changes_nothing(studio):
    scene = studio.scene
    world, before = scene.world, studio.frame()
    with pytest.raises(ValueError, match="layout"):
        scene.rebuild(replace(scene.parts, level=replace(scene.parts.level, layout="labyrinth")))
    assert scene.world is world
    assert scene.parts.level.layout == "cove"
    assert (studio.frame() == before).all()


def test_fifty_rebuilds_leave_nothing_behind(studio):
    prepared = studio.screen.buffer.get_gsg().get_prepared_objects()

    def held():
        studio.frame()
        studio.screen.render()
        counts = (prepared.get_num_prepared_textures(), prepared.get_num_prepared_vertex_buffers())
        return nodes(studio.scene.path), *counts, p3d.RenderState.get_num_states()

    def rebuild(times):
        for _ in range(times):
            studio.scene.rebuild()
            studio.frame()

    rebuild(10)  # what is made once, such as glyphs, is there then
    first = held()
    rebuild(50)
    assert np.subtract(held(), first).max() <= 4


def test_another_language_is_written_everywhere_and_the_answer_stays(studio, monkeypatch):
    texts, line, spelt = [], lettering.line, lettering.spelt
    monkeypatch.setattr(lettering, "line", lambda text, **style: texts.append(text) or line(text, **style))
    monkeypatch.setattr(lettering, "spelt", lambda text, **style: texts.append(text) or spelt(text, **style))
    scene = studio.scene
    scene.rebuild(replace(scene.parts, settings=replace(scene.parts.settings, language="de")))
    serial = scene.state.serial
    studio.settle()
    german = words.load("de")
    title = german.kind("conv")[0]
    assert any(title in text for text in texts)
    assert german("tools.pen") in texts
    assert german("desk.sees") in texts
    assert not any(words.load("en")("tools.eraser") == text for text in texts)
    assert scene.state.serial == serial, "nothing new was asked"


# Another look


def test_another_palette_looks_as_if_it_had_always_been_so(studio):
    studio.look("stage")
    before = studio.frame()
    studio.scene.set_look(palette="grey")
    after = studio.frame()
    assert difference(after, before) > 60
    settings = studio.scene.parts.settings
    studio.scene.rebuild(
        replace(studio.scene.parts, settings=replace(settings, view=replace(settings.view, palette="grey")))
    )
    studio.frame()
    assert difference(studio.frame(), after) == 0
    assert (palette.colours("grey") == studio.scene.world.platforms[0]._palette).all()


def test_colours_over_each_maps_own_range_look_as_if_it_had_always_been_so(studio):
    studio.look("stage")
    before, how = studio.frame(), Normalisation(mode="map")
    studio.scene.set_look(normalisation=how)
    after = studio.frame()
    assert difference(after, before) > 20
    settings = studio.scene.parts.settings
    parts = replace(studio.scene.parts, settings=replace(settings, view=replace(settings.view, normalisation="map")))
    studio.scene.rebuild(parts)
    assert studio.scene.look.normalisation == how
    studio.frame()
    assert difference(studio.frame(), after) == 0


def test_reduced_motion_calms_the_lake_and_the_wave(studio):
    studio.scene.set_look(reduced_motion=True)
    studio.scene.pad.clear()
    first = studio.frame()
    for _ in range(3):
        assert (studio.frame(dt_s=0.3) == first).all()


# What is shown


VIEWS = {
    "titles": "court",
    "signs": "stage",
    "thread": "above",
    "neurons": "cubes",
    "mosaics": "stage",
    "guess": "output",
    "second": "output",
    "percents": "output",
    "board": "board",
}


@pytest.mark.parametrize("kind", VIEWS)
def test_each_kind_of_information_is_hidden_and_shown_again(studio, kind):
    studio.look(VIEWS[kind])
    studio.frame()
    everything = studio.frame()
    studio.scene.set_shown(replace(EVERYTHING, **{kind: False}))
    studio.frame()
    without = studio.frame()
    assert difference(without, everything) > 20
    studio.scene.rebuild()
    studio.frame()
    assert difference(studio.frame(), without) == 0, "a rebuilt world hides it too"
    studio.scene.set_shown(EVERYTHING)
    studio.frame()
    assert difference(studio.frame(), everything) == 0


def test_a_hidden_board_cannot_be_pressed(studio):
    assert studio.scene.hands._frames["board"]
    studio.scene.set_shown(replace(EVERYTHING, board=False))
    assert "board" not in studio.scene.hands._frames


def test_a_hidden_guess_is_a_question_mark_on_the_desk_too(studio, monkeypatch):
    texts, writing = [], lettering.Lines.writing
    record = lambda self, entries: texts.extend(entry.text for entry in entries) or writing(self, entries)  # noqa: E731
    monkeypatch.setattr(lettering.Lines, "writing", record)
    studio.scene.set_shown(replace(EVERYTHING, guess=False, percents=False))
    again(studio)
    studio.step()
    none = studio.scene.words("answer.none")
    assert texts.count(none) >= 5, "four faces of the lantern, and the desk"
    assert not any("%" in text for text in texts)


@pytest.mark.parametrize("language", words.languages())
def test_every_kind_has_a_title_and_a_sentence(language):
    table = tomllib.loads(files.asset("languages", language, "shown.toml").read_text(encoding="utf-8"))["shown"]
    assert list(table) == [field.name for field in fields(Shown)]
    for texts in table.values():
        assert len(texts["title"]) <= 30
        assert texts["help"].endswith((".", "?", "!"))


# While a network learns


def test_the_same_picture_answered_again_sends_no_wave(studio):
    studio.scene.pad.clear()
    studio.look("above")
    studio.step()
    assert studio.scene.world._wave.run(0.0) is not None, "a new picture does"
    studio.settle()
    for k in range(10):
        again(studio, 1.0 + 0.1 * k)
        studio.step(dt_s=0.1)
        assert studio.scene.world._wave.run(0.0) is None


def test_a_wave_that_runs_goes_on_while_answers_come_in(studio):
    studio.scene.pad.clear()
    studio.step(dt_s=0.1)
    fronts = []
    for _ in range(5):
        again(studio)
        studio.step(dt_s=0.1)
        fronts.append(studio.scene.world._wave.run(0.0)[0])
    assert fronts == sorted(set(fronts))


def test_only_what_changes_is_drawn_otherwise(studio):
    studio.look("stage")
    studio.frame()
    before = studio.frame()
    again(studio)
    assert (studio.frame() == before).all(), "the same values look the same, frame for frame"
