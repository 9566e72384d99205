"""The registry of actions: what every entry must have, and what is printed from it."""

import subprocess
import sys
import tomllib

import pytest

from layerwalk.game import files, words
from layerwalk.game.move import bindings, controls
from layerwalk.game.ui import actions, keys, situation
from layerwalk.game.ui.actions import ACTIONS
from layerwalk.game.ui.situation import Situation

LANGUAGES = words.languages()
names = [action.name for action in ACTIONS]


def line(title, *, language="en", changed=None):
    """Return the line of the key table with this title."""
    bound = bindings.merge(bindings.DEFAULTS, changed or {})
    made = keys.groups(words.load(language), bound)
    return next(line for group in made for line in group.lines if line.title == title)


def test_every_name_is_there_once():
    assert len(names) == len(set(names))


@pytest.mark.parametrize("action", ACTIONS, ids=names)
def test_every_action_can_be_reached_by_keyboard_alone(action):
    assert action.menu or any(control in controls.KEYS for control in action.controls) or _has_twin(action)


def _has_twin(action):
    """Scrolling by the wheel: the focus scrolls the page, too."""
    return action.name in ("menu_scroll_up", "menu_scroll_down") or actions.needs_headset(action)


def test_some_actions_have_no_sense_at_the_desk():
    assert [action.name for action in ACTIONS if actions.needs_headset(action)] == [
        "teleport",
        "grab",
        "recentre",
        "table",
        "turn_left",
        "turn_right",
        "show_controls",
    ]


@pytest.mark.parametrize("action", ACTIONS, ids=names)
def test_every_condition_can_be_asked(action):
    assert situation.holds(action.condition, Situation()) in (True, False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", ACTIONS, ids=names)
def test_every_action_has_a_title_and_a_sentence_in_every_language(action, language):
    text = words.load(language)
    assert text(f"actions.{action.name}.title")
    assert text(f"actions.{action.name}.help").endswith(".")
    assert (text.find(f"actions.{action.name}.ask") is not None) == action.asks


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_name_no_action_that_does_not_exist(language):
    text = files.asset("languages", language, "actions.toml").read_text("utf-8")
    assert set(tomllib.loads(text)["actions"]) == set(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_default_control_has_a_name_for_people(language):
    text = words.load(language)
    used = {control for names in bindings.DEFAULTS.values() for control in names}
    assert all(text.find(f"keys.caps.{control}") for control in used if len(control) > 1 and not _is_f_key(control))


def _is_f_key(control):
    return control[0] == "f" and control[1:].isdigit()


def test_a_menus_page_holds_its_actions_in_order():
    assert [action.name for action in actions.of("world")] == ["fly", "court", "next_level"]
    assert actions.of("") == ()


def test_every_menu_but_data_has_an_action():
    assert [menu for menu in actions.MENUS if not actions.of(menu)] == ["data"]


def test_what_makes_no_sense_now_is_left_out():
    now = Situation(can_undo=True)
    assert situation.possible(["undo", "undo_edit", "fly"], now) == ("undo", "fly")


def test_a_condition_that_nobody_knows_is_named():
    with pytest.raises(ValueError, match="there is no condition 'raining', expected one of always, network_ready"):
        situation.holds("raining", Situation())


def test_actions_of_one_kind_share_a_line():
    assert line("Walk").keys == "W A S D, arrows"
    assert line("Walk").pad == "left stick"
    assert line("Look round").keys == "mouse, I J K L"
    assert line("Previous, next picture").keys == "PgUp PgDn, wheel"


def test_a_headset_has_a_column_where_it_is_asked_for():
    text = words.load("en")
    assert "| headset |" not in keys.markdown(text, bindings.DEFAULTS)
    table = keys.markdown(text, bindings.DEFAULTS, headset=True)
    assert "| W A S D, arrows | left stick | left stick | Walk |" in table
    assert "|  |  | right stick ↑ | Go there |" in table


def test_what_only_a_headset_does_stays_out_of_the_table_for_the_desk():
    assert "Go there" not in keys.plain(words.load("en"), bindings.DEFAULTS)
    assert "Go there" in keys.plain(words.load("en"), bindings.DEFAULTS, headset=True)


def test_keys_have_the_names_of_the_language():
    assert line("Springen oder steigen", language="de").keys == "Leertaste"
    assert line("Gehen", language="de").keys == "W A S D, Pfeiltasten"
    assert line("Zeichnen, nehmen, drücken", language="de").keys == "E, Klick"


def test_the_table_follows_the_visitors_keys():
    assert line("Fly, or land", changed={"fly": ["v"]}).keys == "V"
    assert line("One step", changed={"train_step": ["n"]}).keys == "N"


def test_an_action_without_any_control_has_no_line():
    with pytest.raises(StopIteration):
        line("One step")


def test_letters_are_named_as_they_are_printed():
    text = words.load("de")
    assert keys.cap(text, "z", printed={"z": "y"}) == "Y"
    assert keys.cap(text, "[", printed={"[": "ü"}) == "Ü"
    assert keys.cap(text, "-", printed={"-": "ß"}) == "ß"


def test_markdown_escapes_its_own_mark():
    bound = bindings.merge(bindings.DEFAULTS, {"fly": ["|"]})
    assert "| \\| | Y | Fly, or land |" in keys.markdown(words.load("en"), bound)


def test_the_registry_leaves_torch_and_panda_out():
    script = "import sys; from layerwalk.game.ui import keys, situation; print({'torch', 'panda3d'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
