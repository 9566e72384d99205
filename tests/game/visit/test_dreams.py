"""What the network wants to see, by pressing things: the page in the menu, the board, and the walls of the stages."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from layerwalk.game import dream_words
from layerwalk.game.lab import dream_walls
from layerwalk.game.lab.dreams import Dreams
from layerwalk.game.menus.dream_plan import PRESETS, DreamPlan
from layerwalk.game.move.intent import Intent
from layerwalk.game.selected import Selected
from layerwalk.game.ui.menu.items import Event
from layerwalk.nn.aim import SynthesisConfig
from layerwalk.nn.messages import TrainConfig

if TYPE_CHECKING:
    from conftest import Arrive, Guest

PRESS, LET_GO = Intent(use=True, actions=("use",)), Intent()
SHORT = SynthesisConfig(steps=6)


@pytest.fixture(scope="module")
def _guest(arrive: "Arrive") -> "Guest":
    return arrive("ana-small", by_rays=True)


@pytest.fixture
def guest(_guest: "Guest") -> "Guest":
    """Return the module's guest, who wants nothing yet, and quick pictures then."""
    _guest.leave_menu()
    _guest.scene.session.dreaming.put_away()
    _guest.scene.session.dreaming.show_layers((), SHORT, folder=None)
    _guest.state.selected = None
    _guest.visit.plan.dreams = DreamPlan(config=SHORT, slowly=False)
    _guest.frames(2)
    return _guest


def tool(guest: "Guest") -> Dreams:
    found = guest.scene.lab.tools["dreams"]
    assert isinstance(found, Dreams)
    return found


def press_board(guest: "Guest", part: str) -> None:
    ray = guest.ray_to(tool(guest).frames[part].centre)
    guest.frame(PRESS, ray=ray)
    guest.frame(LET_GO, ray=ray)
    guest.frame()


def until_finished(guest: "Guest") -> None:
    guest.until(lambda: guest.state.dreamt.one is not None and guest.state.dreamt.one.state == "finished")


def until_painted(guest: "Guest", *nodes: str) -> None:
    layers = guest.state.dreamt.layers
    guest.until(
        lambda: all(node in layers and layers[node].finished and not layers[node].stale for node in nodes),
        frames=6000,
    )
    guest.frames(12)


def reliefs(guest: "Guest", node: str) -> int:
    platform = next(each for each in guest.scene.world.platforms if each.node.name == node)
    return len(platform.reliefs)


def dresses(guest: "Guest") -> int:
    return int(guest.scene.world.path.find_all_matches("**/dress").get_num_paths())


def test_an_answer_grows_on_a_board_and_its_picture_goes_onto_the_easel(guest: "Guest") -> None:
    guest.go("examine.dreams")
    guest.choose("dream_target", "answer")
    guest.choose("dream_towards", 3)
    guest.choose("dream_steps", 64)
    guest.press("dream here")
    until_finished(guest)
    one = guest.state.dreamt.one
    assert (one.aim.node, one.aim.index) == (guest.state.spec.answer.name, (3,))
    assert one.scores[-1] > one.scores[0]
    guest.leave_menu()
    press_board(guest, "easel")
    guest.until(lambda: np.array_equal(guest.state.picture, one.picture))
    assert guest.answer == "3"


def test_every_value_of_the_page_can_be_set_by_pointing_at_it(guest: "Guest") -> None:
    guest.go("examine.dreams")
    guest.choose("dream_target", "direction")
    guest.choose("dream_away", 8)
    guest.choose("dream_begin", "picture")
    guest.choose("dream_place", "board")
    guest.choose("dream_objective", "ana")
    guest.choose("dream_space", "pixels")
    for name, value in {"steps": 16, "rate": 0.1, "variation": 0.5, "blur": 2.0, "decay": 1.0, "seed": 3}.items():
        guest.choose(f"dream_{name}", value)
    for name, number in {"jitter_px": 2, "rotation_deg": 15, "scale": 0.15}.items():
        guest.slide(f"dream_{name}", number)
    guest.switch("dream_slowly", on=True)
    guest.switch("dream_slowly", on=False)
    plan = guest.visit.plan.dreams
    assert (plan.target, plan.away, plan.begin, plan.place) == ("direction", 8, "picture", "board")
    expected = SynthesisConfig(
        objective="ana",
        space="pixels",
        steps=16,
        rate=0.1,
        jitter_px=2,
        scale=plan.config.scale,
        rotation_deg=15.0,
        blur=2.0,
        variation=0.5,
        decay=1.0,
        seed=3,
    )
    assert plan.config == expected
    assert abs(plan.config.scale - 0.15) < 0.006
    guest.press("dream here")
    until_finished(guest)
    assert guest.state.dreamt.one.aim.minus == (8,)


@pytest.mark.parametrize("name", PRESETS)
def test_ready_made_ways_are_one_press_away(guest: "Guest", name: str) -> None:
    guest.go("examine.dreams")
    guest.press(f"dream_preset {name}")
    assert (guest.visit.plan.dreams.begin, guest.visit.plan.dreams.config) == PRESETS[name]
    assert guest.item(f"dream_preset {name}").chosen


@pytest.mark.parametrize("begin", ["noise", "grey", "drawing", "picture"])
def test_it_begins_with_what_was_chosen(guest: "Guest", begin: str) -> None:
    guest.visit.plan.dreams = DreamPlan(target="answer", begin=begin, config=SynthesisConfig(steps=1, rate=1e-6))
    guest.go("examine.dreams")
    guest.press("dream here")
    until_finished(guest)
    picture = guest.state.dreamt.one.picture
    rack = guest.scene.rack.take(int(np.random.default_rng(1).integers(guest.scene.rack.count)))[0]
    expected = {"grey": np.full((28, 28), 0.5), "drawing": guest.state.picture[0], "picture": rack / 255.0}
    if begin in expected:
        np.testing.assert_allclose(picture[0], expected[begin], atol=0.03)
    else:
        assert 0.05 < picture.std() < 0.15


def test_a_key_begins_what_is_held_and_a_second_time_stops_it(guest: "Guest") -> None:
    guest.visit.plan.dreams = DreamPlan(config=SynthesisConfig(steps=100_000), slowly=False)
    guest.state.selected = Selected(node="conv2", index=(2, 3, 4))
    guest.tap("y")
    guest.until(lambda: guest.state.dreamt.one.step > 0)
    one = guest.state.dreamt.one
    assert (one.aim.index, one.state) == ((2, 3, 4), "making")
    guest.tap("y")
    assert guest.state.dreamt.one.state == "cancelled"


def test_a_map_grows_on_its_own_wall_too_and_its_values_come_back(guest: "Guest") -> None:
    before, standing = dresses(guest), reliefs(guest, "conv2")
    guest.state.selected = Selected(node="conv2", index=(2,))
    guest.tap("y")
    until_finished(guest)
    guest.frames(2)
    assert dresses(guest) == before + 2  # on the wall and on the board
    assert reliefs(guest, "conv2") == standing - 1
    press_board(guest, "away")
    assert dresses(guest) == before
    assert reliefs(guest, "conv2") == standing
    assert not tool(guest).frames


def test_on_the_wall_alone_there_is_no_board(guest: "Guest") -> None:
    guest.visit.plan.dreams = DreamPlan(config=SHORT, slowly=False, place="panel")
    guest.state.selected = Selected(node="conv2", index=(2,))
    guest.tap("y")
    until_finished(guest)
    assert not tool(guest).frames
    assert dresses(guest) == 1


def test_the_plate_under_the_sign_tells_the_score_of_what_hangs_on_the_wall(guest: "Guest") -> None:
    guest.visit.plan.dreams = DreamPlan(config=SHORT, slowly=False, place="panel")
    guest.state.selected = Selected(node="conv2", index=(2,))
    guest.tap("y")
    until_finished(guest)
    guest.frame()
    words, (head, second) = guest.visit.words, tool(guest)._signs._shown["conv2"]
    first, now = dream_words.climbed(guest.state.dreamt.one, words)
    assert head == words("dreams.signs.map", number=3)
    assert words("dreams.signs.score", first=first, now=now) in second
    assert dream_words.steps(guest.state.dreamt.one, words) in second
    guest.scene.session.dreaming.put_away()
    guest.frame()
    assert "conv2" not in tool(guest)._signs._shown


def test_a_picture_among_those_of_its_layer_is_named_before_them(guest: "Guest") -> None:
    guest.visit.plan.dreams = DreamPlan(config=SHORT, slowly=False, place="panel")
    guest.state.selected = Selected(node="conv2", index=(2,))
    guest.go("examine.dreams")
    guest.press("dream_layer")
    until_painted(guest, "conv2")
    assert tool(guest)._signs._shown["conv2"][0] == guest.visit.words("dreams.signs.shown")
    guest.press("dream here")
    until_finished(guest)
    guest.frame()
    assert tool(guest)._signs._shown["conv2"][0] == guest.visit.words("dreams.signs.map", number=3)


def test_the_board_stops_it_and_makes_it_once_more(guest: "Guest") -> None:
    guest.visit.plan.dreams = DreamPlan(target="answer", config=SynthesisConfig(steps=100_000), slowly=False)
    guest.go("examine.dreams")
    guest.press("dream here")
    guest.leave_menu()
    press_board(guest, "again")
    assert guest.state.dreamt.one.state == "cancelled"
    guest.visit.plan.dreams = DreamPlan(target="selected", config=SHORT, slowly=False)
    press_board(guest, "again")
    until_finished(guest)
    assert guest.state.dreamt.one.aim.node == guest.state.spec.answer.name


def test_with_nothing_held_it_says_what_to_do(guest: "Guest") -> None:
    guest.go("examine.dreams")
    assert not guest.item("dream here").enabled
    guest.visit.hear(Event(name="dream"))
    guest.frame()
    assert guest.visit.notice == guest.visit.words("dreams.nothing")
    guest.visit.hear(Event(name="dream_layer"))
    guest.frame()
    assert guest.visit.notice == guest.visit.words("dreams.no_layer")


def test_a_whole_layer_shows_what_its_maps_want_to_see(guest: "Guest") -> None:
    guest.state.selected = Selected(node="conv2", index=(0,))
    guest.go("examine.dreams")
    guest.press("dream_layer")
    until_painted(guest, "conv2")
    assert reliefs(guest, "conv2") == 1  # the mean map in the floor still stands up
    guest.press("dream_layer")
    guest.frames(3)
    assert dresses(guest) == 0


def test_all_layers_are_painted_the_nearest_first(guest: "Guest") -> None:
    begun: list[str] = []
    guest.go("world.shown")
    guest.switch("dream_everywhere", on=True)
    for _ in range(600):
        guest.frame()
        begun += [node for node in guest.state.dreamt.layers if node not in begun]
    eye = guest.studio.screen.camera.get_pos(guest.scene.path)
    away = {s.node: np.linalg.norm(np.array(s.floor.centre) - np.array(eye)) for s in guest.scene.placement.stages}
    assert begun == sorted(away, key=away.__getitem__)
    until_painted(guest, *begun)
    assert dresses(guest) == len(begun)
    guest.switch("dream_everywhere", on=False)
    guest.frames(3)
    assert dresses(guest) == 0


def test_no_frame_fills_in_more_than_it_may(guest: "Guest") -> None:
    guest.state.selected = Selected(node="dense1", index=(0,))
    guest.go("examine.dreams")
    guest.press("dream_layer")
    most = 0
    for _ in range(400):
        guest.frame()
        walls = tool(guest)._walls
        most = max(most, walls.written if walls else 0)
    assert 0 < most <= dream_walls.TEXELS // (28 * 28)
    assert guest.state.dreamt.layers["dense1"].finished


def test_pictures_stay_when_the_language_changes_and_go_with_the_network(guest: "Guest") -> None:
    guest.state.selected = Selected(node="conv1", index=(1,))
    guest.go("examine.dreams")
    guest.press("dream_layer")
    guest.press("dream here")
    until_finished(guest)
    until_painted(guest, "conv1")
    guest.leave_menu()
    place = tool(guest).frames["away"].centre.copy()
    guest.go("settings")
    guest.choose("set language", "de")
    guest.frames(8)
    assert np.allclose(tool(guest).frames["away"].centre, place)
    assert dresses(guest) == 2
    guest.choose("set language", "en")


def test_a_plate_says_when_the_network_has_learnt_since_then(guest: "Guest") -> None:
    guest.state.selected = Selected(node="conv1", index=(1,))
    guest.go("examine.dreams")
    guest.press("dream_layer")
    until_painted(guest, "conv1")
    guest.scene.session.train(TrainConfig(epochs=1, share=0.02, batch=50), start="shown")
    guest.until(lambda: guest.state.dreamt.layers["conv1"].stale)
    guest.frame()
    said = tool(guest)._signs._shown["conv1"]
    assert said[1] == guest.visit.words("dreams.signs.stale")
    guest.until(lambda: not guest.state.runs.held.is_live and not guest.state.dreamt.layers["conv1"].stale, frames=6000)
    until_painted(guest, "conv1")
    assert tool(guest)._signs._shown["conv1"][1] == ""


def test_lesions_count_and_the_page_says_so(guest: "Guest") -> None:
    guest.state.selected = Selected(node="conv2", index=(2,))
    guest.go("examine.dreams")
    guest.press("dream_layer")
    until_painted(guest, "conv2")
    whole = guest.state.dreamt.layers["conv2"].pictures.copy()
    guest.visit.hear(Event(name="select conv1 1"))
    guest.frame()
    guest.visit.hear(Event(name="lesion"))
    guest.until(lambda: bool(guest.state.lesions))
    assert guest.visit.words("dreams.lesioned") in [item.text for item in guest.page.items if hasattr(item, "text")]
    until_painted(guest, "conv2")
    assert not np.array_equal(guest.state.dreamt.layers["conv2"].pictures, whole)
    guest.visit.hear(Event(name="undo_lesion"))
    guest.until(lambda: not guest.state.lesions)
    guest.until(lambda: guest.state.dreamt.layers["conv2"].finished and not guest.state.dreamt.layers["conv2"].stale)
    assert np.array_equal(guest.state.dreamt.layers["conv2"].pictures, whole)


def test_what_was_painted_is_kept_in_the_cache(guest: "Guest", tmp_path: Path) -> None:
    guest.visit._helm.cache = tmp_path
    guest.state.selected = Selected(node="conv1", index=(1,))
    guest.go("examine.dreams")
    guest.press("dream_layer")
    until_painted(guest, "conv1")
    assert len(list(tmp_path.iterdir())) == 1
    guest.visit._helm.cache = None
