"""Settings and keys, changed in the menu: they count at once, are kept in a file, and are read again."""

from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from layerwalk.game import settings as user_settings
from layerwalk.game import words
from layerwalk.game.keeper import Keeper
from layerwalk.game.menus import headset, registry, setting
from layerwalk.game.move import bindings as bound
from layerwalk.game.move import controls
from layerwalk.game.settings import SECTIONS, Headset, Settings
from layerwalk.game.ui import actions
from layerwalk.game.ui.menu import answers
from layerwalk.game.ui.menu.items import Choice, Slider, Toggle
from layerwalk.game.walk import THREE
from layerwalk.game.world import lettering

FIELDS = [(section, item.name) for section in SECTIONS for item in fields(getattr(Settings(), section))]


@pytest.fixture(scope="module")
def guest(arrive):
    made = arrive("ana-small")
    made.draw(*THREE)
    return made


@pytest.fixture(autouse=True)
def as_it_was(guest):
    """Put the settings back, and the menu away, after every test."""
    yield
    guest.visit.plan.listening = guest.visit.plan.refused = ""
    guest.visit.set_settings(Settings())
    guest.visit.menu.close()
    guest.frames()


def kept(guest) -> Settings:
    """Read the file that the settings are kept in."""
    return user_settings.load(guest.keeper.settings)


def page_of(section: str) -> str:
    return "world.shown" if section == "shown" else f"settings.{section}"


@pytest.mark.parametrize(("section", "name"), FIELDS)
def test_every_setting_is_changed_by_keys_and_kept(guest, section, name):
    before = getattr(getattr(guest.visit.settings, section), name)
    guest.go(page_of(section))
    item = guest.item(f"set {section}.{name}")
    guest._focus(item.name)
    at_the_end = isinstance(item, Slider) and item.value >= item.high
    guest.tap("enter" if isinstance(item, Toggle) else "arrow_left" if at_the_end else "arrow_right")
    after = getattr(getattr(guest.visit.settings, section), name)
    assert after != before
    assert type(after) is type(before)
    assert kept(guest) == guest.visit.settings
    changed = replace(getattr(Settings(), section), **{name: after})
    assert guest.visit.settings == replace(Settings(), **{section: changed}), "and nothing else"


def test_one_choice_sets_what_spares_the_stomach(guest):
    guest.visit.set_settings(replace(Settings(), vr=Headset(main_hand="left", posture="seated")))
    guest.go("settings.vr")
    assert guest.item("comfort").chosen == "usual"
    guest.choose("comfort", "free")
    assert guest.visit.settings.vr == replace(headset.PRESETS["free"], main_hand="left", posture="seated")
    guest.choose("set vr.turning", "snap")
    assert guest.item("comfort").chosen == "own"
    guest.choose("comfort", "calm")
    assert kept(guest).vr == replace(headset.PRESETS["calm"], main_hand="left", posture="seated")
    assert guest.visit.settings.comfort == Settings().comfort


PROMISED = {
    "calm": {"walking": "teleport", "turning": "snap", "snap_deg": 45.0, "vignette": 0.9, "blink_s": 0.3},
    "usual": {"walking": "teleport", "turning": "snap", "snap_deg": 30.0, "vignette": 0.5, "blink_s": 0.2},
    "free": {"walking": "smooth", "turning": "smooth", "snap_deg": 30.0, "vignette": 0.0, "blink_s": 0.0},
}


@pytest.mark.parametrize("name", PROMISED)
def test_every_way_to_move_sets_all_of_it_and_nothing_else(guest, name):
    other = Headset(
        posture="seated", main_hand="left", walking="smooth", turning="snap", snap_deg=60.0, vignette=0.2, blink_s=0.4
    )
    guest.visit.set_settings(replace(Settings(), vr=replace(other, window="calm")))
    guest.go("settings.vr")
    assert guest.item("comfort").chosen == "own"
    guest.choose("comfort", name)
    found = guest.visit.settings.vr
    assert {key: getattr(found, key) for key in PROMISED[name]} == PROMISED[name]
    assert (found.posture, found.main_hand, found.window) == ("seated", "left", "calm")
    assert {field.name for field in fields(Headset)} == {*PROMISED[name], "posture", "main_hand", "window"}
    assert set(PROMISED) == set(headset.PRESETS)


def test_what_needs_a_headset_cannot_be_pressed_at_the_desk(guest):
    guest.go("settings.vr")
    assert not guest.item("recentre").enabled
    assert not guest.item("table").enabled


def test_a_slider_is_dragged_by_a_ray(guest, monkeypatch):
    monkeypatch.setattr(guest, "by_rays", True)
    guest.go("settings.movement")
    guest.slide("set movement.fov_deg", 100.0)
    assert kept(guest).movement.fov_deg == 100.0


@dataclass
class Holder:
    """Stand in for the place round the menu: hold settings and keep them."""

    keeper: Keeper
    settings: Settings = field(default_factory=Settings)

    def set_settings(self, changed: Settings) -> None:
        self.settings = changed
        self.keeper.save_settings(changed)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_the_items_give_can_be_read_again(guest, tmp_path_factory, data):
    file: Path = tmp_path_factory.mktemp("settings") / "settings.toml"
    holder = Holder(Keeper(folder=file.parent, settings=file))
    helm: Any = replace(guest.visit._helm, place=holder)
    for section, name in data.draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=6)):
        item = setting.setting(replace(guest.visit.facts, settings=holder.settings), section, name)
        match item:
            case Toggle():
                value: Any = data.draw(st.booleans())
            case Choice():
                value = data.draw(st.sampled_from([value for value, _ in item.options]))
            case Slider():
                value = answers.snapped(item, data.draw(st.floats(item.low, item.high)))
        registry.do(helm, item.name, value)
        assert user_settings.load(file) == holder.settings


# At once


@pytest.fixture
def written(monkeypatch):
    texts, line, spelt = [], lettering.line, lettering.spelt
    monkeypatch.setattr(lettering, "line", lambda text, **style: texts.append(text) or line(text, **style))
    monkeypatch.setattr(lettering, "spelt", lambda text, **style: texts.append(text) or spelt(text, **style))
    return texts


def test_another_language_is_spoken_everywhere_at_once(guest, written):
    drawing, place, serial = guest.visit.pad.copy(), guest.visit.visitor.body, guest.state.serial
    guest.go("settings")
    guest.choose("set language", "de")
    guest.frames()
    german, english = words.load("de"), words.load("en")
    assert {german("tools.pen"), german("desk.sees"), german.say(guest.scene.data.said("draw"))} <= set(written)
    assert any(german.kind("conv")[0] in text for text in written), "over the stages"
    assert english("tools.eraser") not in written
    on_the_panel = {writing.text for writing in (*guest.menu.layout.frame_writings, *guest.menu.layout.writings)}
    assert {german(f"menus.{name}") for name in actions.MENUS} <= on_the_panel
    assert (guest.visit.pad.drawing == drawing).all()
    assert guest.visit.visitor.body == place
    assert guest.menu.is_open
    assert guest.state.serial == serial, "nothing was asked anew"
    assert kept(guest).language == "de"


def test_palette_and_colour_range_count_at_once_and_the_world_stays(guest):
    world, drawing = guest.scene.world, guest.visit.pad.copy()
    guest.go("world")
    guest.choose("set view.palette", "grey")
    guest.choose("set view.normalisation", "map")
    assert (guest.scene.look.palette, guest.scene.look.normalisation.mode) == ("grey", "map")
    assert guest.scene.world is world
    assert (guest.visit.pad.drawing == drawing).all()


def test_a_palette_that_was_chosen_stays_in_another_layout(guest):
    guest.go("world")
    guest.choose("set view.palette", "cividis")
    guest.choose("layout", next(name for name in guest.visit.facts.layouts if name != guest.visit.facts.layout))
    guest.frames()
    assert guest.scene.look.palette == "cividis"
    guest.choose("layout", "cove")


def test_motion_rests_at_once(guest):
    guest.go("settings.view")
    guest.switch("set view.reduced_motion", on=True)
    time_s = guest.scene.world.time_s
    guest.frames()
    assert guest.scene.world.time_s == time_s


def test_letters_grow_at_once(guest):
    guest.go("settings.view")
    before = guest.menu.layout.style.body_m
    guest.slide("set view.text_size", 2.0)
    guest.frames()
    assert guest.menu.layout.style.body_m > 1.3 * before
    guest.slide("set view.text_size", 1.0)


def test_how_one_moves_counts_at_once(guest):
    guest.go("settings.movement")
    guest.slide("set movement.eye_height_m", 1.2)
    guest.frames(60)
    assert guest.visit.visitor.moves.eye_height_m == pytest.approx(1.2)
    body = guest.visit.visitor.body
    assert body.eye[2] - body.position[2] == pytest.approx(1.2, abs=0.02)


@pytest.mark.parametrize("name", ["titles", "guess", "neurons", "readout"])
def test_what_is_shown_is_hidden_at_once_and_in_the_next_world_too(guest, name):
    guest.go("world.shown")
    guest.switch(f"set shown.{name}", on=False)
    assert not getattr(guest.scene.shown, name)
    guest.go("settings")
    guest.choose("set language", "de")
    assert not getattr(guest.scene.shown, name)


# The file


def test_everything_goes_back_to_how_it_was_after_a_question_but_the_language_stays(guest):
    guest.visit.set_settings(replace(Settings(), language="de", movement=replace(Settings().movement, fov_deg=100.0)))
    guest.go("settings")
    guest._press("settings defaults")
    assert guest.menu.layout.page.name == "settings?"
    guest._press("no, do not")
    assert guest.visit.settings.movement.fov_deg == 100.0
    guest.press("settings defaults")
    assert guest.visit.settings == Settings(language="de")
    assert kept(guest) == Settings(language="de")


def test_the_file_that_the_visitor_wrote_stays_beside_the_new_one(guest, tmp_path, monkeypatch):
    mine = tmp_path / "settings.toml"
    mine.write_text("# my own\n[sound]\nvolume = 0.2\n")
    monkeypatch.setattr(guest.keeper, "settings", mine)
    guest.visit.set_settings(replace(Settings(), language="de"))
    guest.visit.set_settings(Settings())
    assert (tmp_path / "settings.toml.old").read_text().startswith("# my own")


def test_where_they_cannot_be_written_the_visitor_is_told_and_they_count_all_the_same(
    guest, tmp_path, monkeypatch, caplog
):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(guest.keeper, "settings", tmp_path / "file" / "settings.toml")
    guest.go("settings.sound")
    guest.slide("set sound.volume", 0.3)
    guest.frames()
    assert guest.visit.settings.sound.volume == pytest.approx(0.3)
    assert guest.visit.notice.startswith("Your settings could not be saved")
    assert caplog.records


# Keys


def ask_for_a_key(guest, action):
    guest.go("settings.bindings")
    guest.press(f"key {action}")
    assert guest.visit.plan.listening == action


def test_another_key_does_it_from_now_on(guest):
    ask_for_a_key(guest, "screenshot")
    guest.visit.bind(frozenset())
    guest.visit.bind(frozenset({"f9"}))
    guest.frames()
    assert guest.visit.plan.listening == ""
    assert guest.item("key screenshot").note == "F9"
    guest.visit.wishes.clear()
    guest.tap("f12", "f9")
    assert guest.visit.wishes == ["screenshot"]
    assert kept(guest).bindings == {"screenshot": ("f9",)}


def test_a_key_that_is_taken_is_refused_with_a_sentence(guest):
    ask_for_a_key(guest, "screenshot")
    guest.visit.bind(frozenset({"w"}))
    guest.frames()
    (refusal,) = [item.text for item in guest.page.items if getattr(item, "style", "") == "fault"]
    assert refusal == "“W” already does “Walk forward”. Choose another key."
    assert guest.visit.plan.listening == "screenshot", "and another one is waited for"
    guest.visit.bind(frozenset({"f9"}))
    assert guest.visit.bindings["screenshot"] == ("f9",)
    assert guest.visit.plan.refused == ""


def test_escape_leaves_a_key_as_it_is(guest):
    ask_for_a_key(guest, "forward")
    guest.visit.bind(frozenset({"escape"}))
    assert (guest.visit.plan.listening, guest.visit.settings.bindings) == ("", {})


def test_a_modifier_is_taken_for_both_its_keys(guest):
    ask_for_a_key(guest, "crouch")
    guest.visit.bind(frozenset({"alt", "lalt"}))
    assert guest.visit.bindings["crouch"][0] == "alt"


def test_what_frees_the_mouse_keeps_a_key_of_the_keyboard(guest):
    ask_for_a_key(guest, "pause")
    guest.visit.bind(frozenset({"mouse4"}))
    assert guest.visit.plan.refused == words.load()("settings.needs_key")
    assert guest.visit.bindings["pause"] == ("escape",)


def test_all_keys_go_back_to_how_they_were_after_a_question(guest):
    ask_for_a_key(guest, "screenshot")
    guest.visit.bind(frozenset({"f9"}))
    guest.frames()
    guest.press("keys defaults")
    assert guest.visit.bindings == bound.DEFAULTS
    assert kept(guest).bindings == {}


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.lists(
        st.tuples(st.sampled_from([action.name for action in actions.ACTIONS]), st.sampled_from(sorted(controls.ALL))),
        max_size=12,
    )
)
@example(chosen=[("up", "face_c"), ("crouch", "face_a"), ("up", "f9")])
@example(chosen=[("pause", "mouse4"), ("menu", "mouse5")])
def test_whatever_keys_are_chosen_no_key_does_two_things_and_the_file_can_be_read_again(guest, chosen):
    guest.visit.set_settings(Settings())
    for action, control in chosen:
        guest.visit.plan.listening = action
        guest.visit.bind(frozenset({control}))
    assert bound.clashes(guest.visit.bindings) == []
    assert kept(guest) == guest.visit.settings
    assert bound.merge(bound.DEFAULTS, kept(guest).bindings) == guest.visit.bindings
