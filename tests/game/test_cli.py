"""The contract of the command line: what is printed where, and the exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import get_args, get_type_hints

import numpy as np
import pytest

import layerwalk.game
from layerwalk.game import arguments, cli, commands, level, session
from layerwalk.game.errors import PlainError
from layerwalk.game.keeper import Keeper, cache_folder, own_folder
from layerwalk.game.order import Order
from layerwalk.game.settings import Model, Settings
from layerwalk.nn import loop


@pytest.fixture(autouse=True)
def no_settings_of_whoever_runs_this(monkeypatch, tmp_path):
    monkeypatch.setattr(commands.user_settings, "default_path", lambda: tmp_path / "settings.toml")


@pytest.fixture
def stand_in(monkeypatch):
    """Put something else in the place of a module of the game, and note how it is called."""
    calls = []

    def put(module, **functions):
        def noting(name, result):
            def call(*words, **named):
                calls.append((name, words, named))
                if isinstance(result, Exception):
                    raise result
                return result

            return call

        fake = SimpleNamespace(**{name: noting(name, result) for name, result in functions.items()})
        monkeypatch.setattr(layerwalk.game, module, fake, raising=False)
        return calls

    return put


def layerwalk_command(*words, **more):
    command = [sys.executable, "-m", "layerwalk.game.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, **more)


def loaded_by(*words):
    """Return the names of all modules that a command loads."""
    script = "import sys; from layerwalk.game import cli; cli.main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    found = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True)
    return set(found.stderr.splitlines()[-1].split())


# Keys


def test_the_keys_are_printed_in_the_language_that_is_asked_for(capfd):
    assert cli.main(["keys", "--language", "de"]) == 0
    assert "Leertaste" in capfd.readouterr().out
    assert cli.main(["keys"]) == 0
    assert "Space" in capfd.readouterr().out


def test_the_keys_are_those_of_the_settings(capfd, tmp_path):
    (tmp_path / "settings.toml").write_text('language = "de"\n[bindings]\nfly = ["f9"]\n', "utf-8")
    assert cli.main(["keys", "--markdown"]) == 0
    assert "| F9 | Y | Fliegen oder landen |" in capfd.readouterr().out


def test_a_language_that_is_not_there_is_named(capfd):
    assert cli.main(["keys", "--language", "fr"]) == 2
    assert capfd.readouterr().err == "layerwalk: --language: expected one of de, en, found 'fr'.\n"


# Words that cannot be understood


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], "The following arguments are required: COMMAND"),
        (["dance"], "Argument COMMAND: invalid choice: 'dance'"),
        (["shot", "harley-conv"], "The following arguments are required: -o/--output"),
        (["shot", "harley-conv", "-o", "a.png", "--size", "big"], "expected WIDTHxHEIGHT in pixels, as in 1280x720"),
        (["shot", "harley-conv", "-o", "a.png", "--size", "9x9"], "expected a width and height from 16 to 8192 pixels"),
        (["play", "maze"], "There is no level 'maze', expected a file or one of: harley-conv, "),
        (["play", "none.toml"], "none.toml: expected a readable file, but: No such file"),
        (["play", "--settings", "none.toml"], "none.toml: expected a readable file, but: No such file"),
        (["evaluate", "lenet"], "lenet"),
        (["list", "no-such-folder"], "no-such-folder: expected a folder with levels."),
        (["shot", "harley-conv", "-o", "a.png", "--text-size", "3"], "expected a number from 0.75 to 2, found '3'"),
        (["shot", "harley-conv", "-o", "a.png", "--language", "fr"], "--language: expected one of de, en, found 'fr'"),
        (["shot", "harley-conv", "-o", "a.png", "--draw", "10000"], "expected a file or a number from 0 to 9999"),
        (["shot", "harley-conv", "-o", "a.png", "--draw", "no.png"], "no.png: expected a picture, but: No such file"),
    ],
)
def test_an_error_is_one_sentence_on_standard_error_and_2(stand_in, capsys, words, expected):
    stand_in("shot", shot=None)
    assert cli.main(words) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("layerwalk: ")
    assert expected in printed.err
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (PlainError("The lake is dry."), "The lake is dry."),
        (FileNotFoundError(2, "No such file", "a.png"), "a.png: No such file."),
        (OSError(28, "No space left"), "The system: No space left."),
        (KeyError("x"), "Something unexpected went wrong (KeyError: 'x'); --debug shows where."),
    ],
)
def test_every_error_has_a_sentence(error, expected):
    assert cli.sentence(error) == expected


def test_the_networks_errors_are_told_as_they_are():
    with pytest.raises(ValueError, match="expected") as raised:
        loop.load_data("none")
    assert cli.sentence(raised.value) == str(raised.value)


def test_debug_shows_where_an_error_comes_from():
    found = layerwalk_command("play", "maze", "--debug")
    assert found.returncode == 2
    assert "Traceback" in found.stderr
    assert "Traceback" not in layerwalk_command("play", "maze").stderr


def test_an_interrupt_ends_quietly(stand_in, monkeypatch, capsys):
    def interrupted(options, out):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "COMMANDS", {"list": interrupted})
    assert cli.main(["list"]) == 130
    assert capsys.readouterr() == ("", "")


# check, list, evaluate


def test_check_is_silent_about_good_levels(capsys):
    assert cli.main(["check", *(str(level.find(name)) for name in level.names())]) == 0
    assert capsys.readouterr() == ("", "")


def test_check_prints_a_line_for_every_fault_and_ends_with_1(capsys, tmp_path):
    first, second = tmp_path / "a.toml", tmp_path / "b.toml"
    first.write_text('format = 1\ntitle = "A"\ntext = "A."\nnetwork = "x"\npalette = "jet"\n')
    assert cli.main(["check", str(first), str(level.find("ana-dense")), str(second)]) == 1
    printed = capsys.readouterr()
    assert [line.split(": ")[:2] for line in printed.out.splitlines()] == [
        [str(first), "palette"],
        [str(first), "network"],
        [str(second), "expected a readable file, but"],
    ]
    assert printed.err == ""


def test_list_names_levels_networks_and_data(capfd):
    assert cli.main(["list", "--json"]) == 0
    table = json.loads(capfd.readouterr().out)
    assert [row["name"] for row in table["levels"]] == list(level.names())
    assert [row["name"] for row in table["networks"]] == list(loop.names())
    assert [row["name"] for row in table["data"]] == list(loop.data_names())
    assert all(row["faults"] == [] and Path(row["file"]).is_file() for row in table["levels"])


def test_list_shows_a_folder_of_ones_own_faulty_files_too(capfd, tmp_path):
    (tmp_path / "mine.toml").write_text(level.find("ana-dense").read_text("utf-8"))
    (tmp_path / "other.toml").write_text("format = 2")
    assert cli.main(["list", str(tmp_path), "--json"]) == 0
    *_, mine, other = json.loads(capfd.readouterr().out)["levels"]
    assert (mine["name"], mine["faults"]) == ("mine", [])
    assert "format: expected 1, found 2" in other["faults"][0]


def test_list_is_readable_without_json(capsys):
    assert cli.main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not line.startswith(" ")] == ["levels", "networks", "data"]
    assert any(line.startswith("  harley-conv") and "Six windows" in line for line in lines)
    assert any(line.startswith("  ana-dense") and "33,400 parameters" in line for line in lines)


def test_list_speaks_the_settings_language_or_the_one_asked_for(capsys, tmp_path):
    (tmp_path / "settings.toml").write_text('language = "de"\n', "utf-8")
    assert cli.main(["list"]) == 0
    assert "Sechs Fenster, dann sechzehn" in capsys.readouterr().out
    assert cli.main(["list", "--language", "en"]) == 0
    assert "Six windows, then sixteen" in capsys.readouterr().out


def test_evaluate_measures_the_10000_test_digits(capfd):
    assert cli.main(["evaluate", "ana-dense", "--json"]) == 0
    result = json.loads(capfd.readouterr().out)
    assert (result["network"], result["count"]) == ("ana-dense", 10_000)
    assert result["accuracy"] == result["right"] / 10_000 >= 0.965


# play, shot, bench


def test_play_walks_in_the_default_world(stand_in, monkeypatch):
    calls = stand_in("app", play=None)
    monkeypatch.setattr(commands, "has_display", lambda: True)
    assert cli.main(["play"]) == 0
    ((_, (played,), named),) = calls
    assert played == level.load(level.find("harley-conv"), networks=loop.names())
    keeper = Keeper(folder=own_folder(), settings=commands.user_settings.default_path(), cache=cache_folder())
    assert named == {"settings": Settings(), "keeper": keeper, "name": "harley-conv", "on_vr": None}


def test_play_in_a_headset_says_on_standard_error_what_is_wrong_with_it(stand_in, monkeypatch, capsys):
    calls = stand_in("app", play=None)
    monkeypatch.setattr(commands, "has_display", lambda: True)
    assert cli.main(["play", "--vr"]) == 0
    calls[0][2]["on_vr"]("No headset is connected.")
    assert capsys.readouterr().err == "layerwalk: No headset is connected.\n"


def test_play_in_a_headset_needs_a_display_beside_it(monkeypatch, capsys):
    monkeypatch.setattr(commands, "has_display", lambda: False)
    assert cli.main(["play", "--vr"]) != 0
    assert "no display" in capsys.readouterr().err


def test_play_takes_the_settings_file_it_is_given(stand_in, monkeypatch, tmp_path):
    calls = stand_in("app", play=None)
    monkeypatch.setattr(commands, "has_display", lambda: True)
    (tmp_path / "mine.toml").write_text("[movement]\nfov_deg = 100\n")
    cli.main(["play", "ana-dense", "--settings", str(tmp_path / "mine.toml")])
    assert calls[0][2]["settings"].movement.fov_deg == 100
    assert calls[0][2]["keeper"].settings == tmp_path / "mine.toml", "what is changed in the menu is kept there"


@pytest.mark.parametrize("place", ["thread", "process"])
def test_play_calculates_where_it_is_told(stand_in, monkeypatch, place):
    calls = stand_in("app", play=None)
    monkeypatch.setattr(commands, "has_display", lambda: True)
    cli.main(["play", "--model", place])
    ((_, _, named),) = calls
    assert named["settings"].model.host == place


def test_the_model_has_the_places_that_there_are_hosts_for():
    assert tuple(session.HOSTS) == arguments.HOSTS == get_args(get_type_hints(Model)["host"])


def test_without_a_display_play_says_so_and_where_the_pictures_are(stand_in, monkeypatch, capsys, tmp_path):
    calls = stand_in("walk", render=tmp_path / "walk" / "sheet.png")
    monkeypatch.setattr(commands, "has_display", lambda: False)
    assert cli.main(["play", "--folder", str(tmp_path / "walk")]) == 0
    assert calls[0][2] == {"folder": tmp_path / "walk", "settings": Settings()}
    out = capsys.readouterr().out
    assert out.startswith("There is no display here")
    assert f"The pictures are in {tmp_path / 'walk'}; " in out
    assert str(tmp_path / "walk" / "sheet.png") in out


def test_off_screen_is_a_choice_too(stand_in, monkeypatch, capsys, tmp_path):
    calls = stand_in("walk", render=tmp_path / "sheet.png")
    monkeypatch.setattr(commands, "has_display", lambda: True)
    assert cli.main(["play", "--off-screen"]) == 0
    assert [name for name, _, _ in calls] == ["render"]
    assert "no display" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("platform", "display", "expected"),
    [("linux", ":0", True), ("linux", None, False), ("darwin", None, True), ("win32", None, True)],
)
def test_a_display_is_looked_for_on_linux_alone(monkeypatch, platform, display, expected):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delenv("DISPLAY", raising=False)
    if display:
        monkeypatch.setenv("DISPLAY", display)
    assert commands.has_display() is expected


def test_shot_passes_everything_on(stand_in, tmp_path):
    calls = stand_in("shot", shot=None)
    file = tmp_path / "a.png"
    words = ["--view", "above", "--size", "640x360", "--draw", "7", "--quality", "laptop", "-o", str(file)]
    words += ["--page", "train", "--language", "de", "--text-size", "2"]
    assert cli.main(["shot", "ana-conv", *words]) == 0
    ((_, (shown, order), named),) = calls
    drawing = named.pop("drawing")
    assert shown.network == "ana-conv"
    assert order == Order(view="above", size=(640, 360), quality="laptop", page="train", language="de", text_size=2.0)
    assert named == {"file": file}
    assert np.array_equal(drawing, loop.load_data("mnist-test").pictures[7].astype(np.float32) / np.float32(255))


def test_shot_can_draw_a_picture_of_the_levels_own_data(stand_in):
    calls = stand_in("shot", shot=None)
    assert cli.main(["shot", "ana-faces", "-o", "a.png", "--draw", "7"]) == 0
    (_, _, named), faces = calls[0], loop.load_data("faces-test")
    assert np.array_equal(named["drawing"], faces.pictures[7].astype(np.float32) / np.float32(255))
    assert cli.main(["shot", "ana-faces", "-o", "a.png", "--draw", "40"]) == 2


def test_shot_without_a_drawing_leaves_it_to_the_level(stand_in):
    calls = stand_in("shot", shot=None)
    cli.main(["shot", "harley-conv", "-o", "a.png"])
    ((_, (_, order), named),) = calls
    assert order == Order()
    assert named == {"drawing": None, "file": Path("a.png")}


def test_bench_prints_a_table_or_json(stand_in, capfd):
    calls = stand_in("bench", frames={"median_ms": 20.5}, stroke=None, start=None, table="court 20.5")
    assert cli.main(["bench", "frames", "--network", "ana-dense"]) == 0
    assert capfd.readouterr().out == "court 20.5\n"
    assert calls[0] == ("frames", (), {"networks": ("ana-dense",), "quality": None})
    assert cli.main(["bench", "frames", "--json"]) == 0
    assert json.loads(capfd.readouterr().out) == {"median_ms": 20.5}


def test_bench_training_is_told_how_long_to_measure(stand_in):
    calls = stand_in("bench", training={}, table="")
    assert cli.main(["bench", "training", "--seconds", "2"]) == 0
    assert calls[0] == ("training", (), {"networks": (), "quality": None, "seconds": 2.0})


@pytest.mark.parametrize("words", [["frames", "--seconds", "2"], ["training", "--seconds", "0.5"]])
def test_seconds_are_for_training_and_not_too_few(capsys, words):
    assert cli.main(["bench", *words]) == 2
    assert "--seconds: expected a number from 1 on, and 'bench training'" in capsys.readouterr().err


def test_json_stands_alone_even_when_libraries_print(monkeypatch, capfd):
    def chatty(options, out):
        os.write(1, b"a library in C\n")
        print("a library in Python")
        print("{}", file=out)
        return 0

    monkeypatch.setattr(commands, "COMMANDS", {"list": chatty})
    assert cli.main(["list", "--json"]) == 0
    out, err = capfd.readouterr()
    assert out == "{}\n"
    assert "a library in C" in err


# What is loaded


def test_help_and_version_load_next_to_nothing():
    for word in ("--help", "--version"):
        script = f"import sys; sys.argv = ['layerwalk', '{word}']\nfrom layerwalk.game import cli\n"
        script += "try: cli.main()\nexcept SystemExit: print(*sys.modules, file=sys.stderr)"
        found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert not {"numpy", "pydantic", "panda3d", "torch", "PIL"} & set(found.stderr.split())


def test_list_and_check_load_neither_panda3d_nor_torch():
    assert not {"panda3d", "torch"} & loaded_by("list")
    assert not {"panda3d", "torch"} & loaded_by("check", str(level.find("ana-dense")))


def test_the_settings_command_writes_and_checks(capsys, tmp_path):
    assert cli.main(["settings"]) == 0
    assert "no such file" in capsys.readouterr().out
    assert cli.main(["settings", "--write"]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'settings.toml'}\n"
    assert cli.main(["settings", "--write"]) == 2
    (tmp_path / "settings.toml").write_text("speed = 1")
    assert cli.main(["settings"]) == 2
