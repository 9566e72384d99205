"""Settings are read strictly, have defaults for everything, and a faulty file is left as it is."""

from dataclasses import fields

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layerwalk.game import settings
from layerwalk.game.errors import FileError, PlainError
from layerwalk.game.move import bindings
from layerwalk.game.settings import Headset, Movement, Settings, View


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.toml"


def fault(path, text):
    path.write_text(text, "utf-8")
    with pytest.raises(FileError) as raised:
        settings.load(path)
    assert path.read_text("utf-8") == text
    assert str(raised.value).startswith(f"{path}: ")
    return str(raised.value).removeprefix(f"{path}: ")


def test_without_a_file_everything_is_as_it_comes(monkeypatch, tmp_path):
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *words, **more: tmp_path)
    assert settings.load() == Settings()


def test_the_file_lies_in_the_users_configuration(monkeypatch, tmp_path):
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *words, **more: tmp_path)
    (tmp_path / "settings.toml").write_text("[movement]\ninvert_y = true\n")
    assert settings.default_path() == tmp_path / "settings.toml"
    assert settings.load().movement.invert_y


def test_a_file_that_was_asked_for_must_be_there(path):
    with pytest.raises(FileError, match="expected a readable file, but: No such file"):
        settings.load(path)


def test_what_is_not_in_the_file_keeps_its_default(path):
    path.write_text('[movement]\nfov_deg = 95\n[view]\nsize = [800, 600]\n[bindings]\ncrouch = ["lcontrol"]\n')
    assert settings.load(path) == Settings(
        movement=Movement(fov_deg=95.0), view=View(size=(800, 600)), bindings={"crouch": ("lcontrol",)}
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[movement]\nfov_deg = 120", "movement.fov_deg: expected a number from 60 to 110, found 120"),
        ("[movement]\nfov_deg = nan", "movement.fov_deg: expected a number from 60 to 110, found nan"),
        ("[movement]\ninvert_y = 1", "movement.invert_y: expected true or false, found 1"),
        ("[vr]\nblink_s = 0.5", "vr.blink_s: expected a number from 0 to 0.4, found 0.5"),
        ("[vr]\nsnap_deg = 100", "vr.snap_deg: expected a number from 15 to 90, found 100"),
        ('[vr]\nposture = "lying"', "vr.posture: expected 'standing' or 'seated', found 'lying'"),
        ("movement = 3", "movement: expected a table, found 3"),
        (
            '[view]\nquality = "ultra"',
            "view.quality: expected 'auto', 'software', 'laptop', 'desktop' or 'headset', found 'ultra'",
        ),
        (
            "[view]\nsize = [1, 2]",
            "view.size: expected a list of a whole number from 320 to 7680 and a whole number from 240 to 4320, "
            "found [1, 2]",
        ),
        ("[bindings]\ncrouch = 3", "bindings.crouch: expected a list of text, found 3"),
        ('[bindings]\nforward = ["c"]', "bindings.crouch: 'c' already stands for 'forward', expected another key"),
        ('language = "xx"', "language: expected one of de, en, found 'xx'"),
    ],
)
def test_a_wrong_value_is_one_sentence_and_the_file_stays(path, text, expected):
    assert fault(path, text) == expected


def test_an_unknown_action_or_field_is_named(path):
    assert fault(path, '[bindings]\ndance = ["c"]').startswith("bindings.dance: there is no such action")
    assert fault(path, "[view]\nvsync = true").startswith(
        "view.vsync: there is no such field, expected one of palette, normalisation, wires, quality"
    )


def test_what_was_saved_is_read_again(path):
    changed = Settings(movement=Movement(walk_speed_m_s=3.5), bindings={"fly": ("f9",)})
    settings.save(changed, path)
    settings.save(changed, path)
    assert settings.load(path) == changed
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml"]


NUMBERS = {
    "walk_speed_m_s": st.floats(0.5, 10),
    "fov_deg": st.floats(60, 110),
    "eye_height_m": st.floats(0.8, 2.2),
    "invert_y": st.booleans(),
}


@given(st.fixed_dictionaries({}, optional=NUMBERS))
def test_any_settings_survive_being_saved(tmp_path_factory, changes):
    path = tmp_path_factory.getbasetemp() / "any-settings.toml"
    settings.save(Settings(movement=Movement(**changes)), path)
    assert settings.load(path).movement == Movement(**changes)


def test_the_template_changes_nothing_and_has_every_field(path):
    settings.write_template(path)
    assert settings.load(path) == Settings()
    names = [field.name for part in (Movement, Headset, View) for field in fields(part)]
    text = path.read_text("utf-8")
    assert [name for name in [*names, *bindings.DEFAULTS, "language"] if f"# {name} = " not in text] == []


def test_every_line_of_the_template_can_be_taken_in(path):
    settings.write_template(path)
    _, *lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(line.removeprefix("# ") for line in lines), "utf-8")
    assert settings.load(path) == Settings(bindings=dict(bindings.DEFAULTS))


def test_the_template_never_overwrites(path):
    path.write_text("# mine")
    with pytest.raises(PlainError, match="there is such a file already"):
        settings.write_template(path)
    assert path.read_text() == "# mine"
